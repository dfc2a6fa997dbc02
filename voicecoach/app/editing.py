"""Routines as they are put together: changes to their text, and what a text says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from voicecoach.app.seen import (
    PositionChange,
    SeenCue,
    SeenProblem,
    SeenRoutine,
    SeenStep,
    seen,
)
from voicecoach.app.workspace import Workspace
from voicecoach.base.errors import ScriptError
from voicecoach.base.messages import Fault
from voicecoach.base.values import replace
from voicecoach.formats.document import read_document_text
from voicecoach.formats.edits import (
    EditedText,
    InsertItem,
    MoveItem,
    RemoveItem,
    Splice,
    edit_text,
)
from voicecoach.formats.problems import Checked, Problem, Where
from voicecoach.library.gathered import exercises_in
from voicecoach.model.outline import OutlinedStep, outline
from voicecoach.model.step_edits import ReplaceStep, SetField, SetHead, StepEdit, as_text_edit

__all__ = ["EditedText", "InsertItem", "MoveItem", "OutlinedStep", "RemoveItem", "ReplaceStep"]
__all__ += ["SetField", "SetHead", "Splice", "StepEdit"]
__all__ += ["PositionChange", "SeenCue", "SeenProblem", "SeenRoutine", "SeenStep", "seen"]

_KINDS: dict[str, type[StepEdit]] = {
    "set": SetField,
    "head": SetHead,
    "replace": ReplaceStep,
    "insert": InsertItem,
    "remove": RemoveItem,
    "move": MoveItem,
    "splice": Splice,
}
_MOST_KEYS = 64  # of a path


def edit_routine(
    workspace: Workspace, file: Path, text: str, edit: StepEdit
) -> Checked[EditedText]:
    """Make a change to a routine's text; bytes of other lines stay as they are.

    Args:
        workspace: has the exercises, which tell what doses mean.
        file: the routine's.
        text: as it is; with its byte order mark, where it has one.
        edit: what is to be changed.

    Returns:
        The new text, where the step is now, and the part that was exchanged, whose `inverse` undoes
        it; or None, and why the change cannot be made.
    """
    document = read_document_text(str(file), text)
    if document.refused and not isinstance(edit, Splice):
        return Checked(None, document.problems)
    try:
        known = exercises_in(workspace.library, document.data)
        meant = as_text_edit(document.data, edit, known)
    except Fault as fault:
        where = Where(str(file), getattr(edit, "path", ()))
        code = fault.phrase.kind.partition("/")[0]
        code = code if code == "not-editable" else "bad-value"
        return Checked(None, [Problem(code, where, fault.phrase, fault.offset)])
    if meant is None:
        return Checked(EditedText(text, getattr(edit, "path", ()), Splice(0, "", "")), [])
    edited, problems = edit_text(str(file), text, meant)
    if edited and isinstance(edit, SetField | ReplaceStep):
        edited = replace(edited, path=edit.path)
    return Checked(edited, problems)


def outline_routine(workspace: Workspace, file: Path, text: str) -> tuple[OutlinedStep, ...]:
    """List the steps of a routine's text; none where it is no YAML.

    Args:
        workspace: has the exercises, which tell what doses mean.
        file: the routine's.
        text: as it is.
    """
    document = read_document_text(str(file), text)
    return outline(document, exercises_in(workspace.library, document.data))


def plain_edit(edit: StepEdit) -> dict[str, Any]:
    """A change as JSON has it: its kind, and its fields."""
    kind = next(name for name, shape in _KINDS.items() if type(edit) is shape)
    values = {each.name: getattr(edit, each.name) for each in fields(edit)}
    return {"kind": kind, **{k: [*v] if isinstance(v, tuple) else v for k, v in values.items()}}


def read_edit(plain: object) -> StepEdit:
    """A change from JSON, as `plain_edit` gives it; whoever sent it is believed nothing.

    Raises:
        ScriptError: it is none.
    """
    if not isinstance(plain, Mapping) or plain.get("kind") not in _KINDS:
        raise ScriptError("no-edit/kind", kinds=[*_KINDS])
    shape = _KINDS[str(plain["kind"])]
    values: dict[str, Any] = {}
    for each in fields(shape):
        value: Any = plain.get(each.name)
        if not _FIELDS[each.name](value):
            raise ScriptError("no-edit/field", kind=plain["kind"], field=each.name)
        values[each.name] = tuple(value) if each.name in ("path", "to") else value
    made: StepEdit = shape(**values)
    return made


def _is_path(value: object) -> bool:
    return isinstance(value, list) and len(value) <= _MOST_KEYS and all(map(_is_key, value))


def _is_key(value: object) -> bool:
    return isinstance(value, str) or (type(value) is int and value >= 0)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_value(value: object, depth: int = 0) -> bool:
    if isinstance(value, Mapping):
        return depth < 3 and all(_is_text(k) and _is_value(v, depth + 1) for k, v in value.items())
    if isinstance(value, list):
        return depth < 3 and all(_is_value(item, depth + 1) for item in value)
    return value is None or isinstance(value, str | bool | int | float)


_FIELDS = {
    "path": _is_path,
    "to": _is_path,
    "field": _is_text,
    "key": _is_text,
    "text": _is_text,
    "old": _is_text,
    "new": _is_text,
    "value": _is_value,
    "at": _is_key,
}
