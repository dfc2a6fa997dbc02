"""A dose as the fields of a form: each as text, as a script has it; and one of them changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from voicecoach.base.values import replace
from voicecoach.model.dose import Dose, DoseError, parse_dose
from voicecoach.model.dose_context import in_context, is_timed, readable
from voicecoach.model.dose_writing import write_dose
from voicecoach.model.exercise import Exercise
from voicecoach.model.figures import count_text, span_text

DOSE_FIELDS = ("sets", "reps", "hold", "rest", "sides", "tempo", "load", "frequency")
"""Reps that alternate are pairs: their number stands under `reps`."""


def dose_fields(dose: Dose) -> dict[str, str]:
    """The fields of a dose, without those that it leaves open.

    Returns:
        By their names: counts like `10-15`, lengths like `30s`, sides as `each`, `left`, `right` or
        `alternating`, a tempo like `3-1-3`.
    """
    tempo = "-".join(f"{ms / 1000:.3f}".rstrip("0").rstrip(".") for ms in dose.tempo or ())
    found = {
        "sets": count_text(dose.sets) if dose.sets else "",
        "reps": count_text(dose.reps) if dose.reps else "",
        "hold": span_text(dose.hold) if dose.hold else "",
        "rest": span_text(dose.rest) if dose.rest else "",
        "sides": dose.sides or "",
        "tempo": tempo,
        "load": str(dose.load or ""),
        "frequency": str(dose.frequency or ""),
    }
    return {key: text for key, text in found.items() if text}


def with_field(dose: Dose, field: str, value: str | None) -> Dose:
    """A dose in which one field is another; a hold takes the place of a tempo, and that of a hold.

    Args:
        dose: as it is meant for its exercise.
        field: one of `DOSE_FIELDS`.
        value: as a script has it; None to leave it to the exercise.

    Raises:
        DoseError: the value cannot be read.
    """
    rest = replace(dose, **{field: None})
    if value is None or not value.strip():
        return rest
    return parse_dose({field: value.strip()}).over(rest)


def with_dose_field(
    text: str, field: str, value: str | None, exercise: Exercise | None = None
) -> str:
    """The text of a dose in which one field is another; its other terms stay as they are written.

    Args:
        text: of the dose; empty where all is left to the exercise.
        field: one of `DOSE_FIELDS`.
        value: as a script has it; None to leave it to the exercise.
        exercise: whose dose it is; None where there is no such exercise.

    Raises:
        DoseError: the dose or the value cannot be read.
    """
    before = _meant(text, exercise)
    meant = with_field(before, field, value)
    timed = exercise is not None and is_timed(exercise)
    for near in _near(text, field, meant, timed):
        if _reads_as(near, meant, exercise):
            return near
    return write_dose(meant, timed)


def _near(text: str, field: str, meant: Dose, timed: bool) -> Iterator[str]:
    """Texts that differ from one in a single term, which may say what is meant."""
    terms = [term for term in map(str.strip, text.split(",")) if term]
    said = write_dose(_alone(field, meant), timed)
    yield text
    for index in range(len(terms)):
        changed = [*terms[:index], *([said] if said else []), *terms[index + 1 :]]
        yield ", ".join(changed)
    if said:
        yield ", ".join([*terms, said])


def _alone(field: str, dose: Dose) -> Dose:
    """One field of a dose; a number of pairs is none without its sides."""
    fields = {field} | ({"reps", "sides"} if dose.sides == "alternating" else set())
    if field in ("reps", "hold") and (figure := getattr(dose, field)) and figure.listed:
        fields.add("sets")
    named = {key: getattr(dose, key) for key in fields & {"sets", "reps", "sides", field}}
    return replace(Dose(), **named)


def _reads_as(text: str, meant: Dose, exercise: Exercise | None) -> bool:
    try:
        return _meant(text, exercise) == meant
    except DoseError:
        return False


def _meant(text: str, exercise: Exercise | None) -> Dose:
    """A dose as it is meant for its exercise, where that is known.

    Raises:
        DoseError: it cannot be read, or may mean two things.
    """
    dose = parse_dose(text) if text.strip() else Dose()
    return in_context(dose, exercise) if exercise else dose


def dose_of_data(data: object, exercise: Exercise | None = None) -> Dose | None:
    """The dose in what a script has behind an exercise's name; None where it cannot be read.

    Args:
        data: a text, a mapping, or nothing.
        exercise: whose dose it is; None where there is no such exercise.
    """
    if isinstance(data, Mapping):
        figures = {key: data[key] for key in data if key in (*DOSE_FIELDS, "pairs")}
        data = data.get("dose") if "dose" in data else figures or None
    try:
        dose = Dose() if data is None else parse_dose(data)
    except DoseError:
        return None
    return readable(dose, exercise) if exercise else dose
