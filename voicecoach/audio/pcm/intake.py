"""Samples that come from outside: numbers, around zero, within the scale; and whether they speak.

Whatever made them, a file or a voice in memory, they pass through here before anything is measured
of them: one number that is none would otherwise become a click far louder than speech.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from voicecoach.base.errors import VoiceError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = TypeVar("Samples", NDArray[np.float32], NDArray[np.float64])

RATES_HZ = range(8_000, 192_001)
MOST_S = 900.0
"""Of a line: ten thousand letters take less."""
_MOST_PEAK = 16.0  # times full scale: beyond that the numbers are no samples
_OFFSET = 0.005  # of full scale: a mean beyond that is heard as a click where the clip is cut
_SPEECH_HZ = (70, 8_000)  # what voices have between their lowest tone and their sharpest hiss


def accepted(samples: Samples, rate_hz: int) -> Samples:
    """Accept samples from outside, brought around zero and within the scale.

    Args:
        samples: mono.
        rate_hz: samples a second.

    Raises:
        VoiceError: they are no sound, or longer than any line.
    """
    import numpy as np

    if rate_hz not in RATES_HZ or samples.ndim != 1:
        raise VoiceError("voice-failed/rate", rate_hz=rate_hz)
    if samples.size > MOST_S * rate_hz:
        raise VoiceError("voice-failed/long-file", lasts_s=samples.size / rate_hz, most_s=MOST_S)
    if not np.isfinite(samples).all():
        raise VoiceError("voice-failed/no-numbers")
    if not samples.size:
        return samples
    mean = float(samples.mean(dtype=np.float64))
    if abs(mean) > _OFFSET:
        samples = samples - samples.dtype.type(mean)
    peak = float(np.abs(samples).max())
    if peak > _MOST_PEAK:
        raise VoiceError("voice-failed/no-numbers")
    return samples if peak <= 1 else samples / samples.dtype.type(peak)


def share_of_speech(samples: Samples, rate_hz: int) -> float:
    """Return how much of a sound's power lies where that of voices does, 0 to 1."""
    import numpy as np

    size = 1 << max(samples.size - 1, 1).bit_length()  # powers of two are quick
    power = np.square(np.abs(np.fft.rfft(samples, size)))
    low, high = (int(hz * size / rate_hz) for hz in _SPEECH_HZ)
    whole = float(power.sum())
    return float(power[low : high + 1].sum()) / whole if whole else 0.0
