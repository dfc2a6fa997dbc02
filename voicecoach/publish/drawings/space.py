"""Points and directions in space, and how one looks at them.

The figure faces +x, y is up from the floor, and +z comes towards the eye in a view from the side.
"""

from __future__ import annotations

import math

from voicecoach.base.values import dataclass

Vector = tuple[float, float, float]
Point = tuple[float, float]


def add(start: Vector, direction: Vector, length: float = 1) -> Vector:
    """Go from a point in a direction."""
    return (
        start[0] + length * direction[0],
        start[1] + length * direction[1],
        start[2] + length * direction[2],
    )


def between(start: Vector, end: Vector) -> Vector:
    """Give the way from one point to another."""
    return add(end, start, -1)


def dot(one: Vector, other: Vector) -> float:
    """Give the scalar product."""
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]


def unit(way: Vector) -> Vector:
    """Give a way the length 1; that of no length stays so."""
    length = math.hypot(*way)
    return (way[0] / length, way[1] / length, way[2] / length) if length else way


def turned(one: Vector, other: Vector, degrees: float) -> tuple[Vector, Vector]:
    """Turn two directions at right angles in their plane, the first towards the second."""
    if not degrees:
        return one, other
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    none = (0.0, 0.0, 0.0)
    return (
        add(add(none, one, cos), other, sin),
        add(add(none, other, cos), one, -sin),
    )


@dataclass(frozen=True, slots=True)
class View:
    """Where the eye is, far away; without perspective.

    Attributes:
        yaw: how far it has gone round the figure, in degrees: 0 sees its side, 90 its face.
        pitch: how high it is, in degrees: 90 looks down.
    """

    yaw: float = 0
    pitch: float = 0

    def seen(self, point: Vector) -> tuple[float, float, float]:
        """Give where a point is in the picture, to the right and up, and how near it is."""
        x, y, z = point
        across, towards = turned((1, 0, 0), (0, 0, 1), self.yaw)
        deep = x * across[2] + z * towards[2]
        cos, sin = math.cos(math.radians(self.pitch)), math.sin(math.radians(self.pitch))
        return (
            x * across[0] + z * towards[0],
            y * cos - deep * sin,
            y * sin + deep * cos,
        )


SIDE, FRONT = View(), View(yaw=90)
