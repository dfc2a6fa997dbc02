"""Programmes in the studio: a calendar, its rule, and changes that are lines of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.studio.opened import ROUTINE, Opened, Reply, clinic, opened_here

PROGRAMME = """\
# By hand.
programme: after
title: After surgery
review_weeks: 6  # the surgeon's
stages:
  - stage: easy
    weeks: 1
    days: {mon: mine, wed: mine}  # not more
    move_on: {sessions: 2, days: 7}
  - stage: more
    weeks: 2
    days:
      every: mine
      sun: gentle  # rest
    doses:
      bridge: 8 reps, hold 5s
"""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Opened]:
    folder = clinic(tmp_path_factory.mktemp("programmes"), cache)
    (folder / "scripts/programmes").mkdir()
    (folder / "scripts/routines/mine.yaml").write_text(ROUTINE, encoding="utf-8")
    with opened_here(folder) as studio:
        yield studio


@pytest.fixture
def file(studio: Opened) -> Path:
    """The programme, as it is written by hand."""
    file = studio.folder / "scripts/programmes/after.yaml"
    file.write_text(PROGRAMME, encoding="utf-8")
    turn(studio, "take")
    return file


def turn(studio: Opened, what: str) -> dict[str, Any]:
    return studio.do("programme-turn", "after", what=what).json


def change(studio: Opened, deed: str = "programme-edit", **asked: Any) -> Reply:
    version = turn(studio, "look")["version"]
    return studio.do(deed, "after", version=version, **asked)


def put(studio: Opened, path: list[str | int], value: str) -> dict[str, Any]:
    return change(studio, kind="set", path=path, value=value).json


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (["stages", 0, "weeks"], "2", "weeks: 1", "weeks: 2"),
        (["stages", 0, "days", "fri"], "gentle", "wed: mine}", "wed: mine, fri: gentle}"),
        (["stages", 1, "days", "sun"], "mine", "sun: gentle  #", "sun: mine  #"),
        (["stages", 0, "move_on", "pain"], "3", "days: 7}", "days: 7, pain: 3}"),
        (["stages", 0, "move_on", "days"], "", "    move_on: {sessions: 2, days: 7}\n", ""),
        (["stages", 1, "doses", "bridge"], "6 reps", "8 reps, hold 5s", "6 reps"),
        (["title"], "A: B", "title: After surgery", 'title: "A: B"'),
        (["review_weeks"], "4", "review_weeks: 6  #", "review_weeks: 4  #"),
    ],
)
def test_a_field_changes_its_own_line(
    studio: Opened, file: Path, path: list[str | int], value: str, old: str, new: str
) -> None:
    told = put(studio, path, value)
    assert told["text"] == PROGRAMME.replace(old, new)
    assert (told["saved"], told["undo"]) == (False, True)
    assert file.read_text(encoding="utf-8") == PROGRAMME
    assert turn(studio, "save")["saved"]
    assert file.read_text(encoding="utf-8") == PROGRAMME.replace(old, new)
    assert turn(studio, "undo")["text"] == PROGRAMME


def test_a_rule_is_begun_whole(studio: Opened, file: Path) -> None:
    told = put(studio, ["stages", 1, "move_on", "sessions"], "9")
    assert "    move_on: {sessions: 9, days: 7}\n" in told["text"]
    assert "9 sessions" in told["stages"], "a rule that seven days cannot meet is told"
    assert 'data-mend="7"' in told["stages"], "with what can be met"
    assert 'aria-describedby="stages-1-move_on-sessions-said"' in told["stages"]


def test_a_fault_stands_at_its_field_with_what_mends_it(studio: Opened, file: Path) -> None:
    told = put(studio, ["stages", 0, "days", "mon"], "gentel")
    assert 'id="stages-0-days-mon-said"' in told["stages"]
    assert 'data-mend="gentle"' in told["stages"]
    assert "data-day=" not in told["stages"], "nothing can be heard of it"


def test_stages_come_go_and_are_moved(studio: Opened, file: Path) -> None:
    told = change(studio, "programme-stage").json
    assert told["text"].startswith(PROGRAMME)
    assert "  - stage: stage-3\n    weeks: 2\n    days: {every: mine, sun: gentle}" in told["text"]
    change(studio, kind="remove", stage=2)
    assert turn(studio, "look")["text"] == PROGRAMME
    told = change(studio, kind="down", stage=0).json
    assert told["text"].index("stage: more") < told["text"].index("stage: easy")
    assert change(studio, kind="up", stage=1).json["text"] == PROGRAMME


def test_a_stage_comes_behind_those_of_a_shipped_programme(studio: Opened) -> None:
    version = studio.do("programme-turn", "neck-care", what="look").json["version"]
    told = studio.do("programme-stage", "neck-care", version=version).json
    names = re.findall(r"^  - stage: (.*)$", told["text"], re.MULTILINE)
    assert names == ["move", "strengthen", "keep", "stage-4"]


def test_each_day_has_the_length_of_its_session_and_is_heard(studio: Opened, file: Path) -> None:
    told = studio.finished(studio.do("programme-lengths", "after"))
    assert sorted(map(int, told["lengths"])) == [0, 2, *range(7, 21)]
    assert set(told["lengths"].values()) <= {*range(3, 20)}
    heard = studio.finished(studio.do("hear", "after", kind="day", day=2))
    assert heard["title"] == "Mine"
    assert studio.get(heard["sound"], range="bytes=0-99").status == 206
    assert studio.do("hear", "after", kind="day", day=1).status == 404


def test_a_shipped_programme_becomes_ones_own_with_the_first_change(studio: Opened) -> None:
    assert "comes with the program" in studio.get("/programmes/flare-up").text
    look = studio.do("programme-turn", "flare-up", what="look").json
    assert look["saved"]
    asked = {"kind": "set", "path": ["review_weeks"], "value": "3", "version": look["version"]}
    assert not studio.do("programme-edit", "flare-up", **asked).json["saved"]
    studio.do("programme-turn", "flare-up", what="save")
    assert (studio.folder / "scripts/programmes/flare-up.yaml").is_file()


def test_a_new_one_has_no_faults(studio: Opened) -> None:
    assert studio.do("programme-new", title="Knee: first").json["go"] == "/programmes/knee-first"
    page = studio.get("/programmes/knee-first").text
    assert ("Knee: first" in page, 'class="error"' in page) == (True, False)
    assert "knee-first" in studio.get("/programmes").text
    assert studio.do("programme-new", title=" ").status == 400


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "set", "path": ["stages"], "value": "x"},
        {"kind": "set", "path": ["stages", "0", "weeks"], "value": "x"},
        {"kind": "set", "path": ["stages", 0, "days", "nan"], "value": "x"},
        {"kind": "set", "path": ["stages", 0, "weeks"], "value": 3},
        {"kind": "set", "path": ["title"], "value": "a\nb"},
        {"kind": "remove", "stage": -1},
        {"kind": "up", "stage": 0},
        {"kind": "burn", "stage": 0},
    ],
)
def test_what_makes_no_sense_is_refused(studio: Opened, file: Path, asked: dict[str, Any]) -> None:
    assert change(studio, **asked).status == 400
    assert turn(studio, "look")["text"] == PROGRAMME


def test_two_windows_do_not_overwrite_each_other(studio: Opened, file: Path) -> None:
    version = turn(studio, "look")["version"]
    put(studio, ["stages", 0, "weeks"], "3")
    asked = {"kind": "set", "path": ["title"], "value": "Other", "version": version}
    told = studio.do("programme-edit", "after", **asked).json
    assert (told["elsewhere"], "Other" in told["text"]) == (True, False)
    file.write_text(PROGRAMME.replace("After", "Before"), encoding="utf-8")
    assert turn(studio, "look")["on_disk"]
    assert not turn(studio, "save")["saved"]
    assert "Before" in file.read_text(encoding="utf-8")
