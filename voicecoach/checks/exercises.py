"""Checks of exercises and doses: the limits of the coaching rules, and the sources' figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.units import Length
from voicecoach.base.values import replace
from voicecoach.checks.phrases import check_words
from voicecoach.checks.sources import check_exercise_sources
from voicecoach.formats.problems import Problem, Where, errors
from voicecoach.library.library import Library
from voicecoach.library.naming import KnownExercises
from voicecoach.library.references import references_of
from voicecoach.model.coaching import Coaching, with_overrides
from voicecoach.model.dose import Dose, Range
from voicecoach.model.dose_context import which
from voicecoach.model.dose_writing import write_dose
from voicecoach.model.exercise import SOURCE_LANGUAGE, Exercise
from voicecoach.model.figures import count_text, span_text
from voicecoach.model.limits import loosened

# The figures of a dose that sources give, and whether each is a length.
_SOURCED = {"sets": False, "reps": False, "hold": True}


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
    yield from check_figures(exercise, exercise.dose, where)
    yield from check_words(exercise.stop, exercise.where.at("stop"), figures.setup_words)
    lines, most = len(exercise.instructions), figures.setup_lines
    if lines > most:
        place = exercise.where.at("movement" if exercise.movement else "setup")
        yield Problem.of("long-line/lines", place, lines=lines, most=most)
    for key in ("setup", "movement", "start"):
        for index, text in enumerate(getattr(exercise, key)):
            yield from check_words(text, exercise.where.at(key, index), figures.setup_words)


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


def check_hold(exercise: Exercise, ms: int, where: Where, coaching: Coaching) -> Iterator[Problem]:
    """Check a time for which an exercise is held or kept up."""
    figures = with_overrides(coaching, exercise.coaching)
    yield from _limit(Range(ms, ms), *_hold_limits(exercise, figures), where)


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


def check_figures(exercise: Exercise, dose: Dose, where: Where) -> Iterator[Problem]:
    """Check that a dose lies within what the exercise's sources give."""
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
