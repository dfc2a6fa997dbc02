"""Nobody is asked for what they must not do: sides, eyes, floor, waits, relief."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import get_args

import pytest

from tests.coach.sessions import (
    NOTHING_LEFT,
    ROUTINES,
    SHIPPED,
    every_exercise,
    findings,
    recorded,
    shipped,
    with_steps,
)
from tests.facts import of_each
from voicecoach.coach.avoided import strains_of
from voicecoach.coach.compile.opening import surface_of
from voicecoach.coach.tailor import tailor
from voicecoach.formats.fields import Position, Surface
from voicecoach.formats.problems import Where, errors
from voicecoach.library.script import Script
from voicecoach.model.coaching import moves_between
from voicecoach.model.contraindications import GROUNDS, UPRIGHT, Contraindication
from voicecoach.model.dose import parse_dose
from voicecoach.model.profile import Profile
from voicecoach.model.routine import ExerciseStep, SayStep, Step, StepBody, TransitionStep
from voicecoach.model.wait import Wait
from voicecoach.session.record import RecordedSlot, SessionContent

LIBRARY = {name: exercise for name, (exercise, _) in SHIPPED.exercises().items()}
STRAINS: tuple[Contraindication, ...] = get_args(Contraindication)
SURFACES: tuple[Surface, ...] = get_args(Surface)


def own(*bodies: StepBody) -> Script:
    steps = tuple(Step(body, Where("own.yaml", ("steps", n))) for n, body in enumerate(bodies))
    return with_steps(every_exercise(), steps)


def exercise(name: str, dose: str) -> ExerciseStep:
    return ExerciseStep(name, parse_dose(dose))


def texts(record: SessionContent, role: str) -> list[str]:
    return [cue.text for cue in record.cues if cue.role == role]


def settled_s(record: SessionContent, after: str, until: str) -> float:
    """How many seconds there are to settle between two lines."""
    starts = {cue.text: cue.start_ms for cue in record.cues}
    within = [s for s in record.slots if starts[after] <= s.start_ms < starts[until]]
    return sum(s.end_ms - s.start_ms for s in within if s.kind == "settle") / 1000


# Sides


def test_the_side_is_named_in_the_move() -> None:
    for side in ("left", "right"):
        record = recorded(own(exercise("side-plank", f"2 reps, hold 10s, {side} side")))
        assert f"Come down to your mat, and lie on your {side} side." in texts(record, "position")
        assert f"You are now lying on your {side} side." in texts(record, "position")


def test_who_lies_on_the_wrong_side_turns_over_with_time() -> None:
    steps = [exercise("side-plank", f"1 rep, hold 10s, {side} side") for side in ("left", "right")]
    record = recorded(own(*steps))
    turn, there = "Turn over, onto your right side.", "You are now lying on your right side."
    assert texts(record, "position").count(turn) == 1
    assert settled_s(record, turn, there) == pytest.approx(15, abs=0.05)


def test_who_lies_on_that_side_already_stays() -> None:
    steps = [exercise("side-plank", "1 rep, hold 10s, left side")] * 2
    assert not [text for text in texts(recorded(own(*steps)), "position") if "Turn over" in text]


def test_a_change_of_position_leads_to_the_side_that_the_exercise_begins_on() -> None:
    step = exercise("side-plank", "1 rep, hold 10s, right side")
    record = recorded(own(TransitionStep("lying-on-back"), TransitionStep("lying-on-side"), step))
    assert "Bend your knees, and roll onto your right side." in texts(record, "position")


@pytest.mark.parametrize(
    ("name", "lines", "seconds"),
    [("seated-spinal-twist", 3, 10), ("side-plank", 2, 15), ("knee-to-chest", 1, 4)],
)
def test_a_change_of_side_has_a_line_an_action_and_the_time_of_its_position(
    name: str, lines: int, seconds: int
) -> None:
    record = recorded(own(exercise(name, "1 rep, hold 10s")))
    first = next(slot for slot in record.slots if slot.kind == "switch")
    begins = next(s for s in record.slots if s.kind == "move" and s.start_ms > first.start_ms)
    between = [s for s in record.slots if first.start_ms <= s.start_ms < begins.start_ms]
    assert [slot.kind for slot in between].count("switch") == lines
    settled = sum(s.end_ms - s.start_ms for s in between if s.kind == "settle")
    assert settled == pytest.approx(1000 * seconds, abs=100)


# Eyes


def test_eyes_are_opened_once_for_each_time_that_they_were_invited_to_close() -> None:
    record = recorded(shipped("daily"))
    words = shipped("daily").language
    about = [c.text for c in record.cues if c.text in (words.eyes_open, words.eyes_closed)]
    assert about == [words.eyes_closed, words.eyes_open] * (len(about) // 2)
    assert about


def test_eyes_open_before_one_is_told_to_rise() -> None:
    said = [cue.text for cue in recorded(shipped("gentle")).cues]
    assert said.index("Open your eyes.") < said.index("Now come up slowly.")


# Waits


def test_what_is_said_in_a_wait_fits_lying_still() -> None:
    lie = SayStep("Lie completely still. Do not move.", Wait(120_000))
    script = own(TransitionStep("lying-on-back"), lie)
    record = recorded(script)
    slot = next(s for s in record.slots if s.kind == "say" and s.end_ms - s.start_ms > 100_000)
    assert set(said_in(record, slot)) <= {*script.language.presence}
    assert len(said_in(record, slot)) == 3


def test_a_quiet_wait_is_silence() -> None:
    lie = SayStep("Lie completely still. Do not move.", Wait(600_000, quiet=True))
    script = own(TransitionStep("lying-on-back"), lie)
    record = recorded(script)
    slot = next(s for s in record.slots if s.end_ms - s.start_ms == 600_000)
    assert said_in(record, slot) == []
    assert findings(record, script) == []


def said_in(record: SessionContent, slot: RecordedSlot) -> list[str]:
    return [cue.text for cue in record.cues if slot.start_ms <= cue.start_ms < slot.end_ms]


# Relief


@pytest.mark.parametrize(("reps", "breaks"), [(5, 0), (6, 1), (10, 1), (11, 2)])
def test_wrists_rest_after_five_but_not_after_the_last(reps: int, breaks: int) -> None:
    record = recorded(own(exercise("bird-dog", f"{reps} pairs, hold 5s")))
    line = "Come up onto your knees, and shake out your hands."
    assert texts(record, "position").count(line) == breaks


def test_bird_dog_alternates_in_the_daily_routine_beginning_on_the_right() -> None:
    sides = [s.side for s in recorded(shipped("daily")).slots if s.exercise == "bird-dog" and s.rep]
    changes = [side for side, before in zip(sides, [None, *sides], strict=False) if side != before]
    assert changes == ["right", "left"] * 10


# What one lies on


@pytest.mark.parametrize("surface", SURFACES)
def test_every_place_on_a_surface_can_be_reached_and_left(surface: Surface) -> None:
    coaching = shipped("daily").coaching.on(surface)
    for place in GROUNDS[surface].positions:
        for way in (("standing", place), (place, "standing"), ("chair", place), (place, "chair")):
            if way[0] != way[1]:
                assert moves_between(coaching, *way)


@pytest.mark.parametrize("surface", SURFACES)
def test_no_way_on_a_surface_asks_for_more_than_it_is_said_to(surface: Surface) -> None:
    coaching = shipped("daily").coaching.on(surface)
    places: tuple[Position, ...] = tuple(GROUNDS[surface].positions)
    for goal in places:
        for move in moves_between(coaching, "standing", goal):
            passed = {place for place in get_args(Position) if place in move.split(" > ")}
            assert passed <= {*places}
            if surface == "bed":
                assert not strains_of(move, surface) - {"on-back"}


def test_a_way_by_a_sofa_takes_at_least_as_long_as_the_slowest_from_the_floor() -> None:
    coaching = shipped("daily").coaching
    settle = coaching.surfaces["by-sofa"]
    for move in ("standing > floor-sitting", "floor-sitting > standing"):
        assert sum(settle[move]) >= 45_000


def test_a_way_by_a_sofa_is_only_taken_where_it_is_written() -> None:
    for strain in STRAINS:
        assert Profile("x", avoid=(strain,)).lies_on != "by-sofa"
    assert Profile("x", avoid=("kneeling",), floor="by-sofa").lies_on == "by-sofa"


def test_a_session_by_a_sofa_goes_down_without_kneeling() -> None:
    person = Profile("x", avoid=("kneeling",), floor="by-sofa")
    script, problems = tailor(shipped("gentle"), person, LIBRARY)
    assert problems == []
    record = recorded(script)
    assert not [text for text in texts(record, "position") if "Kneel" in text]
    assert findings(record, script) == []


def test_a_bed_needs_no_mat() -> None:
    script, _ = tailor(shipped("relief"), Profile("x", avoid=("kneeling",)), LIBRARY)
    assert recorded(script).needs == ("bed", "chair")


@pytest.mark.parametrize("surface", SURFACES)
def test_a_record_tells_what_one_lies_on(surface: Surface) -> None:
    chosen = {"floor": {}, "bed": {"surface": "bed"}, "by-sofa": {"floor": "by-sofa"}}[surface]
    script, _ = tailor(shipped("gentle"), Profile("x", **chosen), LIBRARY)  # type: ignore[arg-type]
    assert surface_of(recorded(script).needs) == surface


def test_who_avoids_the_floor_altogether_gets_no_bed_unasked() -> None:
    assert Profile("x", avoid=("kneeling", "floor")).lies_on == "floor"
    assert Profile("x", avoid=("floor",), surface="bed").lies_on == "bed"


@pytest.mark.slow
@of_each(product(ROUTINES, STRAINS))
def test_a_session_that_avoids_something_keeps_all_checks(
    name: str, strain: Contraindication
) -> None:
    script, problems = tailor(shipped(name), Profile("x", avoid=(strain,)), LIBRARY)
    if (name, strain) in NOTHING_LEFT:
        assert [each.code for each in errors(problems)] == ["empty-routine"]
        return
    assert not errors(problems)
    record = recorded(script)
    assert findings(record, script) == []
    if not any(each.position not in UPRIGHT for each in script.exercises.values()):
        assert "bed" not in record.needs or name in ("breathing", "heat-rest")


def test_a_session_that_asks_for_what_is_avoided_is_found_out() -> None:
    script = shipped("gentle")
    person = Profile("x", avoid=("kneeling", "deep-knees"))
    found = findings(recorded(script), replace(script, profile=person))
    assert {finding.check for finding in found} == {11}
    said = " ".join(str(finding.phrase) for finding in found)
    assert "standing > floor-sitting" in said
    assert "knee-to-chest" in said
