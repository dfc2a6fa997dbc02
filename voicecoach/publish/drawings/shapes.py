"""What a body looks like: round strokes, and the line around all of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import pairwise

from voicecoach.base.values import dataclass
from voicecoach.publish.drawings.model import HEAD, Body
from voicecoach.publish.drawings.space import Point, Vector, View

_WAYS = 12  # parts into which a piece of a contour is cut, to find where it is hidden
_TOUCH = 0.05  # how deep in another a stroke may lie without being covered
_FINE = 0.6  # shorter pieces of a contour are left out
_NOSE = 0.6  # of a nose's length; where less of it is seen the face looks at the eye, or away
_ASIDE = 2.5  # how much further away than another a part must be to be seen behind it
_ARM, _LEG = (3.0, 2.6), (4.2, 3.5, 2.5)  # half their widths, from the root on
_HAND, _NECK, _TIP, _TRUNK = 2.9, 2.6, 1.5, 5.4


@dataclass(frozen=True, slots=True)
class Round:
    """All that is no further than `radius` from a straight line; a disc where that is a point."""

    start: Point
    end: Point
    radius: float

    def gap(self, point: Point) -> float:
        """Give the distance of a point from its edge; negative inside."""
        (x, y), (px, py) = self.start, point
        along, up = self.end[0] - x, self.end[1] - y
        length = along**2 + up**2
        part = ((px - x) * along + (py - y) * up) / length if length else 0
        part = 0 if part < 0 else min(part, 1)  # `min` and `max` take twice as long
        return math.hypot(px - x - part * along, py - y - part * up) - self.radius

    def may_touch(self, other: Round, apart: float) -> bool:
        """Whether they may come as near to one another as that, by the boxes around them."""
        reach = self.radius + other.radius + apart
        return all(
            min(self.start[axis], self.end[axis]) - reach <= max(other.start[axis], other.end[axis])
            and min(other.start[axis], other.end[axis]) - reach
            <= max(self.start[axis], self.end[axis])
            for axis in (0, 1)
        )


class Layer(IntEnum):
    """What is drawn over what; limbs that are further away than their pair are lighter."""

    BEHIND = 0
    TRUNK = 1
    FAR = 2
    NEAR = 3


@dataclass(frozen=True, slots=True)
class BodyPart:
    """A limb, or the trunk with the head.

    Attributes:
        rounds: what it is made of.
        filled: an area between them; or nothing.
        layer: where it is among the others.
    """

    rounds: tuple[Round, ...]
    filled: tuple[Point, ...]
    layer: Layer


def parts_of(body: Body, view: View) -> tuple[BodyPart, ...]:
    """Give a body's parts as they are seen, what is far away first."""
    trunk = _depth(view, [*body.sides[0], *body.sides[1]])
    found: list[tuple[float, BodyPart]] = [(0, _trunk(body, view))]
    for pair, radii, tip in ((body.arms, _ARM, _HAND), (body.legs, _LEG, 0.0)):
        depths = [_depth(view, joints[:2]) - trunk for joints in pair]
        for joints, own, other in zip(pair, depths, reversed(depths), strict=True):
            layer = _layer(own, other)
            found.append((own, BodyPart((*_limb(joints, radii, tip, view),), (), layer)))
    return tuple(part for _, part in sorted(found, key=lambda each: (each[1].layer, each[0])))


def _layer(own: float, other: float) -> Layer:
    """Where a limb is, by how much nearer than the trunk it is, and the other of its pair."""
    if own < -_ASIDE:
        return Layer.BEHIND
    return Layer.FAR if own < other - _ASIDE else Layer.NEAR


def _depth(view: View, joints: Sequence[Vector]) -> float:
    """How near the eye some joints are, on the whole."""
    return sum(view.seen(joint)[2] for joint in joints) / len(joints)


def _limb(
    joints: Iterable[Vector], radii: tuple[float, ...], tip: float, view: View
) -> Iterator[Round]:
    points = [flat(view, joint) for joint in joints]
    for (start, end), radius in zip(pairwise(points), radii, strict=True):
        yield Round(start, end, radius)
    if tip:
        yield Round(points[-1], points[-1], tip)


def _trunk(body: Body, view: View) -> BodyPart:
    near, far = ([flat(view, point) for point in side] for side in body.sides)
    around = (*near, *reversed(far))
    rounds = [Round(a, b, _TRUNK) for a, b in pairwise((*around, around[0]))]
    root, head, nose = (flat(view, point) for point in (body.spine[-1], body.head, body.nose))
    rounds += [Round(root, head, _NECK), Round(head, head, HEAD)]
    if math.dist(head, nose) > _NOSE * (HEAD + 2):
        rounds.append(Round(head, nose, _TIP))
    return BodyPart((*rounds,), around, Layer.TRUNK)


def flat(view: View, point: Vector) -> Point:
    """Where a point is in the picture."""
    return view.seen(point)[:2]


# The line around it


@dataclass(frozen=True, slots=True)
class Edge:
    """A piece of a contour: straight, or an arc with the clock when it has a radius."""

    start: Point
    end: Point
    radius: float = 0


def contour(
    parts: Sequence[BodyPart], before: Sequence[BodyPart] = (), gap: float = 1.2
) -> list[Edge]:
    """Give the line around some parts, without what lies inside another.

    Args:
        parts: what it goes around.
        before: what hides it.
        gap: how far it stays away from that.
    """
    rounds = (*dict.fromkeys(_rounded(each) for part in parts for each in part.rounds),)
    hiding = tuple(each for part in before for each in part.rounds)
    areas = tuple(part.filled for part in (*parts, *before) if part.filled)
    edges: list[Edge] = []
    for own in rounds:
        others = tuple(each for each in rounds if each != own and own.may_touch(each, 0))
        before_it = tuple(each for each in hiding if own.may_touch(each, gap))
        cover = _Cover(others, before_it, areas, gap)
        for at, radius in _pieces(own):
            stretches = _stretches(at, cover.leaves)
            edges += [Edge(at(start), at(end), radius) for start, end in stretches]
    return [edge for edge in edges if math.dist(edge.start, edge.end) > _FINE]


@dataclass(frozen=True, slots=True)
class _Cover:
    """What a point of a contour may be covered by: its own body, and what hides that."""

    own: tuple[Round, ...]
    hiding: tuple[Round, ...]
    areas: tuple[tuple[Point, ...], ...]
    gap: float

    def leaves(self, point: Point) -> bool:
        """Whether a point is to be seen."""
        return (
            all(each.gap(point) > -_TOUCH for each in self.own)
            and all(each.gap(point) > self.gap for each in self.hiding)
            and not any(_inside(point, area) for area in self.areas)
        )


def _rounded(each: Round) -> Round:
    """The same to a tenth, so that limbs behind one another count once."""
    ends = sorted((round(x, 1) + 0.0, round(y, 1) + 0.0) for x, y in (each.start, each.end))
    return Round(ends[0], ends[1], each.radius)


def _pieces(own: Round) -> Iterator[tuple[Callable[[float], Point], float]]:
    """Give the pieces of its edge, each as a way from 0 to 1, and the radius of those bent."""
    (x, y), (to_x, to_y), radius = own.start, own.end, own.radius
    angle = math.atan2(to_y - y, to_x - x)
    left = (-math.sin(angle) * radius, math.cos(angle) * radius)

    def straight(start: Point, end: Point) -> Callable[[float], Point]:
        return lambda t: (start[0] + t * (end[0] - start[0]), start[1] + t * (end[1] - start[1]))

    def arc(centre: Point, first: float) -> Callable[[float], Point]:
        return lambda t: (
            centre[0] + radius * math.cos(first - t * math.pi),
            centre[1] + radius * math.sin(first - t * math.pi),
        )

    if own.start != own.end:
        above = (x + left[0], y + left[1]), (to_x + left[0], to_y + left[1])
        below = (to_x - left[0], to_y - left[1]), (x - left[0], y - left[1])
        yield straight(*above), 0
        yield straight(*below), 0
    yield arc(own.end, angle + math.pi / 2), radius
    yield arc(own.start, angle - math.pi / 2), radius


def _stretches(
    at: Callable[[float], Point], seen: Callable[[Point], bool]
) -> Iterator[tuple[float, float]]:
    """Give where a way of points is seen, each stretch from start to end."""
    start: float | None = 0.0 if seen(at(0.0)) else None
    for part in range(1, _WAYS + 1):
        here = part / _WAYS
        if seen(at(here)) == (start is not None):
            continue
        turn = _turning(lambda t: seen(at(t)), here - 1 / _WAYS, here)
        if start is None:
            start = turn
        else:
            yield start, turn
            start = None
    if start is not None:
        yield start, 1.0


def _turning(free: Callable[[float], bool], low: float, high: float) -> float:
    """Find where something begins to hold, or ends."""
    first = free(low)
    for _ in range(6):
        middle = (low + high) / 2
        low, high = (middle, high) if free(middle) == first else (low, middle)
    return (low + high) / 2


def _inside(point: Point, area: tuple[Point, ...]) -> bool:
    """Whether a point lies in an area, by how often a ray from it meets the edge."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in pairwise((*area, area[0])):
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            inside = not inside
    return inside
