"""Checks of what is done in bed: everything in it must be possible on a mattress."""

from __future__ import annotations

from collections.abc import Iterator

from voicecoach.formats.problems import Problem
from voicecoach.library.script import Script
from voicecoach.model.contraindications import GROUNDS
from voicecoach.model.routine import ExerciseStep, Step, TransitionStep


def check_in_bed(step: Step, script: Script) -> Iterator[Problem]:
    """Check a step of a routine that is done in bed; others are done anywhere.

    What a profile takes to a bed is chosen for it: `tailor` leaves out the rest.
    """
    if script.routine.head.surface != "bed":
        return
    match step.body:
        case ExerciseStep(exercise=name) if name in script.exercises:
            exercise = script.exercises[name]
            if not exercise.suits("bed"):
                yield Problem.of("not-in-bed", step.where, title=exercise.title)
        case TransitionStep(transition=position) if position not in GROUNDS["bed"].positions:
            yield Problem.of("not-in-bed/position", step.where, position=position)
