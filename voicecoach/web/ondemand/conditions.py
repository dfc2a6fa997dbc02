"""What a request for a part of something, or for what has changed of it, is answered with.

The rules are RFC 9110's: conditions in the order of section 13.2.2, then ranges as in section 14.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import formatdate
from typing import Literal, NamedTuple

StatusCode = Literal[200, 206, 304, 412, 416]

MOST_SPANS = 16  # of a request: more, or more than the whole in sum, gets the whole
_TAG = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
_BETWEEN = re.compile(r"[ \t]*(?:,[ \t]*)*")
_SPEC = re.compile(r"(\d{1,18})-(\d{0,18})|-(\d{1,18})", re.ASCII)
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_TIME = r"(?P<time>\d\d:\d\d:\d\d)"
_MONTH = f"(?P<month>{'|'.join(_MONTHS)})"
_DATES = [
    re.compile(rf"[A-Z][a-z]{{2}}, (?P<day>\d\d) {_MONTH} (?P<year>\d{{4}}) {_TIME} GMT", re.ASCII),
    re.compile(rf"[A-Z][a-z]+day, (?P<day>\d\d)-{_MONTH}-(?P<year>\d\d) {_TIME} GMT", re.ASCII),
    re.compile(rf"[A-Z][a-z]{{2}} {_MONTH} (?P<day>[ \d]\d) {_TIME} (?P<year>\d{{4}})", re.ASCII),
]

Fields = Mapping[str, str]
"""The header fields of a request by their names in lower case; several lines of one are joined."""


class ByteRange(NamedTuple):
    """A range of bytes: from the first up to the one after the last."""

    start: int
    stop: int


class Validators(NamedTuple):
    """What tells one version of something from another.

    Attributes:
        etag: strong, without quotes.
        modified_s: seconds since 1970; None where no date tells versions apart.
    """

    etag: str
    modified_s: int | None


class Outcome(NamedTuple):
    """How a request is answered.

    Attributes:
        spans: what of it is sent with 206; none otherwise.
    """

    status: StatusCode
    spans: tuple[ByteRange, ...] = ()


def decide_status(method: str, fields: Fields, told: Validators, size: int) -> Outcome:
    """Decide what a GET or HEAD is answered with.

    Args:
        method: that of the request.
        fields: its header fields.
        told: of what it asks for.
        size: of that in bytes.
    """
    if not _is_as_expected(fields, told):
        return Outcome(412)
    if _is_known(fields, told):
        return Outcome(304)
    if method != "GET" or "range" not in fields or not _is_the_same(fields, told):
        return Outcome(200)  # no other method has ranges
    spans = ranges(fields["range"], size)
    if spans is None:
        return Outcome(200)
    return Outcome(206, spans) if spans else Outcome(416)


def ranges(value: str, size: int) -> tuple[ByteRange, ...] | None:
    """Read a Range field.

    Returns:
        Those of its ranges that there are; None where it is to be ignored, because it is malformed,
        in other units, or asks for more than the whole.
    """
    unit, _, told = value.partition("=")
    specs = [spec for each in told.split(",") if (spec := each.strip(" \t"))]
    found = [_SPEC.fullmatch(spec) for spec in specs]
    if unit.lower() != "bytes" or not found or len(found) > MOST_SPANS:
        return None
    spans = []
    for each in found:
        if each is None or (each[2] and int(each[2]) < int(each[1])):
            return None
        if each[3]:
            start, stop = max(size - int(each[3]), 0), size
        else:
            start, stop = int(each[1]), min(int(each[2]) + 1, size) if each[2] else size
        if start < stop:
            spans.append(ByteRange(start, stop))
    return tuple(spans) if sum(stop - start for start, stop in spans) <= size else None


def http_date(seconds: int) -> str:
    """Write a time as HTTP has it."""
    return formatdate(seconds, usegmt=True)


def read_date(value: str) -> int | None:
    """Read a date in any of HTTP's three forms, in seconds since 1970; None if it is none."""
    found = next(filter(None, (form.fullmatch(value) for form in _DATES)), None)
    if found is None:
        return None
    year = int(found["year"])
    if year < 100:  # the year that ends so and is at most 50 years ahead
        this = datetime.now(UTC).year
        year += (this + 50 - year) // 100 * 100
    hour, minute, second = map(int, found["time"].split(":"))
    try:
        moment = datetime(
            year,
            _MONTHS.index(found["month"]) + 1,
            int(found["day"]),
            hour,
            minute,
            min(second, 59),  # a leap second
            tzinfo=UTC,
        )
    except ValueError:
        return None
    return int(moment.timestamp())


def _is_as_expected(fields: Fields, told: Validators) -> bool:
    """Evaluate If-Match, or else If-Unmodified-Since."""
    if "if-match" in fields:
        return any(each in ("*", f'"{told.etag}"') for each in _tags(fields["if-match"]))
    before = read_date(fields.get("if-unmodified-since", ""))
    return before is None or told.modified_s is None or told.modified_s <= before


def _is_known(fields: Fields, told: Validators) -> bool:
    """Evaluate If-None-Match, or else If-Modified-Since: whether the client has it."""
    if "if-none-match" in fields:
        tags = _tags(fields["if-none-match"])
        return any(each.removeprefix("W/") in ("*", f'"{told.etag}"') for each in tags)
    since = read_date(fields.get("if-modified-since", ""))
    return since is not None and told.modified_s is not None and told.modified_s <= since


def _is_the_same(fields: Fields, told: Validators) -> bool:
    """Evaluate If-Range: whether the client's part is one of this."""
    value = fields.get("if-range")
    if value is None or value == f'"{told.etag}"':
        return True
    return told.modified_s is not None and read_date(value) == told.modified_s


def _tags(value: str) -> Iterator[str]:
    """Give the tags of a list, up to where it is malformed."""
    value = value.strip(" \t")
    if value == "*":
        yield value
        return
    at = _skipped(value, 0)
    while found := _TAG.match(value, at):
        yield found[0]
        at = _skipped(value, found.end())
        if at == found.end():
            return


def _skipped(value: str, at: int) -> int:
    """Return the place behind commas and spaces."""
    found = _BETWEEN.match(value, at)
    return found.end() if found else at
