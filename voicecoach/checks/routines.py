"""Checks of what scripts prescribe: the limits of the coaching rules, and the sources' figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path

from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.units import Length
from voicecoach.checks.breathing import check_breathing, check_breathing_positions
from voicecoach.checks.intervals import check_intervals
from voicecoach.checks.loose_intervals import check_loose_intervals
from voicecoach.checks.moments import check_moments
from voicecoach.checks.phrases import check_language, check_words
from voicecoach.checks.sources import check_exercise_sources
from voicecoach.formats.problems import Problem, Where, errors
from voicecoach.library.library import Library, Script, Tailor
from voicecoach.library.naming import KnownExercises
from voicecoach.library.references import references_of
from voicecoach.model.coaching import SIDED, Coaching, with_overrides
from voicecoach.model.dose import Dose, Range
from voicecoach.model.dose_context import which
from voicecoach.model.dose_writing import write_dose
from voicecoach.model.exercise import SOURCE_LANGUAGE, Exercise
from voicecoach.model.figures import count_text, span_text
from voicecoach.model.limits import loosened
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

# The figures of a dose that sources give, and whether each is a length.
_SOURCED = {"sets": False, "reps": False, "hold": True}
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


def checked_exercise(
    library: Library, file: Path, language: str = SOURCE_LANGUAGE
) -> tuple[Exercise | None, list[Problem]]:
    """Read and check an exercise, with its texts in a language.

    Returns:
        The exercise, or None with errors; and every fault.
    """
    exercise, problems = library.exercise(file, language)
    coaching, found = library.coaching()
    problems = [*problems, *found]
    if exercise and coaching:
        problems += check_exercise(exercise, coaching, library.known_exercises())
        problems += check_exercise_sources(exercise, references_of(library))
    return (None if errors(problems) else exercise), problems


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
        problems += check_exercise(exercise, script.rules, script.known)
    return problems


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
                yield from _limit_hold(exercise, circuit.work, step.where, coaching)
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


def check_exercise(
    exercise: Exercise, coaching: Coaching, known: KnownExercises
) -> Iterator[Problem]:
    """Check an exercise's own dose, its figures, its set-up lines and its variants.

    Args:
        exercise: what to check.
        coaching: the figures that it may differ from.
        known: all exercises.
    """
    yield from check_overrides(exercise.coaching, exercise.where.at("coaching"), coaching)
    figures = with_overrides(coaching, exercise.coaching)
    yield from _check_phases(exercise, figures)
    if (relief := exercise.relief) and len(relief.lines) != len(relief.lengths):
        yield Problem.of("bad-value/relief", exercise.where.at("relief", "lengths"))
    for key in ("easier", "harder"):
        for index, name in enumerate(getattr(exercise, key)):
            if name not in known:
                meant, place = known.meant(name), exercise.where.at(key, index)
                yield Problem.of("unknown-exercise", place, exercise=name, hint=meant)
    where = exercise.where.at("dose")
    yield from _check_meaning(exercise)
    yield from _check_fit(exercise, exercise.dose, where, figures)
    yield from _check_limits(exercise, exercise.dose, where, figures)
    yield from _check_sources(exercise, exercise.dose, where)
    yield from check_words(exercise.stop, exercise.where.at("stop"), figures)
    lines, most = len(exercise.instructions), figures.setup_lines
    if lines > most:
        place = exercise.where.at("movement" if exercise.movement else "setup")
        yield Problem.of("long-line/lines", place, lines=lines, most=most)
    for key in ("setup", "movement", "start"):
        for index, text in enumerate(getattr(exercise, key)):
            yield from check_words(text, exercise.where.at(key, index), figures)


def _check_meaning(exercise: Exercise) -> Iterator[Problem]:
    """Check that the exercise's own figures have one meaning: those of routines go by them."""
    doses = [(exercise.dose, exercise.where.at("dose"))]
    places = exercise.where.at("sources")
    doses += [(each.dose, places.at(n, "dose")) for n, each in enumerate(exercise.sources)]
    for dose, where in doses:
        if dose.chain:
            yield Problem("bad-dose", where, which(dose))


def check_overrides(
    overrides: Mapping[str, object], where: Where, rules: Coaching
) -> Iterator[Problem]:
    """Check that figures which keep people safe are not made less safe."""
    for name in loosened(rules, overrides):
        yield Problem.of("unsafe-figure", where.at(name), on_key=True, figure=name)


def _check_phases(exercise: Exercise, coaching: Coaching) -> Iterator[Problem]:
    where = exercise.where.at("phases")
    if sum(phase.kind == "hold" for phase in exercise.phases) > 1:
        yield Problem.of("bad-value/holds", where)
    for index, phase in enumerate(exercise.phases):
        place = where.at(index, "length")
        if not phase.length or phase.first == 0:
            yield Problem.of("unsafe-dose/no-phase", place)
        length = Range(phase.length, phase.length)
        if phase.kind == "hold":
            yield from _limit(length, *_hold_limits(exercise, coaching), place)
        else:
            limits = coaching.phase_warning, coaching.phase_error
            yield from _limit(length, *limits, "phase", place)


def _hold_limits(exercise: Exercise, coaching: Coaching) -> tuple[int, int, str]:
    """From which length a hold is unusual, from which it is refused, and what it is called."""
    match exercise.kind:
        case "isometric":
            return coaching.isometric_hold_warning, coaching.isometric_hold_error, "hold"
        case "timed":
            return coaching.timed_most, coaching.timed_most, "timed"
    name = "hold" if exercise.kind == "stretch" else "kept-up"
    return coaching.stretch_hold_warning, coaching.stretch_hold_error, name


def _limit_hold(exercise: Exercise, ms: int, where: Where, coaching: Coaching) -> Iterator[Problem]:
    """Check the time for which an exercise is done in intervals."""
    figures = with_overrides(coaching, exercise.coaching)
    yield from _limit(Range(ms, ms), *_hold_limits(exercise, figures), where)


def _check_step(
    body: ExerciseStep, where: Where, exercise: Exercise, routine: Routine, coaching: Coaching
) -> Iterator[Problem]:
    yield from check_dose(body.dose, where, exercise, coaching)
    source = body.source or routine.head.source
    if not source:
        yield from _check_sources(exercise, body.dose, where)
    if exercise.requires == "clinician" != source:
        yield Problem.of("needs-clinician", where, exercise=exercise.exercise)


def check_dose(
    dose: Dose, where: Where, exercise: Exercise, coaching: Coaching
) -> Iterator[Problem]:
    """Check that a dose fits its exercise, and that it is safe."""
    figures = with_overrides(coaching, exercise.coaching)
    yield from _check_fit(exercise, dose, where, figures)
    yield from _check_limits(exercise, dose, where, figures)


def _check_fit(
    exercise: Exercise, dose: Dose, where: Where, coaching: Coaching
) -> Iterator[Problem]:
    """The dose speaks of what the exercise has."""
    name = exercise.exercise
    if dose.sides and exercise.sides is None:
        yield Problem.of("no-sides", where, exercise=name)
    sides = exercise.sides
    choice = dose.sides or (sides.default if sides else None)
    if sides and choice == "alternating" and _set_up_anew(exercise, coaching):
        meant = write_dose(replace(dose, sides="each"))
        yield Problem.of("bad-dose/alternating", where, exercise=name, meant=meant)
    if dose.hold and exercise.hold_phase is None:
        yield Problem.of("no-hold", where, exercise=name)
    if dose.tempo and len(dose.tempo) != len(exercise.phases):
        parts = "-".join(f"{phase.length // 1000}" for phase in exercise.phases)
        yield Problem.of(
            "tempo-phases",
            where,
            exercise=name,
            phases=len(exercise.phases),
            lengths=len(dose.tempo),
            like=parts,
        )


def _set_up_anew(exercise: Exercise, coaching: Coaching) -> bool:
    """Whether changing sides takes words and time of its own, which alternating has no room for."""
    position, sides = exercise.position, exercise.sides
    alternates = sides is not None and sides.default == "alternating"
    quick_ms = coaching.switch_ms(position, alternates=True)
    return coaching.switch_ms(position, alternates) > quick_ms


def _check_limits(
    exercise: Exercise, dose: Dose, where: Where, coaching: Coaching
) -> Iterator[Problem]:
    yield from _limit(dose.reps, coaching.reps_warning, coaching.reps_error, "reps", where)
    yield from _limit(dose.sets, coaching.sets_warning, coaching.sets_error, "sets", where)
    hold = dose.hold or _tempo_hold(exercise, dose)
    yield from _limit(hold, *_hold_limits(exercise, coaching), where)
    if dose.tempo and not all(dose.tempo):
        yield Problem.of("unsafe-dose/no-phase", where)
    moves = [
        ms
        for phase, ms in zip(exercise.phases, dose.tempo or (), strict=False)
        if phase.kind == "move"
    ]
    slowest = Range(max(moves), max(moves)) if moves else None
    limits = coaching.phase_warning, coaching.phase_error
    yield from _limit(slowest, *limits, "phase", where)
    if dose.rest and dose.rest.high > coaching.session_error:
        yield Problem.of("unsafe-dose/rest", where, given_ms=Length(dose.rest.high))


def _tempo_hold(exercise: Exercise, dose: Dose) -> Range | None:
    if not dose.tempo or len(dose.tempo) != len(exercise.phases):
        return None
    holds = [
        ms for phase, ms in zip(exercise.phases, dose.tempo, strict=True) if phase.kind == "hold"
    ]
    return Range(holds[0], holds[0]) if holds else None


def _limit(
    figure: Range | None, warning: int, error: int, name: str, where: Where
) -> Iterator[Problem]:
    if figure is None or figure.high <= min(warning, error):
        return
    code, most = ("unsafe-dose", error) if figure.high > error else ("high-dose", warning)
    kind = f"{code}/{name}"
    if name not in ("reps", "sets"):
        yield Problem.of(kind, where, given_ms=Length(figure.high), most_ms=Length(most))
    else:
        yield Problem.of(kind, where, given=figure.high, most=most)


def _check_sources(exercise: Exercise, dose: Dose, where: Where) -> Iterator[Problem]:
    for name, is_length in _SOURCED.items():
        given: Range | None = getattr(dose, name)
        sourced = _sourced(exercise, name)
        if given is None or sourced is None:
            continue
        if given.low < sourced.low or given.high > sourced.high:
            yield Problem.of(
                f"outside-sources/{name}",
                where,
                given=_span(given, is_length),
                sourced=_span(sourced, is_length),
            )


def _sourced(exercise: Exercise, name: str) -> Range | None:
    """The range that the sources span; None where only editorial judgement gives a figure."""
    found: Range | None = None
    sourced = False
    for entry in exercise.sources:
        figure: Range | None = getattr(entry.dose, name)
        if figure:
            found = figure.widened(found)
            sourced = sourced or entry.source != "editorial"
    return found if sourced else None


def _span(figure: Range, is_length: bool) -> Phrase | str:
    if figure.listed:
        return span_text(figure) if is_length else count_text(figure)
    single = figure.low == figure.high
    if is_length:
        lengths = {"low_ms": Length(figure.low), "high_ms": Length(figure.high)}
        return phrase("span/length" if single else "span/lengths", **lengths)
    return phrase("span/one" if single else "span/range", low=figure.low, high=figure.high)
