"""The dose of an exercise, as a physiotherapist writes it: `2 sets, 12 reps, hold 5s, rest 30s`."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Literal

from voicecoach.base.messages import Fault
from voicecoach.base.values import dataclass, replace
from voicecoach.model.frequency import Frequency
from voicecoach.model.load import Load

SidesChoice = Literal["each", "left", "right", "alternating"]


class DoseError(Fault):
    """A dose that cannot be read."""


@dataclass(frozen=True, slots=True)
class Range:
    """A figure as prescribed: `10` is 10 to 10, `10-15` is 10 to 15. Times are in milliseconds.

    Attributes:
        low, high: its limits.
        listed: one value for each set, where they differ: `12/10/8`.
    """

    low: int
    high: int
    listed: tuple[int, ...] = ()

    @classmethod
    def of_sets(cls, *values: int) -> Range:
        """Make the figure of sets, of each its own; the same for all is a single one."""
        low, high = min(values), max(values)
        return cls(low, high, values if low < high else ())

    def widened(self, other: Range | None) -> Range:
        """The smallest range that holds both."""
        if other is None:
            return Range(self.low, self.high)
        return Range(min(self.low, other.low), max(self.high, other.high))

    def in_sets(self, sets: int) -> Range:
        """The figure of so many sets: of a longer list the first values, of a shorter the last on.

        Args:
            sets: how many there are.
        """
        if not self.listed or len(self.listed) == sets:
            return self
        values = self.listed[:sets] + self.listed[-1:] * (sets - len(self.listed))
        return Range.of_sets(*values)


@dataclass(frozen=True, slots=True)
class Chain:
    """What only the exercise tells the meaning of.

    Attributes:
        times: of `3 x 30s`: reps, or sets; None for a length that stands alone, `2 min`.
    """

    times: Range | None = None


@dataclass(frozen=True, slots=True)
class Dose:
    """What a script says of a dose; None is what it leaves to the exercise.

    Attributes:
        sets: how often the reps are done, rest between.
        reps: repetitions of the movement in a set (on each side, when there are sides).
        hold: length of the hold phase, ms.
        rest: between sets, ms; zero is none.
        sides: `each` does every rep on one side, then the other; `alternating` changes at each rep.
        tempo: the phases' lengths in their order, ms.
        load: what makes it harder.
        frequency: how often it is done, in a day or a week: shown, never spoken.
        chain: what stands beside `hold` until the exercise tells what it means (`in_context`).
    """

    sets: Range | None = None
    reps: Range | None = None
    hold: Range | None = None
    rest: Range | None = None
    sides: SidesChoice | None = None
    tempo: tuple[int, ...] | None = None
    load: Load | None = None
    frequency: Frequency | None = None
    chain: Chain | None = None

    def over(self, default: Dose) -> Dose:
        """This dose, with what it leaves open taken from another."""
        said = {key: value for key in FIGURES if (value := getattr(self, key)) is not None}
        filled = replace(default, **said) if said else default
        if self.tempo and not self.hold:
            filled = replace(filled, hold=None)
        elif self.hold and not self.tempo:
            filled = replace(filled, tempo=None)
        return filled._with_lists_of_its_sets()

    def _with_lists_of_its_sets(self) -> Dose:
        """The dose with as many values in its lists as it has sets."""
        if self.sets is None:
            return self
        reps, hold = (figure and figure.in_sets(self.sets.low) for figure in (self.reps, self.hold))
        return (
            self if (reps, hold) == (self.reps, self.hold) else replace(self, reps=reps, hold=hold)
        )

    @property
    def reps_in_all(self) -> int:
        """The reps of all sets, on each side; what is left open is one."""
        if self.reps and self.reps.listed:
            return sum(self.reps.listed)
        return (self.reps.low if self.reps else 1) * (self.sets.low if self.sets else 1)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> object:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(parse_dose)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: object, _handler: object) -> dict[str, object]:
        return {
            "description": "A dose, like '2 sets, 10-15 reps, hold 5s, rest 30s, each side'.",
            "anyOf": [
                {"type": "string", "examples": ["15 reps, hold 5s", "3 x 10, hold 30s each side"]},
                {"type": "object", "additionalProperties": False, "properties": long_form_schema()},
            ],
        }


FIGURES = tuple(each.name for each in fields(Dose))

# The keys of the long form.
DOSE_KEYS = ("sets", "reps", "pairs", "hold", "rest", "sides", "tempo", "load", "frequency")


def long_form_schema() -> dict[str, Any]:
    """The JSON Schema of each key of the long form."""
    amount: dict[str, Any] = {"type": ["integer", "string"]}
    amounts = {"type": ["integer", "string", "array"], "items": {"type": "integer"}}
    length: dict[str, Any] = {"type": "string", "examples": ["5s", "1m30s", "20-30s"]}
    lengths = {**length, "type": ["string", "array"], "items": {"type": "string"}}
    return {
        "sets": amount,
        "reps": amounts,
        "pairs": amounts,
        "hold": lengths,
        "rest": length,
        "sides": {"enum": ["each", "left", "right", "alternating"]},
        "tempo": {"type": "string", "examples": ["3-1-3"]},
        "load": {"type": "string", "examples": ["5 kg", "red band", "level 3"]},
        "frequency": {"type": "string", "examples": ["2 times a day", "3 days a week"]},
    }


def parse_dose(value: object) -> Dose:
    """Read a dose from its short form (a text) or its long form (a mapping).

    Raises:
        DoseError: with what to write instead, and where in the text or under which key.
    """
    from voicecoach.model.dose_reading import read_dose  # a warm build reads none

    return value if isinstance(value, Dose) else read_dose(value)
