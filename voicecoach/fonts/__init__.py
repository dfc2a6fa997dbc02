"""The fonts that sheets and covers are set in: shipped, so that they look the same everywhere.

Noto Sans holds Latin, Greek and Cyrillic, and with Noto Sans Devanagari the letters of every
language of the library; Noto Sans Math has arrows and signs of mathematics, and Noto Emoji what
people put into titles. README.md says how they were cut from the originals.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FOLDER = Path(__file__).parent
FONT_FAMILIES = ("Noto Sans", "Noto Sans Devanagari", "Noto Sans Math", "Noto Emoji")
_OF_WORDS = FONT_FAMILIES[:2]
Weight = Literal["Regular", "Bold"]


def missing_letter(text: str) -> str:
    """The first character of a text that none of the fonts holds, or nothing."""
    held = (any(_holds(family, c) for family in FONT_FAMILIES) for c in text)
    return next((c for c, is_held in zip(text, held, strict=True) if not is_held), "")


def font_of(text: str, weight: Weight) -> Path | None:
    """The one font that holds all of a text, or None."""
    for family in _OF_WORDS:
        if all(_holds(family, c) for c in text):
            return _file(family, weight)
    return None


def _file(family: str, weight: Weight) -> Path:
    return FOLDER / f"{family.replace(' ', '')}-{weight}.ttf"


@cache
def _holds(family: str, character: str) -> bool:
    """Whether a font has a shape for a character; some have none, and need none."""
    if unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f":
        return True  # joiners and choosers of variants
    return _shape(family, character) != _shape(family, "\U0010ffff")  # no character: a box


def _shape(family: str, character: str) -> tuple[tuple[int, int], bytes]:
    mask = _opened(family).getmask(character)
    return mask.size, bytes(mask)


@cache
def _opened(family: str) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(_file(family, "Regular"), 24, layout_engine=ImageFont.Layout.BASIC)
