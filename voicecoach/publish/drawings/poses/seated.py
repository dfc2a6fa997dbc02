"""Exercises of neck, shoulders and knees on a chair."""

from __future__ import annotations

from dataclasses import replace

from voicecoach.publish.drawings.model import SOLE, Limb, both
from voicecoach.publish.drawings.poses.chair import CHAIR, SEATED
from voicecoach.publish.drawings.props import chair
from voicecoach.publish.drawings.scene import Scene, way
from voicecoach.publish.drawings.space import FRONT

_STOOL = chair(50, back=False)
_FORWARD = replace(SEATED, hip=(66, 31), legs=both(84, SOLE))
_LAP = replace(SEATED, arms=(Limb(76, 38, 6), Limb(76, 38, -6)))
_HELD = replace(SEATED, arms=(Limb(63, 27, 13), Limb(72, 36, -10)))

SEATED_SCENES = {
    "sit-to-stand": Scene(
        replace(SEATED, hip=(82, 51.4), arms=both(86, 48), legs=both(84, SOLE)),
        replace(_FORWARD, trunk=80, arms=both(86, 38)),
        (way((104, 60), (106, 86)),),
        chair(46, back=False),
    ),
    "seated-knee-extension": Scene(
        replace(
            SEATED, hip=(60, 31), arms=both(58, 27), legs=(Limb(106, 33, toes=75), Limb(84, SOLE))
        ),
        replace(SEATED, hip=(60, 31), arms=both(58, 27), legs=both(84, SOLE)),
        (way((102, 8), (112, 14), (116, 26)),),
        CHAIR,
    ),
    "chin-tuck": Scene(
        replace(_LAP, flex=-6),
        replace(_LAP, trunk=80, flex=26, nod=-26),
        (way((94, 74), (80, 74)),),
        CHAIR,
    ),
    "scapular-setting": Scene(
        replace(SEATED, hip=(63, 31), arms=both(62, 28), back=3, shrug=-2, flex=-14),
        replace(SEATED, hip=(63, 31), arms=both(67, 28), flex=24, shrug=1),
        (way((44, 60), (34, 56), (34, 42)),),
        _STOOL,
    ),
    "neck-rotation": Scene(
        replace(_LAP, look=70),
        _LAP,
        (way((10, 104), (0, 109), (-12, 103)),),
        _STOOL,
        FRONT,
    ),
    "neck-side-bend": Scene(
        replace(_LAP, ear=34),
        _LAP,
        (way((6, 92), (-6, 94), (-20, 82)),),
        _STOOL,
        FRONT,
    ),
    "upper-trapezius": Scene(
        replace(_HELD, ear=36, arms=(Limb(72, 36, 10), Limb(63, 27, -11))),
        replace(_HELD, arms=(Limb(72, 36, 10), Limb(63, 27, -11))),
        (way((6, 92), (-6, 94), (-20, 82)),),
        _STOOL,
        FRONT,
    ),
}
