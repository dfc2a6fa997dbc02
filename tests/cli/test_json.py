"""With `--json` a command prints one JSON object: its result, or why it was refused."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from tests.conftest import run_voicecoach
from tests.progress.conftest import data
from voicecoach.base.messages.table import CODES, TEMPLATES
from voicecoach.cli import COMMANDS, cli

__all__ = ["data"]  # the fixture: a data folder of the test's own

Run = Callable[..., subprocess.CompletedProcess[str]]

SHORT = """\
routine: short
title: Short
steps:
  - march: hold 10s
  - shoulder-rolls: 4-8 reps
  - hip-hinge: 5-10 reps
    optional: true
"""
PERSON = "profile: knee-2\nvoice: silent\nleave_out:\n  hip-hinge: sore hip\npace: 1.2\n"
# They converse, serve, or have nothing to give.
WITHOUT = {"play", "preview", "serve", "studio", "start", "screening", "progress delete"}


def commands(group: click.Group, name: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with its whole name."""
    context = click.Context(group)
    for each in group.list_commands(context):
        command = group.get_command(context, each)
        assert command is not None
        whole = f"{name} {each}".strip()
        if isinstance(command, click.Group):
            yield from commands(command, whole)
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield whole, command


@pytest.fixture
def short(project: Path, data: Path) -> Path:
    (project / "scripts" / "routines" / "short.yaml").write_text(SHORT, encoding="utf-8")
    (project / "scripts" / "profiles").mkdir()
    (project / "scripts" / "profiles" / "knee-2.yaml").write_text(PERSON, encoding="utf-8")
    return project


def said(voicecoach: Run, *arguments: str | Path, code: int = 0) -> dict[str, Any]:
    """The one object that a command prints."""
    found = json.loads(voicecoach(*arguments, "--json", code=code).stdout)
    assert isinstance(found, dict)
    return found


def refused(voicecoach: Run, *arguments: str | Path, code: int) -> dict[str, Any]:
    """Why a command was refused, as `code: facts`; the same exit code as without `--json`."""
    found = said(voicecoach, *arguments, code=code)["refused"]
    assert found["exit_code"] == code
    assert found["code"] in CODES
    without = voicecoach(*arguments, code=code)
    assert found["message"] in without.stderr
    assert found["remedy"] in without.stderr
    assert without.stdout == ""
    return {found["kind"]: found["facts"]}


def test_every_command_with_a_result_has_it() -> None:
    assert {name.partition(" ")[0] for name, _ in commands(cli)} == set(COMMANDS)
    for name, command in commands(cli):
        options = {option for each in command.params for option in each.opts}
        assert ("--json" in options) is (name not in WITHOUT), name


def test_a_refusal_has_code_facts_and_remedy(voicecoach: Run, short: Path) -> None:
    assert refused(voicecoach, "today", code=3) == {
        "not-started/none": {"there": ["back-care", "flare-up", "neck-care", "walking-start"]}
    }
    assert refused(voicecoach, "check", "--session", "none.json", code=5) == {
        "cannot-read": {"file": "none.json", "reason": "No such file or directory"}
    }
    assert refused(voicecoach, "voices", "remove", "en_US-no-low", code=4) == {
        "not-installed/piper-name": {"voice": "en_US-no-low"}
    }
    assert refused(voicecoach, "publish", "short", "--to", "site", code=5) == {
        "no-session/name": {"name": "short", "folder": str(short / "audio"), "hint": ""}
    }
    assert refused(voicecoach, "recordings", "sheet", "short", code=4) == {
        "recordings-set/none": {"there": []}
    }
    assert refused(voicecoach, "new", "routine", "../x", code=3) == {
        "unusable-name": {"name": "../x", "hint": {"kind": "hint/meant", "facts": {"meant": "x"}}}
    }


def test_a_mistake_on_the_command_line_has_a_code_too(voicecoach: Run, short: Path) -> None:
    assert refused(voicecoach, "cache", "prune", code=2) == {"usage/prune": {}}
    assert refused(voicecoach, "build", "short", "--length", "5", code=2) == {
        "length/no-unit": {"value": "5", "unit": "m"}
    }
    assert refused(voicecoach, "show", "short", "--rate", "5", code=2).keys() == {"usage/other"}


def test_faults_come_with_the_refusal_that_they_cause(voicecoach: Run, short: Path) -> None:
    file = short / "scripts" / "routines" / "wrong.yaml"
    file.write_text("routine: wrong\ntitle: Wrong\nsteps:\n  - bridge: hold 5\n", encoding="utf-8")
    found = said(voicecoach, "build", "wrong", code=3)
    assert found["refused"]["kind"] == "faulty/one"
    (fault,) = found["problems"]
    assert (fault["kind"], fault["facts"]) == ("dose/no-unit", {"key": "hold", "value": "5"})
    assert (fault["line"], fault["column"]) == (4, 13)
    rows = said(voicecoach, "list")["routines"]
    (row,) = [row for row in rows if row["name"] == "wrong"]
    assert (row["faults"], row["problems"][0]["code"]) == (1, "bad-dose")


def test_check_gives_names_that_there_are_not_beside_the_problems(
    voicecoach: Run, short: Path
) -> None:
    found = said(voicecoach, "check", "short", "sohrt", code=3)
    assert found["files"] == 1
    (unknown,) = found["unknown"]
    assert unknown["code"] == "unknown-script"
    assert unknown["facts"]["hint"] == {"kind": "hint/meant", "facts": {"meant": "short"}}


def test_what_a_length_changes_has_codes(voicecoach: Run, short: Path) -> None:
    head, *changes = said(voicecoach, "show", "short", "--length", "4m20s")["fitting"]
    assert (head["kind"], head["facts"]) == ("fitted/changes", {"length": "4:20"})
    assert changes
    assert {change["severity"] for change in changes} == {"note"}
    assert {change["code"] for change in changes} <= {"left-out", "amount", "rests", "pauses"}


def test_what_a_profile_changes_has_codes(voicecoach: Run, short: Path) -> None:
    found = said(voicecoach, "show", "short", "--profile", "knee-2", "--diff")
    assert [change["reason"] for change in found["changes"]] == ["sore hip"], "their own words"
    settings = {each["kind"]: each["facts"] for each in found["settings"]}
    assert settings["tailored/pace"] == {"times": 1.2}
    avoids = "profile: knee-3\navoid: [hands-and-knees]\n".replace("hands-and-knees", "deep-knees")
    (short / "scripts" / "profiles" / "knee-3.yaml").write_text(avoids, encoding="utf-8")
    script = SHORT.replace("march: hold 10s", "wall-sit: hold 10s")
    (short / "scripts" / "routines" / "short.yaml").write_text(script, encoding="utf-8")
    found = said(voicecoach, "show", "short", "--profile", "knee-3", "--diff")
    for change in found["changes"]:
        assert change["code"] == "tailored"
        assert change["kind"] in TEMPLATES


def test_results_are_values(voicecoach: Run, short: Path) -> None:
    built = said(voicecoach, "build", "short", "--voice", "silent")
    assert Path(built["file"]).is_file()
    (speaking,) = built["speaking"]
    assert (speaking["kind"], speaking["facts"]["voice"]) == ("speaking/option", "silent:silence")
    cache = said(voicecoach, "cache", "info")
    assert cache["entries"] > 0
    assert cache["bytes"] > 0
    assert said(voicecoach, "cache", "verify")["damaged"] == 0
    site = said(voicecoach, "publish", "short.silent", "--to", "site", "--no-pdf")
    assert site["sessions"] == 1
    assert len(site["new"]) == 1
    assert [note["kind"] for note in site["notes"]] == ["published/no-address"]
    doctor = said(voicecoach, "doctor")
    assert {found["code"] for found in doctor["findings"]} <= {"here", "not-here", "not-installed"}
    sheet = said(voicecoach, "recordings", "sheet", "short", "--voice", "anna")
    assert sheet["routines"][0]["recorded_lines"] == 0
    assert Path(sheet["page"]).is_file()
    assert said(voicecoach, "new", "routine", "evening")["file"].endswith("evening.yaml")


def test_a_rule_that_a_session_breaks_has_a_code(voicecoach: Run, short: Path) -> None:
    record = Path(said(voicecoach, "build", "short", "--voice", "silent")["record"])
    assert said(voicecoach, "check", "--session", record)["findings"] == []
    content = json.loads(record.read_text(encoding="utf-8"))
    for cue in content["content"]["cues"]:
        cue["text"] = "" if cue["role"] == "dose" else cue["text"]
        cue["role"] = "form" if cue["role"] == "dose" else cue["role"]
    record.write_text(json.dumps(content), encoding="utf-8")
    found = said(voicecoach, "check", "--session", record, code=7)["findings"]
    assert {each["code"] for each in found} == {"rule-count"}
    assert {each["kind"] for each in found} == {"rule-count/dose"}
    assert (found[0]["check"], found[0]["message"]) == (15, "the dose is not told")


@pytest.mark.slow
def test_a_programme_is_followed_by_a_program(short: Path, voicecoach: Run) -> None:
    who = ("--prescriber", "A. Physio", "--emergency-number", "112")
    run_voicecoach("start", "back-care", *who, cwd=short, answers="n\n" * 18)
    today = said(voicecoach, "today")
    assert (today["programme"], today["week"], today["built"]) == ("back-care", 1, None)
    pains = ("--pain-before", "2", "--pain-during", "7", "--pain-after", "2")
    logged = said(voicecoach, "log", "done", *pains)
    assert logged["gate"]["state"] == "ask"
    (rose,) = logged["gate"]["reasons"]
    assert rose["facts"]["how"] == {
        "kind": "pain/above",
        "facts": {"pain": 7, "when": "during", "most": 5},
    }
    assert refused(voicecoach, "today", code=8).keys() == {"screening/ask"}
    standing = said(voicecoach, "progress")
    assert not standing["may_move_on"]
    assert standing["lacking"][0]["kind"] == "lacking/days"
    assert said(voicecoach, "log", "undo")["removed"]["status"] == "done"
    assert refused(voicecoach, "progress", "move-back", code=3) == {
        "no-other-stage/first": {"stage": "daily"}
    }


def test_check_prints_every_dose_as_it_was_understood(voicecoach: Run, tmp_path: Path) -> None:
    file = tmp_path / "paper.yaml"
    steps = "  - include: warm-up\n  - bridge: 3 sets of 10, 5s hold @ 5 kg\n  - plank: 3 x 20s\n"
    file.write_text(f"routine: paper\ntitle: Paper\nsteps:\n{steps}", encoding="utf-8")
    printed = voicecoach("check", str(file), "--explain").stdout.splitlines()
    assert [line.partition("paper.yaml:")[2] for line in printed[:2]] == [
        "5: bridge: 3 sets, 10 reps, hold 5s, load 5 kg",
        "6: plank: 3 sets, hold 20s",
    ]
    found = said(voicecoach, "check", str(file), "--explain")
    assert [(each["line"], each["step"]) for each in found["figures"]] == [
        (5, {"bridge": "3 sets, 10 reps, hold 5s, load 5 kg"}),
        (6, {"plank": "3 sets, hold 20s"}),
    ]
