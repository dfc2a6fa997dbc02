"""Eyes close where one rests, and stay open for balance, nerves and the neck."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.coach.sessions import every_exercise, findings, recorded, with_steps
from voicecoach.formats.problems import Where
from voicecoach.model.dose import Dose
from voicecoach.model.routine import ExerciseStep, Step
from voicecoach.model.steps import Steps

EVERY = every_exercise()
CLOSED, OPEN = EVERY.language.eyes_closed, EVERY.language.eyes_open


def said(names: Sequence[str]) -> list[str]:
    """What is said of eyes in a session of some exercises, one after the other."""
    steps: Steps = tuple(
        Step(ExerciseStep(name, Dose()), Where("r.yaml", ("steps", number)))
        for number, name in enumerate(names)
    )
    script = with_steps(EVERY, steps)
    content = recorded(script)
    assert [each for each in findings(content, script) if each.check == 9] == []
    return [cue.text for cue in content.cues if cue.text in (CLOSED, OPEN)]


def test_they_may_close_where_one_rests() -> None:
    assert said(["pelvic-tilt", "bridge"]) == [CLOSED, OPEN]


@pytest.mark.parametrize("watched", ["deep-neck-flexor", "sciatic-slider"])
def test_nobody_is_invited_to_close_them_for_what_is_watched(watched: str) -> None:
    assert EVERY.exercises[watched].is_watched
    assert said([watched]) == []
    assert said(["pelvic-tilt", watched]) == [CLOSED, OPEN]


def test_balance_is_kept_with_open_eyes() -> None:
    assert EVERY.exercises["tandem-stance"].is_watched
    assert not EVERY.exercises["cat-cow"].is_watched
