"""flite: what it is given, and the real program through real workers where it is installed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.voices.rates import own_rate
from voicecoach.audio.mp3.encode import decode_fragment
from voicecoach.audio.mp3.frames import Fragment
from voicecoach.audio.pcm.loudness import integrated_lufs, true_peak_dbtp
from voicecoach.base.errors import VoiceError
from voicecoach.store.local import LocalStore
from voicecoach.voices.engine import Line, SpeechRequest, Voice
from voicecoach.voices.engines import Engines, flite
from voicecoach.voices.engines.flite import Flite, in_ascii
from voicecoach.voices.synthesiser import LinesFailed, Synthesiser

Tool = Callable[[str], str]

TEXTS = (
    "Three.",
    "Hold.",
    "Breathe in.",
    "Lower your hips slowly, one bone at a time.",
    "Stop for sharp pain, or pain that spreads down a leg.",
    "Next, bridge. Fifteen reps.",
)


def spoken(folder: Path, *texts: str, rate_wpm: int = 140) -> dict[str, Fragment]:
    voice = Engines().find_voice("flite", "en")
    with Synthesiser(LocalStore(folder)) as studio:
        made = studio.fragments([Line(text, voice, "en", rate_wpm) for text in texts])
    return {line.text: fragment for line, fragment in made.items() if isinstance(line, Line)}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Don\u2019t stop \u2013 \u201cgo on\u201d\u2026", 'Don\'t stop ,  "go on"...'),
        ("Café, naïve", "Cafe, naive"),
        ("½ a turn, 90°", "1/2 a turn, 90 "),
        ("Well done 🙂", "Well done  "),
        ("-o <b>x</b> @file", "-o <b>x</b> @file"),
    ],
)
def test_texts_are_spelled_in_ascii(text: str, read: str) -> None:
    assert in_ascii(text) == read


@pytest.mark.parametrize("text", ["Привет", "say مرحبا", "साँस लें", "Straße"])
def test_letters_that_would_be_lost_are_an_error(text: str) -> None:
    with pytest.raises(VoiceError, match="English letters only"):
        in_ascii(text)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of that name with two voices in it, and no other on the path."""
    if sys.platform == "win32":
        pytest.skip("programs have other names on Windows")
    made = tmp_path / "bin" / "flite"
    made.parent.mkdir()
    made.write_bytes(b"#!/bin/sh\nexit 3\nregister_cmu_us_slt\0register_cmu_us_kal16\0")
    made.chmod(0o755)
    monkeypatch.setenv("PATH", str(made.parent))
    return made


def test_voices_are_those_that_the_program_was_made_with(program: Path) -> None:
    assert [voice.name for voice in Flite().voices()] == ["slt", "kal16"]
    wanted = ["en", "en-GB", "de", "e"]
    assert [Flite().default_voice(code) for code in wanted] == ["slt", "slt", "", ""]
    assert Flite().available() is None


def test_the_version_changes_with_the_program(program: Path) -> None:
    before = Flite().version("slt")
    program.write_bytes(program.read_bytes() + b"more")
    assert Flite().version("slt") not in ("", before)
    program.unlink()
    assert Flite().version("slt") == ""


def test_without_the_program_the_remedy_is_said(program: Path) -> None:
    program.unlink()
    assert "apt install flite" in str(Flite().available())
    with pytest.raises(VoiceError, match="apt install flite"):
        Engines().find_voice("flite", "en")
    with pytest.raises(VoiceError, match="no longer there"):
        next(Flite().synthesise([SpeechRequest("Hold.", "slt", "en", 140)]))


def test_a_program_that_fails_or_lacks_the_voice_is_an_error(program: Path) -> None:
    with pytest.raises(VoiceError, match="flite failed"):
        next(Flite().synthesise([SpeechRequest("Hold.", "slt", "en", 140)]))
    with pytest.raises(VoiceError, match="no voice 'rms'"):
        next(Flite().synthesise([SpeechRequest("Hold.", "rms", "en", 140)]))


def test_a_program_without_known_voices_is_not_used(program: Path) -> None:
    program.write_bytes(b"#!/bin/sh\n")
    flite._built_in.cache_clear()
    assert "no voice" in str(Flite().available())
    assert Flite().default_voice("en") == ""


# With the real program


@pytest.mark.tools
def test_decoded_clips_are_at_their_level_and_begin_at_once(tool: Tool, tmp_path: Path) -> None:
    tool("flite")
    made = [decode_fragment(fragment) for fragment in spoken(tmp_path, *TEXTS).values()]
    for decoded in made:
        assert integrated_lufs(decoded.astype(float)) == pytest.approx(-19, abs=2)
        assert true_peak_dbtp(decoded) <= -1
        loud = np.flatnonzero(np.abs(decoded) > 0.02 * np.abs(decoded).max())
        assert loud[0] <= 480, "within 10 ms"
        assert decoded.size - loud[-1] <= 4_800, "nor is there a silent tail"
    everything = np.concatenate(made).astype(float)
    assert integrated_lufs(everything) == pytest.approx(-19, abs=0.5)


@pytest.mark.tools
@pytest.mark.parametrize("rate_wpm", [90, 140, 180])
def test_words_a_minute_are_what_was_asked_for(tool: Tool, tmp_path: Path, rate_wpm: int) -> None:
    tool("flite")
    assert own_rate(tmp_path, "flite:slt", rate_wpm) == pytest.approx(rate_wpm, rel=0.02)


@pytest.mark.tools
def test_text_is_data(tool: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool("flite")
    monkeypatch.chdir(tmp_path)
    made = spoken(
        tmp_path,
        "hello",
        "-o stolen hello hello hello hello",
        "@hello",
        "<break time='9s'/> hello",
        "\0\x1bhello",
    )
    plain, option, at, markup, control = (fragment.samples for fragment in made.values())
    assert control == plain, "control characters are gone"
    assert min(option, markup) > 2 * plain, "all is read aloud"
    assert at > plain
    assert not (tmp_path / "stolen").exists()


@pytest.mark.tools
@pytest.mark.parametrize("text", ["...", "🙂", "नमस्ते"])
def test_words_that_make_no_sound_are_an_error(tool: Tool, tmp_path: Path, text: str) -> None:
    tool("flite")
    with pytest.raises(LinesFailed, match=r"silent|English letters|empty|too short"):
        spoken(tmp_path, text)


@pytest.mark.tools
def test_a_long_text_is_spoken_whole(tool: Tool, tmp_path: Path) -> None:
    tool("flite")
    made = spoken(tmp_path, "breathe " * 250, "breathe " * 125)
    long, half = (fragment.samples for fragment in made.values())
    assert long == pytest.approx(2 * half, rel=0.05)


@pytest.mark.tools
def test_a_voice_that_is_not_there_is_an_error_not_another_voice(
    tool: Tool, tmp_path: Path
) -> None:
    tool("flite")
    gone = Line("Hold.", Voice("flite", "nosuch", Flite().version("slt")), "en", 140)
    with Synthesiser(LocalStore(tmp_path)) as studio, pytest.raises(LinesFailed, match="nosuch"):
        studio.fragments([gone])


@pytest.mark.tools
def test_the_same_line_gives_the_same_bytes(tool: Tool, tmp_path: Path) -> None:
    tool("flite")
    assert spoken(tmp_path / "one", *TEXTS[:3]) == spoken(tmp_path / "two", *TEXTS[2::-1])


@pytest.mark.tools
def test_a_version_starts_no_process_and_imports_nothing_heavy(tool: Tool) -> None:
    tool("flite")
    program = """
import subprocess, sys
def no(*a, **k): raise SystemExit('process')
subprocess.Popen = no
from voicecoach.voices.engines import Engines
print(Engines().find_voice("flite", "en").name, *{"numpy", "ctypes", "tempfile"} & {*sys.modules})
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "slt", done.stderr
