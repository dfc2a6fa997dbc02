"""Looking through the exercises, showing one, and beginning one of one's own."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from tests.coach.sessions import SHIPPED
from tests.conftest import load_json, run_voicecoach
from tests.running import Run
from voicecoach.cli import new

FIVE = ("--position", "lying-on-back", "--kind", "movement", "--setup", "Slide one heel away.")


def listed(voicecoach: Run, *options: str) -> list[str]:
    found = load_json(voicecoach("list", "exercises", "--json", *options).stdout)
    return [row["name"] for row in found["exercises"]]


def test_every_exercise_is_listed(voicecoach: Run) -> None:
    assert listed(voicecoach) == SHIPPED.names("exercises")
    told = voicecoach("list", "exercises", COLUMNS="100").stdout
    assert f"{len(SHIPPED.names('exercises'))} exercises" in told
    assert "resistance-band-row" in told


def test_they_are_listed_by_what_they_ask_for(voicecoach: Run) -> None:
    chair = listed(voicecoach, "--position", "chair", "--kind", "stretch")
    assert {"chair-twist", "seated-side-bend"} <= {*chair}
    assert not {"cat-cow", "sit-tall"} & {*chair}
    band = listed(voicecoach, "--needs", "band")
    assert "resistance-band-row" in band
    assert "bridge" not in band
    able = listed(voicecoach, "--avoid", "floor", "--avoid", "deep-knees")
    assert "march" in able
    assert not {"bridge", "wall-sit", "plank"} & {*able}


def test_they_are_listed_by_what_they_are_for_and_how_hard_they_are(voicecoach: Run) -> None:
    hips = listed(voicecoach, "--region", "hip", "--goal", "strength")
    assert {"bridge", "wall-sit"} <= {*hips}
    assert not {"pelvic-tilt", "childs-pose"} & {*hips}
    assert "wall-sit" not in listed(voicecoach, "--region", "hip", "--level", "1")
    voicecoach("list", "exercises", "--level", "4", code=2)


@pytest.mark.slow
@pytest.mark.parametrize("words", ["glute bridge", "Beckenheben", "puente de glúteos", "GLUTE-BRI"])
def test_they_are_found_by_what_people_call_them(words: str, voicecoach: Run) -> None:
    assert "bridge" in listed(voicecoach, "--search", words)
    assert "plank" not in listed(voicecoach, "--search", words)


@pytest.mark.slow
def test_they_are_found_by_what_they_are_for(voicecoach: Run) -> None:
    assert "plank" in listed(voicecoach, "--search", "strengthens core")
    assert listed(voicecoach, "--search", "zzz") == []


def test_titles_are_in_a_language_that_is_asked_for(voicecoach: Run) -> None:
    found = load_json(voicecoach("list", "exercises", "--language", "de", "--json").stdout)
    by_name = {row["name"]: row for row in found["exercises"]}
    assert {"name": "bridge", "title": "Brücke"}.items() <= by_name["bridge"].items()
    voicecoach("list", "exercises", "--language", "xx", code=3)


@pytest.mark.slow
def test_outside_a_project_they_are_listed_too(tmp_path: Path) -> None:
    told = run_voicecoach("list", "exercises", cwd=tmp_path).stdout
    assert f"{len(SHIPPED.names('exercises'))} exercises" in told


def test_an_exercise_is_shown_whole(voicecoach: Run) -> None:
    told = voicecoach("show", "exercise", "bridge").stdout
    for part in (
        "Bridge (bridge)",
        "glute bridge",
        "lying-on-back",
        "Ten reps, five seconds each.",
    ):
        assert part in told
    for part in ("A: 10-15 reps, hold 5s", "pelvic-tilt (Pelvic tilt)", "Out and lift."):
        assert part in told
    assert "Lift only as high as is comfortable." in told


@pytest.mark.slow
@pytest.mark.parametrize("name", ["bridge", "Glute bridge", "Schulterbrücke"])
def test_an_exercise_is_shown_by_what_people_call_it(name: str, voicecoach: Run) -> None:
    found = load_json(voicecoach("show", "exercise", name, "--language", "es", "--json").stdout)
    assert (found["name"], found["title"]) == ("bridge", "Puente")
    assert "puente de glúteos" in found["aliases"]
    assert {"part": "prompt", "text": "Mantenga."} in found["lines"]
    assert found["sources"][0] == {"source": "A", "dose": "10-15 reps, hold 5s"}


@pytest.mark.slow
def test_one_that_is_not_there_is_asked_about(voicecoach: Run) -> None:
    told = voicecoach("show", "exercise", "brigde", code=3).stderr
    assert "did you mean 'bridge' (Bridge:" in told
    assert "did you mean" not in voicecoach("show", "exercise", "burpee", code=3).stderr


def test_its_drawing_is_opened(voicecoach: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(click, "launch", opened.append)
    found = load_json(voicecoach("show", "exercise", "plank", "--open", "--json").stdout)
    assert opened == [found["drawing"]]
    assert Path(found["drawing"]).read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.slow
def test_routines_are_listed_and_shown_as_before(voicecoach: Run) -> None:
    assert "desk-break" in voicecoach("list").stdout
    assert "desk-break" in voicecoach("list", "routines").stdout
    assert "min in all" in voicecoach("show", "desk-break").stdout
    help_text = voicecoach("show", "--help").stdout
    assert "--diff" in help_text
    assert "exercise" in help_text


def test_options_make_an_exercise_of_six_lines(voicecoach: Run, project: Path) -> None:
    voicecoach("new", "exercise", "heel-slide", *FIVE, "--dose", "8 reps each side")
    text = (project / "scripts/exercises/heel-slide.yaml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert len(lines) == 6
    assert "0 errors, 0 warnings" in voicecoach("check", "heel-slide").stdout
    shown = voicecoach("show", "exercise", "heel-slide").stdout
    for part in ("Left side.", "Out and move.", "Move only as far as is comfortable.", "editorial"):
        assert part in shown


def test_an_option_that_is_missing_is_named(voicecoach: Run, project: Path) -> None:
    told = voicecoach("new", "exercise", "heel-slide", *FIVE, code=2).stderr
    assert "--dose" in told
    told = voicecoach("new", "exercise", "heel-slide", *FIVE, "--dose", "8", code=2).stderr
    assert "'8'" in told
    voicecoach("new", "routine", "x", "--title", "X", code=2)
    assert not [*(project / "scripts/exercises").iterdir()]


def test_without_a_terminal_and_without_options_it_is_commented(
    voicecoach: Run, project: Path
) -> None:
    voicecoach("new", "exercise", "heel-slide")
    text = (project / "scripts/exercises/heel-slide.yaml").read_text(encoding="utf-8")
    assert "phases:                        # the parts of one rep" in text
    assert "0 errors" in voicecoach("check", "heel-slide").stdout


def test_on_a_terminal_five_questions_are_asked(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal:
        @staticmethod
        def isatty() -> bool:
            return True

    class System:
        stdin = Terminal

    monkeypatch.setattr(new, "sys", System)
    answers = 'Ünsere: Ferse\nlying-on-back\nmovement\nSlide, then "rest".\n8\n8 reps\n'
    told = run_voicecoach("new", "exercise", "heel-slide", cwd=project, answers=answers).stdout
    assert told.count("How much") == 2  # a bare number was asked about again
    assert "0 errors" in run_voicecoach("check", "heel-slide", cwd=project).stdout
    text = (project / "scripts/exercises/heel-slide.yaml").read_text(encoding="utf-8")
    assert 'title: "Ünsere: Ferse"' in text
