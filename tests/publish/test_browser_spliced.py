"""A patient's page over a plain host that has no recordings: the browser lays them together."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.publish.browser import (
    Visit,
    expect_time,
    until,
    visiting,
    wait_for_time,
)
from tests.publish.firefox import firefox
from tests.publish.server import Fault, Server, serving
from tests.running import run_voicecoach
from tests.session.conftest import SHORT
from voicecoach.app import shared_sounds
from voicecoach.app.sessions import Sessions
from voicecoach.project import find_project
from voicecoach.session.order import Order

pytestmark = pytest.mark.tools
ROSTER = """\
label,what,voice,under,silence,guidance
p-1,short,silent,sea,carrier,
p-2,desk-break,silent,,plain,tones
"""
ORDERS = (
    Order("short", voice="silent", under="sea", silence="carrier"),
    Order("desk-break", voice="silent", silence="plain", guidance="tones"),
)
TO = ("--to", "site", "--sessions", "shared", "--jobs", "1", "--quiet")


class Shared(NamedTuple):
    """A place, the page of each patient's session, and the MP3 that is heard there."""

    root: Path
    sessions: dict[str, bytes]

    @property
    def first(self) -> tuple[str, bytes]:
        return next(iter(self.sessions.items()))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    folder = tmp_path_factory.mktemp("shared")
    (folder / "scripts" / "routines").mkdir(parents=True)
    (folder / "scripts" / "routines" / "short.yaml").write_text(SHORT, encoding="utf-8")
    (folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shared_sounds, "CHUNK_BYTES", 6_000)  # many files for short sessions
        run_voicecoach("batch", "roster.csv", *TO, cwd=folder)
    found = {}
    with Sessions(find_project(folder)) as sessions:
        for order in ORDERS:
            plan = sessions.plan(sessions.resolve(order)).plan
            (file,) = (folder / "site").glob(f"p/*/s/*/{plan.etag[:16]}.*.plan")
            page = file.parent.relative_to(folder / "site").as_posix()
            found[f"{page}/"] = b"".join(plan.pieces())
    assert not [*(folder / "site").rglob("*.mp3")]
    return Shared(folder / "site", found)


@pytest.fixture
def server(shared: Shared) -> Iterator[Server]:
    with serving(shared.root) as server:
        yield server


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Visit]:
    with visiting(browser, server.url) as visit:
        yield visit


def opened(visit: Visit, page: str) -> Page:
    """The page, when the recording is known."""
    visit.page.goto(f"{visit.site}{page}")
    return visit.ready()


ASK = """async ([range, way]) => {
  const address = document.getElementById("audio").src;
  const headers = range ? { range } : {};
  const answer = await fetch(address, { headers, cache: way });
  const bytes = await answer.arrayBuffer();
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [
    answer.status,
    bytes.byteLength,
    [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join(""),
    answer.headers.get("content-range"),
    answer.headers.get("content-length"),
    answer.headers.get("content-type"),
  ];
}"""


def ask(page: Page, range_: str = "") -> Sequence[Any]:
    """What the page's service worker answers: status, size, SHA-256, and fields."""
    found: Sequence[Any] = page.evaluate(ASK, [range_, "default"])
    return found


def expect_part(page: Page, whole: bytes, range_: str, start: int, stop: int) -> None:
    part = whole[start:stop]
    within = f"bytes {start}-{stop - 1}/{len(whole)}"
    told = [206, len(part), hashlib.sha256(part).hexdigest(), within, str(len(part)), "audio/mpeg"]
    assert [*ask(page, range_)] == told


def test_what_is_heard_is_the_mp3_byte_for_byte(visit: Visit, shared: Shared) -> None:
    for address, whole in shared.sessions.items():
        page = opened(visit, address)
        assert page.evaluate("Boolean(navigator.serviceWorker.controller)")
        status, size, sha256, *_ = ask(page)
        assert (status, size) == (200, len(whole))
        assert sha256 == hashlib.sha256(whole).hexdigest()
        last = len(whole)
        expect_part(page, whole, "bytes=0-1", 0, 2)  # Apple's probe
        expect_part(page, whole, "bytes=0-", 0, last)
        expect_part(page, whole, f"bytes={last - 5}-", last - 5, last)
        expect_part(page, whole, "bytes=-77", last - 77, last)
        expect_part(page, whole, f"bytes={last // 2}-{last + 9}", last // 2, last)
        for start in range(1, last - 200_000, last // 7):
            expect_part(page, whole, f"bytes={start}-{start + 140_000}", start, start + 140_001)
    visit.check()
    assert ask(page, f"bytes={last}-")[0] == 416


def test_the_first_visit_plays_and_seeks_exactly(visit: Visit, shared: Shared) -> None:
    address, _ = [*shared.sessions.items()][1]
    page = opened(visit, address)
    page.locator("#play").click()
    wait_for_time(page, 300)
    for step in (3, 1, 2):
        page.locator("#steps a").nth(step).click()
        start = int(page.locator("#steps > li").nth(step).get_attribute("data-start") or 0)
        wait_for_time(page, start + 200)
        page.locator("#play").click()
        until(page, "document.getElementById('audio').paused")
        page.evaluate(f"document.getElementById('audio').currentTime = {start / 1000}")
        expect_time(page, start)
        page.locator("#play").click()
    visit.check()


@pytest.mark.parametrize("address", ["without a worker", "not safe"])
def test_without_a_worker_the_page_lays_it_together(
    browser: Browser, server: Server, shared: Shared, address: str
) -> None:
    page_path, whole = shared.first
    url = server.url if address != "not safe" else server.url.replace("localhost", "clinic.test")
    with visiting(browser, url, service_workers="block") as visit:
        page = opened(visit, page_path)
        assert page.evaluate("document.getElementById('audio').src").startswith("blob:")
        size = page.evaluate("fetch(document.getElementById('audio').src).then(() => 0, () => 1)")
        assert size == 1, "rules of the page let nothing else read it"
        page.locator("#play").click()
        wait_for_time(page, 300)
        assert page.evaluate("document.getElementById('audio').duration") * 1000 == pytest.approx(
            float(page.locator("#audio").get_attribute("data-duration") or 0), abs=30
        )
    assert whole


def test_offline_it_is_the_same(visit: Visit, server: Server, shared: Shared) -> None:
    address, whole = shared.first
    page = opened(visit, address)
    page.locator("#save").click()
    expect(page.locator("#forget")).to_be_visible()
    expect(page.locator("#kept")).to_contain_text("Saved for offline (0.")
    server.fault, server.faulty = "gone", ""
    visit.context.set_offline(True)
    page.reload()
    visit.ready()
    assert ask(page)[2] == hashlib.sha256(whole).hexdigest()
    expect_part(page, whole, "bytes=0-1", 0, 2)
    page.locator("#play").click()
    wait_for_time(page, 300)
    page.locator("#forget").click()
    expect(page.locator("#save")).to_be_visible()
    assert page.evaluate("navigator.serviceWorker.getRegistration().then(Boolean)")


def test_what_was_kept_and_is_damaged_is_fetched_again(
    visit: Visit, server: Server, shared: Shared
) -> None:
    address, whole = shared.first
    page = opened(visit, address)
    page.locator("#save").click()
    expect(page.locator("#forget")).to_be_visible()
    spoil = """async () => {
      const cache = await caches.open((await caches.keys())[0]);
      const parts = (await cache.keys()).filter(({ url }) => /(bin|plan)$/.test(url));
      for (const part of parts) await cache.put(part, new Response("other"));
      return parts.length;
    }"""
    assert page.evaluate(spoil) > 1
    assert ask(page)[2] == hashlib.sha256(whole).hexdigest()
    page.reload()
    visit.ready()
    expect(page.locator("#save")).to_be_visible()  # what is no more whole is not kept


@pytest.mark.parametrize("fault", ["damaged", "gone", "third", "html"])
@pytest.mark.parametrize("what", [".bin", ".plan"])
def test_what_is_damaged_is_told_and_never_heard(
    visit: Visit, server: Server, shared: Shared, fault: Fault, what: str
) -> None:
    address, _ = shared.first
    server.fault, server.faulty = fault, what
    page = visit.page
    page.goto(f"{visit.site}{address}", wait_until="domcontentloaded")
    page.locator("#play").click()
    expect(page.locator("#said")).not_to_have_text("", timeout=15_000)
    until(page, "document.getElementById('audio').readyState === 0")
    assert page.evaluate("document.getElementById('audio').currentTime") == 0
    if what == ".plan":
        until(page, "Boolean(navigator.serviceWorker.controller)")
        told = "fetch(document.getElementById('audio').dataset.plan.replace('plan', 'mp3'))"
        assert page.evaluate(f"{told}.then(({{ status }}) => status)") in (404, 503)
    server.fault = None
    wait_for_time(page, 300)
    expect(page.locator("#said")).to_have_text("")


READ = """async () => {
  const address = document.getElementById("audio").dataset.plan.replace(/plan$/, "mp3");
  const answer = await fetch(address);
  const reader = answer.body.getReader();
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return [answer.status, "whole", size];
      size += value.length;
    }
  } catch {
    return [answer.status, "broken off", size];
  }
}"""


def latest(site: Path, page: str) -> tuple[str, int]:
    """The shared file that a session needs first the latest, and the byte at which it does."""
    (file,) = (site / page).glob("*.plan")
    told = zlib.decompress(file.read_bytes())
    plan = json.loads(told[4 : 4 + int.from_bytes(told[:4], "little")])
    at, needed = 0, dict[str, int]()
    for which, _, length in zip(*plan["runs"], strict=True):
        needed.setdefault(plan["files"][plan["sources"][which][0]][0], at)
        at += length
    path, first = max(needed.items(), key=lambda each: each[1])
    return path.rpartition("/")[2], first


def test_a_sound_that_is_damaged_later_breaks_the_answer_off(
    visit: Visit, server: Server, shared: Shared
) -> None:
    address, whole = shared.first
    server.faulty, needed = latest(shared.root, address)
    server.fault = "damaged"
    page = visit.page
    page.goto(f"{visit.site}{address}", wait_until="domcontentloaded")
    until(page, "Boolean(navigator.serviceWorker.controller)")
    status, end, size = page.evaluate(READ)
    assert (status, end) == (200, "broken off")
    assert 0 < size <= needed < len(whole)
    server.fault = None
    assert page.evaluate(READ) == [200, "whole", len(whole)]


def test_a_host_without_ranges_will_do(visit: Visit, server: Server, shared: Shared) -> None:
    address, whole = shared.first
    server.fault, server.faulty = "no ranges", ""
    page = opened(visit, address)
    expect_part(page, whole, "bytes=9-99", 9, 100)
    visit.check()


def test_a_download_is_the_mp3(visit: Visit, shared: Shared, tmp_path: Path) -> None:
    address, whole = shared.first
    page = opened(visit, address)
    with page.expect_download() as download:
        page.locator("#download").click()
    download.value.save_as(tmp_path / "own.mp3")
    assert (tmp_path / "own.mp3").read_bytes() == whole
    assert download.value.suggested_filename.endswith(".mp3")


def test_firefox_lays_together_the_same(tmp_path: Path, server: Server, shared: Shared) -> None:
    address, whole = shared.first
    sha256 = hashlib.sha256(whole).hexdigest()

    def asked(range_: str = "") -> Sequence[Any]:
        found: Sequence[Any] = window.evaluate(f"({ASK})(['{range_}', 'default'])")
        return found

    with firefox(tmp_path / "profile") as window:
        window.open(f"{server.url}{address}")
        window.until("document.getElementById('audio').readyState > 0")
        assert window.evaluate("Boolean(navigator.serviceWorker.controller)") is True
        assert [*asked()][:3] == [200, len(whole), sha256]
        middle = len(whole) // 2
        for start, stop in ((0, 2), (middle, middle + 70_000), (len(whole) - 77, len(whole))):
            part = whole[start:stop]
            said = [206, len(part), hashlib.sha256(part).hexdigest()]
            assert [*asked(f"bytes={start}-{stop - 1}")][:3] == said
        window.click("#play")
        window.until("document.getElementById('audio').currentTime > 0.3")
        window.click("#save")
        window.until("!document.getElementById('forget').hidden")
        server.fault, server.faulty = "gone", ""  # nothing comes from the host any more
        window.open(f"{server.url}{address}")
        window.until("document.getElementById('audio').readyState > 0")
        assert [*asked()][:3] == [200, len(whole), sha256]
