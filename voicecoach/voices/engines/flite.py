"""flite, the program of Carnegie Mellon University: English, small, and easy to understand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path

from voicecoach.base.controls import clipped
from voicecoach.base.errors import VoiceError
from voicecoach.base.messages import Phrase, phrase
from voicecoach.voices.engine import Capabilities, Speech, SpeechRequest, VoiceInfo
from voicecoach.voices.engines.espeak import library_folders
from voicecoach.voices.engines.program import find_program, run_program
from voicecoach.voices.engines.speech_file import speech_from_file
from voicecoach.voices.identity import file_digest

# From the clearest. `awb_time`, which flite has too, knows nothing but the time of day.
_VOICES = {
    "slt": "slt, a woman from the USA",
    "rms": "rms, a man from the USA",
    "awb": "awb, a man from Scotland",
    "kal16": "kal16, an early synthetic man, 16 kHz",
    "kal": "kal, an early synthetic man, 8 kHz",
}
_LANGUAGES = {"awb": ("en-gb-scotland", "en")}
_VERSION = 1  # of how a line is asked for here: raise it when one would sound otherwise
_LIBRARY = re.compile(rb"libflite\w*\.so[.\d]*")
_NATURAL_WPM = 140  # spoken without stretching; what that really is, the worker measures
# flite reads bytes, and says or drops those beyond ASCII one by one.
_SPELLED = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2013": ", ",
        "\u2014": ", ",
        "\u2026": "...",
        "\u2044": "/",  # within ½, taken apart
    }
)


class Flite:
    """Runs flite once a line."""

    name = "flite"
    capabilities = Capabilities(languages=frozenset({"en"}), memory_mb=90)

    def available(self) -> Phrase | None:
        """Return None where the program is and has a voice."""
        program = find_program("flite")
        if program is None:
            return phrase("not-installed/flite")
        return None if self.voices() else phrase("not-installed/flite-voice", program=program)

    def version(self, voice: str) -> str:
        """Return what changes with the program and its libraries; empty without one."""
        program = find_program("flite")
        if program is None:
            return ""
        digest = file_digest(program)
        libraries = (_library(name) for name in _linked(program, digest) if _serves(name, voice))
        parts = [digest, *(file_digest(library) for library in libraries if library)]
        return "; ".join([*parts, str(_VERSION)])

    def voices(self) -> list[VoiceInfo]:
        """Return the voices that the program was made with."""
        program = find_program("flite")
        found = _built_in(program, file_digest(program)) if program else ()
        return [
            VoiceInfo(name, _LANGUAGES.get(name, ("en-us", "en")), _VOICES[name]) for name in found
        ]

    def default_voice(self, language: str) -> str:
        """Return the clearest voice for English; there is none for other languages."""
        if language.lower().partition("-")[0] != "en":
            return ""
        return next((voice.name for voice in self.voices()), "")

    def start(self) -> None:
        """Load nothing."""

    def synthesise(self, lines: Sequence[SpeechRequest]) -> Iterator[Speech]:
        """Speak lines; a text goes in by standard input, where nothing is an option."""
        program = find_program("flite")
        if program is None:
            raise VoiceError("not-installed/flite-gone")
        known = [voice.name for voice in self.voices()]
        for line in lines:
            if line.voice not in known:  # flite would take another
                raise VoiceError("no-voice/flite", voice=line.voice)
            yield speech_from_file(partial(_write, program, line))


def _write(program: Path, line: SpeechRequest, path: Path) -> None:
    stretch = f"duration_stretch={_NATURAL_WPM / line.rate_wpm:.4f}"
    options = ["-voice", line.voice, "--setf", stretch, "-f", "-", "-o", str(path)]
    run_program([str(program), *options], in_ascii(line.text) + "\n")


def in_ascii(text: str) -> str:
    """Spell a text as flite can read it: without accents, with plain quotes and dashes.

    Raises:
        VoiceError: it has letters or digits that would be lost.
    """
    spelled = unicodedata.normalize("NFKD", text.translate(_SPELLED)).translate(_SPELLED)
    lost = [c for c in spelled if not c.isascii() and unicodedata.category(c)[0] in "LN"]
    if lost:
        raise VoiceError("voice-failed/letters", letters=clipped("".join(lost), 20))
    marks = (c for c in spelled if not unicodedata.category(c).startswith("M"))
    return "".join(c if c.isascii() else " " for c in marks)


@lru_cache
def _linked(program: Path, _digest: str) -> tuple[str, ...]:
    """Look in the program for the names of its libraries; one that was linked whole has none."""
    try:
        return tuple(sorted({name.decode() for name in _LIBRARY.findall(program.read_bytes())}))
    except OSError:
        return ()


def _serves(library: str, voice: str) -> bool:
    """Whether a voice speaks by a library: all but those of other voices."""
    return "_cmu_us_" not in library or f"_cmu_us_{voice}." in library


def _library(name: str) -> Path | None:
    return next((place for folder in library_folders() if (place := folder / name).is_file()), None)


@lru_cache
def _built_in(program: Path, _digest: str) -> tuple[str, ...]:
    """Look in the program for the names of voices: `flite -lv` would cost a process a build."""
    try:
        content = program.read_bytes()
    except OSError:
        return ()
    return tuple(name for name in _VOICES if f"cmu_us_{name}\0".encode() in content)
