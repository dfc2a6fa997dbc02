"""Weeks, the table for a spreadsheet, the plot."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from PIL import Image

from tests.progress.conftest import day, entry, history, moved, programme
from voicecoach.progress.plot import HEIGHT, WIDTH, in_terminal, plot_marks, plot_svg, png
from voicecoach.progress.report import CSV_COLUMNS, as_csv, weeks


def test_a_week_counts_what_was_due_done_and_skipped() -> None:
    past = history(
        *(entry(n, 2, 3, 1) for n in (1, 2, 3, 3)), entry(4, 5, None, None, status="skipped")
    )
    first, second = weeks(programme(), past, day(9))
    assert (first.due, first.done, first.skipped, first.adherence) == (7, 3, 1, 3 / 7)
    assert first.pain_before == pytest.approx((2 * 4 + 5) / 5)
    assert (first.pain_during, first.pain_after, first.effort) == (3, 1, 4)
    assert (second.number, second.first, second.due, second.done) == (2, day(8), 1, 0)
    assert second.pain_before is None


def test_today_is_due_only_once_something_was_logged() -> None:
    assert weeks(programme(), history(), day(1))[0].adherence is None
    assert weeks(programme(), history(entry(1)), day(1))[0].adherence == 1


def test_sessions_on_free_days_do_not_make_more_than_all() -> None:
    past = moved(history(*(entry(n) for n in range(1, 8))), "second", 1)
    (week,) = weeks(programme(), past, day(7))
    assert (week.due, week.done, week.adherence) == (3, 7, 1)


def test_the_table_holds_every_entry_and_no_formula() -> None:
    notes = ["plain", "=1+1", "@x", 'a, "b"', "-5", "Müde"]
    past = history(*(replace(entry(n), note=note) for n, note in enumerate(notes, 1)))
    rows = list(csv.reader(io.StringIO(as_csv(past))))
    assert tuple(rows[0]) == CSV_COLUMNS
    assert rows[1] == ["2024-01-01", "done", "first", "daily", "0", "0", "0", "4", "plain"]
    assert [row[-1] for row in rows[1:]] == ["plain", "'=1+1", "'@x", 'a, "b"', "'-5", "Müde"]


def test_svg_and_png_show_every_point() -> None:
    past = history(*(entry(n, 1, 3, 2) for n in range(1, 6)))
    marks = plot_marks(past, "Back & care", day(10))
    root = ElementTree.fromstring(plot_svg(marks))
    name = "{http://www.w3.org/2000/svg}"
    circles = root.findall(f"{name}circle")
    assert len(circles) == 15
    ys = {circle.get("fill"): float(circle.get("cy", "")) for circle in circles}
    assert ys["#e69f00"] < ys["#cc3366"] < ys["#0072b2"]  # 3 stands above 2 above 1
    assert "Back & care" in [text.text for text in root.findall(f"{name}text")]
    picture = Image.open(io.BytesIO(png(marks))).convert("RGB")
    assert picture.size == (WIDTH, HEIGHT)
    for circle in circles:
        at = round(float(circle.get("cx", ""))), round(float(circle.get("cy", "")))
        colour = picture.getpixel(at)
        assert isinstance(colour, tuple)
        assert "#{:02x}{:02x}{:02x}".format(*colour) == circle.get("fill")


def test_a_plan_of_one_day_without_entries_can_be_drawn() -> None:
    marks = plot_marks(history(), "Empty", day(1))
    ElementTree.fromstring(plot_svg(marks))
    assert png(marks).startswith(b"\x89PNG")


def test_the_terminal_shows_a_column_a_day() -> None:
    past = history(entry(1, 0, 2, 2), entry(2, 1, 1, 0), entry(4, 10, 10, 10))
    lines = in_terminal(past, day(5), 80)
    assert lines[0] == "10 |   *"
    assert lines[8:12] == [" 2 |*", " 1 | *", " 0 |ba", "   +-----"]


@pytest.mark.parametrize("columns", [20, 40, 80])
def test_a_long_plan_fits_its_terminal(columns: int) -> None:
    past = history(entry(1, 1, 1, 1), entry(700, 9, 9, 9))
    lines = in_terminal(past, day(700), columns)
    assert max(map(len, lines[:12])) <= columns
    assert lines[1].rstrip().endswith("*")
    assert lines[9][4] == "*"
