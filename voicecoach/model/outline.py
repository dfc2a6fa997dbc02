"""The steps of a routine as a list to be shown and changed: where each stands, and what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from voicecoach.base.values import dataclass
from voicecoach.formats.document import Document
from voicecoach.formats.layout import TextLayout, layout_of
from voicecoach.formats.problems import KeyPath
from voicecoach.formats.writing import on_one_line
from voicecoach.model.dose_fields import DOSE_FIELDS, dose_fields, dose_of_data
from voicecoach.model.exercise import Exercise
from voicecoach.model.step_reading import STEP_KINDS, step_name

_NO_EXERCISES: Mapping[str, Exercise] = {}


@dataclass(frozen=True, slots=True)
class OutlinedStep:
    """A step as it is written.

    Attributes:
        path: of the step in its file: `("steps", 3)`; in a section or circuit
            `("steps", 3, "steps", 0)`.
        line, last_line: where it begins and ends, from 1; with all that it holds.
        kind: `exercise`, or what else names the step, such as `rest` or `repeat`; empty for what
            is no step.
        name: what it names: the exercise, and of another the kind.
        text: it in one line, without what stands beside its name.
        dose: of an exercise: the fields of its dose by their names, as texts; see `dose_fields`.
        fields: all else that it says, by the names of the fields.
        holds: how many steps it holds itself.
    """

    path: KeyPath
    line: int
    last_line: int
    kind: str
    name: str
    text: str
    dose: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    holds: int = 0

    @property
    def depth(self) -> int:
        """How many sections and circuits it stands in."""
        return len(self.path) // 2 - 1


def outline(
    document: Document, exercises: Mapping[str, Exercise] = _NO_EXERCISES
) -> tuple[OutlinedStep, ...]:
    """List the steps of a routine in the order of its text, each before what it holds.

    Args:
        document: that was read from the text.
        exercises: which tell what doses mean, by name.
    """
    if document.refused or not isinstance(document.data, Mapping):
        return ()
    layout = layout_of(document.text)
    return tuple(_steps(layout, document.data.get("steps"), ("steps",), exercises))


def _steps(
    layout: TextLayout, data: object, path: KeyPath, exercises: Mapping[str, Exercise]
) -> Iterator[OutlinedStep]:
    for index, item in enumerate(data if isinstance(data, list) else ()):
        here = (*path, index)
        yield _step(layout, item, here, exercises)
        if isinstance(item, Mapping):
            yield from _steps(layout, item.get("steps"), (*here, "steps"), exercises)


def _step(
    layout: TextLayout, item: Any, path: KeyPath, exercises: Mapping[str, Exercise]
) -> OutlinedStep:
    node = layout.node(path)
    assert node is not None, "what was read stands in the text"
    line, last_line = layout.line_of(node.start) + 1, layout.line_of(node.end) + 1
    name = step_name(item)
    if name is None:
        return OutlinedStep(path, line, last_line, "", "", "")
    data = item if isinstance(item, Mapping) else {name: None}
    held = data.get("steps")
    is_exercise = name not in STEP_KINDS
    exercise = exercises.get(name) if is_exercise else None
    dose = dose_of_data(data[name], exercise) if is_exercise else None
    return OutlinedStep(
        path,
        line,
        last_line,
        "exercise" if is_exercise else name,
        name,
        _one_line(layout, (*path, name), data[name]),
        dose_fields(dose) if dose else {},
        _fields(name, data, is_exercise),
        len(held) if isinstance(held, list) else 0,
    )


def _fields(name: str, data: Mapping[str, Any], is_exercise: bool) -> dict[str, Any]:
    """What a step says beside its dose and the steps that it holds."""
    inside, own = data[name], {}
    if isinstance(inside, Mapping):
        own = {("say" if key == "text" else key): value for key, value in inside.items()}
        if is_exercise:
            own = {key: own[key] for key in own if key not in (*DOSE_FIELDS, "pairs", "dose")}
    elif not is_exercise:
        own = {name: inside}
    return {**own, **{key: data[key] for key in data if key not in (name, "steps")}}


def _one_line(layout: TextLayout, path: KeyPath, value: Any) -> str:
    """What names a step, and what stands behind it, as it is written; or in one line all the same.

    Args:
        layout: the text.
        path: of the name.
        value: what stands behind it.
    """
    step, name = layout.node(path[:-1]), str(path[-1])
    if step is not None and step.kind == "map" and name in step.names:
        index = step.names.index(name)
        start, end = step.keys[index].start, step.items[index].end
        written = layout.text[start : max(end, step.keys[index].end)]
        if len(written.splitlines()) == 1:
            return written.rstrip(": ") if value is None else written
    return name if value is None else on_one_line({name: value})
