"""A roster, read: tables of sheet programs, and lists (YAML)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from voicecoach.base.errors import OutputError, ScriptError
from voicecoach.base.intake import read_bounded
from voicecoach.base.messages import Fault, Phrase, phrase
from voicecoach.formats.document import Document, read_document
from voicecoach.formats.problems import KeyPath, Located, Problem, Where, hint
from voicecoach.formats.table import Cell, LongCell, read_table
from voicecoach.formats.tidy import tidy, visible
from voicecoach.roster.rows import ROSTER_COLUMNS, RosterRow, looks_like_name, row_of

MOST_ROSTER_BYTES = 64_000_000
_SHEETS = (".csv", ".tsv", ".txt")
LISTS = (".yaml", ".yml")
"""The endings of rosters that are lists."""
_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
NEEDED_COLUMN = "label"
"""What the header of a table has."""


class Roster(NamedTuple):
    """A roster.

    Attributes:
        file: where it was read.
        rows: those without faults.
        problems: what is wrong, with line and column.
        faulty: the lines of rows that have a fault, with their labels.
        places: where the cells of each row are, by its line and their columns.
        lines: of the file.
        columns: their names, in order; of a list, those that it has.
    """

    file: Path
    rows: tuple[RosterRow, ...]
    problems: tuple[Located, ...]
    faulty: Mapping[int, str]
    places: Mapping[int, Mapping[str, Cell]]
    lines: Sequence[str]
    columns: tuple[str, ...] = ()

    def located(self, row: RosterRow, column: str, reason: Phrase) -> Located:
        """Say why what a row asks for cannot be, with its place."""
        cell = self.places[row.line].get(column, Cell("", row.line, 1))
        where = Where(str(self.file), (cell.line, column))
        problem = Problem.of("roster/not-made", where, label=row.label, reason=reason)
        return Located(problem, cell.line, cell.column, self.lines[cell.line - 1])


class _Given(NamedTuple):
    """A row as it stands in the file."""

    line: int
    cells: Mapping[str, Cell]
    extra: tuple[Cell, ...] = ()


def read_roster(file: Path, *, begun: bool = False) -> Roster:
    """Read a roster; rows without faults are given, whatever is wrong with the others.

    Args:
        file: a table (`.csv`, `.tsv`, `.txt`) or a list (`.yaml`).
        begun: it may name no patient yet.

    Raises:
        ScriptError: it has no header or a column twice, or is no list, or names no patient.
        OutputError: it cannot be read.
    """
    ending = file.suffix.lower()
    if ending in LISTS:
        document = read_document(file)
        given, lines = _listed(file, document), document.lines
        columns: tuple[Cell, ...] = ()
    elif ending in _SHEETS:
        given, columns, lines = _tabled(file)
    else:
        raise ScriptError("roster/ending", file=file)
    reading = _Reading(file, lines)
    reading.check_columns(columns)
    rows = [row for each in given if (row := reading.row(each))]
    rows = [row for row in rows if row.line not in reading.faulty]
    if not (rows or reading.faulty or begun):
        raise ScriptError("roster/empty", file=file, line=len(lines), column=1)
    return Roster(
        file,
        tuple(rows),
        tuple(reading.problems),
        reading.faulty,
        {each.line: each.cells for each in given},
        lines,
        tuple(column.text for column in columns) or tuple(dict.fromkeys(_keys(given))),
    )


def _keys(given: Sequence[_Given]) -> Iterator[str]:
    return (name for each in given for name in each.cells)


def _tabled(file: Path) -> tuple[list[_Given], tuple[Cell, ...], list[str]]:
    text = visible(tidy(read_roster_text(file).text))
    try:
        table = read_table(text, NEEDED_COLUMN)
    except LongCell as error:
        facts = {"file": file, "line": error.line, "column": error.column}
        raise ScriptError("roster/text", reason=error.phrase, **facts) from error
    if table is None:
        facts = {"file": file, "line": 1, "column": 1}
        raise ScriptError("roster/header", columns=[*ROSTER_COLUMNS], **facts)
    if twice := table.named_twice():
        facts = {"file": file, "line": twice.line, "column": twice.column}
        raise ScriptError("roster/columns", name=twice.text[:40], **facts)
    given = [_Given(row.line, row.cells, row.extra) for row in table.rows]
    return given, table.columns, text.lstrip("\ufeff").splitlines() or [""]


class RosterText(NamedTuple):
    """The text of a table, and how its file has it.

    Attributes:
        text: with its byte order mark, where it has one.
        encoding: of the file.
        digest: SHA-256 of the file.
    """

    text: str
    encoding: str
    digest: str


def read_roster_text(file: Path) -> RosterText:
    """Read a text in UTF-8, or as sheet programs of Windows write it.

    Raises:
        OutputError: it cannot be read.
    """
    try:
        content = read_bounded(file, MOST_ROSTER_BYTES)
    except OSError as error:
        raise OutputError("cannot-read", file=file, reason=error) from error
    digest = hashlib.sha256(content).hexdigest()
    for encoding in (_MARKS.get(content[:2], "utf-8"), "cp1252"):
        try:
            return RosterText(content.decode(encoding), encoding, digest)
        except UnicodeDecodeError:
            continue
    return RosterText(content.decode("latin-1"), "latin-1", digest)


def _listed(file: Path, document: Document) -> list[_Given]:
    """Read a list of mappings.

    Raises:
        ScriptError: it is none.
    """
    items, path = items_of(file, document)
    return [_mapped(document, (*path, n), item) for n, item in enumerate(items)]


def items_of(file: Path, document: Document) -> tuple[list[Any], KeyPath]:
    """The items of a roster that is a list, and where that stands.

    Raises:
        ScriptError: it is none.
    """
    if document.problems:
        found = document.locate(document.problems[0])
        facts = {"file": file, "line": found.line, "column": found.column}
        raise ScriptError("roster/text", reason=found.problem.phrase, **facts)
    data, path = document.data, KeyPath()
    if isinstance(data, dict) and [*data] == ["patients"]:
        data, path = data["patients"], ("patients",)
    if not isinstance(data, list):
        mark = document.mark_of(Where(document.file, path))
        raise ScriptError("roster/list", file=file, line=mark.line, column=mark.column)
    return data, path


def _mapped(document: Document, path: tuple[str | int, ...], item: Any) -> _Given:
    mark = document.mark_of(Where(document.file, path))
    if not isinstance(item, dict):
        return _Given(mark.line, {}, (Cell(str(item)[:60], mark.line, mark.column),))
    cells = {}
    for key, value in item.items():
        at = document.mark_of(Where(document.file, (*path, key)))
        if value is not None:
            cells[key] = Cell(_text(value), at.line, at.column)
    return _Given(mark.line, cells)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(_text, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


class _Reading:
    """Reads rows, and notes what is wrong with them."""

    def __init__(self, file: Path, lines: list[str]) -> None:
        self.file = file
        self.problems: list[Located] = []
        self.faulty: dict[int, str] = {}
        self._lines = lines
        self._labels: dict[str, int] = {}

    def note(self, kind: str, cell: Cell, /, **facts: object) -> None:
        """Note what is wrong with a cell."""
        where = Where(str(self.file), (cell.line,))
        problem = Problem(kind.partition("/")[0], where, phrase(kind, **facts))
        source = self._lines[min(cell.line, len(self._lines)) - 1]
        self.problems.append(Located(problem, cell.line, cell.column, source))

    def check_columns(self, columns: tuple[Cell, ...]) -> None:
        """Say which columns are not read."""
        for column in columns:
            if column.text and column.text not in ROSTER_COLUMNS:
                meant = hint(column.text, ROSTER_COLUMNS)
                self.note("roster-column", column, column=column.text[:40], hint=meant)

    def row(self, given: _Given) -> RosterRow | None:
        """Read a row; None where it has a fault."""
        before = len(self.problems)
        first = Cell("", given.line, 1)
        label = given.cells.get("label", first)
        if not given.cells and given.extra:
            self.note("roster/keys", given.extra[0])
        elif not label.text:
            self.note("roster/no-label", first)
        for cell in given.extra if given.cells else ():
            self.note("roster/extra", cell, label=label.text[:40], value=cell.text[:40])
        values = dict(self._values(given, label.text))
        self._check(values, given, label)
        if any(each.problem.severity == "error" for each in self.problems[before:]):
            self.faulty[given.line] = label.text[:40]
            return None
        if looks_like_name(label.text):
            self.note("roster-name", label, label=label.text)
        texts = {name: cell.text for name, cell in given.cells.items() if name in ROSTER_COLUMNS}
        return row_of(given.line, values, texts)

    def _values(self, given: _Given, label: str) -> Iterator[tuple[str, Any]]:
        for name, cell in given.cells.items():
            column = ROSTER_COLUMNS.get(name)
            if column is None:
                if self.file.suffix.lower() in LISTS:
                    self.note(
                        "roster-column", cell, column=name[:40], hint=hint(name, ROSTER_COLUMNS)
                    )
                continue
            try:
                yield name, column.read(cell.text)
            except Fault as fault:
                said = fault.phrase
                self.note("roster/value", cell, column=name, label=label[:40], reason=said)

    def _check(self, values: Mapping[str, Any], given: _Given, cell: Cell) -> None:
        label, first = values.get("label"), Cell("", given.line, 1)
        if label is None:
            return
        if label.lower() in self._labels:
            first_line = self._labels[label.lower()]
            self.note("roster/twice", cell, label=label, line=first_line)
            self.faulty[first_line] = label  # which of them is meant, nobody knows
        self._labels.setdefault(label.lower(), given.line)
        if not values.get("what") and "what" not in given.cells:
            self.note("roster/no-what", first, label=label)
        start, until = values.get("start"), values.get("until")
        if start and until and until < start:
            until_cell = given.cells["until"]
            self.note("roster/until", until_cell, label=label, until=until, start=start)
