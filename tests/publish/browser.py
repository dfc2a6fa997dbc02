"""Chromium as a patient uses it: pages of a written site, with all that went wrong noted."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Request, sync_playwright

from tests.conftest import ROOT, find_tool
from voicecoach.publish.builders.handout import handout_files
from voicecoach.publish.builders.index import index_files
from voicecoach.publish.builders.player import session_files, shared_files
from voicecoach.publish.episode import Episode, File, Site

FOREIGN_HOST = "clinic.test"  # this machine, by a name that browsers do not trust as they do it
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    f"--host-resolver-rules=MAP {FOREIGN_HOST} 127.0.0.1",
)
# A colour on its way to another one is none of the page's.
AT_REST = """Promise.allSettled(document.getAnimations()
    .filter(({ effect }) => effect.getComputedTiming().endTime < Infinity)
    .map(({ finished }) => finished))"""


@contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    """The Chromium that is installed, with more flags; skips without it, fails in CI."""
    program = find_tool("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*FLAGS, *flags])
        yield browser
        browser.close()


def node_file(path: str) -> Path:
    """A file of a package that `.ci/run` installs with npm; skips without it, fails in CI."""
    folder = Path(os.environ.get("VOICECOACH_NODE", ROOT / ".ci" / "node")) / "node_modules"
    file = folder / path
    if not file.exists():
        message = f"{path} is not in {folder}: see .ci/run"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return file


def write_site(folder: Path, site: Site) -> None:
    """Write the pages of a site, with the sessions themselves; no PDFs, which take long."""
    for offer in site.offers:
        if offer.mp3:
            put(folder, [File(offer.media, offer.mp3)])
        put(folder, session_files(site, offer))
        put(folder, handout_files(site, offer, ()))
    put(folder, shared_files(site))
    put(folder, index_files(site))


def put(folder: Path, files: Iterable[File]) -> None:
    """Write files below a folder."""
    for file in files:
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(b"".join(file.chunks()))


@dataclass
class Visit:
    """A page that is open, and what was asked of the network and complained of meanwhile."""

    context: BrowserContext
    page: Page
    site: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, offer: Episode, file: str = "") -> Page:
        """Go to the page of a session and wait until the recording is known."""
        self.page.goto(f"{self.site}{offer.folder}{file}")
        return self.ready()

    def reload(self) -> Page:
        """Load the page again."""
        self.page.reload()
        return self.ready()

    def ready(self) -> Page:
        """Wait until the recording is known."""
        if self.page.locator("#audio").count():
            until(self.page, "document.getElementById('audio').readyState > 0")
        return self.page

    def check(self) -> None:
        """See that nobody else was asked for anything, and that nothing was complained of."""
        foreign = [url for url in self.asked if not url.startswith((self.site, "data:", "blob:"))]
        assert not foreign, foreign
        assert not self.complaints, self.complaints


@contextmanager
def visiting(browser: Browser, site: str, **options: Any) -> Iterator[Visit]:
    """A browser window of its own, with nothing kept from others."""
    context = browser.new_context(**options)
    context.set_default_timeout(15_000)
    visit = Visit(context, context.new_page(), site)
    context.on("request", lambda request: visit.asked.append(_url(request)))
    visit.page.on("console", lambda message: _note(visit, message.type, message.text))
    visit.page.on("pageerror", lambda error: _note(visit, "error", str(error)))
    try:
        yield visit
    finally:
        context.close()


def _url(request: Request) -> str:
    return request.url


def _note(visit: Visit, kind: str, text: str) -> None:
    if kind in ("error", "warning"):
        visit.complaints.append(text)


def time_ms(page: Page) -> float:
    """Where the recording is."""
    return float(page.evaluate("document.getElementById('audio').currentTime")) * 1000


def expect_time(page: Page, ms: float, within_ms: float = 1) -> None:
    """Wait until the recording is at a time: it may be changing over to one that is all here."""
    true = f"Math.abs(document.getElementById('audio').currentTime * 1000 - {ms}) <= {within_ms}"
    until(page, true, 200)


def wait_for_time(page: Page, ms: float) -> None:
    """Wait until the recording is past a time."""
    until(page, f"document.getElementById('audio').currentTime * 1000 > {ms}")


def until(page: Page, true: str, looks: int = 600) -> None:
    """Wait until an expression is true; of a page that is just being loaded nothing is.

    Playwright's own way needs `eval`, which pages forbid.
    """
    wrong = None
    for _ in range(looks):
        try:
            if page.evaluate(true):
                return
        except Error as error:
            wrong = error
        page.wait_for_timeout(25)
    raise AssertionError(f"never true: {true}") from wrong


def barriers(page: Page, rule: str = "", within: str = "html") -> list[str]:
    """What axe-core finds wrong with a page as it comes to rest, by its own rules or by one."""
    axe = node_file("axe-core/axe.min.js").read_text(encoding="utf-8")
    page.evaluate(f"window.axe || ({{}}, (() => {{ {axe} }})()); 0")
    page.evaluate(AT_REST)
    chosen = {"runOnly": [rule]} if rule else {}
    found = page.evaluate(
        "([within, chosen]) => axe.run(within, { resultTypes: ['violations'], ...chosen })",
        [within, chosen],
    )
    return [
        f"{broken['id']}: {node['target']} {node['failureSummary']}"
        for broken in found["violations"]
        for node in broken["nodes"]
    ]


def lighthouse(url: str, cookie: str = "") -> tuple[dict[str, float], list[str]]:
    """Lighthouse's scores for accessibility and best practices, and the audits that fall short.

    Args:
        url: of the page.
        cookie: that lets one in, where one has to be.
    """
    flags = [flag for flag in FLAGS if not flag.startswith("--host-resolver")]
    command: list[str | Path] = [
        find_tool("node"),
        node_file("lighthouse/cli/index.js"),
        url,
        "--quiet",
        "--no-enable-error-reporting",
        "--only-categories=accessibility,best-practices",
        "--output=json",
        f"--chrome-flags={' '.join(flags)}",
    ]
    if cookie:
        command.append(f"--extra-headers={json.dumps({'Cookie': cookie})}")
    told = os.environ | {"CHROME_PATH": find_tool("chromium")}
    found = subprocess.run(command, env=told, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    report = json.loads(found.stdout)
    low = [name for name, audit in report["audits"].items() if audit["score"] not in (1, None)]
    return {name: each["score"] for name, each in report["categories"].items()}, low
