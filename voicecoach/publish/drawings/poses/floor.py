"""Exercises sitting on the floor."""

from __future__ import annotations

from voicecoach.base.values import replace
from voicecoach.publish.drawings.model import SOLE, Limb, Pose, both
from voicecoach.publish.drawings.scene import Scene, ring
from voicecoach.publish.drawings.space import View

LONG_SITTING = Pose((52, 6), 90, both(44, 4), both(99.5, 4, 80))
_CROSSED = replace(
    LONG_SITTING,
    arms=(Limb(43, 3, 11), Limb(78, 34, 0)),
    legs=(Limb(82, SOLE, -8), Limb(99.5, 4, toes=80)),
)

FLOOR_SCENES = {
    "seated-spinal-twist": Scene(
        replace(_CROSSED, twist=60, look=75, arms=(Limb(37, 3, 9), Limb(84, 30, 14))),
        _CROSSED,
        (ring((50, 66), 16, 5, 20, -220),),
        view=View(yaw=12),
    ),
}
