"""Handed out in Chromium: from a routine to its page on a phone, and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.studio.hands import InChromium
from tests.studio.opened import opened
from tests.studio.tasks import hand_out_by_keyboard, hand_out_by_mouse, take_back_by_mouse
from tests.studio.test_browser import visit
from tests.studio.test_patients_browser import look_at

pytestmark = pytest.mark.tools


def test_a_routine_is_handed_out_and_taken_back_by_mouse(browser: Browser, project: Path) -> None:
    # What is shown in the frame is asked of another server: that of the site.
    with opened(project) as studio, visit(browser, studio, complains=True) as page:
        hand = InChromium(page, studio)
        hand_out_by_mouse(hand)
        assert look_at(page, studio, ("/out",)) == {}
        take_back_by_mouse(hand)


def test_a_routine_is_handed_out_by_keyboard_alone(browser: Browser, project: Path) -> None:
    with opened(project) as studio, visit(browser, studio, complains=True) as page:
        hand_out_by_keyboard(InChromium(page, studio))
