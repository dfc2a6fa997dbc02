"""Exercises on one's feet."""

from __future__ import annotations

from voicecoach.base.values import replace
from voicecoach.publish.drawings.model import SOLE, Limb, Pose, both
from voicecoach.publish.drawings.props import band, wall
from voicecoach.publish.drawings.scene import Scene, ring, way
from voicecoach.publish.drawings.space import FRONT

STANDING = Pose((76, 51.4), 90, both(79, 48), both(76, SOLE))
_SPREAD = replace(STANDING, arms=(Limb(77, 49, 15), Limb(77, 49, -15)))
_AHEAD = replace(STANDING, hip=(74, 49), trunk=88, arms=both(109, 70))

STANDING_SCENES = {
    "stand-tall": Scene(
        STANDING,
        replace(STANDING, hip=(79, 50), trunk=94, flex=45, nod=20, arms=both(86, 47)),
        (way((108, 72), (108, 98)),),
    ),
    "march": Scene(
        replace(
            STANDING,
            arms=(Limb(64, 54), Limb(97, 63)),
            legs=(Limb(98, 28, toes=-20), Limb(76, SOLE)),
        ),
        STANDING,
        (way((112, 34), (112, 56)),),
    ),
    "shoulder-rolls": Scene(
        replace(_SPREAD, shrug=4, arms=(Limb(77, 51, 15), Limb(77, 51, -15))),
        replace(_SPREAD, shrug=-3, arms=(Limb(77, 45, 15), Limb(77, 45, -15))),
        (ring((-26, 87), 7, 9, -60, 300), ring((26, 87), 7, 9, 240, -300)),
        view=FRONT,
    ),
    "resistance-band-row": Scene(
        replace(_AHEAD, arms=both(80, 64), back=2),
        _AHEAD,
        (way((50, 66), (34, 66)),),
        (*wall(148), *band((146, 68, 8), "near hand")),
    ),
    "wall-sit": Scene(
        Pose((58, 36), 90, both(74, 44), both(80, SOLE)),
        Pose((58, 47.5), 90, both(68, 48), both(80, SOLE)),
        (way((104, 62), (104, 40)),),
        wall(50),
    ),
    "hip-hinge": Scene(
        Pose((60, 36), 52, both(94, 38), both(75, SOLE)),
        STANDING,
        (way((54, 66), (42, 60), (40, 44)),),
    ),
}
