"""The rules of timing, for any routine and any voice."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, get_args
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.coach.sessions import (
    GUIDANCE,
    ROUTINES,
    every_exercise,
    scattered_ms,
    scheduled,
    shipped,
    text_of,
    with_steps,
)
from voicecoach.audio.mp3.frames import FRAME_MS
from voicecoach.coach.compile.session import compile_session
from voicecoach.coach.placing import _Placing
from voicecoach.coach.prescription import prescribe
from voicecoach.coach.schedule import Schedule
from voicecoach.coach.timeline import Cue, Fixed, Slot
from voicecoach.formats.fields import Counting
from voicecoach.formats.problems import Problem, Where
from voicecoach.library.script import Script
from voicecoach.model.breathing import Breathing
from voicecoach.model.coaching import with_overrides
from voicecoach.model.dose import Dose, Range
from voicecoach.model.exercise import Exercise
from voicecoach.model.routine import (
    BreatheStep,
    ExerciseStep,
    RepeatStep,
    RestStep,
    SayStep,
    SectionStep,
    Step,
    StepBody,
    TransitionStep,
)
from voicecoach.model.steps import flattened
from voicecoach.model.wait import Wait
from voicecoach.session.content import chapters, content_of, recorded_cues

SCRIPT = every_exercise()
LEAST_GAP_MS = 100
seeds = st.integers(0, 2**32)


def exactly(figures: st.SearchStrategy[int]) -> st.SearchStrategy[Range]:
    return figures.map(lambda figure: Range(figure, figure))


@st.composite
def doses(draw: st.DrawFn, exercise: Exercise) -> Dose:
    seconds = st.integers(1, 60).map(lambda s: s * 1000) | st.integers(1000, 60_000)
    said: dict[str, Any] = {
        "sets": draw(st.none() | exactly(st.integers(1, 3))),
        "reps": draw(st.none() | exactly(st.integers(1, 7))),
        "rest": draw(st.none() | exactly(st.integers(1000, 60_000))),
    }
    if exercise.sides:
        sides = ["each", "left", "right", "alternating"]
        said["sides"] = draw(st.none() | st.sampled_from(sides))
    timing = draw(st.sampled_from(["", "hold", "tempo"]))
    if timing == "hold" and exercise.hold_phase:
        said["hold"] = draw(exactly(seconds))
    elif timing == "tempo":
        phases = len(exercise.phases)
        said["tempo"] = draw(st.tuples(*[st.integers(500, 12_000)] * phases))
    return Dose(**said)


@st.composite
def exercise_steps(draw: st.DrawFn) -> ExerciseStep:
    exercise = SCRIPT.exercises[draw(st.sampled_from(sorted(SCRIPT.exercises)))]
    say = draw(st.none() | st.just("A line of the author's own."))
    guidance = draw(st.none() | st.sampled_from(GUIDANCE))
    count = draw(st.none() | st.sampled_from(get_args(Counting)))
    dose = draw(doses(exercise))
    return ExerciseStep(exercise.exercise, dose, say, guidance=guidance, count=count)


@st.composite
def patterns(draw: st.DrawFn) -> Breathing:
    number = {"breaths": draw(st.integers(1, 8))}
    if draw(st.booleans()):
        return Breathing(**number)
    phase, rest = st.integers(2500, 6000), st.integers(0, 4000)
    return Breathing(draw(phase), draw(rest), draw(phase), draw(rest), **number)


waits = st.builds(Wait, st.integers(0, 9000), st.booleans())
bodies: st.SearchStrategy[StepBody] = st.one_of(
    exercise_steps(),
    exercise_steps(),
    st.builds(SayStep, st.just("Something to say."), waits),
    st.builds(RestStep, st.integers(1000, 90_000)),
    st.builds(BreatheStep, patterns()),
    st.builds(TransitionStep, st.sampled_from(["chair", "standing", "lying-on-back"])),
)


def steps_of(bodies: st.SearchStrategy[StepBody]) -> st.SearchStrategy[tuple[Step, ...]]:
    where = st.integers(0, 99).map(lambda index: Where("generated.yaml", ("steps", index)))
    return st.lists(st.builds(Step, bodies, where), min_size=1, max_size=4).map(tuple)


nested = st.one_of(
    bodies,
    st.builds(SectionStep, st.just("Section"), steps_of(bodies)),
    st.builds(RepeatStep, st.integers(1, 3), steps_of(bodies)),
)
scripts = steps_of(nested).map(lambda steps: with_steps(SCRIPT, steps))


def placed(script: Script, seed: int) -> tuple[Schedule, list[Problem]]:
    return scheduled(compile_session(script), scattered_ms(seed))


@given(scripts, seeds)
def test_no_two_cues_overlap_and_none_leaves_the_session(script: Script, seed: int) -> None:
    schedule, _ = placed(script, seed)
    length_of = scattered_ms(seed)
    for cue in schedule.cues:
        assert cue.frames * FRAME_MS >= length_of(cue.sound) > (cue.frames - 1) * FRAME_MS
        assert 0 <= cue.start_ms <= schedule.total_ms - cue.frames * FRAME_MS + FRAME_MS
    for cue, following in pairwise(schedule.cues):
        assert cue.start_ms <= following.start_ms
        assert following.start_ms - cue.start_ms - cue.frames * FRAME_MS >= LEAST_GAP_MS


@given(scripts, seeds)
def test_slots_lie_end_to_end_and_their_sum_is_the_total(script: Script, seed: int) -> None:
    schedule, _ = placed(script, seed)
    assert schedule.slots[0].start_ms == 0
    for slot, following in pairwise(schedule.slots):
        assert slot.end_ms == following.start_ms
    assert schedule.total_ms == sum(slot.end_ms - slot.start_ms for slot in schedule.slots)
    for slot in schedule.slots:
        if isinstance(slot.slot.length, Fixed):
            assert slot.end_ms - slot.start_ms == slot.slot.length.ms


def prescribed_holds(script: Script) -> list[int]:
    """Every hold of a routine in order, from the script alone."""
    holds = []
    for step in flattened(script.routine.steps, script.routines):
        if isinstance(step.body, ExerciseStep):
            exercise = script.exercises[step.body.exercise]
            coaching = with_overrides(script.coaching, exercise.coaching)
            dose = prescribe(exercise, step.body.dose, coaching)
            one_rep = [ms for phase, ms in dose.phases if phase.kind == "hold"]
            said = step.body.dose.hold
            if said and said.low == said.high:
                assert one_rep == [said.low] * len(one_rep)
            holds += one_rep * dose.sets * dose.reps * len(dose.sides)
    return holds


@given(scripts, seeds, seeds)
def test_each_hold_is_as_prescribed_whatever_is_spoken(
    script: Script, seed: int, other: int
) -> None:
    for schedule, _ in (placed(script, seed), placed(script, other)):
        holds = [
            placed_slot.end_ms - placed_slot.start_ms
            for placed_slot in schedule.slots
            if placed_slot.slot.kind in ("hold", "work")  # the second for what goes on for long
        ]
        assert holds == prescribed_holds(script)


@pytest.mark.slow
@given(scripts, seeds)
def test_the_same_routine_and_voice_give_the_same_session(script: Script, seed: int) -> None:
    assert placed(script, seed) == placed(script, seed)


@given(scripts, seeds)
def test_what_is_recorded_lies_within_half_a_frame_of_the_exact_time(
    script: Script, seed: int
) -> None:
    schedule, _ = placed(script, seed)
    cues = recorded_cues(schedule, lambda sound: scattered_ms(seed)(sound) * 48)
    record = content_of(
        schedule,
        cues,
        routine="generated",
        subtitle="",
        language=script.language,
        voices={},
    )
    for exact, slot in zip(schedule.slots, record.slots, strict=True):
        assert abs(exact.start_ms - slot.start_ms) <= FRAME_MS / 2
        assert abs(exact.end_ms - slot.end_ms) <= FRAME_MS / 2
        assert slot.start_ms % FRAME_MS == 0
    parts = chapters(schedule)
    assert parts[0].start_ms == 0
    assert parts[-1].end_ms == schedule.total_ms
    assert all(part.end_ms == following.start_ms for part, following in pairwise(parts))


@given(scripts, seeds)
def test_a_cue_that_opens_its_group_begins_at_its_anchor(script: Script, seed: int) -> None:
    schedule, _ = placed(script, seed)
    for cue in schedule.cues:
        slot = schedule.slots[cue.slot]
        group = [other for other in slot.slot.cues if other.anchor == cue.cue.anchor]
        if group[0] is cue.cue:
            length = slot.end_ms - slot.start_ms
            exact = slot.start_ms + cue.cue.anchor.in_slot(length)
            assert abs(cue.start_ms - exact) <= FRAME_MS / 2 + 1


@given(scripts, seeds)
def test_cues_that_look_for_no_room_are_where_the_search_puts_them(
    script: Script, seed: int
) -> None:
    found, problems = placed(script, seed)
    with patch.object(_Placing, "_find_free", lambda *_: None):
        searched, same_problems = placed(script, seed)
    assert [*map(str, problems)] == [*map(str, same_problems)]
    assert found.cues == searched.cues


@given(scripts, seeds)
def test_every_number_of_a_countdown_lands_on_its_second(script: Script, seed: int) -> None:
    schedule, _ = placed(script, seed)
    for cue in schedule.cues:
        if cue.cue.role == "countdown":
            slot = schedule.slots[cue.slot]
            edge = slot.start_ms if slot.slot.kind == "breathe" else slot.end_ms
            off = (cue.start_ms - edge) % 1000
            assert min(off, 1000 - off) <= LEAST_GAP_MS


def missing(schedule: Schedule) -> list[tuple[Slot, Cue]]:
    """The required cues that are not heard."""
    heard = {(cue.slot, id(cue.cue)) for cue in schedule.cues}
    return [
        (slot.slot, cue)
        for index, slot in enumerate(schedule.slots)
        for cue in slot.slot.cues
        if cue.required and (index, id(cue)) not in heard
    ]


def name_in_report(cue: Cue) -> str:
    return text_of(cue.sounds[0]).strip("<>")


@given(scripts, seeds)
def test_a_required_cue_is_heard_or_reported(script: Script, seed: int) -> None:
    schedule, problems = placed(script, seed)
    lost = missing(schedule)
    for _, cue in lost:
        assert any(
            problem.where == (cue.where or Where("")) and name_in_report(cue) in problem.message
            for problem in problems
        )
    assert len(problems) == len(lost)


@given(scripts, seeds)
def test_required_movement_and_count_cues_can_always_be_a_tone(script: Script, seed: int) -> None:
    for slot in compile_session(script).slots:
        for cue in slot.cues:
            if cue.required and cue.role in ("phase", "countdown", "halfway"):
                assert text_of(cue.sounds[-1]).startswith("<")


@pytest.mark.parametrize("name", [n for n in ROUTINES if n != "walking-start"])  # which has none
@settings(max_examples=8)
@given(seed=seeds)
def test_a_shipped_routine_keeps_its_holds_in_any_voice(name: str, seed: int) -> None:
    script = shipped(name)
    schedule, _ = placed(script, seed)
    holds = [
        placed_slot.end_ms - placed_slot.start_ms
        for placed_slot in schedule.slots
        if placed_slot.slot.kind == "hold"
    ]
    assert holds == prescribed_holds(script)
