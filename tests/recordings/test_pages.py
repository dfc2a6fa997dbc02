"""The cue sheet as a page and as a table: texts in it are texts."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.recordings.takes import a_set
from voicecoach.recordings.pages import csv_of, html_of
from voicecoach.recordings.sheet import Coverage, CueSheet, LineRow
from voicecoach.voices.engines.recorded import spoken_key

HOSTILE = (
    "<script>alert(1)</script> & more",
    '"quoted", with a comma',
    "=SUM(A1)",
    "@cmd",
    "-5 degrees",
    "مرحبا",
    "a\x1b[31mb",
)


@pytest.fixture
def sheet(tmp_path: Path) -> CueSheet:
    """A sheet of texts that nobody should write."""
    rows = {
        spoken_key(text): LineRow(text, 1, None, frozenset({"coach"}), ["x&y"]) for text in HOSTILE
    }
    rows[spoken_key(HOSTILE[-1])].said = 0
    rows[spoken_key(HOSTILE[0])].most_ms = 900
    return CueSheet(a_set(tmp_path / "a & b", *HOSTILE), rows, (Coverage("x&y", 3, 1, 10, 9),))


class Texts(HTMLParser):
    """The texts of a page's cells, and its tags."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.inside = False
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "td":
            self.inside = True
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside &= tag != "td"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.cells[-1] += data


def test_texts_come_through_a_page_unharmed(sheet: CueSheet) -> None:
    page = Texts()
    page.feed(html_of(sheet))
    assert {"script", "link", "img", "iframe", "b"}.isdisjoint(page.tags)
    cells = [cell.strip() for cell in page.cells]
    assert set(HOSTILE[:-1]) <= set(cells)
    assert "a [31mb" in cells, "a control character is no text"
    assert {"0.90 s", "x&y", "1 of 3", "90 %", "seldom"} <= set(cells)


def test_a_printed_limit_is_never_longer_than_the_one_that_is_kept(sheet: CueSheet) -> None:
    next(iter(sheet.rows.values())).most_ms = 1_996
    assert "1.99 s" in html_of(sheet)
    assert "2.0" not in html_of(sheet)
    assert next(csv.DictReader(io.StringIO(csv_of(sheet))))["at_most_s"] == "1.99"


def test_a_page_is_whole_in_itself(sheet: CueSheet) -> None:
    page = html_of(sheet)
    assert not re.search(r"https?:|//|url\(|@import|src=|href=", page)
    assert '<td class="text" lang="en" dir="auto">' in page
    assert "@page" in page
    assert page.index("Seldom needed") > page.index("&lt;script&gt;")


def test_a_spreadsheet_takes_no_text_for_a_formula(sheet: CueSheet) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_of(sheet))))
    texts = [row["text"] for row in rows]
    assert texts[:5] == [*HOSTILE[:2], *(f"'{text}" for text in HOSTILE[2:5])]
    assert rows[0] == {
        "number": "1",
        "text": HOSTILE[0],
        "voice": "coach",
        "at_most_s": "0.90",
        "times_said": "1",
        "routines": "x&y",
        "recorded": "no",
    }
