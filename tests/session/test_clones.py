"""Two clones of a project, installed at two times, make the same entries and the same sessions."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import espeakng_loader
import pytest

from tests.running import ROOT, unmeasured

ROUTINE = """\
routine: minute
title: A minute
steps:
  - say: Stand tall, and breathe.
  - march: hold 20s
"""


def clone(folder: Path, when_s: int) -> Path:
    """Copy the program, its scripts and a speech library; each file is as old as is said."""
    ignored = shutil.ignore_patterns("__pycache__", "*.mp3")
    shutil.copytree(ROOT / "voicecoach", folder / "voicecoach", ignore=ignored)
    shutil.copytree(ROOT / "scripts", folder / "scripts", ignore=ignored)
    library = Path(espeakng_loader.__file__).parent
    shutil.copytree(library, folder / "espeakng_loader", ignore=ignored)
    (folder / "scripts" / "routines" / "minute.yaml").write_text(ROUTINE, encoding="utf-8")
    for file in folder.rglob("*"):
        os.utime(file, (when_s, when_s))
    return folder


def built(folder: Path) -> tuple[dict[str, bytes], bytes, dict[str, object]]:
    """Build the routine there; every entry of its cache, the MP3, and the record."""
    command = ["-m", "voicecoach", "build", "minute", "--voice", "pyttsx3", "-o", "made.mp3"]
    environment = {**unmeasured(), "PYTHONPATH": str(folder), "LD_LIBRARY_PATH": ""}
    environment["XDG_CACHE_HOME"] = str(folder / "home")
    subprocess.run(
        [sys.executable, *command], cwd=folder, env=environment, check=True, capture_output=True
    )
    entries = {file.name: file.read_bytes() for file in folder.glob("audio/cache/??/*")}
    record = json.loads((folder / "made.json").read_bytes())
    del record["id"]  # random, so that it tells sessions of one content apart
    return entries, (folder / "made.mp3").read_bytes(), record


@pytest.mark.voice
@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it is the system's voice")
def test_two_clones_have_the_same_keys_fragments_and_sessions(tmp_path: Path) -> None:
    first = built(clone(tmp_path / "one", 1_700_000_000))
    second = built(clone(tmp_path / "another" / "place", 1_800_000_000))
    assert first[0].keys() == second[0].keys()
    assert first == second, "byte for byte"
