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


FORK = """
import os, sys
from voicecoach.voices.engine import SpeechRequest
from voicecoach.voices.engines import load_engine
from voicecoach.voices.verify import synthesise
from voicecoach.voices.workers.worker import Worker

engine = load_engine("pyttsx3", {})
Worker(engine, open(os.devnull, "wb")).start()
before = set(sys.modules)
line = SpeechRequest("Lift your hips, and lower them.", engine.default_voice("en"), "en", 140)
assert [speech.samples.size for speech in synthesise(engine, [line], 1.0)][0] > 1000
print("\\n", *sorted(set(sys.modules) - before))
"""


@pytest.mark.voice
@pytest.mark.skipif(sys.platform != "linux", reason="lines are spoken in forks on Linux only")
def test_a_line_s_fork_imports_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FORK], env=unmeasured(), capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1].split() == []
