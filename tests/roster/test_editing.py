"""Changes to a roster that is a list: nothing but the lines that they are about become others."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.base.errors import ScriptError
from voicecoach.base.messages import Fault
from voicecoach.formats.document import read_document_text
from voicecoach.roster.editing import AddRow, RemoveRow, RosterEdit, SetCell, edited_list
from voicecoach.roster.reading import items_of, read_roster

LIST = """\
# Ours.
- {label: p-001, what: [daily, relief], start: 2026-11-30}  # Mondays

- label: p-002
  what: 'gentle'   # by hand
  familiar: 10
  nearest: true
"""
FILE = Path("roster.yaml")


def edited(edit: RosterEdit, text: str = LIST) -> str:
    return edited_list(FILE, text, edit)


def cells(text: str) -> list[dict[str, str]]:
    """What each row of a list says."""
    items, _ = items_of(FILE, read_document_text("", text))
    return [
        {k: " ".join(v) if isinstance(v, list) else str(v) for k, v in each.items()}
        for each in items
    ]


@pytest.mark.parametrize(
    ("edit", "old", "new"),
    [
        (SetCell(4, "what", "daily"), "'gentle'", "'daily'"),
        (SetCell(4, "familiar", "12"), "familiar: 10", "familiar: 12"),
        (SetCell(4, "nearest", "no"), "nearest: true", "nearest: false"),
        (SetCell(4, "familiar", ""), "  familiar: 10\n", ""),
        (SetCell(2, "what", "daily gentle"), "[daily, relief]", "[daily, gentle]"),
        (SetCell(2, "start", ""), ", start: 2026-11-30", ""),
        (SetCell(2, "until", ""), "", ""),
        (SetCell(2, "language", "de"), "2026-11-30}", "2026-11-30, language: de}"),
        (SetCell(2, "rate", "130"), "2026-11-30}", "2026-11-30, rate: 130}"),
        (RemoveRow(4), LIST[LIST.index("- label") :], ""),
        (
            RemoveRow(2),
            "- {label: p-001, what: [daily, relief], start: 2026-11-30}  # Mondays\n",
            "",
        ),
    ],
)
def test_a_change_is_that_of_its_own_line(edit: RosterEdit, old: str, new: str) -> None:
    assert edited(edit) == LIST.replace(old, new, 1)


def test_a_row_comes_behind_the_others() -> None:
    more = AddRow({"label": "p-003", "what": "daily", "profile": ""})
    assert edited(more) == LIST + "- {label: p-003, what: daily}\n"
    named = "patients:\n  - label: p-1\n    what: mine\n"
    assert edited(more, named) == named + "  - {label: p-003, what: daily}\n"


def test_a_list_of_nobody_stays_a_list() -> None:
    begun = "# Ours.\n[]\n"
    one = edited(AddRow({"label": "p-1", "what": "mine"}), begun)
    assert one == "# Ours.\n- {label: p-1, what: mine}\n"
    assert edited(RemoveRow(2), one) == begun


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        (LIST, SetCell(3, "what", "x")),
        (LIST, RemoveRow(5)),
        ("- p-001\n", SetCell(1, "what", "x")),
        ("[{label: p-1}, {label: p-2}]\n", SetCell(1, "what", "x")),
        ("[{label: p-1}]\n", AddRow({"label": "p-2"})),
    ],
)
def test_what_no_table_can_change_is_refused(text: str, edit: RosterEdit) -> None:
    with pytest.raises((Fault, ScriptError)):
        edited(edit, text)


def test_a_roster_with_line_ends_of_windows_and_a_mark_keeps_them(tmp_path: Path) -> None:
    text = "\ufeff" + LIST.replace("\n", "\r\n")
    new = edited(SetCell(4, "what", "daily"), text)
    assert new == text.replace("'gentle'", "'daily'")
    file = tmp_path / "roster.yaml"
    file.write_bytes(new.encode())
    assert [row.what for row in read_roster(file).rows] == [("daily", "relief"), ("daily",)]


@given(
    st.sampled_from([2, 4]),
    st.sampled_from(["label", "what", "profile", "start", "voice"]),
    st.text(st.sampled_from("ab1 ,:;\"'#-{}[]|\u00fc\u201c\t"), max_size=9),
)
def test_whatever_is_typed_is_read_again_and_nothing_else_changes(
    line: int, column: str, value: str
) -> None:
    try:
        new = edited(SetCell(line, column, value))
    except (Fault, ScriptError):
        return
    before, after = cells(LIST), cells(new)
    row = 0 if line == 2 else 1
    told = " ".join(value.split())
    assert after[row].pop(column, "") == told.replace("\u201c", '"')
    before[row].pop(column, None)
    assert after == before
    there, now = LIST.splitlines(), new.splitlines()
    assert (there[:1] + there[2:], there[:3])[row] == (now[:1] + now[2:], now[:3])[row]
