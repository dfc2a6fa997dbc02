"""What is cut out of a YAML text, and what is put in, to change one part of it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from voicecoach.base.messages import Fault
from voicecoach.formats.layout import Node, TextLayout, ends_line, layout_of
from voicecoach.formats.problems import KeyPath
from voicecoach.formats.writing import Plain, in_flow, scalar

_DEEPER = 2
_Cut = tuple[int, int, str]  # from, to, and what comes there


def set_value(layout: TextLayout, path: KeyPath, value: Plain | None, is_text: bool) -> str:
    """Give a key its value; one that is not there yet is written below or behind the others.

    Args:
        layout: the text.
        path: of the key.
        value: what is to stand behind it; None for nothing.
        is_text: it is in quotes where a comment follows.

    Raises:
        Fault: it has to be done by hand.
    """
    parent, key = _node(layout, path[:-1]), str(path[-1])
    if parent.kind == "scalar":
        return _with(layout, _beside_name(layout, parent, key, value, is_text))
    if parent.kind != "map":
        raise Fault("not-editable/gone")
    if key not in parent.names:
        return _with(layout, _added(layout, parent, key, value, is_text))
    index = parent.names.index(key)
    behind = _colon(layout, parent.keys[index])
    old = parent.items[index]
    if layout.has_comment(behind, old.end, old):
        raise Fault("not-editable/comment")
    if value is None:
        alone = len(parent.keys) == 1 and not parent.in_flow and _is_item(layout, path[:-1])
        return _with(layout, [(parent.keys[index].end if alone else behind, old.end, "")])
    quoted = _comment_follows(layout, old.end) and is_text
    written = _written(value, old, quoted, parent.in_flow)
    if old.is_empty or "\n" in layout.text[behind : old.start]:
        return _with(layout, [(behind, old.end, f" {written}")])
    return _with(layout, [(old.start, old.end, written)])


def _is_item(layout: TextLayout, path: KeyPath) -> bool:
    parent = layout.node(path[:-1]) if path else None
    return parent is not None and parent.kind == "list"


def _beside_name(
    layout: TextLayout, name: Node, key: str, value: Plain | None, is_text: bool
) -> Iterable[_Cut]:
    """What a step that is a name alone gets: a value, or another key below it."""
    if name.style or name.is_empty:
        raise Fault("not-editable/gone")
    behind = layout.behind(name.end)
    written = (
        ""
        if value is None
        else f" {_written(value, name, is_text and '#' in behind, name.in_flow)}"
    )
    if layout.text[name.start : name.end] == key:
        return [(name.end, name.end, f":{written}")] if written else []
    if name.in_flow:
        raise Fault("not-editable/flow")
    return [
        (name.end, name.end, ":"),
        _new_line(layout, name.end, " " * name.column + f"{key}:{written}"),
    ]


def _added(
    layout: TextLayout, parent: Node, key: str, value: Plain | None, is_text: bool
) -> Iterable[_Cut]:
    """A key that a map has not yet."""
    written = "" if value is None else f" {_written(value, None, False, parent.in_flow)}"
    if parent.in_flow:
        last = parent.items[-1].end if parent.items else 0
        at = last or parent.start + 1
        return [(at, at, f"{', ' if last else ''}{key}:{written}")]
    before = len(parent.items) - 1
    while before > 0 and parent.items[before].kind == "list" and not parent.items[before].in_flow:
        before -= 1  # what lists other things comes last
    end = max(parent.items[before].end, _colon(layout, parent.keys[before]))
    return [_new_line(layout, end, " " * parent.column + f"{key}:{written}")]


def remove_key(layout: TextLayout, path: KeyPath) -> str:
    """Take a key away, with its value.

    Raises:
        Fault: it has to be done by hand.
    """
    parent, key = _node(layout, path[:-1]), str(path[-1])
    if parent.kind != "map" or key not in parent.names:
        raise Fault("not-editable/gone")
    index = parent.names.index(key)
    start = parent.keys[index].start
    end = max(parent.items[index].end, _colon(layout, parent.keys[index]))
    if layout.has_comment(start, end, parent.items[index]):
        raise Fault("not-editable/comment")
    if parent.in_flow:
        return _with(layout, [_out_of_flow(parent, index, start, end)])
    if not layout.text[layout.line_start(start) : start].strip(" \ufeff"):
        return _without_lines(layout, layout.line_start(start), layout.line_end(end))
    if index + 1 == len(parent.keys):
        raise Fault("not-editable/only")
    follows = parent.keys[index + 1].start
    if "#" in layout.text[end:follows]:
        raise Fault("not-editable/comment")
    return _with(layout, [(start, follows, "")])


def _out_of_flow(parent: Node, index: int, start: int, end: int) -> _Cut:
    if index:
        return parent.items[index - 1].end, end, ""
    return start, parent.keys[1].start if len(parent.keys) > 1 else end, ""


def replace_pair(
    layout: TextLayout, path: KeyPath, text: str, name: str, value: Plain | None
) -> str:
    """Exchange a key and its value.

    Args:
        layout: the text.
        path: of the key; of a step that is a name alone, that name.
        text: what comes there, as somebody wrote it.
        name: the key of that.
        value: what stands behind it.

    Raises:
        Fault: it has to be done by hand.
    """
    if len(text.splitlines()) != 1:
        raise Fault("not-editable/one-step")
    parent, key = _node(layout, path[:-1]), str(path[-1])
    if parent.kind == "scalar" and layout.text[parent.start : parent.end] == key:
        return _with(layout, [(parent.start, parent.end, text)])
    if parent.kind != "map" or key not in parent.names:
        raise Fault("not-editable/gone")
    index = parent.names.index(key)
    start = parent.keys[index].start
    end = max(parent.items[index].end, _colon(layout, parent.keys[index]))
    if layout.has_comment(parent.keys[index].end, end, parent.items[index]):
        raise Fault("not-editable/comment")
    if parent.in_flow:
        text = f"{name}: {in_flow(value)}" if value is not None else f"{name}:"
    elif value is None and len(parent.keys) > 1:
        text = f"{text.rstrip(': ')}:"
    return _with(layout, [(start, end, text)])


def insert_item(layout: TextLayout, path: KeyPath, text: str) -> str:
    """Put an item into a list, behind the one before it; comments stay with what they are above.

    Args:
        layout: the text.
        path: that it will have.
        text: the item, without its dash.

    Raises:
        Fault: it has to be done by hand.
    """
    first, *more = text.strip("\r\n").splitlines() or [""]
    lines = [f"- {first}", *(f"  {line}" if line.strip() else "" for line in more)]
    return _put(layout, path, lines)


def _put(layout: TextLayout, path: KeyPath, lines: list[str]) -> str:
    """Put the lines of an item into a list; they have the dash in their first column."""
    *above, index = path
    if not above and (layout.root is None or not layout.root.items):
        return _begun(layout, lines)
    start, column, end = _place(layout, tuple(above), int(index))
    shifted = [f"{' ' * column}{line}" if line.strip() else line for line in lines]
    cuts = [_new_line(layout, end, *shifted)]
    if start:
        cuts.append((start, end, ""))
    return _with(layout, cuts)


def _begun(layout: TextLayout, lines: list[str]) -> str:
    """A text that has nothing yet, or a list of nothing, with the first item of a list."""
    root = layout.root
    if root is not None and root.kind == "list":
        ending = _ending(layout, root.start)
        return _with(layout, [(root.start, root.end, ending.join(lines))])
    if root is not None and not root.is_empty:
        raise Fault("not-editable/gone")
    return _with(layout, [_new_line(layout, len(layout.text), *lines)])


def _place(layout: TextLayout, above: KeyPath, index: int) -> tuple[int, int, int]:
    """Where an item of a list comes.

    Returns:
        Where the brackets of an empty list begin, or 0 without these; the column of dashes; and a
        character of the line behind which it comes: that behind such brackets.
    """
    found = _node(layout, above)
    if not above:
        if found.kind != "list" or not 1 <= index <= len(found.items):
            raise Fault("not-editable/gone")
        if found.in_flow:
            raise Fault("not-editable/flow")
        return 0, found.column, found.items[index - 1].end
    holder = _node(layout, above[:-1])
    if holder.kind != "map" or holder.in_flow:
        raise Fault("not-editable/flow")
    key = holder.keys[holder.names.index(str(above[-1]))]
    behind = _colon(layout, key)
    if (found.kind == "list" and not found.items) or found.is_empty:
        if index:
            raise Fault("not-editable/gone")
        return (0 if found.is_empty else behind), key.column + _deeper(layout), found.end
    if found.kind != "list" or not 0 <= index <= len(found.items):
        raise Fault("not-editable/gone")
    if found.in_flow:
        raise Fault("not-editable/flow")
    return 0, found.column, max(found.items[index - 1].end, behind) if index else behind


def _deeper(layout: TextLayout) -> int:
    """How much further in the dashes of a list stand than its key."""
    root = layout.root
    for key, item in zip(root.keys, root.items, strict=True) if root else ():
        if item.kind == "list" and not item.in_flow and item.items:
            return item.column - key.column
    return _DEEPER


def remove_item(
    layout: TextLayout, path: KeyPath, with_comments: bool = False
) -> tuple[str, list[str]]:
    """Take an item out of a list, all its lines.

    Args:
        layout: the text.
        path: of the item.
        with_comments: those right above it go too.

    Returns:
        The text that is left, and the lines, without their ends, the dash in the first column.

    Raises:
        Fault: it has to be done by hand.
    """
    *above, index = path
    found = _node(layout, tuple(above))
    if found.kind != "list" or not isinstance(index, int) or not 0 <= index < len(found.items):
        raise Fault("not-editable/gone")
    if found.in_flow:
        raise Fault("not-editable/flow")
    dash = layout.dash(found, index)
    start, end = layout.line_start(dash), layout.line_end(max(found.items[index].end, dash + 1))
    if layout.text[start:dash].strip(" "):
        raise Fault("not-editable/together")
    if with_comments:
        start = _above(layout, start, found.column)
    lines = layout.text[start:end].splitlines()
    if not above and len(found.items) == 1:  # it stays a list
        return _with(layout, [(start, end, f"[]{_ending(layout, start)}")]), lines
    return _without_lines(layout, start, end), [_nearer(line, found.column) for line in lines]


def _above(layout: TextLayout, start: int, column: int) -> int:
    """Where the comments begin that stand right above a line, as far in as that."""
    while start:
        line = layout.line_start(start - 1)
        if not layout.text[line:start].startswith(f"{' ' * column}#"):
            break
        start = line
    return start


def _nearer(line: str, columns: int) -> str:
    """A line without the first columns, as far as these are blank."""
    blank = len(line) - len(line.lstrip(" "))
    return line[min(columns, blank) :]


def move_item(layout: TextLayout, path: KeyPath, to: KeyPath) -> tuple[str, KeyPath]:
    """Take an item out of its list, and put it in front of another one.

    Args:
        layout: the text.
        path: of the item.
        to: of the other one.

    Returns:
        The text, and where the item is now.

    Raises:
        Fault: it has to be done by hand.
    """
    if to[: len(path)] == path and len(to) > len(path):
        raise Fault("not-editable/inside")
    _place(layout, to[:-1], int(to[-1]))  # it is there
    left, lines = remove_item(layout, path, with_comments=True)
    target = _without(path, to)
    return _put(layout_of(left), target, lines), target


def _without(path: KeyPath, to: KeyPath) -> KeyPath:
    """A path as it is when the item at another one has gone."""
    depth, index = len(path) - 1, path[-1]
    if len(to) > depth and to[:depth] == path[:depth]:
        at = to[depth]
        if isinstance(at, int) and isinstance(index, int) and at > index:
            return (*to[:depth], at - 1, *to[depth + 1 :])
    return to


def _node(layout: TextLayout, path: KeyPath) -> Node:
    found = layout.node(path)
    if found is None:
        raise Fault("not-editable/gone")
    return found


def _colon(layout: TextLayout, key: Node) -> int:
    """Behind the colon of a key."""
    return layout.text.index(":", key.end) + 1


def _comment_follows(layout: TextLayout, at: int) -> bool:
    return layout.behind(at).lstrip().startswith("#")


def _written(value: Plain, old: Node | None, quoted: bool, flow: bool) -> str:
    """A value as it is written in the place of another, in the same quotes."""
    if not isinstance(value, str):
        return in_flow(value)
    if old is not None and old.style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    if quoted or (old is not None and old.style == '"'):
        return json.dumps(value, ensure_ascii=False)
    return in_flow(value) if flow else scalar(value)


def _new_line(layout: TextLayout, at: int, *lines: str) -> _Cut:
    """Lines that come behind that of a character."""
    text, end = layout.text, layout.line_end(at)
    ending = _ending(layout, at)
    if ends_line(text[:end]):
        return end, end, "".join(f"{line}{ending}" for line in lines)
    return end, end, "".join(f"{ending}{line}" for line in lines)


def _ending(layout: TextLayout, at: int) -> str:
    """How a line ends; the last one as the first does."""
    for line in (layout.text[layout.line_start(at) : layout.line_end(at)], layout.text):
        first = line.splitlines(keepends=True)[:1]
        if first and ends_line(first[0]):
            return first[0][len(first[0].splitlines()[0]) :]
    return "\n"


def _without_lines(layout: TextLayout, start: int, end: int) -> str:
    """A text without some of its lines; one that ends without the end of a line still does."""
    start = max(start, int(layout.text.startswith("\ufeff")))  # the mark is of the file
    before, behind = layout.text[:start], layout.text[end:]
    if not behind and not ends_line(layout.text) and before:
        before = before[: len(before) - len(_ending(layout, start - 1))]
    return before + behind


def _with(layout: TextLayout, cuts: Iterable[_Cut]) -> str:
    """A text in which parts are exchanged."""
    text = layout.text
    for start, end, new in sorted(cuts, reverse=True):
        text = text[:start] + new + text[end:]
    return text
