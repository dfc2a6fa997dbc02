"""The real pyttsx3 on espeak-ng, through real workers: level, onset, faults, text as data."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from voicecoach.audio.mp3.encode import decode_fragment
from voicecoach.audio.mp3.frames import Fragment
from voicecoach.audio.pcm.loudness import integrated_lufs, true_peak_dbtp
from voicecoach.store.local import LocalStore
from voicecoach.voices.engine import Line, Voice
from voicecoach.voices.engines import Engines
from voicecoach.voices.estimate import estimate_ms
from voicecoach.voices.synthesiser import LinesFailed, Synthesiser

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux speaks by espeak-ng")

TEXTS = (
    "Three.",
    "Hold.",
    "Breathe in.",
    "Seven.",
    "Halfway.",
    "Lower your hips slowly, one bone at a time.",
    "Stop for sharp pain, or pain that spreads down a leg.",
    "You are now on hands and knees. Push the floor away.",
    "Next, bridge. Fifteen reps.",
)


def spoken(folder: Path, texts: tuple[str, ...], rate_wpm: int = 140) -> dict[str, Fragment]:
    voice = Engines().find_voice("pyttsx3", "en")
    with Synthesiser(LocalStore(folder)) as studio:
        made = studio.fragments([Line(text, voice, "en", rate_wpm) for text in texts])
    return {line.text: fragment for line, fragment in made.items() if isinstance(line, Line)}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Fragment]:
    return spoken(tmp_path_factory.mktemp("cache"), TEXTS)


@pytest.mark.parametrize("text", TEXTS)
def test_a_decoded_clip_is_at_its_level_and_begins_at_once(
    said: dict[str, Fragment], text: str
) -> None:
    decoded = decode_fragment(said[text]).astype(float)
    assert integrated_lufs(decoded) == pytest.approx(-19, abs=2)
    assert true_peak_dbtp(decoded) <= -1
    loud = np.flatnonzero(np.abs(decoded) > 0.02 * np.abs(decoded).max())  # where an h is heard
    assert loud[0] <= 480, "within 10 ms"
    assert decoded.size - loud[-1] <= 4_800, "nor is there a silent tail"


def test_all_speech_together_is_at_the_target(said: dict[str, Fragment]) -> None:
    everything = np.concatenate([decode_fragment(fragment) for fragment in said.values()])
    assert integrated_lufs(everything.astype(float)) == pytest.approx(-19, abs=0.5)


def test_lengths_are_near_the_estimate_and_follow_the_rate(
    said: dict[str, Fragment], tmp_path: Path
) -> None:
    off = [fragment.samples / 48 / estimate_ms(text, 140) - 1 for text, fragment in said.items()]
    assert np.mean(np.abs(off)) < 0.15
    faster = spoken(tmp_path, TEXTS[5:], rate_wpm=180)
    for text, fragment in faster.items():
        assert said[text].samples / fragment.samples == pytest.approx(180 / 140, rel=0.08)


def test_text_is_data(tmp_path: Path) -> None:
    made = spoken(
        tmp_path,
        (
            "hello",
            "\x0180Phello",  # a command to espeak-ng: pitch
            "80Phello",
            "<break time='9s'/> hello",  # SSML
            "[[h@l'oU]] hello",  # phonemes
        ),
    )
    plain, command, letters, ssml, phonemes = (fragment.samples for fragment in made.values())
    assert command == letters, "the control character is gone, what is left is spoken"
    assert ssml > 2.5 * plain, "the markup is read aloud, not obeyed"
    assert phonemes > 2.5 * plain


def test_a_voice_that_is_not_there_is_an_error_not_another_voice(tmp_path: Path) -> None:
    known = Engines().find_voice("pyttsx3", "en")
    gone = Line("Hold.", Voice("pyttsx3", "gmw/nosuch", known.version), "en", 140)
    with Synthesiser(LocalStore(tmp_path)) as studio, pytest.raises(LinesFailed, match="nosuch"):
        studio.fragments([gone])


def test_words_that_make_no_sound_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(LinesFailed, match="it was silent"):
        spoken(tmp_path, ("...",))


@pytest.mark.parametrize("text", ["🙂", "مرحبا", "नमस्ते", "breathe " * 250])
def test_unusual_texts_are_spoken_or_refused_not_survived_by_luck(
    tmp_path: Path, text: str
) -> None:
    try:
        assert spoken(tmp_path, (text,))
    except LinesFailed as failed:
        assert len(failed.failed) == 1


def test_the_wheels_library_speaks_where_the_system_has_none() -> None:
    program = """
from voicecoach.voices.engines import espeak
from voicecoach.voices.engine import SpeechRequest
espeak._library_folders = lambda: []
from voicecoach.voices.engines.pyttsx3_engine import Pyttsx3
engine = Pyttsx3()
assert not engine.available(), engine.available()
engine.start()
(speech,) = engine.synthesise([SpeechRequest("Breathe in.", engine.default_voice("en"), "en", 140)])
with open("/proc/self/maps") as maps:
    loaded = {line.split()[-1] for line in maps if "espeak" in line}
assert loaded and all("espeakng_loader" in path for path in loaded), loaded
assert speech.samples.size > 10_000
"""
    environment = {"PYTHONPATH": ":".join(sys.path)}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
