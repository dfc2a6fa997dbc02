"""The roster in Chromium: from an empty project to a patient's page, by mouse and by keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.publish.browser import barriers
from tests.studio.hands import InChromium
from tests.studio.opened import Opened, opened
from tests.studio.tasks import (
    give_patients_by_keyboard,
    give_patients_by_mouse,
    withdraw_patient_by_mouse,
)
from tests.studio.test_browser import SCHEMES, WIDTHS, visit

pytestmark = pytest.mark.tools


def look_at(page: Page, studio: Opened, paths: tuple[str, ...]) -> dict[str, list[str]]:
    """What is wrong with pages, in both schemes and at both widths."""
    found: dict[str, list[str]] = {}
    schemes: tuple[Any, ...] = SCHEMES
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for path in paths:
                page.goto(studio.url + path)
                told = [*barriers(page), *barriers(page, "target-size")]
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    told.append("too wide")
                if told:
                    found[f"{path} {scheme} {width}"] = told
    return found


def test_patients_are_given_their_sessions_by_mouse(browser: Browser, project: Path) -> None:
    # What is shown in the frame is asked of another server: that of the site.
    with opened(project) as studio, visit(browser, studio, complains=True) as page:
        hand = InChromium(page, studio)
        give_patients_by_mouse(hand)
        assert look_at(page, studio, ("/patients", "/patients?label=p-001")) == {}
        withdraw_patient_by_mouse(hand)
    rows = (project / "roster.csv").read_text(encoding="utf-8").splitlines()
    assert [row.split(",")[:2] for row in rows if row.startswith("p-")] == [
        ["p-001", "mine"],
        ["p-002", "mine"],
    ]


def test_patients_are_given_their_sessions_by_keyboard_alone(
    browser: Browser, project: Path
) -> None:
    with opened(project) as studio, visit(browser, studio, complains=True) as page:
        give_patients_by_keyboard(InChromium(page, studio))
