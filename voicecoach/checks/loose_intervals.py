"""Circuits of timed work and `rest` steps, where what is said comes on top of each rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from voicecoach.base.values import replace
from voicecoach.checks.intervals import check_intervals
from voicecoach.formats.problems import Problem, Where
from voicecoach.library.script import Script
from voicecoach.model.dose import Dose, Range
from voicecoach.model.exercise import Exercise
from voicecoach.model.routine import ExerciseStep, RepeatStep, RestStep, Step

if TYPE_CHECKING:
    from voicecoach.formats.writing import Plain

_TEXTS = ("say", "title", "source", "guidance", "count")  # of an exercise, beside its figures


def check_loose_intervals(circuit: RepeatStep, where: Where, script: Script) -> Iterator[Problem]:
    """Find a circuit that is meant to keep time, and say how it does.

    Args:
        circuit: without `work` and `every`.
        where: its step.
        script: has its exercises and the figures.
    """
    meant = _as_intervals(circuit, script.exercises)
    if meant is None or any(check_intervals(meant, where, script)):
        return
    from voicecoach.formats.writing import in_flow
    from voicecoach.model.step_writing import write_step

    written = write_step(meant, None)
    bodies = (step.body for step in meant.steps if isinstance(step.body, ExerciseStep))
    steps = [_written(body, script.exercises[body.exercise]) for body in bodies]
    whole = Where(where.file, where.path[:-1])
    text = in_flow({**written, "steps": steps})
    yield Problem.of("loose-rest", whole, rest=written["rest"], meant=text)


def _as_intervals(circuit: RepeatStep, exercises: dict[str, Exercise]) -> RepeatStep | None:
    """The same work and rests by the clock; None of a circuit that is anything else."""
    turns, rests = circuit.steps[::2], circuit.steps[1::2]
    if not rests or len(turns) - len(rests) not in (0, 1):
        return None
    rest_ms = {step.body.rest if isinstance(step.body, RestStep) else None for step in rests}
    works = [_work_ms(step, exercises) for step in turns]
    if None in works or None in rest_ms or len(rest_ms) > 1 or _differ(circuit.steps):
        return None
    usual_ms = works[0]
    steps = tuple(
        _in_turn(step, None if ms == usual_ms else ms)
        for step, ms in zip(turns, works, strict=True)
    )
    return replace(circuit, steps=steps, work=usual_ms, rest=rest_ms.pop())


def _differ(steps: Sequence[Step]) -> bool:
    """Whether a length may do something with one of the steps."""
    return any(step.optional or step.extra or step.keep for step in steps)


def _work_ms(step: Step, exercises: dict[str, Exercise]) -> int | None:
    """How long an exercise is done, ms; None where that is not all that is asked for."""
    body = step.body
    exercise = exercises.get(body.exercise) if isinstance(body, ExerciseStep) else None
    if exercise is None or not isinstance(body, ExerciseStep) or exercise.hold_phase is None:
        return None
    dose = body.dose.over(exercise.dose)
    if dose.chain and not dose.chain.times:
        dose = replace(dose, chain=None)
    counted = any(figure and figure.high > 1 for figure in (dose.sets, dose.reps))
    other = dose.chain or dose.tempo or dose.load or dose.rest
    if counted or other or not dose.hold or dose.hold.low != dose.hold.high:
        return None
    return dose.hold.low


def _in_turn(step: Step, ms: int | None) -> Step:
    """An exercise of intervals, with a time of its own where it has one, ms."""
    assert isinstance(step.body, ExerciseStep), "that was looked at"
    dose = Dose(hold=Range(ms, ms) if ms else None, sides=step.body.dose.sides)
    return replace(step, body=replace(step.body, dose=dose))


def _written(body: ExerciseStep, exercise: Exercise) -> Plain:
    from voicecoach.model.step_writing import write_step

    figures = write_step(body, exercise).get(body.exercise, "")
    texts = {key: getattr(body, key) for key in _TEXTS if getattr(body, key)}
    if not texts:
        return {body.exercise: figures} if figures else body.exercise
    if isinstance(figures, str):
        figures = {"dose": figures} if figures else {}
    assert isinstance(figures, dict), "figures are a dose, or keys"
    return {body.exercise: {**figures, **texts}}
