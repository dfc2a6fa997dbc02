"""Tables as sheet programs write them: whatever parts the columns, each cell with its place."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from voicecoach.base.messages import Fault

_DELIMITERS = ";,\t|"


class LongCell(Fault):
    """A cell is longer than any; most often, a quote that ends it is missing.

    Attributes:
        line, column: where it begins, from 1.
    """

    def __init__(self, line: int, column: int) -> None:
        super().__init__("roster/long-cell", most_kib=csv.field_size_limit() // 1024)
        self.line = line
        self.column = column


class Cell(NamedTuple):
    """A value of a table.

    Attributes:
        text: what it says, its blanks joined.
        line, column: where it begins, from 1.
    """

    text: str
    line: int
    column: int


class TableRow(NamedTuple):
    """A row of a table.

    Attributes:
        line: where it begins, from 1.
        cells: by the names of their columns; those without a value are left out.
        extra: values beyond the last column.
    """

    line: int
    cells: dict[str, Cell]
    extra: tuple[Cell, ...]


class Table(NamedTuple):
    """A table.

    Attributes:
        columns: the names in its header: small letters, `_` between words.
        rows: those that have a value.
    """

    columns: tuple[Cell, ...]
    rows: tuple[TableRow, ...]

    def named_twice(self) -> Cell | None:
        """The first column that has the name of another before it; None where there is none."""
        names = [column.text for column in self.columns]
        columns = enumerate(self.columns)
        return next((each for n, each in columns if each.text and each.text in names[:n]), None)


def read_table(text: str, needed: str) -> Table | None:
    """Read a table whose header has a column of a certain name; None where there is none.

    Args:
        text: comma, semicolon, tab or bar part the columns; a byte order mark, empty lines and
            `sep=;` may stand before the header, and lines that begin with `#` are comments.
        needed: the name.

    Raises:
        LongCell: a cell is longer than any.
    """
    lines = lines_of(text)
    found = find_header(lines, needed)
    if found is None:
        return None
    header, *rows = _rows(lines, *found)
    columns = tuple(cell._replace(text=_name(cell.text)) for cell in header)
    return Table(columns, tuple(_row(columns, cells) for cells in rows))


def lines_of(text: str) -> list[str]:
    """The lines of a text, without a byte order mark."""
    return text.lstrip("\ufeff").splitlines()


def first_line(lines: Sequence[str]) -> int:
    """The first line that says something, from 0; the number of lines where none does."""
    return next((n for n, line in enumerate(lines) if _says_something(line)), len(lines))


def find_header(lines: Sequence[str], needed: str) -> tuple[int, str] | None:
    """Find the header of a table, and what parts its columns; None where there is none.

    Args:
        lines: of the table; the header's index is given, from 0.
        needed: a name that the header has.
    """
    first = first_line(lines)
    short = first < len(lines) and len(lines[first]) <= csv.field_size_limit()
    delimiter = _delimiter(lines[first], needed) if short else None
    return (first, delimiter) if delimiter else None


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lower().startswith(("sep=", "#", '"#'))


def _delimiter(header: str, needed: str) -> str | None:
    for delimiter in _DELIMITERS:
        cells = next(csv.reader([header], delimiter=delimiter), [])
        if len(cells) > 1 and needed in map(_name, cells):
            return delimiter
    return "," if _name(header.strip('"')) == needed else None


def _name(cell: str) -> str:
    return "_".join(cell.strip().lower().split())


def _rows(lines: list[str], first: int, delimiter: str) -> Iterator[list[Cell]]:
    """Each row that has a value, with the place of each of its cells."""
    reader = csv.reader(io.StringIO("\n".join(lines[first:])), delimiter=delimiter)
    while True:
        line = first + reader.line_num
        try:
            values = next(reader, None)
        except csv.Error as error:  # a cell has more signs than `csv` reads
            raise LongCell(line + 1, _long(lines[line], delimiter)) from error
        if values is None:
            return
        if not any(value.strip() for value in values) or values[0].startswith("#"):
            continue
        starts = _starts(lines[line], delimiter)
        places = [*starts, *[len(lines[line]) + 1] * (len(values) - len(starts))]
        yield [
            Cell(" ".join(value.split()), line + 1, column)
            for value, column in zip(values, places, strict=False)
        ]


def _long(line: str, delimiter: str) -> int:
    """The column of the first cell that is longer than any; a row that goes on has it last."""
    starts = _starts(line, delimiter)
    ends = [*starts[1:], len(line) + 2]
    most = csv.field_size_limit()
    return next((a for a, b in zip(starts, ends, strict=True) if b - a - 1 > most), starts[-1])


def _starts(line: str, delimiter: str) -> list[int]:
    """The column in which each cell of a line begins, from 1."""
    starts, quoted = [1], False
    for column, sign in enumerate(line, 2):
        quoted ^= sign == '"'
        if sign == delimiter and not quoted:
            starts.append(column)
    return starts


def _row(columns: tuple[Cell, ...], cells: list[Cell]) -> TableRow:
    named = {column.text: cell for column, cell in zip(columns, cells, strict=False) if cell.text}
    extra = tuple(cell for cell in cells[len(columns) :] if cell.text)
    return TableRow(cells[0].line, named, extra)
