"""Drawings with parts of the body elsewhere: by what a file says, or by hand."""

from __future__ import annotations

import math
from collections.abc import Callable

from voicecoach.base.messages import Fault
from voicecoach.base.values import replace
from voicecoach.formats.drawn import Bend, Drawn, DrawnPose, Handle, read_drawn
from voicecoach.publish.drawings.model import SOLE, Body, Limb, Pose, body_of
from voicecoach.publish.drawings.poses import POSITIONS, SCENES
from voicecoach.publish.drawings.scene import Scene
from voicecoach.publish.drawings.space import Point, Vector, View, add, turned

_LIMBS: dict[Handle, tuple[str, int]] = {
    "near hand": ("arms", 0),
    "far hand": ("arms", 1),
    "near foot": ("legs", 0),
    "far foot": ("legs", 1),
}
_LOWEST = {"arms": 2.9, "legs": SOLE, "hip": 5.4}  # half of what lies on the floor
_NODS = range(-80, 81, 2)  # degrees that a head is bent
_FAR, _HIGH = (-150.0, 300.0), 140.0  # where the picture ends


def scene_of(exercise_id: str, position: str, drawn: str = "") -> Scene:
    """Find the scene of an exercise.

    Args:
        exercise_id: its name in the library; others are drawn by their position.
        position: where the body is when its movement starts; unknown ones are drawn as standing.
        drawn: what its own drawing is made of; one that cannot be read is none.
    """
    plain = SCENES.get(exercise_id) or POSITIONS.get(position) or POSITIONS["standing"]
    if not drawn:
        return plain
    try:
        found = read_drawn(drawn)
    except Fault:
        return plain
    return bent_scene(found) or plain


def bent_scene(drawn: Drawn) -> Scene | None:
    """The scene of a drawing; None where nothing is called as it is to begin with.

    Arrows show the way of the movement that it begins with: with other poses they are left out.
    """
    scene = SCENES.get(drawn.like) or POSITIONS.get(drawn.like)
    if scene is None or not drawn.bends:
        return scene
    end, start = scene.pose, scene.start
    for bend in drawn.bends:
        if bend.stage == "end":
            end = _bent(end, bend)
        else:
            start = _bent(start or scene.pose, bend)
    return replace(scene, pose=end, start=start, arrows=())


def _bent(pose: Pose, bend: Bend) -> Pose:
    figures = bend.figures
    if bend.handle == "hip":
        return replace(pose, hip=(figures[0], figures[1], *pose.hip[2:]))
    if bend.handle == "trunk":
        return replace(pose, trunk=figures[0])
    if bend.handle == "head":
        return replace(pose, nod=figures[0])
    kind, side = _LIMBS[bend.handle]
    near, far = pose.arms if kind == "arms" else pose.legs
    x, y, z = figures
    if side == 0:
        near = replace(near, x=x, y=y, z=z)
    else:
        far = replace(far, x=x, y=y, z=z)
    limbs: tuple[Limb, Limb] = near, far
    return replace(pose, arms=limbs) if kind == "arms" else replace(pose, legs=limbs)


def pose_of(scene: Scene, stage: DrawnPose) -> Pose:
    """One of the poses of a scene; where it starts nowhere else, that is where it leads."""
    return scene.pose if stage == "end" else scene.start or scene.pose


def grips(scene: Scene, stage: DrawnPose) -> dict[Handle, Point]:
    """Where one takes hold of each part of a pose, in the picture."""
    body = body_of(pose_of(scene, stage))
    return {handle: scene.view.seen(at(body))[:2] for handle, at in _GRIPS.items()}


_GRIPS: dict[Handle, Callable[[Body], Vector]] = {
    "head": lambda body: body.head,
    "trunk": lambda body: body.spine[-1],
    "hip": lambda body: body.spine[0],
    "far hand": lambda body: body.arms[1][2],
    "far foot": lambda body: body.legs[1][2],
    "near hand": lambda body: body.arms[0][2],
    "near foot": lambda body: body.legs[0][2],
}  # what is near lies over what is far


def moved(drawn: Drawn, stage: DrawnPose, handle: Handle, to: Point) -> Drawn:
    """A drawing in which a part is drawn to a place in the picture, as far as it gets.

    Args:
        drawn: as it is; one of which nothing can be drawn stays so.
        stage: the pose.
        handle: the part.
        to: where to, in the picture.
    """
    scene = bent_scene(drawn)
    if scene is None:
        return drawn
    pose, view = pose_of(scene, stage), scene.view
    if handle == "trunk":
        angles = range(-90, 271, 3)
        figures: tuple[float, ...] = (
            _nearest(view, to, "trunk", [(replace(pose, trunk=each), each) for each in angles]),
        )
    elif handle == "head":
        heads = [(replace(pose, nod=each), each) for each in _NODS]
        figures = (_nearest(view, to, "head", heads),)
    else:
        figures = _place(pose, view, handle, to)
    return drawn.bent(Bend(stage, handle, tuple(round(each, 1) + 0.0 for each in figures)))


def _nearest(view: View, to: Point, handle: Handle, poses: list[tuple[Pose, int]]) -> float:
    """The angle that brings a part nearest to a place in the picture."""
    at = _GRIPS[handle]
    return float(min(poses, key=lambda each: math.dist(view.seen(at(body_of(each[0])))[:2], to))[1])


def _place(pose: Pose, view: View, handle: Handle, to: Point) -> tuple[float, ...]:
    """Where hips, a hand or a foot get to: as far from the eye as before, never into the floor."""
    kind, _ = _LIMBS.get(handle, ("hip", 0))
    before = _GRIPS[handle](body_of(pose))
    x, y, _ = view.seen(before)
    right, up = _across(view)
    wanted = add(add(before, right, to[0] - x), up, to[1] - y)
    wanted = (min(max(wanted[0], _FAR[0]), _FAR[1]), *wanted[1:])
    wanted = (wanted[0], min(max(wanted[1], _LOWEST[kind]), _HIGH), wanted[2])
    if handle == "hip":
        return wanted[:2]
    reached = _GRIPS[handle](body_of(_bent(pose, Bend("end", handle, wanted))))
    return reached[0], max(reached[1], _LOWEST[kind]), reached[2]


def _across(view: View) -> tuple[Vector, Vector]:
    """What is right and what is up in the picture, as directions in space."""
    across, towards = turned((1, 0, 0), (0, 0, 1), view.yaw)
    right, deep = (across[0], 0.0, towards[0]), (across[2], 0.0, towards[2])
    up, _ = turned((0, 1, 0), (-deep[0], 0, -deep[2]), view.pitch)
    return right, up
