"""What players that skip silence remove, rebuilt from the figures in their published sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from voicecoach.audio.mp3.frames import FRAME_SAMPLES, SAMPLE_RATE_HZ

Pcm = NDArray[np.int16]
Stretches = list[tuple[float, float, float]]
"""Begin, end and what is removed of each stretch, in seconds."""


def _runs(quiet: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    turns = np.flatnonzero(quiet[1:] != quiet[:-1]) + 1
    begins, ends = [0] if quiet[:1].any() else [], [quiet.size] if quiet[-1:].any() else []
    edges = np.concatenate((begins, turns, ends)).astype(np.intp)
    return zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _android(samples: Pcm, threshold: int) -> Stretches:
    """Media3's SilenceSkippingAudioProcessor: at least 100 ms; a fifth stays, and 2 s at most."""
    quiet = (samples < threshold) & (samples > -threshold)
    found = []
    for begin, end in _runs(quiet):
        length_s = (end - begin) / SAMPLE_RATE_HZ
        if length_s >= 0.1:
            removed_s = length_s - min(length_s / 5, 2)
            found.append((begin / SAMPLE_RATE_HZ, end / SAMPLE_RATE_HZ, removed_s))
    return found


def media3(samples: Pcm) -> Stretches:
    """AntennaPod, NewPipe, Audiobookshelf and others."""
    return _android(samples, 1024)


def pocket_casts(samples: Pcm) -> Stretches:
    """Pocket Casts on Android."""
    return _android(samples, 250)


def pocket_casts_ios(samples: Pcm) -> Stretches:
    """Pocket Casts on iOS, set to mild: by the RMS of buffers, 20 of them or more; 14 stay."""
    whole = samples[: samples.size // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    squares = np.einsum("ij,ij->i", whole, whole, dtype=np.float64)
    quiet = np.sqrt(squares / FRAME_SAMPLES) / 32_768 < 0.0055
    second = FRAME_SAMPLES / SAMPLE_RATE_HZ
    return [
        (begin * second, end * second, (end - begin - 14) * second)
        for begin, end in _runs(quiet)
        if end - begin >= 20
    ]


PLAYERS: dict[str, Callable[[Pcm], Stretches]] = {
    "media3": media3,
    "pocket casts": pocket_casts,
    "pocket casts on ios": pocket_casts_ios,
}


def removed_s(stretches: Stretches) -> float:
    """How much is removed in all."""
    return sum(removed for _, _, removed in stretches)


def longest_zeros_s(samples: Pcm) -> float:
    """The longest run of digital silence, in which earphones fall asleep."""
    return max((end - begin for begin, end in _runs(samples == 0)), default=0) / SAMPLE_RATE_HZ
