"""Durations as authors write them (`5s`, `1m30s`) and as code keeps them (integer milliseconds)."""

from __future__ import annotations

import re

from voicecoach.base.messages import Fault

# At most six digits: longer ones are no length of time, and int() has a limit of its own.
MINUTES, SECONDS = r"m(?:in(?:ute)?s?)?", r"s(?:ec(?:ond)?s?)?"
_PART = r"\d{1,6}(?:\.\d{1,3})?"
_DURATION = (
    rf"(?:({_PART})\s*(?:{MINUTES}|'))?\s*(?:({_PART})\s*(?:{SECONDS}|\"|''))?"
    r"|(\d{1,3}):([0-5]\d)"
)


def parse_duration(text: object, unit: str = "s") -> int:
    """Read a duration with its unit.

    Args:
        text: minutes and seconds: `5s`, `1.5s`, `2m`, `1m30s`, `1:30`, `1'30"`.
        unit: the one that is proposed where none is written.

    Returns:
        Milliseconds, never negative.

    Raises:
        Fault: it is not a duration; the message says what to write instead.
    """
    written = str(text).strip()
    if re.fullmatch(r"\d+(\.\d+)?", written):
        raise Fault("length/no-unit", value=written, unit=unit)
    match = re.fullmatch(_DURATION, written)
    if not match or not written:
        raise Fault("length/bad", value=written)
    minutes, seconds = match[1] or match[3], match[2] or match[4]
    return round(float(minutes or 0) * 60_000) + round(float(seconds or 0) * 1000)


class Length(int):
    """A length in ms, for messages: written as an author would write it."""

    __slots__ = ()

    def __str__(self) -> str:
        return format_duration(self)


def format_duration(ms: int) -> str:
    """Write milliseconds the way an author would: `5s`, `1.5s`, `2m`, `1m30s`."""
    minutes, rest = divmod(ms, 60_000)
    seconds = f"{rest / 1000:.3f}".rstrip("0").rstrip(".")
    if minutes and not rest:
        return f"{minutes}m"
    return f"{minutes}m{seconds}s" if minutes else f"{seconds}s"


def format_megabytes(size_bytes: int) -> str:
    """Write a size as people read it: `18.5 MB`."""
    return f"{size_bytes / 1e6:.1f} MB"
