"""Colours that authors give, by what people can read on them."""

from __future__ import annotations

import re
from typing import Annotated

from voicecoach.base.controls import clipped
from voicecoach.base.messages import Fault
from voicecoach.base.values import dataclass
from voicecoach.formats.fields import CheckedField

LEGIBLE = 7.0  # contrast of small text, WCAG 2.2, 1.4.6 (AAA)
WHITE, BLACK = "#ffffff", "#000000"
_COLOUR = re.compile("#([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_STEPS = 200  # of the way from a colour to another

Rgb = tuple[int, int, int]


def contrast(one: str, other: str) -> float:
    """How much two colours differ in lightness, from 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """A colour with a share of another in it, from 0 to 1."""
    pairs = zip(_rgb(colour), _rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def legible(colour: str, ground: str, towards: str) -> str:
    """The nearest colour that can be read on a ground, on the way to another that can."""
    on_the_way = (mixed(colour, towards, step / _STEPS) for step in range(_STEPS + 1))
    return next((each for each in on_the_way if contrast(each, ground) >= LEGIBLE), towards)


def _rgb(colour: str) -> Rgb:
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def _luminance(colour: str) -> float:
    shares = (value / 255 for value in _rgb(colour))
    linear = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


@dataclass(frozen=True, slots=True)
class _ColourText(CheckedField):
    """A colour on which white can be read, kept as six small digits behind `#`; empty for none."""

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, object]:
        return {"type": "string", "pattern": f"^({_COLOUR.pattern})?$"}

    def check(self, value: object) -> str:
        """Return the colour in full.

        Raises:
            Fault: it is none, or white cannot be read on it.
        """
        if value == "":
            return ""
        if not isinstance(value, str) or not _COLOUR.fullmatch(value):
            raise Fault("colour/bad", value=clipped(str(value), 40))
        digits = value[1:].lower()
        colour = "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))
        reached = contrast(colour, WHITE)
        if reached < LEGIBLE:
            nearest = legible(colour, WHITE, BLACK)
            raise Fault("colour/pale", value=colour, contrast=int(reached * 10) / 10, near=nearest)
        return colour


DarkColour = Annotated[str, _ColourText()]
