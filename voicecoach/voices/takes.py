"""Takes of a sentence by a neural voice: judged against the text, and spoken again otherwise.

Such voices are trained on whole sentences. Of a short line they clip the beginning, babble, or
make a noise after its last sound, and say nothing of it: only the sound shows it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voicecoach.errors import VoiceError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

VERSION = 1  # part of the voice's version: raise it when another take would be chosen

# People speak 10 to 15 sounds a second. The bounds are wide, for no take that can be understood
# may be refused; they are for a voice at its own pace, and go with the pace that is asked for.
_LEAST_BASE_MS, _LEAST_SOUND_MS = 60, 30
_MOST_BASE_MS, _MOST_SOUND_MS, _MOST_PAUSE_MS = 700, 170, 700
# The closure of a stop consonant takes up to 150 ms: what is longer is a pause.
_PAUSE_MS = 250
_CUT_MS = 80  # of silence, where a sentence that is spoken twice can be cut apart
_FRAME_MS = 10
_SILENT_DBFS = -50.0
_QUIET_DB = -35.0  # below the loudest frame
_KEPT_MS = 30  # of silence around what is cut out

_STOPS = ".!?\u0964\u2026"


@dataclass(frozen=True, slots=True)
class Take:
    """A sentence as it was spoken.

    Attributes:
        samples: full scale 1.0.
        rate_hz: of the samples.
        sounds: how many sounds the text has.
        pauses: how many marks it has at which a voice may pause.
        stretch: how slowly it was to be spoken; 1 is the voice's own pace.
    """

    samples: Samples
    rate_hz: int
    sounds: int
    pauses: int
    stretch: float

    def fault(self) -> str | None:
        """Return what shows that this is not the sentence, or None."""
        quiet = self._quiet()
        if quiet is None or not self.sounds:
            return "it was silent"
        length_ms = quiet.size * _FRAME_MS / self.stretch
        most_ms = _MOST_BASE_MS + _MOST_SOUND_MS * self.sounds + _MOST_PAUSE_MS * self.pauses
        if length_ms < _LEAST_BASE_MS + _LEAST_SOUND_MS * self.sounds:
            return "it was too short for its words"
        if length_ms > most_ms:
            return "it was too long for its words"
        pauses = [end - begin for begin, end in _runs(quiet)]
        if sum(frames * _FRAME_MS > _PAUSE_MS * self.stretch for frames in pauses) > self.pauses:
            return "sound followed where it should have ended"
        return None

    def second_half(self, sounds: int, pauses: int) -> Take | None:
        """Cut out what follows the silence in the middle of a sentence that was spoken twice."""
        quiet = self._quiet()
        if quiet is None:
            return None
        begin = self._onset()
        middle = [
            (last - first, last)
            for first, last in _runs(quiet)
            if quiet.size / 4 < (first + last) / 2 < quiet.size * 3 / 4
        ]
        longest, last = max(middle, default=(0, 0))
        if longest * _FRAME_MS < _CUT_MS:
            return None
        frame = self.rate_hz * _FRAME_MS // 1000
        first = max(0, (begin + last) * frame - self.rate_hz * _KEPT_MS // 1000)
        return Take(self.samples[first:], self.rate_hz, sounds, pauses, self.stretch)

    def _levels(self) -> NDArray[np.float64]:
        import numpy as np

        frame = self.rate_hz * _FRAME_MS // 1000
        whole = self.samples[: self.samples.size // frame * frame].astype(np.float64)
        power = np.square(whole.reshape(-1, frame)).mean(axis=1)
        levels: NDArray[np.float64] = 10 * np.log10(power + 1e-12)
        return levels

    def _loud(self) -> NDArray[np.bool_]:
        levels = self._levels()
        loud: NDArray[np.bool_] = levels > max(
            _SILENT_DBFS, levels.max(initial=-math.inf) + _QUIET_DB
        )
        return loud

    def _onset(self) -> int:
        return int(self._loud().argmax())

    def _quiet(self) -> NDArray[np.bool_] | None:
        """Tell of each frame from the first sound to the last whether it is quiet."""
        loud = self._loud()
        if not loud.any():
            return None
        last = loud.size - int(loud[::-1].argmax())
        return ~loud[self._onset() : last]


def best_take(sentence: str, speak: Callable[[str], Take]) -> tuple[Take, str | None]:
    """Have a sentence spoken until it sounds like one.

    Args:
        sentence: ends with one of its marks, or with none.
        speak: speaks a text.

    Returns:
        The first take without a fault, and a remark when that was not the first of all.

    Raises:
        VoiceError: no take will do.
    """
    first = speak(sentence)
    fault = first.fault()
    if fault is None:
        return first, None
    if not first.sounds:  # a mark added to it would be read aloud
        raise VoiceError("there is nothing in it that sounds")
    for way, take in _more(sentence, first, speak):
        if take and take.fault() is None:
            return take, f"{fault}, and was spoken again {way}"
    raise VoiceError(f"{fault}, however it was spoken")


def _more(
    sentence: str, first: Take, speak: Callable[[str], Take]
) -> Iterator[tuple[str, Take | None]]:
    """Speak a sentence with another mark at its end, then twice over, to cut the first away."""
    bare = sentence.rstrip(f"{_STOPS},;: ")
    stop = "!" if sentence.endswith(".") else "."
    yield f"with '{stop}' at its end", speak(bare + stop)
    twice = speak(f"{bare}; {bare}.")
    yield "after itself", twice.second_half(first.sounds, first.pauses)


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return where stretches of true begin and end."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return [(int(begin), int(end)) for begin, end in zip(edges[::2], edges[1::2], strict=True)]
