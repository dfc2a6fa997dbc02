"""An engine without sound: each line as long as it is estimated. The example of an engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from voicecoach.base.messages import Phrase
from voicecoach.base.phonemes import unmarked
from voicecoach.voices.engine import Capabilities, Speech, SpeechRequest, VoiceInfo
from voicecoach.voices.estimate import VERSION, estimate_ms

_RATE_HZ = 48_000


class Silent:
    """Says nothing for as long as the line would take: for tests, and for trying out timing."""

    name = "silent"
    capabilities = Capabilities(audible=False)

    def available(self) -> Phrase | None:
        """Return None: it can be silent anywhere."""
        return None

    def version(self, voice: str) -> str:
        """Return the version of the estimate, on which the lengths depend."""
        return str(VERSION)

    def voices(self) -> list[VoiceInfo]:
        """Return the one voice."""
        return [VoiceInfo("silence", (), "Silence of the estimated length")]

    def default_voice(self, language: str) -> str:
        """Return the one voice, which knows every language."""
        return "silence"

    def start(self) -> None:
        """Load nothing."""

    def synthesise(self, lines: Sequence[SpeechRequest]) -> Iterator[Speech]:
        """Give silence."""
        import numpy as np

        for line in lines:
            text, language = unmarked(line.text), line.language
            length = _RATE_HZ * estimate_ms(text, line.rate_wpm, language) // 1000
            yield Speech(np.zeros(length, np.float32), _RATE_HZ)
