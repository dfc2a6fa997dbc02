"""hibari, a small neural voice for English that comes whole inside its package.

One voice, `heart`, distilled from Kokoro's of that name: the only one that its package holds. It
knows others by name and would fetch them from the network, so no other name ever reaches it. This
follows hibari-tts 0.2; as its author says, two threads, or scipy where it is installed, give other
bits of the same sound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from voicecoach.base.errors import VoiceError
from voicecoach.base.messages import Phrase, phrase
from voicecoach.voices import ipa
from voicecoach.voices.engine import Capabilities, Speech, SpeechRequest, VoiceInfo
from voicecoach.voices.identity import package_digest
from voicecoach.voices.pace import has_few_words
from voicecoach.voices.packages import package_version

_VOICE = "heart"
_NATURAL_WPM = 170  # asked for at speed 1; what that really is, the worker measures
_SLOWEST, _FASTEST = 0.5, 1.6  # beyond it slurs
_SEED = 0  # of the noise in its breath, so that a line is the same every time
_VERSION = 2  # of what is made of a text here
# By itself in a short cue it is said so lightly that it is taken for "in", and that is a breath:
# parted from what is before, and stressed where no vowel follows, it is heard as it is written.
_AND = re.compile(r"(?i)(?<=\w) (and)(?= ([a-z]))|^(and)(?= )")
_STRESSED = "[{}](/ˈænd/)"


class Hibari:
    """Speaks with the voice in the package `hibari-tts`."""

    name = "hibari"
    capabilities = Capabilities(
        languages=frozenset({"en"}),
        batch=8,
        phonemes=True,
        memory_mb=280,
        natural_wpm=_NATURAL_WPM,
        verified=True,
        packages=("hibari_tts", "onnxruntime"),
    )

    def __init__(self) -> None:
        self._model: Any = None

    def available(self) -> Phrase | None:
        """Return None where the package and what runs it are installed."""
        for package, what in (("hibari_tts", "hibari-tts"), ("onnxruntime", "onnxruntime")):
            if not package_version(package):
                return phrase("not-installed/package", package=what)
        return None

    def version(self, voice: str) -> str:
        """Return what changes with the model, the words' sounds and how they are asked for."""
        return f"{package_digest('hibari_tts', 'hibari')}; seed {_SEED}; {_VERSION}"

    def voices(self) -> list[VoiceInfo]:
        """Return the voice in the package."""
        return [VoiceInfo(_VOICE, ("en-us", "en"), "Heart, a woman from the USA")]

    def default_voice(self, language: str) -> str:
        """Return the voice for English; there is none for other languages."""
        return _VOICE if language.lower().partition("-")[0] == "en" else ""

    def start(self) -> None:
        """Load the model and the words' sounds."""
        from hibari import Hibari as Model

        self._model = Model(threads=1)
        self._model.phonemize("Ready.")

    def synthesise(self, lines: Sequence[SpeechRequest]) -> Iterator[Speech]:
        """Speak lines, each from the same seed."""
        for line in lines:
            if line.voice != _VOICE:  # it would be fetched
                raise VoiceError("no-voice/hibari", voice=line.voice)
            speed = min(max(line.rate_wpm / _NATURAL_WPM, _SLOWEST), _FASTEST)
            text = _AND.sub(_clear, line.text) if has_few_words(line.text) else line.text
            samples = self._model(ipa.misaki_text(text), speed=speed, seed=_SEED)
            yield Speech(samples, self._model.sample_rate)


def _clear(found: re.Match[str]) -> str:
    """Give the `and` of a short cue as it is heard best."""
    if found[3]:
        return _STRESSED.format(found[3])
    said = found[1] if found[2] in "aeiou" else _STRESSED.format(found[1])
    return f", {said}"
