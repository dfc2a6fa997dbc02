"""A line cut out of what Kokoro spoke, by how long the model says that each sound is.

Before and after a line it may add sounds of its own, and a word or two by themselves it says worse
than in a text: it was taught with sentences. So a short line is spoken between two sentences, which
are cut away again. Between its sentences is hardly any silence to cut at, as there is with other
engines (see `verify`); but the model knows where each sound begins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicecoach.base.values import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voicecoach.voices.engine import Samples

AROUND = {
    "es": ("Ahora, escuche bien.", "Pues muy bien."),
    "fr": ("Maintenant, écoutez bien.", "Continuez comme ça."),
    "hi": ("अब ध्यान से सुनें।", "ठीक है, ऐसे ही।"),
    "pt": ("Agora, escute com calma.", "Pode continuar assim."),
}
"""What is said before and after a short line; English is clear without."""

_MARKS = ' ;:,.!?—…"()“”'
_BEFORE_MS = 75  # the first sound may begin so much before its place
_HELD_MS = 25  # the last sound rings on for so long at least
_QUIET_MS = 20


@dataclass(frozen=True, slots=True)
class PlacedSounds:
    """A line's sounds among others.

    Attributes:
        sounds: all, in symbols of `kokoro_sounds.IDS`.
        first: index of the line's first sound,
        last: and behind its last, without the marks that end it,
        end: and behind those.
    """

    sounds: str
    first: int
    last: int
    end: int


def placed(sounds: str, before: str = "", after: str = "") -> PlacedSounds:
    """Put a line's sounds between those of two sentences, or by themselves."""
    opening = f"{before} " if before else ""
    closing = f" {after}" if after else ""
    first = len(opening)
    last = first + len(sounds.rstrip(_MARKS))
    return PlacedSounds(opening + sounds + closing, first, last, first + len(sounds))


def cut(samples: Samples, lengths: NDArray[np.int64], line: PlacedSounds, rate_hz: int) -> Samples:
    """Cut a line out: from the quietest place before its first sound to that after its last.

    Args:
        samples: all that was spoken.
        lengths: in samples: of the silence before, of each sound, and of the silence after.
        line: what was spoken.
        rate_hz: of the samples.
    """
    import numpy as np

    ends = np.cumsum(lengths)  # of the silence before, and so on: where the sound behind it begins
    first, last = int(ends[line.first]), int(ends[line.last])
    next_first = int(ends[min(line.end + 1, ends.size - 1)])
    begin = _quietest(samples, max(0, first - rate_hz * _BEFORE_MS // 1000), first, rate_hz)
    end = _quietest(samples, last + rate_hz * _HELD_MS // 1000, next_first, rate_hz)
    return samples[begin:end]


def _quietest(samples: Samples, begin: int, end: int, rate_hz: int) -> int:
    """Return the middle of the quietest stretch between two places; the latter if they are near."""
    import numpy as np

    size = rate_hz * _QUIET_MS // 1000
    power = np.square(samples[begin:end], dtype=np.float64)
    if power.size <= size:
        return max(begin, end)
    sums = np.concatenate(([0.0], np.cumsum(power)))
    return begin + int(np.argmin(sums[size:] - sums[:-size])) + size // 2
