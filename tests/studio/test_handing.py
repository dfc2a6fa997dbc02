"""Sessions are handed out: built, published, and shown on this machine."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.studio.opened import ROUTINE, Opened, clinic, opened_here

PROFILE = "profile: knee-2\navoid: [deep-knees]\n"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Opened]:
    folder = clinic(tmp_path_factory.mktemp("handing"), cache)
    (folder / "scripts/profiles").mkdir()
    (folder / "scripts/profiles/knee-2.yaml").write_text(PROFILE, encoding="utf-8")
    (folder / "scripts/routines/mine.yaml").write_text(ROUTINE, encoding="utf-8")
    with opened_here(folder) as studio:
        yield studio


def published(studio: Opened, **asked: Any) -> dict[str, Any]:
    return studio.finished(studio.do("publish", routines=["mine"], **asked))


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=60) as reply:
        text: str = reply.read().decode()
        return text


def test_a_site_is_made_in_the_project_and_shown(studio: Opened) -> None:
    told = published(studio, address="https://clinic.example/back/")
    assert told["state"] == "ready", told
    assert Path(told["folder"]) == studio.folder / "site"
    assert told["links"][0].startswith("https://clinic.example/back/s/mine-")
    assert "Mine" in read(told["look"])


def test_a_private_site_lies_under_an_address_that_nobody_can_guess(studio: Opened) -> None:
    told = published(studio, private=True, profile="knee-2")
    assert told["state"] == "ready", told
    folder = Path(told["folder"])
    assert folder.parent == studio.folder / "private-site"
    assert len(folder.name) > 20
    assert folder.name in told["look"]
    assert "Mine" in read(told["look"])


@pytest.mark.slow
def test_what_makes_no_sense_is_refused(studio: Opened) -> None:
    senseless: tuple[dict[str, Any], ...] = (
        {"routines": []},
        {"routines": "mine"},
        {"routines": ["../mine"]},
        {"routines": ["daily"]},
        {"routines": ["mine"], "profile": "../knee-2"},
        {"routines": ["mine"], "address": 1},
    )
    for asked in senseless:
        assert studio.do("publish", **asked).status == 400
    told = published(studio, address="ftp://clinic.example")
    assert (told["state"], "address" in told["message"]) == ("failed", True)


def test_what_a_site_has_is_shown_beside_a_phone_and_taken_back(studio: Opened) -> None:
    told = published(studio, address="https://clinic.example/back/", pdfs=True)
    page = studio.get(told["go"])
    frame = page.text.split('<iframe src="')[1].split('"')[0]
    assert f"frame-src {frame.rstrip('/')}" in page.headers["content-security-policy"]
    assert page.text.count('role="img"') == 2, "a code of the site, and of its session"
    assert "handout.html" in page.text
    assert 'name="pdfs" checked' in page.text, "they stay, unless somebody wants them no more"
    slug = page.text.split('data-session="')[1].split('"')[0]
    assert studio.do("take-back", site="public", what="withdraw", session=slug).status == 200
    after = studio.get(told["go"]).text
    assert ("withdrawn" in after, f'data-session="{slug}"' in after) == (True, False)
    again = published(studio)
    assert f'data-session="{slug}"' in studio.get(again["go"]).text


def test_what_is_taken_back_leaves_the_sheets_of_others(studio: Opened) -> None:
    text = ROUTINE.replace("routine: mine", "routine: other").replace("Mine", "Other")
    (studio.folder / "scripts/routines/other.yaml").write_text(text, encoding="utf-8")
    begun = studio.do("publish", routines=["mine", "other"], pdfs=True)
    page = studio.get(studio.finished(begun)["go"]).text
    slug = page.split('data-session="other-')[1].split('"')[0]
    site = studio.folder / "site"
    before = {each: each.stat().st_mtime_ns for each in site.rglob("mine-*/*.pdf")}
    assert before
    told = studio.do("take-back", site="public", what="withdraw", session=f"other-{slug}")
    assert told.status == 200
    assert before == {each: each.stat().st_mtime_ns for each in site.rglob("mine-*/*.pdf")}


def test_a_private_site_gets_another_address(studio: Opened) -> None:
    before = published(studio, private=True)
    assert studio.do("take-back", site="private", what="revoke").json == {"go": before["go"]}
    after = studio.get(before["go"]).text
    assert Path(before["folder"]).name not in after
    frame = after.split('<iframe src="')[1].split('"')[0]
    assert "Mine" in read(frame)


@pytest.mark.parametrize(
    "asked",
    [
        {"site": "public", "what": "revoke"},
        {"site": "elsewhere", "what": "withdraw"},
        {"site": "public", "what": "burn"},
        {"site": "public"},
    ],
)
def test_nothing_else_is_taken_back(studio: Opened, asked: dict[str, Any]) -> None:
    assert studio.do("take-back", **asked).status == 400
    unknown = {"site": "public", "what": "withdraw", "session": "../nothing"}
    published(studio)
    assert studio.do("take-back", **unknown).status == 422


def test_no_site_tells_of_a_profile(studio: Opened) -> None:
    """Neither its label, nor what its file says beside what the session has of it."""
    other = "profile: marked-9\n# marked-words\ngreeting: Hello marked-words\n"
    (studio.folder / "scripts/profiles/marked-9.yaml").write_text(other, encoding="utf-8")
    for private in (False, True):
        told = published(studio, profile="knee-2", private=private)
        for each in Path(told["folder"]).rglob("*"):
            if each.is_file():
                content = each.read_bytes()
                assert b"marked-" not in content, each
                assert b"knee-2" not in content, each
