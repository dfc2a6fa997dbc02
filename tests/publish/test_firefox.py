"""The page of a session in Firefox: it plays, seeks, resumes, and works offline."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import Session
from tests.publish.conftest import offer_of
from tests.publish.firefox import Firefox, firefox
from tests.publish.server import Server, serving
from voicecoach.publish.episode import Episode
from voicecoach.publish.steps import steps_of

pytestmark = pytest.mark.tools
TIME = "document.getElementById('audio').currentTime * 1000"


@pytest.fixture(scope="module")
def offer(built_silent: Callable[..., Session]) -> Episode:
    return offer_of(built_silent("everything"))


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Firefox]:
    with firefox(tmp_path / "profile") as window:
        yield window


def _open(window: Firefox, server: Server, offer: Episode) -> None:
    window.open(f"{server.url}{offer.folder}")
    window.until("document.getElementById('audio').readyState > 0")


def _text(window: Firefox, element: str) -> str:
    return str(window.evaluate(f"document.getElementById('{element}').textContent"))


def test_plays_seeks_and_shows_what_is_done(
    window: Firefox, server: Server, offer: Episode
) -> None:
    _open(window, server, offer)
    window.click("#play")
    window.until(f"{TIME} > 500")
    hold = next(s for s in offer.content.slots if s.exercise == "bird-dog" and s.kind == "hold")
    window.evaluate(f"(document.getElementById('audio').currentTime = {hold.start_ms / 1000})")
    window.until(f"{TIME} > {hold.start_ms + 500}")
    assert _text(window, "now") == "Bird dog"
    assert _text(window, "doing") == "1 of 2 right"
    assert _text(window, "phase") == "Hold"
    window.click("#play")
    window.until("document.getElementById('audio').paused")
    step = steps_of(offer.content)[2]
    window.click("#steps > li:nth-child(3) a")
    window.until(f"Math.abs({TIME} - {step.start_ms}) < 5")


def test_goes_on_at_the_last_set(window: Firefox, server: Server, offer: Episode) -> None:
    _open(window, server, offer)
    slot = next(s for s in offer.content.slots if s.exercise == "bridge" and s.set == 2 and s.rep)
    kept = f"JSON.stringify({{ ms: {slot.start_ms + 20_000}, at: Date.now() - 1000 }})"
    key = json.dumps(f"voicecoach:{offer.record.id}")
    window.open(f"{server.url}index.html")
    window.evaluate(f"localStorage.setItem({key}, {kept})")
    _open(window, server, offer)
    window.until(f"Math.abs({TIME} - {slot.start_ms}) < 5")
    assert _text(window, "said") == "You go on with: My bridge \u00b7 Set 2 of 2"


def test_a_host_without_ranges_seeks_once_all_is_there(
    window: Firefox, server: Server, offer: Episode
) -> None:
    server.fault = "no ranges"
    _open(window, server, offer)
    window.click("#play")
    window.until(f"{TIME} > 300")
    start_ms = steps_of(offer.content)[5].start_ms
    window.click("#steps > li:nth-child(6) a")
    window.until(f"{TIME} > {start_ms + 200}")
    assert window.evaluate(TIME) < start_ms + 20_000


def test_what_was_saved_plays_with_the_server_gone(
    window: Firefox, folder: Path, offer: Episode
) -> None:
    with serving(folder) as server:
        _open(window, server, offer)
        window.click("#save")
        window.until("!document.getElementById('forget').hidden")
        page = f"{server.url}{offer.folder}"
    window.open(page)
    window.until("document.getElementById('audio').readyState > 0")
    start_ms = steps_of(offer.content)[4].start_ms
    window.click("#steps > li:nth-child(5) a")
    window.click("#play")
    window.until(f"{TIME} > {start_ms + 300}")
