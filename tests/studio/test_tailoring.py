"""A routine is tailored: the profile's file changes line by line, and says what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.studio.opened import ROUTINE, Opened, clinic, opened, opened_here
from tests.studio.test_hearing import ready

PROFILE = """\
# By hand.
profile: knee-2
name: "Anna" # nobody else is to read that
avoid: [kneeling]
"""
FORM: dict[str, Any] = {"profile": "knee-2", "avoid": ["kneeling"]}


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Opened]:
    folder = clinic(tmp_path_factory.mktemp("tailoring"), cache)
    (folder / "scripts/profiles").mkdir()
    (folder / "scripts/profiles/knee-2.yaml").write_text(PROFILE, encoding="utf-8")
    (folder / "scripts/routines/mine.yaml").write_text(ROUTINE, encoding="utf-8")
    with opened_here(folder) as studio:
        yield studio


def profile(studio: Opened, label: str = "knee-2") -> str:
    return (studio.folder / f"scripts/profiles/{label}.yaml").read_text(encoding="utf-8")


def test_a_change_shows_what_it_does_and_is_saved_when_asked(studio: Opened) -> None:
    told = studio.do("tailor", "mine", **FORM, factor_reps="0.5", guidance="brief").json
    assert "four reps" in told["difference"]
    assert profile(studio) == PROFILE
    studio.do("save-profile", "mine", profile="knee-2")
    assert profile(studio) == PROFILE + "guidance: brief\nfactors: {reps: x0.5}\n"
    studio.do("tailor", "mine", **FORM)
    studio.do("save-profile", "mine", profile="knee-2")
    assert profile(studio) == PROFILE


def test_a_profile_that_was_not_saved_is_heard_too(studio: Opened) -> None:
    whole = ready(studio, "mine", kind="routine")
    studio.do("tailor", "mine", **FORM, factor_reps="0.5")
    tailored = ready(studio, "mine", kind="routine", profile="knee-2")
    assert tailored["duration_ms"] < whole["duration_ms"]
    studio.do("tailor", "mine", **FORM)


def test_a_name_in_a_profile_is_on_no_page(studio: Opened) -> None:
    for path in ("/", "/tailor/mine?profile=knee-2", "/out"):
        assert "Anna" not in studio.get(path).text


def test_a_label_that_looks_like_a_name_is_asked_about(studio: Opened) -> None:
    for label in ("anna", "anna-schmidt"):
        told = studio.do("new-profile", "mine", label=label).json
        assert "a person's name" in told["warning"]
        assert not (studio.folder / f"scripts/profiles/{label}.yaml").exists()
    for label in ("knee-3", "hip", "p17"):
        told = studio.do("new-profile", "mine", label=label).json
        assert told == {"go": f"/tailor/mine?profile={label}"}
        assert profile(studio, label) == f"profile: {label}\n"
    assert studio.do("new-profile", "mine", label="anna", sure="anna").json["go"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"avoid": ["everything"]},
        {"avoid": "kneeling"},
        {"surface": "sea"},
        {"pace": "fast"},
        {"language": "../de"},
        {"profile": "../mine"},
        {"factor_hold": [1]},
    ],
)
def test_what_makes_no_sense_is_refused(studio: Opened, wrong: dict[str, Any]) -> None:
    assert studio.do("tailor", "mine", **{**FORM, **wrong}).status == 400
    assert profile(studio) == PROFILE


@pytest.mark.slow
def test_what_a_profile_cannot_say_is_told(studio: Opened) -> None:
    for wrong in ({"length": "soon"}, {"pace": "99"}, {"length": "1m"}):
        told = studio.do("tailor", "mine", **{**FORM, **wrong})
        assert 'class="note warn"' in told.json["difference"]
    studio.do("tailor", "mine", **FORM)


def test_what_was_not_saved_is_there_after_a_kill_and_is_undone(project: Path) -> None:
    file = project / "scripts/profiles/knee-2.yaml"
    file.parent.mkdir()
    file.write_text(PROFILE, encoding="utf-8")
    with opened(project) as first:
        first.do("tailor", "mine", **FORM, guidance="brief")
        first.do("tailor", "mine", **FORM, guidance="brief", pace="0.9")
        first.process.kill()
        first.process.wait()
    with opened_here(project) as again:
        page = again.get("/tailor/mine?profile=knee-2").text
        assert '<option value="brief" selected>' in page
        assert "Anna" not in page
        asked = {"profile": "knee-2"}
        undone = again.do("turn-profile", "mine", what="undo", **asked)
        assert (undone.json["fields"]["pace"], undone.json["fields"]["guidance"]) == ("", "brief")
        assert "Anna" not in undone.text
        by_hand = PROFILE.replace("By hand", "By another hand")
        file.write_text(by_hand, encoding="utf-8")
        assert again.do("save-profile", "mine", **asked).json["on_disk"]
        assert file.read_text(encoding="utf-8") == by_hand
        again.do("turn-profile", "mine", what="keep", **asked)
        assert again.do("save-profile", "mine", **asked).json["told"]
    assert file.read_text(encoding="utf-8") == PROFILE + "guidance: brief\n"


def test_before_a_profile_is_chosen_the_page_says_what_to_do(studio: Opened) -> None:
    assert "Choose a profile, or make a new one." in studio.get("/tailor/mine").text
    studio.do("new-profile", "mine", label="hip-3")
    assert "Choose a profile, or" not in studio.get("/tailor/mine?profile=hip-3").text
