"""What a text shows and nobody says: pictures, arrows, and the marks of Markdown."""

from __future__ import annotations

import re
import unicodedata

_LINK = re.compile(r"\[([^\]]+)\]\((?:https?://|www\.)[^)\s]*\)")
_BEGINS = re.compile(r"^\s*(?:#{1,6}\s+|>\s+|[-*\u2022\u2023\u25e6\u2013]\s+)(?=\S)")
_STRONG = re.compile(r"\*{2,}")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*]*?\S)\*(?![\w*])")
_STAR = re.compile(r"\*(?!\s?\d)")  # before a number it is `times`
_ARROW = r"\s*[\u2190-\u21ff\u27f0-\u27ff\u2900-\u297f\u2b00-\u2bff]+\s*"
_ANY = re.compile(r"[*_`~#>\u2022-\u2025\[-]|[^\x00-\x7f]")
_DRAWN = ("So", "Sk", "Cn", "Cs", "Co")  # categories of signs that are drawn


def undecorated(text: str, spoken: frozenset[str]) -> str:
    """Leave out of a text what is only seen.

    Args:
        text: as it is shown.
        spoken: signs that have words, such as the one of degrees.

    Returns:
        Its words; an arrow between them is a pause.
    """
    if not _ANY.search(text):
        return text
    text = _BEGINS.sub("", _LINK.sub(r"\1", text))
    text = _STAR.sub("", _EMPHASIS.sub(r"\1", _STRONG.sub("", text)))
    text = text.replace("_", " ").replace("`", "").replace("~~", "")
    if text.isascii():
        return text
    plain = re.sub(_ARROW, _pause, text)
    return "".join(sign for sign in plain if sign in spoken or not _drawn(sign))


def _pause(found: re.Match[str]) -> str:
    before, after = found.string[: found.start()], found.string[found.end() :]
    between = before[-1:].isalnum() and after[:1].isalnum()
    return ", " if between else " "


def _drawn(sign: str) -> bool:
    return not sign.isascii() and (unicodedata.category(sign) in _DRAWN or sign == "\u20e3")
