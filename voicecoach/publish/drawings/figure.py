"""A figure of joints and limbs, and its drawing: the same proportions in every position.

The figure is a hundred units tall. A point is (x, y) with y upwards from the floor; the figure
faces right, and lies with its face up when its head is on the left. Knees and elbows are found from
hip and ankle, shoulder and hand, so they bend the way they do, wherever the figure lies.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from voicecoach.base.values import dataclass

Point = tuple[float, float]

WIDTH, HEIGHT, FLOOR = 160, 112, 106
TRUNK, NECK, HEAD = 30.0, 12.5, 6.6
UPPER_ARM, FOREARM, THIGH, SHANK, FOOT = 16.0, 18.5, 24.0, 24.0, 8.0
SOLE = 3.5  # how high the ankle of a foot flat on the floor is: half the stroke
_KNEE, _ELBOW = 1, -1  # to the left of the way from hip to ankle; elbows to the right


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a limb ends.

    Attributes:
        x: of the ankle or the hand.
        y: of the same.
        toes: where the foot points, in degrees from the right, against the clock.
        via: where knee or elbow are, for a limb that comes towards the eye and so looks shorter.
        root: where the limb starts, when that is not the hip or the shoulder.
    """

    x: float
    y: float
    toes: float = 0
    via: Point | None = None
    root: Point | None = None


@dataclass(frozen=True, slots=True)
class Pose:
    """How the figure holds itself.

    Attributes:
        hip: the point between both hips.
        lean: the way from hip to shoulder, in degrees from the right, against the clock.
        arms: the one near the eye first.
        legs: the same.
        bow: how far the middle of the back is rounded out; hollowed when negative.
        nod: by how many degrees the head is bent forward from the trunk.
        face: whether the figure is seen from the side, so that its nose shows.
        broad: half the width of shoulders that are seen from the front; 0 from the side.
    """

    hip: Point
    lean: float
    arms: tuple[Reach, Reach]
    legs: tuple[Reach, Reach]
    bow: float = 0
    nod: float = 0
    face: bool = True
    broad: float = 0

    @property
    def shoulder(self) -> Point:
        """The point between both shoulders."""
        return towards(self.hip, self.lean, TRUNK - abs(self.bow) / 3)

    @property
    def head(self) -> Point:
        """The middle of the head."""
        return towards(self.shoulder, self._gaze, NECK)

    @property
    def nose(self) -> Point:
        """The tip of the nose."""
        return towards(self.head, self._gaze - 90, HEAD)

    @property
    def _gaze(self) -> float:
        return self.lean - self.nod


@dataclass(frozen=True, slots=True)
class Arrow:
    """The way of a movement: from the first point to the last, bent towards the middle one."""

    points: tuple[Point, Point, Point]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A thing in the drawing, a stroke through points.

    Attributes:
        points: of the stroke.
        width: of the stroke.
        strength: how dark it is, of 1.
    """

    points: tuple[Point, ...]
    width: float = 3
    strength: float = 0.55


@dataclass(frozen=True, slots=True)
class Scene:
    """A drawing: the figure where it gets to, more faintly where it comes from, and the way.

    Attributes:
        pose: where the movement leads, or the position itself.
        start: where it comes from.
        arrows: the ways between.
        things: a chair, a wall, a band, a pillow.
        floor: whether the line of the floor is drawn; not when one looks down on it.
    """

    pose: Pose
    start: Pose | None = None
    arrows: tuple[Arrow, ...] = ()
    things: tuple[Stroke, ...] = ()
    floor: bool = True


def towards(start: Point, degrees: float, length: float) -> Point:
    """The point at a distance, in a direction."""
    angle = math.radians(degrees)
    return (start[0] + length * math.cos(angle), start[1] + length * math.sin(angle))


def joint(root: Point, end: Point, first: float, second: float, bend: int) -> Point:
    """The knee or elbow between two points; on the straight line when they are too far apart."""
    reach = max(math.dist(root, end), 0.01)
    along = (first**2 - second**2 + reach**2) / (2 * reach)
    aside = bend * math.sqrt(max(first**2 - along**2, 0))
    if reach >= first + second:
        along, aside = reach * first / (first + second), 0
    x, y = (end[0] - root[0]) / reach, (end[1] - root[1]) / reach
    return (root[0] + along * x - aside * y, root[1] + along * y + aside * x)


def arm(pose: Pose, reach: Reach) -> tuple[Point, Point, Point]:
    """Shoulder, elbow, hand."""
    root, hand = reach.root or pose.shoulder, (reach.x, reach.y)
    return root, reach.via or joint(root, hand, UPPER_ARM, FOREARM, _ELBOW), hand


def leg(pose: Pose, reach: Reach) -> tuple[Point, Point, Point, Point]:
    """Hip, knee, ankle, toes."""
    root, ankle = reach.root or pose.hip, (reach.x, reach.y)
    knee = reach.via or joint(root, ankle, THIGH, SHANK, _KNEE)
    return root, knee, ankle, towards(ankle, reach.toes, FOOT)


def figure_svg(scene: Scene) -> str:
    """The scene as an SVG element in the colour of the text around it."""
    parts = [*_things(scene)]
    if scene.start:
        parts.append(_group(_figure(scene.start), 0.2))
    parts += [*_figure(scene.pose, depth=True), *map(_arrow, scene.arrows)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" fill="none" '
        'stroke="currentColor" stroke-linecap="round" stroke-linejoin="round">'
        f"{''.join(parts)}</svg>"
    )


def _things(scene: Scene) -> Iterator[str]:
    if scene.floor:
        yield _group([_stroke(((6, -1.5), (WIDTH - 6, -1.5)), 1.6)], 0.45)
    for thing in scene.things:
        yield _group([_stroke(thing.points, thing.width)], thing.strength)


def _figure(pose: Pose, depth: bool = False) -> list[str]:
    """The figure, the far limbs first; with depth, each layer in a strength of its own."""
    far = [*_leg(leg(pose, pose.legs[1])), *_arm(arm(pose, pose.arms[1]))]
    body = [*_trunk(pose)]
    near = [*_leg(leg(pose, pose.legs[0])), *_arm(arm(pose, pose.arms[0]))]
    if not depth:
        return far + body + near
    strengths: tuple[float, ...] = (0.4, 0.68, 1) if pose.face else (0.85, 0.68, 1)
    return [_group(layer, by) for layer, by in zip((far, body, near), strengths, strict=True)]


def _trunk(pose: Pose) -> Iterator[str]:
    hip, shoulder = pose.hip, pose.shoulder
    middle = ((hip[0] + shoulder[0]) / 2, (hip[1] + shoulder[1]) / 2)
    bent = towards(middle, pose.lean + 90, 2 * pose.bow)
    if pose.broad:
        left = towards(shoulder, pose.lean + 90, pose.broad)
        right = towards(shoulder, pose.lean - 90, pose.broad)
        yield _stroke((left, right), 6.5)
    yield _curve(hip, bent, shoulder, 12.5)
    yield _stroke((shoulder, towards(shoulder, pose._gaze, NECK - HEAD)), 5)
    x, y = _place(pose.head)
    yield f'<circle cx="{x}" cy="{y}" r="{HEAD}" fill="currentColor" stroke="none"/>'
    if pose.face:
        yield _stroke((pose.head, pose.nose), 3)


def _arm(points: tuple[Point, ...]) -> Iterator[str]:
    yield _stroke(points[:2], 6)
    yield _stroke(points[1:], 5)


def _leg(points: tuple[Point, ...]) -> Iterator[str]:
    yield _stroke(points[:2], 8.5)
    yield _stroke(points[1:3], 7)
    yield _stroke(points[2:], 5)


def _arrow(arrow: Arrow) -> str:
    start, bent, end = arrow.points
    back = math.degrees(math.atan2(bent[1] - end[1], bent[0] - end[0]))
    wings = (towards(end, back + 32, 6), end, towards(end, back - 32, 6))
    return _curve(start, bent, end, 2) + _stroke(wings, 2)


def _group(parts: Iterable[str], strength: float) -> str:
    """Parts that overlap, as strong together as each alone."""
    return f'<g opacity="{strength}">{"".join(parts)}</g>'


def _stroke(points: Iterable[Point], width: float) -> str:
    placed = " ".join("{} {}".format(*_place(point)) for point in points)
    return f'<path d="M{placed}" stroke-width="{width}"/>'  # further pairs after M are lines


def _curve(start: Point, bent: Point, end: Point, width: float) -> str:
    points = " ".join("{} {}".format(*_place(point)) for point in (bent, end))
    x, y = _place(start)
    return f'<path d="M{x} {y} Q{points}" stroke-width="{width}"/>'


def _place(point: Point) -> tuple[float, float]:
    """Where a point is in the drawing, to a tenth."""
    return (round(point[0], 1) + 0.0, round(FLOOR - point[1], 1) + 0.0)
