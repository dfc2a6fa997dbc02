"""What mends a problem of a routine, where that is clear: a change to its text, for a button.

A remedy that is proposed has been tried: the text can be read with it, and a dose in it too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress

from voicecoach.app.dose_remedies import (
    IllText,
    Mends,
    at_most,
    into_range,
    meant_by_hint,
    part_of_dose,
    whole_dose,
)
from voicecoach.base.messages import Fault
from voicecoach.base.units import format_duration
from voicecoach.base.values import dataclass
from voicecoach.formats.document import read_document_text
from voicecoach.formats.edits import (
    InsertItem,
    RemoveKey,
    ReplacePair,
    SetValue,
    Splice,
    TextEdit,
    edit_text,
)
from voicecoach.formats.layout import layout_of
from voicecoach.formats.problems import KeyPath, Located
from voicecoach.formats.writing import scalar
from voicecoach.model.exercise import Exercise
from voicecoach.model.step_edits import SetField, as_text_edit
from voicecoach.model.step_reading import step_name


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change that mends a problem.

    Attributes:
        edit: the change, to the text in which the problem was found.
        meant: what is written, in the words of scripts; empty for what goes.
    """

    edit: Splice
    meant: str


def remedies(
    located: Located, text: str, step: KeyPath, exercises: Mapping[str, Exercise]
) -> tuple[Remedy, ...]:
    """Find what mends a problem of a routine's text.

    Args:
        located: the problem, with its line.
        text: in which it was found.
        step: the path of the step that it is about; empty where that is none.
        exercises: those that the text names, by name.

    Returns:
        The changes that may be meant, the likeliest first; none where it is not clear.
    """
    problem = located.problem
    document = read_document_text(problem.where.file, text)
    ill = IllText(problem, located.line, text, document, step, exercises)
    make = _MADE.get(problem.phrase.kind) or _MADE.get(problem.code)
    found: dict[Splice, Remedy] = {}
    with suppress(Fault):  # signs that nobody sees are in the way
        for edit, meant in make(ill) if make else ():
            splice = _tried(ill, edit)
            if splice is not None and splice.old != splice.new:
                found.setdefault(splice, Remedy(splice, meant))
    return tuple(found.values())


def _tried(ill: IllText, edit: TextEdit | SetField) -> Splice | None:
    """A change as it is made; None where it cannot be."""
    file = ill.problem.where.file
    try:
        meant = (
            as_text_edit(ill.document.data, edit, ill.exercises)
            if isinstance(edit, SetField)
            else edit
        )
    except Fault:
        return None
    edited = edit_text(file, ill.text, meant).value if meant else None
    if edited is None or read_document_text(file, edited.text).refused:
        return None
    return edited.splice


def _other_exercise(ill: IllText) -> Mends:
    """The exercise that is meant by a misspelt name, with the same dose."""
    meant, name = meant_by_hint(ill), ill.path[-1] if ill.path else ""
    if meant and ill.step and name == step_name(ill.value(ill.step)):
        yield from _renamed(ill, (*ill.step, name), meant)


def _renamed(ill: IllText, path: KeyPath, meant: str) -> Mends:
    """Another key with the same value."""
    layout = layout_of(ill.text)
    parent = layout.node(path[:-1])
    if parent is not None and parent.kind == "scalar":
        yield ReplacePair(path, meant), meant
    elif parent is not None and path[-1] in parent.names:
        key = parent.keys[parent.names.index(str(path[-1]))]
        yield Splice(key.start, ill.text[key.start : key.end], meant), meant


def _other_key(ill: IllText) -> Mends:
    if meant := meant_by_hint(ill):
        yield from _renamed(ill, ill.path, meant)


def _other_value(ill: IllText) -> Mends:
    """The choice, name or thing that is meant by a misspelt one."""
    meant = meant_by_hint(ill) or str(ill.facts.get("meant", ""))
    if meant and ill.problem.on_key:
        yield from _renamed(ill, ill.path, meant)
    elif meant:
        yield from _in_value(ill, meant)


def _in_value(ill: IllText, meant: str) -> Mends:
    """Other words in the place of a value, or of the part of it that is at fault."""
    written, value = ill.value(ill.path), str(ill.facts["value"]) if "value" in ill.facts else ""
    if not value or str(written) == value:
        yield SetValue(ill.path, meant), meant
    elif isinstance(written, str) and written.count(value) == 1:
        yield SetValue(ill.path, written.replace(value, meant)), meant


def _of_include(ill: IllText) -> Mends:
    if meant := meant_by_hint(ill):
        yield SetValue((*ill.step, "include"), meant), meant


def _without_colon(ill: IllText) -> Mends:
    meant = f"{ill.facts['exercise']}: {scalar(str(ill.facts['dose']))}"
    if ill.step and (name := step_name(ill.value(ill.step))) is not None:
        yield ReplacePair((*ill.step, name), meant), meant


def _field(field: str, fact: str = "") -> Callable[[IllText], Mends]:
    """A field of the step set to a fact, or taken away."""

    def make(ill: IllText) -> Mends:
        meant = str(ill.facts[fact]) if fact else None
        if ill.step:
            yield SetField(ill.step, field, meant), f"{field} {meant}" if meant else ""

    return make


def _set(template: str) -> Callable[[IllText], Mends]:
    """The value, or the part of it that is at fault, set to what a template makes of the facts."""

    def make(ill: IllText) -> Mends:
        facts = {name: str(fact) for name, fact in ill.facts.items()}
        yield from _in_value(ill, template.format(**facts))

    return make


def _without_key(*keys: str) -> Callable[[IllText], Mends]:
    """Keys that may go, named by facts, or by themselves; the problem's own without any."""

    def make(ill: IllText) -> Mends:
        named = [str(ill.facts.get(key, key)) for key in keys] or [str(ill.path[-1])]
        for key in named:
            path = (*ill.step, key) if ill.step else (key,)
            if isinstance(ill.value(path[:-1]), Mapping) and key in ill.value(path[:-1]):
                yield RemoveKey(path), ""

    return make


def _warm_up(ill: IllText) -> Mends:
    yield InsertItem(("steps", 0), "include: warm-up"), "include: warm-up"


def _in_quotes(ill: IllText) -> Mends:
    """The text of a line in quotes, from its first colon on."""
    layout = layout_of(ill.text) if not ill.document.refused else None
    lines = ill.text.splitlines(keepends=True)
    start = sum(map(len, lines[: ill.line - 1]))
    line = lines[ill.line - 1].splitlines()[0] if ill.line <= len(lines) else ""
    key, colon, said = line.partition(": ")
    node = layout.node(ill.path) if layout else None
    if not colon or not said.strip() or (node is not None and node.in_flow and "{" in key):
        return
    written = json.dumps(said.strip(), ensure_ascii=False)
    lead = len(said) - len(said.lstrip())
    at = start + len(key) + len(colon) + lead
    yield Splice(at, said.strip(), written), written


def _lengths(ill: IllText) -> Mends:
    """The nearest lengths that a session can have, where the routine asks for another."""
    if ill.path != ("length",):
        return
    for fact in ("below_ms", "above_ms"):
        if isinstance(ill.facts.get(fact), int):
            meant = format_duration(int(ill.facts[fact]))
            yield SetValue(("length",), meant), meant


_MADE: dict[str, Callable[[IllText], Mends]] = {
    "unknown-exercise": _other_exercise,
    "unknown-routine": _of_include,
    "unknown-key": _other_key,
    "unknown-source": _other_value,
    "value/choice": _other_value,
    "value/language": _other_value,
    "value/backwards": _other_value,
    "needs/misspelt": _other_value,
    "name/bad": _other_value,
    "name/colon": _without_colon,
    "figures/unknown": _other_key,
    "bad-name": _set("{file}"),
    "no-warm-up": _warm_up,
    "text/other": _set("{value}"),
    "text/colon": _in_quotes,
    "unquoted-text/hash": _in_quotes,
    "unquoted-text/colon": _in_quotes,
    "length/no-unit": _set("{value}{unit}"),
    "step/keep": _set("always"),
    "bad-step/against": _without_key("key", "other"),
    "bad-step/rank": _without_key("rank"),
    "bad-step/warm-up": _without_key("optional", "extra"),
    "no-sides": _field("sides"),
    "no-sides/position": _without_key("side"),
    "no-hold": _field("hold"),
    "tempo-phases": _field("tempo", "like"),
    "bad-dose/alternating": whole_dose("meant"),
    "dose/alternating": whole_dose("meant", "half"),
    "dose/pairs-only": whole_dose("meant"),
    "dose/number": part_of_dose("{value} reps"),
    "dose/no-unit": part_of_dose("{value}s"),
    "dose/which": part_of_dose("{count} reps, hold {length}", "{count} sets, hold {length}"),
    "dose/comma": part_of_dose("{meant}", "{listed}"),
    "dose/decimal": part_of_dose("{meant}"),
    "dose/pairs": part_of_dose("{meant}"),
    "dose/load-unit": part_of_dose("{weight}", "{level}"),
    "dose/load-more": part_of_dose("{meant}"),
    "dose/no-load": part_of_dose("load {meant}"),
    "dose/of-what": part_of_dose("{meant} reps", "hold {meant}s"),
    "dose/of-reps": part_of_dose("{meant} reps"),
    "dose/of-hold": part_of_dose("hold {meant}s"),
    "dose/no-key": part_of_dose("hold {meant}", "rest {meant}"),
    "dose/no-key-list": part_of_dose("hold {meant}"),
    "dose/each": part_of_dose("each side"),
    "dose/backwards": part_of_dose("{high}-{low}"),
    "dose/part": part_of_dose("{hint}"),
    "dose/sides": _other_value,
    "unsafe-dose/reps": at_most("reps"),
    "unsafe-dose/sets": at_most("sets"),
    "unsafe-dose/hold": at_most("hold"),
    "unsafe-dose/kept-up": at_most("hold"),
    "unsafe-dose/timed": at_most("hold"),
    "high-dose/reps": at_most("reps"),
    "high-dose/sets": at_most("sets"),
    "high-dose/hold": at_most("hold"),
    "outside-sources/reps": into_range("reps"),
    "outside-sources/sets": into_range("sets"),
    "outside-sources/hold": into_range("hold"),
    "unreachable-length/between": _lengths,
    "unreachable-length/shortest": _lengths,
    "unreachable-length/longest": _lengths,
}
"""What mends a problem, by the kind of its message or by its code."""
