"""Forms that are being filled in: nothing is lost, all can be undone, no file is written over."""

from __future__ import annotations

import base64
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.studio.opened import ROUTINE, Opened, clinic, opened, opened_here
from tests.studio.test_handing import published
from tests.studio.test_own_exercise import BY_HAND

PAPER = "Glute bridges 3x10\nBurpees 2 x 15\nFor Anna Schmidt\n"
CONTENT = base64.b64encode(PAPER.encode()).decode()
CHOICES = {"1": {"pick": "words", "words": "Ten burpees."}, "2": {"pick": "out"}}
SWING: dict[str, Any] = {
    "title": "Knee swing",
    "position": "chair",
    "kind": "movement",
    "setup": "Sit tall.",
    "dose": "8 reps",
}


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Opened]:
    folder = clinic(tmp_path_factory.mktemp("kept"), cache)
    (folder / "scripts/exercises").mkdir()
    (folder / "scripts/routines/mine.yaml").write_text(ROUTINE, encoding="utf-8")
    with opened_here(folder) as studio:
        yield studio


@pytest.fixture
def file(studio: Opened) -> Path:
    """An exercise of the project, of which no form is begun."""
    file = studio.folder / "scripts/exercises/knee-swing.yaml"
    file.write_text(BY_HAND, encoding="utf-8")
    turn(studio, "take", "knee-swing")
    return file


def turn(studio: Opened, what: str, name: str = "", **more: Any) -> dict[str, Any]:
    return studio.do("turn-own", name, what=what, **more).json


def paper(studio: Opened, what: str = "take") -> dict[str, Any]:
    return studio.do("turn-pasted", what=what).json


def journals(studio: Opened) -> list[Path]:
    return [*(studio.folder / ".voicecoach" / "drafts").glob("*.json")]


@pytest.mark.slow
def test_what_was_typed_is_there_after_a_kill(project: Path) -> None:
    with opened(project) as first:
        first.do(
            "check-own", title="Heel pull", words={"de": {"title": "Ferse", "setup": "Ziehen"}}
        )
        first.do("type-pasted", typed=PAPER, title="Knee")
        first.do("read-pasted", content=CONTENT, file="plan.txt")
        first.do("read-pasted", choices=CHOICES)
        first.process.kill()
        first.process.wait()
    with opened_here(project) as again:
        form = again.get("/own").text
        assert 'value="Heel pull"' in form
        assert 'value="Ferse"' in form
        assert ">Ziehen</textarea>" in form
        page = again.get("/paste").text
        assert PAPER.strip() in page
        assert 'value="Knee"' in page
        assert 'pasted-row settled" id="row-1"' in page
        assert 'pasted-row left_out" id="row-2"' in page
        made = again.do("make-pasted", title="Knee").json
        assert made == {"go": "/routines/knee"}
        undone = turn(again, "undo")
        assert (undone["fields"]["title"], undone["redo"]) == ("", True)
        assert turn(again, "redo")["words"]["de"] == {"title": "Ferse", "setup": "Ziehen"}


def test_changes_of_a_form_are_undone_one_by_one_and_typing_as_one(
    studio: Opened, file: Path
) -> None:
    for title, joins in (("Knee", False), ("Knee swi", True), ("Knee swinging", True)):
        studio.do("check-own", "knee-swing", **{**SWING, "title": title}, joins=joins)
    studio.do("check-own", "knee-swing", **{**SWING, "title": "Knee swinging", "dose": "9 reps"})
    first = turn(studio, "undo", "knee-swing")
    assert (first["fields"]["title"], first["fields"]["dose"]) == ("Knee swinging", "8 reps")
    second = turn(studio, "undo", "knee-swing")
    assert (second["fields"]["title"], second["undo"], second["saved"]) == (
        "Knee swing",
        False,
        True,
    )
    assert file.read_text(encoding="utf-8") == BY_HAND


def test_a_form_of_a_file_that_something_else_has_changed_is_not_saved_over_it(
    studio: Opened, file: Path
) -> None:
    studio.do("check-own", "knee-swing", **{**SWING, "dose": "9 reps"})
    by_hand = BY_HAND.replace("8 reps", "12 reps")
    file.write_text(by_hand, encoding="utf-8")
    version = turn(studio, "look", "knee-swing")["version"]
    assert turn(studio, "look", "knee-swing", version=version)["on_disk"]
    refused = studio.do("save-own", "knee-swing", **{**SWING, "dose": "9 reps"}).json
    assert refused["on_disk"]
    assert file.read_text(encoding="utf-8") == by_hand
    kept = turn(studio, "keep", "knee-swing")
    assert (kept["fields"]["dose"], kept["on_disk"], kept["saved"]) == ("9 reps", False, False)
    studio.do("save-own", "knee-swing", **{**SWING, "dose": "9 reps"})
    assert file.read_text(encoding="utf-8") == BY_HAND.replace("8 reps", "9 reps")


def test_the_file_can_be_taken_instead_with_its_words(studio: Opened, file: Path) -> None:
    studio.do("check-own", "knee-swing", **{**SWING, "dose": "9 reps"})
    german = file.with_name("knee-swing.de.yaml")
    german.write_text("texts:\n  Knee swing: Kniependel\n", encoding="utf-8")
    assert turn(studio, "look", "knee-swing", version="")["on_disk"]
    taken = turn(studio, "take", "knee-swing")
    assert (taken["fields"]["dose"], taken["on_disk"]) == ("8 reps", False)
    assert taken["words"]["de"]["title"] == "Kniependel"
    german.unlink()


def test_what_a_form_does_not_show_may_change_beside_it(studio: Opened, file: Path) -> None:
    studio.do("check-own", "knee-swing", **{**SWING, "dose": "9 reps"})
    file.write_text(BY_HAND + "level: 2  # theirs\n", encoding="utf-8")
    saved = studio.do("save-own", "knee-swing", **{**SWING, "dose": "9 reps"}).json
    assert (saved["saved"], saved["told"]) == (True, "The exercise is saved.")
    text = file.read_text(encoding="utf-8")
    assert "dose: 9 reps\nlevel: 2  # theirs\n" in text


def test_a_second_window_is_shown_what_the_first_has_done(studio: Opened, file: Path) -> None:
    known = turn(studio, "look", "knee-swing")["version"]
    studio.do("check-own", "knee-swing", **{**SWING, "dose": "9 reps"})
    for deed in ("check-own", "save-own"):
        shown = studio.do(deed, "knee-swing", **{**SWING, "dose": "1 rep"}, version=known).json
        assert (shown["elsewhere"], shown["fields"]["dose"]) == (True, "9 reps")
    begun = paper(studio)["version"]
    studio.do("type-pasted", typed="Bridge 3x10")
    for deed in ("type-pasted", "read-pasted", "make-pasted"):
        shown = studio.do(deed, version=begun, typed="x", content=CONTENT, title="x").json
        assert (shown["elsewhere"], shown["typed"]) == (True, "Bridge 3x10")
    paper(studio)


def test_what_was_chosen_of_a_prescription_is_undone(studio: Opened) -> None:
    studio.do("read-pasted", content=CONTENT)
    studio.do("read-pasted", choices=CHOICES)
    undone = paper(studio, "undo")
    assert 'pasted-row open" id="row-1"' in undone["pasted"]
    assert 'pasted-row settled" id="row-1"' in paper(studio, "redo")["pasted"]
    paper(studio, "undo")
    assert paper(studio, "undo")["pasted"] == ""
    paper(studio)


def test_nothing_of_a_prescription_stays_that_was_cleared_or_made(studio: Opened) -> None:
    before = journals(studio)
    studio.do("read-pasted", content=CONTENT)
    (kept,) = {*journals(studio)} - {*before}
    assert CONTENT in kept.read_text(encoding="utf-8")
    assert paper(studio)["saved"]
    assert not kept.exists()
    studio.do("type-pasted", typed=PAPER)
    studio.do("make-pasted", content=CONTENT, choices=CHOICES, title="Hip")
    assert not kept.exists()
    assert "Anna" not in studio.get("/paste").text
    assert all("Anna" not in each.read_text(encoding="utf-8") for each in journals(studio))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_what_is_kept_is_for_its_owner_alone_and_is_never_published(studio: Opened) -> None:
    studio.do("type-pasted", typed="For Anna Schmidt")
    studio.do("check-own", title="Anna Schmidt's stretch")
    folder = studio.folder / ".voicecoach" / "drafts"
    assert {each.stat().st_mode & 0o077 for each in (folder, *journals(studio))} == {0}
    assert published(studio)["state"] == "ready"
    site = [each for each in (studio.folder / "site").rglob("*") if each.is_file()]
    assert len(site) > 10
    assert not any(b"Schmidt" in each.read_bytes() for each in site)
    paper(studio)
    turn(studio, "take")


def test_a_journal_of_another_shape_is_an_empty_form(studio: Opened) -> None:
    studio.do("check-own", title="Heel pull")
    (kept,) = (each for each in journals(studio) if "Heel pull" in each.read_text("utf-8"))
    kept.write_text(kept.read_text("utf-8").replace('\\"dose\\"', '\\"does\\"'), encoding="utf-8")
    page = studio.get("/own")
    assert (page.status, "Heel pull" in page.text) == (200, False)
    turn(studio, "take")


@pytest.mark.parametrize("what", ["save", "burn", 1, None])
def test_no_other_turn_is_done(studio: Opened, what: Any) -> None:
    assert studio.do("turn-own", what=what).status == 400
    assert studio.do("turn-pasted", what=what).status == 400
    assert studio.do("turn-own", "bridge", what="look").status == 404
