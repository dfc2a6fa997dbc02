"""The roster of a clinic as a table: faults stand at their cells, and a change is a file's line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import get_args

from voicecoach.app.patients import new_roster
from voicecoach.app.rosters import (
    ROSTER_COLUMNS,
    AddRow,
    CellProblem,
    RemoveRow,
    RosterEdit,
    RosterLine,
    RosterTable,
    RosterText,
    SetCell,
    check_column,
    edit_roster,
    read_roster_text,
    roster_table,
    write_roster_text,
)
from voicecoach.app.sessions import Sessions
from voicecoach.app.studio.addresses import address_values
from voicecoach.app.studio.asking import one_line_of, text_of, whole_number_of
from voicecoach.app.studio.clinic_open import OpenClinic, RosterChange
from voicecoach.app.studio.places import roster_file
from voicecoach.base.errors import ScriptError, VoicecoachError
from voicecoach.base.messages import Phrase
from voicecoach.model.routine import Guidance
from voicecoach.web.studio.desk import PageValues, Query, StudioPage
from voicecoach.web.studio.pages import STUDIO_LANGUAGES, render_studio

_USUAL = ("label", "what", "start", "profile", "language", "length", "until")
_SHOWN = 100  # rows at once
_MOST_LINES = 10_000_000
_UNDONE = 50  # changes that can be taken back


def patients_page(clinic: OpenClinic, name: str, query: Query) -> StudioPage | None:
    """The roster, what is made of it, and where each patient is found."""
    if name:
        return None
    chosen = query.get("label", [""])[0]
    found = address_values(clinic, chosen)
    values = _values(clinic, query) | found
    return StudioPage("patients.html", values, frames=tuple(filter(None, [found["frame"]])))


def begin_roster(clinic: OpenClinic, _name: str, _asked: PageValues) -> PageValues:
    """Begin a roster.

    Raises:
        OutputError: there is one, or it cannot be written.
    """
    new_roster(roster_file(clinic.project))
    return {"go": "/patients"}


def write_cell(clinic: OpenClinic, _name: str, asked: PageValues) -> PageValues:
    """Write a cell of the roster, and show what comes of it."""
    column = check_column(text_of(asked, "column"))
    return _edited(clinic, asked, SetCell(_line(asked), column, one_line_of(asked, "value")))


def add_patient(clinic: OpenClinic, _name: str, asked: PageValues) -> PageValues:
    """Add a row for a patient.

    Raises:
        ValueError: there is no label.
    """
    values = {each: one_line_of(asked, each) for each in ("label", "what")}
    if not values["label"].strip():
        raise ValueError("label")
    return _edited(clinic, asked, AddRow(values))


def remove_patient(clinic: OpenClinic, _name: str, asked: PageValues) -> PageValues:
    """Take a row away; what the patient was given stays, until it is withdrawn."""
    return _edited(clinic, asked, RemoveRow(_line(asked)))


def undo_roster(clinic: OpenClinic, _name: str, asked: PageValues) -> PageValues:
    """Take the last change back, where nothing else has changed the file since.

    Raises:
        ScriptError: something else has.
    """
    file, undone = roster_file(clinic.project), clinic.roster_changes
    if not undone:
        return _told(clinic, asked)
    edit, before, digest = undone.pop()
    if digest != text_of(asked, "digest"):
        undone.clear()
        raise ScriptError("changed-meanwhile", file=file)
    now = read_roster_text(file)
    write_roster_text(file, before)
    return _told(clinic, asked) | {"rows": _rows(_undone_from(edit, now, before), now, before)}


def _undone_from(edit: RosterEdit, now: RosterText, before: RosterText) -> int:
    """The line behind which rows move when a change is taken back."""
    match edit:
        case AddRow():
            return _MOST_LINES  # it came behind the others
        case SetCell(line):
            return line
        case RemoveRow(line):  # it is there again, with what stood above it and went too
            both = zip(_lines(now), _lines(before), strict=False)
            alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], both))
            return min(line - 1, alike)


def show_roster(clinic: OpenClinic, _name: str, asked: PageValues) -> PageValues:
    """Show the roster as its file is now."""
    return _told(clinic, asked)


def _line(asked: PageValues) -> int:
    line = whole_number_of(asked, "line", 1, _MOST_LINES)
    if line is None:
        raise ValueError("line")
    return line


def _edited(clinic: OpenClinic, asked: PageValues, edit: RosterEdit) -> PageValues:
    file, digest = roster_file(clinic.project), text_of(asked, "digest")
    before = edit_roster(file, digest, edit)
    now = read_roster_text(file)
    clinic.roster_changes.append(RosterChange(edit, before, now.digest))
    del clinic.roster_changes[:-_UNDONE]
    behind = _MOST_LINES if isinstance(edit, AddRow) else edit.line
    gone = {"gone": edit.line} if isinstance(edit, RemoveRow) else {}
    return _told(clinic, asked) | {"rows": _rows(behind, before, now) | gone}


def _rows(behind: int, before: RosterText, now: RosterText) -> PageValues:
    """Where rows are by now: those behind a line stand so many lines further down."""
    return {"behind": behind, "by": len(_lines(now)) - len(_lines(before))}


def _lines(roster: RosterText) -> list[str]:
    return roster.text.splitlines()


def _told(clinic: OpenClinic, asked: PageValues) -> PageValues:
    """The table as it is now.

    Raises:
        VoicecoachError: the roster is gone, or no roster any more.
    """
    query = {key: [text_of(asked, key)] for key in ("find", "faulty", "column_shown", "from")}
    values = _head(clinic) | _table(clinic, _read(clinic), query)
    table = render_studio("roster.html", clinic.language, values)
    return {"roster": table, "digest": values["digest"], "undo": values["undo"]}


def _values(clinic: OpenClinic, query: Query) -> PageValues:
    """What the page shows of the roster."""
    values = _head(clinic)
    if not values["there"]:
        return values | {"rows": []}
    try:
        table = _read(clinic)
    except VoicecoachError as error:
        fault, remedy = error.said(clinic.language), error.remedy_in(clinic.language)
        return values | {"fault": fault, "remedy": remedy, "rows": []}
    return values | _table(clinic, table, query)


def _head(clinic: OpenClinic) -> PageValues:
    file = roster_file(clinic.project)
    return {
        "file": file.name,
        "there": file.is_file(),
        "digest": "",
        "fault": "",
        "remedy": "",
        "undo": bool(clinic.roster_changes),
    }


def _read(clinic: OpenClinic) -> RosterTable:
    """Read the roster.

    Raises:
        VoicecoachError: it is none, or cannot be read.
    """
    with Sessions(clinic.project) as sessions:
        sessions.library.reader.know(clinic.library.reader)
        return roster_table(sessions, roster_file(clinic.project))


def _table(clinic: OpenClinic, table: RosterTable, query: Query) -> PageValues:
    find, more = query.get("find", [""])[0].strip(), query.get("column_shown", [""])[0]
    faulty = bool(query.get("faulty", [""])[0])
    start = query.get("from", ["0"])[0]
    first = int(start) if start.isdecimal() and len(start) < 9 else 0
    wanted = [
        line
        for line in table.lines
        if find.lower() in line.cells.get("label", "").lower() and (line.problems or not faulty)
    ]
    used = {name for line in table.lines for name in line.cells} | {*_USUAL, more}
    columns = [name for name in ROSTER_COLUMNS if name in used]
    return {
        "digest": table.digest,
        "columns": columns,
        "others": [name for name in ROSTER_COLUMNS if name not in columns],
        "rows": [_row(line, columns, clinic.language) for line in wanted[first : first + _SHOWN]],
        "problems": [
            {"line": each.line, "message": each.problem.said(clinic.language)}
            for each in table.problems
        ],
        "patients": table.patients,
        "failed": table.failed,
        "found": len(wanted),
        "find": find,
        "faulty": faulty,
        "column_shown": more if more in columns else "",
        "from": first,
        "to": min(first + _SHOWN, len(wanted)),
        "choices": {name: [*each] for name, each in _choices(clinic)},
        "examples": {name: each.example for name, each in ROSTER_COLUMNS.items()},
    }


def _row(line: RosterLine, columns: list[str], language: str) -> PageValues:
    return {
        "line": line.line,
        "label": line.cells.get("label", ""),
        "cells": [
            {
                "column": column,
                "value": line.cells.get(column, ""),
                "problems": [_problem(each, language) for each in line.problems.get(column, ())],
            }
            for column in columns
        ],
        "problems": [
            _problem(each, language)
            for column, problems in line.problems.items()
            if column not in columns
            for each in problems
        ],
    }


def _problem(found: CellProblem, language: str) -> PageValues:
    problem = found.located.problem
    told = _inside(problem.phrase, "roster/not-made")
    if found.mended:
        told = _inside(told, "batch/reason")
    return {"message": told.said(language), "severity": problem.severity, "mended": found.mended}


def _inside(told: Phrase, kind: str) -> Phrase:
    """What a message of a kind says besides whose row it is, or what to do: the table has that."""
    inside = told.facts.get("reason")
    return inside if told.kind == kind and isinstance(inside, Phrase) else told


def _choices(clinic: OpenClinic) -> Iterator[tuple[str, list[str]]]:
    """What cells may say, where that is a few words."""
    names = clinic.library.names
    yield "what", [*names("routines"), *names("programmes")]
    yield "profile", [*names("profiles")]
    yield "language", [*STUDIO_LANGUAGES]
    yield "guidance", [*get_args(Guidance)]
    yield "nearest", ["yes", "no"]
