"""Exercises of hips, knees, ankles and breath, lying on the back or the side."""

from __future__ import annotations

from voicecoach.base.values import replace
from voicecoach.publish.drawings.model import SOLE, Limb, both
from voicecoach.publish.drawings.poses.side import MAT, SIDE_LYING, VIEW
from voicecoach.publish.drawings.poses.supine import SUPINE
from voicecoach.publish.drawings.props import Prop, bed, mat, roller, stick, towel
from voicecoach.publish.drawings.scene import Scene, way
from voicecoach.publish.drawings.space import View

_FLAT = replace(SUPINE, legs=both(118, SOLE, 75))
_ONE_BENT = replace(SUPINE, legs=(Limb(118, SOLE, toes=75), Limb(104, SOLE)))
_CURLED = (Limb(93, 4, -20, toes=(0.3, 0, -1)), Limb(94, 11, -20, toes=(0.3, 0, -1)))
_ASIDE = replace(SIDE_LYING, legs=_CURLED)
_BELOW = Limb(93, 4, -18, toes=(0.3, 0, -1))
_IN_BED = replace(
    SIDE_LYING,
    hip=(66, 34, 0),
    arms=(Limb(14, 28, 6), Limb(56, 29, 20, bend=(0.3, 1, 0.3))),
    legs=(Limb(92, 28, -4, toes=(0.3, 0, -1)), Limb(94, 35, -4, toes=(0.3, 0, -1))),
)
_KNEES_UP = replace(
    SUPINE, arms=(Limb(68, 3.2, 20, bend=(0, 0, 1)), Limb(68, 3.2, -20, bend=(0, 0, -1)))
)

LYING_SCENES = {
    "straight-leg-raise": Scene(
        replace(_ONE_BENT, legs=(Limb(113, 27, toes=115), Limb(104, SOLE))),
        _ONE_BENT,
        (way((124, 14), (122, 32)),),
    ),
    "heel-slide": Scene(
        replace(_FLAT, legs=(Limb(94, SOLE, toes=20), Limb(118, SOLE, toes=75))),
        _FLAT,
        (way((116, 18), (102, 18)),),
    ),
    "quad-set": Scene(
        replace(_FLAT, legs=(Limb(118, SOLE, toes=105), Limb(118, SOLE, toes=75))),
        replace(_FLAT, legs=(Limb(116.5, SOLE, toes=60), Limb(118, SOLE, toes=75))),
        (way((94, 26), (94, 13)),),
    ),
    "ankle-pumps": Scene(
        replace(_FLAT, legs=both(118, SOLE, 108)),
        replace(_FLAT, legs=both(118, SOLE, 25)),
        (way((130, 8), (128, 18), (119, 20)),),
    ),
    "diaphragmatic-breathing": Scene(
        replace(
            SUPINE,
            arms=(Limb(58, 16.3, 2, bend=(0, 0.3, 1)), Limb(47, 13, -2, bend=(0, 0.4, -1))),
        ),
        replace(
            SUPINE,
            arms=(Limb(58, 12, 2, bend=(0, 0.3, 1)), Limb(47, 13, -2, bend=(0, 0.4, -1))),
        ),
        (way((58, 24), (58, 38)),),
    ),
    "clamshell": Scene(
        replace(_ASIDE, legs=(_CURLED[0], Limb(94, 11, -20, toes=(0.3, 0, -1), bend=(0, 1, 0.15)))),
        _ASIDE,
        (way((112, 22), (109, 40)),),
        MAT,
        VIEW,
    ),
    "side-lying-abduction": Scene(
        replace(SIDE_LYING, legs=(_BELOW, Limb(110, 32, 0, toes=(0.2, 0, 1)))),
        replace(SIDE_LYING, legs=(_BELOW, Limb(113, 14, 0, toes=(0.2, 0, 1)))),
        (way((122, 20), (121, 38)),),
        MAT,
        VIEW,
    ),
    "short-arc-quad": Scene(
        replace(SUPINE, legs=(Limb(117.5, 16, toes=75), Limb(104, SOLE))),
        replace(SUPINE, legs=(Limb(113.5, SOLE, toes=60), Limb(104, SOLE))),
        (way((126, 10), (126, 26)),),
        roller(94, 5),
    ),
    "adductor-squeeze": Scene(
        replace(_KNEES_UP, legs=(Limb(100, SOLE, 7), Limb(100, SOLE, -7))),
        replace(_KNEES_UP, legs=(Limb(100, SOLE, 16), Limb(100, SOLE, -16))),
        (way((84, -25), (84, -12)), way((84, 48), (84, 37))),
        (*mat(8, 122, 40), Prop(((88, 24, 0), (86, 12, 0)), 8, 0.35)),
        View(pitch=50),
    ),
    "constructive-rest": Scene(
        replace(
            SUPINE,
            arms=(Limb(60, 12.6, 3, bend=(0, 0.4, 1)), Limb(60, 12.6, -3, bend=(0, 0.4, -1))),
        ),
    ),
    "body-scan": Scene(replace(_FLAT, arms=_KNEES_UP.arms)),
    "log-roll": Scene(
        replace(
            _IN_BED,
            trunk=142,
            ear=10,
            arms=(Limb(40, 27, 18, bend=(0, -1, 0.5)), Limb(51.7, 30, 18.7, bend=(0.3, 1, 0.3))),
            legs=(
                Limb(84, 7, 30, toes=(0.5, 0, 1), bend=(0, 0.4, 1)),
                Limb(88, 9, 30, toes=(0.5, 0, 1), bend=(0, 0.6, 1)),
            ),
        ),
        _IN_BED,
        (way((22, 46), (20, 62), (32, 74)), way((100, 36), (108, 24), (104, 8))),
        bed(0, 124),
    ),
    "shoulder-flexion": Scene(
        replace(SUPINE, arms=(Limb(8, 13, 10, bend=(0, 1, 0)), Limb(8, 13, -10, bend=(0, 1, 0)))),
        replace(
            SUPINE, arms=(Limb(72, 15, 10, bend=(0, 1, 0.4)), Limb(72, 15, -10, bend=(0, 1, -0.4)))
        ),
        (way((66, 34), (42, 62), (16, 36)),),
        (*mat(0, 122, 28), *stick("near hand", "far hand")),
        View(pitch=22),
    ),
    "deep-neck-flexor": Scene(
        replace(SUPINE, nod=26),
        SUPINE,
        (way((14, 22), (20, 32), (32, 30)),),
        towel((20, 0.5, 0), (33, 0.5, 0)),
    ),
    "side-lying-external-rotation": Scene(
        replace(_ASIDE, arms=(SIDE_LYING.arms[0], Limb(54, 44, 6, bend=(1, -0.6, 0)))),
        replace(_ASIDE, arms=(SIDE_LYING.arms[0], Limb(60, 13, 24, bend=(1, 0.6, -0.6)))),
        (way((70, 12), (76, 30), (70, 46)),),
        MAT,
        VIEW,
    ),
}
