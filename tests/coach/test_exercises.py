"""Every shipped exercise can be coached, in whatever language, guidance, dose, pace and company."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docs.exercises import sourced
from tests.coach.sessions import (
    FAMILIAR,
    GUIDANCE,
    SHIPPED,
    every_exercise,
    findings,
    language_of,
    recorded,
    with_steps,
)
from voicecoach.coach.lengths import LengthOf
from voicecoach.coach.tailor import tailor
from voicecoach.formats.problems import Where, errors
from voicecoach.library.script import Script
from voicecoach.model.contraindications import Contraindication
from voicecoach.model.dose import Dose, Range, parse_dose
from voicecoach.model.exercise import Exercise
from voicecoach.model.familiarity import Familiarity
from voicecoach.model.profile import Profile
from voicecoach.model.routine import ExerciseStep, Guidance, Step
from voicecoach.speech import estimating_cast, guesses

LANGUAGES = SHIPPED.names("languages")
EXERCISES = SHIPPED.names("exercises")
USUAL_WPM, SLOWEST_WPM, FASTEST_WPM = 140, 90, 180
WARM_UP = Step(ExerciseStep("march", parse_dose("for 30s")), Where("own.yaml", ("steps", 0)))
"""What comes before an exercise that may not open a session."""

Amount = Callable[[Range], int]


def least(figure: Range) -> int:
    return figure.low


def most(figure: Range) -> int:
    return figure.high


def dose_of(exercise: Exercise, amount: Amount) -> Dose:
    """The least or the most of all that its sources and its own dose give."""
    widest = sourced(exercise)
    sets, reps, hold = (
        each and Range(amount(each), amount(each))
        for each in (widest.sets, widest.reps, widest.hold)
    )
    return Dose(sets=sets, reps=reps, hold=hold)


@cache
def script_in(language: str) -> Script:
    """A script without steps that knows all exercises."""
    found = {name: exercise for name, (exercise, _) in SHIPPED.exercises(language).items()}
    return replace(every_exercise(), exercises=found, language=language_of(language))


@cache
def pace(language: str, rate_wpm: int) -> LengthOf:
    """How long lines are for a voice of nobody's."""
    return guesses(estimating_cast(language, rate_wpm).source_of(script_in(language).ear))


def session(language: str, names: Sequence[str], amount: Amount) -> Script:
    """A routine of some exercises, behind a warm-up where the first may not open one."""
    script = script_in(language)
    before = () if script.exercises[names[0]].gentle else (WARM_UP,)
    steps = [
        Step(
            ExerciseStep(name, dose_of(script.exercises[name], amount)),
            Where("own.yaml", ("steps", number)),
        )
        for number, name in enumerate(names, 1)
    ]
    return with_steps(script, (*before, *steps))


def broken(script: Script) -> list[str]:
    """What the checks find in a session at the usual pace."""
    record = recorded(script, pace(script.language.language, USUAL_WPM))
    return [str(each.phrase) for each in findings(record, script)]


@pytest.mark.slow
@pytest.mark.parametrize("guidance", GUIDANCE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_exercise_keeps_the_checks_at_its_least_and_its_most_dose(
    language: str, guidance: Guidance
) -> None:
    for name in EXERCISES:
        for amount in (least, most):
            script = replace(session(language, [name], amount), guidance=guidance)
            assert [*broken(script)] == [], (name, amount.__name__)


@pytest.mark.slow
@pytest.mark.parametrize("rate_wpm", [SLOWEST_WPM, FASTEST_WPM])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cue_of_an_exercise_has_a_wording_that_fits(language: str, rate_wpm: int) -> None:
    for name in EXERCISES:
        script = replace(session(language, [name], least), guidance="full")
        assert recorded(script, pace(language, rate_wpm)).cues, name  # all that is required fits


ways = st.sampled_from([(guidance, 0) for guidance in GUIDANCE] + [("fading", n) for n in FAMILIAR])


@pytest.mark.slow
@settings(max_examples=25)
@given(
    language=st.sampled_from(LANGUAGES),
    names=st.lists(st.sampled_from(EXERCISES), min_size=6, max_size=6, unique=True),
    avoid=st.sets(st.sampled_from(get_args(Contraindication)), max_size=3),
    way=ways,
    amount=st.sampled_from([least, most]),
    rate_wpm=st.sampled_from([SLOWEST_WPM, FASTEST_WPM]),
)
def test_any_six_exercises_keep_the_checks_together_whatever_is_avoided(
    language: str,
    names: list[str],
    avoid: set[Contraindication],
    way: tuple[Guidance, int],
    amount: Amount,
    rate_wpm: int,
) -> None:
    guidance, times = way
    script = replace(session(language, names, amount), guidance=guidance)
    script = replace(script, familiarity=Familiarity.by_hand(times) if times else None)
    profile = Profile("x", avoid=tuple(sorted(avoid)))
    tailored, problems = tailor(script, profile, script.exercises)
    if not errors(problems):  # else nothing is left that one may do
        assert recorded(tailored, pace(language, rate_wpm)).cues
        assert [*broken(tailored)] == []
