"""How often an exercise is done: `2 times a day`, `3 days a week`."""

from __future__ import annotations

import re
from typing import Literal, get_args

from voicecoach.base.messages import Fault
from voicecoach.base.values import dataclass

Rhythm = Literal["times a day", "times a week", "days a week", "every other day"]
RHYTHMS: tuple[Rhythm, ...] = get_args(Rhythm)

_TO = r"\s*(?:-|\u2013|to)\s*"
_OF = r"\s*(?:an?\s+|per\s+|each\s+|every\s+|in\s+a\s+|/\s*)"
# Also in the middle of a dose.
FREQUENCY = (
    rf"(?:(?P<word>once|twice)|(?P<low>\d{{1,2}})(?:{_TO}(?P<high>\d{{1,2}}))?\s*"
    rf"(?P<unit>times|time|x|\u00d7|days|day)){_OF}(?P<per>day|week)\b"
    r"|(?P<other>every\s+(?:other|second)\s+day)\b|(?P<daily>daily|every\s+day)\b"
)


@dataclass(frozen=True, slots=True)
class Frequency:
    """So often in a day or a week.

    Attributes:
        low, high: how often; the same for a single number.
        rhythm: of what.
    """

    low: int
    high: int
    rhythm: Rhythm

    def __str__(self) -> str:
        """The frequency as a script has it."""
        if self.rhythm == "every other day":
            return self.rhythm
        if self.high == 1:
            return {"days a week": "1 day a week"}.get(self.rhythm, f"once {self.rhythm[6:]}")
        many = f"{self.low}-{self.high}" if self.low < self.high else f"{self.low}"
        return f"{many} {self.rhythm}"


def frequency_of(match: re.Match[str]) -> Frequency:
    """The frequency of a match of `FREQUENCY`.

    Raises:
        Fault: no day and no week has it so.
    """
    if match["other"]:
        return Frequency(1, 1, "every other day")
    if match["daily"]:
        return Frequency(1, 1, "times a day")
    low = {"once": 1, "twice": 2}[match["word"]] if match["word"] else int(match["low"])
    high = int(match["high"] or low)
    days = (match["unit"] or "").startswith("day")
    if high < low:
        raise Fault("dose/backwards", low=low, high=high)
    if low < 1 or (days and (match["per"] == "day" or high > 7)):
        raise Fault("dose/frequency", value=match[0])
    if match["per"] == "day":
        return Frequency(low, high, "times a day")
    return Frequency(low, high, "days a week" if days else "times a week")


def read_frequency(text: str) -> Frequency:
    """Read a frequency that stands alone.

    Raises:
        Fault: it is none.
    """
    match = re.fullmatch(FREQUENCY, " ".join(text.lower().split()))
    if not match:
        raise Fault("dose/frequency", value=text)
    return frequency_of(match)
