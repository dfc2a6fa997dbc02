"""What makes an exercise harder: a weight, a band by its colour, a level of a machine, or words."""

from __future__ import annotations

import re
from dataclasses import field
from typing import Literal, get_args

from voicecoach.base.messages import Fault
from voicecoach.base.values import dataclass
from voicecoach.formats.fields import Text, Words

Unit = Literal["kg", "lb"]
Colour = Literal[
    "tan",
    "beige",
    "white",
    "yellow",
    "orange",
    "red",
    "pink",
    "purple",
    "green",
    "blue",
    "brown",
    "grey",
    "black",
    "silver",
    "gold",
]
COLOURS: tuple[Colour, ...] = get_args(Colour)

_LONGEST = 80  # characters of free words
_UNITS: dict[str, Unit] = {
    **dict.fromkeys(("kg", "kgs", "kilo", "kilos", "kilogram", "kilograms"), "kg"),
    **dict.fromkeys(("lb", "lbs", "pound", "pounds"), "lb"),
}
_NUMBER = r"\d{1,4}(?:\.\d{1,2})?"
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_BAND = r"(?:\s+(?:thera)?-?band|\s+loop)"
# A load that is known as one, also without the word `load` before it.
KNOWN = (
    rf"(?:(?P<weight>{_NUMBER})\s*(?P<unit>{_UNIT})\b"
    rf"|(?:(?P<colour>{'|'.join(COLOURS)}|gray)){_BAND}\b"
    r"|level\s*(?P<level>\d{1,3})\b)"
)


@dataclass(frozen=True, slots=True)
class Load:
    """A load; one of its fields is given.

    Attributes:
        weight: as it is written, with a point before decimals: `7.5`.
        unit: of the weight.
        band: colour of a band.
        level: of a machine.
        words: the author's own, in the language of their file.
    """

    weight: str = ""
    unit: Unit = "kg"
    band: Colour | None = None
    level: int | None = None
    words: Words = field(default="")

    def __str__(self) -> str:
        """The load as a script has it behind `load`."""
        if self.weight:
            return f"{self.weight} {self.unit}"
        if self.band:
            return f"{self.band} band"
        return self.words if self.level is None else f"level {self.level}"


def known_load(match: re.Match[str]) -> Load:
    """The load of a match of `KNOWN` in small letters."""
    if match["weight"]:
        weight = f"{float(match['weight']):.2f}".rstrip("0").rstrip(".")
        return Load(weight=weight, unit=_UNITS[match["unit"]])
    if match["level"]:
        return Load(level=int(match["level"]))
    colour = match["colour"].replace("gray", "grey")
    return Load(band=next(each for each in COLOURS if each == colour))


def unit_missing(number: str, value: str, key: str) -> Fault:
    """Say that a load needs a unit."""
    weight, level = f"{key}{number} kg", f"{key}level {number}"
    return Fault("dose/load-unit", value=value, weight=weight, level=level)


def read_load(text: str, key: str = "") -> Load:
    """Read what stands behind `load`.

    Args:
        text: all of it.
        key: the word itself, where that belongs to the text at fault.

    Raises:
        Fault: it is a number without a unit or with a comma in it, or no words to be said.
    """
    words = " ".join(text.split())
    lowered = words.lower()
    if bare := re.fullmatch(rf"({_NUMBER})", lowered):
        raise unit_missing(bare[1], key + words, key)
    if comma := re.match(rf"(\d{{1,4}}),(\d{{1,2}})\s*({_UNIT})\b", lowered):
        raise Fault(
            "dose/decimal", value=key + words, meant=f"{key}{comma[1]}.{comma[2]} {comma[3]}"
        )
    if match := re.fullmatch(KNOWN, lowered):
        return known_load(match)
    if colour := next((each for each in COLOURS if each == lowered), None):
        return Load(band=colour)
    if sign := re.search("[,;]", words):
        raise Fault("dose/load-comma", value=sign[0])
    return Load(words=Text(_LONGEST).check(words))
