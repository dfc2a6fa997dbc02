"""What an engine or a recording gives: numbers around zero, within the scale, and of a voice."""

from __future__ import annotations

import io
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from voicecoach.audio.pcm.decode import decode
from voicecoach.audio.pcm.intake import accepted, is_like_speech
from voicecoach.base.errors import VoiceError

Run = Callable[..., CompletedProcess[str]]
Samples = NDArray[np.float64]
RATE_HZ = 22_050


def voice(seconds: float = 1.5) -> Samples:
    """Something like a voice: a buzz through two resonances, in syllables."""
    t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    pitch = 120 + 15 * np.sin(2 * np.pi * 0.7 * t)
    phase = 2 * np.pi * np.cumsum(pitch) / RATE_HZ
    tones = (np.sin(n * phase) / (1 + ((n * 120 - 500) / 300) ** 2) for n in range(1, 30))
    syllables = 0.05 + np.abs(np.sin(2 * np.pi * 2 * t)) ** 1.5
    sound = np.sum([*tones], axis=0) * syllables
    return np.asarray(0.3 * sound / np.abs(sound).max())


def written(samples: Samples, kind: str = "WAV", subtype: str | None = None) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, samples, RATE_HZ, format=kind, subtype=subtype)
    return file.getvalue()


@pytest.mark.parametrize(
    ("kind", "subtype", "apart"),
    [
        ("WAV", "PCM_U8", 0.01),
        ("WAV", "PCM_24", 1e-4),
        ("WAV", "FLOAT", 1e-4),
        ("WAV", "DOUBLE", 1e-4),
        ("WAV", "ULAW", 0.03),
        ("WAV", "IMA_ADPCM", 0.05),
        ("AIFF", "PCM_16", 1e-3),
        ("FLAC", "PCM_16", 1e-3),
        ("OGG", "VORBIS", 0.05),
    ],
)
def test_every_way_to_write_samples_is_read_as_the_same(
    kind: str, subtype: str, apart: float
) -> None:
    sound = voice()
    found, rate_hz = decode(written(sound, kind, subtype))
    assert rate_hz == RATE_HZ
    size = min(found.size, sound.size)
    assert size > 0.95 * sound.size
    assert np.abs(found[:size] - sound[:size]).max() < apart
    assert is_like_speech(found, rate_hz)


def test_channels_that_would_cancel_each_other_out_are_heard() -> None:
    sound = voice()
    found, _ = decode(written(np.stack([sound, -sound], axis=1), "WAV", "FLOAT"))
    assert np.abs(np.abs(found) - np.abs(sound)).max() < 1e-3
    same, _ = decode(written(np.stack([sound, sound], axis=1), "WAV", "FLOAT"))
    assert np.abs(same - sound).max() < 1e-3


OFFSETS: dict[str, Callable[[Samples], Samples]] = {
    "all along": lambda t: np.full(t.size, 0.4),
    "in the first part": lambda t: np.where(t < 0.5, 0.4, 0.0),
    "half up, half down": lambda t: np.where(t < 0.75, 0.4, -0.4),
    "rising": lambda t: 0.8 * t / t[-1] - 0.4,
    "swinging": lambda t: 0.4 * np.sin(2 * np.pi * 3 * t),
}


@pytest.mark.parametrize("kind", OFFSETS)
def test_no_part_of_a_clip_has_an_offset(kind: str) -> None:
    sound = voice()
    t = np.arange(sound.size) / RATE_HZ
    found = accepted(sound + OFFSETS[kind](t), RATE_HZ)
    parts = found[: found.size // 10 * 10].reshape(10, -1).mean(axis=1)
    assert np.abs(parts).max() < 0.04
    quiet = slice(round(0.2 * RATE_HZ), round(0.3 * RATE_HZ))
    assert np.abs(found[quiet] - sound[quiet]).max() < 0.04


def test_what_is_right_is_left_as_it_is() -> None:
    sound = voice()
    assert accepted(sound, RATE_HZ) is sound
    tiny = np.full(RATE_HZ, 5e-324)  # so small that processors slow down
    assert accepted(tiny, RATE_HZ) is tiny


def wrong(sound: Samples) -> dict[str, Samples]:
    """What is no speech, in place of what is."""
    t, noise = np.arange(sound.size) / RATE_HZ, np.random.default_rng(3)
    pcm = (sound * 32767).astype("<i2")
    garbled = sound.copy()
    garbled[::2] = noise.uniform(-0.3, 0.3, garbled[::2].size)
    return {
        "a tone": 0.3 * np.sin(2 * np.pi * 440 * t),
        "two tones": 0.2 * np.sin(2 * np.pi * 300 * t) + 0.1 * np.sin(2 * np.pi * 1200 * t),
        "hum": 0.3 * np.sin(2 * np.pi * 50 * t),
        "a square": 0.2 * np.sign(np.sin(2 * np.pi * 200 * t)),
        "hiss": 0.1 * noise.standard_normal(t.size),
        "hiss that comes and goes": 0.1 * noise.standard_normal(t.size) * np.abs(np.sin(6 * t)),
        "bytes in the wrong order": pcm.byteswap().astype(np.float64) / 32768,
        "half of the samples wrong": garbled,
        "an offset and nothing else": np.full(t.size, 0.5),
    }


@pytest.mark.parametrize("kind", wrong(voice()))
def test_what_is_no_speech_is_told_from_it(kind: str) -> None:
    assert is_like_speech(voice(), RATE_HZ)
    assert not is_like_speech(wrong(voice())[kind], RATE_HZ)


def lying(seconds: float, promised_bytes: int) -> bytes:
    """A WAV whose header promises what it has not, or less."""
    sound = bytearray(written(voice(seconds)))
    at = sound.index(b"data") + 4
    sound[at : at + 4] = struct.pack("<I", promised_bytes)
    return bytes(sound)


BROKEN = {
    "nothing": b"",
    "no samples": written(np.zeros(0)),
    "a header alone": written(voice())[:44],
    "half": written(voice())[:20_000],
    "more promised": lying(1.5, 10_000_000),
    "an engine's error": b"Error: no such voice\n",
    "a web page": b"<!DOCTYPE html><html></html>",
    "no channels": written(voice())[:22] + b"\0\0" + written(voice())[24:],
    "no rate": written(voice())[:24] + b"\0\0\0\0" + written(voice())[28:],
    "a rate of two billion": written(voice())[:24] + b"\xff\xff\xff\x7f" + written(voice())[28:],
    "no number": written(np.array([0.1, np.nan, 0.2] * 9000), "WAV", "FLOAT"),
    "more than can be added": written(np.full((9000, 2), 1e308), "WAV", "DOUBLE"),
    "without end": written(np.array([[0.1, np.inf], [0.1, -np.inf]] * 9000), "WAV", "DOUBLE"),
    "a thousand times too loud": written(voice() * 1000, "WAV", "FLOAT"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_refused_with_its_reason(kind: str) -> None:
    try:
        samples, rate_hz = decode(BROKEN[kind])
    except VoiceError as error:
        assert str(error)
    else:
        assert samples.size == 0, "what has no samples is silent, and refused for that"
        assert rate_hz == RATE_HZ


def test_less_promised_than_there_is_is_read_as_far_as_it_is_promised() -> None:
    samples, _ = decode(lying(1.5, 20_000))
    assert samples.size == 10_000


ENGINE = """
import sys
import numpy as np, soundfile
kind, out = sys.argv[1:3]
t = np.arange(22050) / 22050
hiss = 0.1 * np.random.default_rng(1).standard_normal(t.size)
soundfile.write(out, hiss if kind == "hiss" else 0.3 * np.sin(2765 * t), 22050)
"""


@pytest.mark.voice
@pytest.mark.parametrize("kind", ["tone", "hiss"])
def test_an_engine_that_gives_no_speech_is_refused(
    voicecoach: Run, project: Path, kind: str
) -> None:
    (project / "engine.py").write_text(ENGINE, encoding="utf-8")
    told = ", ".join(f"'{each}'" for each in (sys.executable, project / "engine.py", kind))
    settings = f"[engines.command]\narguments = [{told}, '{{out}}', '{{text}}']\n"
    (project / "voicecoach.toml").write_text(settings, encoding="utf-8")
    said = voicecoach("voices", "say", "Lift one foot.", "--voice", "command", code=4).stderr
    assert "what was heard was no speech" in said
