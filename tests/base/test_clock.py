"""Times of a session as they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.base.clock import format_clock, format_hours, format_instant, format_timestamp

DAY_MS = 24 * 3_600_000


@pytest.mark.parametrize(
    ("ms", "clock", "player", "linked", "stamp", "instant"),
    [
        (0, "0:00", "0:00", "00:00", "00:00:00.000", "0:00.00"),
        (499, "0:00", "0:00", "00:00", "00:00:00.499", "0:00.50"),
        (59_999, "1:00", "0:59", "00:59", "00:00:59.999", "1:00.00"),
        (195_000, "3:15", "3:15", "03:15", "00:03:15.000", "3:15.00"),
        (720_000, "12:00", "12:00", "12:00", "00:12:00.000", "12:00.00"),
        (3_723_456, "62:03", "1:02:03", "1:02:03", "01:02:03.456", "62:03.46"),
    ],
)
def test_a_time_is_written_as_its_place_wants_it(
    ms: int, clock: str, player: str, linked: str, stamp: str, instant: str
) -> None:
    written = (format_clock(ms), format_hours(ms), format_hours(ms, 2), format_timestamp(ms))
    assert written == (clock, player, linked, stamp)
    assert format_instant(ms, 2) == instant


@given(st.integers(0, DAY_MS - 1))
def test_a_timestamp_is_the_time_to_the_millisecond(ms: int) -> None:
    hours, minutes, seconds = format_timestamp(ms).split(":")
    assert round((int(hours) * 60 + int(minutes)) * 60_000 + float(seconds) * 1000) == ms
    assert len(format_timestamp(ms)) == len("00:00:00.000")
