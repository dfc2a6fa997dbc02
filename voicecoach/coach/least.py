"""How long a session is at the very least: found from its tree of steps, before it is compiled.

A circuit in a circuit multiplies, so a script of a page can ask for weeks. Counting that takes a
look at each step; compiling it would take minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from voicecoach.coach.prescription import prescribe
from voicecoach.library.script import Script
from voicecoach.model.coaching import with_overrides
from voicecoach.model.intervals import work_ms
from voicecoach.model.routine import (
    BreatheStep,
    ColdStep,
    ExerciseStep,
    HeatStep,
    RepeatStep,
    RestStep,
    SayStep,
    Step,
)
from voicecoach.model.steps import Key, Steps, Visit, iter_steps, stands_for_others, sum_in_order

_LETTERS_S = 30  # spoken in a second, by nobody
_BREATH_MS = 2_000


def _unchanged(_key: Key, step: Step) -> Step:
    return step


def least_ms(script: Script) -> int:
    """Return a length that no session of a script is shorter than, where no length is asked for."""
    steps, routines = script.routine.steps, script.routines
    leasts = leasts_ms(script)
    return sum_in_order(steps, routines, lambda key, _: leasts[key])


def leasts_ms(
    script: Script, change: Callable[[Key, Step], Step] = _unchanged, rests: float = 1
) -> dict[Key, int]:
    """Return what each step of a script takes at least, once; of those that hold no others.

    Args:
        script: the routine with everything that it names.
        change: what is to be done in the place of a step.
        rests: this part of each rest is taken at least.
    """
    visits = [*iter_steps(script.routine.steps, script.routines)]
    gone = _beside_extra(visits)
    return {
        visit.key: 0
        if visit.key in gone
        else _least(change(visit.key, visit.step), visit.above, script, rests)
        for visit in visits
        if not stands_for_others(visit.step)
    }


def _beside_extra(visits: Sequence[Visit]) -> set[Key]:
    """The rests that may go with an extra step beside them, which is done where time is left."""
    extra = {visit.key for visit in visits if visit.step.extra}
    beside = {(*above, int(index) + by) for *above, index in extra for by in (-1, 1)}
    return {
        visit.key
        for visit in visits
        if visit.key in beside and isinstance(visit.step.body, RestStep)
    }


def _by_the_clock(circuit: RepeatStep, step: Step) -> int:
    """The least that an exercise of intervals takes; the last of all has no rest behind it."""
    assert isinstance(step.body, ExerciseStep), "intervals hold exercises only"
    if step is circuit.steps[-1]:
        return 0 if circuit.every else work_ms(circuit, step.body.dose)
    return circuit.every or work_ms(circuit, step.body.dose) + (circuit.rest or 0)


def _least(step: Step, above: Steps, script: Script, rests: float) -> int:
    if above and isinstance(above[-1].body, RepeatStep) and above[-1].body.is_interval:
        return _by_the_clock(above[-1].body, step)
    match step.body:
        case ExerciseStep() as body:
            return _exercise(body, script, rests)
        case BreatheStep(breathe=pattern):
            return pattern.total or (pattern.breaths or 1) * _BREATH_MS
        case RestStep(rest=ms):
            return int(ms * rests)
        case HeatStep(heat=ms) | ColdStep(cold=ms):
            return ms
        case SayStep(say=text, wait=wait):
            return len(text) * 1000 // _LETTERS_S + wait.ms
        case _:
            return 0


def _exercise(body: ExerciseStep, script: Script, rests: float) -> int:
    exercise = script.exercises[body.exercise]
    coaching = with_overrides(script.coaching, exercise.coaching)
    dose = prescribe(exercise, body.dose, coaching)
    sides = 1 if dose.alternating else len(dose.sides)
    (settled,) = coaching.settle_ms("same")
    moved = sides * sum(each.reps * each.rep_ms for each in dose.each_set)
    return settled + moved + int((dose.sets - 1) * dose.rest_ms * rests)
