"""Exercises lying face down, and from there."""

from __future__ import annotations

from voicecoach.publish.drawings.model import SOLE, Limb, Pose, both
from voicecoach.publish.drawings.scene import Scene, way

PRONE = Pose((74, 6), 0, both(138, 3), both(26, SOLE, 180), nod=-18)
_PROPPED = both(117, 2.6, bend=(-1, -1, 0))

PRONE_SCENES = {
    "plank": Scene(
        Pose((70, 12), 14, _PROPPED, (Limb(23, 4, toes=180),) * 2),
        Pose((74, 6), 28, _PROPPED, both(26, SOLE, 180), flex=-20),
        (way((66, 30), (66, 48)),),
    ),
    "superman-hold": Scene(
        Pose((74, 6), 7, both(138, 19), both(27, 17, 165), flex=-20, nod=-2),
        PRONE,
        (way((128, 29), (128, 40)), way((30, 27), (30, 38))),
    ),
}
