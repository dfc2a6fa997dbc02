"""Drawings in a real browser: two poses that alternate, for whoever wants motion."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.publish.browser import Visit, visiting
from tests.publish.server import serving
from voicecoach.publish.episode import Episode

pytestmark = pytest.mark.tools

STILL = ("none", "none")


@pytest.fixture
def visit_with(browser: Browser, folder: Path) -> Iterator[Callable[..., Visit]]:
    """Opens a window of a kind."""
    with serving(folder) as server, ExitStack() as stack:
        yield lambda **options: stack.enter_context(visiting(browser, server.url, **options))


def moving(page: Page) -> tuple[str, str]:
    """Which animation each pose on the stage has."""
    start, end = (
        page.evaluate(
            f"getComputedStyle(document.querySelector('#figure .pose-{name}')).animationName"
        )
        for name in ("start", "end")
    )
    return start, end


def start_is_seen(page: Page) -> bool:
    look = "getComputedStyle(document.querySelector('#figure .pose-start')).display"
    return str(page.evaluate(look)) != "none"


def exercising(visit: Visit, offer: Episode) -> Page:
    """The page at its first exercise."""
    page = visit.open(offer)
    page.locator("#steps a").nth(1).click()
    expect(page.locator("#figure svg")).to_be_visible()
    return page


def test_the_poses_alternate_while_the_session_plays(
    visit_with: Callable[..., Visit], offer: Episode
) -> None:
    visit = visit_with(reduced_motion="no-preference")
    page = exercising(visit, offer)
    assert (moving(page), start_is_seen(page)) == (STILL, False), "nothing moves by itself"
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    assert (moving(page), start_is_seen(page)) == (("two-poses", "two-poses"), True)
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    assert (moving(page), start_is_seen(page)) == (STILL, False), "pausing stops it"
    visit.check()


def test_nothing_moves_for_who_wants_no_motion(
    visit_with: Callable[..., Visit], offer: Episode
) -> None:
    page = exercising(visit_with(reduced_motion="reduce"), offer)
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    assert (moving(page), start_is_seen(page)) == (STILL, False)
    expect(page.locator("#figure .pose-end")).to_be_visible()


def test_on_paper_both_are_seen_at_once(visit_with: Callable[..., Visit], offer: Episode) -> None:
    visit = visit_with()
    visit.page.goto(f"{visit.site}{offer.folder}")
    visit.page.emulate_media(media="print")
    drawn = visit.page.locator("#steps svg")
    assert drawn.count() == len(offer.content.exercises)
    for ends in drawn.locator(".pose-end").all():
        expect(ends).to_be_visible()
    for starts in drawn.locator(".pose-start").all():
        expect(starts).to_be_hidden()
