"""TOML text into plain data, and where its keys stand: the standard library's reader does not say.

What is refused has its line and column, also what that reader gives up on: nesting without end, and
numbers of thousands of digits.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
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
# One that is not closed lasts to the end, so that no text is looked through more than once.
_LONG_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?(?:"{3,5}|\\?\Z)' r"|\'\'\'.*?(?:\'{3,5}|\Z)", re.DOTALL
)
_STRING = re.compile(
    rf"""{_LONG_STRING.pattern}|"(?:\\[^\n]|[^"\\\n])*"?|'[^'\n]*'?|\#[^\n]*""", re.DOTALL
)
_BRACKET = re.compile(r"[\[\]{}]")
_NOT_A_BREAK = re.compile(r"[^\n]")
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
    bare = _STRING.sub(_blank, text)
    if (deep := _too_deep(bare)) is not None:
        raise TomlFault(phrase("toml/depth", most=_MOST_DEPTH), _place(text, deep))
    for index, each in enumerate(bare.split("\n")):
        if each.count(".") > _MOST_DEPTH:  # the standard library's reader takes their square
            raise TomlFault(phrase("toml/keys", most=_MOST_DEPTH), (index + 1, 1))
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
    places = places_in(text)
    held = (keys[:count] for count in range(len(keys), 0, -1))
    return next((places[each] for each in held if each in places), (1, 1))


@lru_cache(maxsize=2)  # thousands of settings may be at fault
def places_in(text: str) -> dict[tuple[str, ...], TomlPlace]:
    """Find the line and column of each key of a text, by the keys that lead to it."""
    table: tuple[str, ...] = ()
    places: dict[tuple[str, ...], TomlPlace] = {}
    for number, line in enumerate(_LONG_STRING.sub(_blank, text).split("\n"), 1):
        lead = len(line) - len(line.lstrip())
        if header := _TABLE.match(line.lstrip()):
            table = _parts(header[1])
            here, column = table, lead + header.start(1) + 1
        elif pair := _PAIR.match(line):
            here, column = table + _parts(pair[1]), pair.start(1) + 1
        else:
            continue
        for count in range(len(here), 0, -1):
            places.setdefault(here[:count], (number, column))
    return places


def _parts(keys: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(_KEY, keys))


def _too_deep(bare: str) -> int | None:
    """Where brackets are nested too deeply, of a text without its strings and comments."""
    depth = 0
    for found in _BRACKET.finditer(bare):
        depth += 1 if found[0] in "[{" else -1
        if depth > _MOST_DEPTH:
            return found.start()
    return None


def _blank(string: re.Match[str]) -> str:
    """So many spaces as a string has characters; its lines stay lines."""
    return _NOT_A_BREAK.sub(" ", string[0])


def _told(said: str, text: str) -> TomlFault:
    at = _AT.search(said)
    reason = phrase("toml/other", reason=_AT.sub("", said))
    if at and at[1]:
        return TomlFault(reason, (int(at[1]), int(at[2])))
    return TomlFault(reason, _place(text, len(text)))


def _place(text: str, at: int) -> TomlPlace:
    before = text[:at]
    return before.count("\n") + 1, at - before.rfind("\n")
