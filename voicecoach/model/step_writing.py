"""A step's figures as a script has them, in the one form that is printed back."""

from __future__ import annotations

from voicecoach.base.units import format_duration
from voicecoach.formats.writing import Plain
from voicecoach.model.breathing import format_breathing
from voicecoach.model.dose import Dose
from voicecoach.model.dose_context import is_timed, readable
from voicecoach.model.dose_writing import write_dose
from voicecoach.model.exercise import Exercise
from voicecoach.model.moments import HALF, AtLine, Bell
from voicecoach.model.routine import (
    BreatheStep,
    ColdStep,
    ExerciseStep,
    HeatStep,
    RepeatStep,
    RestStep,
    StepBody,
)


def write_step(body: StepBody, exercise: Exercise | None) -> dict[str, Plain]:
    """Write the figures of a step, which are read as the same figures.

    Args:
        body: what the step does.
        exercise: which tells what a dose means; None where there is no such exercise.

    Returns:
        The keys of the step; none where it has no figures of its own.
    """
    match body:
        case ExerciseStep():
            return _exercise(body, exercise)
        case RepeatStep():
            return _repeat(body)
        case BreatheStep():
            return {"breathe": format_breathing(body.breathe)}
        case RestStep():
            return {"rest": format_duration(body.rest)}
        case HeatStep():
            return {"heat": format_duration(body.heat)}
        case ColdStep():
            return {"cold": format_duration(body.cold)}
    return {}


def write_in_context(dose: Dose, exercise: Exercise | None) -> str:
    """Write a dose as it is meant for an exercise.

    Args:
        dose: what a script says.
        exercise: whose dose it is; None where there is no such exercise.
    """
    if exercise is None:
        return write_dose(dose)
    return write_dose(readable(dose, exercise), is_timed(exercise))


def write_at(lines: tuple[AtLine, ...]) -> dict[str, Plain]:
    """Write an author's lines by their times."""
    return {HALF if line.ms is None else format_duration(line.ms): line.text for line in lines}


def write_bell(bell: Bell) -> Plain:
    """Write when a bell sounds: `every 1m`, `3m`, or the times as a list."""
    if bell.every:
        return f"every {format_duration(bell.every)}"
    times = [format_duration(ms) for ms in bell.at]
    return times[0] if len(times) == 1 else times


def _exercise(body: ExerciseStep, exercise: Exercise | None) -> dict[str, Plain]:
    dose = write_in_context(body.dose, exercise)
    beside: dict[str, Plain] = {}
    if body.at:
        beside["at"] = write_at(body.at)
    if body.bell:
        beside["bell"] = write_bell(body.bell)
    if beside:
        return {body.exercise: {**({"dose": dose} if dose else {}), **beside}}
    return {body.exercise: dose} if dose else {}


def _repeat(body: RepeatStep) -> dict[str, Plain]:
    most = f"{body.repeat}-{body.most}" if body.most else body.repeat
    lengths = {"work": body.work, "rest": body.rest, "every": body.every}
    written = {key: format_duration(ms) for key, ms in lengths.items() if ms is not None}
    return {"repeat": most, **written}
