"""Exercises lying on the side, and from there."""

from __future__ import annotations

from voicecoach.base.values import replace
from voicecoach.publish.drawings.model import Limb, Pose
from voicecoach.publish.drawings.props import mat, pillow
from voicecoach.publish.drawings.scene import Scene, way
from voicecoach.publish.drawings.space import View

VIEW = View(pitch=30)
MAT = mat(0, 122, 56)
SIDE_LYING = Pose(
    (66, 10),
    173.5,
    (Limb(12, 4, 6), Limb(58, 5, 20, bend=(0.3, 1, 0.3))),
    (Limb(104, 4, 10, toes=(0.6, 0, 1)), Limb(105, 24, 8, toes=(0.6, 0, 1))),
    turn=90,
    ear=10,
)
_KNEES = (Limb(92, 4, -23, toes=(0.3, 0, -1)), Limb(95, 12, -23, toes=(0.3, 0, -1)))
_PROPPED = replace(
    SIDE_LYING,
    arms=(Limb(41, 3, 18, bend=(0, -1, 0.5)), Limb(66, 25, 3, bend=(0, 1, 0))),
    legs=_KNEES,
)

SIDE_SCENES = {
    "side-rest": Scene(
        SIDE_LYING,
        None,
        (),
        (*MAT, *pillow((82, 13, 20), (112, 16, 20))),
        VIEW,
    ),
    "side-plank": Scene(
        replace(_PROPPED, hip=(70, 17), trunk=158, ear=0),
        replace(_PROPPED, hip=(68, 10), trunk=145, ear=15),
        (way((84, 36), (84, 52)),),
    ),
}
