"""Stretches of the legs and hips, and the gliding of nerves."""

from __future__ import annotations

from voicecoach.base.values import replace
from voicecoach.publish.drawings.model import SOLE, Limb, Pose, both
from voicecoach.publish.drawings.poses.chair import CHAIR, SEATED
from voicecoach.publish.drawings.poses.floor import LONG_SITTING
from voicecoach.publish.drawings.poses.kneeling import HALF_KNEELING
from voicecoach.publish.drawings.poses.side import MAT, SIDE_LYING
from voicecoach.publish.drawings.poses.standing import STANDING
from voicecoach.publish.drawings.poses.supine import SUPINE
from voicecoach.publish.drawings.props import Prop, mat, step, towel, wall
from voicecoach.publish.drawings.scene import Scene, way
from voicecoach.publish.drawings.space import FRONT, View

_FOOT_DOWN = SUPINE.legs[1]
_THIGH_HELD = replace(SUPINE, arms=both(69, 19, bend=(0, 0, 1)))
_CROSSING = Limb(84, 24, -8, toes=(0.2, 0.2, -1))
_KNEELING = replace(HALF_KNEELING, legs=(HALF_KNEELING.legs[1], HALF_KNEELING.legs[0]))
_CLOSE = Pose((82, 49), 86, both(116, 74), (Limb(74, SOLE), Limb(92, SOLE)))
_HEEL_OUT = (Limb(100, 4, toes=75), SEATED.legs[1])
_AT_WALL = Pose((78, 48), 80, both(116, 74), (Limb(62, SOLE), Limb(98, SOLE)))
_HAND_ON_WALL = replace(STANDING, arms=(STANDING.arms[0], Limb(108, 74)))

_FEET_ON_WALL = Limb(103.5, 22, toes=90)
_AT_STEP = replace(
    STANDING,
    arms=(Limb(81, 50), Limb(98, 66)),
    legs=(Limb(104, 12 + SOLE, toes=60), STANDING.legs[1]),
)
_STEP_RAIL = (Prop(((100, 0, -20), (100, 66, -20), (128, 66, -20), (128, 12, -20)), 2.5, 0.35),)

_SLUMPED = replace(SEATED, nod=25)
_ANKLE_UP = (Limb(82, 38.5, -5, toes=(0.1, 0.2, -1), bend=(0.3, 0, 1)), SEATED.legs[1])
_ON_SIDE = replace(
    SIDE_LYING,
    arms=(Limb(12, 4, 6), Limb(58, 12, 14, bend=(0.3, 1, 0.3))),
    legs=(Limb(80, 4, 28, toes=(1, 0, 0.3)), Limb(104, 12, -12, toes=(1, 0, 0))),
)


def _soles_together(lift: float) -> tuple[Limb, Limb]:
    """Give the legs of one who sits with the soles together.

    Args:
        lift: how much the knees point up besides outward.
    """
    near, far = (
        Limb(74, 5, way * 3, toes=(1, 0.3, -way * 0.2), bend=(0, lift, way)) for way in (1, -1)
    )
    return near, far


_SOLES_TOGETHER = replace(
    LONG_SITTING,
    arms=(Limb(70, 9, 5, bend=(0, 0, 1)), Limb(70, 9, -5, bend=(0, 0, -1))),
    legs=_soles_together(0.9),
)

STRETCH_SCENES = {
    "sciatic-slider-seated": Scene(
        replace(SEATED, nod=-14, legs=(Limb(109, 21, toes=60), SEATED.legs[1])),
        _SLUMPED,
        (way((112, 4), (122, 10), (124, 22)), way((84, 70), (90, 78), (84, 86))),
        CHAIR,
    ),
    "seated-piriformis-stretch": Scene(
        replace(SEATED, trunk=58, legs=_ANKLE_UP, arms=(Limb(84, 44, 12), Limb(86, 42, -8))),
        replace(SEATED, legs=_ANKLE_UP, arms=(Limb(80, 44, 10), Limb(84, 42, -8))),
        (way((84, 84), (98, 78), (102, 64)),),
        CHAIR,
        View(yaw=25),
    ),
    "seated-flexion": Scene(
        replace(SEATED, hip=(64, 31), trunk=34, flex=80, nod=25, arms=both(93, 13)),
        replace(SEATED, hip=(64, 31)),
        (way((84, 86), (106, 80), (112, 56)),),
        CHAIR,
    ),
    "quadriceps-stretch-side-lying": Scene(
        replace(
            _ON_SIDE,
            arms=(Limb(12, 4, 6), Limb(63, 14, -16)),
            legs=(_ON_SIDE.legs[0], Limb(65, 13, -17, toes=(-1, 0, -0.3), bend=(1, 0, -0.1))),
        ),
        _ON_SIDE,
        (way((112, 22), (104, 38), (84, 34)),),
        MAT,
        View(pitch=50),
    ),
    "sciatic-slider": Scene(
        replace(_THIGH_HELD, legs=(Limb(83, 50.5, toes=70), _FOOT_DOWN)),
        replace(_THIGH_HELD, legs=(Limb(93, 27, toes=100), _FOOT_DOWN)),
        (way((106, 34), (108, 48), (98, 58)),),
    ),
    "hamstring-stretch": Scene(
        replace(SUPINE, arms=both(60, 30), legs=(Limb(82, 51, toes=165), _FOOT_DOWN)),
        replace(SUPINE, arms=both(62, 26), legs=(Limb(93, 32, toes=120), _FOOT_DOWN)),
        (way((108, 38), (108, 52), (98, 60)),),
        towel("near hand", "near foot"),
    ),
    "hamstring-stretch-wall": Scene(
        replace(SUPINE, legs=(Limb(103.5, 40, toes=95), _FEET_ON_WALL)),
        replace(SUPINE, legs=(_FEET_ON_WALL, _FEET_ON_WALL)),
        (way((92, 40), (97, 56)),),
        wall(109, 72),
    ),
    "hamstring-stretch-standing": Scene(
        replace(_AT_STEP, hip=(74, 51), trunk=62, arms=(Limb(96, 50), Limb(106, 66))),
        _AT_STEP,
        (way((84, 104), (100, 100), (108, 86)),),
        (*step(92), *_STEP_RAIL),
    ),
    "piriformis-stretch": Scene(
        replace(
            SUPINE,
            arms=(Limb(69, 15, 17, bend=(0, 0, 1)), SUPINE.arms[1]),
            legs=(replace(_CROSSING, bend=(-0.3, -0.1, 1)), _FOOT_DOWN),
        ),
        replace(SUPINE, legs=(replace(_CROSSING, bend=(-0.3, 1, 0.4)), _FOOT_DOWN)),
        (way((88, 4), (92, -12)),),
        mat(12, 124, 40),
        View(pitch=50),
    ),
    "hip-flexor-stretch": Scene(
        replace(_KNEELING, hip=(74.5, 25.9), trunk=94, arms=both(90, 28)),
        replace(_KNEELING, arms=both(84, 29)),
        (way((86, 44), (104, 44)),),
    ),
    "calf-stretch": Scene(
        replace(_AT_WALL, hip=(87, 43.5)),
        _AT_WALL,
        (way((46, 52), (62, 49)),),
        wall(120),
    ),
    "bent-knee-calf-stretch": Scene(
        replace(_CLOSE, hip=(85, 42.5)),
        _CLOSE,
        (way((58, 58), (58, 42)),),
        wall(120),
    ),
    "hamstring-stretch-seated": Scene(
        replace(SEATED, trunk=58, arms=both(92, 36), legs=_HEEL_OUT),
        replace(SEATED, legs=_HEEL_OUT),
        (way((84, 84), (98, 78), (104, 62)),),
        CHAIR,
    ),
    "adductor-stretch": Scene(
        replace(_SOLES_TOGETHER, legs=_soles_together(0.1)),
        _SOLES_TOGETHER,
        (way((-32, 34), (-38, 18)), way((32, 34), (38, 18))),
        view=FRONT,
    ),
    "quadriceps-stretch": Scene(
        replace(
            _HAND_ON_WALL,
            arms=(Limb(63, 50), Limb(108, 74)),
            legs=(Limb(63, 49, toes=110, bend=(0.2, -1, 0)), STANDING.legs[1]),
        ),
        _HAND_ON_WALL,
        (way((52, 20), (48, 32), (52, 44)),),
        wall(112),
    ),
}
