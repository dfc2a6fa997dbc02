"""What is left of a session that is short: as much of everything as can be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.coach.sessions import ROUTINES, estimated_ms, scattered_ms, shipped
from tests.coach.test_fit import MINUTE, changes, exercise, fitted, natural_ms, own, scripts, step
from tests.coach.test_timing import seeds
from voicecoach.coach.fading import exercise_detail
from voicecoach.coach.fit.edits import AS_WRITTEN, apply_edit, quantities
from voicecoach.coach.fit.plans import shorter_plans
from voicecoach.coach.fit.search import CannotFit
from voicecoach.coach.timeline import Elastic
from voicecoach.coach.way import positions, way_ms
from voicecoach.library.script import Script
from voicecoach.model.familiarity import Familiarity
from voicecoach.model.routine import HeatStep, IncludeStep, RestStep
from voicecoach.model.steps import flattened
from voicecoach.session.timing import planned


def exercises_of(script: Script) -> list[str]:
    steps = flattened(script.routine.steps, script.routines)
    return [s.body.exercise for s in steps if hasattr(s.body, "exercise")]


def optional(name: str, index: int, reps: int = 10, **of_length: Any) -> Any:
    return step(exercise(name, reps), index, optional=True, **of_length)


# Steps


def test_the_last_of_mobility_strength_and_stretch_goes_last() -> None:
    steps = [
        optional("cat-cow", 1, rank=1),
        optional("bridge", 2, rank=9),
        optional("pelvic-tilt", 3, rank=9),
        optional("knee-to-chest", 4, 3, rank=2),
    ]
    script = own(step(IncludeStep("warm-up")), *steps)
    script = replace(script, routines=shipped("daily").routines)
    gone = [{key[0] for key in plan.out} for plan in shorter_plans(script)]
    assert gone[:2] == [{2}, {3}] or gone[:2] == [{3}, {2}]
    assert {1} in gone[2:]
    assert len(gone) == 15


def test_of_equal_steps_those_go_that_cost_a_change_of_position() -> None:
    names = ("bridge", "cat-cow", "pelvic-tilt", "partial-crunch")
    steps = [optional(name, index + 1) for index, name in enumerate(names)]
    script = own(step(exercise("march")), *steps, step(exercise("shoulder-rolls"), 9))
    first = next(shorter_plans(script))
    assert [script.routine.steps[key[0]].body.exercise for key in first.out] == ["cat-cow"]  # type: ignore[union-attr,index]


def test_of_many_steps_the_kinds_stay_too() -> None:
    names = ["bridge", "pelvic-tilt", "partial-crunch", "superman-hold", "dead-bug", "cat-cow"]
    names += ["childs-pose", "side-plank", "hip-hinge"]
    steps = [optional(name, index, 2, rank=9 - index) for index, name in enumerate(names)]
    kinds = []
    script = own(*steps)
    for plan in shorter_plans(script):
        left = exercises_of(apply_edit(script, plan))
        kinds.append({script.exercises[name].kind for name in left})
    assert all(len(found) == 3 for found in kinds[:6])


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(scripts)
def test_no_plan_loses_a_kind_before_one_that_keeps_all(script: Script) -> None:
    def kinds(plan: Any) -> int:
        left = apply_edit(script, plan)
        return len({left.exercises[name].kind for name in exercises_of(left)})

    counts = [kinds(plan) for plan in shorter_plans(script)]
    assert counts == sorted(counts, reverse=True) or len(counts) > 255


# Reps


@pytest.mark.slow
@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(scripts)
def test_no_reps_go_below_half_nor_below_their_least(script: Script) -> None:
    for number in quantities(script, AS_WRITTEN):
        written = number.values[number.written]
        least = number.values[0]
        assert least == written or number.unit != "reps" or 2 * least >= written - 1
        assert least >= 1


# Pauses


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(scripts, st.floats(0.6, 1.6), seeds)
def test_pauses_are_at_most_a_tenth_of_the_session(script: Script, share: float, seed: int) -> None:
    length_of = scattered_ms(seed)
    try:
        schedule, _ = fitted(script, round(natural_ms(script, length_of) * share), length_of)
    except CannotFit:
        return
    pauses = (  # a written rest has a least length
        slot.slot.length.ideal
        for slot in schedule.slots
        if isinstance(slot.slot.length, Elastic) and not slot.slot.length.least
    )
    assert sum(pauses) <= schedule.total_ms * script.coaching.pause_share


# Fading first


@pytest.mark.slow
def test_a_length_first_explains_less_where_that_may_be() -> None:
    known = Familiarity.by_hand(4)
    script = replace(shipped("daily"), familiarity=known)
    natural = natural_ms(script)
    told = changes(script, natural - 8000)
    assert told[0].startswith("explained less: March on the spot, Shoulder rolls, Cat and cow")
    assert not any("reps" in line for line in told)
    assert changes(script, natural) == []
    for other in (Familiarity.by_hand(2), replace(known, source="calendar")):
        script = replace(shipped("daily"), familiarity=other)
        assert not changes(script, natural_ms(script) - 8000)[0].startswith("explained")
    assert exercise_detail(script, "bridge") == "familiar"


# The nearest


def test_an_impossible_length_names_the_step_that_makes_it_so() -> None:
    script = own(
        step(exercise("march")), step(exercise("bridge", 5), 1), step(RestStep(600_000), 2),
        step(exercise("dead-bug", 5), 3),
    )  # fmt: skip
    with pytest.raises(CannotFit, match=r"the shortest .*\(step 3, rest, takes 5m\)"):
        fitted(script, 2 * MINUTE)
    heat = own(step(exercise("march")), step(HeatStep(900_000), 1))
    with pytest.raises(CannotFit, match=r"\(step 2, Heat rest, takes 15m"):
        fitted(heat, 2 * MINUTE)
    gap = own(step(exercise("march")), step(exercise("plank"), 1, optional=True))
    with pytest.raises(CannotFit, match=r"the nearest .*\(step 2, Plank, takes ") as error:
        fitted(gap, natural_ms(gap) - 60_000)
    assert error.value.nearest in error.value.lengths


@pytest.mark.slow
def test_the_nearest_length_will_do_where_that_is_said() -> None:
    script = replace(shipped("daily"), nearest=True)
    schedule, problems = fitted(script, 3 * MINUTE)
    assert [problem.code for problem in problems] == ["nearest-length"]
    assert "cannot last 3m, so it lasts " in str(problems[0].phrase)
    with pytest.raises(CannotFit) as error:
        fitted(shipped("daily"), 3 * MINUTE)
    assert schedule.total_ms == error.value.nearest == error.value.above
    assert fitted(script, 20 * MINUTE)[1] == []


# The way


@pytest.mark.parametrize("name", ROUTINES)
def test_the_way_is_what_a_session_gives_time_for(name: str) -> None:
    script = shipped(name)
    steps = flattened(script.routine.steps, script.routines)
    way = way_ms(positions(steps, script.exercises), script.coaching)
    schedule, _ = planned(script, estimated_ms, lambda _: estimated_ms)
    settled = sum(s.end_ms - s.start_ms for s in schedule.slots if s.slot.kind == "settle")
    assert way <= settled
