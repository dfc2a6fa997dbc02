"""Changes to a YAML text as values: only the lines that they are about become others.

Comments, order, quotes, blank lines, line endings and a byte order mark stay as they are. What a
change would do is told by the plain data first, and the new text is read again: where that gives
anything else, nothing is changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from voicecoach.base.messages import Fault
from voicecoach.base.values import dataclass
from voicecoach.formats import cutting
from voicecoach.formats.document import Document, read_document_text
from voicecoach.formats.layout import layout_of
from voicecoach.formats.problems import Checked, KeyPath, Problem, Where, errors
from voicecoach.formats.tidy import tidy
from voicecoach.formats.writing import Plain


@dataclass(frozen=True, slots=True)
class Splice:
    """One part of a text exchanged for another, character by character.

    Attributes:
        at: where it begins, characters from the text's beginning.
        old: what stands there.
        new: what comes in its place.
    """

    at: int
    old: str
    new: str

    @classmethod
    def between(cls, before: str, after: str) -> Splice:
        """The least part in which two texts differ."""
        start = _in_common(before, after)
        end = _in_common(before[start:][::-1], after[start:][::-1])
        return cls(start, before[start : len(before) - end], after[start : len(after) - end])

    @property
    def inverse(self) -> Splice:
        """What undoes it."""
        return Splice(self.at, self.new, self.old)

    def apply(self, text: str) -> str:
        """Make the change.

        Raises:
            Fault: another text stands there.
        """
        end = self.at + len(self.old)
        if self.at < 0 or text[self.at : end] != self.old:
            raise Fault("not-editable/other-text")
        return text[: self.at] + self.new + text[end:]


@dataclass(frozen=True, slots=True)
class SetValue:
    """The value of a key, which is written where it is not there yet.

    Attributes:
        path: of the key; of a step that is a name alone, that name is the key.
        value: what is to stand there; None for nothing behind the colon.
        is_text: it is spoken or shown, and so in quotes before a comment.
    """

    path: KeyPath
    value: Plain | None
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class RemoveKey:
    """A key that goes, with what stands behind it."""

    path: KeyPath


@dataclass(frozen=True, slots=True)
class ReplacePair:
    """A key and its value, exchanged for those of a text; keys beside it stay.

    Attributes:
        path: of the key.
        text: a key and its value in one line, as YAML; or a name alone.
    """

    path: KeyPath
    text: str


@dataclass(frozen=True, slots=True)
class InsertItem:
    """A new item of a list.

    Attributes:
        path: that it will have.
        text: the item as YAML, without its dash, in one line or several.
    """

    path: KeyPath
    text: str


@dataclass(frozen=True, slots=True)
class RemoveItem:
    """An item of a list that goes; comments above it stay."""

    path: KeyPath


@dataclass(frozen=True, slots=True)
class MoveItem:
    """An item of a list that goes elsewhere, with the comments right above it.

    Attributes:
        path: of the item.
        to: of the item, before it is moved, in front of which it will stand; one more than the
            last for the end of a list.
    """

    path: KeyPath
    to: KeyPath


def _in_common(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


TextEdit = Splice | SetValue | RemoveKey | ReplacePair | InsertItem | RemoveItem | MoveItem


@dataclass(frozen=True, slots=True)
class EditedText:
    """A text as a change leaves it.

    Attributes:
        text: the new one.
        path: where that is now which was changed; empty for a part of the text.
        splice: what became of the old one.
    """

    text: str
    path: KeyPath
    splice: Splice


def edit_text(file: str, text: str, edit: TextEdit) -> Checked[EditedText]:
    """Make a change to the text of a script.

    Args:
        file: the script's, for the places of problems.
        text: as it is; with its byte order mark, where it has one.
        edit: what is to be changed.

    Returns:
        The new text; or None, and why the change cannot be made.
    """
    if isinstance(edit, Splice):
        try:
            return Checked(EditedText(edit.apply(text), (), edit), [])
        except Fault as fault:
            return Checked(None, [Problem("not-editable", Where(file), fault.phrase)])
    before = read_document_text(file, text)
    if before.refused:
        return Checked(None, before.problems)
    try:
        _check_paths(edit)
        new, path = _made(text, edit)
        _check_as_meant(before, read_document_text(file, new), edit)
    except Fault as fault:
        return Checked(None, [Problem("not-editable", Where(file, edit.path), fault.phrase)])
    except _Unreadable as unreadable:
        return Checked(None, unreadable.problems)
    return Checked(EditedText(new, path, Splice.between(text, new)), [])


def _check_paths(edit: TextEdit) -> None:
    """See that a path leads to an item of a list where that is what changes, and else to a key.

    Raises:
        Fault: it does not.
    """
    assert not isinstance(edit, Splice), "it is about the text"
    of_list = isinstance(edit, InsertItem | RemoveItem | MoveItem)
    paths = (edit.path, edit.to) if isinstance(edit, MoveItem) else (edit.path,)
    if not all(path and isinstance(path[-1], int if of_list else str) for path in paths):
        raise Fault("not-editable/gone")


def _made(text: str, edit: TextEdit) -> tuple[str, KeyPath]:
    """The new text, and where that is now which was changed."""
    layout = layout_of(text)
    match edit:
        case SetValue():
            return cutting.set_value(layout, edit.path, edit.value, edit.is_text), edit.path
        case RemoveKey():
            return cutting.remove_key(layout, edit.path), edit.path[:-1]
        case ReplacePair():
            new = edit.text.strip()
            name, value = _pair(_read(new, edit.path))
            pair = cutting.replace_pair(layout, edit.path, new, name, value)
            return pair, (*edit.path[:-1], name)
        case InsertItem():
            return cutting.insert_item(layout, edit.path, edit.text), edit.path
        case RemoveItem():
            return cutting.remove_item(layout, edit.path)[0], edit.path
        case MoveItem():
            return cutting.move_item(layout, edit.path, edit.to)
    raise AssertionError("there are no other edits")


class _Unreadable(Exception):
    """A text that somebody wrote cannot be read."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(str(problems[0]))


def _read(text: str, path: KeyPath) -> Any:
    """The data of a part of a script.

    Raises:
        _Unreadable: it is no YAML.
    """
    document = read_document_text("", text)
    if document.refused:
        raise _Unreadable([Problem(p.code, Where("", path), p.phrase) for p in document.problems])
    return document.data


def _pair(data: object) -> tuple[str, Any]:
    """The one key of a step in a line, and its value."""
    if isinstance(data, str):
        return data, None
    if not isinstance(data, Mapping) or len(data) != 1:
        raise Fault("not-editable/one-step")
    return next(iter(data.items()))


def _check_as_meant(before: Document, after: Document, edit: TextEdit) -> None:
    """See that a new text says what is meant, and else what the old one does.

    Raises:
        Fault: it does not.
    """
    meant = _meant(before.data, edit)
    if errors(after.problems) or not _same(after.data, meant):
        raise Fault("not-editable/elsewhere")


def _meant(data: Any, edit: TextEdit) -> Any:
    """The data of a script as a change is to leave them."""
    data = _copied(data)
    assert not isinstance(edit, Splice), "it is about the text"
    path = edit.path
    match edit:
        case SetValue():
            _mapping_at(data, path[:-1])[path[-1]] = edit.value
        case RemoveKey():
            del _mapping_at(data, path[:-1])[path[-1]]
        case ReplacePair():
            pairs = _mapping_at(data, path[:-1])
            new = dict([_pair(_read(edit.text.strip(), path))])
            kept = [(new if key == path[-1] else {key: item}) for key, item in pairs.items()]
            pairs.clear()
            for each in kept:
                pairs.update(each)
        case InsertItem():
            data = [] if data is None and len(path) == 1 else data
            _list_at(data, path[:-1]).insert(int(path[-1]), _read(edit.text, path))
        case RemoveItem():
            del _list_at(data, path[:-1])[int(path[-1])]
        case MoveItem():
            items, target = _list_at(data, path[:-1]), _list_at(data, edit.to[:-1])
            index, place = int(path[-1]), int(edit.to[-1])
            target.insert(place, items[index])
            del items[index + (target is items and place <= index)]
    return data


def _copied(data: Any) -> Any:
    """Data of their own throughout: what an alias stands for does not change with it."""
    if isinstance(data, Mapping):
        return {key: _copied(item) for key, item in data.items()}
    return [*map(_copied, data)] if isinstance(data, list) else data


def _at(data: Any, path: KeyPath) -> Any:
    for key in path:
        data = data[key]
    return data


def _mapping_at(data: Any, path: KeyPath) -> dict[str | int, Any]:
    """The mapping at a path; a name alone becomes one."""
    found = _at(data, path)
    if isinstance(found, str):
        found = _at(data, path[:-1])[path[-1]] = {found: None}
    mapping: dict[str | int, Any] = found
    return mapping


def _list_at(data: Any, path: KeyPath) -> list[Any]:
    """The list at a path; where nothing stands yet, it becomes one."""
    found = _at(data, path)
    if found is None:
        found = _at(data, path[:-1])[path[-1]] = []
    items: list[Any] = found
    return items


def _same(data: Any, meant: Any) -> bool:
    """Whether data are what is meant; a name alone is a key with nothing behind it."""
    if isinstance(meant, str):
        return isinstance(data, str) and data == tidy(meant)
    if isinstance(meant, Mapping):
        return (
            isinstance(data, Mapping)
            and {*data} == {tidy(str(key)) for key in meant}
            and all(_same(data[tidy(str(key))], item) for key, item in meant.items())
        )
    if isinstance(meant, list | tuple):
        if not meant:
            return data in (None, [])
        return (
            isinstance(data, list)
            and len(data) == len(meant)
            and all(_same(_opened(a), _opened(b)) for a, b in zip(data, meant, strict=True))
        )
    return type(data) is type(meant) and bool(data == meant)


def _opened(item: Any) -> Any:
    return {item: None} if isinstance(item, str) else item
