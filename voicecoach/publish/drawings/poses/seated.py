"""Exercises of neck, shoulders and knees on a chair."""

from __future__ import annotations

from voicecoach.base.values import replace
from voicecoach.publish.drawings.model import SOLE, Limb, both
from voicecoach.publish.drawings.poses.chair import CHAIR, SEATED
from voicecoach.publish.drawings.props import Prop, chair
from voicecoach.publish.drawings.scene import Scene, way
from voicecoach.publish.drawings.space import FRONT, View

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
    "levator-scapulae": Scene(
        replace(_HELD, nod=38, look=40, arms=(Limb(72, 36, 10), Limb(63, 27, -11))),
        replace(_HELD, arms=(Limb(72, 36, 10), Limb(63, 27, -11))),
        (way((84, 96), (96, 92), (98, 78)),),
        _STOOL,
        View(yaw=30),
    ),
    "neck-isometrics": Scene(
        replace(_LAP, arms=(Limb(72, 77, 2, bend=(0.6, -1, 0.4)), Limb(76, 38, -6))),
        _LAP,
        (way((80, 86), (92, 86)),),
        _STOOL,
    ),
    "cross-body-stretch": Scene(
        replace(
            _LAP,
            arms=(Limb(84, 60, -14, bend=(0, 0, 1)), Limb(76, 61, 8, bend=(0.5, -1, 0))),
        ),
        replace(
            _LAP,
            arms=(Limb(80, 46, 14, bend=(0, 0, 1)), Limb(76, 55, 10, bend=(0.5, -1, 0))),
        ),
        (way((-14, 82), (2, 84)),),
        _STOOL,
        View(yaw=70),
    ),
    "table-slide": Scene(
        replace(SEATED, hip=(58, 31), trunk=62, nod=-8, arms=(Limb(106, 49), Limb(82, 35))),
        replace(SEATED, hip=(58, 31), arms=(Limb(84, 49), Limb(76, 36))),
        (way((100, 62), (116, 62)),),
        (*_STOOL, Prop(((82, 45, 0), (128, 45, 0)), 3.5), Prop(((124, 0, 0), (124, 45, 0)), 3)),
    ),
    "seated-breathing": Scene(
        replace(SEATED, arms=(Limb(72, 46, 3), Limb(70.5, 58, -2))),
        replace(SEATED, arms=(Limb(67.5, 46, 3), Limb(69.5, 58, -2))),
        (way((84, 48), (96, 48)),),
        CHAIR,
    ),
    "neck-flexion": Scene(
        replace(_LAP, nod=46),
        replace(_LAP, nod=-12),
        (way((86, 86), (94, 78), (92, 66)),),
        CHAIR,
    ),
}
