"""Every exercise has a drawing of its own, that may stand in any page."""

from __future__ import annotations

import itertools
import math
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import get_args

import pytest

from tests.coach.sessions import language_of
from voicecoach.formats.fields import Position
from voicecoach.library.library import shipped_scripts
from voicecoach.publish.drawings import drawing, figure
from voicecoach.publish.drawings.poses import POSITIONS, SCENES

EXERCISES = sorted(
    file.stem for file in (shipped_scripts() / "exercises").glob("*.yaml") if "." not in file.stem
)
NAMESPACE = "{http://www.w3.org/2000/svg}"
ALLOWED = {
    "svg": {"viewBox", "fill", "stroke", "stroke-linecap", "stroke-linejoin"},
    "g": {"opacity"},
    "path": {"d", "stroke-width"},
    "circle": {"cx", "cy", "r", "fill", "stroke"},
}


def test_every_exercise_and_every_position_is_drawn() -> None:
    assert sorted(SCENES) == EXERCISES
    assert set(POSITIONS) == set(get_args(Position)) == set(language_of("en").pages.positions)


def test_no_two_are_alike() -> None:
    drawn = [drawing(name, "") for name in EXERCISES]
    assert len(set(drawn)) == len(drawn)


def test_an_exercise_of_others_is_drawn_by_its_position() -> None:
    assert drawing("their-own", "chair") == drawing("", "chair") != drawing("", "standing")
    assert drawing("their-own", "on-the-head") == drawing("", "standing")


@pytest.mark.parametrize("name", [*EXERCISES, *get_args(Position)])
def test_a_drawing_is_plain_and_takes_its_colour_from_the_page(name: str) -> None:
    element = ET.fromstring(drawing(name, name))
    for part in element.iter():
        kind = part.tag.removeprefix(NAMESPACE)
        assert kind in ALLOWED
        assert set(part.attrib) <= ALLOWED[kind]
        assert not (part.text or "").strip()
    colours = {part.get("stroke") for part in element.iter()} | {
        part.get("fill") for part in element.iter()
    }
    assert colours <= {None, "none", "currentColor"}
    assert len(drawing(name, name)) < 4000


@pytest.mark.parametrize("name", [*EXERCISES, *get_args(Position)])
def test_a_drawing_stays_in_its_frame_and_above_the_floor(name: str) -> None:
    scene = (SCENES | POSITIONS)[name]
    for pose in filter(None, (scene.pose, scene.start)):
        for x, y in joints(pose):
            assert 8 <= x <= figure.WIDTH - 8, (x, y)
            assert 1 <= y <= figure.FLOOR - 6, (x, y)
    for arrow in scene.arrows:
        for x, y in (arrow.points[0], arrow.points[2]):
            assert 2 <= x <= figure.WIDTH - 2
            assert 1 <= y <= figure.FLOOR - 2


@pytest.mark.parametrize("name", [*EXERCISES, *get_args(Position)])
def test_limbs_have_the_lengths_of_limbs(name: str) -> None:
    """A limb that comes towards the eye may look shorter; none may look longer than it is."""
    scene = (SCENES | POSITIONS)[name]
    for pose in filter(None, (scene.pose, scene.start)):
        for reach in pose.arms:
            assert_within(figure.arm(pose, reach), (figure.UPPER_ARM, figure.FOREARM))
        for reach in pose.legs:
            assert_within(figure.leg(pose, reach), (figure.THIGH, figure.SHANK, figure.FOOT))


def joints(pose: figure.Pose) -> Iterator[figure.Point]:
    yield from (pose.hip, pose.shoulder, pose.head)
    yield from itertools.chain(*(figure.arm(pose, reach) for reach in pose.arms))
    yield from itertools.chain(*(figure.leg(pose, reach) for reach in pose.legs))


def assert_within(points: tuple[figure.Point, ...], lengths: tuple[float, ...]) -> None:
    for (start, end), length in zip(itertools.pairwise(points), lengths, strict=True):
        assert math.dist(start, end) <= length * 1.06, (start, end, length)


def test_knees_and_elbows_bend_as_they_do() -> None:
    knee = figure.joint((0, 48), (0, 10), figure.THIGH, figure.SHANK, 1)
    elbow = figure.joint((0, 80), (0, 50), figure.UPPER_ARM, figure.FOREARM, -1)
    assert knee[0] > 5
    assert elbow[0] < -5
    assert figure.joint((0, 0), (60, 0), 24, 24, 1) == (30, 0)  # out of reach: straight
