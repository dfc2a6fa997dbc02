"""A dose in words: what the coach says, what the sheets show, and as scripts have it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from voicecoach.coach.prescription import Prescription, prescribe
from voicecoach.language.phrases import Language
from voicecoach.language.spoken import DoseWords
from voicecoach.model.coaching import Coaching, with_overrides
from voicecoach.model.exercise import Exercise, Kind
from voicecoach.model.frequency import Frequency
from voicecoach.model.load import Load
from voicecoach.model.routine import ExerciseStep


class DosedLine(NamedTuple):
    """An exercise with its dose, as a line to be read."""

    body: ExerciseStep
    exercise: Exercise
    coaching: Coaching
    language: Language

    def __str__(self) -> str:
        exercise = self.exercise
        figures = with_overrides(self.coaching, exercise.coaching)
        dose = prescribe(exercise, self.body.dose, figures)
        said = dose_line(dose, exercise.kind, self.language)
        return f"{self.body.title or exercise.title}. {said}"


def dose_line(dose: Prescription, kind: Kind, language: Language) -> str:
    """Put a dose into one short sentence, like `Three sets of ten reps, five seconds each`.

    What is kept up rather than held, such as marching, has a time only: `For thirty seconds.`
    Sets that differ are told one by one: `Three sets: twelve, ten and eight reps.`
    """
    return _sentence(_parts(dose, kind, language), language)


def set_line(dose: Prescription, number: int, language: Language) -> str:
    """Say what is done in a set that differs from others: `Ten reps`, as a sentence.

    Args:
        dose: the ladder that it is of.
        number: which set, from 1.
        language: has the words.
    """
    one = dose.of_set(number)
    parts = [_reps(one, language)] if _differ(dose, "reps") else []
    if one.hold_ms and _differ(dose, "hold_ms"):
        parts.append(language.duration(one.hold_ms))
    return _sentence(parts, language)


def often_line(frequency: Frequency | None, language: Language) -> str:
    """Put into a sentence how often an exercise is done; empty where nobody said so."""
    if frequency is None:
        return ""
    words, low, high = language.dose.often, frequency.low, frequency.high
    texts = {
        "times a day": (words.times_a_day, "times", language.ear.times),
        "times a week": (words.times_a_week, "times", language.ear.times),
        "days a week": (words.days_a_week, "days", language.days),
    }
    if frequency.rhythm not in texts:
        return _sentence([words.every_other_day], language)
    text, name, thing = texts[frequency.rhythm]
    counted = language.count(thing, high)
    if low < high:
        counted = language.plural(thing, str(high)).format(n=f"{low}-{high}")
    return _sentence([text.format(**{name: counted})], language)


def _hold(dose: Prescription, kind: Kind, words: DoseWords) -> str:
    """Return the words for how long, as a format of `{time}`: `hold for`, `for`, `each` or none."""
    if dose.sets * dose.reps > 1:
        return words.hold_each
    if kind in ("movement", "timed"):
        return words.keep_up
    return words.hold if len(dose.sides) == 1 else "{time}"  # on each side, twenty seconds


def _sentence(parts: list[str], language: Language) -> str:
    said = ", ".join(parts)
    return said[:1].upper() + said[1:] + language.stop


def _parts(dose: Prescription, kind: Kind, language: Language) -> list[str]:
    words = language.dose
    parts = [*_amount(dose, language), *_sides(dose, language)]
    if dose.hold_ms and not _holds_alone(dose):
        hold = _hold(dose, kind, words)
        lengths = [dose.hold_ms]
        if _differ(dose, "hold_ms"):
            lengths = [each.hold_ms or 0 for each in dose.each_set]
        parts.append(hold.format(time=language.listing([*map(language.duration, lengths)])))
    parts = parts or [words.reps.format(reps=_reps(dose, language))]
    return [*parts, load_text(dose.load, language)] if dose.load else parts


def _amount(dose: Prescription, language: Language) -> Iterator[str]:
    """How often: the sets and their reps, in a ladder one by one."""
    words, reps = language.dose, _reps(dose, language)
    sets = language.count(language.sets, dose.sets)
    if _differ(dose, "reps"):
        *others, last = dose.each_set
        values = [*(language.number(each.reps) for each in others), _reps(last, language)]
        yield words.ladder.format(sets=sets, values=language.listing(values))
    elif _holds_alone(dose):
        values = [language.duration(each.hold_ms or 0) for each in dose.each_set]
        yield words.ladder.format(sets=sets, values=language.listing(values))
    elif dose.sets > 1 and dose.reps > 1:
        yield words.sets_of.format(sets=sets, reps=reps)
    elif dose.sets > 1:
        yield words.sets.format(sets=sets)
    elif dose.reps > 1 or dose.alternating:
        yield words.reps.format(reps=reps)


def _sides(dose: Prescription, language: Language) -> Iterator[str]:
    words = language.dose
    if dose.alternating:
        yield words.alternating
    elif len(dose.sides) == 2:
        yield words.each
    elif dose.works:
        yield words.left if dose.works == "left" else words.right


def load_text(load: Load, language: Language) -> str:
    """Say what makes an exercise harder, like `with a red band`."""
    words = language.dose
    if load.level is not None:
        return words.level.format(n=language.number(load.level))
    said = words.bands[load.band] if load.band else str(load)
    if load.weight:
        said = said.replace(".", language.ear.decimal)
    return words.load.format(load=said)


def _reps(dose: Prescription, language: Language) -> str:
    return language.count(language.pairs if dose.alternating else language.reps, dose.reps)


def _differ(dose: Prescription, figure: str) -> bool:
    """Whether a figure is another from set to set."""
    return len({getattr(each, figure) for each in dose.each_set}) > 1


def _holds_alone(dose: Prescription) -> bool:
    """Whether sets differ in their hold and have nothing else to count."""
    return _differ(dose, "hold_ms") and {each.reps for each in dose.each_set} == {1}
