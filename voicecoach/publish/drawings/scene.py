"""A drawing as a value, and as SVG."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from voicecoach.base.values import dataclass
from voicecoach.publish.drawings.model import Body, Pose, body_of
from voicecoach.publish.drawings.props import Prop
from voicecoach.publish.drawings.shapes import BodyPart, Edge, Layer, contour, flat, parts_of
from voicecoach.publish.drawings.space import SIDE, Point, View

Box = tuple[float, float, float, float]  # left, bottom, right, top

_MARGIN = 4.0
_TALLEST = 0.8  # the frame's height, of its width
_TONES = {Layer.BEHIND: 0.4, Layer.TRUNK: 0.68, Layer.FAR: 0.4, Layer.NEAR: 1.0}
_BENDS = 8  # straight parts of a bent arrow
_FLOOR, _ARROW, _OUTLINE = 1.6, 2.2, 1.5  # widths


@dataclass(frozen=True, slots=True)
class Arrow:
    """The way of a movement, in the picture.

    Attributes:
        points: along it, the tip last.
    """

    points: tuple[Point, ...]


def way(*points: Point) -> Arrow:
    """Give an arrow through two points, straight, or from the first to the third by the second."""
    if len(points) == 2:
        return Arrow(points)
    (x, y), (bent_x, bent_y), (to_x, to_y) = points
    parts = [part / _BENDS for part in range(_BENDS + 1)]
    return Arrow(
        tuple(
            (
                (1 - t) ** 2 * x + 2 * t * (1 - t) * bent_x + t**2 * to_x,
                (1 - t) ** 2 * y + 2 * t * (1 - t) * bent_y + t**2 * to_y,
            )
            for t in parts
        )
    )


def ring(middle: Point, wide: float, high: float, start: float, turn: float) -> Arrow:
    """Give an arrow around a point.

    Args:
        middle: the point.
        wide: how far from it the arrow is to the right and left.
        high: how far above and below.
        start: where it begins, an angle from the right, against the clock.
        turn: how far it goes round, in degrees; with the clock when negative.
    """
    parts = [math.radians(start + turn * part / (2 * _BENDS)) for part in range(2 * _BENDS + 1)]
    return Arrow(
        tuple((middle[0] + wide * math.cos(t), middle[1] + high * math.sin(t)) for t in parts)
    )


@dataclass(frozen=True, slots=True)
class Scene:
    """A drawing: where the body gets to, where it comes from, and the way.

    Attributes:
        pose: where the movement leads, or the position itself.
        start: where it comes from.
        arrows: the ways between.
        things: what is around.
        view: how one looks at it. The floor is a line where one does not look down on it.
    """

    pose: Pose
    start: Pose | None = None
    arrows: tuple[Arrow, ...] = ()
    things: tuple[Prop, ...] = ()
    view: View = SIDE

    @property
    def poses(self) -> tuple[Pose, ...]:
        """Both poses, or the only one."""
        return (self.pose, self.start) if self.start else (self.pose,)


def content_box(scene: Scene) -> Box:
    """Give what the figure and the things around it fill, without the line of the floor."""
    spots: list[tuple[Point, float]] = []
    for body in map(body_of, scene.poses):
        rounds = [each for part in parts_of(body, scene.view) for each in part.rounds]
        spots += [(point, each.radius) for each in rounds for point in (each.start, each.end)]
        for thing in scene.things:
            spots += [(point, thing.width / 2) for point in _points(thing, body, scene.view)]
    return (
        min(x - r for (x, _), r in spots),
        min(y - r for (_, y), r in spots),
        max(x + r for (x, _), r in spots),
        max(y + r for (_, y), r in spots),
    )


def frame_box(scene: Scene) -> Box:
    """Give the frame: the content with its arrows and a margin, wide rather than tall."""
    left, bottom, right, top = content_box(scene)
    ends = [point for arrow in scene.arrows for point in arrow.points]
    left, right = (
        min([left, *(x - 4 for x, _ in ends)]) - _MARGIN,
        max([right, *(x + 4 for x, _ in ends)]) + _MARGIN,
    )
    low = min([bottom, *(y - 4 for _, y in ends)]) - (_MARGIN if scene.view.pitch else _FLOOR)
    high = max([top, *(y + 4 for _, y in ends)]) + 1
    wider = max((high - low) / _TALLEST - (right - left), 0)
    return (left - wider / 2, low, right + wider / 2, high)


def scene_svg(scene: Scene, box: Box | None = None) -> str:
    """Draw the scene as an SVG element in the colour of the text around it.

    As it stands it shows where the movement leads, before an outline of where it starts. A page
    that wants to alternate both shows `.pose-start` while it hides `.pose-end`.

    Args:
        scene: what is drawn.
        box: the frame; that which fits unless given.
    """
    left, bottom, right, top = box or frame_box(scene)
    end = body_of(scene.pose)
    parts = [*_floor(scene, left, right), *_things(scene, end, moves=False)]
    if scene.start:
        start = body_of(scene.start)
        around = contour(parts_of(start, scene.view), parts_of(end, scene.view))
        parts.append(f'<g class="pose-start" display="none">{_figure(scene, start)}</g>')
        parts.append(f'<g class="pose-end">{_outline(around)}{_figure(scene, end)}</g>')
    else:
        parts.append(_figure(scene, end))
    parts += map(_arrow, scene.arrows)
    frame = " ".join(f"{each:.0f}" for each in (left, -top, right - left, top - bottom))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{frame}" fill="none" '
        'stroke="currentColor" stroke-linecap="round" stroke-linejoin="round">'
        f"{''.join(parts)}</svg>"
    )


def _points(thing: Prop, body: Body, view: View) -> list[Point]:
    return [flat(view, point) for point in thing.places(body)]


def _floor(scene: Scene, left: float, right: float) -> Iterator[str]:
    if not scene.view.pitch:
        line = ((left + 2, -_FLOOR / 2), (right - 2, -_FLOOR / 2))
        yield _group([_stroke(line, _FLOOR)], 0.45)


def _things(scene: Scene, body: Body, moves: bool) -> Iterator[str]:
    """What is around, or what the body moves."""
    for thing in scene.things:
        if thing.moves != moves:
            continue
        points = _points(thing, body, scene.view)
        alone = len(points) == 1
        shape = _disc(points[0], thing.width / 2) if alone else _stroke(points, thing.width)
        yield _group([shape], thing.strength)


def _figure(scene: Scene, body: Body) -> str:
    """The figure, each layer in a tone of its own, and what it holds."""
    parts = parts_of(body, scene.view)
    layers = (
        _group([shape for part in parts if part.layer == layer for shape in _part(part)], tone)
        for layer, tone in _TONES.items()
    )
    return "".join((*layers, *_things(scene, body, moves=True)))


def _part(part: BodyPart) -> Iterator[str]:
    """One path for all strokes of a width; an area is filled by the stroke around it."""
    if part.filled:
        yield f'<path d="M{_placed(part.filled)}Z" fill="currentColor" stroke="none"/>'
    widths: dict[float, list[str]] = {}
    for each in part.rounds:
        if each.start == each.end:
            yield _disc(each.start, each.radius)
        else:
            widths.setdefault(2 * each.radius, []).append(f"M{_placed((each.start, each.end))}")
    for width, lines in widths.items():
        yield f'<path d="{"".join(lines)}" stroke-width="{width:g}"/>'


def _outline(edges: Iterable[Edge]) -> str:
    pieces = (
        f"M{_placed((edge.start,))}A{edge.radius:g} {edge.radius:g} 0 0 1 {_placed((edge.end,))}"
        if edge.radius
        else f"M{_placed((edge.start, edge.end))}"
        for edge in edges
    )
    return f'<path d="{"".join(pieces)}" stroke-width="{_OUTLINE}"/>'


def _arrow(arrow: Arrow) -> str:
    """The way with a tip, which points where its last stretch goes."""
    (x, y), tip = arrow.points[-2:]
    back = math.atan2(y - tip[1], x - tip[0])
    wings = [
        (tip[0] + 6 * math.cos(back + w), tip[1] + 6 * math.sin(back + w)) for w in (0.6, -0.6)
    ]
    lines = f"M{_placed(arrow.points)}M{_placed((wings[0], tip, wings[1]))}"
    return f'<path d="{lines}" stroke-width="{_ARROW}"/>'


def _group(parts: Iterable[str], strength: float) -> str:
    """Parts that overlap, as strong together as each alone."""
    inside = "".join(parts)
    return f'<g opacity="{strength}">{inside}</g>' if inside else ""


def _stroke(points: Iterable[Point], width: float) -> str:
    return f'<path d="M{_placed(points)}" stroke-width="{width:g}"/>'


def _disc(middle: Point, radius: float) -> str:
    x, y = _placed((middle,)).split()
    return f'<circle cx="{x}" cy="{y}" r="{radius:g}" fill="currentColor" stroke="none"/>'


def _placed(points: Iterable[Point]) -> str:
    """Points to a tenth, down from the floor as SVG has it; further pairs after M are lines."""
    return " ".join(f"{round(x, 1) + 0.0:g} {round(-y, 1) + 0.0:g}" for x, y in points)
