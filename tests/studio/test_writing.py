"""A routine is written in the studio: line by line, in two windows, and whatever ends it."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.studio.opened import ROUTINE, Opened, clinic, opened, opened_here

REPS = {"kind": "set", "path": ["steps", 1], "field": "reps", "value": "12"}
CHANGED = ROUTINE.replace("8 reps", "12 reps")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Opened]:
    with opened_here(clinic(tmp_path_factory.mktemp("writing"), cache)) as studio:
        yield studio


@pytest.fixture
def studio(shared: Opened) -> Opened:
    """The studio of a project with one routine that nobody has changed."""
    for place in (shared.folder / "scripts/routines").iterdir():
        place.unlink()
    file(shared).write_text(ROUTINE, encoding="utf-8")
    shared.do("routine-turn", "mine", what="take")
    return shared


def file(studio: Opened, name: str = "mine") -> Path:
    return studio.folder / f"scripts/routines/{name}.yaml"


def look(studio: Opened, name: str = "mine") -> dict[str, Any]:
    return studio.do("look", name).json


def change(studio: Opened, edit: dict[str, Any], name: str = "mine", **more: Any) -> dict[str, Any]:
    version = more.pop("version", None) or look(studio, name)["version"]
    return studio.do("edit", name, edit=edit, version=version).json


def test_a_change_is_of_its_own_line_and_is_saved_when_asked(studio: Opened) -> None:
    told = change(studio, REPS)
    assert (told["text"], told["saved"], told["undo"]) == (CHANGED, False, True)
    assert 'value="12"' in told["steps"]
    assert file(studio).read_text(encoding="utf-8") == ROUTINE
    assert studio.do("routine-turn", "mine", what="save").json["saved"]
    assert file(studio).read_text(encoding="utf-8") == CHANGED


def test_remarks_are_in_the_language_of_the_pages(tmp_path: Path, cache: Path) -> None:
    folder = clinic(tmp_path / "praxis", cache)
    settings = folder / "voicecoach.toml"
    told = settings.read_text(encoding="utf-8").replace('language = "en"', 'language = "de"')
    settings.write_text(told, encoding="utf-8")
    faulty = ROUTINE.replace("bridge:", "brigde:")
    (folder / "scripts/routines/mine.yaml").write_text(faulty, encoding="utf-8")
    with opened_here(folder) as studio:
        steps = html.unescape(studio.do("look", "mine").json["steps"])
        assert "keine Übung heißt 'brigde', meinten Sie 'bridge'" in steps
        refused = change(studio, {"kind": "replace", "path": ["steps", 1], "text": "'"})["refused"]
        assert refused.startswith("dieses Anführungszeichen wird nie geschlossen")
        typed = studio.do("typed", "mine", typed="xyzzy 3x10").json["message"]
        assert typed.startswith("keine Übung heißt so")


def test_changes_are_undone_and_made_again(studio: Opened) -> None:
    change(studio, REPS)
    undone = studio.do("routine-turn", "mine", what="undo").json
    assert (undone["text"], undone["saved"], undone["redo"]) == (ROUTINE, True, True)
    assert studio.do("routine-turn", "mine", what="redo").json["text"] == CHANGED


def test_of_two_windows_the_second_is_shown_what_the_first_did(studio: Opened) -> None:
    known = look(studio)["version"]
    change(studio, REPS, version=known)
    looked = studio.do("routine-turn", "mine", what="look", version=known).json
    assert (looked["elsewhere"], looked["text"]) == (True, CHANGED)
    same = studio.do("routine-turn", "mine", what="look", version=looked["version"]).json
    assert ("steps" in looked, "steps" in same) == (True, False)
    other = {"kind": "remove", "path": ["steps", 1]}
    told = studio.do("edit", "mine", edit=other, version=known).json
    assert (told["elsewhere"], told["text"]) == (True, CHANGED)


@pytest.mark.slow
def test_what_is_written_survives_a_kill(tmp_path: Path, cache: Path) -> None:
    folder = clinic(tmp_path / "clinic", cache)
    with opened(folder) as studio:
        file(studio).write_text(ROUTINE, encoding="utf-8")
        change(studio, REPS)
        studio.process.kill()
        studio.process.wait()
    with opened_here(folder) as again:
        told = look(again)
        assert (told["text"], told["saved"], told["undo"]) == (CHANGED, False, True)
        assert "not saved" in again.get("/").text


def test_a_file_that_something_else_changed_is_never_overwritten(studio: Opened) -> None:
    change(studio, REPS)
    by_hand = ROUTINE.replace("Mine", "By hand")
    file(studio).write_text(by_hand, encoding="utf-8")
    assert look(studio)["on_disk"]
    told = studio.do("routine-turn", "mine", what="save").json
    assert (told["saved"], told["on_disk"]) == (False, True)
    assert file(studio).read_text(encoding="utf-8") == by_hand
    kept = studio.do("routine-turn", "mine", what="keep").json
    assert (kept["on_disk"], kept["text"]) == (False, CHANGED)
    assert studio.do("routine-turn", "mine", what="save").json["saved"]
    assert file(studio).read_text(encoding="utf-8") == CHANGED


def test_the_file_can_be_taken_as_it_is(studio: Opened) -> None:
    change(studio, REPS)
    by_hand = ROUTINE.replace("Mine", "By hand")
    file(studio).write_text(by_hand, encoding="utf-8")
    told = studio.do("routine-turn", "mine", what="take").json
    assert (told["text"], told["saved"], told["on_disk"]) == (by_hand, True, False)


def test_a_shipped_routine_becomes_ones_own_with_the_first_change(studio: Opened) -> None:
    assert "comes with the program" in studio.get("/routines/desk-break").text
    assert look(studio, "desk-break")["saved"]
    told = change(studio, {"kind": "head", "key": "title", "value": "Ours"}, "desk-break")
    assert (told["title"], told["saved"]) == ("Ours", False)
    assert not file(studio, "desk-break").exists()
    studio.do("routine-turn", "desk-break", what="save")
    assert "title: Ours" in file(studio, "desk-break").read_text(encoding="utf-8")
    assert "comes with the program" not in studio.get("/routines/desk-break").text


def test_a_copy_has_a_name_of_its_own(studio: Opened) -> None:
    for name in ("daily-2", "daily-2-2"):
        assert studio.do("copy", "daily").json == {"go": f"/routines/{name}"}
        assert f"routine: {name}\n" in file(studio, name).read_text(encoding="utf-8")
    assert studio.do("new", title="Mine").json == {"go": "/routines/mine-2"}
    assert studio.do("new", title=" ").status == 400
    assert studio.do("new", title="x" * 100).status == 400


def test_the_text_can_be_anything_and_is_kept(studio: Opened) -> None:
    version = look(studio)["version"]
    for text in ("", "{", "steps: [[[[", "a: &a [*a]", "\u202e\n- x", "title: " + "y" * 50_000):
        told = studio.do("text", "mine", text=text, version=version)
        assert told.status == 200, told.text
        assert told.json["text"] == text
        version = told.json["version"]
        assert studio.get("/routines/mine").status == 200
    assert studio.do("text", "mine", text="x" * 200_000, version=version).status == 400
    assert studio.do("text", "mine", text="\ud800", version=version).status == 422


@pytest.mark.parametrize(
    "edit",
    [
        None,
        [],
        {},
        {"kind": "no-such"},
        {"kind": "set"},
        {"kind": "set", "path": "steps", "field": "reps", "value": "1"},
        {"kind": "move", "path": ["steps", 0], "to": [-1]},
        {"kind": "splice", "at": 0, "old": "x"},
    ],
)
def test_what_is_no_change_is_refused(studio: Opened, edit: Any) -> None:
    version = look(studio)["version"]
    assert studio.do("edit", "mine", edit=edit, version=version).status == 422
    assert look(studio)["text"] == ROUTINE


def test_a_change_that_cannot_be_made_says_why(studio: Opened) -> None:
    for edit in (
        REPS | {"value": "many"},
        REPS | {"path": ["steps", 9]},
        REPS | {"field": "no-such"},
        {"kind": "insert", "path": ["steps", 0], "text": "a: b: c"},
    ):
        told = change(studio, edit)
        assert told["refused"]
        assert told["text"] == ROUTINE


@pytest.mark.slow
def test_typed_steps_say_what_becomes_of_them(studio: Opened) -> None:
    assert studio.do("typed", "mine", typed="bri 3x10 5s").json["line"] == (
        "bridge: 3 sets, 10 reps, hold 5s"
    )
    nothing = studio.do("typed", "mine", typed="zzz").json
    assert (nothing["line"], bool(nothing["message"])) == ("", True)
    version = look(studio)["version"]
    told = studio.do("add-typed", "mine", typed="rest 30s", version=version).json
    assert told["text"] == ROUTINE + "  - rest: 30s\n"
    told = studio.do("add-typed", "mine", typed="zzz", version=told["version"]).json
    assert told["message"] == nothing["message"]
    assert studio.do("add", "mine", step="bridge").json["told"] == "Added to Mine."
    assert look(studio)["text"].endswith("  - rest: 30s\n  - bridge\n")
