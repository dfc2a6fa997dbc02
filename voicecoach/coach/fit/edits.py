"""What of a script is done: a plan, the script that it leaves, and the numbers that may change."""

from __future__ import annotations

from collections.abc import Iterator

from voicecoach.base.values import dataclass, replace
from voicecoach.coach.compile.breathing import Pattern
from voicecoach.library.script import Script
from voicecoach.model.coaching import Coaching, with_overrides
from voicecoach.model.dose import Range, SidesChoice
from voicecoach.model.exercise import Exercise
from voicecoach.model.routine import BreatheStep, ExerciseStep, RepeatStep, SectionStep, Step
from voicecoach.model.steps import (
    Key,
    Routines,
    Steps,
    as_written,
    children,
    holds_intervals,
    in_order,
    iter_steps,
    map_steps,
    without_parts,
    works,
)

_REPS_MOST, _REPS_SOME = 40, 10  # numbers of reps: all up to so many, else so many of them


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
class Edit:
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

    def does(self, key: Key, step: Step) -> bool:
        """Whether a step is done."""
        return key not in self.out and (as_written(key, step) or key in self.added)


AS_WRITTEN = Edit()


def apply_edit(script: Script, plan: Edit = AS_WRITTEN) -> Script:
    """A script with what a plan leaves of it; extra steps that it does not add are gone.

    A rest beside a step that is left out goes too, and a section without anything left to do.
    """
    routines = {
        name: replace(other, steps=_left(plan, script.routines, other.steps, (name,)))
        for name, other in script.routines.items()
    }
    routine = replace(script.routine, steps=_left(plan, routines, script.routine.steps, ()))
    return replace(script, routine=routine, routines=routines)


def _left(plan: Edit, routines: Routines, steps: Steps, key: Key) -> Steps:
    more, amounts = dict(plan.rounds), dict(plan.amounts)

    def change(key: Key, before: Step, step: Step) -> Iterator[Step]:
        if not plan.does(key, before):
            return
        if isinstance(step.body, SectionStep | RepeatStep):
            left, had_work = children(step), works(children(before), routines)
            if not left or (had_work and not works(left, routines)):
                return
        if isinstance(step.body, RepeatStep) and key in more:
            step = replace(step, body=replace(step.body, repeat=step.body.repeat + more[key]))
        if key in amounts:
            step = with_amount(step, amounts[key])
        yield replace(step, extra=False) if step.extra else step

    return map_steps(steps, change, key)


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
    script: Script, plan: Edit = AS_WRITTEN, extras: bool = False
) -> Iterator[tuple[Key, Step, bool]]:
    """The steps that a length may look at: not those of the warm-up and other included parts.

    Of intervals the rounds may change, and nothing within a round.

    Args:
        script: has them.
        plan: what is done of it.
        extras: extra steps too, whether the plan adds them or not.

    Yields:
        Each step that a plan leaves, with its key, and whether it must stay as it is.
    """

    def looked_at(key: Key, step: Step) -> bool:
        return plan.does(key, step) or (extras and step.extra and key not in plan.out)

    for visit in iter_steps(script.routine.steps, without_parts(script.routines), looked_at):
        by_the_clock = any(holds_intervals(step) for step in visit.above)
        stays = by_the_clock or any(step.keep for step in (*visit.above, visit.step))
        yield visit.key, visit.step, stays


def occurrences(script: Script, plan: Edit) -> dict[Key, list[bool]]:
    """How often each exercise and each breathing is done, and whether it was done before then."""
    found: dict[Key, list[bool]] = {}
    done: set[str] = set()
    steps, routines = script.routine.steps, script.routines
    for key, step in in_order(steps, routines, plan.does, dict(plan.rounds)):
        match step.body:
            case ExerciseStep(exercise=name):
                found.setdefault(key, []).append(name in done)
                done.add(name)
            case BreatheStep():
                found.setdefault(key, []).append(False)
    return found


# Quantities


def quantities(script: Script, plan: Edit) -> Iterator[Quantity]:
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


def _thinned(low: int, high: int, written: int) -> tuple[int, ...]:
    """The numbers of reps to look at: of very many some, as far apart as each other.

    The ends and what is written stay.
    """
    if high - low < _REPS_MOST:
        return tuple(range(low, high + 1))
    apart = (high - low) / (_REPS_SOME - 1)
    return tuple(sorted({*(low + round(number * apart) for number in range(_REPS_SOME)), written}))


def _reps(script: Script, step: Step, body: ExerciseStep) -> Values | None:
    """The reps that an exercise may have: in the step's own range, else down to its least.

    What a person's profile or a programme's stage prescribes is done as it is; with a range there
    the range counts. Up it goes within the library's range. What is done on one side only has a
    number of its own.
    """
    exercise = script.exercises[body.exercise]
    of_library, own = exercise.dose.reps, body.dose.reps or exercise.dose.reps
    if own is None or own.listed or _side_of(exercise, body) in ("left", "right"):
        return None
    low, high = own.low, own.high
    routines = (script.routine, *script.routines.values())
    prescribed = step.where.file not in {routine.file for routine in routines}
    if not (prescribed or (body.dose.reps and low < high)):
        figures = with_overrides(script.coaching, exercise.coaching)
        low = least_reps(exercise, body, own.low, figures)
        high = max(high, of_library.high) if of_library and own.low >= of_library.low else high
    return ("reps", _thinned(low, high, own.low), own.low) if low < high else None


def least_reps(exercise: Exercise, body: ExerciseStep, written: int, figures: Coaching) -> int:
    """To how many reps a length may take a number of them, on each side."""
    side = _side_of(exercise, body)
    least = figures.reps_kept
    if side == "alternating":
        least = figures.pairs_kept
    elif side == "each" and exercise.hold_phase:
        least = figures.side_holds_kept
    return min(written, max(least, int(written * figures.reps_kept_share)))


def _side_of(exercise: Exercise, body: ExerciseStep) -> SidesChoice | None:
    choice = body.dose.sides or exercise.dose.sides
    return choice or (exercise.sides.default if exercise.sides else None)


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
