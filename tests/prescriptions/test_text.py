"""Pasted text: an exercise a line, whatever stands in front of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.prescriptions.text import read_text


@pytest.mark.parametrize(
    "bullet",
    [
        "",
        "- ",
        "* ",
        "• ",
        "1. ",
        "12) ",
        "(3) ",
        "a) ",
        "[ ] ",
        "[x] ",
        "☐ ",
        "\u2013 ",
        "  1.  - ",
    ],
)
def test_what_stands_in_front_of_a_line_is_no_part_of_it(bullet: str) -> None:
    (item,) = read_text(f"{bullet}Bridge 3x10")
    assert item.original == "Bridge 3x10"


@pytest.mark.parametrize("line", ["10 bridges", "3 x 10 bridges", "1.5m plank", "2-3 bridges"])
def test_a_figure_is_no_bullet(line: str) -> None:
    (item,) = read_text(line)
    assert item.original == line


def test_lines_keep_their_numbers_and_empty_ones_say_nothing() -> None:
    items = [*read_text("Bridge\r\n\r\n ---- \nPlank\n")]
    assert [(item.place, item.original) for item in items] == [
        ("line 1", "Bridge"),
        ("line 4", "Plank"),
    ]


@given(st.text())
def test_every_letter_is_in_some_item(text: str) -> None:
    said = "".join(item.original for item in read_text(text))
    letters = [c for c in said if c.isalnum()]
    assert len(letters) <= sum(c.isalnum() for c in text)
    assert all(any(c.isalnum() for c in item.original) for item in read_text(text))
