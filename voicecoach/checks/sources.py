"""Checks that every figure's source is one that can be looked up."""

from __future__ import annotations

from collections.abc import Iterator

from voicecoach.formats.problems import Problem, Where, hint
from voicecoach.model.exercise import Exercise
from voicecoach.model.reference import UNPUBLISHED, References
from voicecoach.model.routine import BreatheStep, ExerciseStep, Routine
from voicecoach.model.steps import iter_steps


def check_exercise_sources(exercise: Exercise, references: References) -> Iterator[Problem]:
    """Check the sources of an exercise's doses.

    Args:
        exercise: what to check.
        references: the publications that are known.
    """
    places = exercise.where.at("sources")
    for index, each in enumerate(exercise.sources):
        yield from _check(each.source, places.at(index, "source"), references)


def check_routine_sources(routine: Routine, references: References) -> Iterator[Problem]:
    """Check the sources that a routine and its steps name.

    Args:
        routine: what to check.
        references: the publications that are known.
    """
    if routine.head.source:
        yield from _check(routine.head.source, Where(routine.file, ("source",)), references)
    for visit in iter_steps(routine.steps):
        body = visit.step.body
        if isinstance(body, ExerciseStep | BreatheStep) and body.source:
            yield from _check(body.source, visit.step.where, references)


def _check(source: str, where: Where, references: References) -> Iterator[Problem]:
    if not references.knows(source):
        there = (*UNPUBLISHED, *references.sources)
        yield Problem.of("unknown-source", where, source=source, hint=hint(source, there))
