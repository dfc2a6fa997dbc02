"""The least that a session takes: known before it is compiled, and never more than it takes."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.coach.sessions import (
    ROUTINES,
    estimated_ms,
    every_exercise,
    scheduled,
    shipped,
    with_steps,
)
from tests.coach.test_fit import met, own, scripts, shares, step
from voicecoach.coach.compile.session import compile_session
from voicecoach.coach.fit.edits import Edit
from voicecoach.coach.fit.plans import longer_plans, shorter_plans
from voicecoach.coach.fit.shortest import Shortest
from voicecoach.coach.least import least_ms
from voicecoach.library.script import Script
from voicecoach.model.dose import Dose, Range
from voicecoach.model.routine import (
    ExerciseStep,
    RepeatStep,
    RestStep,
    SectionStep,
    StepBody,
    TransitionStep,
)

EVERY = every_exercise()


def lasts_ms(script: Script) -> int:
    made, _ = scheduled(compile_session(script), estimated_ms)
    return made.total_ms


def of(*bodies: StepBody, **way: Any) -> Script:
    return with_steps(EVERY, tuple(step(body, at, **way) for at, body in enumerate(bodies)))


@pytest.mark.parametrize("name", ROUTINES)
def test_a_shipped_routine_takes_its_least_and_not_many_times_that(name: str) -> None:
    script = shipped(name)
    assert lasts_ms(script) / 6 < least_ms(script) <= lasts_ms(script)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(scripts)
def test_no_script_is_shorter_than_its_least(script: Script) -> None:
    assert least_ms(script) <= lasts_ms(script)


@pytest.mark.slow
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(scripts, shares)
def test_no_length_makes_a_session_shorter_than_the_least_of_all_that_may_be_done(
    script: Script, share: float
) -> None:
    assert Shortest(script).least_ms() <= met(script, share, estimated_ms).total_ms


def test_in_intervals_the_clock_counts_and_not_the_usual_dose() -> None:
    """Twenty rounds of ten seconds of walking are no hours, whatever a walk's own dose is."""
    walk = step(ExerciseStep("walk"))
    work_rest = of(RepeatStep(20, (walk,), work=10_000, rest=10_000))
    assert least_ms(work_rest) == 20 * 10_000
    assert least_ms(work_rest) <= lasts_ms(work_rest)
    two = (walk, step(ExerciseStep("march"), 1))
    assert least_ms(of(RepeatStep(10, two, every=60_000))) == 10 * 60_000
    own_time = step(ExerciseStep("walk", Dose(hold=Range(90_000, 90_000))), 1)
    assert least_ms(of(RepeatStep(2, (walk, own_time), work=20_000, rest=5_000))) == 2 * 115_000


def test_each_set_of_a_ladder_has_its_own_reps() -> None:
    reps = Range.of_sets(30, 1, 1, 1, 1, 1, 1, 1, 1, 1)
    ladder = of(ExerciseStep("bridge", Dose(sets=Range(10, 10), reps=reps, rest=Range(0, 0))))
    assert lasts_ms(ladder) / 3 < least_ms(ladder) <= lasts_ms(ladder)


def test_rests_of_a_length_are_shorter_and_reps_the_fewest_that_may_be() -> None:
    script = of(ExerciseStep("bridge", Dose(reps=Range(10, 20))), RestStep(60_000))
    optional = of(RestStep(60_000), optional=True)
    assert Shortest(optional).least_ms() == 0
    assert Shortest(optional).ms(Edit()) == 30_000
    fewer = of(ExerciseStep("bridge", Dose(reps=Range(5, 20))), RestStep(60_000))
    per_rep = (least_ms(script) - least_ms(fewer)) / 5
    assert Shortest(script).ms(Edit()) == least_ms(script) - 30_000
    assert per_rep > 1_000


def test_a_rest_beside_an_extra_step_may_go_with_it() -> None:
    rests = (step(RestStep(60_509)), step(RestStep(3_000), 1, extra=True))
    script = with_steps(EVERY, (step(SectionStep("Calm", rests)),))
    assert least_ms(script) == 0
    assert least_ms(with_steps(EVERY, rests[:1])) == 60_509


def test_circuits_in_circuits_that_a_length_may_add_to_are_multiplied_unmade() -> None:
    inner = step(RepeatStep(1, (step(ExerciseStep("bridge", Dose(reps=Range(1, 1)))),), most=20))
    outer = step(RepeatStep(1, (inner,), most=20))
    script = with_steps(EVERY, (outer,))
    most = [*longer_plans(script)][-1]
    assert Shortest(script).steps(most) == 400
    assert Shortest(script).ms(most) == 400 * least_ms(script)


@pytest.mark.parametrize("count", [9, 64, 65, 500])
def test_of_very_many_steps_some_go_together(count: int) -> None:
    one = ExerciseStep("bridge", Dose(reps=Range(3, 3)))
    less = [*shorter_plans(own(*(step(one, at, optional=True) for at in range(count))))]
    more = [*longer_plans(own(*(step(one, at, extra=True) for at in range(count))))]
    assert len(less) == len(more) == min(count, -(-count // -(-count // 64)))
    assert len(less[-1].out) == len(more[-1].added) == count
    for plans in ([each.out for each in less], [each.added for each in more]):
        assert all(before < after for before, after in pairwise(plans))


def test_the_side_of_a_change_of_position_is_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """It was looked for in all the steps that follow, by each of two thousand."""
    from voicecoach.coach.compile import opening

    asked: list[object] = []
    real = opening._side_of

    def counted(script: Script, each: Any) -> Any:
        asked.append(each)
        return real(script, each)

    monkeypatch.setattr(opening, "_side_of", counted)
    turns = [TransitionStep("lying-on-side"), TransitionStep("lying-on-back")] * 40
    compile_session(of(*turns))
    assert len(asked) <= 3 * len(turns)
