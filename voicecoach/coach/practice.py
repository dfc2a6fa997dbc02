"""What a script has somebody practise: its exercises, each with all that its doses are."""

from __future__ import annotations

import json

from voicecoach.coach.prescription import prescribe
from voicecoach.formats.problems import Where
from voicecoach.library.script import Script
from voicecoach.model.coaching import with_overrides
from voicecoach.model.routine import ExerciseStep, RepeatStep
from voicecoach.model.steps import flattened, iter_steps


def practice_of(script: Script) -> dict[str, str]:
    """The exercises of a script as it is written, by name, with their doses.

    A dose is a text that is the same as long as the dose is, in every language. An exercise that is
    done several times has all its doses in one.
    """
    doses: dict[str, list[list[object]]] = {}
    clocks = _clocks(script)
    for step in flattened(script.routine.steps, script.routines):
        if isinstance(step.body, ExerciseStep):
            dose = [*_dose(script, step.body), *clocks.get(step.where, ())]
            doses.setdefault(step.body.exercise, []).append(dose)
    return {name: json.dumps(each) for name, each in doses.items()}


def _clocks(script: Script) -> dict[Where, list[object]]:
    """The times of the intervals in which steps are done, by the steps' places."""
    found: dict[Where, list[object]] = {}
    for visit in iter_steps(script.routine.steps, script.routines):
        for step in visit.above:
            if isinstance(step.body, RepeatStep) and step.body.is_interval:
                times = step.body.work, step.body.rest, step.body.every
                found[visit.step.where] = [*times]
    return found


def _dose(script: Script, body: ExerciseStep) -> list[object]:
    exercise = script.exercises[body.exercise]
    figures = with_overrides(script.coaching, exercise.coaching)
    dose = prescribe(exercise, body.dose, figures)
    lengths = [ms for _, ms in dose.phases]
    known: list[object] = [
        dose.sets,
        dose.reps,
        dose.rest_ms,
        dose.sides,
        dose.alternating,
        lengths,
    ]
    # What few doses have, so that the others are the texts that they were.
    ladder = [[each.reps, [ms for _, ms in each.phases]] for each in dose.each_set]
    known += [ladder] if dose.ladder else []
    return [*known, str(dose.load)] if dose.load else known
