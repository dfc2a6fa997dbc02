"""Exercises lying on the back."""

from __future__ import annotations

from voicecoach.base.values import replace
from voicecoach.publish.drawings.model import SOLE, Limb, Pose, both
from voicecoach.publish.drawings.props import mat
from voicecoach.publish.drawings.scene import Scene, way
from voicecoach.publish.drawings.space import View

SUPINE = Pose((70, 5.8), 180, both(76, 2.9), both(105, SOLE), nod=4)
_HANDS_ON = replace(SUPINE, arms=both(62, 12, bend=(0, 0, 1)))
_BRIDGING = both(90, SOLE)
_BESIDE = both(72.5, 3.2)
_CROSSED = (Limb(43, 13, -9, bend=(1, 0.4, 0.3)), Limb(43, 13, 9, bend=(1, 0.4, -0.3)))
_WIDE = (Limb(36, 3, 42), Limb(36, 3, -42))

SUPINE_SCENES = {
    "pelvic-tilt": Scene(
        _HANDS_ON,
        replace(_HANDS_ON, flex=-64, nod=32),
        (way((58, 34), (58, 18)),),
    ),
    "bridge": Scene(
        replace(SUPINE, hip=(64.5, 21), trunk=209, arms=_BESIDE, legs=_BRIDGING, nod=30),
        replace(SUPINE, hip=(68, 5.8), arms=_BESIDE, legs=_BRIDGING),
        (way((58, 36), (58, 54)),),
    ),
    "knee-to-chest": Scene(
        replace(
            SUPINE, arms=both(59, 25, bend=(0, 0, 1)), legs=(Limb(75, 28, toes=20), Limb(105, SOLE))
        ),
        SUPINE,
        (way((96, 44), (84, 56), (68, 52)),),
    ),
    "partial-crunch": Scene(
        replace(SUPINE, trunk=172, flex=40, nod=14, arms=_CROSSED),
        replace(SUPINE, arms=_CROSSED),
        (way((26, 30), (28, 42), (38, 46)),),
        mat(8, 122, 26),
        View(pitch=15),
    ),
    "dead-bug": Scene(
        replace(
            SUPINE,
            arms=(Limb(40, 41), Limb(10, 20)),
            legs=(Limb(114, 10, toes=60), Limb(94, 33, toes=60)),
        ),
        replace(SUPINE, arms=both(40, 41), legs=both(94, 33, 60)),
        (way((106, 44), (118, 36), (122, 24)), way((30, 48), (18, 46), (10, 34))),
    ),
    "lumbar-rotation": Scene(
        replace(
            SUPINE,
            arms=_WIDE,
            legs=(Limb(100, 4, 26, bend=(0, 0.3, 1)), Limb(100, 8, 18, bend=(0, 0.5, 1))),
        ),
        replace(SUPINE, arms=_WIDE, legs=both(100, SOLE)),
        (way((98, 44), (112, 34), (112, 8)),),
        mat(12, 124, 48),
        View(pitch=48),
    ),
}
