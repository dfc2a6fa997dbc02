"""Every exercise has a drawing of its own, that may stand in any page."""

from __future__ import annotations

import itertools
import math
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.coach.sessions import SHIPPED, language_of
from tests.facts import of_each
from voicecoach.formats.fields import Position, wording
from voicecoach.library.library import shipped_scripts
from voicecoach.publish.drawings import drawing, model, props, shapes
from voicecoach.publish.drawings.model import Body, Limb, Pose, body_of
from voicecoach.publish.drawings.poses import POSITIONS, SCENES
from voicecoach.publish.drawings.poses.standing import STANDING
from voicecoach.publish.drawings.scene import Scene, content_box, frame_box, scene_svg
from voicecoach.publish.drawings.shapes import Layer
from voicecoach.publish.drawings.space import FRONT, SIDE, View
from voicecoach.publish.drawings.words import in_words
from voicecoach.session.record import RecordedDose, RecordedExercise

EXERCISES = sorted(
    file.stem for file in (shipped_scripts() / "exercises").glob("*.yaml") if "." not in file.stem
)
LANGUAGES = ("en", "de", "es", "fr", "hi", "pt")
ALL = SCENES | POSITIONS
NAMESPACE = "{http://www.w3.org/2000/svg}"
SVG = NAMESPACE.strip("{}")
ALLOWED = {
    "svg": {"viewBox", "fill", "stroke", "stroke-linecap", "stroke-linejoin"},
    "g": {"opacity", "class", "display"},
    "path": {"d", "stroke-width", "fill", "stroke"},
    "circle": {"cx", "cy", "r", "fill", "stroke"},
}
ARM = (model.UPPER_ARM, model.FOREARM)
LEG = (model.THIGH, model.SHANK, model.FOOT)
STILL = {"side-rest", "constructive-rest", "body-scan"}  # one rests in it

every_scene = of_each(ALL)
every_exercise = of_each(EXERCISES)


def test_every_exercise_and_every_position_is_drawn() -> None:
    assert sorted(SCENES) == EXERCISES
    assert set(POSITIONS) == set(get_args(Position)) == set(language_of("en").pages.positions)


@pytest.mark.slow
def test_no_two_are_alike() -> None:
    drawn = [drawing(name, "") for name in EXERCISES]
    assert len(set(drawn)) == len(drawn)


def test_an_exercise_of_others_is_drawn_by_its_position() -> None:
    assert drawing("their-own", "chair") == drawing("", "chair") != drawing("", "standing")
    assert drawing("their-own", "on-the-head") == drawing("", "standing")


@every_scene
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
    assert len(drawing(name, name)) < 5000


@every_scene
def test_a_drawing_is_cropped_to_its_content(name: str) -> None:
    scene = ALL[name]
    left, bottom, right, top = content_box(scene)
    frame = frame_box(scene)
    assert frame[0] < left < right < frame[2]
    assert frame[1] < bottom < top < frame[3]
    assert top - bottom >= 0.45 * (frame[3] - frame[1])
    for x, y in (point for arrow in scene.arrows for point in arrow.points):
        assert frame[0] < x < frame[2]
        assert frame[1] < y < frame[3]


@every_scene
def test_nothing_of_a_body_is_below_the_floor(name: str) -> None:
    scene = ALL[name]
    for pose in scene.poses:
        seen = replace(scene, pose=pose, start=None, view=SIDE, things=(), arrows=())
        assert content_box(seen)[1] > -0.8, "no deeper than half the line of the floor"


@every_scene
def test_limbs_reach_where_they_should_and_keep_their_lengths(name: str) -> None:
    for pose in ALL[name].poses:
        body = body_of(pose)
        assert_lengths(body)
        limbs = zip((*body.arms, *body.legs), (*pose.arms, *pose.legs), strict=True)
        for joints, limb in limbs:
            z = joints[0][2] if limb.z is None else limb.z
            assert math.dist(joints[2], (limb.x, limb.y, z)) < 2, (joints[2], limb)


def assert_lengths(body: Body) -> None:
    for joints, lengths in [*((arm, ARM) for arm in body.arms), *((leg, LEG) for leg in body.legs)]:
        for (start, end), length in zip(itertools.pairwise(joints), lengths, strict=True):
            assert math.dist(start, end) == pytest.approx(length)
    back = sum(math.dist(a, b) for a, b in itertools.pairwise(body.spine))
    assert back == pytest.approx(model.TRUNK)
    assert math.dist(body.spine[-1], body.head) == pytest.approx(model.NECK)


places = st.floats(-60, 160)
angles = st.floats(-180, 180)
limbs = st.builds(Limb, places, places, places, toes=angles)
poses = st.builds(
    Pose,
    hip=st.tuples(places, places),
    trunk=angles,
    arms=st.tuples(limbs, limbs),
    legs=st.tuples(limbs, limbs),
    turn=angles,
    flex=angles,
    side=angles,
    twist=angles,
    nod=angles,
    ear=angles,
    look=angles,
)


@given(pose=poses)
def test_no_pose_stretches_a_body(pose: Pose) -> None:
    assert_lengths(body_of(pose))


def test_a_limb_that_ends_where_it_starts_or_points_where_it_bends_keeps_its_length() -> None:
    at_hip = Limb(76, 51.4, model.HIPS)
    along = Limb(76, 20, bend=(0, -1, 0))
    for leg in (at_hip, along):
        assert_lengths(body_of(replace(STANDING, legs=(leg, leg))))


@given(pose=poses, yaw=angles, pitch=angles)
def test_however_one_looks_nothing_gets_longer(pose: Pose, yaw: float, pitch: float) -> None:
    view = View(yaw, pitch)
    for (a, b), (flat_a, flat_b) in (
        (pair, (view.seen(pair[0]), view.seen(pair[1])))
        for pair in itertools.pairwise(body_of(pose).legs[0])
    ):
        assert math.dist(flat_a, flat_b) == pytest.approx(math.dist(a, b))


@every_exercise
def test_both_poses_are_seen_and_no_two_sides_are_alike(name: str) -> None:
    """The start is an outline, the far side a lighter tone than the near one."""
    scene = SCENES[name]
    assert (scene.start is None) == (name in STILL)
    element = ET.fromstring(drawing(name, ""))
    groups = {group.get("class"): group for group in element.findall(f"{NAMESPACE}g")}
    shown = groups.get("pose-end", element)
    tones = {float(group.get("opacity", 1)) for group in shown.findall(f"{NAMESPACE}g")}
    if name not in STILL:
        assert groups["pose-start"].get("display") == "none", "shown by pages that alternate both"
        (outline,) = shown.findall(f"{NAMESPACE}path")
        assert float(outline.get("stroke-width", 0)) < 2
        assert len(tones) >= 2
    layers = {part.layer for part in shapes.parts_of(body_of(scene.pose), scene.view)}
    if scene.view == SIDE and not scene.pose.turn and not scene.pose.twist:
        assert Layer.NEAR in layers
        assert layers & {Layer.BEHIND, Layer.FAR}


@every_exercise
def test_the_two_poses_differ_so_much_that_one_sees_it(name: str) -> None:
    scene = SCENES[name]
    if scene.start is None:
        return
    start, end = body_of(scene.start), body_of(scene.pose)
    seen = ((*body.joints, body.nose) for body in (start, end))  # a head turns by its nose
    moved = max(math.dist(a, b) for a, b in zip(*seen, strict=True))
    assert moved > 4


def test_a_contour_hides_what_lies_inside_and_what_lies_behind() -> None:
    disc = shapes.BodyPart((shapes.Round((0, 0), (0, 0), 10),), (), Layer.TRUNK)
    alone = shapes.contour([disc])
    assert sum(arc_length(edge) for edge in alone) == pytest.approx(2 * math.pi * 10, rel=0.02)
    inside = shapes.BodyPart((shapes.Round((1, 0), (-1, 0), 5),), (), Layer.TRUNK)
    assert shapes.contour([disc, inside]) == alone
    larger = shapes.BodyPart((shapes.Round((0, 0), (0, 0), 20),), (), Layer.TRUNK)
    assert shapes.contour([disc], [larger]) == []
    aside = shapes.BodyPart((shapes.Round((10, 0), (10, 0), 10),), (), Layer.TRUNK)
    around = sum(arc_length(edge) for edge in shapes.contour([disc, aside]))
    assert around == pytest.approx(2 * math.pi * 10 * 4 / 3, rel=0.02)


def arc_length(edge: shapes.Edge) -> float:
    chord = math.dist(edge.start, edge.end)
    return 2 * edge.radius * math.asin(min(chord / (2 * edge.radius), 1)) if edge.radius else chord


def test_knees_and_elbows_bend_as_they_do() -> None:
    body = body_of(replace(STANDING, hip=(76, 40)))
    assert body.legs[0][1][0] > body.legs[0][0][0] + 5, "knees ahead"
    assert body.arms[0][1][0] < body.arms[0][0][0], "elbows back"
    far = body_of(replace(STANDING, arms=(Limb(200, 81.4), STANDING.arms[1]))).arms[0]
    assert far[2] == pytest.approx((STANDING.hip[0] + sum(ARM), 81.4, model.SHOULDERS)), "straight"


def test_from_the_front_the_near_side_is_on_the_left() -> None:
    body = body_of(STANDING)
    near, far = (FRONT.seen(arm[0])[0] for arm in body.arms)
    assert far - near == pytest.approx(2 * model.SHOULDERS)


@pytest.mark.parametrize(
    "things",
    [
        props.chair(),
        props.wall(0),
        props.band("near foot", "far hand"),
        props.stick("near hand", "far hand"),
        props.towel("near knee", (20, 3, 0)),
        props.pillow((0, 5, 0), (20, 5, 0)),
        props.roller(10),
        props.step(0),
        props.bed(0, 120),
        props.mat(0, 120),
    ],
)
@pytest.mark.parametrize("view", [SIDE, FRONT, View(30, 30)])
def test_things_are_drawn_in_every_view(things: tuple[props.Prop, ...], view: View) -> None:
    scene = Scene(STANDING, things=things, view=view)
    bare = Scene(STANDING, view=view)
    drawn = ET.fromstring(scene_svg(scene))
    assert len(list(drawn.iter())) >= len(list(ET.fromstring(scene_svg(bare)).iter())) + len(things)


def test_what_a_hand_holds_goes_along_with_it() -> None:
    scene = SCENES["resistance-band-row"]
    band = next(thing for thing in scene.things if thing.moves)
    for pose in scene.poses:
        body = body_of(pose)
        assert band.places(body)[-1] == body.arms[0][2]
    element = ET.fromstring(drawing("resistance-band-row", ""))
    drawn = [
        group.findall(f"{NAMESPACE}g")[-1].find(f"{NAMESPACE}path")
        for group in element.findall(f"{NAMESPACE}g[@class]")
    ]
    ends = [path.get("d", "").split()[-2:] for path in drawn if path is not None]
    assert len(ends) == 2
    assert ends[0] != ends[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_drawing_is_told_in_the_words_of_its_exercise(language: str) -> None:
    positions = language_of(language).pages.positions
    told = {name: in_words(recorded(name, language), positions) for name in EXERCISES}
    assert len(set(told.values())) == len(EXERCISES)
    for name, text in told.items():
        exercise = recorded(name, language)
        assert text.startswith(f"{positions[exercise.position]}: ")
        assert all(line in text for line in exercise.how)
        assert len(text) <= 500, "no sheet may cut it"


def test_a_drawing_without_words_is_told_by_its_position() -> None:
    silent = replace(recorded("bridge", "en"), how=())
    assert in_words(silent, {"lying-on-back": "Lying on the back"}) == "Lying on the back"
    assert in_words(silent, {}) == "lying-on-back"


def recorded(name: str, language: str) -> RecordedExercise:
    file = SHIPPED.find("exercises", name)
    assert file is not None
    exercise, _ = SHIPPED.exercise(file, language)
    assert exercise is not None
    lines: Iterator[str] = (wording(line, "left") for line in exercise.instructions)
    dose = RecordedDose(1, 1, None, None, None, None)
    return RecordedExercise(
        name, exercise.title, exercise.position, exercise.purpose, (*lines,), dose, ""
    )
