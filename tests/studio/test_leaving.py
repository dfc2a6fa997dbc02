"""Nothing that was typed is lost when the page is left right after, though the studio is slow."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog

from tests.studio.hands import Hand, InChromium, reach, says, shows, type_text
from tests.studio.opened import ROUTINE, Opened, opened_here
from tests.studio.test_browser import visit
from voicecoach.app.studio.desk import ProjectDesk
from voicecoach.web.studio.desk import PageValues

pytestmark = pytest.mark.tools

SLOW_S = 1
LINE = "#steps-1-line"


@pytest.fixture
def studio(project: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """A studio that takes long for each change."""
    done = ProjectDesk.deed

    def slowly(desk: ProjectDesk, deed: str, name: str, asked: PageValues) -> PageValues | None:
        if deed in ("edit", "roster-cell"):
            time.sleep(SLOW_S)
        return done(desk, deed, name, asked)

    monkeypatch.setattr(ProjectDesk, "deed", slowly)
    (project / "roster.csv").write_text("label,what\np-001,mine\n", encoding="utf-8")
    with opened_here(project) as studio:
        yield studio


def type_two(hand: Hand) -> None:
    """Write in one field, and behind it in the next."""
    hand.open("/routines/mine")
    reach(hand, "steps-1-reps")
    hand.press("Control+a", "9", "Tab")
    hand.until("document.activeElement.id === 'steps-1-hold'")
    hand.press("Control+a")
    type_text(hand, "7s")


def written(studio: Opened) -> str:
    """The routine's text as the studio has it, once it does not change any more."""
    before, now = "", ROUTINE
    while before != now:
        before = now
        time.sleep(2 * SLOW_S)
        now = str(studio.do("look", "mine").json["text"])
    return now


def test_a_link_is_followed_when_all_was_sent(hand: Hand, studio: Opened) -> None:
    type_two(hand)
    hand.click("nav a[href='/exercises']")
    hand.until("location.pathname === '/exercises'")
    assert "9 reps, hold 7s" in written(studio)


def test_a_page_is_loaded_again_with_what_was_being_typed(hand: Hand, studio: Opened) -> None:
    hand.open("/routines/mine")
    reach(hand, "steps-1-reps")
    hand.press("Control+a", "9")
    hand.look("setTimeout(() => location.reload()) && true")
    assert "2 sets, 9 reps, hold 5s" in written(studio)
    hand.open("/routines/mine")
    says(hand, LINE, "bridge: 2 sets, 9 reps, hold 5s, rest 45s")


def test_a_patient_is_kept_that_was_being_typed(hand: Hand, studio: Opened) -> None:
    hand.open("/patients")
    reach(hand, "cell-2-what")
    hand.press("Control+a")
    type_text(hand, "daily")
    hand.look("setTimeout(() => location.reload()) && true")
    roster = studio.folder / "roster.csv"
    for _ in range(100):
        if "daily" in roster.read_text(encoding="utf-8"):
            return
        time.sleep(0.1)
    raise AssertionError(roster.read_text(encoding="utf-8"))


def test_what_was_typed_and_not_sent_stands_there_again(hand: Hand) -> None:
    hand.open("/routines/mine")
    reach(hand, "typed")
    type_text(hand, "bri 3x10")
    hand.open("/patients")
    reach(hand, "new-label")
    type_text(hand, "p-002")
    hand.open("/routines/mine")
    says(hand, "#typed", "bri 3x10")
    shows(hand, "#becomes", "bridge: 3 sets, 10 reps")
    reach(hand, "typed")
    hand.press("Enter")
    says(hand, "#steps-2-line", "bridge: 3 sets, 10 reps")
    type_text(hand, "knee")
    hand.click("#candidates li:first-child button")
    hand.until("document.querySelectorAll('#steps > li').length === 4")
    hand.open("/patients")
    says(hand, "#new-label", "p-002")
    reach(hand, "new-label")
    hand.press("Control+a", "Backspace")
    for path, field in (("/routines/mine", "#typed"), ("/patients", "#new-label")):
        hand.open(path)
        says(hand, field, "")


def test_a_closed_page_has_sent_what_was_being_typed(browser: Browser, studio: Opened) -> None:
    with visit(browser, studio) as page:
        hand = InChromium(page, studio)
        hand.open("/routines/mine")
        reach(hand, "steps-1-reps")
        hand.press("Control+a", "9")
        page.close(run_before_unload=True)
        assert "2 sets, 9 reps, hold 5s" in written(studio)


def test_who_leaves_before_all_could_be_sent_is_asked(browser: Browser, studio: Opened) -> None:
    asked = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    with visit(browser, studio) as page:
        page.on("dialog", stay)
        hand = InChromium(page, studio)
        type_two(hand)
        page.evaluate("setTimeout(() => location.reload()) && true")
        says(hand, LINE, "bridge: 2 sets, 9 reps, hold 7s, rest 45s")
        assert asked == ["beforeunload"]
        page.evaluate("setTimeout(() => location.reload()) && true")
        page.wait_for_load_state()
    assert asked == ["beforeunload"], "who has nothing to lose is not asked"
