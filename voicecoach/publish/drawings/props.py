"""What stands around a body, or is held by it."""

from __future__ import annotations

from voicecoach.base.values import dataclass
from voicecoach.publish.drawings.model import Body, Held
from voicecoach.publish.drawings.space import Vector

Spot = Vector | Held
"""A place in space, or one of the body, with which a thing moves."""

SEAT = 24.0  # how high the seat of a chair is


@dataclass(frozen=True, slots=True)
class Prop:
    """A stroke through points, or a disc where there is but one; over the figure if that moves it.

    Attributes:
        points: where it is.
        width: of the stroke.
        strength: how dark it is, of 1.
    """

    points: tuple[Spot, ...]
    width: float = 3
    strength: float = 0.5

    @property
    def moves(self) -> bool:
        """Whether the body moves it."""
        return any(isinstance(point, str) for point in self.points)

    def places(self, body: Body) -> tuple[Vector, ...]:
        """Give where it is when the body is there."""
        return tuple(body.held(p) if isinstance(p, str) else p for p in self.points)


def chair(x: float = 50, back: bool = True) -> tuple[Prop, ...]:
    """Give a chair that faces as the figure does.

    Args:
        x: where its back is.
        back: whether it has one.
    """
    near, far, front, top = 14.0, -14.0, x + 30, 60.0
    seat = ((x, SEAT, near), (front, SEAT, near), (front, SEAT, far), (x, SEAT, far))
    legs = [
        Prop(((px, SEAT, z), (px + way, 0, z)), 2.5)
        for px, way in ((x + 1, -2.0), (front - 1, 2.0))
        for z in (near, far)
    ]
    rest = Prop(((x, SEAT, near), (x, top, near), (x, top, far), (x, SEAT, far)), 3)
    return (*([rest] if back else []), *legs, Prop((*seat, seat[0]), 3.5))


def wall(x: float, top: float = 104) -> tuple[Prop, ...]:
    """Give a wall that is seen from its edge; behind a figure that faces away from it."""
    return (Prop(((x, 0, 0), (x, top, 0)), 4, 0.35),)


def band(*points: Spot) -> tuple[Prop, ...]:
    """Give an elastic band, from one end to the other."""
    return (Prop(points, 1.8, 0.95),)


def stick(start: Spot, end: Spot) -> tuple[Prop, ...]:
    """Give a stick, as of a broom."""
    return (Prop((start, end), 2.4, 0.7),)


def towel(*points: Spot) -> tuple[Prop, ...]:
    """Give a towel: folded where it is short, a strap where it is long."""
    return (Prop(points, 4.5, 0.4),)


def pillow(start: Vector, end: Vector) -> tuple[Prop, ...]:
    """Give a pillow on its edge, from one end to the other, as a line around it."""
    (x, y, z), (to_x, to_y, to_z) = start, end
    low, high = (x, y - 4.0, z), (x, y + 4.0, z)
    return (Prop((low, high, (to_x, to_y + 4, to_z), (to_x, to_y - 4, to_z), low), 2, 0.6),)


def roller(x: float, y: float = 5.5) -> tuple[Prop, ...]:
    """Give a foam roller that lies across, by the middle of its round end."""
    return (Prop(((x, y, 0),), 2 * y, 0.45),)


def step(x: float, height: float = 12) -> tuple[Prop, ...]:
    """Give a step that is climbed towards +x.

    Args:
        x: where its edge is.
        height: of it.
    """
    return (Prop(((x, 0, 0), (x, height, 0), (x + 40, height, 0), (x + 40, 0, 0)), 3),)


def bed(x: float, to: float, height: float = 24) -> tuple[Prop, ...]:
    """Give a bed from one end to the other; one lies a little above its height."""
    top = height - 4
    return (
        Prop(((x, top, 0), (to, top, 0)), 8, 0.3),
        Prop(((x, 0, 0), (x, top, 0)), 3),
        Prop(((to, 0, 0), (to, top, 0)), 3),
    )


def mat(x: float, to: float, depth: float = 30) -> tuple[Prop, ...]:
    """Give a mat on the floor, for views from above the floor."""
    corners = ((x, 0.0, depth), (to, 0.0, depth), (to, 0.0, -depth), (x, 0.0, -depth))
    return (Prop((*corners, corners[0]), 1.4, 0.45),)
