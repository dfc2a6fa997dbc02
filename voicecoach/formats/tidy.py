"""Texts as they come in: one way to write what looks the same.

What is pasted from word processors, PDFs and other systems brings letters in parts, signs that
nobody sees, and curly quotes. Every format is read through here, so that lexicon, rules, voices,
tags and pages see one text.
"""

from __future__ import annotations

import re
import unicodedata

# Apostrophes and quotes that people take for the plain ones, and primes, which mark time.
_FOLDED = {ord(sign): "'" for sign in "\u2018\u2019\u201a\u201b\u02bc\u2032\u00b4\uff07"}
_FOLDED |= {ord(sign): '"' for sign in "\u201c\u201d\u201e\u201f\u2033\uff02"}
# They join letters in the scripts of India and parts of pictures, and are seen there.
_JOINERS = "\u200c\u200d"
_INVISIBLE = (
    "[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
    f"|(?<![\u0900-\u0d7f])[{_JOINERS}]|[{_JOINERS}](?![\u0900-\u0d7f])"
)


def visible(text: str) -> str:
    """Compose a text's letters (Unicode's NFC) and leave out signs that are not seen."""
    return text if text.isascii() else re.sub(_INVISIBLE, "", unicodedata.normalize("NFC", text))


def tidy(text: str) -> str:
    """The same text as `visible`, with plain apostrophes and quotes."""
    return text if text.isascii() else visible(text).translate(_FOLDED)
