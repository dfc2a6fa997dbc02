"""Hearing in Chromium: sound begins before all is spoken, and goes on where one wants it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.publish.browser import until, visiting
from tests.studio.opened import WAIT_S, clinic, opened
from tests.studio.patient_voice import PatientVoice

pytestmark = pytest.mark.tools
LINES = 36  # after which the voice waits; the routine has more
PLAYS = "document.getElementById('audio').currentTime > 0.5"


@contextmanager
def writing(browser: Browser, project: Path) -> Iterator[tuple[Page, PatientVoice]]:
    """The page of a routine whose voice waits before all of it is spoken."""
    voice = PatientVoice.of(project, LINES)
    with opened(project) as studio, visiting(browser, studio.url) as visit:
        visit.context.set_default_timeout(WAIT_S * 1000)
        visit.page.goto(studio.entrance)
        visit.page.goto(f"{studio.url}/routines/desk-break")
        yield visit.page, voice
        voice.go_on()
        visit.check()


def test_sound_begins_while_the_rest_is_being_spoken(browser: Browser, tmp_path: Path) -> None:
    with writing(browser, clinic(tmp_path / "clinic")) as (page, voice):
        page.locator("#steps-1-hear").click()
        expect(page.locator("#told")).to_contain_text("Being spoken", timeout=60_000)
        until(page, PLAYS, 2400)
        expect(page.locator("#told")).to_contain_text("Being spoken")
        assert len(voice.asked()) <= LINES + 2, "the voice waits with a line in each worker"
        expect(page.locator("#steps-1")).to_have_class("step depth-0 heard")
        voice.go_on()
        expect(page.locator("#told")).to_be_empty(timeout=60_000)
        place = page.locator("#place")
        duration = int(float(place.get_attribute("max") or 0))
        page.evaluate("document.getElementById('audio').pause()")
        place.fill(str(duration - 900))
        page.evaluate("document.getElementById('audio').play()")
        until(page, "document.getElementById('audio').ended")


def test_from_its_beginning_the_first_step_is_heard_first(browser: Browser, tmp_path: Path) -> None:
    with writing(browser, clinic(tmp_path / "clinic")) as (page, _):
        page.locator("#play-all").click()
        until(page, PLAYS, 2400)
        expect(page.locator("#told")).to_contain_text("It begins with the first step")
        expect(page.locator("#steps-0")).to_have_class("step depth-0 heard")


def test_any_line_is_heard(browser: Browser, tmp_path: Path) -> None:
    with writing(browser, clinic(tmp_path / "clinic")) as (page, voice):
        voice.go_on()
        page.locator("#cue-list summary").click()
        page.get_by_role("listitem").filter(has_text="Next: Shoulder rolls.").get_by_role(
            "button"
        ).click()
        expect(page.locator("#toggle")).to_be_enabled(timeout=60_000)
        until(page, PLAYS, 2400)
        expect(page.locator("#steps-1")).to_have_class("step depth-0 heard")
