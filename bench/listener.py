"""An independent listener: Whisper base, as it comes in packages, run by faster-whisper.

It is multilingual and knows nothing of this program. It is weak outside English, and its errors
are not those of a person: compare voice with voice and wording with wording.
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.scoring import judged
from voicecoach.recordings.recogniser import RECOGNISER_PACKAGES, Recogniser, for_ear

Samples = NDArray[np.float32]

RATE_HZ = 48_000
HEARS_HZ = 16_000
WORK = Path(__file__).parent / "work"

_NEEDED = ("num2words", *RECOGNISER_PACKAGES)
_AROUND_S = 0.5  # as the recogniser puts around what it hears
_GAP_S = 0.7
_JOINED_S = 27.0  # Whisper hears 30 s at a time, however little there is in them
_LEAST = 1e-12


def missing() -> str | None:
    """Return what must be installed before anything can be heard, or None."""
    lacking = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if not lacking:
        return None
    return f"{', '.join(lacking)} missing: install the group with 'pip install --group dev'"


class Listener(Recogniser):
    """A recogniser that can also choose among phrases, as who knows what may come."""

    def __init__(self, language: str = "en", folder: Path = WORK / "whisper-base") -> None:
        """Load the model.

        Args:
            language: ISO 639-1 code of what is spoken.
            folder: where the model is, or is put together once.
        """
        from faster_whisper.tokenizer import Tokenizer

        super().__init__(language, folder)
        self._tokenizer: Any = Tokenizer(
            self._model.hf_tokenizer, True, task="transcribe", language=language
        )

    def likenesses(self, speech: Samples, phrases: Collection[str]) -> dict[str, float]:
        """How like each of some phrases a line is: the mean logarithm of its parts' probability.

        The full stop of a phrase counts: so "Twenty." is not simply how "Twenty-one." begins.
        """
        features = self._model.feature_extractor(for_ear(speech))
        most = self._model.feature_extractor.nb_max_frames
        frames = min(features.shape[-1], most)
        padded = np.pad(features[:, :frames], ((0, 0), (0, most - frames)))
        encoded = self._model.encode(padded)
        return {phrase: self._log_probability(encoded, frames, phrase) for phrase in phrases}

    def chooses(self, speech: Samples, phrases: Collection[str], written: str | None = None) -> str:
        """Which of some phrases a line is, as a person hears it who knows what may come.

        Args:
            speech: as for `writes`.
            phrases: what may come. One that is written down as it is has been heard; if none is,
                the most likely counts.
            written: what `writes` gave, where that is known.
        """
        (chosen,) = self.chooses_of_each(speech, [phrases], written)
        return chosen

    def chooses_of_each(
        self, speech: Samples, kinds: Sequence[Collection[str]], written: str | None = None
    ) -> list[str]:
        """What `chooses` gives for each of some kinds: hardly dearer than for one."""
        written = self.writes(speech) if written is None else written
        exact = [self._written_as_it_is(phrases, written) for phrases in kinds]
        open_kinds = (kind for kind, phrase in zip(kinds, exact, strict=True) if phrase is None)
        wanted = dict.fromkeys(phrase for kind in open_kinds for phrase in kind)
        found = self.likenesses(speech, wanted) if wanted else {}
        return [
            max(sorted(kind), key=found.__getitem__) if phrase is None else phrase
            for kind, phrase in zip(kinds, exact, strict=True)
        ]

    def _written_as_it_is(self, phrases: Collection[str], written: str) -> str | None:
        exact = (p for p in phrases if not judged([p], written, self._language)[0].wrong)
        return next(exact, None)

    def _log_probability(self, encoded: Any, frames: int, text: str) -> float:
        tokens = self._tokenizer.encode(f" {text}")
        start = list(self._tokenizer.sot_sequence)
        (found,) = self._model.model.align(encoded, start, [tokens], frames)
        logarithms = [math.log(max(chance, _LEAST)) for chance in found.text_token_probs]
        return sum(logarithms) / len(logarithms)


def joined(clips: Sequence[Samples]) -> Iterator[tuple[list[int], Samples]]:
    """Put clips behind each other with gaps, to be heard at a time: five times as fast.

    Yields:
        Which clips, and their sound.
    """
    gap = np.zeros(round(_GAP_S * RATE_HZ), np.float32)
    room = round((_JOINED_S - 2 * _AROUND_S) * RATE_HZ)
    together: list[int] = []
    size = 0
    for at, clip in enumerate(clips):
        if together and size + gap.size + clip.size > room:
            yield together, _behind(gap, [clips[each] for each in together])
            together, size = [], 0
        size += clip.size + (gap.size if together else 0)
        together.append(at)
    if together:
        yield together, _behind(gap, [clips[each] for each in together])


def _behind(gap: Samples, clips: Iterable[Samples]) -> Samples:
    parts = [part for clip in clips for part in (gap, clip)]
    return np.concatenate(parts[1:])
