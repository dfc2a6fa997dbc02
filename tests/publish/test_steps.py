from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from tests.conftest import Session
from tests.records import changed
from voicecoach.publish.steps import paragraphs, steps_of


@pytest.mark.slow
@pytest.mark.parametrize("routine", ["desk-break", "foundations", "everything", "breathing"])
def test_steps_are_the_whole_session_and_each_exercise_is_in_its_own(
    built_silent: Callable[..., Session], routine: str
) -> None:
    content = built_silent(routine).content
    steps = steps_of(content)
    assert steps[0].start_ms == 0
    assert steps[-1].end_ms == content.duration_ms
    assert all(one.end_ms == two.start_ms for one, two in pairwise(steps))
    done = [step.exercise for step in steps if step.exercise is not None]
    assert done == [*range(len(content.exercises))]
    for slot in content.slots:
        (step,) = (step for step in steps if step.start_ms <= slot.start_ms < step.end_ms)
        if slot.exercise:
            assert step.exercise is not None
            assert content.exercises[step.exercise].id == slot.exercise


def test_a_section_is_told_above_the_first_of_its_exercises(
    built_silent: Callable[..., Session],
) -> None:
    steps = steps_of(built_silent("foundations").content)
    assert [step.section for step in steps if step.section] == [
        "Strength",
        "Stretching",
        "Mobility",
    ]
    assert len(steps) > len(built_silent("foundations").content.chapters)


@pytest.mark.parametrize("routine", ["desk-break", "everything"])
def test_everything_that_is_said_is_in_one_paragraph(
    built_silent: Callable[..., Session], routine: str
) -> None:
    content = built_silent(routine).content
    found = [
        cue for step in steps_of(content) for texts in paragraphs(content, step) for cue in texts
    ]
    assert found == [cue for cue in content.cues if cue.text]


def test_a_rep_is_a_paragraph(built_silent: Callable[..., Session]) -> None:
    content = built_silent("desk-break").content
    step = steps_of(content)[2]
    texts = [" ".join(cue.text for cue in each) for each in paragraphs(content, step)]
    assert "Two. In and up. Breathe out." in texts


def test_a_session_without_chapters_has_its_exercises_as_steps(desk_break: Session) -> None:
    content = changed(desk_break.record, chapters=()).content
    steps = steps_of(content)
    assert [step.exercise for step in steps] == [*range(len(content.exercises))]
    assert (steps[0].start_ms, steps[-1].end_ms) == (0, content.duration_ms)
    (whole,) = steps_of(replace(content, exercises=(), slots=()))
    assert (whole.title, whole.end_ms) == (content.title, content.duration_ms)
