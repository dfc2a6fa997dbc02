"""A roster as a table to be edited: each cell with what is wrong with it, and what mends that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from voicecoach.app.patients import check_roster
from voicecoach.app.sessions import Sessions
from voicecoach.base.errors import ScriptError
from voicecoach.base.messages import Phrase
from voicecoach.base.values import dataclass
from voicecoach.formats.problems import Located
from voicecoach.formats.table import Cell
from voicecoach.roster.editing import (
    AddRow,
    RemoveRow,
    RosterEdit,
    SetCell,
    edit_roster,
    write_roster_text,
)
from voicecoach.roster.reading import RosterText, read_roster_text
from voicecoach.roster.rows import ROSTER_COLUMNS

__all__ = ["ROSTER_COLUMNS", "AddRow", "RemoveRow", "RosterEdit", "RosterText", "SetCell"]
__all__ += ["edit_roster", "read_roster_text", "write_roster_text"]

_AT_COLUMN = {"roster/no-what": "what", "roster/twice": "label"}


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with a cell.

    Attributes:
        located: the problem with its line.
        mended: what the cell is to say instead; empty where that is not clear.
    """

    located: Located
    mended: str = ""


@dataclass(frozen=True, slots=True)
class RosterLine:
    """A row of a roster.

    Attributes:
        line: of the file, from 1.
        cells: what it says, by column.
        problems: what is wrong with it, by column.
    """

    line: int
    cells: Mapping[str, str]
    problems: Mapping[str, tuple[CellProblem, ...]]


@dataclass(frozen=True, slots=True)
class RosterTable:
    """A roster as it is shown.

    Attributes:
        file: where it is.
        digest: SHA-256 of the file.
        columns: of the file, in order.
        lines: its rows.
        problems: what is wrong with anything but a row.
        patients: how many rows can be made.
        failed: how many cannot.
    """

    file: Path
    digest: str
    columns: tuple[str, ...]
    lines: tuple[RosterLine, ...]
    problems: tuple[Located, ...]
    patients: int
    failed: int


def roster_table(sessions: Sessions, file: Path) -> RosterTable:
    """Read and check a roster, as `check_roster` does; it may name no patient yet.

    Args:
        sessions: of the project.
        file: the roster.

    Raises:
        ScriptError: it has no header, or is no list.
        OutputError: it cannot be read.
    """
    digest = read_roster_text(file).digest
    found = check_roster(sessions, file, begun=True)
    roster = found.roster
    at: dict[int, dict[str, list[CellProblem]]] = {line: {} for line in roster.places}
    row_of = {cell.line: line for line, cells in roster.places.items() for cell in cells.values()}
    loose = []
    for each in found.problems:
        line = each.line if each.line in at else row_of.get(each.line)
        if line is None:
            loose.append(each)
            continue
        cells = roster.places[line]
        column = _column(cells, each)
        cell = cells.get(column)
        mended = _mended(each.problem.phrase, cell.text) if cell else ""
        at[line].setdefault(column, []).append(CellProblem(each, mended))
    lines = tuple(
        RosterLine(
            line,
            {name: cell.text for name, cell in cells.items()},
            {column: tuple(problems) for column, problems in at[line].items()},
        )
        for line, cells in roster.places.items()
    )
    return RosterTable(
        file,
        digest,
        roster.columns,
        lines,
        tuple(loose),
        found.patients,
        found.failed,
    )


def check_column(column: str) -> str:
    """See that a roster has such a column.

    Raises:
        ScriptError: it has not.
    """
    if column not in ROSTER_COLUMNS:
        raise ScriptError("roster/no-column", column=column[:40], columns=[*ROSTER_COLUMNS])
    return column


def _column(cells: Mapping[str, Cell], located: Located) -> str:
    """The column that a problem of a row is about; that of labels where it is about all of it."""
    told = located.problem.where.path[1:]
    if told:
        return str(told[0])
    at = (located.line, located.column)
    here = [name for name, cell in cells.items() if (cell.line, cell.column) == at]
    return _AT_COLUMN.get(located.problem.phrase.kind) or next(iter(here), "label")


def _mended(phrase: Phrase, text: str) -> str:
    """What a cell is to say where a message knows which word of it is meant as which other."""
    for word, meant in _meant(phrase):
        words = text.split(" ")
        if word in words:
            return " ".join(meant if each == word else each for each in words)
    return ""


def _meant(phrase: Phrase) -> Iterator[tuple[str, str]]:
    """The words of a message that are misspelt, and what they are meant as."""
    hint = phrase.facts.get("hint")
    if isinstance(hint, Phrase) and "meant" in hint.facts:
        for fact in phrase.facts.values():
            if isinstance(fact, str):
                yield fact, str(hint.facts["meant"])
    for fact in phrase.facts.values():
        if isinstance(fact, Phrase):
            yield from _meant(fact)
