"""The default engine: pyttsx3 on SAPI 5, NSSpeechSynthesizer or espeak-ng.

pyttsx3 2.99 does in silence what nobody wants: it returns before speaking, loses settings, keeps
the old voice when the new one is bad. Each line of `_write` that looks superfluous stops one of
these.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from voicecoach.base.errors import VoiceError
from voicecoach.base.messages import Phrase, phrase
from voicecoach.voices.engine import Capabilities, Speech, SpeechRequest, VoiceInfo
from voicecoach.voices.engines import desktop
from voicecoach.voices.engines.espeak import Espeak, find_espeak
from voicecoach.voices.engines.speech_file import speech_from_file
from voicecoach.voices.packages import package_version

_VERSION = 1  # of how a line is asked for here: raise it when one would sound otherwise
_FORKS = sys.platform == "linux"  # espeak-ng's samples depend on what the process spoke before


class Pyttsx3:
    """Speaks through pyttsx3."""

    name = "pyttsx3"
    capabilities = Capabilities(forks=_FORKS, memory_mb=110, packages=("pyttsx3",))

    def __init__(self) -> None:
        self._engine: Any = None  # the only one: a second silences the first

    def available(self) -> Phrase | None:
        """Return what is missing: the package, or on Linux espeak-ng."""
        if not package_version("pyttsx3"):
            return phrase("not-installed/package", package="pyttsx3")
        if not _FORKS:
            return None
        espeak = find_espeak()
        if espeak is None:
            return phrase("not-installed/espeak")
        return espeak.problem()

    def version(self, voice: str) -> str:
        """Return what changes with what speaks behind pyttsx3.

        Windows and macOS do not say which files a voice consists of: the system's version stands
        for them.
        """
        behind = _espeak().version(voice) if _FORKS else desktop.system_version()
        return f"{behind}; {_VERSION}"

    def voices(self) -> list[VoiceInfo]:
        """Return the voices behind pyttsx3."""
        return _espeak().voices() if _FORKS else desktop.desktop_voices()

    def default_voice(self, language: str) -> str:
        """Return the clearest voice of a language."""
        if _FORKS:
            return _espeak().default_voice(language)
        return desktop.default_desktop_voice(language)

    def start(self) -> None:
        """Import pyttsx3; on Linux with the library in place, but without a thread of its own yet.

        espeak-ng starts one when pyttsx3 is initialised, and a fork would lose it: so each line's
        fork initialises for itself, in 3 ms.
        """
        if _FORKS:
            import ctypes

            espeak = _espeak()
            os.environ["ESPEAK_DATA_PATH"] = str(espeak.data)
            ctypes.CDLL(str(espeak.library))
            import pyttsx3.drivers.espeak  # finds the library by its name: the one just loaded
        else:
            import pyttsx3

            self._engine = pyttsx3.init()

    def synthesise(self, lines: Sequence[SpeechRequest]) -> Iterator[Speech]:
        """Speak lines."""
        for line in lines:
            yield speech_from_file(partial(self._write, line))

    def _write(self, line: SpeechRequest, path: Path) -> None:
        """Write one line, whatever pyttsx3 makes of it."""
        import pyttsx3

        engine = self._engine = self._engine or pyttsx3.init()
        engine.proxy.setBusy(False)  # it begins as busy, and the first `runAndWait` does not wait
        driver = engine.proxy._driver  # the engine's own queue loses settings
        identifier = self._identifier(driver, line.voice)
        try:
            driver.setProperty("voice", identifier)
            driver.setProperty("rate", line.rate_wpm)
        except ValueError as error:
            raise VoiceError("voice-failed/pyttsx3", voice=line.voice, reason=str(error)) from error
        library = getattr(sys.modules[type(driver).__module__], "_espeak", None)
        if library:
            library.Synchronize()
        if driver.getProperty("voice") != identifier:
            raise VoiceError("voice-failed/pyttsx3-other", voice=line.voice)
        engine.save_to_file(_as_data(line.text), str(path))
        engine.runAndWait()

    def _identifier(self, driver: Any, voice: str) -> str:
        """Return pyttsx3's name for a voice: espeak's own here, elsewhere it ends in ours."""
        if _FORKS:
            return voice
        for offered in driver.getProperty("voices"):
            if voice in (offered.id, offered.name, offered.id.rpartition("\\")[2]):
                return str(offered.id)
        raise VoiceError("no-voice/not-offered", voice=voice)


def _as_data(text: str) -> str:
    """Break what the systems behind pyttsx3 would obey; espeak-ng, as it is called, obeys nothing.

    NSSpeechSynthesizer takes commands in `[[…]]`, SAPI guesses XML from `<`.
    """
    if sys.platform == "darwin":
        return text.replace("[[", "[ [")
    return text.replace("<", " ") if sys.platform == "win32" else text


def _espeak() -> Espeak:
    espeak = find_espeak()
    if espeak is None:
        raise VoiceError("not-installed/espeak-here")
    return espeak
