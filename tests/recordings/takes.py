"""Recordings as a person makes them: real speech, a quiet room, silence before and after."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from tests.conftest import find_tool
from voicecoach.audio.mp3.encode import decode_fragment
from voicecoach.store.local import LocalStore
from voicecoach.voices.engine import Line
from voicecoach.voices.engines import Engines
from voicecoach.voices.engines.recorded import RecordingSet, SheetLine, spoken_key
from voicecoach.voices.synthesiser import Synthesiser

Samples = NDArray[np.float64]
RATE_HZ = 48_000
VOICE = "pyttsx3"


def speak(cache: Path, *texts: str) -> dict[str, Samples]:
    """Texts as somebody says them, cut to the sample, at -19 LUFS."""
    voice = Engines().find_voice(VOICE, "en")
    with Synthesiser(LocalStore(cache)) as studio:
        made = studio.fragments([Line(text, voice, "en", 140) for text in texts])
    return {
        line.text: decode_fragment(fragment).astype(np.float64)
        for line, fragment in made.items()
        if isinstance(line, Line)
    }


def room(seconds: float, level_db: float = -70.0, seed: int = 5) -> Samples:
    """What a room sounds like in which nobody speaks."""
    noise = np.random.default_rng(seed).standard_normal(round(seconds * RATE_HZ))
    return np.asarray(noise * 10 ** (level_db / 20))


def recorded(speech: Samples, room_db: float = -70.0, gain_db: float = 0.0) -> Samples:
    """Speech in a room, with a moment before and after it."""
    samples = room(speech.size / RATE_HZ + 1.5, room_db)
    samples[RATE_HZ // 2 : RATE_HZ // 2 + speech.size] += speech * 10 ** (gain_db / 20)
    return samples


def long_take(speeches: Iterable[Samples], room_db: float = -65.0, pause_s: float = 1.5) -> Samples:
    """Several lines in one recording."""
    parts = [room(1.0)]
    for speech in speeches:
        parts += [speech, np.zeros(round(pause_s * RATE_HZ))]
    take = np.concatenate(parts)
    return np.asarray(take + room(take.size / RATE_HZ + 1, room_db)[: take.size])


def write(file: Path, samples: Samples, rate_hz: int = RATE_HZ) -> Path:
    """Write a recording in the format that its name says."""
    kinds = {".opus": ("OGG", "OPUS"), ".ogg": ("OGG", "VORBIS")}
    if file.suffix == ".m4a":
        wav = write(file.with_suffix(".m4a.wav"), samples, rate_hz)
        command = [find_tool("ffmpeg"), "-v", "error", "-y", "-i", str(wav), str(file)]
        subprocess.run(command, check=True)
        wav.unlink()
    elif file.suffix in kinds:
        kind, subtype = kinds[file.suffix]
        soundfile.write(file, samples, rate_hz, format=kind, subtype=subtype)
    else:
        soundfile.write(file, samples, rate_hz)
    return file


def a_set(folder: Path, *texts: str, most_ms: int | None = None) -> RecordingSet:
    """A set whose sheet has some lines, numbered from 1, with nothing recorded yet."""
    lines = {spoken_key(text): SheetLine(n, text, most_ms) for n, text in enumerate(texts, 1)}
    return RecordingSet(folder, "en", lines)


def likeness(found: Samples | NDArray[np.int16], speech: Samples) -> float:
    """How much of a recording is the speech: 1 is all, wherever it begins and however loud."""
    a = found.astype(np.float64)
    return float(_likenesses(a, speech).max() / np.sqrt((a**2).sum() * (speech**2).sum()))


def begins_at(found: Samples, clip: Samples) -> int:
    """Where a clip begins in a sound, in samples: where the two are most alike."""
    return int(_likenesses(found, clip)[: found.size].argmax())


def _likenesses(one: Samples, other: Samples) -> Samples:
    """How alike two sounds are, by how much later the second begins."""
    size = one.size + other.size
    return np.fft.irfft(np.fft.rfft(one, size) * np.conj(np.fft.rfft(other, size)), size)
