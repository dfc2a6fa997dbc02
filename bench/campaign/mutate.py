"""Changes to files that keep most of what they are: the rest of the program should see them."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from typing import Any

_MOST_CHARACTERS = 500_000  # in so many lines: a fork is as large as this process, and is measured

Change = Callable[[random.Random, str], str]

_ODD = (
    "\\ud800",
    "\x1b[2J",
    "\u202e",
    "\x00",
    "\ufeff",
    "9" * 400,
    "1e999",
    "-1",
    "null",
    "[]",
    "{}",
    "''",
    "a" * 5000,
    "../../x",
    "*x",
    "&x",
    "!!python/object",
    "- " * 40,
    "0s",
    "999999m",
    "2024-13-45",
)


def mutated(chance: random.Random, text: str) -> bytes:
    """Change a text file in one to four ways."""
    for _ in range(chance.randint(1, 4)):
        text = chance.choice(_CHANGES)(chance, text)
    content = text.encode(errors="surrogatepass")
    return _damaged(chance, content) if chance.random() < 0.2 else content


def damaged(chance: random.Random, content: bytes) -> bytes:
    """Change a binary file in one to four ways."""
    for _ in range(chance.randint(1, 4)):
        content = _damaged(chance, content)
    return content


def _damaged(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content) + 1)
    match chance.randrange(4):
        case 0:
            return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]
        case 1:
            return content[:at]
        case 2:
            return content[:at] + chance.randbytes(chance.randint(1, 40)) + content[at:]
        case _:
            end = min(len(content), at + chance.randint(1, 200))
            return content[:at] + content[end:]


def _line(chance: random.Random, text: str) -> str:
    lines = text.splitlines() or [""]
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(4):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[other])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case _:
            lines[at] = " " * chance.randint(0, 6) + lines[at].lstrip()
    return "\n".join(lines) + "\n"


def _value(chance: random.Random, text: str) -> str:
    """Put something odd in the place of a value, or of a key."""
    words = [*re.finditer(r"[\w.-]+", text)]
    if not words:
        return text
    word = chance.choice(words)
    return text[: word.start()] + chance.choice(_ODD) + text[word.end() :]


def _number(chance: random.Random, text: str) -> str:
    numbers = [*re.finditer(r"\d+", text)]
    if not numbers:
        return text
    number = chance.choice(numbers)
    new = chance.choice(("0", "1", "7", "60", "999", "1000000", "-5", "3.5"))
    return text[: number.start()] + new + text[number.end() :]


def _many(chance: random.Random, text: str) -> str:
    """Have a line many times over."""
    lines = text.splitlines() or [""]
    at = chance.randrange(len(lines))
    times = min(chance.choice((3, 50, 3000)), _MOST_CHARACTERS // (len(lines[at]) + 1))
    return "\n".join([*lines[:at], *[lines[at]] * times, *lines[at:]]) + "\n"


def _json(chance: random.Random, text: str) -> str:
    """Change one value of what JSON holds; other files are left as they are."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):  # what was changed before may be nested without end
        return text
    places = [*_places(data)]
    if places:
        holder, key = chance.choice(places)
        odd: tuple[object, ...] = (None, -1, 10**30, "", "\x1b[2J", [], {}, True, 1.5, "9" * 400)
        holder[key] = chance.choice(odd)
    return json.dumps(data)


def _places(data: Any) -> list[tuple[Any, Any]]:
    """Every place of a value: what holds it, and its key or index."""
    if isinstance(data, dict):
        keys: list[Any] = [*data]
    elif isinstance(data, list):
        keys = [*range(len(data))]
    else:
        return []
    found = [(data, key) for key in keys]
    return [*found, *(place for key in keys for place in _places(data[key]))]


_CHANGES: tuple[Change, ...] = (_line, _line, _value, _value, _number, _many, _json)
