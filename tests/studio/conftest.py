"""What the tests of the studio share: one that is open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.publish.browser import chromium
from tests.publish.firefox import Firefox, firefox
from tests.studio.hands import Hand, InChromium, InFirefox
from tests.studio.opened import ROUTINE, Opened, clinic, opened_here


@pytest.fixture(scope="session")
def cache(shared_folder: Path) -> Path:
    """The cache of all projects of this run: their scripts are read once."""
    (shared_folder / "cache").mkdir(exist_ok=True)
    return shared_folder / "cache"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Opened]:
    """The studio of a project with one routine."""
    folder = clinic(tmp_path_factory.mktemp("clinic"), cache)
    (folder / "scripts/routines/mine.yaml").write_text(ROUTINE, encoding="utf-8")
    with opened_here(folder) as studio:
        yield studio


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser that the tests of a module share."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def project(tmp_path: Path, cache: Path) -> Path:
    """A project with a routine, and nothing else."""
    folder = clinic(tmp_path / "clinic", cache)
    (folder / "scripts/routines/mine.yaml").write_text(ROUTINE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """A window of Firefox that the tests of a module share."""
    with firefox(tmp_path_factory.mktemp("firefox") / "profile") as window:
        yield window


@pytest.fixture(params=["chromium", "firefox"])
def hand(request: pytest.FixtureRequest, studio: Opened) -> Iterator[Hand]:
    """Somebody at the studio, in either browser."""
    from tests.studio.test_browser import visit  # its assertions are to be told of in full

    if request.param == "firefox":
        window: Firefox = request.getfixturevalue("window")
        window.open(studio.entrance)
        yield InFirefox(window, studio)
        window.open("about:blank")
        return
    browser: Browser = request.getfixturevalue("browser")
    with visit(browser, studio) as page:
        yield InChromium(page, studio)
