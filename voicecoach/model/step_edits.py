"""Changes to the steps and the head of a routine, as changes to its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from voicecoach.base.messages import Fault
from voicecoach.base.values import dataclass
from voicecoach.formats.edits import (
    InsertItem,
    MoveItem,
    RemoveItem,
    RemoveKey,
    ReplacePair,
    SetValue,
    Splice,
    TextEdit,
)
from voicecoach.formats.problems import KeyPath
from voicecoach.formats.writing import Plain
from voicecoach.model.dose import parse_dose
from voicecoach.model.dose_fields import DOSE_FIELDS, with_dose_field, with_field
from voicecoach.model.exercise import Exercise
from voicecoach.model.routine import ExerciseStep, RoutineHead
from voicecoach.model.step_reading import OF_LENGTH_KEYS, STEP_KINDS, step_name

_SPOKEN = ("say", "title", "section", "purpose", "requires")


@dataclass(frozen=True, slots=True)
class SetField:
    """One field of a step.

    Attributes:
        path: of the step.
        field: one of its dose, as in `DOSE_FIELDS`; or a key of the step as scripts have it, such
            as `say`, `optional`, `rest`, `work`; of a circuit `repeat`, of a section `section`.
        value: as a script has it; None to take it away.
    """

    path: KeyPath
    field: str
    value: Plain | None


@dataclass(frozen=True, slots=True)
class SetHead:
    """One field of a routine's head.

    Attributes:
        key: as scripts have it: `title`, `length`, `guidance`, `language`.
        value: as a script has it; None to take it away.
    """

    key: str
    value: Plain | None


@dataclass(frozen=True, slots=True)
class ReplaceStep:
    """A step by one line of text; what stands beside its name stays.

    Attributes:
        path: of the step.
        text: the line without its dash: `bridge: 3 sets, 10 reps`.
    """

    path: KeyPath
    text: str


StepEdit = SetField | SetHead | ReplaceStep | InsertItem | RemoveItem | MoveItem | Splice
"""A change to a routine. Steps are inserted, removed and moved as items of their lists."""


def as_text_edit(data: Any, edit: StepEdit, exercises: Mapping[str, Exercise]) -> TextEdit | None:
    """Say a change to a routine as one to its text.

    Args:
        data: of the routine's text.
        edit: what is to be changed.
        exercises: which tell what doses mean, by name.

    Returns:
        The change; None where all is so already.

    Raises:
        Fault: there is no such step or field, or its value cannot be read.
    """
    match edit:
        case SetHead():
            return _head(data, edit)
        case SetField():
            return _field(_item(data, edit.path), edit, exercises)
        case ReplaceStep():
            name = step_name(_item(data, edit.path))
            if name is None:
                raise Fault("not-editable/one-step")
            return ReplacePair((*edit.path, name), _without_dash(edit.text))
        case InsertItem():
            return InsertItem(edit.path, _without_dash(edit.text))
    return edit


def _without_dash(text: str) -> str:
    return text.strip().removeprefix("- ").strip()


def _item(data: Any, path: KeyPath) -> Any:
    """A step as data."""
    for key in path:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            raise Fault("not-editable/gone") from None
    if not isinstance(data, str | Mapping) or not path or isinstance(path[-1], str):
        raise Fault("not-editable/gone")
    return data


def _head(data: Any, edit: SetHead) -> TextEdit | None:
    if edit.key not in {each.name for each in fields(RoutineHead)}:
        raise Fault("not-editable/field", key=edit.key)
    if not isinstance(data, Mapping):
        raise Fault("not-editable/gone")
    return _set(data, (), edit.key, edit.value)


def _set(
    within: Mapping[str, Any], path: KeyPath, key: str, value: Plain | None
) -> TextEdit | None:
    """Write a key of a mapping, or take it away."""
    if value is None:
        return RemoveKey((*path, key)) if key in within else None
    if key in within and within[key] == value and type(within[key]) is type(value):
        return None
    return SetValue((*path, key), value, key in _SPOKEN)


def _field(item: Any, edit: SetField, exercises: Mapping[str, Exercise]) -> TextEdit | None:
    name = step_name(item)
    if name is None:
        raise Fault("not-editable/one-step")
    data = item if isinstance(item, Mapping) else {name: None}
    inside = data[name]
    if edit.field in OF_LENGTH_KEYS:
        value = None if edit.value is False else edit.value
        if isinstance(inside, Mapping) and edit.field in inside:
            return _set(inside, (*edit.path, name), edit.field, value)
        return _set(data, edit.path, edit.field, value)
    if name not in STEP_KINDS:
        return _of_exercise(name, data, edit, exercises.get(name))
    if edit.field not in {each.name for each in fields(STEP_KINDS[name])} - {"steps", "most"}:
        raise Fault("not-editable/field", key=edit.field)
    if name == "say" and isinstance(inside, Mapping):
        key = "text" if edit.field == "say" else edit.field
        return _set(inside, (*edit.path, name), key, edit.value)
    if edit.field == name and edit.value is None:
        raise Fault("not-editable/only")
    return _set(data, edit.path, edit.field, edit.value)


def _of_exercise(
    name: str, data: Mapping[str, Any], edit: SetField, exercise: Exercise | None
) -> TextEdit | None:
    """A field of an exercise, of its dose or another one."""
    if edit.field in DOSE_FIELDS:
        return _of_dose(name, data[name], edit, exercise)
    if edit.field not in {each.name for each in fields(ExerciseStep)} - {"exercise", "dose"}:
        raise Fault("not-editable/field", key=edit.field)
    if edit.field in data:
        return _set(data, edit.path, edit.field, edit.value)
    inside, here = data[name], (*edit.path, name)
    if not isinstance(inside, Mapping):
        if edit.value is None:
            return None
        dose = {} if inside is None else {"dose": str(inside)}
        return SetValue(here, {**dose, edit.field: edit.value})
    if edit.value is None and {*inside} == {"dose", edit.field}:
        return SetValue(here, inside["dose"])
    if edit.value is None and {*inside} == {edit.field}:
        return SetValue(here, None)
    return _set(inside, here, edit.field, edit.value)


def _of_dose(name: str, inside: Any, edit: SetField, exercise: Exercise | None) -> TextEdit | None:
    value = None if edit.value is None else str(edit.value)
    here = (*edit.path, name)
    if not isinstance(inside, Mapping):
        said = with_dose_field(str(inside or ""), edit.field, value, exercise)
        return None if said == inside else SetValue(here, said or None)
    in_words = not isinstance(inside.get("dose"), Mapping)
    if in_words and not {*inside} & {*DOSE_FIELDS, "pairs"}:
        said = with_dose_field(str(inside.get("dose") or ""), edit.field, value, exercise)
        return _set(inside, here, "dose", said or None)
    figures = inside.get("dose", inside)
    below = (*here, "dose") if "dose" in inside else here
    return _of_figures(figures, below, edit.field, value)


def _of_figures(
    figures: Mapping[str, Any], path: KeyPath, field: str, value: str | None
) -> TextEdit | None:
    """A field of a dose that is written as a mapping: its own key, where that says what is meant.

    Raises:
        Fault: it takes more than one key.
    """
    own = {key: item for key, item in figures.items() if key in (*DOSE_FIELDS, "pairs")}
    meant = with_field(parse_dose(own) if own else parse_dose(""), field, value)
    key = "pairs" if field == "reps" and "pairs" in own else field
    plain: Plain | None = int(value) if value and value.isdecimal() else value
    said = {**own, key: plain}
    if plain is None:
        del said[key]
    if (parse_dose(said) if said else parse_dose("")) != meant:
        raise Fault("not-editable/flow")
    return _set(figures, path, key, plain)
