"""Every page of a whole site in a real browser, as `publish` writes it, and from disk."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.coach.sessions import SHIPPED
from tests.conftest import Session, find_tool
from tests.publish.browser import (
    barriers,
    lighthouse,
    node_file,
    visiting,
    wait_for_time,
)
from tests.publish.conftest import CLINIC
from tests.publish.server import BELOW, Server, serving
from tests.records import changed
from voicecoach.publish.catalogue import Finished, read_finished
from voicecoach.publish.labels import Labels
from voicecoach.publish.sinks.zipped import write_zip
from voicecoach.publish.site import SiteConfig, publish_site

pytestmark = pytest.mark.tools

LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">'
    b'<circle cx="20" cy="20" r="18" fill="#1d6259"/></svg>'
)
LOOK = SiteConfig(
    CLINIC,
    ("svg", LOGO),
    f"http://localhost{BELOW}",
    "en",
    Labels(SHIPPED.language),
)
SCHEMES = ("light", "dark")


@dataclass(frozen=True)
class Pages:
    """A site that is served, with the paths of its pages."""

    server: Server
    folder: Path
    paths: tuple[str, ...]


@pytest.fixture(scope="module")
def sessions(built_silent: Callable[..., Session]) -> list[Finished]:
    found = [
        built_silent("desk-break", language=language).mp3.with_suffix(".json")
        for language in ("en", "de", "hi")
    ]
    return [read_finished(file) for file in found]


@pytest.fixture(scope="module")
def pages(sessions: list[Finished], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """Three sessions, of which one is withdrawn."""
    folder = tmp_path_factory.mktemp("whole") / "site"
    publish_site(folder, sessions, LOOK)
    publish_site(folder, [], LOOK, withdraw=[sessions[1].record.id])
    paths = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.html"))
    assert {"index.html", "poster.html"} < {*paths}
    with serving(folder) as server:
        yield Pages(server, folder, (*paths,))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_page_has_barriers_is_too_wide_or_asks_others(
    browser: Browser, pages: Pages, scheme: Any
) -> None:
    with visiting(browser, pages.server.url, color_scheme=scheme) as visit:
        page = visit.page
        for path in pages.paths:
            page.set_viewport_size({"width": 1280, "height": 800})
            page.goto(f"{visit.site}{path}")
            visit.ready()
            assert barriers(page) == [], path
            for width in (1280, 390, 320):
                page.set_viewport_size({"width": width, "height": 700})
                assert page.evaluate("document.documentElement.scrollWidth") == width, path
        visit.check()


def test_every_page_is_valid(pages: Pages) -> None:
    checker = node_file("vnu-jar/build/dist/vnu.jar")
    files = [pages.folder / path for path in pages.paths]
    command: list[str | Path] = [find_tool("java"), "-jar", checker, "--errors-only", *files]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr


def test_lighthouse_finds_nothing_to_mend_in_the_index(pages: Pages) -> None:
    scores, low = lighthouse(f"{pages.server.url}index.html")
    assert scores == {"accessibility": 1, "best-practices": 1}, low


def test_the_index_leads_to_a_session_and_back(browser: Browser, pages: Pages) -> None:
    with visiting(browser, pages.server.url) as visit:
        page = visit.page
        page.goto(visit.site)
        expect(page.locator("main li")).to_have_count(2)
        expect(page.get_by_role("searchbox")).to_have_count(0)  # two are seen at a glance
        page.get_by_role("link", name="Desk break").click()
        visit.ready()
        page.locator("#play").click()
        wait_for_time(page, 200)
        page.get_by_role("link", name="Sheet to print").click()
        expect(page.locator("h1")).to_contain_text("Desk break")
        page.go_back()
        page.get_by_role("link", name="All sessions").click()
        expect(page.locator("h1")).to_have_text("Harbour Physiotherapy")
        begun = page.locator("main li").filter(has_text="Continue here").filter(visible=True)
        expect(begun).to_have_count(1)
        expect(begun).to_contain_text("Desk break")
        page.evaluate("""() => {
            const slug = document.querySelector("main li").dataset.slug;
            return caches.open(`voicecoach-1:${new URL("./", location).pathname}:${slug}`);
        }""")
        page.reload()
        expect(page.get_by_text("On this phone").filter(visible=True)).to_have_count(1)
        visit.check()


def test_many_sessions_are_searched_by_name_and_by_exercise(
    browser: Browser, sessions: list[Finished], tmp_path: Path
) -> None:
    many = [
        replace(sessions[0], record=changed(sessions[0].record, id=f"{week}", title=f"Week {week}"))
        for week in (10, 1, 2, 3, 4, 5, 6, 7)
    ]
    publish_site(tmp_path / "site", many, LOOK)
    with serving(tmp_path / "site") as server, visiting(browser, server.url) as visit:
        page = visit.page
        page.goto(visit.site)
        shown = page.locator("main li").filter(visible=True)
        titles = [text.strip() for text in shown.locator(".title").all_text_contents()]
        assert titles == [f"Week {week}" for week in (1, 2, 3, 4, 5, 6, 7, 10)]
        for text, count in (("wëek 2", 1), ("SHOULDER rolls", 8), ("plank", 0), ("", 8)):
            page.get_by_role("searchbox").fill(text)
            expect(shown).to_have_count(count)
        visit.check()


def test_a_zip_file_opens_from_disk(
    browser: Browser, sessions: list[Finished], tmp_path: Path
) -> None:
    write_zip(tmp_path / "site.zip", sessions, LOOK)
    with zipfile.ZipFile(tmp_path / "site.zip") as archive:
        archive.extractall(tmp_path / "stick")
    with visiting(browser, (tmp_path / "stick").as_uri() + "/") as visit:
        page = visit.page
        page.goto(f"{visit.site}index.html")
        page.get_by_role("link", name="Desk break").click()
        visit.ready()
        page.locator("#steps a").nth(1).click()
        expect(page.locator("#now")).to_have_text("March on the spot")
        page.get_by_role("link", name="Sheet to print").click()
        expect(page.locator("h1")).to_contain_text("Desk break")
        visit.check()
