"""A drawing of one's own: another one with parts of the body elsewhere."""

from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.facts import of_each
from voicecoach.base.messages import Fault
from voicecoach.formats.drawn import (
    DRAWN_POSES,
    HANDLES,
    Bend,
    Drawn,
    DrawnPose,
    Handle,
    read_drawn,
)
from voicecoach.publish.drawings import drawing
from voicecoach.publish.drawings.bent import bent_scene, grips, moved, pose_of
from voicecoach.publish.drawings.model import body_of
from voicecoach.publish.drawings.poses import POSITIONS, SCENES

ALL = sorted(SCENES | POSITIONS)


@given(
    st.sampled_from(ALL),
    st.sampled_from(DRAWN_POSES),
    st.sampled_from(HANDLES),
    st.tuples(st.floats(-400, 400), st.floats(-400, 400)),
)
def test_wherever_a_part_is_drawn_to_it_stays_a_body_above_the_floor(
    like: str, stage: DrawnPose, handle: Handle, to: tuple[float, float]
) -> None:
    bent = moved(Drawn(like), stage, handle, to)
    assert read_drawn(str(bent)) == bent
    scene = bent_scene(bent)
    assert scene
    body = body_of(pose_of(scene, stage))
    for joints, lengths in ((body.arms, (16, 18.5)), (body.legs, (24, 24))):
        for root, middle, end, *_ in joints:
            assert math.dist(root, middle) == pytest.approx(lengths[0], abs=0.01)
            assert math.dist(middle, end) == pytest.approx(lengths[1], abs=0.01)
    if handle in ("hip", "near hand", "far hand", "near foot", "far foot"):
        assert bent.bends[0].figures[1] >= 2.8
    assert "nan" not in drawing("x", "standing", str(bent))


@pytest.mark.slow
@of_each(product(ALL, DRAWN_POSES))
def test_a_part_gets_where_it_can_however_one_looks(like: str, stage: DrawnPose) -> None:
    scene = bent_scene(Drawn(like))
    assert scene
    for handle, at in grips(scene, stage).items():
        again = bent_scene(moved(Drawn(like), stage, handle, at))
        assert again
        assert math.dist(grips(again, stage)[handle], at) < 2.5, handle


def test_a_part_that_is_moved_again_is_said_once() -> None:
    once = moved(Drawn("bridge"), "end", "hip", (60, 25))
    twice = moved(once, "end", "hip", (60, 30))
    assert str(twice) == "bridge; end hip 60.0 30.0"


def test_other_poses_have_no_arrow_of_the_old_way() -> None:
    scene = bent_scene(Drawn("bridge", (Bend("end", "hip", (60, 25)),)))
    assert scene
    assert (scene.arrows, scene.start) == ((), SCENES["bridge"].start)


def test_what_cannot_be_drawn_is_drawn_by_its_position() -> None:
    for drawn in ("no-such", "bridge; nonsense", "?"):
        assert drawing("mine", "chair", drawn) == drawing("mine", "chair")
    assert drawing("mine", "chair", "bridge") == drawing("bridge", "lying-on-back")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Bridge", "names no exercise"),
        ("", "names no exercise"),
        ("bridge; hip 1 2", "puts nothing elsewhere"),
        ("bridge; end hip 1", "puts nothing elsewhere"),
        ("bridge; end hip 1 2 3", "puts nothing elsewhere"),
        ("bridge; end hip 1 nan", "puts nothing elsewhere"),
        ("bridge; end near hand 1 2 999", "puts nothing elsewhere"),
        ("bridge; end tail 1 2", "puts nothing elsewhere"),
        ("bridge;" * 200, "names no exercise"),
    ],
)
def test_what_is_no_drawing_is_refused_with_what_to_write(text: str, told: str) -> None:
    with pytest.raises(Fault, match=told):
        read_drawn(text)
