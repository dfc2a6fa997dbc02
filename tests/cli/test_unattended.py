"""Runs that nobody watches lose nothing that concerns safety."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from tests.running import run_voicecoach
from voicecoach.app import playing
from voicecoach.base.errors import OutputError
from voicecoach.cli import COMMANDS, cli

ROUTINE = "routine: own\ntitle: Own\nsteps:\n  - bridge: 3 sets, 40 reps, hold 5s\n"


@pytest.fixture
def own(project: Path) -> Path:
    """A project with a routine that is much, and begins without a warm-up."""
    (project / "scripts/routines/own.yaml").write_text(ROUTINE, encoding="utf-8")
    return project


@pytest.mark.slow
def test_a_quiet_build_prints_warnings_of_safety(own: Path) -> None:
    said = run_voicecoach("build", "own", "--quiet", "--voice", "silent", cwd=own)
    assert "[high-dose]" in said.stderr
    assert "[no-warm-up]" in said.stderr
    assert "Speaking" not in said.stderr
    assert said.stdout == ""


def test_json_has_the_warnings_of_scripts(own: Path) -> None:
    said = run_voicecoach("build", "own", "--json", "--voice", "silent", cwd=own)
    codes = {each["code"] for each in json.loads(said.stdout)["warnings"]}
    assert {"high-dose", "no-warm-up"} <= codes


def test_strict_builds_nothing_that_is_to_be_looked_at(own: Path) -> None:
    said = run_voicecoach("build", "own", "--strict", "--voice", "silent", cwd=own, code=10)
    assert "must be looked at first" in said.stderr
    assert not [*(own / "audio").glob("own*")]
    run_voicecoach("build", "desk-break", "--strict", "--voice", "silent", cwd=own)


@pytest.mark.slow
def test_json_and_strict_tell_what_a_profile_changed_unasked(own: Path) -> None:
    (own / "scripts/profiles").mkdir(exist_ok=True)
    text = "profile: knee-2\navoid: [kneeling]\n"
    (own / "scripts/profiles/knee-2.yaml").write_text(text, encoding="utf-8")
    asked = ("build", "daily-15", "--profile", "knee-2", "--voice", "silent")
    said = run_voicecoach(*asked, "--json", cwd=own)
    changes = json.loads(said.stdout)["changes"]
    assert changes
    assert changes[0] in said.stderr
    run_voicecoach(*asked, "--strict", cwd=own, code=10)


def commands(group: click.Group) -> list[tuple[str, click.Command]]:
    context = click.Context(group)
    found = [(name, group.get_command(context, name)) for name in group.list_commands(context)]
    return [(name, command) for name, command in found if command]


@pytest.mark.parametrize("name", COMMANDS)
def test_no_line_of_help_is_wider_than_a_terminal(name: str) -> None:
    (command,) = (found for each, found in commands(cli) if each == name)
    inner = commands(command) if isinstance(command, click.Group) else []
    for path, each in [(name, command), *((f"{name} {sub}", found) for sub, found in inner)]:
        whole = f"voicecoach {path}"  # as when the program runs: a command keeps its help option
        context = click.Context(each, info_name=whole, terminal_width=80, **cli.context_settings)
        assert [line for line in each.get_help(context).splitlines() if len(line) > 80] == []


def test_nothing_is_played_to_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playing, "_player", lambda: ("mpg123", "/bin/false"))
    monkeypatch.setattr(playing, "_sounds", lambda: False)
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(OutputError, match="no sound card"):
        playing.play(tmp_path / "own.mp3")
