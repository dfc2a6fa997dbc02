"""Exercises on one's feet at a wall, a door, a step or a band; walking and cycling."""

from __future__ import annotations

from voicecoach.base.values import replace
from voicecoach.publish.drawings.model import SOLE, Limb, Pose, both
from voicecoach.publish.drawings.poses.standing import STANDING
from voicecoach.publish.drawings.props import Prop, band, step, wall
from voicecoach.publish.drawings.scene import Scene, ring, way
from voicecoach.publish.drawings.space import FRONT

_PUSHING = Pose((70, 51), 84, both(106.5, 80), both(66, SOLE))
_DOOR = (Prop(((98, 0, -16), (98, 104, -16)), 4, 0.3), Prop(((98, 0, 16), (98, 104, 16)), 4, 0.5))
_ON_FRAME = (Limb(97, 82, 16, bend=(0, -1, 0)), Limb(97, 82, -16, bend=(0, -1, 0)))
_RAIL = (Prop(((100, 0, -20), (100, 60, -20), (128, 74, -20), (128, 12, -20)), 2.5, 0.35),)
_TIED = (*wall(148), *band((146, 30, 0), "near knee"))
_BIKE = (
    Prop(((57, 43, 0), (70, 43, 0)), 4),
    Prop(((64, 43, 0), (68, 10, 0), (98, 10, 0), (98, 62, 0), (106, 64, 0)), 3),
    Prop(((50, 1.5, 0), (112, 1.5, 0)), 3),
    Prop(((98, 14, 0),), 22, 0.3),
)
_RIDING = Pose((63, 47), 74, both(104, 66), (Limb(79, 8), Limb(79, 26)))
_ELBOW = (-0.3, -1.0, 0.2)
_IDLE = Limb(79, 48)
_AT_RAIL = (Limb(79, 57), Limb(88, 72, -21))
_SIDE_RAIL = (Prop(((70, 0, -30), (70, 72, -30), (70, 72, -20)), 2.5, 0.35),)


def _post(z: float) -> tuple[Prop, ...]:
    """Give what a band is tied to, at one side."""
    return (Prop(((84, 0, z), (84, 104, z)), 4, 0.35),)


UPRIGHT_SCENES = {
    "wall-push-up": Scene(
        replace(_PUSHING, hip=(75, 51), trunk=72, arms=both(106.5, 77)),
        _PUSHING,
        (way((88, 98), (100, 96)),),
        wall(111),
    ),
    "wall-slide": Scene(
        replace(STANDING, arms=both(95, 109)),
        replace(STANDING, arms=both(95, 86)),
        (way((108, 88), (108, 106)),),
        wall(100, 116),
    ),
    "doorway-stretch": Scene(
        replace(
            STANDING,
            hip=(82, 50.5),
            trunk=86,
            back=5,
            arms=_ON_FRAME,
            legs=(Limb(92, SOLE), Limb(66, SOLE)),
        ),
        replace(
            STANDING,
            hip=(76, 50.5),
            arms=_ON_FRAME,
            legs=(Limb(92, SOLE), Limb(66, SOLE)),
        ),
        (way((106, 66), (120, 66)),),
        _DOOR,
    ),
    "step-up": Scene(
        replace(
            STANDING, hip=(98, 63.4), arms=(Limb(101, 60), Limb(116, 70)), legs=both(98, 12 + SOLE)
        ),
        replace(
            STANDING,
            hip=(78, 51),
            arms=(Limb(81, 48), Limb(101, 62)),
            legs=(Limb(96, 12 + SOLE), Limb(74, SOLE)),
        ),
        (way((58, 60), (62, 82)),),
        (*step(87), *_RAIL),
    ),
    "terminal-knee-extension": Scene(
        replace(STANDING, hip=(72, 50), legs=(Limb(78, SOLE), Limb(58, SOLE))),
        replace(STANDING, hip=(70, 46.5), legs=(Limb(78, SOLE), Limb(58, SOLE))),
        (way((96, 46), (84, 46)),),
        _TIED,
    ),
    "walk": Scene(
        replace(
            STANDING,
            hip=(76, 50),
            arms=(Limb(92, 56), Limb(62, 54)),
            legs=(Limb(62, 8, toes=-40), Limb(90, SOLE, toes=15)),
        ),
        replace(
            STANDING,
            hip=(76, 50),
            arms=(Limb(62, 54), Limb(92, 56)),
            legs=(Limb(90, SOLE, toes=15), Limb(62, 8, toes=-40)),
        ),
        (way((108, 50), (126, 50)),),
    ),
    "stationary-cycle": Scene(
        _RIDING,
        replace(_RIDING, legs=(Limb(79, 26), Limb(79, 8))),
        (ring((79, 17), 20, 20, 60, -120),),
        _BIKE,
    ),
    "external-rotation": Scene(
        replace(STANDING, arms=(Limb(84, 66, 25, bend=_ELBOW), _IDLE)),
        replace(STANDING, arms=(Limb(90, 66, 0, bend=_ELBOW), _IDLE)),
        (way((-16, 82), (-25, 77), (-36, 83)),),
        (*_post(-58), *band((84, 66, -58), "near hand")),
        FRONT,
    ),
    "internal-rotation": Scene(
        replace(STANDING, arms=(Limb(90, 66, 0, bend=_ELBOW), _IDLE)),
        replace(STANDING, arms=(Limb(84, 66, 25, bend=_ELBOW), _IDLE)),
        (way((-36, 83), (-25, 77), (-16, 82)),),
        (*_post(58), *band((84, 66, 58), "near hand")),
        FRONT,
    ),
    "hip-hitch": Scene(
        replace(
            STANDING, hip=(76, 61), arms=_AT_RAIL, legs=(Limb(76, 21, 5), Limb(76, 12 + SOLE, -5))
        ),
        replace(
            STANDING, hip=(76, 60), arms=_AT_RAIL, legs=(Limb(76, 13, 6), Limb(76, 12 + SOLE, -5))
        ),
        (way((-20, 12), (-20, 28)),),
        (Prop(((70, 0, 1), (70, 12, 1), (70, 12, -24), (70, 0, -24)), 3), *_SIDE_RAIL),
        FRONT,
    ),
}
