"""Exercises on one's feet at a counter, a hand or both on it."""

from __future__ import annotations

from voicecoach.base.values import replace
from voicecoach.publish.drawings.model import SOLE, Limb, both
from voicecoach.publish.drawings.poses.standing import STANDING
from voicecoach.publish.drawings.props import Prop, band, step
from voicecoach.publish.drawings.scene import Scene, way
from voicecoach.publish.drawings.space import FRONT

_COUNTER = step(98, 53)
_AHEAD = step(102, 53)
_ACROSS = (
    Prop(((98, 0, 36), (98, 53, 36), (98, 53, -36), (98, 0, -36)), 3),
)  # seen from the front
_HOLDING = replace(STANDING, arms=both(100, 58))
_ONE_HAND = replace(STANDING, arms=(Limb(100, 58), Limb(79, 48)))
_FACING = replace(STANDING, arms=(Limb(96, 57, 17), Limb(96, 57, -17)))
_APART = replace(_FACING, legs=(Limb(76, SOLE, 10), Limb(76, SOLE, -10)))
_ALONG = (
    Prop(((44, 53, -20), (128, 53, -20)), 3.5, 0.4),
    Prop(((50, 0, -20), (50, 53, -20)), 3, 0.3),
    Prop(((122, 0, -20), (122, 53, -20)), 3, 0.3),
)
_BESIDE = replace(STANDING, hip=(76, 50.5), arms=(Limb(79, 48), Limb(88, 56, -18)))
_CROUCHED = replace(_FACING, hip=(72, 47), trunk=82)

COUNTER_SCENES = {
    "mini-squat": Scene(
        replace(_HOLDING, hip=(65, 41), trunk=68, legs=both(77, SOLE)),
        replace(_HOLDING, legs=both(77, SOLE)),
        (way((50, 62), (44, 46)),),
        _COUNTER,
    ),
    "calf-raise": Scene(
        replace(_HOLDING, hip=(79, 57.5), arms=both(100, 58), legs=both(77, 11.5, -55)),
        _HOLDING,
        (way((58, 14), (58, 30)),),
        _COUNTER,
    ),
    "toe-raise": Scene(
        replace(_HOLDING, hip=(75, 51), legs=both(76, SOLE, 35)),
        _HOLDING,
        (way((92, 8), (91, 22)),),
        _AHEAD,
    ),
    "single-leg-stance": Scene(
        replace(
            _ONE_HAND,
            arms=(Limb(79, 48), Limb(100, 58)),
            legs=(Limb(72, 22, toes=-30), Limb(76, SOLE)),
        ),
        replace(_ONE_HAND, arms=(Limb(79, 48), Limb(100, 58))),
        (way((58, 10), (58, 26)),),
        _COUNTER,
    ),
    "tandem-stance": Scene(
        replace(
            _ONE_HAND,
            arms=(Limb(79, 48), Limb(102, 58)),
            legs=(Limb(85, SOLE), Limb(69, SOLE)),
        ),
        replace(_ONE_HAND, arms=(Limb(79, 48), Limb(102, 58)), legs=both(69, SOLE)),
        (way((88, 34), (100, 34)),),
        _AHEAD,
    ),
    "weight-shift": Scene(
        replace(
            _APART,
            hip=(76, 50.5, 8),
            legs=(Limb(76, SOLE, 10), Limb(76, SOLE, -10)),
        ),
        _APART,
        (way((-26, 66), (-40, 66)),),
        _ACROSS,
        FRONT,
    ),
    "hip-abduction": Scene(
        replace(_FACING, legs=(Limb(76, 10, 24), Limb(76, SOLE, -5))),
        _FACING,
        (way((-30, 6), (-40, 18)),),
        _ACROSS,
        FRONT,
    ),
    "hip-extension": Scene(
        replace(_HOLDING, legs=(Limb(56, 9, toes=-20), Limb(76, SOLE))),
        _HOLDING,
        (way((62, 24), (44, 20)),),
        _COUNTER,
    ),
    "pendulum": Scene(
        replace(
            STANDING,
            hip=(60, 49),
            trunk=28,
            nod=8,
            arms=(Limb(98, 33, 11), Limb(115, 55)),
            legs=both(66, SOLE),
        ),
        replace(
            STANDING,
            hip=(60, 49),
            trunk=28,
            nod=8,
            arms=(Limb(76, 31, 11), Limb(115, 55)),
            legs=both(66, SOLE),
        ),
        (way((78, 22), (87, 16), (96, 22)),),
        step(112, 52),
    ),
    "hamstring-curl": Scene(
        replace(_HOLDING, legs=(Limb(54, 30, toes=-95), Limb(76, SOLE))),
        _HOLDING,
        (way((52, 10), (44, 16), (44, 32)),),
        _COUNTER,
    ),
    "sideways-walk": Scene(
        replace(_APART, hip=(76, 50, 6), legs=(Limb(76, SOLE, 26), Limb(76, SOLE, -8))),
        replace(_APART, legs=(Limb(76, SOLE, 5), Limb(76, SOLE, -8))),
        (way((-40, 12), (-54, 12)),),
        _ACROSS,
        FRONT,
    ),
    "tandem-walk": Scene(
        replace(_BESIDE, legs=(Limb(85, SOLE), Limb(69, 6, toes=-30))),
        replace(_BESIDE, legs=(Limb(62, 6, toes=-30), Limb(76, SOLE))),
        (way((96, 12), (110, 12)),),
        _ALONG,
    ),
    "heel-walk": Scene(
        replace(_BESIDE, legs=(Limb(84, SOLE, toes=38), Limb(68, SOLE, toes=38))),
        replace(_BESIDE, legs=(Limb(68, SOLE, toes=38), Limb(84, SOLE, toes=38))),
        (way((100, 12), (114, 12)),),
        _ALONG,
    ),
    "backward-walk": Scene(
        replace(_BESIDE, legs=(Limb(60, 7.5, toes=-35), Limb(82, SOLE))),
        replace(_BESIDE, legs=(Limb(82, SOLE), Limb(70, SOLE))),
        (way((52, 12), (36, 12)),),
        _ALONG,
    ),
    "lunge": Scene(
        replace(_BESIDE, hip=(76, 37), legs=(Limb(96, SOLE), Limb(54, 9, toes=-55))),
        replace(_BESIDE, hip=(76, 46), legs=(Limb(96, SOLE), Limb(54, 9, toes=-55))),
        (way((56, 74), (56, 58)),),
        _ALONG,
    ),
    "monster-walk": Scene(
        replace(_CROUCHED, hip=(72, 46, 8), legs=(Limb(76, SOLE, 28), Limb(76, SOLE, -10))),
        replace(_CROUCHED, legs=(Limb(76, SOLE, 11), Limb(76, SOLE, -11))),
        (way((-42, 12), (-56, 12)),),
        (*_ACROSS, *band("near knee", "far knee")),
        FRONT,
    ),
}
