"""TOML text into plain data, and where its keys stand: the standard library's reader does not say.

What is refused has its line and column, also what that reader gives up on: nesting without end, and
numbers of thousands of digits.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

from voicecoach.base.messages import Phrase, phrase

TomlPlace = tuple[int, int]
"""Line and column, from 1."""

_MOST_DEPTH = 20
_MOST_DIGITS = 100
_AT = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_KEY = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_KEYS = rf"\s*({_KEY}(?:\s*\.\s*{_KEY})*)\s*"
_TABLE = re.compile(rf"\[\[?{_KEYS}\]\]?")
_PAIR = re.compile(rf"{_KEYS}=")
_NUMBER = re.compile(rf"(?<![\w\"'])[+-]?\d[\d_]{{{_MOST_DIGITS},}}")


class TomlFault(ValueError):
    """A text is no TOML that can be read.

    Attributes:
        phrase: what is wrong.
        place: where.
    """

    def __init__(self, said: Phrase, place: TomlPlace) -> None:
        super().__init__(str(said))
        self.phrase = said
        self.place = place


def read_toml(content: bytes) -> tuple[dict[str, Any], str]:
    """Read a file's content.

    Returns:
        The data, and the text in which `place_of` finds its keys.

    Raises:
        TomlFault: it is no TOML.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        raise TomlFault(phrase("toml/encoding"), (line, column)) from error
    if (deep := _too_deep(text)) is not None:
        raise TomlFault(phrase("toml/depth", most=_MOST_DEPTH), _place(text, deep))
    if number := _NUMBER.search(text):
        raise TomlFault(phrase("toml/digits", most=_MOST_DIGITS), _place(text, number.start()))
    try:
        return tomllib.loads(text), text
    except tomllib.TOMLDecodeError as error:
        raise _told(str(error), text) from error
    except (ValueError, RecursionError) as error:  # what it does not look at, such as a 30th month
        raise TomlFault(phrase("toml/other", reason=str(error)), (1, 1)) from error


def place_of(text: str, keys: tuple[str, ...]) -> TomlPlace:
    """Find the line and column of a key, or of the nearest that holds it; the start without any."""
    table: tuple[str, ...] = ()
    best, place = 0, (1, 1)
    for number, line in enumerate(text.splitlines(), 1):
        lead = len(line) - len(line.lstrip())
        if header := _TABLE.match(line.lstrip()):
            table = _parts(header[1])
            here, column = table, lead + header.start(1) + 1
        elif pair := _PAIR.match(line):
            here, column = table + _parts(pair[1]), pair.start(1) + 1
        else:
            continue
        if len(here) > best and keys[: len(here)] == here:
            best, place = len(here), (number, column)
    return place


def _parts(keys: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(_KEY, keys))


def _too_deep(text: str) -> int | None:
    """Where brackets are nested too deeply; those in strings and comments do not count."""
    depth, quote = 0, ""
    for at, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote or sign == "\n" else quote
        elif sign in "\"'#":
            quote = "\n" if sign == "#" else sign
        elif sign in "[{":
            depth += 1
            if depth > _MOST_DEPTH:
                return at
        elif sign in "]}":
            depth -= 1
    return None


def _told(said: str, text: str) -> TomlFault:
    at = _AT.search(said)
    reason = phrase("toml/other", reason=_AT.sub("", said))
    if at and at[1]:
        return TomlFault(reason, (int(at[1]), int(at[2])))
    return TomlFault(reason, _place(text, len(text)))


def _place(text: str, at: int) -> TomlPlace:
    before = text[:at]
    return before.count("\n") + 1, at - before.rfind("\n")
