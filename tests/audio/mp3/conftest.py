"""Speech-like test signals, their fragments, and decoding."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from voicecoach.audio.mp3.encode import encode_fragment
from voicecoach.audio.mp3.frames import SAMPLE_RATE_HZ, Bitrate, Fragment
from voicecoach.audio.mp3.splice import session_chunks

Pcm = NDArray[np.int16]
Placed = Sequence[tuple[int, Fragment]]
Decode = Callable[[Placed, int, Bitrate], NDArray[np.float32]]


@dataclass(frozen=True)
class Cue:
    pcm: Pcm
    fragment: Fragment


Signals = dict[str, Pcm]
Cues = dict[Bitrate, list[Cue]]


def delay_of(heard: NDArray[np.floating], source: NDArray[np.floating]) -> int:
    """Return by how many samples a sound is late where it agrees best with its source.

    Correlated by way of the spectra: sample by sample it takes a minute for a second of sound.
    """
    size = 1 << (heard.size + source.size).bit_length()
    agreement = np.fft.irfft(np.fft.rfft(heard, size) * np.fft.rfft(source, size).conj(), size)
    best = int(np.argmax(agreement))
    return best if best < heard.size else best - size


@pytest.fixture(scope="session")
def signals() -> Signals:
    """Sounds with what is hard about speech, at lengths that end anywhere within a frame."""
    noise = np.random.default_rng(7)

    def time(seconds: float) -> NDArray[np.float64]:
        return np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ

    def pcm(signal: NDArray[np.float64]) -> Pcm:
        return np.asarray(np.rint(signal / np.abs(signal).max() * 20_000), np.int16)

    t = time(0.513)
    waves = np.sum([np.sin(2 * np.pi * 120 * n * t) / n for n in range(1, 25)], axis=0)
    vowel = waves * np.hanning(t.size)
    t = time(0.337)
    chirp = np.sin(2 * np.pi * (200 * t + 3000 * t**2))
    t = time(0.8)
    syllables = noise.standard_normal(t.size) * np.exp(-25 * (t % 0.2))
    t = time(0.25)
    attack = np.sin(2 * np.pi * 700 * t) * (t > 0.05) * np.exp(-30 * np.maximum(t - 0.05, 0))
    return {
        "vowel": pcm(vowel),
        "chirp": pcm(chirp),
        "syllables": pcm(syllables),
        "attack": pcm(attack),
        "tick": pcm(noise.standard_normal(701)),
        "one frame": pcm(noise.standard_normal(1152)),
    }


@pytest.fixture(scope="session")
def cues(signals: Signals) -> Cues:
    bitrates: tuple[Bitrate, ...] = get_args(Bitrate)
    return {
        bitrate: [Cue(pcm, encode_fragment(pcm, bitrate)) for pcm in signals.values()]
        for bitrate in bitrates
    }


@pytest.fixture(scope="session")
def decode() -> Decode:
    """Decode a session exactly as a player would: delay and padding trimmed."""

    def decode_session(placed: Placed, samples: int, bitrate: Bitrate) -> NDArray[np.float32]:
        stream = b"".join(session_chunks(placed, samples, bitrate))
        heard: NDArray[np.float32] = soundfile.read(io.BytesIO(stream), dtype="float32")[0]
        return heard

    return decode_session
