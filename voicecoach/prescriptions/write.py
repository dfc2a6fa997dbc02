"""Routines and profiles made of a prescription, as files that tell where they come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.values import dataclass
from voicecoach.formats.writing import scalar
from voicecoach.prescriptions.items import ItemReading

_WIDTH = 98  # of a comment


@dataclass(frozen=True, slots=True)
class Head:
    """What a script says of itself.

    Attributes:
        name: of the script.
        title: of a routine.
        language: that its title is in.
        source: what it was read from.
        assumed: of the whole: how it was read, what was put in front.
    """

    name: str
    title: str
    language: str
    source: str
    assumed: tuple[Phrase, ...] = ()


def routine_text(head: Head, readings: Iterable[ItemReading], warm_up: bool) -> str:
    """A routine: a step for each exercise, in the order of the prescription.

    Args:
        head: what it says of itself.
        readings: what was made of each item.
        warm_up: it begins with the steps of the warm-up.
    """
    lines = [*_begin(head), f"routine: {head.name}", f"title: {scalar(head.title)}"]
    lines += [f"language: {head.language}"] if head.language != "en" else []
    lines += ["", "steps:"]
    if warm_up:
        lines += ["  - include: warm-up", ""]
    for reading in readings:
        lines += [*_comments(reading, "  ")]
        if reading.exercise:
            dose = f": {scalar(reading.dose)}" if reading.dose else ""
            lines.append(f"  - {reading.exercise}{dose}")
        elif reading.words:
            lines.append(f"  - say: {scalar(reading.words)}")
    return "\n".join(lines) + "\n"


def profile_text(head: Head, readings: Iterable[ItemReading]) -> str:
    """A profile: the dose of each exercise, for every routine that has it."""
    lines = [*_begin(head), f"profile: {head.name}", "", "exercises:"]
    for reading in readings:
        lines += [*_comments(reading, "  ")]
        if reading.exercise:
            lines.append(f"  {reading.exercise}: {scalar(reading.dose)}")
    return "\n".join(lines) + "\n"


def for_profile(readings: Sequence[ItemReading]) -> list[ItemReading]:
    """Readings as a profile can hold them: one dose for each exercise."""
    seen: set[str] = set()
    kept = []
    for reading in readings:
        if reading.exercise and not reading.dose:
            reading = ItemReading(reading.item, left=(phrase("imported/no-dose"),))
        elif reading.exercise in seen:
            twice = phrase("imported/twice", exercise=reading.exercise)
            reading = ItemReading(reading.item, left=(twice,))
        seen |= {reading.exercise} if reading.exercise else set()
        kept.append(reading)
    return kept


def _begin(head: Head) -> Iterator[str]:
    yield from _comment(f"Read from {head.source}.", "")
    for assumed in head.assumed:
        yield from _comment(f"Assumed: {assumed}", "")


def _comments(reading: ItemReading, indent: str) -> Iterator[str]:
    """What an item was read from, what was assumed, and what was not understood."""
    item = reading.item
    yield from _comment(f"{item.place}: {item.original}", indent)
    for assumed in reading.assumed:
        yield from _comment(f"Assumed: {assumed}", indent)
    for left in reading.left:
        yield from _comment(f"Not understood: {left}", indent)


def _comment(text: str, indent: str) -> Iterator[str]:
    """A comment in as many lines as it takes; what cannot be printed is shown as it is written."""
    shown = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
    line = f"{indent}#"
    for word in shown.split():
        if len(line) + len(word) >= _WIDTH and not line.endswith("#"):
            yield line
            line = f"{indent}#  "
        line += f" {word}"
    yield line
