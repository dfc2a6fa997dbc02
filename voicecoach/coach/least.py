"""How long a session is at the very least: found from its tree of steps, before it is compiled.

A circuit in a circuit multiplies, so a script of a page can ask for weeks. Counting that takes a
look at each step; compiling it would take minutes.
"""

from __future__ import annotations

from voicecoach.coach.prescription import prescribe
from voicecoach.library.library import Script
from voicecoach.model.coaching import with_overrides
from voicecoach.model.routine import (
    BreatheStep,
    ColdStep,
    ExerciseStep,
    HeatStep,
    IncludeStep,
    RestStep,
    SayStep,
    Step,
)
from voicecoach.model.steps import children, rounds, stands_for_others

_LETTERS_S = 30  # spoken in a second, by nobody
_BREATH_MS = 2_000


def least_ms(script: Script) -> int:
    """Return a length that no session of a script is shorter than, where no length is asked for."""
    included: dict[str, int] = {}

    def several(steps: tuple[Step, ...]) -> int:
        return sum(rounds(step) * one(step) for step in steps if not step.extra)

    def one(step: Step) -> int:
        if isinstance(step.body, IncludeStep):
            name = step.body.include
            if name not in included:
                included[name] = several(script.routines[name].steps)
            return included[name]
        return several(children(step)) if stands_for_others(step) else _least(step, script)

    return several(script.routine.steps)


def _least(step: Step, script: Script) -> int:
    match step.body:
        case ExerciseStep() as body:
            return _exercise(body, script)
        case BreatheStep(breathe=pattern):
            return pattern.total or (pattern.breaths or 1) * _BREATH_MS
        case RestStep(rest=ms) | HeatStep(heat=ms) | ColdStep(cold=ms):
            return ms
        case SayStep(say=text, wait=wait):
            return len(text) * 1000 // _LETTERS_S + wait.ms
        case _:
            return 0


def _exercise(body: ExerciseStep, script: Script) -> int:
    exercise = script.exercises[body.exercise]
    coaching = with_overrides(script.coaching, exercise.coaching)
    dose = prescribe(exercise, body.dose, coaching)
    sides = 1 if dose.alternating else len(dose.sides)
    (settled,) = coaching.settle_ms("same")
    return settled + dose.sets * dose.reps * sides * dose.rep_ms + (dose.sets - 1) * dose.rest_ms
