"""Prescriptions as tables (CSV), as sheet programs write them: docs/reference/prescriptions.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from voicecoach.base.controls import clipped
from voicecoach.base.errors import ScriptError
from voicecoach.formats.table import LongCell, find_header, first_line, lines_of, read_table
from voicecoach.prescriptions.items import Item

COLUMNS = {
    "exercise": "What the exercise is called: its name, its title, or an alias in any language.",
    "sets": "How often the reps are done, like 3.",
    "reps": "Repetitions in a set, like 10 or 10-12.",
    "hold": "How long each is held, with its unit: 5s.",
    "hold_seconds": "The same as a number of seconds.",
    "rest": "Rest between sets, with its unit: 30s.",
    "rest_seconds": "The same as a number of seconds.",
    "sides": "each side, left side, right side, or alternating.",
    "tempo": "Lengths of the phases in seconds, like 3-1-3.",
    "dose": "What the other columns do not say, or all of it: 3 x 10, hold 5s.",
    "note": "Anything else; it becomes a comment.",
}
"""The columns, in any order; `exercise` alone has to be there."""

# A column of the dose, and how its value stands in one.
_TERMS = {
    "sets": "{} sets",
    "reps": "{} reps",
    "hold": "hold {}",
    "hold_seconds": "hold {}s",
    "rest": "rest {}",
    "rest_seconds": "rest {}s",
    "sides": "{}",
    "tempo": "tempo {}",
    "dose": "{}",
}


def is_sheet(text: str) -> bool:
    """Whether a text is a table with the documented header."""
    return find_header(lines_of(text), "exercise") is not None


def read_sheet(text: str, source: str = "") -> Iterator[Item]:
    """Read a table row by row; rows without any value say nothing.

    Args:
        text: the table.
        source: the name of its file.

    Raises:
        ScriptError: it has no header with a column `exercise`, one column twice, or a cell that is
            longer than any.
    """
    try:
        table = read_table(text, "exercise")
    except LongCell as error:
        place = {"source": source, "line": error.line, "column": error.column}
        raise ScriptError("import/text", reason=error.phrase, **place) from error
    if table is None:
        line = first_line(lines_of(text)) + 1
        facts = {"source": source, "line": line, "column": 1}
        raise ScriptError("import/header", columns=[*COLUMNS], **facts)
    if twice := table.named_twice():
        facts = {"source": source, "line": twice.line, "column": twice.column}
        raise ScriptError("import/columns", name=clipped(twice.text, 40), **facts)
    for row in table.rows:
        values = {name: cell.text for name, cell in row.cells.items()}
        yield _item(f"line {row.line}", values, [cell.text for cell in row.extra])


def _item(place: str, values: Mapping[str, str], extra: list[str]) -> Item:
    terms = [term.format(values[name]) for name, term in _TERMS.items() if name in values]
    strangers = [value for name, value in values.items() if name not in COLUMNS]
    notes = [values["note"]] if "note" in values else []
    original = "; ".join([*(f"{name}: {value}" for name, value in values.items()), *extra])
    left = (*notes, *strangers, *extra)
    return Item(place, original, values.get("exercise", ""), ", ".join(terms), left)
