"""Exercises that bend, turn and steady the back."""

from __future__ import annotations

from voicecoach.base.values import replace
from voicecoach.publish.drawings.model import SOLE, Limb, both
from voicecoach.publish.drawings.poses.chair import CHAIR, SEATED
from voicecoach.publish.drawings.poses.kneeling import ALL_FOURS
from voicecoach.publish.drawings.poses.prone import PRONE
from voicecoach.publish.drawings.poses.side import MAT, SIDE_LYING
from voicecoach.publish.drawings.poses.standing import STANDING
from voicecoach.publish.drawings.poses.supine import SUPINE
from voicecoach.publish.drawings.props import Prop, band, pillow, roller
from voicecoach.publish.drawings.scene import Scene, way
from voicecoach.publish.drawings.space import FRONT, View

_FLAT = replace(PRONE, arms=both(109, 2.9, bend=(-0.3, 1, 0)))
_ON_BACK = replace(STANDING, arms=both(70, 56, bend=(-1, 0, 0)))
_LOADED = replace(STANDING, arms=(Limb(87, 50), Limb(68, 49)))
_BY_WALL = replace(
    STANDING,
    arms=(Limb(78, 88, 32, bend=(0, -1, 0)), Limb(77, 49, -14)),
    legs=(Limb(76, SOLE, 2), Limb(76, SOLE, -2)),
)
_OVER_ROLLER = replace(SUPINE, trunk=160, flex=10, nod=20, arms=both(30, 26, bend=(-0.3, 1, 0)))
_LEANING = replace(STANDING, hip=(64, 45), trunk=42, arms=both(82, 33))
_STACKED = replace(
    SIDE_LYING,
    arms=(Limb(36, 4, 33, bend=(0, 1, 0)), Limb(36, 14, 33, bend=(0, 1, 0))),
    legs=(Limb(90, 4, 24, toes=(1, 0, 0.2)), Limb(90, 12, 24, toes=(1, 0, 0.2))),
    ear=0,
)
_BESIDE = both(72.5, 3.2)
_LIFTED = both(94, 33, 60)
_CROSSED = (Limb(71, 56, -5, bend=(0.6, -1, 0.6)), Limb(71, 54, 5, bend=(0.6, -1, -0.6)))
_BRIDGE = replace(SUPINE, hip=(64.5, 21), trunk=209, arms=_BESIDE, legs=both(90, SOLE), nod=30)
_FACE_DOWN = replace(PRONE, arms=both(114, 2.9, bend=(0, 0.2, 1)))
_BY_BAND = replace(STANDING, hip=(74, 50.2))
_AT_BREASTBONE = (Limb(84, 68, 3, bend=(0, -1, 0.6)), Limb(84, 68, -3, bend=(0, -1, -0.6)))
_PRESSED = (Limb(106, 69, 2), Limb(106, 69, -2))
_BEHIND_HEAD = replace(ALL_FOURS, arms=(Limb(106, 42, 4, bend=(0, -1, 0.5)), ALL_FOURS.arms[1]))

TRUNK_SCENES = {
    "press-up": Scene(
        replace(PRONE, trunk=45, flex=-80, nod=-5, arms=both(115, 2.9, bend=(-1, 0.4, 0))),
        _FLAT,
        (way((122, 26), (122, 46)),),
    ),
    "prone-on-elbows": Scene(
        replace(PRONE, trunk=26, flex=-52, nod=-5, arms=both(118, 2.9, bend=(-1, -1, 0))),
        _FLAT,
        (way((128, 20), (128, 36)),),
    ),
    "standing-extension": Scene(
        replace(
            _ON_BACK,
            hip=(80, 50.8),
            trunk=110,
            flex=-55,
            nod=-8,
            arms=both(74, 55, bend=(-1, 0, 0)),
        ),
        _ON_BACK,
        (way((70, 110), (56, 108), (46, 94)),),
    ),
    "standing-cat-cow": Scene(
        replace(_LEANING, flex=80, nod=30),
        replace(_LEANING, flex=-45, nod=-25),
        (way((66, 72), (60, 88)),),
    ),
    "farmer-carry": Scene(
        replace(_LOADED, hip=(76, 50), legs=(Limb(90, SOLE), Limb(60, 6, toes=-25))),
        _LOADED,
        (way((98, 60), (118, 60)),),
        (Prop(("near hand",), 15, 1), Prop(("far hand",), 15, 0.5)),
    ),
    "side-bend-stretch": Scene(
        replace(_BY_WALL, hip=(76, 50, -9), side=34),
        _BY_WALL,
        (way((20, 62), (36, 58)),),
        (Prop(((76, 0, 34), (76, 100, 34)), 4, 0.35),),
        FRONT,
    ),
    "thoracic-extension-roller": Scene(
        replace(_OVER_ROLLER, flex=-56, nod=-12, arms=both(24, 9, bend=(-0.3, 1, 0))),
        _OVER_ROLLER,
        (way((22, 44), (14, 38), (12, 24)),),
        roller(49),
    ),
    "double-knee-to-chest": Scene(
        replace(SUPINE, flex=14, arms=both(60, 25, bend=(0, 0, 1)), legs=both(76, 26, 20)),
        replace(SUPINE, arms=both(66, 25, bend=(0, 0, 1)), legs=both(92, 28, 40)),
        (way((104, 44), (94, 54), (80, 50)),),
    ),
    "open-book": Scene(
        replace(
            _STACKED,
            twist=-75,
            look=-30,
            arms=(Limb(36, 5, 38, bend=(0, 1, 0)), Limb(33, 6, -40)),
        ),
        _STACKED,
        (way((52, -16), (62, 10), (46, 30)),),
        (*MAT, *pillow((8, 6, 0), (30, 6, 0))),
        View(pitch=55),
    ),
    "single-leg-bridge": Scene(
        replace(
            SUPINE,
            hip=(64.5, 21),
            trunk=209,
            arms=_BESIDE,
            legs=(Limb(108, 40, toes=80), Limb(90, SOLE)),
            nod=30,
        ),
        replace(SUPINE, hip=(68, 5.8), arms=_BESIDE, legs=(Limb(92, 46, toes=110), Limb(90, SOLE))),
        (way((58, 36), (58, 54)),),
    ),
    "heel-taps": Scene(
        replace(SUPINE, legs=(Limb(104, 5, toes=30), Limb(94, 33, toes=60))),
        replace(SUPINE, legs=_LIFTED),
        (way((112, 34), (120, 24), (117, 12)),),
    ),
    "abdominal-bracing": Scene(
        replace(SUPINE, arms=both(62, 12, bend=(0, 0, 1))),
        SUPINE,
        (way((46, 30), (58, 18)), way((70, 34), (62, 19))),
    ),
    "bridge-march": Scene(
        replace(_BRIDGE, legs=(Limb(86, 30, toes=20), Limb(90, SOLE))),
        _BRIDGE,
        (way((104, 10), (110, 22), (104, 36)),),
    ),
    "prone-leg-lift": Scene(
        replace(_FACE_DOWN, legs=(Limb(46, 38, toes=90, bend=(-1, -1, 0)), PRONE.legs[1])),
        replace(_FACE_DOWN, legs=(Limb(51, 29, toes=90, bend=(-1, -1, 0)), PRONE.legs[1])),
        (way((32, 26), (32, 46)),),
    ),
    "pallof-press": Scene(
        replace(_BY_BAND, arms=_PRESSED),
        replace(_BY_BAND, arms=_AT_BREASTBONE),
        (way((72, 86), (90, 86)),),
        (Prop(((76, 0, 60), (76, 100, 60)), 4, 0.35), *band((76, 68, 60), "near hand")),
        View(yaw=50),
    ),
    "thoracic-extension": Scene(
        replace(
            SEATED,
            hip=(58, 31),
            trunk=106,
            flex=-60,
            nod=4,
            arms=(Limb(57, 56, -5, bend=(0.6, -1, 0.6)), Limb(57, 54, 5, bend=(0.6, -1, -0.6))),
        ),
        replace(SEATED, hip=(58, 31), arms=_CROSSED),
        (way((64, 92), (52, 94), (38, 84)),),
        CHAIR,
    ),
    "thoracic-rotation": Scene(
        replace(
            _BEHIND_HEAD,
            twist=65,
            look=40,
            arms=(Limb(106, 44, 6, bend=(0, 1, 0.3)), Limb(96, 2.9, -8)),
        ),
        _BEHIND_HEAD,
        (way((118, 24), (124, 44), (112, 62)),),
        view=View(yaw=20),
    ),
    "thread-the-needle": Scene(
        replace(
            ALL_FOURS,
            hip=(62, 28),
            trunk=-22,
            twist=-55,
            nod=10,
            arms=(Limb(90, 2.9, -28), Limb(112, 2.9, -14, bend=(0, 1, -1))),
        ),
        ALL_FOURS,
        (way((106, 48), (106, 26)),),
        view=View(yaw=-30),
    ),
}
