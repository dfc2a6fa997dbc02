"""Changes to a table: nothing but their own row becomes another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.base.messages import Fault
from voicecoach.formats.table import read_table
from voicecoach.formats.table_edits import add_row, remove_row, set_cell
from voicecoach.formats.tidy import tidy, visible

TABLE = (
    '\ufeffsep=;\r\n# ours\r\nLabel;What;"Start"\r\np-001;"daily";\r\n\r\np-002;gentle\r\n#x\r\n'
)
PLAIN = st.text(st.sampled_from("ab1 ;,\"'#-|\tü\u201c"), max_size=8)
ENDINGS = ("\n", "\r\n", "\r")


def rows(text: str) -> dict[int, dict[str, str]]:
    table = read_table(visible(tidy(text)), "label")
    assert table
    return {each.line: {k: c.text for k, c in each.cells.items()} for each in table.rows}


def test_a_cell_keeps_its_quotes_and_all_else() -> None:
    new = set_cell(TABLE, "label", 4, "what", "relief")
    assert new == TABLE.replace('"daily"', '"relief"')


def test_a_cell_that_the_row_has_not_yet_is_reached() -> None:
    assert set_cell(TABLE, "label", 6, "start", "2026-11-30") == TABLE.replace(
        "p-002;gentle", "p-002;gentle;2026-11-30"
    )


def test_a_column_that_the_table_has_not_yet_comes_behind_the_others() -> None:
    new = set_cell(TABLE, "label", 4, "until", "2027-02-28")
    assert new == TABLE.replace('"Start"', '"Start";until').replace(
        'p-001;"daily";', 'p-001;"daily";;2027-02-28'
    )


def test_a_value_that_would_part_cells_is_quoted() -> None:
    new = set_cell(TABLE, "label", 6, "what", 'a;"b"')
    assert 'p-002;"a;""b"""\r\n' in new


def test_rows_come_behind_the_others_and_go() -> None:
    more = add_row(TABLE, "label", {"label": "p-003", "what": "daily"})
    assert more == f"{TABLE}p-003;daily;\r\n"
    assert remove_row(more, "label", 8) == TABLE
    assert remove_row(TABLE, "label", 4) == TABLE.replace('p-001;"daily";\r\n', "")
    assert add_row("label", "label", {"label": "p-1"}) == "label\np-1\n"


def test_a_row_of_several_lines_goes_whole() -> None:
    text = 'label,what\np-1,"daily\nrelief"\np-2,daily\n'
    assert remove_row(text, "label", 2) == "label,what\np-2,daily\n"
    assert set_cell(text, "label", 2, "what", "x") == 'label,what\np-1,"x"\np-2,daily\n'


def test_curly_quotes_end_a_cell_as_plain_ones_do() -> None:
    text = 'label,what,start\n",“\np-2\n'
    assert set_cell(text, "label", 2, "what", "daily") == ('label,what,start\n",“,daily\np-2\n')
    text = "label,what\np-1,„daily“\np-2,daily\n"
    assert set_cell(text, "label", 2, "what", "x") == 'label,what\np-1,"x"\np-2,daily\n'


@pytest.mark.parametrize("value", ["#1", ""])
def test_what_would_be_read_otherwise_is_not_written(value: str) -> None:
    text = "label,what\np-1,daily\n"
    if value:
        with pytest.raises(Fault) as refused:
            set_cell(text, "label", 2, "label", value)
        assert refused.value.phrase.kind == "not-editable/elsewhere"
    with pytest.raises(Fault) as refused:
        set_cell(text, "label", 9, "label", value)
    assert refused.value.phrase.kind == "not-editable/gone"


@given(
    st.lists(st.lists(PLAIN, min_size=1, max_size=4), min_size=1, max_size=5),
    st.sampled_from(ENDINGS),
    st.integers(0, 9),
    st.sampled_from(["label", "what", "start", "until"]),
    PLAIN,
)
def test_any_change_leaves_other_lines_as_they_are(
    cells: list[list[str]], ending: str, pick: int, column: str, value: str
) -> None:
    lines = ["label,what,start", *(",".join(row) for row in cells)]
    text = ending.join(lines)
    before = rows(text)
    if not before:
        return
    line = [*before][pick % len(before)]
    try:
        new = set_cell(text, "label", line, column, value)
    except Fault:
        return
    assert [row for n, row in rows(new).items() if n != line] == [
        row for n, row in before.items() if n != line
    ]
    later = [n for n in before if n > line]
    end = min(later) - 1 if later else len(text.splitlines())
    old, changed = text.splitlines(keepends=True), new.splitlines(keepends=True)
    assert changed[1 : line - 1] == old[1 : line - 1]
    assert changed[len(changed) - (len(old) - end) :] == old[end:]
