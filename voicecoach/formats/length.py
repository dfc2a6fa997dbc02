"""Lengths of sessions as people write them: `12m`, or the limits `10-15m`."""

from __future__ import annotations

import re
from typing import Annotated

from voicecoach.base.messages import Fault
from voicecoach.base.units import format_duration, parse_duration
from voicecoach.base.values import dataclass
from voicecoach.formats.fields import CheckedField

_TO = r"\s*(?:-|\u2013|\bto\b)\s*"


def parse_length(value: object) -> tuple[int, int]:
    """Read the length of a session, or the limits of it.

    Returns:
        The shortest and the longest length, ms; the same twice when there is only one.

    Raises:
        Fault: it is neither; the message says what to write instead.
    """
    text = str(value).strip()
    if re.fullmatch(r"[\d.]+", text):
        raise Fault("length/no-unit", value=text, unit="m")
    limits = parse_span(text)
    if not limits[0]:
        raise Fault("length/session", value=text)
    return limits


def parse_span(text: str) -> tuple[int, int]:
    """Read a length or two with a dash between; the first may leave the unit to the second.

    Returns:
        The shorter and the longer, ms.

    Raises:
        Fault: it is neither, or the longer stands first.
    """
    low, *high = re.split(_TO, text.strip(), maxsplit=1)
    if not high:
        only = parse_duration(low)
        return only, only
    longest = parse_duration(high[0])
    units = re.findall(r"[^\d.\s]+", high[0]) if re.fullmatch(r"[\d.]+", low) else []
    shortest = parse_duration(low + "".join(units[:1]))
    if shortest > longest:
        meant = format_length((longest, shortest))
        raise Fault("value/backwards", value=text, meant=meant)
    return shortest, longest


def format_length(limits: tuple[int, int]) -> str:
    """Write limits as people do: `12m`, `10-15m`, `9m30s-12m`."""
    low, high = map(format_duration, limits)
    if low == high:
        return low
    whole = all(ms % 60_000 == 0 for ms in limits)
    return f"{low.removesuffix('m')}-{high}" if whole else f"{low}-{high}"


@dataclass(frozen=True, slots=True)
class _LengthText(CheckedField):
    """The length of a session, or the limits of it: written `12m` or `10-15m`, kept in ms."""

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, object]:
        return {"type": "string", "examples": ["12m", "10-15m"]}

    def check(self, value: object) -> tuple[int, int]:
        return parse_length(value)


Limits = Annotated[tuple[int, int], _LengthText()]
