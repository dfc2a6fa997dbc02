"""Checks of what routines prescribe, with everything that they name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from voicecoach.base.once import Once
from voicecoach.base.units import Length
from voicecoach.checks.breathing import check_breathing, check_breathing_positions
from voicecoach.checks.exercises import (
    check_dose,
    check_exercise,
    check_figures,
    check_hold,
    check_overrides,
)
from voicecoach.checks.intervals import check_intervals
from voicecoach.checks.loose_intervals import check_loose_intervals
from voicecoach.checks.moments import check_moments
from voicecoach.checks.phrases import check_language
from voicecoach.checks.surfaces import check_in_bed
from voicecoach.formats.problems import Problem, Where, errors
from voicecoach.library.library import Library, Tailor
from voicecoach.library.naming import KnownExercises
from voicecoach.library.script import Script
from voicecoach.model.coaching import SIDED, Coaching
from voicecoach.model.exercise import SOURCE_LANGUAGE, Exercise
from voicecoach.model.routine import (
    BreatheStep,
    ColdStep,
    ExerciseStep,
    HeatStep,
    IncludeStep,
    RepeatStep,
    RestStep,
    Routine,
    Step,
    TransitionStep,
)
from voicecoach.model.steps import count_in_order, first_effort, iter_steps, own_steps

_STEP_MS = 5000  # of the longest session: more steps than that come to, nobody follows
Adapt = Callable[[Script], tuple[Script, list[Problem]]]


def checked_script(
    library: Library,
    file: Path,
    language: str = SOURCE_LANGUAGE,
    tailor: Tailor | None = None,
    adapt: Adapt | None = None,
) -> tuple[Script | None, list[Problem]]:
    """Read and check a routine and everything that it names.

    Args:
        library: where it is found.
        file: the routine's.
        language: of the coach's words.
        tailor: changes the routine before what it names is read: a programme's stage.
        adapt: changes the whole script before it is checked: a person's profile.

    Returns:
        The script, or None with errors; and every fault. A script that cannot be read whole is
        checked for errors only: a warning might speak of what was not read.
    """
    script, problems = library.readable(file, language, tailor)
    if script is None:
        return None, problems
    if errors(problems):
        return None, [*problems, *errors(check_script(script, whole=False))]
    if adapt:
        script, found = adapt(script)
        problems = [*problems, *found]
    problems = [*problems, *check_script(script)]
    return (None if errors(problems) else script), problems


def check_script(script: Script, whole: bool = True) -> list[Problem]:
    """Check a routine and everything that it names, each file once.

    Args:
        script: what there is to check.
        whole: nothing of it is left out because it could not be read.
    """
    problems = [*check_language(script.language, script.coaching)]
    for routine in (script.routine, *script.routines.values()):
        problems += check_routine(routine, script)
        if whole:
            problems += _check_whole(routine, script)
    for exercise in script.exercises.values():
        problems += _once(_exercise_problems, exercise, script.rules, script.known, of=id(exercise))
    return problems


_once = Once(most=4096)  # patients of a clinic do the same exercises at few paces


def _exercise_problems(
    exercise: Exercise, coaching: Coaching, known: KnownExercises
) -> list[Problem]:
    return [*check_exercise(exercise, coaching, known)]


def check_routine(routine: Routine, script: Script) -> Iterator[Problem]:
    """Check the figures of a routine and the doses of its own steps."""
    head = routine.head
    yield from check_overrides(head.coaching, Where(routine.file, ("coaching",)), script.rules)
    for key in ("sides", "exercises"):
        rest_ms = getattr(head.rests, key)
        if rest_ms > script.rules.session_error:
            place = Where(routine.file, ("rests", key))
            yield Problem.of("unsafe-dose/rest", place, given_ms=Length(rest_ms))
    for visit in iter_steps(routine.steps):
        above = (step.body for step in visit.above)
        circuits = (b for b in above if isinstance(b, RepeatStep) and b.is_interval)
        yield from _check_own(visit.step, next(circuits, None), routine, script)
        yield from check_in_bed(visit.step, script)


def _check_own(
    step: Step, circuit: RepeatStep | None, routine: Routine, script: Script
) -> Iterator[Problem]:
    """Check one of a routine's own steps; `circuit` is the intervals that it is a part of."""
    coaching = script.coaching
    match step.body:
        case ExerciseStep() as body if body.exercise in script.exercises:
            exercise = script.exercises[body.exercise]
            yield from _check_step(body, step.where, exercise, routine, coaching)
            yield from check_moments(body, step.where, exercise, circuit, script.language, coaching)
            if circuit and circuit.work and not body.dose.hold:
                yield from check_hold(exercise, circuit.work, step.where, coaching)
        case RepeatStep() as body if body.is_interval:
            yield from check_intervals(body, step.where, script)
        case RepeatStep() as body:
            yield from check_loose_intervals(body, step.where, script)
        case BreatheStep(breathe=pattern, source=source):
            prescribed = "clinician" in (source, routine.head.source)
            yield from check_breathing(pattern, step.where, coaching, prescribed)
        case TransitionStep(transition=position, side=side) if side and position not in SIDED:
            yield Problem.of("no-sides/position", step.where, position=position)
        case RestStep(rest=0):
            yield Problem.of("unsafe-dose/no-rest", step.where)
        case HeatStep(heat=ms) | ColdStep(cold=ms) if ms < coaching.silence_most:
            yield Problem.of("unsafe-dose/pack", step.where)


def _check_whole(routine: Routine, script: Script) -> Iterator[Problem]:
    """Check that a routine warms up, and that its circuits come to an end."""
    number = count_in_order(routine.steps, script.routines)
    most_ms = Length(script.coaching.session_error)
    if number > most_ms // _STEP_MS:
        where = Where(routine.file, ("steps",))
        yield Problem.of("too-long/repeats", where, on_key=True, steps=number, most_ms=most_ms)
    elif not routine.head.part and first_effort(routine.steps, script.routines, script.exercises):
        yield Problem.of("no-warm-up", Where(routine.file, ("steps", 0)))
    if routine is script.routine:
        yield from check_breathing_positions(script)
    for step in islice(own_steps(routine.steps), 1):
        begins = isinstance(step.body, IncludeStep) and script.routines[step.body.include].head.part
        if begins and (step.optional or step.extra):
            yield Problem.of("bad-step/warm-up", step.where)


def _check_step(
    body: ExerciseStep, where: Where, exercise: Exercise, routine: Routine, coaching: Coaching
) -> Iterator[Problem]:
    yield from check_dose(body.dose, where, exercise, coaching)
    source = body.source or routine.head.source
    if not source:
        yield from check_figures(exercise, body.dose, where)
    if exercise.requires == "clinician" != source:
        yield Problem.of("needs-clinician", where, exercise=exercise.exercise)
