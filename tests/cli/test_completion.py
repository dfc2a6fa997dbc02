"""What the shell completes: commands, options, and names of what there is."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

from tests.conftest import ROOT
from voicecoach.cli import COMMANDS, cli

Complete = Callable[..., list[str]]


@pytest.fixture
def completed(project: Path) -> Complete:
    """Completes the last of some words."""
    for folder, name in (("routines", "evening"), ("profiles", "knee-2")):
        (project / "scripts" / folder).mkdir(exist_ok=True)
        (project / "scripts" / folder / f"{name}.yaml").touch()
    (project / "audio" / "daily-15.mp3").touch()
    shell = ShellComplete(cli, {}, "voicecoach", "_VOICECOACH_COMPLETE")

    def complete(*words: str) -> list[str]:
        *before, last = words
        return [item.value for item in shell.get_completions(before, last)]

    return complete


def test_commands_are_completed_and_none_is_missing(completed: Complete) -> None:
    assert completed("") == [*COMMANDS]
    assert completed("sc") == ["screening"]
    assert completed("log", "e") == ["export"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("build", "ev"), ["evening", "evening-stretch"]),
        (("build", "daily", "daily"), ["daily", "daily-15"]),
        (("check", "bri"), ["bridge", "bridge-march"]),
        (("check", "kn"), ["knee-2", "knee-strength", "knee-to-chest"]),
        (("show", "ev"), ["evening", "evening-stretch"]),
        (("show", "exercise", "bri"), ["bridge", "bridge-march"]),
        (("start", "back"), ["back-care"]),
        (("today", "fla"), ["flare-up"]),
        (("log", "done", "fla"), ["flare-up"]),
        (("build", "daily", "--profile", "kn"), ["knee-2"]),
        (("build", "daily", "--language", "d"), ["de"]),
        (("play", "da"), ["daily-15"]),
        (("list", "exercises", "--position", "ch"), ["chair", "childs-pose"]),
        (("new", "ex"), ["exercise"]),
    ],
)
def test_names_are_completed(words: tuple[str, ...], names: list[str], completed: Complete) -> None:
    assert completed(*words) == names


def test_a_command_with_another_completes_both(completed: Complete) -> None:
    found = completed("show", "")
    assert found[0] == "exercise"
    assert "evening" in found
    assert "routine" not in found
    assert completed("list", "ex") == ["exercises"]
    assert "--diff" in completed("show", "--d")


def test_paths_are_left_to_the_shell(completed: Complete, project: Path) -> None:
    shell = ShellComplete(cli, {}, "voicecoach", "_VOICECOACH_COMPLETE")
    (item,) = shell.get_completions(["build"], "./my")
    assert item.type == "file"


def test_with_broken_settings_nothing_is_completed(completed: Complete, project: Path) -> None:
    (project / "voicecoach.toml").write_text("language = 1\n", encoding="utf-8")
    assert completed("build", "da") == []


@pytest.mark.parametrize("shell", [BashComplete, ZshComplete, FishComplete])
def test_each_shell_gets_a_script_that_asks_the_program(shell: type[ShellComplete]) -> None:
    script = shell(cli, {}, "voicecoach", "_VOICECOACH_COMPLETE")
    source = script.source_template % script.source_vars()
    assert "_VOICECOACH_COMPLETE" in source
    assert f"{shell.name}_complete" in source


@pytest.mark.tools
@pytest.mark.slow
def test_bash_completes_as_the_how_to_says(
    tmp_path: Path, project: Path, tool: Callable[[str], str]
) -> None:
    bash = tool("bash")
    program = tmp_path / "bin" / "voicecoach"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m voicecoach "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    page = (ROOT / "docs/how-to/completion.md").read_text(encoding="utf-8")
    line = next(part for part in page.split("`") if "bash_source" in part)
    script = f"""{line}
COMP_WORDS=(voicecoach show exercise bri); COMP_CWORD=3
_voicecoach_completion voicecoach
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    found = subprocess.run(
        [bash, "-c", script],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.split() == ["bridge", "bridge-march"]


@pytest.mark.tools
@pytest.mark.slow
@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_other_shells_read_their_script(
    shell: str, tmp_path: Path, tool: Callable[[str], str]
) -> None:
    program = tool(shell)
    kind = {"zsh": ZshComplete, "fish": FishComplete}[shell]
    script = kind(cli, {}, "voicecoach", "_VOICECOACH_COMPLETE")
    file = tmp_path / "script"
    file.write_text(script.source(), encoding="utf-8")
    subprocess.run([program, "-n", str(file)], check=True)
