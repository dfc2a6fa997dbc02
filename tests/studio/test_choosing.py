"""Started outside any project: a choice among those that were opened before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.publish.browser import barriers, until
from tests.studio.hands import InChromium, reach
from tests.studio.opened import Opened, clinic, opened, own_home
from voicecoach.app.studio.recent import recent_projects, remember_project
from voicecoach.project import user_folder


@pytest.fixture
def outside(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that lies in no project, of a user who has opened a studio before."""
    project = clinic(tmp_path / "harbour", cache)
    folder = tmp_path / "desk"
    folder.mkdir()
    for name, home in own_home(folder).items():
        monkeypatch.setenv(name, home)
    remember_project(user_folder(), project)
    return folder


def cookie_of(url: str, home: Opened) -> Opened:
    """The studio that was opened, as its owner asks it."""
    port, token = url.removeprefix("http://127.0.0.1:").split("/open?token=")
    return Opened(int(port), token, home.folder, home.process)


@pytest.mark.slow
def test_one_chooses_among_the_projects_that_were_opened(outside: Path) -> None:
    with opened(outside, named=False) as home:
        page = home.get("/").text
        assert "Harbour Physiotherapy" in page
        key = page.split('name="project" value="')[1].split('"')[0]
        told = home.do("open-project", project=key).json
        studio = cookie_of(told["go"], home)
        assert "Routines" in studio.get("/").text
        assert home.do("open-project", project=key).json == told, "it is opened once"
        assert studio.get("/", cookie=home.cookie).status == 403
        assert home.do("open-project", project="../harbour").status == 400
        assert home.do("routine-turn", "mine", what="save").status == 404
        example = cookie_of(home.do("open-example").json["go"], home)
        assert "example clinic" in example.get("/").text
        assert home.do("begin-project", title="Knee & Hip").status == 200
        assert home.do("begin-project", title="knee, hip").status == 422
        settings = (outside / "knee-hip/voicecoach.toml").read_text(encoding="utf-8")
    assert '[clinic]\nname = "Knee & Hip"\n' in settings
    kept = user_folder() / "studio-projects.json"
    assert kept.stat().st_mode & 0o077 == 0
    names = [each.name for each in recent_projects(user_folder())]
    assert names == ["Knee & Hip", "Harbour Physiotherapy"], "the latest first, and no example"


def test_only_what_is_there_is_given(tmp_path: Path) -> None:
    (tmp_path / "studio-projects.json").write_text("{}", encoding="utf-8")
    assert recent_projects(tmp_path) == []
    here = clinic(tmp_path / "one")
    for folder in (here, tmp_path / "gone", here):
        remember_project(tmp_path, folder)
    assert [each.folder for each in recent_projects(tmp_path)] == [here.resolve()]


@pytest.mark.tools
def test_a_project_is_chosen_by_mouse_and_by_keyboard(browser: Browser, outside: Path) -> None:
    with opened(outside, named=False) as home:
        page = browser.new_page(viewport={"width": 820, "height": 900})
        page.goto(home.entrance)
        schemes: tuple[Any, ...] = ("light", "dark")
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            until(page, "document.getAnimations().length === 0")  # colours change in a moment
            assert [*barriers(page), *barriers(page, "target-size")] == []
        page.get_by_role("button", name="Open Harbour Physiotherapy").click()
        expect(page.locator("h1")).to_have_text("Routines", timeout=60_000)
        page.goto(home.url)
        reach(InChromium(page, home), "new-title")
        page.keyboard.type("Knee clinic")
        page.keyboard.press("Enter")
        expect(page.locator(".clinic")).to_have_text("Knee clinic", timeout=60_000)
        page.close()
