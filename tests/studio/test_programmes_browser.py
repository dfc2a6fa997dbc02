"""A programme in Chromium: from an empty project to what its days sound like."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.studio.hands import InChromium
from tests.studio.opened import Opened, opened
from tests.studio.tasks import write_programme_by_keyboard, write_programme_by_mouse
from tests.studio.test_browser import visit
from tests.studio.test_patients_browser import look_at

pytestmark = pytest.mark.tools


def test_a_programme_is_written_and_heard_by_mouse(browser: Browser, project: Path) -> None:
    with opened(project) as studio, visit(browser, studio) as page:
        write_programme_by_mouse(InChromium(page, studio))
        assert look_at(page, studio, ("/programmes", "/programmes/after-surgery")) == {}
    text = (project / "scripts/programmes/after-surgery.yaml").read_text(encoding="utf-8")
    assert "days: {mon: mine, wed: mine, fri: gentle}" in text
    assert "move_on: {sessions: 6, days: 14, pain: 2}" in text


def test_a_programme_is_written_and_heard_by_keyboard_alone(
    browser: Browser, project: Path
) -> None:
    with opened(project) as studio, visit(browser, studio) as page:
        write_programme_by_keyboard(InChromium(page, studio))


BROKEN = """
[...document.querySelectorAll(".calendar thead th, .calendar .day [dir]")].flatMap((each) => {
  const [range, text] = [document.createRange(), each.firstChild];
  const words = [...text.data.matchAll(/\\S+/g)];
  return words.filter((word) => {
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    return range.getClientRects().length > 1;
  }).map(String);
})
"""


@pytest.mark.parametrize("width", [1280, 820])
def test_no_word_of_a_calendar_is_broken(browser: Browser, studio: Opened, width: int) -> None:
    with visit(browser, studio, viewport={"width": width, "height": 900}) as page:
        page.goto(f"{studio.url}/programmes/neck-care")
        assert page.locator(".calendar .day").count() > 5
        assert page.evaluate(BROKEN) == []
