"""What starting up costs: heavy libraries are imported where they are used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import run_voicecoach, unmeasured

HEAVY = {"numpy", "scipy", "soxr", "soundfile", "pydub", "pyttsx3", "lameenc", "PIL", "pydantic"}
HEAVY |= {"babel", "ruamel", "mutagen", "starlette", "uvicorn", "asyncio"}


def imported(arguments: list[str], cwd: Path) -> set[str]:
    code = (
        "import sys; from voicecoach.cli import run; code = run(sys.argv[1:]);"
        "print('\\n' + ' '.join(sys.modules)); sys.exit(code)"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=cwd,
        env=unmeasured(),
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.partition(".")[0] for name in found.stdout.splitlines()[-1].split()}


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(arguments: list[str], project: Path) -> None:
    assert not imported(arguments, project) & (HEAVY | {"rich"})


@pytest.mark.slow
@pytest.mark.voice
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_warm_build_imports_nothing_heavy(language: str, project: Path) -> None:
    voice = "hibari" if language == "en" else "pyttsx3"  # what a machine without extras has
    arguments = ["build", "desk-break", "--quiet", "--language", language, "--voice", voice]
    run_voicecoach(*arguments, cwd=project)
    assert not imported(arguments, project) & HEAVY
