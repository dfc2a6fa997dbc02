"""What tests see of the program in their own process is what users see of it in one of its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.conftest import run_process, run_voicecoach

pytestmark = pytest.mark.slow  # each starts processes of its own

SHORT = "routine: short\ntitle: Short\nsteps:\n  - march: hold 10s\n  - say: Später.\n"


@pytest.fixture
def short(project: Path) -> Path:
    """A project with a cache of its own: what other tests put into theirs does not show here."""
    (project / "scripts" / "routines" / "short.yaml").write_text(SHORT, encoding="utf-8")
    cache = project / "audio" / "cache"
    if cache.is_symlink():
        cache.unlink()
    return project


@pytest.mark.parametrize(
    ("arguments", "code", "answers"),
    [
        ("--version", 0, ""),
        ("build --help", 0, ""),
        ("biuld", 2, ""),
        ("show short --voice silent", 0, ""),
        ("show short --voice silent --json", 0, ""),
        ("check shrot", 3, ""),
        ("build short --voice pyttsx3:nobody", 4, ""),
        ("check --session none.json", 5, ""),
        ("start flare-up --prescriber x --emergency-number 112", 0, "n\n" * 16),
        ("start flare-up --prescriber x --emergency-number 112", 130, "n\n"),
        ("cache verify", 0, ""),
    ],
)
def test_both_ways_say_the_same(
    short: Path, tmp_path: Path, arguments: str, code: int, answers: str
) -> None:
    first, second = (
        run(
            *arguments.split(),
            cwd=short,
            code=code,
            answers=answers,
            COLUMNS="90",
            VOICECOACH_DATA=str(tmp_path / run.__name__),
        )
        for run in (run_process, run_voicecoach)
    )
    assert (second.stdout, second.stderr) == (first.stdout, first.stderr)
    assert first.stdout or first.stderr


def test_both_ways_make_the_same_session(short: Path) -> None:
    for run, name in ((run_process, "one"), (run_voicecoach, "two")):
        run("build", "short", "--voice", "silent", "--quiet", "-o", f"{name}.mp3", cwd=short)
    assert (short / "one.mp3").read_bytes() == (short / "two.mp3").read_bytes()


def test_nothing_is_left_of_a_run(short: Path, tmp_path: Path) -> None:
    (short / "voicecoach.toml").write_text('voice = "silent"\n[engines.command]\narguments = []\n')
    before = Path.cwd(), dict(os.environ), sys.stdin, sys.stdout, sys.stderr
    for arguments, code in ((["build", "short", "--quiet"], 0), (["build", "no"], 3)):
        run_voicecoach(*arguments, cwd=short, code=code, VOICECOACH_DATA=str(tmp_path))
        assert (Path.cwd(), dict(os.environ), sys.stdin, sys.stdout, sys.stderr) == before
