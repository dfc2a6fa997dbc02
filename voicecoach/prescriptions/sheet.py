"""Prescriptions as tables (CSV), as sheet programs write them: docs/reference/prescriptions.md."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from voicecoach.base.errors import ScriptError
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
_DELIMITERS = ";,\t|"


def is_sheet(text: str) -> bool:
    """Whether a text is a table with the documented header."""
    lines = _lines(text)
    return bool(lines) and _delimiter(lines[0]) is not None


def read_sheet(text: str) -> Iterator[Item]:
    """Read a table row by row; rows without any value say nothing.

    Raises:
        ScriptError: it has no header with a column `exercise`.
    """
    lines = _lines(text)
    delimiter = _delimiter(lines[0]) if lines else None
    if delimiter is None:
        raise ScriptError("import/header", columns=[*COLUMNS])
    rows = csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter)
    header = [_column(cell) for cell in next(rows)]
    first = len(text.splitlines()) - len(lines) + 1
    for row in rows:
        values = {name: " ".join(cell.split()) for name, cell in zip(header, row, strict=False)}
        values = {name: value for name, value in values.items() if value}
        extra = [cell.strip() for cell in row[len(header) :] if cell.strip()]
        if values or extra:
            yield _item(f"line {first + rows.line_num - 1}", values, extra)


def _lines(text: str) -> list[str]:
    """The lines from the header on: a sheet program may say first what parts its columns."""
    lines = text.lstrip("\ufeff").splitlines()
    while lines and (not lines[0].strip() or lines[0].lower().startswith("sep=")):
        lines.pop(0)
    return lines


def _delimiter(header: str) -> str | None:
    """What parts the columns; None where no column is called `exercise`."""
    for delimiter in _DELIMITERS:
        cells = next(csv.reader([header], delimiter=delimiter), [])
        if len(cells) > 1 and "exercise" in map(_column, cells):
            return delimiter
    return "," if _column(header.strip('"')) == "exercise" else None


def _column(cell: str) -> str:
    return "_".join(cell.strip().lower().split())


def _item(place: str, values: Mapping[str, str], extra: list[str]) -> Item:
    terms = [term.format(values[name]) for name, term in _TERMS.items() if name in values]
    strangers = [value for name, value in values.items() if name not in COLUMNS]
    notes = [values["note"]] if "note" in values else []
    original = "; ".join([*(f"{name}: {value}" for name, value in values.items()), *extra])
    left = (*notes, *strangers, *extra)
    return Item(place, original, values.get("exercise", ""), ", ".join(terms), left)
