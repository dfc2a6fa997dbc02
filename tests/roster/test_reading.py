"""Rosters as clinics write them: read whole, or every fault with its row and column."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.base.errors import ScriptError
from voicecoach.formats.table import read_table
from voicecoach.roster.reading import Roster, read_roster


def roster(folder: Path, text: str, name: str = "roster.csv") -> Roster:
    file = folder / name
    file.write_bytes(text.encode())
    return read_roster(file)


def faults(found: Roster) -> list[tuple[int, int, str]]:
    return [(each.line, each.column, each.problem.message) for each in found.problems]


def test_a_table_of_a_sheet_program_is_read(tmp_path: Path) -> None:
    text = (
        "\ufeffsep=;\r\n# ours\r\nLabel;What;Start;Until;Length\r\n"
        'p-001;"daily relief";;31.12.2026;10-15m\r\n;;;;\r\np-002;back-care;2026-11-30;;\r\n'
    )
    found = roster(tmp_path, text)
    assert not found.problems
    first, second = found.rows
    assert (first.label, first.what, first.until) == (
        "p-001",
        ("daily", "relief"),
        date(2026, 12, 31),
    )
    assert first.order.length == (600_000, 900_000)
    assert (second.line, second.start, second.order.length) == (6, date(2026, 11, 30), None)


def test_a_list_says_the_same_as_a_table(tmp_path: Path) -> None:
    said = """\
        - {label: p-001, what: [daily, relief], language: de, nearest: true}
        - label: p-002
          what: back-care
          start: 2026-11-30
          familiar: 4
        """
    listed = roster(tmp_path, said, "roster.yaml")
    text = "label,what,language,nearest,start,familiar\np-001,daily relief,de,yes,,\n"
    tabled = roster(tmp_path, f"{text}p-002,back-care,,,2026-11-30,4\n")
    for a, b in zip(listed.rows, tabled.rows, strict=True):
        assert (a.label, a.what, a.start, a.order) == (b.label, b.what, b.start, b.order)
    assert not listed.problems


def test_every_fault_has_its_row_and_column(tmp_path: Path) -> None:
    text = """\
label,what,start,until,rate,note
p-001,daily,,,400,
p 2,daily,,,,
p-003,,,,,
p-004,daily,2026-12-01,2026-11-01,,
,daily,,,,
p-006,daily,30.2.2026,,fast,,extra
"""
    found = roster(tmp_path, text)
    assert not found.rows
    assert found.faulty == {2: "p-001", 3: "p 2", 4: "p-003", 5: "p-004", 6: "", 7: "p-006"}
    told = faults(found)
    assert [(line, column) for line, column, _ in told] == [
        (1, 29),
        (2, 15),
        (3, 1),
        (4, 1),
        (5, 24),
        (6, 1),
        (7, 30),
        (7, 13),
        (7, 24),
    ]
    assert told[1][2] == (
        "column 'rate' of 'p-001': 400 is out of range; write a number from 90 to 180"
    )
    assert "'2026-03-31'" in told[-2][2]
    assert str(found.problems[1]).splitlines()[1:] == [
        "    p-001,daily,,,400,",
        "                  ^",
    ]


def test_of_two_rows_with_one_label_neither_is_made(tmp_path: Path) -> None:
    found = roster(tmp_path, "label,what\np-1,daily\np-2,daily\nP-1,relief\n")
    assert [row.label for row in found.rows] == ["p-2"]
    assert found.faulty == {2: "P-1", 4: "P-1"}
    assert faults(found)[0][:2] == (4, 1)


@pytest.mark.parametrize("label", ["anna", "schmidt-anna", "A.Meier"])
def test_a_label_that_looks_like_a_name_is_warned_of(tmp_path: Path, label: str) -> None:
    found = roster(tmp_path, f"label,what\n{label},daily\n")
    assert len(found.rows) == 1
    assert [each.problem.code for each in found.problems] == ["roster-name"]


@pytest.mark.parametrize(
    ("name", "text", "kind", "place"),
    [
        ("roster.csv", "name,what\nx,daily\n", "roster/header", ":1:1: "),
        ("roster.csv", "", "roster/header", ":1:1: "),
        ("roster.csv", "label;What;what\na;daily;relief\n", "roster/columns", ":1:12: "),
        ("roster.csv", "label,what\n", "roster/empty", ":1:1: "),
        ("roster.csv", "label,what\n\n# none\n", "roster/empty", ":3:1: "),
        ("roster.yaml", "daily\n", "roster/list", ":1:1: "),
        ("roster.yaml", "# ours\npatients: 3\n", "roster/list", ":2:11: "),
        ("roster.yaml", "- {label: a, what: b,\n  label: c}\n", "roster/text", ":2:3: "),
        ("roster.yaml", "- label: 'a\n", "roster/text", ":1:10: "),
        ("roster.yaml", "- label: @a\n", "roster/text", ":1:10: "),
        ("roster.yaml", "- label: a\n---\n- label: b\n", "roster/text", ":2:1: "),
        ("roster.yaml", "- label: *a\n", "roster/text", ":1:10: "),
        ("roster.yaml", '- {label: "\\ud800"}\n', "roster/text", ":1:11: "),
        ("roster.yaml", "- label: a\n  what: \x07\n", "roster/text", ":2:9: "),
        ("roster.ods", "x", "roster/ending", ""),
    ],
)
def test_what_is_no_roster_is_refused_with_its_place(
    tmp_path: Path, name: str, text: str, kind: str, place: str
) -> None:
    with pytest.raises(ScriptError) as refused:
        roster(tmp_path, text, name)
    assert refused.value.phrase.kind == kind
    assert f"{tmp_path / name}{place}" in str(refused.value)
    assert refused.value.remedy


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encodings_of_sheet_programs_are_read(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "roster.csv"
    file.write_bytes("label;what;note\np-1;daily;Übung\n".encode(encoding))
    assert [row.label for row in read_roster(file).rows] == ["p-1"]


@given(st.lists(st.lists(st.text(max_size=6), min_size=1, max_size=5), max_size=6))
def test_no_table_ends_in_a_traceback(rows: list[list[str]]) -> None:
    text = "label;what\n" + "\n".join(";".join(row) for row in rows)
    table = read_table(text, "label")
    assert table is not None
    lines = text.splitlines()
    for row in table.rows:
        for cell in (*row.cells.values(), *row.extra):
            assert 1 <= cell.line <= len(lines) + 1
            assert cell.column >= 1


@given(st.binary(max_size=200))
def test_no_file_ends_in_a_traceback(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    for name in ("roster.csv", "roster.yaml"):
        file = tmp_path_factory.getbasetemp() / name
        file.write_bytes(b"label,what\n" + raw)
        try:
            read_roster(file)
        except ScriptError as refused:
            assert str(refused)


def test_a_cell_that_is_longer_than_any_has_its_place(tmp_path: Path) -> None:
    """A quote that nothing ends made of the rest of the table one cell, and of it no table."""
    file = tmp_path / "roster.csv"
    file.write_text('label,what\np-1,"daily\n' + "p-2,daily\n" * 20_000, encoding="utf-8")
    with pytest.raises(ScriptError) as refused:
        read_roster(file)
    assert f"{file}:2:5: a cell has more than 128 KiB here" in str(refused.value)
