"""Speech-like signals, and sound files in memory."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

Samples = NDArray[np.float64]


def voice(seconds: float, rate_hz: int = 48_000, seed: int = 3) -> Samples:
    """Make something like speech: a buzzing pitch in syllables, and a hiss between them."""
    noise = np.random.default_rng(seed)
    t = np.arange(round(seconds * rate_hz)) / rate_hz
    buzz = sum(np.sin(2 * np.pi * 115 * n * t + n * n) / n for n in range(1, 30))
    syllables = np.abs(np.sin(2 * np.pi * 2.1 * t)) ** 2
    hiss = noise.standard_normal(t.size) * (1 - syllables) * 0.1
    return np.asarray(0.12 * (buzz * syllables + hiss))


@pytest.fixture(scope="session")
def speech() -> Callable[..., Samples]:
    return voice


@pytest.fixture(scope="session")
def sound_file() -> Callable[..., bytes]:
    def write(samples: Samples, rate_hz: int, kind: str = "WAV", subtype: str = "PCM_16") -> bytes:
        file = io.BytesIO()
        soundfile.write(file, samples, rate_hz, format=kind, subtype=subtype)
        return file.getvalue()

    return write
