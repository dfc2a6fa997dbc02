"""Every shipped session is, byte for byte, the one that it was.

Rewrite with `pytest tests/test_digests.py --update-golden` (not with `-n`: all tests write one
file), and say in the commit what changed and why: a digest shows that something did, no more.
"""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TypedDict

import pytest

from tests.coach.sessions import GUIDANCE, ROUTINES, SHIPPED
from tests.conftest import Session
from tests.running import Run
from voicecoach.session.record import read_record

Built = Callable[..., Session]
Digests = dict[str, str]  # SHA-256 of a session's `mp3`, and of the content in its `record`

FILE = Path(__file__).parent / "digests.json"
LANGUAGES = SHIPPED.names("languages")
SPOKEN = ("breathing", "daily", "relief")
FITTED = (("daily", "20m"), ("daily", "40m"), ("foundations", "20m"), ("relief", "30m"))
MAKERS = ("lameenc", "mutagen", "numpy", "pillow", "pydub", "pyttsx3", "soxr")


class Kept(TypedDict):
    """The file: digests by session, and what made them, on which those of the MP3s depend."""

    made_with: dict[str, str]
    sessions: dict[str, Digests]


def kept() -> Kept:
    found: Kept = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def made_with() -> dict[str, str]:
    makers = (*MAKERS, "espeakng-loader") if sys.platform == "linux" else MAKERS
    machine = {"machine": platform.machine(), "platform": sys.platform}
    return machine | {name: version(name) for name in makers}


def digests_of(mp3: Path) -> Digests:
    content = read_record(mp3.with_suffix(".json")).content
    with mp3.open("rb") as file:
        heard = hashlib.file_digest(file, "sha256").hexdigest()
    return {"mp3": heard, "record": hashlib.sha256(content.to_json().encode()).hexdigest()}


def silent_name(name: str, language: str, guidance: str) -> str:
    return f"{name}.{language}.{guidance}"


def compare(found: dict[str, Digests], update: bool, anywhere: tuple[str, ...] = ()) -> None:
    """Compare with what is kept: all of it only where the same programs made it.

    Args:
        found: digests by session.
        update: keep these from now on.
        anywhere: what no program of others shapes.
    """
    if update:
        same = FILE.exists() and kept()["made_with"] == made_with()
        write((kept()["sessions"] if same else {}) | found)
    before = kept()
    same = before["made_with"] == made_with()
    changed = [
        f"{name}: {part}"
        for name, digests in found.items()
        for part in (digests if same else anywhere)
        if before["sessions"].get(name, {}).get(part) != digests[part]
    ]
    assert not changed
    if not same:
        pytest.skip(f"other programs than those that made {FILE.name}; the same: {anywhere}")


def write(sessions: dict[str, Digests]) -> None:
    named = {name: sessions[name] for name in sorted(sessions) if name in wanted()}
    text = json.dumps({"made_with": made_with(), "sessions": named}, indent=1, sort_keys=True)
    FILE.write_text(text + "\n", encoding="utf-8", newline="\n")


def wanted() -> set[str]:
    silent = {
        silent_name(name, language, guidance)
        for name in ROUTINES
        for language in LANGUAGES
        for guidance in GUIDANCE
    }
    fitted = {f"{name}.{length}" for name, length in FITTED}
    return silent | fitted | {f"{name}.spoken" for name in SPOKEN}


@pytest.mark.slow
@pytest.mark.parametrize("guidance", GUIDANCE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_silent_sessions_are_the_same(
    language: str, guidance: str, voicecoach: Run, project: Path, update_golden: bool
) -> None:
    asked = ("--voice", "silent", "--language", language, "--guidance", guidance)
    voicecoach("build", *ROUTINES, *asked, "--quiet", "-o", "made")
    found = {}
    for mp3 in (project / "made").glob("*.mp3"):
        routine = read_record(mp3.with_suffix(".json")).content.routine
        found[silent_name(routine, language, guidance)] = digests_of(mp3)
        mp3.unlink()  # pytest keeps folders, and these are large
    assert len(found) == len(ROUTINES)
    compare(found, update_golden, anywhere=("record",))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "length"), FITTED)
def test_fitted_sessions_are_the_same(
    name: str, length: str, voicecoach: Run, project: Path, update_golden: bool
) -> None:
    mp3 = project / "made.mp3"
    voicecoach("build", name, "--voice", "silent", "--length", length, "--quiet", "-o", mp3)
    compare({f"{name}.{length}": digests_of(mp3)}, update_golden, anywhere=("record",))
    mp3.unlink()


@pytest.mark.slow
@pytest.mark.parametrize("name", SPOKEN)
def test_spoken_sessions_are_the_same(name: str, built: Built, update_golden: bool) -> None:
    compare({f"{name}.spoken": digests_of(built(name).mp3)}, update_golden)


def test_there_is_a_digest_for_each_session_and_no_other() -> None:
    assert set(kept()["sessions"]) == wanted()
