"""How what comes from outside is shown.

What a terminal would obey is written out, so that it is seen and does nothing; what is too long is
cut, with a mark.
"""

from __future__ import annotations

import re

# Controls but tab and line feed, marks that turn the direction of writing, separators of lines that
# are no line feed, and halves of letters that no encoding has.
_OBEYED = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ud800-\udfff"
)
_IN_TEXT = f"[{_OBEYED}]"
_IN_LINE = f"[\t\n{_OBEYED}]"


def printable(text: str) -> str:
    r"""Write out what a terminal would obey: an escape becomes `\x1b`. Lines stay lines."""
    return re.sub(_IN_TEXT, _written_out, text)


def one_line(text: str) -> str:
    """The same, of what stands in a line with other things: its own line feeds are written out."""
    return re.sub(_IN_LINE, _written_out, text)


def printable_json(text: str) -> str:
    """JSON of the same value in which nothing stands that a terminal would obey."""
    return re.sub(_IN_TEXT, lambda found: f"\\u{ord(found[0]):04x}", text)


def clipped(text: str, most: int) -> str:
    """The text, or so many characters of it at most, the last of which is `…` then."""
    return text if len(text) <= most else text[: most - 1] + "\u2026"


def _written_out(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()
