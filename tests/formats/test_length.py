"""Lengths of sessions as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.formats.length import format_length, parse_length, parse_span


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("12m", (720_000, 720_000)),
        ("9m47s", (587_000, 587_000)),
        ("9m46.312s", (586_312, 586_312)),
        ("10-15m", (600_000, 900_000)),
        ("10 - 15 min", (600_000, 900_000)),
        ("10m\u201315m", (600_000, 900_000)),
        ("10 to 15m", (600_000, 900_000)),
        ("90s-2m", (90_000, 120_000)),
        ("12m30s-15m", (750_000, 900_000)),
    ],
)
def test_a_length_or_its_limits_are_read(text: str, limits: tuple[int, int]) -> None:
    assert parse_length(text) == limits


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("12", "did you mean '12m'"),
        ("15-10m", "did you mean '10-15m'"),
        ("0m", "no length at all"),
        ("long", "is not a length of time"),
        ("", "is not a length of time"),
        ("10-", "is not a length of time"),
        ("10-15", "has no unit"),
        ("-5m", "is not a length of time"),
    ],
)
def test_what_is_no_length_is_told_what_to_write(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_length(text)


def test_the_first_length_takes_the_unit_of_the_second() -> None:
    assert parse_span("20-30s") == (20_000, 30_000)


@given(st.tuples(st.integers(1, 10_800_000), st.integers(1, 10_800_000)).map(sorted))
def test_what_is_written_is_read_again(limits: list[int]) -> None:
    low, high = limits
    assert parse_length(format_length((low, high))) == (low, high)


def test_whole_minutes_share_their_unit() -> None:
    assert format_length((600_000, 900_000)) == "10-15m"
    assert format_length((570_000, 900_000)) == "9m30s-15m"
