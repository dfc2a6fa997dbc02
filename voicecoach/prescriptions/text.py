"""Prescriptions as text, pasted or typed: an exercise a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voicecoach.prescriptions.items import Item

# Bullets, boxes to tick, and numbers with a point or a bracket: `1.`, `2)`, `(3)`, `a)`. A number
# alone is none, for `10 bridges` is a dose.
_BULLET = re.compile(
    r"\s*(?:[-*\u2022\u2023\u2043\u25aa\u25cf\u25e6\u00b7\u2013\u2014]\s+|\[[ xX]?\]\s*|"
    r"[\u2610-\u2612]\s*|\(?\d{1,2}[.)](?!\d)\s*|\(?[a-z]\)\s*)+"
)


def read_text(text: str, _source: str = "") -> Iterator[Item]:
    """Read a text line by line; empty lines say nothing."""
    for number, line in enumerate(text.splitlines(), 1):
        original = " ".join(line.split())
        if any(character.isalnum() for character in original):
            yield Item(f"line {number}", _without_bullet(original))


def _without_bullet(line: str) -> str:
    bullet = _BULLET.match(line)
    return line[bullet.end() :] if bullet and bullet.end() < len(line) else line
