"""Doses of steps as their exercises mean them."""

from __future__ import annotations

from collections.abc import Mapping

from voicecoach.base.values import replace
from voicecoach.formats.problems import Problem
from voicecoach.model.dose import DoseError
from voicecoach.model.dose_context import in_context, readable
from voicecoach.model.exercise import Exercise
from voicecoach.model.routine import ExerciseStep, Routine, Step
from voicecoach.model.steps import Key, map_steps


def with_doses(
    routines: Mapping[str, Routine], exercises: Mapping[str, Exercise]
) -> tuple[dict[str, Routine], list[Problem]]:
    """Read what only the exercises tell the meaning of, such as `3 x 30s`.

    Args:
        routines: whose steps have doses.
        exercises: those that can be read, by name.

    Returns:
        The routines, with the doses that have one meaning; and what has two.
    """
    problems: list[Problem] = []

    def read(_key: Key, _before: Step, step: Step) -> tuple[Step]:
        body = step.body
        if not isinstance(body, ExerciseStep) or not body.dose.chain:
            return (step,)
        exercise = exercises.get(body.exercise)
        if exercise is None:
            return (step,)
        try:
            in_context(body.dose, exercise)
        except DoseError as error:
            problems.append(Problem("bad-dose", step.where, error.phrase))
        return (replace(step, body=replace(body, dose=readable(body.dose, exercise))),)

    found = {
        name: replace(routine, steps=map_steps(routine.steps, read))
        for name, routine in routines.items()
    }
    return found, problems
