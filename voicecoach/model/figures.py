"""Figures of doses as they are written: counts, lengths, ranges of them, one for each set."""

from __future__ import annotations

import re

from voicecoach.base.messages import Fault
from voicecoach.base.units import MINUTES, SECONDS, Length, format_duration, parse_duration
from voicecoach.model.dose import Range

TO = r"\s*(?:-|\u2013|to)\s*"
COUNT = r"\d{1,6}"
NUMBER = rf"({COUNT})(?:{TO}({COUNT}))?"
_PART = r"\d+(?:\.\d+)?[\s-]?"
TIME = rf"(?=\d)(?:\d{{1,3}}:[0-5]\d|(?:{_PART}(?:{MINUTES}|'))?\s*(?:{_PART}(?:{SECONDS}|\"|''))?)"
_BARE = r"\d+(?:\.\d+)?"
SPAN = rf"(?:({TIME}|{_BARE}){TO})?({TIME})(?![\w.:])"
# One value for each set: with a slash, or with commas where they can be nothing else.
COUNTS = rf"({COUNT}(?:\s*/\s*{COUNT})+)"
COMMA_COUNTS = rf"({COUNT}(?:\s*,\s*{COUNT})+)"
TIMES = rf"((?:{TIME}|{_BARE})(?:\s*/\s*(?:{TIME}|{_BARE}))*\s*/\s*{TIME})(?![\w.:/])"
COMMA_TIMES = rf"((?:{TIME}|{_BARE})(?:\s*,\s*(?:{TIME}|{_BARE}))*\s*,\s*{TIME})(?![\w.:])"


def read_count(low: str, high: str | None = None) -> Range:
    """Read a number, or a range of them.

    Raises:
        Fault: it is none at all, or runs backwards.
    """
    numbers = int(low), int(high or low)
    if numbers[0] < 1:
        raise Fault("dose/none", value=numbers[0])
    if numbers[1] < numbers[0]:
        raise Fault("dose/backwards", low=low, high=high)
    return Range(*numbers)


def read_span(low: str | None, high: str, zero: bool = False) -> Range:
    """Read two lengths, or one twice; the first may leave the unit to the second.

    Args:
        low: the shorter, where there are two.
        high: the longer, or the only one.
        zero: none at all is a length too.

    Raises:
        Fault: they are no lengths, none at all, or run backwards.
    """
    high_ms = _length(high)
    low_ms = _length(low + _unit(high) if re.fullmatch(_BARE, low) else low) if low else high_ms
    if low_ms > high_ms:
        raise Fault("dose/lengths-backwards", low_ms=Length(low_ms), high_ms=Length(high_ms))
    if high_ms == 0 and not zero:
        raise Fault("dose/zero")
    return Range(low_ms, high_ms)


def read_counts(values: list[str]) -> tuple[int, ...]:
    """Read one number for each set.

    Raises:
        Fault: one of them is none at all.
    """
    return tuple(read_count(value.strip()).low for value in values)


def read_times(values: list[str]) -> tuple[int, ...]:
    """Read one length for each set, ms; all may leave the unit to the last.

    Raises:
        Fault: one of them is no length, or none at all.
    """
    unit = _unit(values[-1])
    full = (
        value + unit if re.fullmatch(_BARE, value) else value for value in map(str.strip, values)
    )
    return tuple(read_span(None, value).low for value in full)


def _length(text: str) -> int:
    return parse_duration(text.replace("-", ""))  # `a 5-second hold`


def _unit(length: str) -> str:
    """The unit that a length ends in."""
    return re.sub(r"[\d.:\s-]", "", length)[-1:]


def count_text(figure: Range) -> str:
    """Write counts as a script has them: `10`, `10-15`, `12/10/8`."""
    if figure.listed:
        return "/".join(map(str, figure.listed))
    return f"{figure.low}" if figure.low == figure.high else f"{figure.low}-{figure.high}"


def span_text(figure: Range) -> str:
    """Write lengths as a script has them: `5s`, `20-30s`, `20/30/40s`."""
    if figure.listed:
        return _joined(figure.listed, "/")
    single = figure.low == figure.high
    return format_duration(figure.low) if single else _joined((figure.low, figure.high), "-")


def _joined(lengths: tuple[int, ...], sign: str) -> str:
    """Lengths with the unit at the end where all are in the same one."""
    texts = [format_duration(ms) for ms in lengths]
    *others, last = texts
    unit = last[-1]
    if all(re.fullmatch(rf"{_BARE}{unit}", text) for text in texts):
        return sign.join([*(text.removesuffix(unit) for text in others), last])
    return sign.join(texts)
