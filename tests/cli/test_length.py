"""Sessions of a length, as a user builds them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.cli.test_programmes import run, start
from tests.coach.sessions import OF_A_QUARTER
from tests.conftest import find_tool, load_json
from tests.progress.conftest import data
from tests.running import Run, run_process
from voicecoach.audio.mp3.frames import FRAME_MS
from voicecoach.session.record import read_record

__all__ = ["data", "run"]  # fixtures


SHORT = """\
routine: short
title: Short
steps:
  - march: hold 10s
  - shoulder-rolls: 4-8 reps
  - hip-hinge: 5-10 reps
    optional: true
"""
PERSON = """\
profile: knee-2
voice: silent
length: 2m50s
"""
PROGRAMME = """\
programme: own
title: Own
review_weeks: 6
stages:
  - stage: first
    weeks: 2
    days: {every: short}
    length: 4m20s
"""


@pytest.fixture
def short(project: Path) -> Path:
    (project / "scripts" / "routines" / "short.yaml").write_text(SHORT, encoding="utf-8")
    return project


def record(project: Path, stem: str) -> int:
    return read_record(project / "audio" / f"{stem}.json").content.duration_ms


def test_a_session_is_as_long_as_asked_and_says_what_was_changed(
    voicecoach: Run, short: Path
) -> None:
    told = voicecoach("build", "short", "--voice", "silent", "--length", "4m20s")
    assert abs(record(short, "short.silent.4m20s") - 260_000) <= FRAME_MS
    assert "Fitted to 4:20 min:\n  " in told.stderr
    assert "short.silent.4m20s.mp3: 4:20 min" in told.stdout
    again = voicecoach("build", "short", "--voice", "silent", "--length", "4m20s")
    assert again.stdout.endswith("4:20 min, 5 chapters, as it was\n")


def test_limits_are_kept(voicecoach: Run, short: Path) -> None:
    voicecoach("build", "short", "--quiet", "--voice", "silent", "--length", "2-10m")
    voicecoach("build", "short", "--quiet", "--voice", "silent")
    assert record(short, "short.silent.2-10m") == record(short, "short.silent")
    voicecoach("build", "short", "--quiet", "--voice", "silent", "--length", "4m20s-5m")
    assert abs(record(short, "short.silent.4m20s-5m") - 260_000) <= FRAME_MS


def test_a_length_that_cannot_be_ends_with_the_nearest(voicecoach: Run, short: Path) -> None:
    refused = voicecoach("build", "short", "--voice", "silent", "--length", "1m", code=3)
    assert "'short' cannot last 1m: the shortest that can be is " in refused.stderr
    nearest = refused.stderr.partition("the shortest that can be is ")[2].split()[0]
    voicecoach("build", "short", "--voice", "silent", "--length", nearest, "--quiet")
    assert not list((short / "audio").glob("*.1m.mp3"))
    refused = voicecoach("check", "short", "--length", "1m", code=3)
    assert "short.yaml:2:8: error: 'short' cannot last 1m" in refused.stderr
    assert "unreachable-length" in refused.stderr


@pytest.mark.slow
def test_a_routine_s_own_length_is_checked_and_listed(voicecoach: Run, short: Path) -> None:
    file = short / "scripts" / "routines" / "short.yaml"
    file.write_text(SHORT.replace("steps:", "length: 4m20s\nsteps:"), encoding="utf-8")
    listed = json.loads(voicecoach("list", "--json").stdout)["routines"]
    assert next(row for row in listed if row["name"] == "short")["minutes"] == 4.3
    file.write_text(SHORT.replace("steps:", "length: 1m\nsteps:"), encoding="utf-8")
    refused = voicecoach("check", "short", code=3)
    assert "short.yaml:3:9: error: 'short' cannot last 1m" in refused.stderr
    listed = json.loads(voicecoach("list", "--json").stdout)["routines"]
    assert next(row for row in listed if row["name"] == "short")["faults"] == 1


def test_what_is_no_length_is_a_usage_error(voicecoach: Run, short: Path) -> None:
    for command in ("build", "show", "check"):
        refused = voicecoach(command, "short", "--length", "12", code=2)
        assert "'12' has no unit, did you mean '12m'?" in refused.stderr


def test_a_preview_has_the_length_and_its_changes(voicecoach: Run, short: Path) -> None:
    shown = load_json(voicecoach("show", "short", "--length", "4m20s", "--json").stdout)
    assert shown["duration_ms"] == 260_000
    assert isinstance(shown["fitting"], list)
    assert shown["fitting"][0]["message"] == "Fitted to 4:20 min:"
    built = voicecoach("build", "short", "--voice", "silent", "--length", "4m20s", "--json")
    assert json.loads(built.stdout)["fitting"][0]["message"] == "Fitted to 4:20 min:"
    assert load_json(voicecoach("show", "short", "--json").stdout)["fitting"] == []


def test_a_profile_s_length_is_told_by_its_label(voicecoach: Run, short: Path) -> None:
    folder = short / "scripts" / "profiles"
    folder.mkdir()
    (folder / "knee-2.yaml").write_text(PERSON, encoding="utf-8")
    voicecoach("build", "short", "--quiet", "--profile", "knee-2")
    assert abs(record(short, "short.knee-2") - 170_000) <= FRAME_MS
    voicecoach("build", "short", "--quiet", "--profile", "knee-2", "--length", "4m20s")
    assert abs(record(short, "short.knee-2.4m20s") - 260_000) <= FRAME_MS
    (folder / "knee-2.yaml").write_text(PERSON.replace("2m50s", "30s"), encoding="utf-8")
    refused = voicecoach("check", "short", "--profile", "knee-2", code=3)
    assert "knee-2.yaml:3:9: error: 'short' cannot last 30s" in refused.stderr


def test_a_stage_s_length_is_that_of_its_sessions(run: Run, short: Path) -> None:
    folder = short / "scripts" / "programmes"
    folder.mkdir()
    (folder / "own.yaml").write_text(PROGRAMME, encoding="utf-8")
    start(run, "own")
    today = ("today", "own", "--date", str(date.today()), "--build", "--voice", "silent")
    run(*today)
    run(*today, "--length", "2m50s")
    made = sorted((short / "audio").glob("*.json"))
    assert [file.name for file in made] == [
        "own.first.short.silent.2m50s.json",
        "own.first.short.silent.json",
    ]
    found = [read_record(file).content.duration_ms for file in made]
    assert [round(ms / 1000) for ms in found] == [170, 260]


@pytest.mark.slow
@pytest.mark.voice
@pytest.mark.parametrize("minutes", [10, 12, 15])
def test_every_shipped_routine_can_last_ten_twelve_and_fifteen_minutes(
    voicecoach: Run, project: Path, minutes: int
) -> None:
    all_last(voicecoach, project, OF_A_QUARTER, "pyttsx3", minutes)


@pytest.mark.slow
@pytest.mark.tools
@pytest.mark.voice
def test_so_they_can_in_a_voice_that_takes_longer(voicecoach: Run, project: Path) -> None:
    find_tool("flite")
    all_last(voicecoach, project, OF_A_QUARTER[::4], "flite", 12)


def all_last(run: Run, project: Path, routines: list[str], voice: str, minutes: int) -> None:
    run("build", *routines, "--quiet", "--voice", voice, "--length", f"{minutes}m")
    for name in routines:
        ms = record(project, f"{name}.{voice}.{minutes}m")
        assert abs(ms - minutes * 60_000) <= FRAME_MS


@pytest.mark.slow
def test_of_very_many_plans_the_same_is_chosen_in_every_process(project: Path) -> None:
    names = ("bridge", "clamshell", "bird-dog", "dead-bug", "cat-cow", "hip-hinge", "pelvic-tilt")
    steps = [
        f"  - {name}: {{dose: {reps} reps, optional: true}}\n"
        for reps in range(4, 13)
        for name in names
    ]
    text = f"routine: many\ntitle: Many\nsteps:\n  - march: hold 20s\n{''.join(steps)}"
    (project / "scripts/routines/many.yaml").write_text(text, encoding="utf-8")
    asked = ("show", "many", "--voice", "silent", "--length", "20m", "--json")
    one, other = (run_process(*asked, cwd=project, PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert one.stdout == other.stdout
