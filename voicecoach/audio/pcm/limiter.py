"""A look-ahead limiter on true peaks: what is quiet enough passes untouched, to the bit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicecoach.audio.pcm.loudness import RATE_HZ, oversample

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float64]

LIMIT_DBTP = -2.0
TOLERANCE_DB = 0.1
_REACH = RATE_HZ * 5 // 1000  # the gain begins to fall 5 ms before a peak, and recovers as long
_PASSES = 3


def limit(samples: Samples, ceiling_dbtp: float = LIMIT_DBTP) -> Samples:
    """Lower peaks smoothly to a ceiling.

    The gain each sample needs is taken as a minimum over the look-ahead, then smoothed over the
    same span with weights that sum to one: at a peak every value smoothed is low enough, so the
    result is too. Between samples a moving gain leaves a little more, which the next pass takes.

    Args:
        samples: mono, 48 kHz, full scale 1.0.
        ceiling_dbtp: highest true peak wanted.

    Returns:
        Samples whose true peak is at most the ceiling and 0.1 dB; the same array when it already
        was, and unchanged values wherever no peak is within 10 ms.
    """
    import numpy as np

    ceiling = 10 ** (ceiling_dbtp / 20)
    allowed = ceiling * 10 ** (TOLERANCE_DB / 20)
    for _ in range(_PASSES):
        peaks = _peaks(samples)
        if peaks.max(initial=0.0) <= allowed:
            return samples
        needed = np.minimum(1.0, ceiling / np.maximum(peaks, ceiling))
        samples = samples * _smoothed(needed)
    rest = float(_peaks(samples).max())
    return samples * min(1.0, ceiling / rest)


def _peaks(samples: Samples) -> Samples:
    """Return for each sample the highest magnitude at it and in the gaps on either side."""
    import numpy as np

    finer = np.zeros(4 * samples.size)
    between = np.abs(oversample(samples))[: finer.size]
    finer[: between.size] = between
    after = np.maximum(
        np.maximum(finer[0::4], finer[1::4]), np.maximum(finer[2::4], finer[3::4])
    )  # five times as fast as a maximum along an axis of four
    before = np.concatenate([[0.0], after[:-1]])
    highest: Samples = np.maximum(np.abs(samples), np.maximum(before, after))
    return highest


def _smoothed(needed: Samples) -> Samples:
    """Hold each dip for the look-ahead on both sides, then slope it off by two running means."""
    import numpy as np

    held = _lowest(np.pad(needed, 2 * _REACH, constant_values=1.0), _REACH)
    reduction = _running_mean(_running_mean(1 - held))
    reduction[reduction < 1e-9] = 0.0  # what the sums leave where there is no peak
    return 1 - reduction[_REACH : _REACH + needed.size]


def _running_mean(values: Samples) -> Samples:
    import numpy as np

    total: Samples = np.cumsum(np.concatenate([[0.0], values]))
    return (total[_REACH + 1 :] - total[: -_REACH - 1]) / (_REACH + 1)


def _lowest(values: Samples, reach: int) -> Samples:
    """Return the minimum over `reach` values on either side, in log2(reach) passes."""
    import numpy as np

    span, window = 1, 2 * reach + 1
    lowest = values
    while span < window:
        step = min(span, window - span)
        lowest = np.minimum(lowest[step:], lowest[: lowest.size - step])
        span += step
    padded: Samples = np.pad(lowest, reach, constant_values=1)
    return padded
