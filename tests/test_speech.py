"""Who speaks: chosen in order, said in one line, written in the record."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.coach.sessions import SHIPPED
from tests.conftest import load_json
from tests.running import Run
from voicecoach.base.errors import VoiceError
from voicecoach.coach.timeline import Tone, Utterance
from voicecoach.library.library import shipped_scripts
from voicecoach.session.record import read_record
from voicecoach.speech import VoiceRequest, choose
from voicecoach.voices.engine import Line

ROUTINE = """\
routine: short
title: Short
voice: pyttsx3:gmw/en-us
rate: 120
counter: {rate: 150, level: -4}
steps:
  - march: hold 10s
"""


def test_the_counter_is_the_coach_unless_somebody_wants_another() -> None:
    cast = choose("en", 64, VoiceRequest("silent", 100))
    assert cast.counter == cast.coach
    apart = choose(
        "en", 64, VoiceRequest("silent", 100, counter_rate_wpm=150, counter_level_db=-3.0)
    )
    assert apart.described()["counter"] == "silent:silence at 150 words a minute, -3 dB"


@pytest.mark.parametrize("asked", [VoiceRequest("nosuch"), VoiceRequest(counter="nosuch")])
def test_a_missing_voice_is_an_error_whoever_asks(asked: VoiceRequest) -> None:
    with pytest.raises(VoiceError, match="no voice 'nosuch'"):
        choose("en", 64, asked)


def test_each_speaker_says_its_own_lines() -> None:
    asked = VoiceRequest("pyttsx3", 140, "silent", 170, -2.0)
    script, _ = SHIPPED.script(shipped_scripts() / "routines/desk-break.yaml")
    assert script
    source_of = choose("en", 64, asked).source_of(script.ear)
    coach, counter = source_of(Utterance("Hold 5s.")), source_of(Utterance("Five.", "counter"))
    assert isinstance(coach, Line)
    assert isinstance(counter, Line)
    assert (coach.text, coach.voice.engine, coach.rate_wpm) == (
        "Hold five seconds.",
        "pyttsx3",
        140,
    )
    assert (counter.voice.engine, counter.rate_wpm, counter.level_db) == ("silent", 170, -2)
    assert source_of(Tone("tick")) == "tick"


@pytest.mark.voice
def test_a_routine_names_its_voices_and_the_command_line_comes_before_it(
    voicecoach: Run, project: Path
) -> None:
    (project / "scripts/routines/short.yaml").write_text(ROUTINE, encoding="utf-8")
    built = voicecoach("build", "short")
    assert "pyttsx3:gmw/en-us at 120 words a minute, as the routine says" in built.stderr
    voices = load_json((project / "audio/short.json").read_text())["content"]["voices"]
    assert voices == {
        "coach": "pyttsx3:gmw/en-us at 120 words a minute",
        "counter": "pyttsx3:gmw/en-us at 150 words a minute, -4 dB",
    }
    (project / "voicecoach.toml").write_text(
        'voice = "nosuch"\n[counter]\nvoice = "silent"\n', encoding="utf-8"
    )
    said = voicecoach("build", "short", "--voice", "silent", "--counter", "pyttsx3").stderr
    assert "Speaking with silent:silence at 120 words a minute, as you asked." in said
    assert (project / "audio/short.silent.count-pyttsx3.mp3").is_file()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("voice: [a]", "one text stands here, not a list"),
        ("rate: 200", "write a number from 90 to 180"),
        ("counter: {level: 12}", "write a number from -12 to 3"),
        ("counter: {pitch: 3}", "'pitch'"),
    ],
)
def test_a_routine_that_asks_for_what_cannot_be_is_told_so(
    voicecoach: Run, project: Path, line: str, said: str
) -> None:
    text = ROUTINE.replace("voice: pyttsx3:gmw/en-us", line) if "voice:" in line else ROUTINE
    text = text.replace("rate: 120", line) if line.startswith("rate") else text
    text = text.replace("counter: {rate: 150, level: -4}", line) if "counter" in line else text
    (project / "scripts/routines/short.yaml").write_text(text, encoding="utf-8")
    assert said in voicecoach("build", "short", code=3).stderr


HOLD = """\
routine: hold
title: A hold
steps:
  - childs-pose: hold 30s
  - march: hold 30s
  - childs-pose: hold 20s
  - march: hold 20s
  - bridge: 12 reps, hold 5s
"""


@pytest.mark.tools
@pytest.mark.voice
@pytest.mark.parametrize("voice", ["pyttsx3", "flite"])
def test_each_speaker_is_at_its_level_in_the_decoded_session(
    voicecoach: Run, project: Path, tool: Callable[[str], str], voice: str
) -> None:
    if voice == "flite":
        tool(voice)
    (project / "scripts/routines/hold.yaml").write_text(HOLD, encoding="utf-8")
    (project / "voicecoach.toml").write_text("[counter]\nlevel = -4\n", encoding="utf-8")
    voicecoach("build", "hold", "--voice", voice, "--quiet")
    mp3 = project / f"audio/hold.{voice}.mp3"
    samples, _ = soundfile.read(mp3)
    record = read_record(mp3.with_suffix(".json"))

    def lufs(speaker: str) -> float:
        cues = [cue for cue in record.content.cues if cue.voice == speaker and cue.text]
        parts = [samples[cue.start_ms * 48 : cue.end_ms * 48] for cue in cues]
        soundfile.write(project / "speech.wav", np.concatenate(parts), 48_000)
        command = [tool("ffmpeg"), "-hide_banner", "-i", "speech.wav", "-af", "ebur128"]
        said = subprocess.run(
            [*command, "-f", "null", "-"], cwd=project, capture_output=True, text=True, check=True
        ).stderr
        (loudness,) = re.findall(r"I:\s+(-?[\d.]+) LUFS\s+Threshold", said)
        return float(loudness)

    assert lufs("coach") == pytest.approx(-19, abs=0.5)
    assert lufs("counter") == pytest.approx(-23, abs=0.5)


@pytest.mark.voice
@pytest.mark.parametrize(
    ("voice", "rate"),
    [
        *(("pyttsx3", rate) for rate in (90, 110, 140, 180)),
        *(pytest.param("flite", rate, marks=pytest.mark.tools) for rate in (90, 180)),
    ],
)
def test_countdowns_land_on_their_seconds_at_every_rate(
    voicecoach: Run, project: Path, tool: Callable[[str], str], voice: str, rate: int
) -> None:
    if voice == "flite":
        tool(voice)
    (project / "scripts/routines/hold.yaml").write_text(HOLD, encoding="utf-8")
    voicecoach("build", "hold", "--voice", voice, "--rate", str(rate), "-o", "hold.mp3", "--quiet")
    samples, _ = soundfile.read(project / "hold.mp3")
    record = read_record(project / "hold.json")
    numbers = {word: n for n, word in enumerate(("One.", "Two.", "Three.", "Four.", "Five."), 1)}
    found = 0
    for slot in record.content.slots:
        for cue in record.content.cues:
            if cue.role == "countdown" and slot.start_ms <= cue.start_ms < slot.end_ms:
                if slot.exercise == "bridge":  # one voice says both counts: ticks are seconds
                    assert cue.tone == "tick"
                    continue
                assert cue.text in numbers, "a word, not the tick that stands for one too long"
                exact_ms = slot.end_ms - 1000 * numbers[cue.text]
                assert abs(cue.start_ms - exact_ms) <= 24
                heard = np.abs(samples[cue.start_ms * 48 : cue.end_ms * 48])
                assert np.argmax(heard > heard.max() / 100) < 30 * 48
                found += 1
    assert found >= 10


@pytest.mark.tools
@pytest.mark.voice
@pytest.mark.skipif(sys.platform == "win32", reason="runs a copy of the program")
def test_an_engine_uninstalled_between_two_builds(
    voicecoach: Run, project: Path, tool: Callable[[str], str]
) -> None:
    programs = project / "programs"
    programs.mkdir()
    shutil.copy(tool("flite"), programs)
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    (project / "scripts/routines/short.yaml").write_text(
        ROUTINE.replace("voice: pyttsx3:gmw/en-us\n", ""), encoding="utf-8"
    )
    assert "flite:slt" in voicecoach("build", "short", "--voice", "flite", PATH=path).stderr
    (programs / "flite").unlink()
    nothing = {"PATH": str(programs)}
    named = voicecoach("build", "short", "--voice", "flite:slt", code=4, **nothing).stderr
    assert "flite is not installed" in named
    assert "apt install flite" in named
    tones = voicecoach("build", "short", "--guidance", "tones", **nothing)
    assert "Speaking with hibari" in tones.stderr
