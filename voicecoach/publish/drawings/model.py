"""A body of joints: limbs of one length in every position, however it is looked at.

The body is a hundred units tall. Of arms and legs a pose says where they end; elbows and knees
follow from that, for limbs neither stretch nor shrink. Angles are in degrees.
"""

from __future__ import annotations

import math
from typing import Literal

from voicecoach.base.values import dataclass
from voicecoach.publish.drawings.space import Vector, add, between, dot, turned, unit

TRUNK, NECK, HEAD = 30.0, 12.5, 6.6  # the head's is its radius
UPPER_ARM, FOREARM, THIGH, SHANK, FOOT = 16.0, 18.5, 24.0, 24.0, 8.0
SHOULDERS, HIPS = 8.0, 4.5  # how far either is from the middle
SOLE = 3.5  # how high the ankle of a foot flat on the floor is: half the limb's width
_SPINE = 6  # parts of the back that bend
_TINY = 1e-3  # a length that is none
_DOWN = 0.3  # how much elbows point down besides back, and knees up besides ahead

Held = Literal["near hand", "far hand", "near knee", "far knee", "near foot", "far foot"]
"""What a thing can be held by, or go around."""


@dataclass(frozen=True, slots=True)
class Limb:
    """Where an arm or a leg ends.

    Attributes:
        x: of hand or ankle.
        y: of the same.
        z: of the same; straight ahead of shoulder or hip when it is None.
        toes: where the foot points: an angle from +x to +y, or a direction.
        bend: where elbow or knee points; by default elbows back and knees forward.
    """

    x: float
    y: float
    z: float | None = None
    toes: float | Vector = 0
    bend: Vector | None = None


@dataclass(frozen=True, slots=True)
class Pose:
    """How the body holds itself.

    Attributes:
        hip: the point between the hips.
        trunk: the way from there to the shoulders, an angle from +x to +y.
        arms: the one near the eye first, as a figure that faces right is seen from the side.
        legs: the same.
        turn: how far the whole body is rolled about its length, its front towards the eye.
        flex: how far the back is rounded; arched when negative.
        side: how far the back is bent to the near side.
        twist: how far the shoulders are turned on the hips, the chest towards the eye.
        nod: how far the head is bent forward.
        ear: how far it is bent to the near side.
        look: how far it is turned, the face towards the eye.
        shrug: how far the shoulders are lifted, as a length.
        back: how far they are drawn back, as a length.
    """

    hip: tuple[float, float] | Vector
    trunk: float
    arms: tuple[Limb, Limb]
    legs: tuple[Limb, Limb]
    turn: float = 0
    flex: float = 0
    side: float = 0
    twist: float = 0
    nod: float = 0
    ear: float = 0
    look: float = 0
    shrug: float = 0
    back: float = 0


@dataclass(frozen=True, slots=True)
class Axes:
    """Which way a part of the body faces."""

    up: Vector
    front: Vector
    near: Vector

    def bent(self, flex: float = 0, side: float = 0, twist: float = 0) -> Axes:
        """Bend forward, then to the near side, then turn the front to the near side."""
        up, front = turned(self.up, self.front, flex)
        up, near = turned(up, self.near, side)
        front, near = turned(front, near, twist)
        return Axes(up, front, near)


@dataclass(frozen=True, slots=True)
class Body:
    """The joints of a pose.

    Attributes:
        spine: from the hips to the root of the neck.
        sides: beside it, on the near side and on the far one: hips first, shoulders last.
        head: its middle.
        nose: its tip.
        arms: shoulder, elbow, hand; near and far.
        legs: hip, knee, ankle, toes; near and far.
    """

    spine: tuple[Vector, ...]
    sides: tuple[tuple[Vector, ...], tuple[Vector, ...]]
    head: Vector
    nose: Vector
    arms: tuple[tuple[Vector, ...], tuple[Vector, ...]]
    legs: tuple[tuple[Vector, ...], tuple[Vector, ...]]

    def held(self, name: Held) -> Vector:
        """Give where a hand or a foot is, or a knee."""
        side, _, part = name.partition(" ")
        arm, leg = ((self.arms[0], self.legs[0]), (self.arms[1], self.legs[1]))[side == "far"]
        return {"hand": arm[2], "knee": leg[1], "foot": leg[2]}[part]

    @property
    def joints(self) -> tuple[Vector, ...]:
        """Every joint."""
        limbs = (joint for limb in (*self.arms, *self.legs) for joint in limb)
        return (*self.spine, self.head, *limbs)


def body_of(pose: Pose) -> Body:
    """Find the joints of a pose."""
    spine, axes = _spine(pose)
    hips, chest = axes[0], axes[-1]
    neck = chest.bent(pose.nod, pose.ear)
    face = neck.bent(twist=pose.look).front
    head = add(spine[-1], neck.up, NECK)
    roots = [
        add(add(add(spine[-1], chest.near, way * SHOULDERS), chest.up, pose.shrug),
            chest.front, -pose.back)
        for way in (1, -1)
    ]  # fmt: skip
    sockets = [add(spine[0], hips.near, way * HIPS) for way in (1, -1)]
    elbows = add(between(chest.front, (0, 0, 0)), chest.up, -_DOWN)
    knees = add(hips.front, hips.up, _DOWN)
    return Body(
        spine=spine,
        sides=(
            _flank(spine, axes, sockets[0], roots[0], 1),
            _flank(spine, axes, sockets[1], roots[1], -1),
        ),
        head=head,
        nose=add(head, face, HEAD + 2),
        arms=(_arm(roots[0], pose.arms[0], elbows), _arm(roots[1], pose.arms[1], elbows)),
        legs=(_leg(sockets[0], pose.legs[0], knees), _leg(sockets[1], pose.legs[1], knees)),
    )


def _spine(pose: Pose) -> tuple[tuple[Vector, ...], tuple[Axes, ...]]:
    """Give the points of the back from the hips up, and which way the body faces at each."""
    up, front = turned((1, 0, 0), (0, 1, 0), pose.trunk)
    base = Axes(up, add((0, 0, 0), front, -1), (0, 0, 1)).bent(twist=pose.turn)
    point = (*pose.hip, 0.0)[:3]
    points, axes = [point], [_at(base, pose, 0)]
    for part in range(_SPINE):
        middle = _at(base, pose, (part + 0.5) / _SPINE)
        points.append(add(points[-1], middle.up, TRUNK / _SPINE))
        axes.append(_at(base, pose, (part + 1) / _SPINE))
    return (*points,), (*axes,)


def _at(base: Axes, pose: Pose, height: float) -> Axes:
    """Give which way the body faces at a height of the back, from 0 to 1."""
    return base.bent(pose.flex * (height - 0.5), pose.side * height, pose.twist * height)


def _flank(
    spine: tuple[Vector, ...], axes: tuple[Axes, ...], socket: Vector, root: Vector, way: int
) -> tuple[Vector, ...]:
    """Give the points along one side of the trunk, which is narrowest at the waist."""
    waist = HIPS * 0.8
    between_them = (
        add(point, each.near, way * (waist + (SHOULDERS - waist) * part / _SPINE))
        for part, (point, each) in enumerate(zip(spine, axes, strict=True))
    )
    return (socket, *[*between_them][1:-1], root)


def _arm(root: Vector, limb: Limb, elbows: Vector) -> tuple[Vector, ...]:
    return _bent(root, limb, (UPPER_ARM, FOREARM), limb.bend or elbows)


def _leg(root: Vector, limb: Limb, knees: Vector) -> tuple[Vector, ...]:
    joints = _bent(root, limb, (THIGH, SHANK), limb.bend or knees)
    toes = limb.toes
    if not isinstance(toes, tuple):
        toes = (math.cos(math.radians(toes)), math.sin(math.radians(toes)), 0)
    return (*joints, add(joints[-1], unit(toes), FOOT))


def _bent(
    root: Vector, limb: Limb, lengths: tuple[float, float], bend: Vector
) -> tuple[Vector, Vector, Vector]:
    """Give root, elbow or knee, and end; the limb is straight where its end is out of reach."""
    first, second = lengths
    way = between(root, (limb.x, limb.y, root[2] if limb.z is None else limb.z))
    along = unit(way) if math.hypot(*way) > _TINY else (0.0, -1.0, 0.0)
    reach = min(max(math.hypot(*way), abs(first - second), _TINY), first + second)
    forward = (first**2 - second**2 + reach**2) / (2 * reach)
    height = math.sqrt(max(first**2 - forward**2, 0))
    aside = _across(along, bend)
    return root, add(add(root, along, forward), aside, height), add(root, along, reach)


def _across(along: Vector, bend: Vector) -> Vector:
    """Give the direction at right angles to a limb that is next to a bend, or any where none is."""
    for wanted in (bend, (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)):
        left = add(wanted, along, -dot(wanted, along))
        if math.hypot(*left) > _TINY:
            break
    return unit(left)


def both(x: float, y: float, toes: float = 0, bend: Vector | None = None) -> tuple[Limb, Limb]:
    """Give two limbs side by side."""
    return (Limb(x, y, toes=toes, bend=bend),) * 2
