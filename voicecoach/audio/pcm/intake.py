"""Samples that come from outside: numbers, around zero, within the scale; and whether they speak.

Whatever made them, a file or a voice in memory, they pass through here before anything is measured
of them: one number that is none would otherwise become a click far louder than speech.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from voicecoach.audio.pcm.levels import SILENT_DBFS, STEP_MS, levels_of
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
_DRIFT = 0.03  # of full scale: what lies below 20 Hz is half of that in the lines of any voice
_DRIFT_HZ = 20
_SPEECH_HZ = (70, 8_000)  # what voices have between their lowest tone and their sharpest hiss
_LEAST_SHARE = 0.5  # of the power lies there: of every line of the library over 0.9 does
# How far apart the softest and the loudest tenth of what sounds are, dB: over 5 in any word of any
# voice, even "Mmm"; hum, tone and hiss stay as they are.
_LEAST_SPREAD_DB = 2.0
_SPREAD_MS = 200
_SOUNDS_DB = -25.0  # below the loudest: consonants and pauses are softer
# How flat a spectrum is, from 0, a tone, to 1, noise: of most frames of a line under 0.12.
_MOST_FLATNESS = 0.3
_FLAT_HZ, _FLAT_MS, _FLAT_DB = 100, 20, -15.0
_CANCELLED_DB = -9.0  # a mean so far below its louder channel has lost what both have in common


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
    if not np.abs(samples).max() <= _MOST_PEAK:
        raise VoiceError("voice-failed/no-numbers")
    mean = float(samples.mean(dtype=np.float64))
    if abs(mean) > _OFFSET:
        samples = samples - samples.dtype.type(mean)
    samples = _without_drift(samples, rate_hz)
    peak = float(np.abs(samples).max())
    return samples if peak <= 1 else samples / samples.dtype.type(peak)


def _without_drift(samples: Samples, rate_hz: int) -> Samples:
    """Samples around zero everywhere: a part may have an offset that the mean does not show."""
    import numpy as np

    step = rate_hz // 1000
    count = samples.size // step
    if not count:
        return samples
    means = samples[: count * step].reshape(count, step).mean(axis=1, dtype=np.float64)
    means = np.concatenate((means, means[::-1]))  # so that the end does not reach the beginning
    spectrum = np.fft.rfft(means)
    spectrum[int(_DRIFT_HZ * means.size * step / rate_hz) + 1 :] = 0
    drift = np.fft.irfft(spectrum, means.size)[:count]
    if np.abs(drift).max() <= _DRIFT:
        return samples
    places = (np.arange(count) + 0.5) * step
    whole = np.interp(np.arange(samples.size), places, drift)
    return samples - whole.astype(samples.dtype)


def mixed_down(channels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mix down; where channels would cancel each other out, the loudest is taken."""
    import numpy as np

    mean: NDArray[np.float64] = channels.mean(axis=1, dtype=np.float64)
    powers = np.square(channels, dtype=np.float64).sum(axis=0)
    loudest = int(powers.argmax())
    if np.square(mean).sum() < powers[loudest] * 10 ** (_CANCELLED_DB / 10):
        return channels[:, loudest].astype(np.float64)
    return mean


def is_like_speech(samples: Samples, rate_hz: int) -> bool:
    """Tell whether a sound may be of a voice: no hum, no tone, no hiss.

    Args:
        samples: mono.
        rate_hz: samples a second.
    """
    if share_of_speech(samples, rate_hz) < _LEAST_SHARE:
        return False
    return not _is_steady(samples, rate_hz) and _flatness(samples, rate_hz) <= _MOST_FLATNESS


def _is_steady(samples: Samples, rate_hz: int) -> bool:
    """Tell whether a sound is as loud all the time; what is short may be."""
    import numpy as np

    levels = levels_of(samples, rate_hz)
    sounds = levels[levels > levels.max(initial=SILENT_DBFS) + _SOUNDS_DB]
    if sounds.size * STEP_MS < _SPREAD_MS:
        return False
    low, high = np.percentile(sounds, (10, 90))
    return bool(high - low < _LEAST_SPREAD_DB)


def _flatness(samples: Samples, rate_hz: int) -> float:
    """How flat the spectrum of most of a sound is: that of noise is."""
    import numpy as np

    size = rate_hz * _FLAT_MS // 1000
    count = samples.size // size
    frames = samples[: count * size].reshape(count, size).astype(np.float64) * np.hanning(size)
    power = np.square(np.abs(np.fft.rfft(frames, axis=1)))
    hz = np.fft.rfftfreq(size, 1 / rate_hz)
    power = power[:, (hz >= _FLAT_HZ) & (hz <= min(_SPEECH_HZ[1], 0.45 * rate_hz))] + 1e-20
    whole = power.sum(axis=1)
    sounds = power[whole > whole.max(initial=0) * 10 ** (_FLAT_DB / 10)]
    if not sounds.size:
        return 0.0
    return float(np.median(np.exp(np.log(sounds).mean(axis=1)) / sounds.mean(axis=1)))


def share_of_speech(samples: Samples, rate_hz: int) -> float:
    """Return how much of a sound's power lies where that of voices does, 0 to 1."""
    import numpy as np

    size = 1 << max(samples.size - 1, 1).bit_length()  # powers of two are quick
    power = np.square(np.abs(np.fft.rfft(samples, size)))
    low, high = (int(hz * size / rate_hz) for hz in _SPEECH_HZ)
    whole = float(power.sum())
    return float(power[low : high + 1].sum()) / whole if whole else 0.0
