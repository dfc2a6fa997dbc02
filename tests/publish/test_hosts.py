"""Hosts that misbehave: the page says why nothing is heard, and goes on when it can."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.publish.browser import (
    Visit,
    expect_time,
    time_ms,
    until,
    visiting,
    wait_for_time,
    write_site,
)
from tests.publish.conftest import CLINIC, site_of
from tests.publish.server import Fault, Server
from voicecoach.publish.episode import Episode

pytestmark = pytest.mark.tools
CONTACT = "+44 20 7946 0000"
SOON_MS = 2000  # within which one is told why nothing is heard


@pytest.fixture(scope="module")
def folder(offer: Episode, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    write_site(folder, site_of(offer, clinic=replace(CLINIC, contact=CONTACT)))
    return folder


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Visit]:
    with visiting(browser, server.url) as visit:
        yield visit


def _open(visit: Visit, offer: Episode) -> Page:
    visit.page.goto(f"{visit.site}{offer.folder}", wait_until="domcontentloaded")
    return visit.page


def _expect_told(page: Page, text: str) -> None:
    """See the reason, and a way on, within the time that one waits in silence."""
    expect(page.locator("#said")).to_contain_text(text, timeout=SOON_MS)
    expect(page.get_by_role("link", name="Open the recording itself")).to_be_visible()
    expect(page.locator("#way-on a[href^='tel:']")).to_have_text(CONTACT)


@pytest.mark.parametrize(
    ("fault", "told"),
    [("html", "Something else came in place of the recording"), ("gone", "is not there")],
)
def test_a_host_without_the_recording_is_told_and_asked_again(
    visit: Visit, server: Server, offer: Episode, fault: Fault, told: str
) -> None:
    server.fault = fault
    page = _open(visit, offer)
    page.locator("#play").click()
    _expect_told(page, told)
    server.fault = None
    wait_for_time(page, 300)
    expect(page.locator("#said")).to_have_text("")


def test_a_packed_recording_plays_and_seeks(visit: Visit, server: Server, offer: Episode) -> None:
    server.fault = "gzip"
    page = _open(visit, offer)
    page.locator("#play").click()
    wait_for_time(page, 300)
    page.locator("#steps a").nth(2).click()
    start = float(page.locator("#steps > li").nth(2).get_attribute("data-start") or 0)
    wait_for_time(page, start + 300)
    assert time_ms(page) < start + 20_000


def test_a_host_without_ranges_says_so_and_seeks_once_all_is_there(
    visit: Visit, server: Server, offer: Episode
) -> None:
    server.fault, server.bytes_per_s = "no ranges", 400_000
    page = _open(visit, offer)
    page.locator("#play").click()
    wait_for_time(page, 200)
    page.locator("#position").fill("150")
    _expect_told(page, "This address cannot jump")
    wait_for_time(page, 150_200)
    assert time_ms(page) < 170_000
    expect(page.locator("#said")).to_have_text("")
    page.locator("#position").fill("20")
    wait_for_time(page, 20_100)
    assert time_ms(page) < 40_000


def test_a_third_of_the_recording_is_not_taken_for_the_whole(
    visit: Visit, server: Server, offer: Episode
) -> None:
    server.fault = "third"
    page = _open(visit, offer)
    until(page, "document.getElementById('audio').readyState > 0")
    page.locator("#position").fill(str(offer.content.duration_ms // 3000 - 4))
    page.locator("#play").click()
    expect(page.locator("#said")).to_contain_text("Only a part of the recording", timeout=15_000)
    expect(page.get_by_role("dialog")).not_to_be_visible()
    server.fault = None
    expect(page.locator("#said")).to_have_text("", timeout=20_000)
    third = offer.content.duration_ms / 3
    wait_for_time(page, third + 500)
    assert time_ms(page) < third + 20_000


def test_a_slow_host_is_waited_for(visit: Visit, server: Server, offer: Episode) -> None:
    server.bytes_per_s = 3_000
    page = _open(visit, offer)
    page.locator("#play").click()
    _expect_told(page, "Loading")
    server.bytes_per_s = 0
    wait_for_time(page, 300)
    expect(page.locator("#said")).to_have_text("")


def test_a_host_that_stalls_is_told_and_waited_for(
    visit: Visit, server: Server, offer: Episode
) -> None:
    server.fault = "stalls"
    page = _open(visit, offer)
    page.locator("#play").click()
    expect(page.locator("#said")).to_contain_text("Nothing comes through", timeout=30_000)
    server.fault = None
    server.goes_on.set()
    heard = time_ms(page)
    wait_for_time(page, heard + 1000)
    expect(page.locator("#said")).to_have_text("")


def test_offline_is_told(visit: Visit, server: Server, offer: Episode) -> None:
    server.bytes_per_s = 3_000
    page = _open(visit, offer)
    page.locator("#play").click()
    visit.context.set_offline(True)
    _expect_told(page, "You are offline")
    visit.context.set_offline(False)
    server.bytes_per_s = 0
    wait_for_time(page, 300)


# Saving


@pytest.mark.parametrize("fault", ["third", "html"])
def test_what_is_short_or_false_is_not_saved(
    visit: Visit, server: Server, offer: Episode, fault: Fault
) -> None:
    page = visit.open(offer)
    server.fault = fault
    page.locator("#save").click()
    expect(page.locator("#kept")).to_contain_text("incomplete or not the recording")
    until(page, "caches.keys().then((names) => names.length === 0)")


def test_a_stalled_save_can_be_cancelled(visit: Visit, server: Server, offer: Episode) -> None:
    page = visit.open(offer)
    server.fault = "stalls"
    page.locator("#save").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#kept")).to_have_text("Saving was stopped. Nothing was kept.")
    expect(page.locator("#save")).to_be_visible()
    until(page, "caches.keys().then((names) => names.length === 0)")


@pytest.mark.parametrize(
    ("error", "told"),
    [("QuotaExceededError", "no room left"), ("SecurityError", "keeps nothing")],
)
def test_a_full_or_refused_store_is_told(
    visit: Visit, server: Server, offer: Episode, error: str, told: str
) -> None:
    visit.page.add_init_script(
        f"Cache.prototype.put = async () => {{ throw new DOMException('no', '{error}'); }};"
    )
    page = visit.open(offer)
    page.locator("#save").click()
    expect(page.locator("#kept")).to_contain_text(told)


def test_a_copy_that_became_false_is_dropped(visit: Visit, server: Server, offer: Episode) -> None:
    page = visit.open(offer)
    page.locator("#save").click()
    expect(page.locator("#forget")).to_be_visible()
    page.evaluate(
        """async () => {
          const cache = await caches.open((await caches.keys())[0]);
          await cache.put(document.getElementById("audio").src, new Response("short"));
        }"""
    )
    page.reload()
    expect(page.locator("#save")).to_be_visible()
    until(page, "caches.keys().then((names) => names.length === 0)")


def test_a_page_that_is_lost_for_a_minute_deletes_nothing(
    visit: Visit, server: Server, offer: Episode, folder: Path
) -> None:
    page = visit.open(offer)
    page.locator("#save").click()
    expect(page.locator("#forget")).to_be_visible()
    own = folder / offer.folder / "index.html"
    kept = own.read_bytes()
    try:
        own.unlink()
        visit.reload()
        expect(page.locator("#forget")).to_be_visible()
        own.write_bytes(b"<!doctype html><title>Sign in</title>")
        visit.reload()
        expect(page.locator("#forget")).to_be_visible()
    finally:
        own.write_bytes(kept)


def test_index_and_sheet_are_kept_too(visit: Visit, server: Server, offer: Episode) -> None:
    page = visit.open(offer)
    page.locator("#save").click()
    expect(page.locator("#forget")).to_be_visible()
    visit.context.set_offline(True)
    server.shutdown()
    server.server_close()
    page.get_by_role("link", name="Sheet to print").click()
    expect(page.locator("h1")).to_contain_text("Desk break")
    page.goto(f"{visit.site}index.html")
    page.get_by_role("link", name="Desk break").click()
    visit.ready()
    page.locator("#play").click()
    wait_for_time(page, 200)
    expect_time(page, time_ms(page), 2000)
