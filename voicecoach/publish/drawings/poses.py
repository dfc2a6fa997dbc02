"""What each exercise of the library looks like, and each position, for exercises of others."""

from __future__ import annotations

from dataclasses import replace

from voicecoach.publish.drawings.figure import SOLE, Arrow, Point, Pose, Reach, Scene, Stroke

_CHAIR = (
    Stroke(((50, 24), (82, 24)), 3.5),
    Stroke(((50, 24), (50, 60)), 3.5),
    Stroke(((52, 24), (49, 0)), 2.5),
    Stroke(((80, 24), (82, 0)), 2.5),
)
_STOOL = (  # the same from the front
    Stroke(((64, 25), (96, 25)), 3.5),
    Stroke(((66, 25), (64, 0)), 2.5),
    Stroke(((94, 25), (96, 0)), 2.5),
)
_MAT = (Stroke(((16, 3), (144, 3), (144, 102), (16, 102), (16, 3)), 1.4, 0.4),)  # from above


def _both(x: float, y: float, toes: float = 0, apart: float = 0) -> tuple[Reach, Reach]:
    """Two limbs side by side; the far one a little further right."""
    return (Reach(x, y, toes), Reach(x + apart, y, toes))


def _way(*points: Point) -> Arrow:
    """An arrow through two points, straight, or from the first to the last by way of the middle."""
    start, end = points[0], points[-1]
    middle = points[1] if len(points) == 3 else ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    return Arrow((start, middle, end))


# Standing, from the side and from the front.

_STANDING = Pose((76, 51.4), 90, _both(79, 48), _both(76, SOLE))
_FRONT = Pose(
    (80, 53),
    90,
    (Reach(66, 48, root=(70, 81)), Reach(94, 48, root=(90, 81))),
    (
        Reach(73, 6, -150, via=(74, 29), root=(75, 53)),
        Reach(87, 6, -30, via=(86, 29), root=(85, 53)),
    ),
    face=False,
    broad=9,
)
_CHEST_HIGH = replace(_STANDING, hip=(76, 49), lean=86, arms=_both(111, 68))

_STANDING_SCENES = {
    "stand-tall": Scene(
        _STANDING,
        Pose((79, 50), 98, _both(84, 47), _both(76, SOLE), bow=4, nod=30),
        (_way((106, 72), (106, 98)),),
        (Stroke(((76, 5), (76, 105)), 1.2, 0.5),),
    ),
    "march": Scene(
        replace(
            _STANDING,
            arms=(Reach(64, 54), Reach(97, 63)),
            legs=(Reach(98, 27, -20), Reach(76, SOLE)),
        ),
        None,
        (_way((110, 34), (110, 56)),),
    ),
    "shoulder-rolls": Scene(
        _FRONT,
        None,
        (
            _way((58, 76), (48, 96), (66, 92)),
            _way((102, 76), (112, 96), (94, 92)),
        ),
    ),
    "resistance-band-row": Scene(
        replace(_CHEST_HIGH, arms=_both(81, 62)),
        _CHEST_HIGH,
        (_way((62, 84), (44, 84)),),
        (
            Stroke(((148, 0), (148, 104)), 4, 0.35),
            Stroke(((148, 66), (82, 62)), 1.6, 0.9),
        ),
    ),
    "wall-sit": Scene(
        Pose((58, 34), 90, _both(80, 41), _both(80, SOLE)),
        Pose((58, 49), 90, _both(68, 48), _both(80, SOLE)),
        (_way((100, 62), (100, 40)),),
        (Stroke(((48.5, 0), (48.5, 104)), 4, 0.35),),
    ),
    "hip-hinge": Scene(
        Pose((58, 35), 52, _both(94, 38), _both(74, SOLE)),
        _STANDING,
        (_way((52, 62), (40, 56), (38, 40)),),
    ),
}

# On a chair.

_SEATED = Pose((62, 31), 90, _both(80, 35), _both(86, SOLE))
_SEATED_FRONT = Pose(
    (80, 32),
    90,
    (
        Reach(64, 28, via=(66, 46), root=(71, 61)),
        Reach(96, 28, via=(94, 46), root=(89, 61)),
    ),
    (
        Reach(71, 6, -150, via=(70, 26), root=(75, 31)),
        Reach(89, 6, -30, via=(90, 26), root=(85, 31)),
    ),
    face=False,
    broad=9,
)
_CHAIR_SCENES = {
    "sit-tall": Scene(
        replace(_SEATED, hip=(59, 31)),
        replace(_SEATED, hip=(66, 31), lean=98, bow=5, nod=38),
        (_way((92, 58), (92, 84)),),
        _CHAIR,
    ),
    "seated-cat-cow": Scene(
        replace(_SEATED, lean=84, bow=7, nod=42, arms=_both(84, 33)),
        replace(_SEATED, lean=82, bow=-5, nod=-22, arms=_both(84, 33)),
        (_way((38, 66), (32, 50), (40, 38)),),
        _CHAIR[:1] + _CHAIR[2:],
    ),
    "shoulder-blade-squeeze": Scene(
        replace(_SEATED, arms=(Reach(68, 42), Reach(70, 43))),
        replace(_SEATED, arms=(Reach(82, 47), Reach(82, 47))),
        (_way((44, 56), (28, 56)),),
        _CHAIR[:1] + _CHAIR[2:],
    ),
    "chair-twist": Scene(
        replace(
            _SEATED,
            arms=(Reach(40, 28, root=(55, 60)), Reach(82, 33, root=(69, 60))),
            face=False,
            broad=7,
        ),
        None,
        (_way((84, 92), (62, 74), (40, 92)),),
        _CHAIR[:1] + _CHAIR[2:],
    ),
    "seated-side-bend": Scene(
        replace(
            _SEATED_FRONT,
            lean=116,
            bow=-3,
            nod=-10,
            arms=(
                Reach(51, 18, via=(55, 35), root=(58, 51)),
                Reach(89, 36, via=(83, 52), root=(76, 62)),
            ),
        ),
        _SEATED_FRONT,
        (_way((36, 48), (32, 30)),),
        _STOOL,
    ),
}

# On the floor.

_FLOOR_SEATED = Pose((52, 7), 90, (Reach(44, 5), Reach(70, 12)), _both(99.5, 5, 80))
_FLOOR_SCENES = {
    "seated-spinal-twist": Scene(
        replace(
            _FLOOR_SEATED,
            arms=(Reach(34, 3, root=(45, 36)), Reach(84, 36, root=(59, 36))),
            legs=(Reach(81, SOLE), Reach(99.5, 5, 80)),
            face=False,
            broad=7,
        ),
        None,
        (_way((74, 70), (52, 50), (30, 70)),),
    ),
}

_HANDS_KNEES = Pose(
    (66, 27.5),
    7,
    (Reach(98, 1.5, via=(96, 16)), Reach(101, 1.5, via=(98, 16))),
    (Reach(42, SOLE, 180), Reach(45, SOLE, 180)),
)
_REACH = (Reach(19, 33, 190), Reach(45, SOLE, 180))
_HANDS_KNEES_SCENES = {
    "cat-cow": Scene(
        replace(_HANDS_KNEES, bow=8, nod=52),
        replace(_HANDS_KNEES, bow=-5, nod=-42),
        (_way((82, 58), (82, 74)),),
    ),
    "leg-reach": Scene(
        replace(_HANDS_KNEES, legs=_REACH),
        _HANDS_KNEES,
        (_way((40, 44), (20, 44)),),
    ),
    "bird-dog": Scene(
        replace(_HANDS_KNEES, legs=_REACH, arms=(_HANDS_KNEES.arms[0], Reach(129, 41))),
        _HANDS_KNEES,
        (_way((40, 44), (20, 44)), _way((118, 51), (138, 55))),
    ),
}

_HEELS = (Reach(40, SOLE, 180, via=(64, 4)), Reach(42, SOLE, 180, via=(65, 5)))
_CHILD = Pose((44, 17), -4, _both(103, 1.5, apart=2), _HEELS, bow=5, nod=14)
_CHILD_SCENES = {
    "childs-pose": Scene(
        _CHILD,
        Pose((46, 20), 82, _both(64, 14), _HEELS),
        (_way((84, 46), (100, 42), (106, 24)),),
    ),
}

_SUPINE = Pose((70, 7), 180, _both(74, 4), _both(105, SOLE), nod=-4)
_SUPINE_SCENES = {
    "pelvic-tilt": Scene(
        _SUPINE,
        replace(_SUPINE, bow=-4, arms=_both(75, 4)),
        (_way((58, 36), (58, 18)),),
    ),
    "bridge": Scene(
        Pose((66, 18.5), 202, _both(72, 3.5), _both(90, SOLE), nod=24),
        Pose((68, 7), 180, _both(72, 3.5), _both(90, SOLE)),
        (_way((58, 34), (58, 52)),),
    ),
    "knee-to-chest": Scene(
        replace(_SUPINE, arms=_both(60, 29), legs=(Reach(75, 27, 20), Reach(105, SOLE))),
        _SUPINE,
        (_way((86, 50), (72, 58), (58, 50)),),
    ),
    "partial-crunch": Scene(
        replace(_SUPINE, lean=163, bow=4, nod=30, arms=(Reach(43, 27, via=(54, 23)),) * 2),
        replace(_SUPINE, arms=(Reach(43, 18, via=(53, 13)),) * 2),
        (_way((26, 28), (26, 44), (36, 50)),),
    ),
    "dead-bug": Scene(
        replace(
            _SUPINE,
            arms=(Reach(38, 41), Reach(14, 26)),
            legs=(Reach(115, 14, 60), Reach(94, 33, 60)),
        ),
        replace(_SUPINE, arms=_both(38, 41), legs=_both(94, 33, 60)),
        (_way((104, 42), (116, 36), (120, 26)), _way((30, 48), (18, 46), (12, 36))),
    ),
}

_FROM_ABOVE = Pose(
    (80, 48),
    90,
    (Reach(36, 78, root=(71, 77)), Reach(124, 78, root=(89, 77))),
    (Reach(112, 24, -40, root=(84, 48)), Reach(106, 20, -40, root=(80, 46))),
    face=False,
    broad=9,
)
_ABOVE_SCENES = {
    "lumbar-rotation": Scene(
        _FROM_ABOVE,
        replace(
            _FROM_ABOVE,
            legs=(
                Reach(76, 20, -90, via=(75, 33), root=(76, 48)),
                Reach(84, 20, -90, via=(85, 33), root=(84, 48)),
            ),
        ),
        (_way((70, 12), (86, 3), (102, 12)),),
        _MAT,
        floor=False,
    ),
    "side-rest": Scene(
        Pose(
            (64, 60),
            0,
            (Reach(104, 38, via=(92, 46)), Reach(116, 64, via=(107, 50))),
            (Reach(50, 41, 205, via=(73, 40)), Reach(45, 28, 205, via=(67, 33), root=(62, 56))),
            nod=-4,
        ),
        None,
        (),
        (*_MAT, Stroke(((54, 33), (82, 36)), 10, 0.3)),
        floor=False,
    ),
}

_PRONE = Pose((74, 6.5), 0, _both(138, 3), _both(26, SOLE, 180), nod=-12)
_PRONE_SCENES = {
    "plank": Scene(
        Pose((68, 11), 15.6, (Reach(115, 2.5), Reach(117, 2.5)), _both(22, 9, 170)),
        Pose((70, 6.5), 25, (Reach(115, 2.5), Reach(117, 2.5)), _both(22.5, SOLE, 180)),
        (_way((66, 28), (66, 46)),),
    ),
    "superman-hold": Scene(
        Pose((74, 6.5), 9, _both(134, 24), _both(27, 17, 160), bow=-2, nod=0),
        _PRONE,
        (_way((126, 34), (126, 48)), _way((30, 30), (30, 44))),
    ),
}

_SIDE_ARMS = (
    Reach(70, 21, via=(60, 33), root=(46, 34)),
    Reach(53, 2.5, via=(41, 3), root=(41, 19.5)),
)
_SIDE_LEGS = (
    Reach(105, 17, 40, via=(94, 9), root=(72, 19)),
    Reach(107, 9, 20, via=(94, 4.5), root=(72, 14)),
)
_SIDE_UP = Pose((72, 17), 160, _SIDE_ARMS, _SIDE_LEGS, face=False, broad=8)
_SIDE_SCENES = {
    "side-plank": Scene(
        _SIDE_UP,
        Pose((70, 8), 145, _SIDE_ARMS, _SIDE_LEGS, face=False, broad=8),
        (_way((78, 34), (78, 52)),),
    ),
}

SCENES: dict[str, Scene] = {
    **_STANDING_SCENES,
    **_CHAIR_SCENES,
    **_FLOOR_SCENES,
    **_HANDS_KNEES_SCENES,
    **_CHILD_SCENES,
    **_SUPINE_SCENES,
    **_ABOVE_SCENES,
    **_PRONE_SCENES,
    **_SIDE_SCENES,
}

POSITIONS: dict[str, Scene] = {
    "standing": Scene(_STANDING),
    "chair": Scene(_SEATED, things=_CHAIR),
    "floor-sitting": Scene(_FLOOR_SEATED),
    "hands-and-knees": Scene(_HANDS_KNEES),
    "childs-pose": Scene(_CHILD),
    "lying-on-back": Scene(_SUPINE),
    "lying-face-down": Scene(_PRONE),
    "lying-on-side": replace(_ABOVE_SCENES["side-rest"], things=_MAT),
}
