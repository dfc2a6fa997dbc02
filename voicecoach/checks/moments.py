"""Checks of an author's lines and bells in a hold: each comes within it, and none changes sides."""

from __future__ import annotations

from collections.abc import Iterator

from voicecoach.base.units import Length
from voicecoach.formats.fields import SidedText
from voicecoach.formats.problems import Problem, Where
from voicecoach.language.phrases import Language
from voicecoach.model.coaching import Coaching, with_overrides
from voicecoach.model.dose import Dose
from voicecoach.model.exercise import Exercise
from voicecoach.model.routine import ExerciseStep, RepeatStep

_LINE_MS = 1000  # for the shortest line, or a bell


def check_moments(
    body: ExerciseStep,
    where: Where,
    exercise: Exercise,
    circuit: RepeatStep | None,
    language: Language,
    coaching: Coaching,
) -> Iterator[Problem]:
    """Check when the lines and bells of a step come, and what the lines say.

    Args:
        body: the step's.
        where: its place.
        exercise: what it does.
        circuit: the intervals that it is a part of, if it is.
        language: has the words for changing sides.
        coaching: the figures.
    """
    if not (body.at or body.bell):
        return
    figures = with_overrides(coaching, exercise.coaching)
    whole_ms = _whole_ms(exercise, body.dose, circuit)
    if whole_ms is None:
        yield Problem.of("no-hold/at", where, exercise=exercise.exercise)
        return
    most_ms = whole_ms - _LINE_MS
    if whole_ms >= figures.countdown_from or circuit:
        most_ms -= figures.countdown_quiet
    times = [(line.at_ms(whole_ms), where.at("at")) for line in body.at]
    bells = [body.bell.every] if body.bell.every else [*body.bell.at]
    seen: set[int] = set()
    for at_ms, place in (*times, *((ms, where.at("bell")) for ms in bells)):
        if at_ms > most_ms:
            yield Problem.of(
                "bad-value/at-end",
                place,
                exercise=exercise.exercise,
                hold_ms=Length(whole_ms),
                at_ms=Length(at_ms),
                most_ms=Length(most_ms // 1000 * 1000),
            )
        elif place.path[-1] == "at" and at_ms in seen:
            yield Problem.of("bad-value/at-twice", place, at_ms=Length(at_ms))
        seen.add(at_ms)
    changing = {_plain(text) for text in _side_words(exercise, language)}
    if any(words in _plain(line.text) for line in body.at for words in changing):
        yield Problem.of("bad-value/at-side", where.at("at"))


def _whole_ms(exercise: Exercise, dose: Dose, circuit: RepeatStep | None) -> int | None:
    """How long something is held or kept up at least; None where nothing is."""
    full = dose.over(exercise.dose)
    if circuit and circuit.work:
        return dose.hold.low if dose.hold else circuit.work
    phase = exercise.hold_phase
    if phase is None:
        return None
    if full.tempo and len(full.tempo) == len(exercise.phases):
        return full.tempo[exercise.phases.index(phase)]
    return full.hold.low if full.hold else phase.length


def _side_words(exercise: Exercise, language: Language) -> Iterator[str]:
    """The words for changing sides, the language's and the exercise's own."""
    yield language.change_sides
    yield from language.changing_sides
    for line in exercise.sides.change if exercise.sides else ():
        yield from (line.left, line.right) if isinstance(line, SidedText) else (line,)


def _plain(text: str) -> str:
    return text.casefold().rstrip(".\u0964! ")
