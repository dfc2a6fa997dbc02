"""Where a routine crosses the floor needlessly, a check suggests another order."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.coach.sessions import SHIPPED
from tests.coach.test_fit import exercise, own, step
from voicecoach.coach.crossing import crossings
from voicecoach.coach.way import end_of, way_ms
from voicecoach.library.script import Script
from voicecoach.model.routine import ExerciseStep, SectionStep

NAMES = SHIPPED.names("exercises")
DOWN_AND_UP = ("bridge", "cat-cow", "pelvic-tilt", "childs-pose", "partial-crunch")


def routine(*names: str) -> Script:
    steps = [step(exercise(name), index + 1) for index, name in enumerate(names)]
    return own(step(exercise("march"), 0, keep=True), *steps)


def way(script: Script) -> int:
    places = [
        script.exercises[s.body.exercise].position
        for s in script.routine.steps
        if isinstance(s.body, ExerciseStep)
    ]
    return way_ms(["standing", *places, end_of(places[-1])], script.coaching)


def suggested(script: Script) -> list[str]:
    return [str(problem.phrase.facts["order"]) for problem in crossings(script)]


def test_what_shares_a_position_is_suggested_together() -> None:
    (problem,) = crossings(routine(*DOWN_AND_UP))
    assert problem.phrase.facts["order"] == (
        "Cat and cow, Child's pose, Bridge, Pelvic tilt, Partial crunch"
    )
    better = routine("cat-cow", "childs-pose", "bridge", "pelvic-tilt", "partial-crunch")
    assert problem.phrase.facts["saved_ms"] == way(routine(*DOWN_AND_UP)) - way(better)
    assert suggested(better) == []


def test_an_order_that_a_source_gives_or_a_step_that_is_kept_stays() -> None:
    script = routine(*DOWN_AND_UP)
    head = replace(script.routine.head, source="B")
    assert not suggested(replace(script, routine=replace(script.routine, head=head)))
    kept = tuple(replace(each, keep=True) for each in script.routine.steps)
    assert not suggested(replace(script, routine=replace(script.routine, steps=kept)))


def test_a_section_is_looked_at_by_itself() -> None:
    steps = tuple(step(exercise(name), index) for index, name in enumerate(DOWN_AND_UP))
    script = own(step(exercise("march")), step(SectionStep("Floor", steps), 1))
    assert len(suggested(script)) == 1


@settings(max_examples=40)
@given(st.lists(st.sampled_from(NAMES), min_size=2, max_size=5))
def test_no_order_is_shorter_than_the_one_that_is_suggested(names: list[str]) -> None:
    script = routine(*names)
    orders = [way(routine(*order)) for order in permutations(names)]
    for problem in crossings(script):
        saved = problem.phrase.facts["saved_ms"]
        assert saved >= script.coaching.crossing_worth
        assert saved <= way(script) - min(orders)
        if not script.exercises[names[0]].gentle:
            assert saved == way(script) - min(orders)
