"""Exercises on hands and knees, and those that begin or end there."""

from __future__ import annotations

from voicecoach.base.values import replace
from voicecoach.publish.drawings.model import SOLE, Limb, Pose, both
from voicecoach.publish.drawings.scene import Scene, way

ALL_FOURS = Pose((66, 28), 16, both(96, 2.9), both(42, SOLE, 180), nod=8)
_REACHING = (Limb(18.4, 33, toes=190), ALL_FOURS.legs[1])
_HEELS = both(40, SOLE, 180)
CHILD = Pose((44, 18.5), -2, both(103, 2.5), _HEELS, flex=40, nod=0)
HALF_KNEELING = Pose((66, 27.8), 90, both(82, 30), (Limb(90, SOLE), Limb(42, SOLE, toes=180)))

KNEELING_SCENES = {
    "cat-cow": Scene(
        replace(ALL_FOURS, flex=90, nod=30),
        replace(ALL_FOURS, flex=-50, nod=-30),
        (way((80, 56), (80, 74)),),
    ),
    "leg-reach": Scene(
        replace(ALL_FOURS, legs=_REACHING),
        ALL_FOURS,
        (way((40, 44), (20, 44)),),
    ),
    "bird-dog": Scene(
        replace(ALL_FOURS, legs=_REACHING, arms=(ALL_FOURS.arms[0], Limb(129, 42))),
        ALL_FOURS,
        (way((40, 44), (20, 44)), way((118, 50), (136, 54))),
    ),
    "childs-pose": Scene(
        CHILD,
        Pose((46, 20), 84, both(64, 16), _HEELS),
        (way((84, 46), (100, 42), (106, 24)),),
    ),
}
