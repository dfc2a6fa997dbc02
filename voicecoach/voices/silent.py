"""An engine without sound: each line as long as it is estimated. The example of an engine."""

from __future__ import annotations

from pathlib import Path

from voicecoach.voices.base import VoiceInfo
from voicecoach.voices.estimate import VERSION, estimate_ms

_RATE_HZ = 48_000


class Silent:
    """Says nothing for as long as the line would take: for tests, and for trying out timing."""

    name = "silent"
    audible = False
    levelled = False
    forks = False

    def available(self) -> str | None:
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

    def speak(self, text: str, voice: str, rate_wpm: int, path: Path) -> None:
        """Write silence."""
        import wave

        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(_RATE_HZ)
            file.writeframes(bytes(2 * (_RATE_HZ * estimate_ms(text, rate_wpm) // 1000)))
