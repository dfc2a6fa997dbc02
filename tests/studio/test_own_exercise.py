"""An exercise of one's own: its file, its words in other languages, and its drawing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.studio.opened import ROUTINE, Opened, clinic, opened_here
from tests.studio.test_handing import published, read

FIELDS: dict[str, Any] = {
    "title": "Heel pull",
    "position": "lying-on-back",
    "kind": "movement",
    "setup": "Slide one heel away.\nDraw it back.",
    "dose": "8 reps each side",
    "drawing": "heel-slide; end near foot 88 50 4.5",
}
BY_HAND = """\
# By hand.
exercise: knee-swing
title: 'Knee swing'   # as we say it
position: chair
kind: movement
setup:
  - Sit tall.

dose: 8 reps
"""
EVIL = "</textarea><script>alert(1)</script>"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Opened]:
    folder = clinic(tmp_path_factory.mktemp("own"), cache)
    (folder / "scripts/exercises").mkdir()
    (folder / "scripts/exercises/knee-swing.yaml").write_text(BY_HAND, encoding="utf-8")
    (folder / "scripts/routines/mine.yaml").write_text(ROUTINE, encoding="utf-8")
    with opened_here(folder) as studio:
        yield studio


def file(studio: Opened, name: str) -> Path:
    return studio.folder / f"scripts/exercises/{name}.yaml"


def test_six_fields_make_an_exercise_that_a_routine_can_have_at_once(studio: Opened) -> None:
    assert studio.do("check-own", **FIELDS).json["faults"]["dose"] == []
    assert studio.do("save-own", **FIELDS).json == {"go": "/exercises/heel-pull"}
    text = file(studio, "heel-pull").read_text(encoding="utf-8")
    assert text.startswith(
        'exercise: heel-pull\ntitle: "Heel pull"\nposition: lying-on-back\nkind: movement\n'
        'setup: ["Slide one heel away.", "Draw it back."]\ndose: "8 reps each side"\n'
    )
    assert 'drawing: "heel-slide; end near foot 88.0 50.0 4.5"\n' in text
    assert "/own/heel-pull" in studio.get("/exercises/heel-pull").text
    assert studio.do("typed", "mine", typed="heel pull 3x10").json["line"] == (
        "heel-pull: 3 sets, 10 reps"
    )
    assert studio.do("add", "mine", step="heel-pull").json["told"]
    studio.do("routine-turn", "mine", what="save")
    told = published(studio)
    assert told["state"] == "ready", told
    drawn = studio.do("draw", drawing=FIELDS["drawing"], position="chair", stage="end").json
    foot = drawn["drawn"].split('stroke-width="8.4"')[0].rsplit('d="', 1)[1].split('"')[0]
    assert foot in studio.get("/exercises/heel-pull").text
    assert foot in read(told["look"] + told["links"][0])


def test_only_the_lines_of_what_has_changed_become_others(studio: Opened) -> None:
    asked = {"title": "Knee swing", "position": "chair", "kind": "movement"}
    asked |= {"setup": "Sit tall.", "dose": "10 reps"}
    assert studio.do("save-own", "knee-swing", **asked).json["told"] == "The exercise is saved."
    text = file(studio, "knee-swing").read_text(encoding="utf-8")
    assert text == BY_HAND.replace("8 reps", "10 reps")
    studio.do("save-own", "knee-swing", **{**asked, "drawing": "bridge"})
    studio.do("save-own", "knee-swing", **asked)
    assert file(studio, "knee-swing").read_text(encoding="utf-8") == text


def test_words_of_other_languages_are_kept_beside_and_what_is_missing_is_told(
    studio: Opened,
) -> None:
    named = {**FIELDS, "title": "Heel slip"}
    part = {"de": {"title": "Ferse ziehen", "setup": "Schieben Sie eine Ferse weg."}}
    told = studio.do("check-own", words=part, **named).json
    assert (told["missing"]["de"], told["missing"]["es"]) == ("1 missing", "3 missing")
    studio.do("save-own", words=part, **named)
    german = file(studio, "heel-slip.de")
    assert german.read_text(encoding="utf-8") == (
        "texts:\n  Heel slip: Ferse ziehen\n  Slide one heel away.: Schieben Sie eine Ferse weg.\n"
    )
    assert not file(studio, "heel-slip.es").exists()
    german.write_text("# Ours.\n" + german.read_text(encoding="utf-8"), encoding="utf-8")
    changed = {**named, "title": "Heel glide"}
    whole = {"de": {"title": "Ferse gleiten", "setup": "Schieben.\nZiehen Sie sie zurück."}}
    studio.do("save-own", "heel-slip", words=whole, **changed)
    text = german.read_text(encoding="utf-8")
    assert text.startswith("# Ours.\ntexts:\n")
    assert "Heel slip" not in text  # nothing is left of a text that is there no more
    assert studio.do("check-own", "heel-slip", words=whole, **changed).json["missing"]["de"] == ""
    assert "Ferse gleiten" in studio.get("/own/heel-slip").text


@pytest.mark.parametrize(
    ("change", "field", "told"),
    [
        ({"dose": "many"}, "dose", "many"),
        ({"dose": "900 reps"}, "dose", "900"),
        ({"setup": "word " * 20}, "setup", "14"),
        ({"name": "Heel"}, "name", "Small letters"),
        ({"name": "bridge"}, "name", "already"),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    studio: Opened, change: dict[str, str], field: str, told: str
) -> None:
    found = studio.do("check-own", **{**FIELDS, "title": "Never", **change}).json
    assert any(told in fault for fault in found["faults"][field]), found


def test_what_has_errors_or_is_not_whole_is_not_written(studio: Opened) -> None:
    for change in ({"dose": "many"}, {"title": ""}, {"setup": " \n"}, {"kind": ""}):
        assert studio.do("save-own", **{**FIELDS, "name": "never", **change}).json["faulty"]
    assert not file(studio, "never").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"position": "moon"},
        {"kind": 1},
        {"setup": "x\n" * 13},
        {"drawing": "bridge; end tail 1 2"},
        {"words": []},
        {"words": {"de": "x"}},
        {"words": {"de": {"title": "a\nb"}}},
        {"title": "x" * 301},
    ],
)
def test_what_makes_no_sense_is_refused(studio: Opened, wrong: dict[str, Any]) -> None:
    for deed in ("check-own", "save-own"):
        assert studio.do(deed, **{**FIELDS, "name": "never", **wrong}).status == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"stage": "middle"},
        {"handle": "tail"},
        {"handle": "hip", "to": [1]},
        {"handle": "hip", "to": ["a", 1]},
        {"handle": "hip", "by": [1e9, 0]},
        {"handle": "hip", "drawing": "nobody"},
    ],
)
def test_no_other_handle_is_moved(studio: Opened, wrong: dict[str, Any]) -> None:
    asked = {"drawing": "bridge", "position": "chair", "stage": "end", **wrong}
    assert studio.do("draw", **asked).status == 400


def test_a_handle_is_moved_by_a_way_or_to_a_place(studio: Opened) -> None:
    asked = {"drawing": "bridge", "position": "", "stage": "end", "handle": "hip"}
    assert studio.do("draw", to=[60, 30], **asked).json["drawing"] == "bridge; end hip 60.0 30.0"
    told = studio.do("draw", by=[0, -2], **asked).json
    assert told["drawing"] == "bridge; end hip 64.5 19.0"
    assert 'role="slider"' in told["drawn"]
    assert 'aria-valuetext="64 across, 19 up"' in told["drawn"]


def test_hostile_texts_stay_texts(studio: Opened) -> None:
    evil = {**FIELDS, "name": "evil", "title": EVIL, "setup": EVIL}
    evil["words"] = {"de": {"title": EVIL, "setup": '"\\ # : {x}'}}
    assert studio.do("save-own", **evil).json["go"] == "/exercises/evil"
    for path in ("/own/evil", "/exercises/evil", "/exercises"):
        assert "<script>" not in studio.get(path).text
    assert studio.get("/own/no-such").status == 404
    assert studio.get("/own/bridge").status == 404  # it is not the project's
    assert studio.do("save-own", "bridge", **FIELDS).status == 400


def test_how_handles_are_moved_is_said_where_there_are_some(studio: Opened) -> None:
    assert "Drag a handle" not in studio.get("/own").text
    asked = {"position": "chair", "stage": "end"}
    assert "Drag a handle" not in studio.do("draw", drawing="", **asked).json["drawn"]
    assert "Drag a handle" in studio.do("draw", drawing="bridge", **asked).json["drawn"]
