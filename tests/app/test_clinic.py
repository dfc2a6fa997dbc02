"""What a clinic sets of its own: a greeting in its sessions, checked as all that is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., CompletedProcess[str]]
GREETING = "Welcome to Harbour Physiotherapy."


@pytest.fixture
def settings(project: Path) -> Path:
    """The project's settings."""
    return project / "voicecoach.toml"


def record(project: Path, name: str = "desk-break.silent") -> str:
    return (project / "audio" / f"{name}.json").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_greeting_is_spoken_before_the_opening_and_stands_in_the_record(
    voicecoach: Run, project: Path, settings: Path
) -> None:
    voicecoach("build", "desk-break", "--voice", "silent")
    before = json.loads(record(project))["content"]
    settings.write_text(f'[clinic.greeting]\nen = "{GREETING}"\n', encoding="utf-8")
    voicecoach("build", "desk-break", "--voice", "silent")
    after = json.loads(record(project))["content"]
    said = [cue["text"] for cue in after["cues"] if cue["text"]]
    assert said[0] == GREETING
    assert said[1] == after["title"] + "."
    assert not after["personal"]
    assert GREETING in (project / "audio" / "desk-break.silent.vtt").read_text(encoding="utf-8")
    assert next(cue["text"] for cue in before["cues"] if cue["text"]) == said[1]


def test_a_greeting_in_another_language_changes_nothing(
    voicecoach: Run, project: Path, settings: Path
) -> None:
    voicecoach("build", "desk-break", "--voice", "silent")
    before = record(project)
    settings.write_text('[clinic.greeting]\nde = "Willkommen."\n', encoding="utf-8")
    voicecoach("build", "desk-break", "--voice", "silent")
    assert record(project) == before


def test_a_greeting_is_checked_with_its_line(voicecoach: Run, settings: Path) -> None:
    long = "We are very glad that you are here with us today and wish you a good session"
    settings.write_text(f'[clinic]\n\n[clinic.greeting]\nen = "{long}"\n', encoding="utf-8")
    said = voicecoach("check", "desk-break").stderr
    assert "voicecoach.toml:4:1" in said
    assert "this line has 17 words" in said


def test_a_greeting_that_is_no_text_is_refused(voicecoach: Run, settings: Path) -> None:
    settings.write_text('[clinic.greeting]\nen = "..."\n', encoding="utf-8")
    said = voicecoach("check", "desk-break", code=3).stderr
    assert "voicecoach.toml:2:1" in said


def test_a_colour_on_which_white_cannot_be_read_is_refused_with_one_that_will_do(
    voicecoach: Run, settings: Path
) -> None:
    settings.write_text('[clinic]\ncolour = "#00AAFF"\n', encoding="utf-8")
    said = voicecoach("check", "desk-break", code=3).stderr
    assert "voicecoach.toml:2:1" in said
    assert "the nearest that will do is #" in said
