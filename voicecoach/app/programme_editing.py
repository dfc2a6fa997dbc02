"""Programmes as they are put together: changes to their text, and what a text comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from voicecoach.app.episodes import calendar_of
from voicecoach.app.jobs import Event, Listener
from voicecoach.app.workspace import Workspace
from voicecoach.base.messages import Phrase
from voicecoach.base.values import dataclass
from voicecoach.checks.programmes import checked_programme
from voicecoach.formats.document import read_document_text
from voicecoach.formats.edits import (
    EditedText,
    InsertItem,
    MoveItem,
    RemoveItem,
    RemoveKey,
    SetValue,
    TextEdit,
    edit_text,
)
from voicecoach.formats.problems import Checked, KeyPath, Located, Problem
from voicecoach.formats.writing import Plain
from voicecoach.model.programme import WEEKDAYS, Programme
from voicecoach.session.order import Order

__all__ = ["WEEKDAYS", "InsertItem", "MoveItem", "RemoveItem"]

ProgrammeValue = str | int | None
_MONDAY = date(2024, 1, 1)  # any one will do
_TEXTS = ("title", "purpose")
_RULE_NEEDS = {"sessions": 3, "days": 7}  # what a rule has to have, where one is begun
_MOST_STAGES = 1000
_NUMBERS = ("weeks", "sessions", "days", "pain", "review_weeks")
_HEAD = ("title", "purpose", "review_weeks")
_STAGE = ("stage", "weeks", "purpose", "length")
_RULE = ("sessions", "days", "pain")
_LONGEST = 300  # of a field


@dataclass(frozen=True, slots=True)
class SetProgrammeField:
    """A field of a programme or of a stage.

    Attributes:
        path: of it, such as `("stages", 0, "days", "mon")`.
        value: what it says; None takes it away.
    """

    path: KeyPath
    value: ProgrammeValue


ProgrammeEdit = SetProgrammeField | InsertItem | RemoveItem | MoveItem


def edit_programme(file: Path, text: str, edit: ProgrammeEdit) -> Checked[EditedText]:
    """Make a change to a programme's text; bytes of other lines stay as they are.

    Args:
        file: the programme's.
        text: as it is.
        edit: what is to be changed.

    Returns:
        The new text; or None, and why the change cannot be made.
    """
    if not isinstance(edit, SetProgrammeField):
        return edit_text(str(file), text, edit)
    data = read_document_text(str(file), text).data
    return edit_text(str(file), text, _as_text_edit(data, edit))


def _as_text_edit(data: Any, edit: SetProgrammeField) -> TextEdit:
    """A field as an edit of the text: a mapping that is not there yet comes with it."""
    path, value = edit.path, edit.value
    held, key = _at(data, path[:-1]), str(path[-1])
    of_rule = path[-2:-1] == ("move_on",)
    if value is None:
        others = isinstance(held, Mapping) and len(held) > 1
        whole = (not others and len(path) > 3) or (of_rule and key in _RULE_NEEDS)
        return RemoveKey(path[:-1] if whole else path)
    if not isinstance(held, Mapping) and len(path) > 1:
        return SetValue(path[:-1], {**(_RULE_NEEDS if of_rule else {}), key: value})
    return SetValue(path, value, is_text=path[-1] in _TEXTS)


def value_at(data: Any, path: KeyPath) -> Plain | None:
    """What stands in a document at a path; None where nothing does."""
    found: Plain | None = _at(data, path)
    return found


def _at(data: Any, path: KeyPath) -> Any:
    for key in path:
        try:
            data = data[key]
        except (LookupError, TypeError):
            return None
    return data


@dataclass(frozen=True, slots=True)
class ProgrammeRemedy:
    """What mends a problem of a programme: a field, and what it is to say."""

    edit: SetProgrammeField
    meant: str


@dataclass(frozen=True, slots=True)
class ProgrammeProblem:
    """What is wrong with a programme, where, and what mends it.

    Attributes:
        located: the problem with its line; of another file where that is at fault.
        path: of the programme's text; empty where it is of another.
        remedy: None where that is not clear.
    """

    located: Located
    path: KeyPath
    remedy: ProgrammeRemedy | None


@dataclass(frozen=True, slots=True)
class SeenProgramme:
    """What a programme's text comes to.

    Attributes:
        data: as it is written; whatever is wrong with it.
        programme: None where it has errors.
        problems: all, each once.
    """

    data: Any
    programme: Programme | None
    problems: tuple[ProgrammeProblem, ...]


def seen_programme(workspace: Workspace, file: Path, language: str) -> SeenProgramme:
    """See what a programme comes to, as a check of it would say.

    Args:
        workspace: has it, with what was not saved yet.
        file: the programme's.
        language: of the coach's words.
    """
    library = workspace.library
    programme, _, problems = checked_programme(library, file, language)
    data = library.reader.document(file).data
    located = workspace.located(problems)
    return SeenProgramme(data, programme, tuple(_seen(each, file, data) for each in located))


def _seen(located: Located, file: Path, data: Any) -> ProgrammeProblem:
    where = located.problem.where
    if where.file != str(file):
        return ProgrammeProblem(located, (), None)
    return ProgrammeProblem(located, where.path, _remedy(located.problem, data))


def _remedy(problem: Problem, data: Any) -> ProgrammeRemedy | None:
    path, facts = problem.where.path, problem.phrase.facts
    if problem.phrase.kind == "impossible-rule" and int(facts["least"]) > 0:
        return ProgrammeRemedy(SetProgrammeField(path, int(facts["least"])), str(facts["least"]))
    hint = facts.get("hint")
    if isinstance(hint, Phrase) and "meant" in hint.facts and isinstance(_at(data, path), str):
        meant = str(hint.facts["meant"])
        return ProgrammeRemedy(SetProgrammeField(path, meant), meant)
    return None


def day_orders(workspace: Workspace, file: Path) -> dict[int, Order]:
    """Give the sessions of a programme by the number of their day, which begins on a Monday at 0.

    Args:
        workspace: has it.
        file: the programme's.

    Raises:
        ScriptError: it has errors.
    """
    days = calendar_of(workspace.sessions, Order(str(file)), _MONDAY)
    return {(day - _MONDAY) // timedelta(1): order for day, order in days.items()}


def day_lengths(workspace: Workspace, file: Path, told: Listener) -> dict[int, int]:
    """Say how long the sessions of a programme are, ms, by the numbers of their days.

    Args:
        workspace: has it.
        file: the programme's.
        told: told of each session.

    Raises:
        ScriptError: it has errors.
    """
    orders = day_orders(workspace, file)
    lengths: dict[Order, int] = {}
    for each in dict.fromkeys(orders.values()):
        told(Event("planning", each.routine, len(lengths), len(orders)))
        shown = workspace.sessions.show(workspace.sessions.resolve(each))
        lengths[each] = shown.schedule.total_ms
    return {day: lengths[order] for day, order in orders.items()}


def read_programme_edit(asked: Mapping[str, Any]) -> ProgrammeEdit:
    """Read a change from JSON; whoever sent it is believed nothing.

    Raises:
        ValueError: it is none.
    """
    kind, index = asked.get("kind"), asked.get("stage", 0)
    if type(index) is not int or not 0 <= index < _MOST_STAGES:
        raise ValueError("stage")
    if kind == "set":
        return SetProgrammeField(*_field(asked))
    at, before, behind = (("stages", place) for place in (index, index - 1, index + 2))
    if kind == "remove":
        return RemoveItem(at)
    if kind == "down" or (kind == "up" and index > 0):
        return MoveItem(at, before if kind == "up" else behind)
    raise ValueError("kind")


def _field(asked: Mapping[str, Any]) -> tuple[KeyPath, ProgrammeValue]:
    path, value = asked.get("path"), asked.get("value")
    if not isinstance(path, list) or not isinstance(value, str) or len(value) > _LONGEST:
        raise ValueError("path")
    if not _is_field(path) or len(value.splitlines()) > 1:
        raise ValueError("path")
    told = value.strip()
    number = path[-1] in _NUMBERS and told.isascii() and told.isdecimal() and len(told) < 9
    return tuple(path), (int(told) if number else told) or (0 if number else None)


def _is_field(path: list[Any]) -> bool:
    """Whether a path leads to a field that a form has."""
    if len(path) == 1:
        return path[0] in _HEAD
    if len(path) < 3 or path[0] != "stages" or type(path[1]) is not int or path[1] < 0:
        return False
    match path[2:]:
        case [key]:
            return key in _STAGE
        case ["days", day]:
            return day in ("every", *WEEKDAYS)
        case ["move_on", key]:
            return key in _RULE
        case ["doses", str()]:
            return True
        case ["add", str(), str()]:
            return True
    return False


def new_stage(data: Any, name: str) -> InsertItem:
    """A stage behind all others, with the days of the last one.

    Args:
        data: of the programme.
        name: the stage's.
    """
    stages = _at(data, ("stages",))
    count = len(stages) if isinstance(stages, list) else 0
    days = _at(data, ("stages", count - 1, "days")) if count else None
    told = ", ".join(f"{day}: {each}" for day, each in _days(days))
    return InsertItem(("stages", count), f"stage: {name}\nweeks: 2\ndays: {{{told}}}")


def _days(days: Any) -> Iterator[tuple[str, str]]:
    found = days if isinstance(days, Mapping) else {}
    told = [(str(day), str(each)) for day, each in found.items() if isinstance(each, str)]
    yield from told or [("mon", "gentle"), ("wed", "gentle"), ("fri", "gentle")]
