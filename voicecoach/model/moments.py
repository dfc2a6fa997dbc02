"""What an author has said or sounded while something is held or kept up, and when.

`at: {half: "Soften your knees.", 30s: "..."}` and `bell: every 1m`, or `bell: [1m, 3m]`. Times are
counted from the start of the hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from voicecoach.base.messages import Fault, Faults
from voicecoach.base.units import parse_duration
from voicecoach.base.values import dataclass
from voicecoach.formats.fields import CheckedField, Text, Words, strict

HALF = "half"
_TEXT = Text(500)


@dataclass(frozen=True, slots=True)
class AtLine:
    """A line and its time, ms from the start of the hold; None for its half."""

    __pydantic_config__: ClassVar = strict

    text: Words
    ms: int | None

    def at_ms(self, whole_ms: int) -> int:
        """When it comes in a hold of a length, ms."""
        return whole_ms // 2 if self.ms is None else self.ms


@dataclass(frozen=True, slots=True)
class Bell:
    """When a bell sounds: every so often, or at some times; ms from the start of the hold."""

    every: int | None = None
    at: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.every or self.at)

    def times(self, whole_ms: int) -> tuple[int, ...]:
        """When it sounds in a hold of a length, ms; its end has words of its own."""
        if self.every:
            return tuple(range(self.every, whole_ms, self.every))
        return self.at


@dataclass(frozen=True, slots=True)
class _AtText(CheckedField):
    """Lines by their times: `{half: "...", 30s: "..."}`."""

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, Any]:
        return {
            "type": "object",
            "propertyNames": {"anyOf": [{"const": HALF}, {"pattern": r"^\d"}]},
            "additionalProperties": {"type": "string", "minLength": 1},
            "examples": [{HALF: "Soften your knees.", "30s": "Look ahead."}],
        }

    def check(self, value: object) -> tuple[AtLine, ...]:
        """Read the lines, in the order of the file.

        Raises:
            Faults: a time or a text is none; each under its key.
        """
        if not isinstance(value, Mapping) or not value:
            raise Fault("moments/none")
        lines, faults = [], []
        for key, text in value.items():
            try:
                ms = None if str(key).strip() == HALF else _moment(key)
                lines.append(AtLine(_TEXT.check(text), ms))
            except Fault as fault:
                faults.append(Fault.of(fault.phrase, fault.offset, str(key)))
        if faults:
            raise Faults(faults)
        return tuple(lines)


@dataclass(frozen=True, slots=True)
class _BellText(CheckedField):
    """When a bell sounds: `every 1m`, `3m`, or `[1m, 3m]`."""

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, Any]:
        return {
            "type": ["string", "array"],
            "items": {"type": "string"},
            "examples": ["every 1m", ["1m", "3m"]],
        }

    def check(self, value: object) -> Bell:
        """Read the times.

        Raises:
            Fault: one of them is no length of time.
        """
        if isinstance(value, list):
            if not value:
                raise Fault("moments/no-bell")
            return Bell(at=tuple(sorted({_moment(each) for each in value})))
        every = re.fullmatch(r"every\s+(.+)", str(value).strip().lower())
        return Bell(every=_moment(every[1])) if every else Bell(at=(_moment(value),))


def _moment(value: object) -> int:
    ms = parse_duration(value)
    if not ms:
        raise Fault("moments/start")
    return ms


AtLines = Annotated[tuple[AtLine, ...], _AtText()]
BellTimes = Annotated[Bell, _BellText()]
