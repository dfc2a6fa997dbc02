"""Exercises on a chair."""

from __future__ import annotations

from voicecoach.base.values import replace
from voicecoach.publish.drawings.model import SOLE, Limb, Pose, both
from voicecoach.publish.drawings.props import chair
from voicecoach.publish.drawings.scene import Scene, ring, way
from voicecoach.publish.drawings.space import FRONT, View

CHAIR = chair(50)
_STOOL = chair(50, back=False)
SEATED = Pose((63, 31), 90, both(82, 35), both(87, SOLE))
_HANGING = replace(SEATED, arms=(Limb(63, 28, 17), Limb(63, 28, -17)))

CHAIR_SCENES = {
    "sit-tall": Scene(
        replace(SEATED, hip=(61, 31)),
        replace(SEATED, hip=(67, 31), trunk=96, flex=55, nod=25),
        (way((98, 58), (98, 84)),),
        CHAIR,
    ),
    "seated-cat-cow": Scene(
        replace(SEATED, hip=(63, 31), trunk=92, flex=80, nod=30, arms=both(85, 35)),
        replace(SEATED, hip=(63, 31), trunk=84, flex=-45, nod=-25, arms=both(85, 35)),
        (way((44, 52), (30, 52)),),
        _STOOL,
    ),
    "shoulder-blade-squeeze": Scene(
        replace(SEATED, hip=(64, 31), arms=both(68, 46), back=4, flex=-20),
        replace(SEATED, arms=both(81, 46)),
        (way((42, 47), (28, 47)),),
        _STOOL,
    ),
    "chair-twist": Scene(
        replace(
            SEATED,
            twist=60,
            look=75,
            arms=(Limb(47, 30, 15), Limb(84, 36, 6)),
        ),
        SEATED,
        (ring((63, 92), 16, 5, 20, -220),),
        _STOOL,
        View(yaw=20),
    ),
    "seated-side-bend": Scene(
        replace(_HANGING, side=40, ear=10, arms=(Limb(63, 21, 27), Limb(63, 34, -14))),
        _HANGING,
        (way((-36, 48), (-40, 28)),),
        _STOOL,
        FRONT,
    ),
}
