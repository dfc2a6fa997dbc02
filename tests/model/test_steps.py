"""The tree of steps, walked and mapped: each step has its key, and a rest goes with its step."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.coach.sessions import SHIPPED
from voicecoach.formats.problems import Where
from voicecoach.model.routine import (
    ExerciseStep,
    IncludeStep,
    RepeatStep,
    RestStep,
    Routine,
    RoutineHead,
    SayStep,
    SectionStep,
    Step,
    StepBody,
)
from voicecoach.model.steps import (
    Key,
    Steps,
    children,
    count_in_order,
    everything,
    first_effort,
    flattened,
    in_order,
    iter_steps,
    map_steps,
    own_work,
    step_at,
    works,
)

HERE = Where("x.yaml")


def step(body: StepBody, extra: bool = False) -> Step:
    return Step(body, HERE, extra=extra)


def routine(name: str, steps: Iterable[Step], part: bool = False) -> Routine:
    return Routine(RoutineHead(name, name, part=part), tuple(steps))


MARCH, BRIDGE, REST = (
    step(ExerciseStep("march")),
    step(ExerciseStep("bridge")),
    step(RestStep(5000)),
)
INNER = {
    "warm-up": routine("warm-up", [MARCH, step(SayStep("Well done."))], part=True),
    "core": routine("core", [step(IncludeStep("warm-up")), BRIDGE]),
}
LEAVES = st.sampled_from([MARCH, BRIDGE, REST, step(SayStep("Well done."))])
INCLUDES = st.sampled_from([step(IncludeStep(name)) for name in INNER])


def _groups(inner: st.SearchStrategy[Step]) -> st.SearchStrategy[Step]:
    steps = st.lists(inner, max_size=3).map(tuple)
    bodies = st.builds(SectionStep, st.just("Title"), steps) | st.builds(
        RepeatStep, st.integers(1, 3), steps
    )
    return st.builds(step, bodies, st.booleans())


trees = st.lists(st.recursive(LEAVES | INCLUDES, _groups, max_leaves=12), max_size=4).map(tuple)


@given(trees)
def test_each_step_is_found_by_its_key(steps: Steps) -> None:
    visits = list(iter_steps(steps, INNER))
    assert [step_at(steps, INNER, visit.key) for visit in visits] == [v.step for v in visits]
    assert len({visit.key for visit in visits}) == len(visits)


@given(trees)
def test_what_is_above_a_step_comes_before_it(steps: Steps) -> None:
    seen: list[Step] = []
    for visit in iter_steps(steps, INNER):
        assert all(any(above is each for each in seen) for above in visit.above)
        seen.append(visit.step)


@given(trees)
def test_what_is_done_is_counted_without_being_made(steps: Steps) -> None:
    assert count_in_order(steps, INNER) == len(list(flattened(steps, INNER)))


@given(trees)
def test_there_is_work_where_something_is_done_that_is_more_than_words(steps: Steps) -> None:
    bodies = [each.body for each in flattened(steps, INNER)]
    assert works(steps, INNER) is any(isinstance(body, ExerciseStep) for body in bodies)


@given(trees)
def test_a_change_of_nothing_leaves_everything(steps: Steps) -> None:
    assert map_steps(steps, lambda _key, _before, each: [each]) == steps


@given(trees)
def test_a_change_is_given_the_same_keys_that_a_walk_gives(steps: Steps) -> None:
    given_keys: list[Key] = []

    def note(key: Key, before: Step, each: Step) -> list[Step]:
        assert before == each
        given_keys.append(key)
        return [each]

    map_steps(steps, note)
    assert sorted(given_keys) == sorted(visit.key for visit in iter_steps(steps))


def without(name: str, steps: Iterable[Step]) -> Steps:
    def change(_key: Key, _before: Step, each: Step) -> list[Step]:
        return [] if each.body == ExerciseStep(name) else [each]

    return map_steps(tuple(steps), change)


@pytest.mark.parametrize(
    ("steps", "left"),
    [
        ((MARCH, REST, BRIDGE), (BRIDGE,)),  # the rest after it
        ((BRIDGE, REST, MARCH), (BRIDGE,)),  # the one before, where none comes after
        ((BRIDGE, REST, MARCH, REST, BRIDGE), (BRIDGE, REST, BRIDGE)),
        ((MARCH, REST, REST, BRIDGE), (REST, BRIDGE)),  # one only
        ((MARCH,), ()),
    ],
)
def test_a_rest_goes_with_the_step_beside_it(steps: Steps, left: Steps) -> None:
    assert without("march", steps) == left
    inside = without("march", [step(RepeatStep(2, steps)), REST])
    assert children(inside[0]) == left
    assert inside[1:] == (REST,)


def test_a_step_may_become_several() -> None:
    steps = (step(SectionStep("Title", (MARCH,))), BRIDGE)
    doubled = map_steps(steps, lambda _key, _before, each: [each, each])
    assert [len(children(each)) for each in doubled] == [2, 2, 0, 0]


def test_more_rounds_are_done_where_they_are_asked_for() -> None:
    steps = (step(RepeatStep(2, (MARCH, step(RepeatStep(1, (BRIDGE,)))))),)
    done = [key for key, _ in in_order(steps, INNER, more={(0, 1): 1})]
    assert done == [(0, 0), (0, 1, 0), (0, 1, 0)] * 2


def test_extra_steps_are_done_where_they_are_asked_for() -> None:
    steps = (step(ExerciseStep("march"), extra=True), BRIDGE)
    assert [*flattened(steps, INNER)] == [BRIDGE]
    assert [each for _, each in in_order(steps, INNER, everything)] == [*steps]


def test_a_routine_of_its_warm_up_alone_has_no_work_of_its_own() -> None:
    assert not own_work(routine("short", [step(IncludeStep("warm-up"))]), INNER)
    assert own_work(routine("short", [step(IncludeStep("core"))]), INNER)


def test_steps_that_multiply_are_counted_at_once() -> None:
    steps: Steps = (MARCH,)
    for _ in range(40):
        steps = (step(RepeatStep(20, steps)),)
    assert count_in_order(steps, INNER) == 20**40


def effort(*steps: Step) -> ExerciseStep | None:
    exercises = {name: SHIPPED.exercises()[name][0] for name in ("march", "plank", "bridge")}
    heavy = routine("heavy", [step(ExerciseStep("plank"))], part=True)
    return first_effort(steps, INNER | {"heavy": heavy}, exercises)


def test_effort_is_found_where_no_warm_up_comes_before_it() -> None:
    plank = ExerciseStep("plank")
    warm_up, core = step(IncludeStep("warm-up")), step(IncludeStep("core"))
    assert effort(MARCH, step(plank)) is plank  # a gentle movement is none
    assert effort(warm_up, step(plank)) is None
    section, circuit = step(SectionStep("Title", (warm_up,))), step(RepeatStep(2, (step(plank),)))
    assert effort(section, circuit) is None
    assert effort(step(plank), warm_up) is plank
    assert effort(core, step(plank)) is None  # it warms up first
    assert effort(step(plank, extra=True), MARCH) is None
    assert effort(step(IncludeStep("heavy"))) == plank  # a part that begins with effort
