"""Sessions tailored to a person, as a user builds them, and that nothing names the person."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.test_programmes import start
from tests.conftest import ROOT, load_json, run_voicecoach
from tests.progress.conftest import data
from tests.running import Ran, Run
from voicecoach.session.record import read_record

__all__ = ["data"]  # the fixture: a data folder of the test's own


SHORT = """\
routine: short
title: Short
steps:
  - march: hold 10s
  - shoulder-rolls: 4 reps
"""
PERSON = """\
profile: knee-2
name: Zebulonia
note: Quaggasaurus came by bus.
greet: true
voice: silent
leave_out: {shoulder-rolls: Wombatitis}
"""


@pytest.fixture
def person(project: Path) -> Path:
    (project / "scripts" / "routines" / "short.yaml").write_text(SHORT, encoding="utf-8")
    file = project / "scripts" / "profiles" / "axolotl.yaml"
    file.parent.mkdir()
    file.write_text(PERSON, encoding="utf-8")
    return file


def test_a_profile_has_its_label_in_the_file_s_name(
    voicecoach: Run, project: Path, person: Path
) -> None:
    voicecoach("build", "short", "--quiet", "--profile", "axolotl")
    voicecoach("build", "short", "--quiet", "--profile", person, "--rate", "120")
    names = sorted(file.name for file in (project / "audio").glob("*.mp3"))
    assert names == ["short.knee-2.120wpm.mp3", "short.knee-2.mp3"]
    record = read_record(project / "audio" / "short.knee-2.json")
    assert [exercise.id for exercise in record.content.exercises] == ["march"]
    assert record.content.voices["coach"].startswith("silent:")


@pytest.mark.slow
def test_the_command_line_comes_before_the_profile(
    voicecoach: Run, project: Path, person: Path
) -> None:
    with person.open("a", encoding="utf-8") as file:
        file.write("rate: 110\n")
    voicecoach("build", "short", "--quiet", "--profile", "axolotl")
    voicecoach("build", "short", "--quiet", "--profile", "axolotl", "--rate", "150")
    rates = [
        read_record(project / "audio" / f"short.knee-2{rate}.json").content.voices["coach"]
        for rate in ("", ".150wpm")
    ]
    assert ["at 110 words" in rates[0], "at 150 words" in rates[1]] == [True, True]


@pytest.mark.voice
def test_nothing_that_goes_out_names_the_person(tmp_path: Path) -> None:
    """Nor does anything in the cache, where only the sound of the greeting is kept."""
    for part, text in (("routines/short", SHORT), ("profiles/axolotl", PERSON)):
        file = tmp_path / "scripts" / f"{part}.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(text, encoding="utf-8")
    command = ("build", "short", "--quiet", "--profile", "axolotl")
    run_voicecoach(*command, cwd=tmp_path)
    run_voicecoach(*command, "--voice", "pyttsx3", cwd=tmp_path)
    marks = [
        word.lower().encode(encoding)
        for word in ("Zebulonia", "Quaggasaurus", "Wombatitis", "axolotl")
        for encoding in ("utf-8", "utf-16-le", "utf-16-be")
    ]
    audio = tmp_path / "audio"
    files = [file for file in audio.rglob("*") if file.is_file()]
    assert {file.suffix for file in audio.iterdir()} == {"", ".mp3", ".json", ".vtt"}
    assert len(files) > 20  # with those of the cache
    for file in files:
        for content in (str(file.relative_to(audio)).lower().encode(), file.read_bytes().lower()):
            assert not any(mark in content for mark in marks), file
    record = read_record(audio / "short.knee-2.json")
    assert record.content.personal
    (greeting,) = [cue for cue in record.content.cues if cue.role == "greeting"]
    assert greeting.text == ""
    assert greeting.end_ms > greeting.start_ms
    assert "Hello" not in (audio / "short.knee-2.vtt").read_text(encoding="utf-8")


def test_without_a_greeting_a_session_is_not_personal(
    voicecoach: Run, project: Path, person: Path
) -> None:
    person.write_text(PERSON.replace("greet: true", "greet: false"), encoding="utf-8")
    voicecoach("build", "short", "--quiet", "--profile", "axolotl")
    assert not read_record(project / "audio" / "short.knee-2.json").content.personal


def test_a_tailored_session_keeps_the_rules(voicecoach: Run, project: Path, person: Path) -> None:
    voicecoach("build", "short", "--quiet", "--profile", "axolotl")
    voicecoach("check", "--session", "audio/short.knee-2.json")


@pytest.mark.slow
def test_what_follows_from_avoid_is_said_by_a_build(
    voicecoach: Run, project: Path, person: Path
) -> None:
    person.write_text("profile: knee-2\nvoice: silent\navoid: [floor]\n", encoding="utf-8")
    (project / "scripts/routines/short.yaml").write_text(
        SHORT + "  - cat-cow: 10 reps\n  - bridge: 10 reps\n", encoding="utf-8"
    )
    said = voicecoach("build", "short", "--profile", "axolotl").stderr
    assert "Tailored to 'knee-2': 2 changes." in said
    assert (
        "Cat and cow. Ten reps. -> Seated cat and cow. Five reps. "
        "(no exercise on the floor: an easier variant)"
    ) in said
    assert "-> left out (no exercise on the floor)" in said


def test_the_difference_is_shown_line_by_line(voicecoach: Run, project: Path, person: Path) -> None:
    with person.open("a", encoding="utf-8") as file:
        file.write("exercises: {march: hold x0.5}\nsettle: 1.5\n")
    said = voicecoach("show", "short", "--profile", "axolotl", "--diff").stdout.splitlines()
    assert re.fullmatch(r"short for 'knee-2': about \d:\d\d -> \d:\d\d min", said[0])
    assert said[2:5] == [
        "- March on the spot. For ten seconds.",
        "+ March on the spot. For five seconds.",
        "    profile: exercises, march",
    ]
    assert said[6:8] == ["- Shoulder rolls. Four reps.", "    Wombatitis"]
    assert "+ Changes of position take at least 1.5 times as long." in said
    found = load_json(
        voicecoach("show", "short", "--profile", "axolotl", "--diff", "--json").stdout
    )
    assert [change["reason"] for change in found["changes"]] == [
        "profile: exercises, march",
        "Wombatitis",
    ]


def test_a_difference_needs_a_profile(voicecoach: Run, person: Path) -> None:
    assert "--profile" in voicecoach("show", "short", "--diff", code=2).stderr


def test_an_unknown_exercise_stops_every_command_with_its_place(
    voicecoach: Run, person: Path
) -> None:
    person.write_text("profile: knee-2\nleave_out: [bridg]\n", encoding="utf-8")
    for command in (
        ("build", "short", "--profile", "axolotl"),
        ("show", "short", "--profile", "axolotl"),
        ("check", "short", "--profile", "axolotl"),
        ("check", "axolotl"),
        ("check", person),
    ):
        said = voicecoach(*command, code=3).stderr
        assert "axolotl.yaml:2:13: error" in said
        assert "did you mean 'bridge' (Bridge: " in said
    assert (
        "did you mean 'axolotl'"
        in voicecoach("build", "short", "--profile", "axolott", code=3).stderr
    )


def test_check_tells_what_a_profile_leaves_of_a_routine(voicecoach: Run, person: Path) -> None:
    person.write_text("profile: knee-2\nleave_out: [march, shoulder-rolls]\n", encoding="utf-8")
    assert "empty-routine" in voicecoach("check", "short", "--profile", "axolotl", code=3).stderr
    assert "0 errors" in voicecoach("check", "axolotl").stdout
    person.write_text("profile: knee-2\navoid: [on-back, floor]\n", encoding="utf-8")
    said = voicecoach("check", "flare-up", "--profile", "axolotl").stderr
    assert said == ""


def test_a_new_profile_checks_clean_and_so_does_each_line_of_it(
    voicecoach: Run, project: Path
) -> None:
    voicecoach("new", "profile", "hip-1")
    file = project / "scripts" / "profiles" / "hip-1.yaml"
    assert "0 errors" in voicecoach("check", "hip-1").stdout
    text = file.read_text(encoding="utf-8")
    meant = re.sub(r"(?m)^# ?(?=( +)?[a-z_-]+:)", "", text)
    assert "\navoid:" in meant
    assert "\n  bridge:" in meant
    file.write_text(meant, encoding="utf-8")
    assert "0 errors, 0 warnings" in voicecoach("check", "hip-1").stdout


def test_a_programme_s_session_is_tailored_too(project: Path, data: Path, person: Path) -> None:
    def run(*arguments: str | Path, code: int = 0, answers: str = "") -> Ran:
        return run_voicecoach(*arguments, cwd=project, code=code, answers=answers)

    start(run, "flare-up")
    with person.open("a", encoding="utf-8") as file:
        file.write("exercises: {pelvic-tilt: 4 reps}\n")
    day = str(date.today() + timedelta(1))
    options = ("--profile", "axolotl", "--date", day)
    said = run("today", *options, "--build").stdout
    assert "tailored: Pelvic tilt. Five reps," in said
    assert "Four reps." in said
    content = read_record(project / "audio" / "flare-up.calm.gentle.knee-2.json").content
    assert content.programme == "flare-up"
    tilt = next(each for each in content.exercises if each.id == "pelvic-tilt")
    assert tilt.dose.reps == 4
    assert tilt.dose_text.startswith("Four")


def test_the_profiles_of_the_how_to_have_no_fault(voicecoach: Run, project: Path) -> None:
    page = (ROOT / "docs" / "how-to" / "profiles.md").read_text(encoding="utf-8")
    texts = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert texts
    for number, text in enumerate(texts):
        whole = text if "profile:" in text else f"profile: knee-2\n{text}"
        file = project / f"page-{number}.yaml"
        file.write_text(whole, encoding="utf-8")
        assert "0 errors, 0 warnings" in voicecoach("check", file).stdout


def test_build_s_json_says_nothing_of_the_person(voicecoach: Run, person: Path) -> None:
    found = json.dumps(
        load_json(voicecoach("build", "short", "--json", "--profile", person).stdout)
    )
    assert "Zebulonia" not in found
    assert "Quaggasaurus" not in found


def test_a_profile_is_not_translated(voicecoach: Run) -> None:
    voicecoach("new", "profile", "knee-2")
    said = voicecoach("new", "translation", "knee-2", "--language", "es", code=3).stderr
    assert "a profile is not translated" in said
