"""How loud a sound is from moment to moment: where speech begins, ends and pauses is read here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float64] | NDArray[np.float32]
    Levels = NDArray[np.float64]

STEP_MS = 10
SILENT_DBFS = -120.0
"""The level of what is silent, and the lowest that is told."""


def levels_of(samples: Samples, rate_hz: int) -> Levels:
    """Return the level of each step of 10 ms, dBFS; what is left at the end is not measured.

    Args:
        samples: mono, full scale 1.0.
        rate_hz: samples a second.
    """
    import numpy as np

    size = rate_hz * STEP_MS // 1000
    steps = samples[: samples.size // size * size].reshape(-1, size)
    power = np.einsum("ij,ij->i", steps, steps, dtype=np.float64) / size
    levels: Levels = 10 * np.log10(np.maximum(power, 10 ** (SILENT_DBFS / 10)))
    return levels
