"""Nothing that is typed or chosen is lost when the page is filled anew: in Chromium and Firefox."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.studio.hands import Hand
from tests.studio.opened import Opened, opened_here
from tests.studio.test_browser import visit
from tests.studio.typing_tasks import (
    add_and_order_before_answers,
    choose_over_reply,
    type_below_moved_stage,
    type_below_removed_step,
    type_below_step_that_comes_back,
    type_into_cell_above_row_that_is_there_again,
    type_into_cell_below_removed_row,
    type_into_cell_of_row_that_goes,
    type_into_cell_over_reply,
    type_into_next_field_of_programme,
    type_into_next_field_of_routine,
    type_into_step_that_goes,
)

pytestmark = pytest.mark.tools

PROGRAMME = """\
programme: plan
title: Plan
review_weeks: 6
stages:
  - stage: begin
    weeks: 2
    days: {mon: mine}
    move_on: {sessions: 2, days: 14, pain: 2}
"""

TWO_STAGES = """\
programme: two
title: Two
review_weeks: 6
stages:
  - stage: first
    weeks: 2
    days: {mon: mine}
    move_on: {sessions: 2, days: 14, pain: 2}
  - stage: second
    weeks: 2
    days: {mon: mine}
"""
FOUR = """\
routine: four
title: Four
steps:
  - march: hold 20s
  - bridge: 2 sets, 8 reps, hold 5s
  - bridge: 2 sets, 8 reps, hold 5s
  - march: hold 20s
"""


@pytest.fixture
def studio(project: Path) -> Iterator[Opened]:
    """A studio with routines, programmes and three patients."""
    (project / "scripts/programmes").mkdir()
    (project / "scripts/programmes/plan.yaml").write_text(PROGRAMME, encoding="utf-8")
    (project / "scripts/programmes/two.yaml").write_text(TWO_STAGES, encoding="utf-8")
    (project / "scripts/routines/four.yaml").write_text(FOUR, encoding="utf-8")
    roster = "label,what\np-001,mine\np-002,daily\np-003,daily\n"
    (project / "roster.csv").write_text(roster, encoding="utf-8")
    with opened_here(project) as studio:
        yield studio


@pytest.mark.parametrize(
    ("task", "file", "written"),
    [
        (
            type_into_next_field_of_routine,
            "scripts/routines/mine.yaml",
            "bridge: 2 sets, 9 reps, hold 7s, rest 45s",
        ),
        (type_into_next_field_of_programme, "scripts/programmes/plan.yaml", "length: 12m"),
        (type_into_cell_over_reply, "roster.csv", "p-001,daily\np-002,mine"),
        (type_into_cell_below_removed_row, "roster.csv", "what\np-002,mime\np-003,mine\n"),
        (
            type_into_cell_above_row_that_is_there_again,
            "roster.csv",
            "what\np-001,mine\np-002,mime\np-003,daily\n",
        ),
        (type_into_cell_of_row_that_goes, "roster.csv", "what\np-002,daily\np-003,daily\n"),
        (
            add_and_order_before_answers,
            "scripts/routines/mine.yaml",
            "rest 45s\n  - rest: 30s\n  - march: hold 20s  # a comment\n  - bridge\n",
        ),
        (
            type_below_removed_step,
            "scripts/routines/four.yaml",
            "steps:\n  - bridge: 2 sets, 7 reps, hold 5s\n  - bridge: 2 sets, 12 reps, hold 5s\n",
        ),
        (
            type_below_step_that_comes_back,
            "scripts/routines/four.yaml",
            "  - bridge: 2 sets, 8 reps, hold 5s\n  - bridge: 2 sets, 12 reps, hold 5s\n  - march",
        ),
        (
            type_into_step_that_goes,
            "scripts/routines/four.yaml",
            "  - bridge: 2 sets, 8 reps, hold 5s\n  - march: for 25s\n",
        ),
        (
            type_below_moved_stage,
            "scripts/programmes/two.yaml",
            "stages:\n  - stage: second\n    weeks: 2\n    days: {mon: mine}\n    length: 12m\n",
        ),
        (choose_over_reply, "scripts/programmes/plan.yaml", "days: {mon: mine, tue: "),
    ],
)
def test_what_is_typed_or_chosen_before_an_answer_stays_and_is_written(
    hand: Hand, studio: Opened, task: Callable[[Hand], None], file: str, written: str
) -> None:
    task(hand)
    assert written in (studio.folder / file).read_text(encoding="utf-8")


FILLED = """
<div><label><input id="a" value="8"> reps</label></div><div><textarea id="b">text</textarea></div>
<div><select id="c"><option selected>left<option>right</select></div>
<div><input id="d" type="checkbox"> wall</div>
<details><summary>more</summary><p id="e">p</p></details>
"""


def test_what_is_filled_with_the_same_loses_what_was_typed_and_nothing_else(
    browser: Browser, studio: Opened
) -> None:
    with visit(browser, studio) as page:
        left, kept = page.evaluate(
            """async (html) => {
              const { swap } = await import("/assets/swap.js");
              const place = document.body.appendChild(document.createElement("section"));
              swap(place, html);
              const [a, b, c, d, e] = [..."abcde"].map((id) => document.getElementById(id));
              const more = place.querySelector("details");
              [a.value, b.value, c.value] = ["9", "typed", "right"];
              d.checked = more.open = true;
              swap(place, html);
              const now = [..."abcde"].map((id) => document.getElementById(id));
              const same = [a, b, c, d, e].every((each, at) => each === now[at]);
              return [[a.value, b.value, c.value, d.checked], [same, more.open]];
            }""",
            FILLED,
        )
    assert left == ["8", "text", "left", False]
    assert kept == [True, True]
