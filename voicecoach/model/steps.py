"""The tree of steps: sections and circuits hold steps, and an include stands for a routine's.

A step is known by its key: the name of the included routine it stands in, if it does, and the
indices that lead to it. What a circuit or a routine that is included twice does is the same each
time, so its steps have one key each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from voicecoach.base.values import dataclass, replace
from voicecoach.model.exercise import Exercise
from voicecoach.model.routine import (
    BreatheStep,
    ColdStep,
    ExerciseStep,
    HeatStep,
    IncludeStep,
    RepeatStep,
    RestStep,
    Routine,
    SectionStep,
    Step,
)

Key = tuple[str | int, ...]
Steps = tuple[Step, ...]
Routines = Mapping[str, Routine]

Does = Callable[[Key, Step], bool]
"""Whether a step is done; one that is not is passed over with all that it holds."""

StepFigure = Callable[[Key, Step], int]
"""A figure of a step, which has its key."""

StepChange = Callable[[Key, Step, Step], Iterable[Step]]
"""What comes in a step's place: itself, others, or none. It is given the step's key, the step as it
was, and the step in which all that it holds has been changed."""

_NO_ROUTINES: Routines = MappingProxyType({})
_NO_MORE: Mapping[Key, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Visit:
    """A step where it stands.

    Attributes:
        key: its own.
        step: the step.
        above: those that hold or include it, the outermost first.
    """

    key: Key
    step: Step
    above: Steps


def as_written(_key: Key, step: Step) -> bool:
    """All steps but the extra ones, which are only done where a length leaves time."""
    return not step.extra


def everything(_key: Key, _step: Step) -> bool:
    """All steps."""
    return True


def children(step: Step) -> Steps:
    """The steps that a section or a circuit holds; none of any other."""
    return step.body.steps if isinstance(step.body, SectionStep | RepeatStep) else ()


def rebuild(step: Step, steps: Steps) -> Step:
    """A section or a circuit with other steps in it."""
    assert isinstance(step.body, SectionStep | RepeatStep), "only these hold steps"
    return replace(step, body=replace(step.body, steps=steps))


def stands_for_others(step: Step) -> bool:
    """Whether nothing is done in a step but what it holds or includes."""
    return isinstance(step.body, SectionStep | RepeatStep | IncludeStep)


def holds_intervals(step: Step) -> bool:
    """Whether what a step holds is done by the clock."""
    return isinstance(step.body, RepeatStep) and step.body.is_interval


def rounds(step: Step) -> int:
    """How often what a step holds is done."""
    return step.body.repeat if isinstance(step.body, RepeatStep) else 1


def step_at(steps: Steps, routines: Routines, key: Key) -> Step:
    """The step of a key, in a routine's steps or in those that it includes."""
    if isinstance(key[0], str):
        steps = routines[key[0]].steps
    *path, last = (index for index in key if isinstance(index, int))
    for index in path:
        steps = children(steps[index])
    return steps[last]


def _opened(key: Key, step: Step, routines: Routines) -> tuple[Key, Steps]:
    """What a step stands for, and the key of that."""
    if isinstance(step.body, IncludeStep):
        return (step.body.include,), routines[step.body.include].steps
    return key, children(step)


def iter_steps(
    steps: Steps, routines: Routines = _NO_ROUTINES, does: Does = everything
) -> Iterator[Visit]:
    """Every step once, each before what it holds.

    Args:
        steps: a routine's.
        routines: those that are opened where they are first included, by name.
        does: tells which steps there are.
    """
    seen: set[str] = set()

    def visits(key: Key, steps: Steps, above: Steps) -> Iterator[Visit]:
        for index, step in enumerate(steps):
            here = (*key, index)
            if not does(here, step):
                continue
            yield Visit(here, step, above)
            if isinstance(step.body, IncludeStep):
                if step.body.include in seen or step.body.include not in routines:
                    continue
                seen.add(step.body.include)
            if stands_for_others(step):
                yield from visits(*_opened(here, step, routines), (*above, step))

    return visits((), steps, ())


def own_steps(steps: Steps) -> Iterator[Step]:
    """The steps that are written in a routine and hold no others, in its file's order."""
    groups = SectionStep | RepeatStep
    return (v.step for v in iter_steps(steps) if not isinstance(v.step.body, groups))


def in_order(
    steps: Steps,
    routines: Routines,
    does: Does = as_written,
    more: Mapping[Key, int] = _NO_MORE,
) -> Iterator[tuple[Key, Step]]:
    """The steps in the order in which they are done: sections, circuits and includes opened.

    Args:
        steps: a routine's.
        routines: all that it includes, by name.
        does: tells which steps are done.
        more: rounds of circuits beside those that are written.
    """

    def opened(key: Key, steps: Steps) -> Iterator[tuple[Key, Step]]:
        for index, step in enumerate(steps):
            here = (*key, index)
            if not does(here, step):
                continue
            if not stands_for_others(step):
                yield here, step
                continue
            for _ in range(rounds(step) + more.get(here, 0)):
                yield from opened(*_opened(here, step, routines))

    return opened((), steps)


def flattened(steps: Steps, routines: Routines) -> Iterator[Step]:
    """The steps as they are done where no length adds any."""
    return (step for _, step in in_order(steps, routines))


def sum_in_order(
    steps: Steps,
    routines: Routines,
    figure: StepFigure,
    does: Does = as_written,
    more: Mapping[Key, int] = _NO_MORE,
) -> int:
    """The sum of a figure of the steps that `in_order` gives, without making them.

    Repeats multiply, so there may be very many.

    Args: as those of `in_order`, and
        figure: of a step that holds no others.
    """
    summed: dict[str, int] = {}

    def several(key: Key, steps: Steps) -> int:
        here = ((*key, index) for index in range(len(steps)))
        return sum(
            (rounds(step) + more.get(each, 0)) * one(each, step)
            for each, step in zip(here, steps, strict=True)
            if does(each, step)
        )

    def one(key: Key, step: Step) -> int:
        if not stands_for_others(step):
            return figure(key, step)
        opened, inner = _opened(key, step, routines)
        if not isinstance(step.body, IncludeStep):
            return several(opened, inner)
        name = step.body.include
        if name not in summed:
            summed[name] = several(opened, inner)
        return summed[name]

    return several((), steps)


def count_in_order(steps: Steps, routines: Routines) -> int:
    """How many steps `in_order` gives, without making them."""
    return sum_in_order(steps, routines, lambda _key, _step: 1)


def map_steps(steps: Steps, change: StepChange, key: Key = ()) -> Steps:
    """Steps as a change leaves them, with all that they hold.

    A rest beside a step that it takes away goes too: the one after it, else the one before.
    """
    kept: list[Step] = []
    gone = False
    for index, step in enumerate(steps):
        if gone and isinstance(step.body, RestStep):
            gone = False
            continue
        here = (*key, index)
        inner = children(step)
        changed = rebuild(step, map_steps(inner, change, here)) if inner else step
        found = [*change(here, step, changed)]
        gone = not found
        kept += found
    if gone and kept and isinstance(kept[-1].body, RestStep):
        del kept[-1]
    return tuple(kept)


def works(steps: Steps, routines: Routines) -> bool:
    """Whether there is anything to do in steps, beside words and rests."""
    work = ExerciseStep | BreatheStep | HeatStep | ColdStep
    visits = iter_steps(steps, routines, as_written)
    return any(isinstance(visit.step.body, work) for visit in visits)


def own_work(routine: Routine, routines: Routines) -> bool:
    """Whether a routine has anything to do beside the warm-up and other parts that it includes."""
    return works(routine.steps, without_parts(routines))


def without_parts(routines: Routines) -> Routines:
    """The routines that are not made to be parts of others, as the warm-up is."""
    return {name: routine for name, routine in routines.items() if not routine.head.part}


def first_effort(
    steps: Steps, routines: Routines, exercises: Mapping[str, Exercise]
) -> ExerciseStep | None:
    """The first exercise that asks for effort without a warm-up before it.

    A warm-up is an included routine that is made to be a part of others.
    """
    parts: list[Step] = []
    for visit in iter_steps(steps, routines, as_written):
        if any(all(part is not each for each in visit.above) for part in parts):
            return None  # one of them is over
        body = visit.step.body
        if isinstance(body, IncludeStep):
            included = routines.get(body.include)
            parts += [visit.step] if included and included.head.part else []
        elif isinstance(body, ExerciseStep):
            exercise = exercises.get(body.exercise)
            if exercise and not exercise.gentle:
                return body
    return None
