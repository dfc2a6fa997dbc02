"""What stands around a body, or is held by it."""

from __future__ import annotations

from voicecoach.base.values import dataclass
from voicecoach.publish.drawings.model import Body, Held
from voicecoach.publish.drawings.space import Vector

Spot = Vector | Held
"""A place in space, or one of the body, with which a thing moves."""

SEAT = 24.0  # how high the seat of a chair is


@dataclass(frozen=True, slots=True)
class Thing:
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


def chair(x: float = 50, back: bool = True) -> tuple[Thing, ...]:
    """Give a chair that faces as the figure does.

    Args:
        x: where its back is.
        back: whether it has one.
    """
    near, far, front, top = 14.0, -14.0, x + 30, 60.0
    seat = ((x, SEAT, near), (front, SEAT, near), (front, SEAT, far), (x, SEAT, far))
    legs = [
        Thing(((px, SEAT, z), (px + way, 0, z)), 2.5)
        for px, way in ((x + 1, -2.0), (front - 1, 2.0))
        for z in (near, far)
    ]
    rest = Thing(((x, SEAT, near), (x, top, near), (x, top, far), (x, SEAT, far)), 3)
    return (*([rest] if back else []), *legs, Thing((*seat, seat[0]), 3.5))


def wall(x: float) -> tuple[Thing, ...]:
    """Give a wall that is seen from its edge; behind a figure that faces away from it."""
    return (Thing(((x, 0, 0), (x, 104, 0)), 4, 0.35),)


def band(*points: Spot) -> tuple[Thing, ...]:
    """Give an elastic band, from one end to the other."""
    return (Thing(points, 1.8, 0.95),)


def stick(start: Spot, end: Spot) -> tuple[Thing, ...]:
    """Give a stick, as of a broom."""
    return (Thing((start, end), 2.4, 0.7),)


def towel(*points: Spot) -> tuple[Thing, ...]:
    """Give a towel: folded where it is short, a strap where it is long."""
    return (Thing(points, 4.5, 0.4),)


def pillow(start: Vector, end: Vector) -> tuple[Thing, ...]:
    """Give a pillow on its edge, from one end to the other, as a line around it."""
    (x, y, z), (to_x, to_y, to_z) = start, end
    low, high = (x, y - 4.0, z), (x, y + 4.0, z)
    return (Thing((low, high, (to_x, to_y + 4, to_z), (to_x, to_y - 4, to_z), low), 2, 0.6),)


def roller(x: float, y: float = 5.5) -> tuple[Thing, ...]:
    """Give a foam roller that lies across, by the middle of its round end."""
    return (Thing(((x, y, 0),), 2 * y, 0.45),)


def step(x: float, height: float = 12) -> tuple[Thing, ...]:
    """Give a step that is climbed towards +x.

    Args:
        x: where its edge is.
        height: of it.
    """
    return (Thing(((x, 0, 0), (x, height, 0), (x + 40, height, 0), (x + 40, 0, 0)), 3),)


def bed(x: float, to: float, height: float = 24) -> tuple[Thing, ...]:
    """Give a bed from one end to the other; one lies a little above its height."""
    top = height - 4
    return (
        Thing(((x, top, 0), (to, top, 0)), 8, 0.3),
        Thing(((x, 0, 0), (x, top, 0)), 3),
        Thing(((to, 0, 0), (to, top, 0)), 3),
    )


def mat(x: float, to: float, depth: float = 30) -> tuple[Thing, ...]:
    """Give a mat on the floor, for views from above the floor."""
    corners = ((x, 0.0, depth), (to, 0.0, depth), (to, 0.0, -depth), (x, 0.0, -depth))
    return (Thing((*corners, corners[0]), 1.4, 0.45),)
