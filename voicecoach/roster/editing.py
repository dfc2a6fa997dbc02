"""Changes to a roster, a table or a list: cells, rows that come and rows that go."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from voicecoach.base.errors import ScriptError
from voicecoach.base.files import Staging
from voicecoach.base.messages import Fault
from voicecoach.base.values import dataclass
from voicecoach.formats import table_edits
from voicecoach.formats.document import Document, read_document_text
from voicecoach.formats.edits import InsertItem, RemoveItem, RemoveKey, SetValue, edit_text
from voicecoach.formats.problems import KeyPath, Where
from voicecoach.formats.writing import Plain, in_flow
from voicecoach.roster.reading import (
    LISTS,
    NEEDED_COLUMN,
    RosterText,
    items_of,
    read_roster_text,
)

_NUMBER = re.compile("0|[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class SetCell:
    """What a patient's cell says.

    Attributes:
        line: of the row, from 1.
        column: its name; one that the table has not yet comes behind the others.
        value: empty for nothing.
    """

    line: int
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class AddRow:
    """A new patient, by the columns that the table has."""

    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RemoveRow:
    """A row that goes.

    Attributes:
        line: of it, from 1.
    """

    line: int


RosterEdit = SetCell | AddRow | RemoveRow


def edit_roster(file: Path, digest: str, edit: RosterEdit) -> RosterText:
    """Change a roster; other rows, comments, line endings and the encoding stay.

    Args:
        file: a table or a list.
        digest: SHA-256 of the file as it is known; another one is not touched.
        edit: what is to be changed.

    Returns:
        The roster as it was.

    Raises:
        ScriptError: something else has changed it, or the change cannot be made so.
        OutputError: it cannot be read or written; it is as it was.
    """
    sheet = read_roster_text(file)
    if sheet.digest != digest:
        raise ScriptError("changed-meanwhile", file=file)
    try:
        is_list = file.suffix.lower() in LISTS
        text = edited_list(file, sheet.text, edit) if is_list else _edited(sheet.text, edit)
    except Fault as fault:
        raise ScriptError.of(fault.phrase) from fault
    write_roster_text(file, sheet._replace(text=text))
    return sheet


def write_roster_text(file: Path, sheet: RosterText) -> None:
    """Write a roster as its file has it, for its owner alone.

    Raises:
        ScriptError: its encoding has not all letters.
        OutputError: it cannot be written; it is as it was.
    """
    try:
        content = sheet.text.encode(sheet.encoding)
    except UnicodeEncodeError as error:
        raise ScriptError("roster/letters", file=file, encoding=sheet.encoding) from error
    with Staging(file.parent, private=True) as staging:
        staging.write(file.name, [content])


def edited_list(file: Path, text: str, edit: RosterEdit) -> str:
    """The text of a list with a change: only the lines that it is about are others.

    Raises:
        ScriptError: the text is no roster, or can be changed by hand alone.
        Fault: there is no such row.
    """
    document = read_document_text(str(file), text)
    items, path = items_of(file, document)
    change = _as_text_edit(document, items, path, edit)
    if change is None:
        return text
    made, problems = edit_text(str(file), text, change)
    if made is None:
        raise ScriptError.of(problems[0].phrase)
    return made.text


def _as_text_edit(
    document: Document, items: Sequence[Any], path: KeyPath, edit: RosterEdit
) -> SetValue | RemoveKey | InsertItem | RemoveItem | None:
    """A change to a list as one to its text; None where it changes nothing."""
    if isinstance(edit, AddRow):
        told = {column: _plain(column, value) for column, value in edit.values.items() if value}
        return InsertItem((*path, len(items)), in_flow(told))
    places = [(*path, number) for number in range(len(items))]
    here = [each for each in places if document.mark_of(Where("", each)).line == edit.line]
    item = items[int(here[0][-1])] if len(here) == 1 else None
    if not isinstance(item, dict):
        raise Fault("not-editable/gone")
    if isinstance(edit, RemoveRow):
        return RemoveItem(here[0])
    at, value = (*here[0], edit.column), " ".join(edit.value.split())
    if value:
        return SetValue(at, _plain(edit.column, value, item.get(edit.column)))
    return RemoveKey(at) if edit.column in item else None


def _plain(column: str, value: str, before: object = None) -> Plain:
    """What a cell says as a list has it, in the way in which it was said before."""
    if isinstance(before, list):
        return value.split()
    if isinstance(before, bool) and value in ("yes", "no"):
        return value == "yes"
    is_number = isinstance(before, int) if before is not None else column != "label"
    return int(value) if is_number and _NUMBER.fullmatch(value) else value


def _edited(text: str, edit: RosterEdit) -> str:
    match edit:
        case SetCell(line, column, value):
            return table_edits.set_cell(text, NEEDED_COLUMN, line, column, value)
        case AddRow(values):
            return table_edits.add_row(text, NEEDED_COLUMN, values)
        case RemoveRow(line):
            return table_edits.remove_row(text, NEEDED_COLUMN, line)
