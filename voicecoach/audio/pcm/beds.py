"""Beds: soft sounds without a beginning or an end, made by the program.

Each is periodic through and through: noise is made of as many whole waves as fit the loop, and what
swells does so in whole turns. So the end joins the beginning without a seam.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from voicecoach.audio.pcm.loudness import RATE_HZ, TARGET_LUFS, integrated_lufs
from voicecoach.audio.under import BedName

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float64]
    Shape = Callable[[Samples], Samples]

VERSION = 1  # part of a bed's cache key: raise it when the same name would sound otherwise
LOOP_S = 12  # 500 frames: an even number, as the carrier's period asks for
BELOW_SPEECH_LU = -20.0

_HUM_HZ = (110.0, 110.25, 165.0, 165.25, 220.0, 220.5)  # a fifth and an octave, which beat slowly
_HUM_LEVELS = (1.0, 0.8, 0.45, 0.35, 0.25, 0.2)
_WAVES = 2  # of the sea in a loop: one in six seconds, as one breathes at rest


def make_bed(name: BedName) -> Samples:
    """Make one loop of a bed at its level: the same samples each time.

    Returns:
        Mono, 48 kHz, full scale 1.0, `LOOP_S` long.
    """
    makers: dict[BedName, Callable[[], Samples]] = {"hum": _hum, "sea": _sea, "rain": _rain}
    sound = makers[name]()
    gain_db = TARGET_LUFS + BELOW_SPEECH_LU - integrated_lufs(sound)
    return sound * 10 ** (gain_db / 20)


def _turns() -> Samples:
    """Where each sample lies in the loop, from 0 to 1."""
    import numpy as np

    return np.arange(LOOP_S * RATE_HZ) / (LOOP_S * RATE_HZ)


def _hum() -> Samples:
    """A warm chord; each of its waves fits the loop a whole number of times."""
    import numpy as np

    turns = _turns()
    waves = zip(_HUM_HZ, _HUM_LEVELS, strict=True)
    chord = [level * np.sin(2 * np.pi * hz * LOOP_S * turns) for hz, level in waves]
    return np.asarray(np.sum(chord, axis=0), np.float64)


def _sea() -> Samples:
    """Waves that come and go: what is high in them swells more than what is deep."""
    import numpy as np

    swell = (1 - np.cos(2 * np.pi * _WAVES * _turns())) / 2
    deep = _noise(1, lambda hz: 1 / (1 + (hz / 250) ** 2))
    spray = _noise(2, lambda hz: 1 / (1 + (hz / 900) ** 2))
    return np.asarray(deep * (0.5 + 0.5 * swell) + spray * (0.05 + 0.6 * swell**2), np.float64)


def _rain() -> Samples:
    """An even rustle, as on leaves."""
    return _noise(3, lambda hz: (hz / 700) / (1 + (hz / 700) ** 2) / (1 + (hz / 3500) ** 4))


def _noise(seed: int, shape: Shape) -> Samples:
    """Noise of a spectrum at an RMS of 1, without anything that small speakers only rattle with."""
    import numpy as np

    size = LOOP_S * RATE_HZ
    hz = np.fft.rfftfreq(size, 1 / RATE_HZ)
    phases = np.random.default_rng(seed).uniform(0, 2 * np.pi, hz.size)
    level: Samples = shape(np.asarray(hz, np.float64)) / (1 + (80 / np.maximum(hz, 1)) ** 4)
    level[0] = 0
    sound = np.fft.irfft(level * np.exp(1j * phases), size)
    return np.asarray(sound / np.sqrt(np.mean(sound**2)), np.float64)
