"""Where each part of a YAML text stands, so that one of them can be exchanged alone.

Offsets are of characters in the text as it is, with its marks and line endings.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import field
from functools import lru_cache
from typing import Any, Literal

from voicecoach.base.messages import Fault
from voicecoach.base.values import dataclass
from voicecoach.formats.events import events_of
from voicecoach.formats.problems import KeyPath

NodeKind = Literal["scalar", "list", "map", "alias"]


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a YAML text.

    Attributes:
        kind: what it is.
        start: its first character; that of its anchor where it has one.
        end: behind its last character; of what is empty, its start.
        column: of a list its dashes, of a map its keys, from 0.
        style: of a scalar its quote, or `|` or `>`; empty for a plain one.
        in_flow: it stands within brackets or braces, or is such itself.
        keys: of a map.
        items: of a map its values, of a list its items.
        names: the keys of a map, as text.
    """

    kind: NodeKind
    start: int
    end: int
    column: int
    style: str = ""
    in_flow: bool = False
    keys: tuple[Node, ...] = ()
    items: tuple[Node, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands there."""
        return self.start == self.end

    def scalars(self) -> Iterator[Node]:
        """All that it holds, down to what holds nothing."""
        if not self.keys and not self.items:
            yield self
        for each in (*self.keys, *self.items):
            yield from each.scalars()


@dataclass(frozen=True, slots=True)
class TextLayout:
    """A YAML text and its parts.

    Attributes:
        text: as it is.
        root: the whole; None of an empty text.
    """

    text: str
    root: Node | None
    _starts: tuple[int, ...] = field(default=(), repr=False, compare=False)

    def node(self, path: KeyPath) -> Node | None:
        """The value at a path, where it has one."""
        found = self.root
        for key in path:
            found = self.child(found, key) if found else None
        return found

    @staticmethod
    def child(node: Node, key: str | int) -> Node | None:
        """What a list or a map has under a key."""
        if node.kind == "map" and key in node.names:
            return node.items[node.names.index(str(key))]
        if node.kind == "list" and isinstance(key, int) and 0 <= key < len(node.items):
            return node.items[key]
        return None

    def line_of(self, at: int) -> int:
        """The line of a character, from 0."""
        return bisect_right(self._starts, at) - 1

    def line_start(self, at: int) -> int:
        """Where the line of a character begins."""
        return self._starts[self.line_of(at)]

    def line_end(self, at: int) -> int:
        """Where the line behind that of a character begins; the end of the text for the last."""
        line = self.line_of(at) + 1
        return self._starts[line] if line < len(self._starts) else len(self.text)

    def column(self, at: int) -> int:
        """How many characters stand before one in its line; a byte order mark is none."""
        start = self.line_start(at)
        return at - start - self.text.startswith("\ufeff", start, at)

    def behind(self, at: int) -> str:
        """What follows in a line, without the line's end."""
        return "".join(self.text[at : self.line_end(at)].splitlines()[:1])

    def dash(self, node: Node, index: int) -> int:
        """Where the dash of an item of a list stands that is written below each other."""
        at = node.items[index].start
        start = self.line_start(at)
        while start > node.start and self.text[start + node.column : at].lstrip()[:1] != "-":
            start = self.line_start(start - 1)
        return max(start + node.column, node.start)

    def has_comment(self, start: int, end: int, of: Node) -> bool:
        """Whether a comment stands within a part of the text, which a node makes up."""
        for each in sorted(of.scalars(), key=lambda scalar: scalar.start):
            if "#" in self.text[start : each.start]:
                return True
            start = max(start, each.end)
        return "#" in self.text[start:end]


def ends_line(text: str) -> bool:
    """Whether a text ends with the end of a line."""
    return text[-1:].splitlines() == [""]


@lru_cache(maxsize=4)
def layout_of(text: str) -> TextLayout:
    """Find where the parts of a text stand; it was read without problems before.

    Raises:
        Fault: signs that nobody sees, which are left out where a text is read, make it another.
    """
    from ruamel.yaml.error import YAMLError

    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    if len(starts) > 1 and not ends_line(text):
        starts.pop()
    events = events_of(text)
    builder = _Builder(text)
    root = None
    try:
        for event in events:
            if type(event).__name__ in _VALUES:
                root = builder.node(event, events)
    except YAMLError:
        raise Fault("not-editable/elsewhere") from None
    return TextLayout(text, root, tuple(starts))


_VALUES = ("ScalarEvent", "SequenceStartEvent", "MappingStartEvent", "AliasEvent")


class _Builder:
    """Builds the nodes of a text from the events of ruamel.yaml."""

    def __init__(self, text: str) -> None:
        self.text = text

    def node(self, event: Any, events: Iterator[Any], behind: int = -1, flow: bool = False) -> Node:
        """The value that begins with an event.

        Args:
            event: its first.
            events: those that follow.
            behind: the character that a value would stand behind, which YAML does not say of none.
            flow: it stands within brackets or braces.
        """
        start, column = event.start_mark.index, event.start_mark.column
        kind = type(event).__name__
        if kind == "AliasEvent":
            return Node("alias", start, event.end_mark.index, column, in_flow=flow)
        if kind == "ScalarEvent":
            return self._scalar(event, behind, flow)
        flow = flow or bool(event.flow_style)
        keys: list[Node] = []
        items: list[Node] = []
        names: list[str] = []
        is_list = kind == "SequenceStartEvent"
        while not type(event := next(events)).__name__.endswith("EndEvent"):
            if is_list:
                items.append(self.node(event, events, event.start_mark.index, flow))
                continue
            key = self.node(event, events, flow=flow)
            keys.append(key)
            names.append(getattr(event, "value", ""))
            items.append(self.node(next(events), events, self._colon(key.end), flow))
        end = event.end_mark.index if flow else max((each.end for each in items), default=start)
        within = (tuple(keys), tuple(items), tuple(names))
        return Node("list" if is_list else "map", start, end, column, "", flow, *within)

    def _scalar(self, event: Any, behind: int, flow: bool) -> Node:
        start, end = event.start_mark.index, event.end_mark.index
        style = event.style or ""
        if not style and not event.value:
            start = end = start if behind < 0 or event.anchor else behind
        elif style in ("|", ">"):
            end = start + len(self.text[start:end].rstrip())
        return Node("scalar", start, end, event.start_mark.column, style, flow)

    def _colon(self, key_end: int) -> int:
        """Behind the colon that follows a key; behind the key where none does."""
        at = key_end
        while self.text[at : at + 1].isspace():
            at += 1
        return at + 1 if self.text[at : at + 1] == ":" else key_end
