"""Changes to a table's text: only the row that they are about becomes another.

Comments, other rows, quotes, line endings and a byte order mark stay as they are. What comes of a
change is read again: where that says anything else than is meant, nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from voicecoach.base.messages import Fault
from voicecoach.base.values import dataclass
from voicecoach.formats.table import Table, find_header, read_table
from voicecoach.formats.tidy import tidy, visible

_BREAK = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")  # as `str.splitlines` has them
_Said = list[tuple[int, dict[str, str], tuple[str, ...]]]  # line, cells, what is beyond them


def set_cell(text: str, needed: str, line: int, column: str, value: str) -> str:
    """Write a cell; a column that the table has not yet comes behind the others.

    Args:
        text: of the table.
        needed: a name that its header has.
        line: in which the row begins, from 1.
        column: its name.
        value: what the cell is to say; empty for nothing.

    Raises:
        Fault: there is no such row, or other cells would be read otherwise.
    """
    layout = _Layout.of(text, needed)
    meant = _said(layout.table)
    row = next((each for each in meant if each[0] == line), None)
    if row is None:
        raise Fault("not-editable/gone")
    value = " ".join(value.split())
    row[1][column] = value
    new, names = text, [each.text for each in layout.table.columns]
    if column not in names:
        new = _with_cell(new, layout, layout.header, len(names), column)
        layout, names = _Layout.of(new, needed), [*names, column]
    place = len(names) - 1 - names[::-1].index(column)
    new = _with_cell(new, layout, line, place, value)
    fewer = len(text.splitlines()) - len(new.splitlines())  # of a cell that had several
    return _checked(new, needed, [(n - fewer if n > line else n, c, x) for n, c, x in meant])


def add_row(text: str, needed: str, values: Mapping[str, str]) -> str:
    """Write a row behind all others.

    Args:
        text: of the table.
        needed: a name that its header has.
        values: of the new row, by names that its header has.

    Raises:
        Fault: it would not be read as a row.
    """
    layout = _Layout.of(text, needed)
    names = [each.text for each in layout.table.columns]
    told = {name: " ".join(values.get(name, "").split()) for name in names}
    row = layout.delimiter.join(_written(told[name], layout.delimiter) for name in names)
    ending = _BREAK.search(text)
    end = ending[0] if ending else "\n"
    lead = "" if text.endswith(("\n", "\r")) else end
    new = f"{text}{lead}{row}{end}"
    line = len(text.lstrip("\ufeff").splitlines()) + 1
    return _checked(new, needed, [*_said(layout.table), (line, told, ())])


def remove_row(text: str, needed: str, line: int) -> str:
    """Take a row away.

    Args:
        text: of the table.
        needed: a name that its header has.
        line: in which the row begins, from 1.

    Raises:
        Fault: there is no such row.
    """
    layout = _Layout.of(text, needed)
    said = _said(layout.table)
    if line not in [each[0] for each in said]:
        raise Fault("not-editable/gone")
    start, end = layout.starts[line - 1], layout.spans(text, line)[-1][1]
    ending = _BREAK.match(text, end)
    stop = ending.end() if ending else end
    gone = len(text[start:stop].splitlines())
    kept = [(n - gone if n > line else n, cells, extra) for n, cells, extra in said if n != line]
    return _checked(text[:start] + text[stop:], needed, kept)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where a table's lines begin, and what parts its columns.

    Attributes:
        starts: of each line, characters from the text's beginning.
        header: the line of it, from 1.
    """

    table: Table
    starts: list[int]
    header: int
    delimiter: str

    @classmethod
    def of(cls, text: str, needed: str) -> _Layout:
        """Find it.

        Raises:
            Fault: there is no table.
        """
        table = read_table(visible(tidy(text)), needed)
        body = text.lstrip("\ufeff")
        found = find_header(visible(tidy(body)).splitlines(), needed)
        if table is None or found is None:
            raise Fault("not-editable/gone")
        begin = len(text) - len(body)
        starts = [begin, *(begin + each.end() for each in _BREAK.finditer(body))]
        return cls(table, starts, found[0] + 1, found[1])

    def spans(self, text: str, line: int) -> list[tuple[int, int]]:
        """Where the cells of a row begin and end, with their quotes."""
        spans, at = [], self.starts[line - 1]
        while True:
            begin = at
            if _is_quote(text, at):
                at = _behind_quote(text, at + 1)
            while at < len(text) and text[at] != self.delimiter and not _BREAK.match(text, at):
                at += 1
            spans.append((begin, at))
            if text[at : at + 1] != self.delimiter:
                return spans
            at += 1


def _is_quote(text: str, at: int) -> bool:
    """Whether a quote stands there, plain or curly: both are read alike."""
    return tidy(text[at : at + 1]) == '"'


def _behind_quote(text: str, at: int) -> int:
    """The place behind the quote that ends what is quoted."""
    while at < len(text):
        if _is_quote(text, at):
            if not _is_quote(text, at + 1):
                return at + 1
            at += 1
        at += 1
    return at


def _with_cell(text: str, layout: _Layout, line: int, place: int, value: str) -> str:
    """The text in which one cell of a row says something else."""
    spans = layout.spans(text, line)
    if place < len(spans):
        start, end = spans[place]
        new = _written(value, layout.delimiter, _is_quote(text, start))
        return text[:start] + new + text[end:]
    end = spans[-1][1]
    lead = layout.delimiter * (place + 1 - len(spans))
    return text[:end] + lead + _written(value, layout.delimiter) + text[end:]


def _written(value: str, delimiter: str, quoted: bool = False) -> str:
    """A value as a table has it, in quotes where it must be, or was before."""
    if quoted or delimiter in value or '"' in value:
        return '"' + value.replace('"', '""') + '"'
    return value


def _said(table: Table | None) -> _Said:
    """What the rows of a table say."""
    return [
        (
            row.line,
            {name: cell.text for name, cell in row.cells.items()},
            tuple(cell.text for cell in row.extra),
        )
        for row in (table.rows if table else ())
    ]


def _checked(text: str, needed: str, meant: _Said) -> str:
    """See that a new text says what is meant.

    Raises:
        Fault: it does not.
    """
    there = [
        (line, {name: tidy(each) for name, each in cells.items() if each}, extra)
        for line, cells, extra in meant
    ]
    if _said(read_table(visible(tidy(text)), needed)) != [each for each in there if any(each[1:])]:
        raise Fault("not-editable/elsewhere")
    return text
