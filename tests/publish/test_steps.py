from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from tests.conftest import Session
from voicecoach.publish.steps import paragraphs, steps_of


@pytest.mark.parametrize("routine", ["desk-break", "foundations", "everything", "breathing"])
def test_steps_are_the_whole_session_and_each_exercise_is_in_its_own(
    built_silent: Callable[..., Session], routine: str
) -> None:
    record = built_silent(routine).record
    steps = steps_of(record)
    assert steps[0].start_ms == 0
    assert steps[-1].end_ms == record.duration_ms
    assert all(one.end_ms == two.start_ms for one, two in pairwise(steps))
    done = [step.exercise for step in steps if step.exercise is not None]
    assert done == [*range(len(record.exercises))]
    for slot in record.slots:
        (step,) = (step for step in steps if step.start_ms <= slot.start_ms < step.end_ms)
        if slot.exercise:
            assert step.exercise is not None
            assert record.exercises[step.exercise].id == slot.exercise


def test_a_section_is_told_above_the_first_of_its_exercises(
    built_silent: Callable[..., Session],
) -> None:
    steps = steps_of(built_silent("foundations").record)
    assert [step.section for step in steps if step.section] == [
        "Strength",
        "Stretching",
        "Mobility",
    ]
    assert len(steps) > len(built_silent("foundations").record.chapters)


@pytest.mark.parametrize("routine", ["desk-break", "everything"])
def test_everything_that_is_said_is_in_one_paragraph(
    built_silent: Callable[..., Session], routine: str
) -> None:
    record = built_silent(routine).record
    found = [
        cue for step in steps_of(record) for texts in paragraphs(record, step) for cue in texts
    ]
    assert found == [cue for cue in record.cues if cue.text]


def test_a_rep_is_a_paragraph(built_silent: Callable[..., Session]) -> None:
    record = built_silent("desk-break").record
    texts = [" ".join(cue.text for cue in each) for each in paragraphs(record, steps_of(record)[1])]
    assert "Two. In and up. Breathe out." in texts


def test_a_session_without_chapters_has_its_exercises_as_steps(desk_break: Session) -> None:
    record = replace(desk_break.record, chapters=())
    steps = steps_of(record)
    assert [step.exercise for step in steps] == [*range(len(record.exercises))]
    assert (steps[0].start_ms, steps[-1].end_ms) == (0, record.duration_ms)
    (whole,) = steps_of(replace(record, exercises=(), slots=()))
    assert (whole.title, whole.end_ms) == (record.title, record.duration_ms)
