"""Loudness by ITU-R BS.1770-4 and true peak, of mono at 48 kHz.

The K-weighting filters are applied as their frequency response: with zeros behind the signal for
their tails to die away in, that equals running them, and needs numpy alone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float64]

RATE_HZ = 48_000
TARGET_LUFS = -19.0  # speech, measured in mono: the same as -16 LUFS in stereo

# Coefficients for 48 kHz, b then a: BS.1770-4, annex 1, tables 1 and 2.
_SHELF = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (1.0, -1.69065929318241, 0.73248077421585),
)
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
_OFFSET_LU = -0.691
_BLOCK = RATE_HZ * 400 // 1000
_STEP = _BLOCK // 4
_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0
_TAIL = RATE_HZ // 2  # the 38 Hz high-pass has fallen below -140 dB by then
_TILED = 3 * RATE_HZ
_OVERSAMPLING = 4


def integrated_lufs(samples: Samples) -> float:
    """Measure the gated loudness of one cue.

    A cue shorter than one block of 400 ms is repeated to 3 s first: the standard cannot measure it.

    Args:
        samples: mono, 48 kHz, full scale 1.0.

    Returns:
        LUFS; minus infinity for silence.
    """
    import numpy as np

    if not samples.size:
        return -np.inf
    if samples.size < _BLOCK:
        samples = np.tile(samples, -(-_TILED // samples.size))[:_TILED]
    energy = np.concatenate([[0.0], np.cumsum(_k_weighted(samples) ** 2)])
    starts = np.arange(0, samples.size - _BLOCK + 1, _STEP)
    power = (energy[starts + _BLOCK] - energy[starts]) / _BLOCK
    power = power[power > _power(_ABSOLUTE_GATE_LUFS)]
    if not power.size:
        return -np.inf
    loud = power[power > power.mean() * 10 ** (_RELATIVE_GATE_LU / 10)]
    return float(_OFFSET_LU + 10 * np.log10(loud.mean()))


def true_peak_dbtp(samples: NDArray[np.float32] | Samples) -> float:
    """Measure the highest level between and at the samples, by fourfold oversampling.

    Args:
        samples: mono, 48 kHz, full scale 1.0.

    Returns:
        dBTP; minus infinity for silence.
    """
    import numpy as np

    peak = float(np.abs(samples).max(initial=0.0))
    if not peak:
        return -np.inf
    return float(20 * np.log10(max(peak, np.abs(oversample(samples)).max(initial=0.0))))


def oversample(samples: NDArray[np.float32] | Samples) -> NDArray[np.float32]:
    """Return the signal at 192 kHz, four samples for each."""
    import numpy as np
    import soxr

    finer: NDArray[np.float32] = soxr.resample(
        samples.astype(np.float32), RATE_HZ, _OVERSAMPLING * RATE_HZ, quality="HQ"
    )
    return finer


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET_LU) / 10))


def _k_weighted(samples: Samples) -> Samples:
    import numpy as np

    size = -(-(samples.size + _TAIL) // _TAIL) * _TAIL  # whole half seconds: small prime factors
    return np.fft.irfft(np.fft.rfft(samples, size) * _response(size), size)[: samples.size]


@lru_cache(maxsize=8)
def _response(size: int) -> NDArray[np.complex128]:
    """Return the K-weighting's frequency response at the bins of a real FFT."""
    import numpy as np

    delay = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    total: NDArray[np.complex128] = np.ones_like(delay)
    for b, a in (_SHELF, _HIGH_PASS):
        total = total * np.polyval(b[::-1], delay) / np.polyval(a[::-1], delay)
    return total
