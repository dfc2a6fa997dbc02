from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voicecoach.base.units import format_duration, format_megabytes, parse_duration


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("5s", 5000),
        ("5 s", 5000),
        ("5sec", 5000),
        ("1.5s", 1500),
        ("0.025s", 25),
        ("0s", 0),
        ("2m", 120_000),
        ("2min", 120_000),
        ("1m30s", 90_000),
        ("1:30", 90_000),
        ("1'30\"", 90_000),
        ('90"', 90_000),
        ("1.5m", 90_000),
        ("1m 30s", 90_000),
        (" 90s ", 90_000),
    ],
)
def test_a_duration_is_read(text: str, ms: int) -> None:
    assert parse_duration(text) == ms


@pytest.mark.parametrize(("value", "hint"), [("5", "'5s'"), (5, "'5s'"), (2.5, "'2.5s'")])
def test_a_bare_number_gets_its_unit_suggested(value: object, hint: str) -> None:
    with pytest.raises(ValueError, match=f"has no unit, did you mean {re.escape(hint)}"):
        parse_duration(value)


@pytest.mark.parametrize(
    "text",
    ["", "s", "m", "-5s", "5x", "1h", "1:5", "1:60", "1.2345s", "30s1m", "5s5s", None, True, "nan"],
)
def test_anything_else_is_refused_with_an_example(text: object) -> None:
    with pytest.raises(ValueError, match="'5s' or '1m30s'"):
        parse_duration(text)


@given(st.integers(0, 999_999 * 60_000))
def test_any_duration_that_is_written_is_read_again(ms: int) -> None:
    assert parse_duration(format_duration(ms)) == ms


@given(st.text())
@example("9" * 5000)
@example("9" * 5000 + "s")
@example("9" * 400 + "s")
@example("9" * 5000 + "m")
def test_a_text_is_a_duration_or_a_value_error(text: str) -> None:
    try:
        assert parse_duration(text) >= 0
    except ValueError as error:
        assert "did you mean" in str(error) or "write one like" in str(error)


def test_a_size_is_written_in_megabytes() -> None:
    assert [format_megabytes(size) for size in (0, 18_548_819, 1_000_000_000)] == [
        "0.0 MB",
        "18.5 MB",
        "1000.0 MB",
    ]
