"""What mends a dose: other words in the place of a part, another dose, a figure within limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from voicecoach.base.messages import Phrase
from voicecoach.base.units import format_duration
from voicecoach.base.values import dataclass
from voicecoach.formats.document import Document
from voicecoach.formats.edits import SetValue, TextEdit
from voicecoach.formats.problems import KeyPath, Problem
from voicecoach.model.dose import Dose, DoseError, parse_dose
from voicecoach.model.dose_fields import dose_of_data
from voicecoach.model.exercise import Exercise
from voicecoach.model.step_edits import SetField
from voicecoach.model.step_reading import step_name


@dataclass(frozen=True, slots=True)
class IllText:
    """A problem in its text.

    Attributes:
        problem: what is wrong.
        line: of the text, from 1.
        text: the whole.
        document: what was read of it.
        step: the path of the step that it is about; empty where that is none.
        exercises: those that the text names, by name.
    """

    problem: Problem
    line: int
    text: str
    document: Document
    step: KeyPath
    exercises: Mapping[str, Exercise]

    @property
    def path(self) -> KeyPath:
        """Where the problem is."""
        return self.problem.where.path

    @property
    def facts(self) -> Mapping[str, Any]:
        """What its message says."""
        return self.problem.phrase.facts

    def value(self, path: KeyPath) -> Any:
        """What stands at a path; None where nothing does."""
        found = self.document.data
        for key in path:
            with suppress(KeyError, IndexError, TypeError):
                found = found[key]
                continue
            return None
        return found


Mends = Iterator[tuple[TextEdit | SetField, str]]


def meant_by_hint(ill: IllText, fact: str = "hint") -> str:
    """The name that a hint proposes; empty where it proposes none, or several."""
    hint = ill.facts.get(fact)
    is_one = isinstance(hint, Phrase) and hint.kind in ("hint/meant", "hint/exercise")
    return str(hint.facts["meant"]) if is_one and isinstance(hint, Phrase) else ""


def _dose_place(ill: IllText) -> KeyPath:
    """Where the dose that a problem is about is written."""
    path = ill.path
    value = ill.value(path)
    return (*path, "dose") if isinstance(value, Mapping) and "dose" in value else path


def part_of_dose(*templates: str) -> Callable[[IllText], Mends]:
    """Other words in the place of a part of a dose.

    Args:
        templates: what may be meant, with facts of the problem; `{hint}` is what its hint proposes.
    """

    def make(ill: IllText) -> Mends:
        place = _dose_place(ill)
        facts = {name: str(fact) for name, fact in ill.facts.items()} | {"hint": meant_by_hint(ill)}
        for template in templates:
            meant = template.format(**facts)
            written = ill.value(place)
            if meant and isinstance(written, str | int):
                value = facts.get("value") or facts.get("low", "") + "-" + facts.get("high", "")
                yield from _dose_with(ill, place, str(written), value, meant)

    return make


def _dose_with(ill: IllText, place: KeyPath, written: str, value: str, meant: str) -> Mends:
    """A dose in which a part is another, where it can be read so."""
    offset = ill.problem.offset
    at = written.lower().find(value.lower(), offset)
    if at < 0:
        at = written.lower().find(value.lower())
    if at < 0:
        return
    dose = f"{written[:at]}{meant}{written[at + len(value) :]}"
    if _is_dose(dose):
        yield SetValue(place, dose), meant


def _is_dose(text: object) -> bool:
    try:
        return parse_dose(text) != Dose()
    except DoseError:
        return False


def whole_dose(*facts: str) -> Callable[[IllText], Mends]:
    """Another dose as a whole; more than one where it may mean several things."""

    def make(ill: IllText) -> Mends:
        for fact in facts:
            meant = str(ill.facts.get(fact, ""))
            if _is_dose(meant):
                yield SetValue(_dose_place(ill), meant), meant

    return make


def at_most(field: str) -> Callable[[IllText], Mends]:
    """The highest figure that is allowed, of a single one or of a range."""

    def make(ill: IllText) -> Mends:
        name = step_name(ill.value(ill.step)) if ill.step else None
        dose = dose_of_data(ill.value((*ill.step, name)), ill.exercises.get(name)) if name else None
        figure = getattr(dose, field, None)
        most = ill.facts.get("most", ill.facts.get("most_ms"))
        if figure is None or figure.listed or not isinstance(most, int):
            return
        low = min(figure.low, most)
        meant = _span(low, most if figure.high > figure.low else low, field == "hold")
        yield SetField(ill.step, field, meant), f"{field} {meant}"

    return make


def into_range(field: str) -> Callable[[IllText], Mends]:
    """The figure of the sources that is the nearest."""

    def make(ill: IllText) -> Mends:
        given, sourced = ill.facts.get("given"), ill.facts.get("sourced")
        own, range_ = _ends(given), _ends(sourced)
        if not ill.step or own is None or range_ is None:
            return
        low, high = (min(max(end, range_[0]), range_[1]) for end in own)
        meant = _span(low, high, field == "hold")
        yield SetField(ill.step, field, meant), f"{field} {meant}"

    return make


def _ends(span: object) -> tuple[int, int] | None:
    """The limits of a figure as a message has it; None of what is no single figure."""
    if not isinstance(span, Phrase):
        return None
    facts = span.facts
    low, high = facts.get("low", facts.get("low_ms")), facts.get("high", facts.get("high_ms"))
    return (int(low), int(high)) if isinstance(low, int) and isinstance(high, int) else None


def _span(low: int, high: int, is_length: bool) -> str:
    texts = [format_duration(end) if is_length else str(end) for end in (low, high)]
    return texts[0] if low == high else "-".join(texts)
