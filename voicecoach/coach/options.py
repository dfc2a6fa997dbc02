"""What of a script is done: a plan, the script that it leaves, and the numbers that may change.

A step is known by its key: the name of the included routine it stands in, if it does, and the
indices that lead to it. What a circuit or a routine that is included twice does is the same each
time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from voicecoach.coach.breathing import Pattern
from voicecoach.script.coaching import Coaching
from voicecoach.script.dose import Range
from voicecoach.script.library import Script, works
from voicecoach.script.model import (
    BreatheStep,
    ExerciseStep,
    IncludeStep,
    RepeatStep,
    RestStep,
    SectionStep,
    Step,
)

Key = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a step that a length may change.

    Attributes:
        key: the step's.
        unit: what is counted: `reps` or `breaths`; `ms` for breathing that has a time.
        values: every number that it may be, rising.
        written: the index of the one that is written.
    """

    key: Key
    unit: str
    values: tuple[int, ...]
    written: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What of a script is done.

    Attributes:
        out: the optional steps that are left out.
        added: the extra steps that are done.
        rounds: circuits that are done more often than is written, with how often more.
        amounts: quantities that differ from what is written.
    """

    out: frozenset[Key] = frozenset()
    added: frozenset[Key] = frozenset()
    rounds: tuple[tuple[Key, int], ...] = ()
    amounts: tuple[tuple[Key, int], ...] = ()


AS_WRITTEN = Plan()


def performed(script: Script, plan: Plan = AS_WRITTEN) -> Script:
    """A script with what a plan leaves of it; extra steps that it does not add are gone.

    A rest beside a step that is left out goes too, and a section without anything left to do.
    """
    routines = {
        name: replace(other, steps=_Performing(script, plan).steps(other.steps, (name,)))
        for name, other in script.routines.items()
    }
    without_gone = replace(script, routines=routines)
    steps = _Performing(without_gone, plan).steps(script.routine.steps, ())
    routine = replace(script.routine, steps=steps)
    return replace(script, routine=routine, routines=routines)


@dataclass
class _Performing:
    script: Script
    plan: Plan
    rounds: dict[Key, int] = field(init=False)
    amounts: dict[Key, int] = field(init=False)

    def __post_init__(self) -> None:
        self.rounds, self.amounts = dict(self.plan.rounds), dict(self.plan.amounts)

    def steps(self, steps: tuple[Step, ...], key: Key) -> tuple[Step, ...]:
        kept: list[Step] = []
        gone = False
        for index, step in enumerate(steps):
            if gone and isinstance(step.body, RestStep):
                gone = False
                continue
            found = self._step(step, (*key, index))
            gone = found is None
            if found is not None:
                kept.append(found)
        if gone and kept and isinstance(kept[-1].body, RestStep):
            del kept[-1]
        return tuple(kept)

    def _step(self, step: Step, key: Key) -> Step | None:
        if key in self.plan.out or (step.extra and key not in self.plan.added):
            return None
        step = replace(step, extra=False) if step.extra else step
        match step.body:
            case SectionStep(steps=inner) | RepeatStep(steps=inner) as body:
                left = self.steps(inner, key)
                had_work = works(inner, self.script.routines)
                if not left or (had_work and not works(left, self.script.routines)):
                    return None
                if isinstance(body, RepeatStep):
                    body = replace(body, repeat=body.repeat + self.rounds.get(key, 0))
                return replace(step, body=replace(body, steps=left))
            case _ if key in self.amounts:
                return with_amount(step, self.amounts[key])
        return step


def with_amount(step: Step, amount: int) -> Step:
    """A step with another number of reps or breaths, or another time of breathing, ms."""
    match step.body:
        case ExerciseStep() as body:
            dose = replace(body.dose, reps=Range(amount, amount))
            return replace(step, body=replace(body, dose=dose))
        case BreatheStep(breathe=breathe) if breathe.breaths is not None:
            return replace(step, body=BreatheStep(replace(breathe, breaths=amount)))
        case BreatheStep(breathe=breathe):
            return replace(step, body=BreatheStep(replace(breathe, total=amount)))
    raise AssertionError("only these have a number that may change")


def walked(
    script: Script, plan: Plan = AS_WRITTEN, extras: bool = False
) -> Iterator[tuple[Key, Step, bool]]:
    """The steps that a length may look at: not those of the warm-up and other included parts.

    Args:
        script: has them.
        plan: what is done of it.
        extras: extra steps too, whether the plan adds them or not.

    Yields:
        Each step that a plan leaves, with its key, and whether it must stay as it is.
    """
    seen: set[str] = set()

    def walk(steps: tuple[Step, ...], key: Key, kept: bool) -> Iterator[tuple[Key, Step, bool]]:
        for index, step in enumerate(steps):
            here = (*key, index)
            if here in plan.out or (step.extra and not extras and here not in plan.added):
                continue
            stays = kept or step.keep
            yield here, step, stays
            match step.body:
                case SectionStep(steps=inner) | RepeatStep(steps=inner):
                    yield from walk(inner, here, stays)
                case IncludeStep(include=name) if name not in seen:
                    seen.add(name)
                    if not script.routines[name].head.part:
                        yield from walk(script.routines[name].steps, (name,), stays)

    yield from walk(script.routine.steps, (), False)


def occurrences(script: Script, plan: Plan) -> dict[Key, list[bool]]:
    """How often each exercise and each breathing is done, and whether it was done before then."""
    found: dict[Key, list[bool]] = {}
    rounds, done = dict(plan.rounds), set[str]()

    def walk(steps: tuple[Step, ...], key: Key) -> None:
        for index, step in enumerate(steps):
            here = (*key, index)
            if here in plan.out or (step.extra and here not in plan.added):
                continue
            match step.body:
                case ExerciseStep(exercise=name):
                    found.setdefault(here, []).append(name in done)
                    done.add(name)
                case BreatheStep():
                    found.setdefault(here, []).append(False)
                case SectionStep(steps=inner):
                    walk(inner, here)
                case RepeatStep(repeat=times, steps=inner):
                    for _ in range(times + rounds.get(here, 0)):
                        walk(inner, here)
                case IncludeStep(include=name):
                    walk(script.routines[name].steps, (name,))

    walk(script.routine.steps, ())
    return found


# Quantities


def quantities(script: Script, plan: Plan) -> Iterator[Quantity]:
    """The numbers that may change in what a plan leaves of a script."""
    for key, step, stays in walked(script, plan):
        found = None
        if not stays and isinstance(step.body, ExerciseStep):
            found = _reps(script, step, step.body)
        elif not stays and isinstance(step.body, BreatheStep):
            found = _breaths(step.body, script.coaching)
        if found:
            unit, values, written = found
            yield Quantity(key, unit, values, values.index(written))


Values = tuple[str, tuple[int, ...], int]


def _reps(script: Script, step: Step, body: ExerciseStep) -> Values | None:
    """The reps that an exercise may have: in the step's own range, else in the library's.

    What a person's profile or a programme's stage prescribes is never exceeded. A number outside of
    the library's range is somebody's decision: it only gives way towards that range from above.
    What is done on one side only has a number of its own.
    """
    exercise = script.exercises[body.exercise]
    of_library, own = exercise.dose.reps, body.dose.reps or exercise.dose.reps
    choice = body.dose.sides or exercise.dose.sides
    choice = choice or (exercise.sides.default if exercise.sides else None)
    if own is None or choice in ("left", "right"):
        return None
    low, high = own.low, own.high
    if low == high and of_library:
        routines = (script.routine, *script.routines.values())
        prescribed = step.where.file not in {routine.file for routine in routines}
        most = low if prescribed or low < of_library.low else of_library.high
        low, high = min(low, of_library.low), max(high, most)
    return ("reps", tuple(range(low, high + 1)), own.low) if low < high else None


def _breaths(body: BreatheStep, coaching: Coaching) -> Values | None:
    breathe = body.breathe
    if breathe.breaths is not None and breathe.breaths_most:
        values = range(breathe.breaths, breathe.breaths_most + 1)
        return "breaths", tuple(values), breathe.breaths
    if breathe.total is not None and breathe.total_most:
        inhale = breathe.inhale or coaching.breathe_in
        exhale = breathe.exhale or coaching.breathe_out
        cycle = Pattern(inhale, breathe.hold, exhale, breathe.pause).cycle_ms
        values = range(breathe.total, breathe.total_most + 1, cycle)
        return ("ms", tuple(values), breathe.total) if len(values) > 1 else None
    return None


def step_at(script: Script, key: Key) -> Step:
    """The step of a key."""
    routine = script.routines[key[0]] if isinstance(key[0], str) else script.routine
    steps = routine.steps
    *path, last = (index for index in key if isinstance(index, int))
    for index in path:
        body = steps[index].body
        assert isinstance(body, SectionStep | RepeatStep), "only these hold steps"
        steps = body.steps
    return steps[last]
