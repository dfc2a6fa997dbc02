"""Time well spent: soon moving, nothing said twice, and the figures of the shipped routines."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise, product

import pytest

from tests.coach.sessions import (
    ROUTINES,
    SHIPPED,
    every_exercise,
    findings,
    record_from,
    recorded,
    shipped,
    with_steps,
)
from tests.facts import of_each
from voicecoach.coach.compile.session import compile_session
from voicecoach.coach.schedule import Schedule
from voicecoach.coach.timeline import Utterance
from voicecoach.formats.fields import wording
from voicecoach.formats.problems import Where
from voicecoach.library.script import Script
from voicecoach.model.dose import parse_dose
from voicecoach.model.routine import ExerciseStep, SayStep, Step, StepBody
from voicecoach.model.settings import Settings
from voicecoach.session.order import Order
from voicecoach.session.record import RecordedCue, SessionContent
from voicecoach.session.timing import preview
from voicecoach.speech import estimating_cast, guesses

LANGUAGES = ("en", *(code for code in SHIPPED.names("languages") if code != "en"))
MOVING = ("move", "hold", "breathe")
SECOND, MINUTE = 1000, 60_000
TEN_TO_FIFTEEN = (
    "balance",
    "bed-morning",
    "evening-stretch",
    "hips",
    "knee-strength",
    "neck-and-shoulders",
    "walking-start",
)


def own(*bodies: StepBody) -> Script:
    steps = tuple(Step(body, Where("own.yaml", ("steps", n))) for n, body in enumerate(bodies))
    return with_steps(every_exercise(), steps)


def exercise(name: str, dose: str) -> ExerciseStep:
    return ExerciseStep(name, parse_dose(dose))


@cache
def by_estimate(name: str, code: str) -> Schedule:
    """A routine as `voicecoach show` reckons it, in the default voice of its language."""
    return preview(shipped(name, code), Order(routine=name, language=code))[0]


def moving_share(schedule: Schedule) -> float:
    slots = (placed for placed in schedule.slots if placed.slot.kind in MOVING)
    return sum(placed.end_ms - placed.start_ms for placed in slots) / schedule.total_ms


def said(record: SessionContent, role: str, exercise: str | None = None) -> list[RecordedCue]:
    starts = [(s.start_ms, s.end_ms) for s in record.slots if exercise in (None, s.exercise)]
    return [
        cue
        for cue in record.cues
        if cue.role == role and any(a <= cue.start_ms < b for a, b in starts)
    ]


# The figures


@pytest.mark.slow
@of_each(product(ROUTINES, LANGUAGES))
def test_the_first_movement_comes_in_time(name: str, code: str) -> None:
    script = shipped(name, code)
    lengths = guesses(estimating_cast(code, Settings().rate).source_of(script.ear))
    record = record_from(by_estimate(name, code), script, lengths)
    assert [str(each.phrase) for each in findings(record, script) if each.check == 14] == []


def test_daily_takes_at_most_36_minutes_and_a_half() -> None:
    assert by_estimate("daily", "en").total_ms <= 36 * MINUTE + 30 * SECOND


def test_daily_15_takes_fifteen_minutes_of_mobility_strength_and_stretch() -> None:
    schedule = by_estimate("daily-15", "en")
    assert 14 * MINUTE + 30 * SECOND <= schedule.total_ms <= 15 * MINUTE
    script = shipped("daily-15")
    kinds = {script.exercises[done.exercise].kind for done in schedule.timeline.exercises}
    assert kinds - {"timed"} == {"movement", "isometric", "stretch"}
    places = [script.exercises[done.exercise].position for done in schedule.timeline.exercises]
    changes = sum(a != b for a, b in pairwise(places))
    assert changes == len(set(places)) - 1  # no position is taken twice


LENGTHS = [
    *((name, 10 * MINUTE, 15 * MINUTE) for name in TEN_TO_FIFTEEN),
    ("office", 5 * MINUTE + 30 * SECOND, 6 * MINUTE + 30 * SECOND),
]


@of_each((*length, code) for length, code in product(LENGTHS, LANGUAGES))
def test_a_routine_is_as_long_as_it_says_in_every_language(
    name: str, least: int, most: int, code: str
) -> None:
    assert least <= by_estimate(name, code).total_ms <= most


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_desk_break_is_short_and_half_of_it_moves(code: str) -> None:
    schedule = by_estimate("desk-break", code)
    assert schedule.total_ms <= 3 * MINUTE + (30 if code == "en" else 50) * SECOND
    assert moving_share(schedule) >= 0.45
    script = shipped("desk-break")
    standing = [
        done.exercise
        for done in schedule.timeline.exercises
        if script.exercises[done.exercise].position == "standing"
    ]
    assert len(standing) >= 2


@pytest.mark.parametrize("name", ["pelvic-tilt", "bird-dog", "bridge", "partial-crunch"])
def test_the_breath_is_said_in_the_strength_exercises_of_daily(name: str) -> None:
    schedule = by_estimate("daily", "en")
    heard = {
        cue.sound.text
        for cue in schedule.cues
        if cue.cue.role == "phase"
        and isinstance(cue.sound, Utterance)
        and schedule.slots[cue.slot].slot.exercise == name
    }
    assert any(text.startswith(("Out and", "Breathe out")) for text in heard)


# The opening


def test_what_one_needs_stands_with_the_length_in_one_line() -> None:
    lines = [cue.text for cue in recorded(shipped("daily")).cues if "you need a" in cue.text]
    assert len(lines) == 1
    assert lines[0].startswith("This session takes about")
    assert lines[0].endswith("a mat.")


def test_who_stands_already_is_not_told_so() -> None:
    record = recorded(shipped("desk-break"))
    assert shipped("desk-break").language.here["standing"] not in {c.text for c in record.cues}


def test_getting_down_to_the_floor_has_more_time_than_getting_ready() -> None:
    ready = {}
    for name, step in {"standing": "shoulder-rolls", "floor": "bridge"}.items():
        record = recorded(own(exercise(step, "3 reps")))
        settle = next(slot for slot in record.slots if slot.kind == "settle")
        ready[name] = round((settle.end_ms - settle.start_ms) / 1000)
    assert ready == {"standing": 12, "floor": 30}


def test_what_may_be_felt_is_told_while_one_gets_ready() -> None:
    script = shipped("daily")
    record = recorded(script)
    settle = next(slot for slot in record.slots if slot.kind == "settle")
    within = {c.text for c in record.cues if settle.start_ms <= c.start_ms < settle.end_ms}
    assert {*script.language.ache_lines(5), script.language.opening.breath} <= within


def test_the_warning_signs_come_in_three_groups() -> None:
    opening = shipped("daily").language.opening
    lines = [*opening.emergency, opening.ask_first, opening.tell]
    said_ones = [c.text for c in recorded(shipped("daily")).cues if c.text in lines]
    assert said_ones == lines
    assert opening.emergency[-1] == "If so, get emergency care now."
    assert any("both legs" in line for line in opening.emergency)


# Set-up


def gaps_after(record: SessionContent, texts: tuple[str, ...]) -> set[float]:
    cues = [cue for cue in record.cues if cue.text]
    after = {a.text: (b.start_ms - a.end_ms) / 1000 for a, b in pairwise(cues)}
    return {round(after[text], 1) for text in texts}


def test_who_is_to_move_has_three_seconds_who_listens_half_of_that() -> None:
    script = own(exercise("pelvic-tilt", "3 reps"))
    found = script.exercises["pelvic-tilt"]
    record = recorded(script)
    setup = tuple(text for text in found.setup if isinstance(text, str))
    movement = tuple(text for text in found.movement if isinstance(text, str))
    assert gaps_after(record, setup) == {3.0}
    assert gaps_after(record, movement) == {1.5}


def test_what_one_is_doing_already_is_not_asked_for_again() -> None:
    bend = "Bend your knees, feet flat and as wide as your hips."

    def times(*bodies: StepBody) -> int:
        return [cue.text for cue in recorded(own(*bodies)).cues].count(bend)

    bridge, tilt = exercise("bridge", "3 reps"), exercise("pelvic-tilt", "3 reps")
    assert times(tilt, bridge) == 1
    assert times(tilt, exercise("dead-bug", "2 reps"), bridge) == 2  # the legs were elsewhere
    assert times(tilt, exercise("cat-cow", "2 reps"), bridge) == 2
    assert times(tilt, SayStep("Stretch your legs."), bridge) == 2


def test_toes_and_knees_are_placed_before_one_sits_back_on_them() -> None:
    script = own(exercise("cat-cow", "2 reps"), exercise("childs-pose", "hold 30s"))
    texts = [cue.text for cue in recorded(script).cues]
    words = script.language
    (move,) = words.moves["hands-and-knees > childs-pose"]
    assert isinstance(move, str)
    assert "Toes together, knees apart" in move
    assert texts.index(move) < texts.index(wording(words.here["childs-pose"], None))


def test_an_alternating_side_is_short_once_the_movement_is_known() -> None:
    record = recorded(own(exercise("bird-dog", "4 reps")))
    assert [cue.text for cue in said(record, "side")] == [
        *("Right arm, left leg.", "Left arm, right leg.") * 2,
        *("Right arm.", "Left arm.") * 2,
    ]


# Two counts


def counts(script: Script) -> tuple[set[str], set[str]]:
    """Who counts reps, and who the seconds of holds."""
    record = recorded(script)
    by = {role: {cue.voice for cue in said(record, role)} for role in ("count", "countdown")}
    return by["count"], by["countdown"]


def test_reps_and_seconds_are_counted_by_two_voices_or_by_voice_and_tone() -> None:
    script = own(exercise("knee-to-chest", "3 reps, hold 20s"))
    assert counts(script) == ({"coach"}, {"counter"})
    assert counts(replace(script, counts_apart=False)) == ({"coach"}, {"tone"})
    single = own(exercise("childs-pose", "hold 30s"))
    assert counts(replace(single, counts_apart=False)) == (set(), {"counter"})


# Every day


def test_each_day_ends_with_another_line_and_each_routine_always_with_the_same() -> None:
    script = shipped("daily-15")
    lines = script.language.closing.every_day

    def line(turn: int | None) -> str:
        cues = recorded(replace(script, turn=turn)).cues
        (found,) = (cue.text for cue in cues if cue.text in lines)
        return found

    assert [line(day) for day in range(len(lines) + 1)] == [*lines, lines[0]]
    assert line(None) == line(None)


# The posture guide, as one does it

TASKS = {"Bring": 10, "Set": 15, "Place": 8, "Take": 15}  # least seconds


def test_the_posture_guide_has_one_fetch_and_set_things_in_time() -> None:
    script = shipped("posture")
    waits = {
        step.body.say: step.body.wait.ms
        for part in script.routine.steps
        for step in getattr(part.body, "steps", ())
        if isinstance(step.body, SayStep)
    }
    tasks = {text: ms for text, ms in waits.items() if text.split()[0] in TASKS}
    assert len(tasks) == 6
    assert all(ms >= TASKS[text.split()[0]] * SECOND for text, ms in tasks.items())


def test_what_the_posture_guide_speaks_of_is_told_to_be_at_hand() -> None:
    needs = compile_session(shipped("posture")).needs
    assert {"chair", "screen", "pillow", "mat"} <= set(needs)
    lines = [cue.text for cue in recorded(shipped("posture")).cues]
    begins = ("Bring your chair", "Bring your pillow", "Sit down on your chair", "Set the chair")
    order = [next(n for n, text in enumerate(lines) if text.startswith(each)) for each in begins]
    assert order == sorted(order)
