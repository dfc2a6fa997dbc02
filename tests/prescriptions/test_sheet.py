"""Tables as sheet programs write them."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.base.errors import ScriptError
from voicecoach.model.dose import Dose, Range, parse_dose
from voicecoach.prescriptions.sheet import COLUMNS, is_sheet, read_sheet
from voicecoach.prescriptions.understand import Understanding

ROWS = [["exercise", "sets", "reps", "hold", "note"], ["Glute bridge", "3", "10-12", "5s", "slow"]]


def written(rows: list[list[str]], delimiter: str = ",", end: str = "\r\n") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("begin", ["", "\ufeff", "sep=;\r\n", "\r\n"])
def test_a_table_is_read_whatever_program_wrote_it(delimiter: str, begin: str) -> None:
    text = begin + written(ROWS, delimiter)
    assert is_sheet(text)
    (item,) = read_sheet(text)
    assert (item.name, item.left) == ("Glute bridge", ("slow",))
    assert parse_dose(item.dose) == Dose(Range(3, 3), Range(10, 12), Range(5000, 5000))
    assert item.place == f"line {begin.count(chr(10)) + 2}"


def test_numbers_of_seconds_have_columns_of_their_own(understanding: Understanding) -> None:
    rows = [["Exercise", "Hold seconds", "Rest seconds", "Sets"], ["plank", "10", "30", "3"]]
    (item,) = read_sheet(written(rows))
    assert understanding.read(item).dose == "3 sets, hold 10s, rest 30s"


def test_a_bare_number_is_no_length(understanding: Understanding) -> None:
    (item,) = read_sheet(written([["exercise", "hold"], ["plank", "10"]]))
    assert understanding.read(item).exercise is None


def test_what_no_column_is_for_is_left(understanding: Understanding) -> None:
    rows = [["exercise", "dose", "price"], ["plank", "hold 10s", "5 EUR", "more"], ["", "", ""]]
    (item,) = read_sheet(written(rows))
    found = understanding.read(item)
    assert (found.exercise, found.dose) == ("plank", "hold 10s")
    assert [str(each) for each in found.left] == ["'5 EUR'", "'more'"]


def test_a_row_without_an_exercise_is_left_with_its_words(understanding: Understanding) -> None:
    (item,) = read_sheet(written([["exercise", "reps"], ["", "10"]]))
    found = understanding.read(item)
    assert (found.exercise, item.original) == (None, "reps: 10")


def test_a_table_without_the_column_says_which_there_are() -> None:
    with pytest.raises(ScriptError) as caught:
        [*read_sheet("name;reps\nBridge;10\n")]
    assert "hold_seconds" in caught.value.remedy
    assert not is_sheet("name;reps\nBridge;10\n")
    assert not is_sheet("Bridge, 10 reps\n")
    assert not is_sheet("")


@given(st.lists(st.lists(st.text(max_size=10), min_size=1, max_size=4), max_size=4))
def test_any_table_is_read_or_refused(rows: list[list[str]]) -> None:
    header = [*COLUMNS][:3]
    for item in read_sheet(written([header, *rows])):
        assert item.original


@given(st.text())
def test_any_text_behind_the_header_is_read(text: str) -> None:
    assert all(item.original for item in read_sheet(f"exercise,reps\n{text}"))
