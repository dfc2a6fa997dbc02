"""Where espeak-ng's library and data are, and which voices those hold, without loading them."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.values import dataclass
from voicecoach.voices.engine import VoiceInfo
from voicecoach.voices.identity import file_digest

_SONAME = "libespeak-ng.so.1"  # what pyttsx3's driver loads, and what the wheel's library is called
_DATA = "espeak-ng-data"
_SHARED = ("phondata", "phonindex", "phontab", "intonations")  # what every voice speaks by
_PATH_LIMIT = 160  # from so many characters on the library ends the process (N_PATH_HOME)
_PRIORITY = 5  # of a voice file's language that gives none; lower is better
# American English keeps the r of "four", "floor" and "lower", which the British voice drops: in a
# voice this synthetic each sound that tells words apart counts. The other English voices are
# regional, or compress syllables more.
_PREFERRED = {"en": "gmw/en-us"}


@dataclass(frozen=True, slots=True)
class Espeak:
    """An installed espeak-ng.

    Attributes:
        library: the shared library.
        data: its folder of voices and phonemes.
    """

    library: Path
    data: Path

    def problem(self) -> Phrase | None:
        """Return what would make the library end the process, or None."""
        if len(os.fsencode(self.data)) >= _PATH_LIMIT:
            return phrase("not-installed/espeak-path", most=_PATH_LIMIT, folder=self.data)
        return None

    def version(self, voice: str) -> str:
        """Return the digests of the library and of the data that a voice speaks by."""
        shared = [self.library, *(self.data / name for name in _SHARED)]
        own = self._file(voice)
        dictionaries = [self.data / f"{name}_dict" for name in _dictionaries(own)] if own else []
        parts = [*shared, *([own] if own else []), *filter(Path.is_file, dictionaries)]
        return "; ".join(file_digest(part) for part in parts)

    def voices(self) -> list[VoiceInfo]:
        """Read the voice files, in the order of their names."""
        return [voice for voice, _ in _catalogue(self.data)]

    def default_voice(self, language: str) -> str:
        """Return the preferred voice for a language code, or for its part before the hyphen."""
        wanted = language.lower()
        if wanted in _PREFERRED:
            return _PREFERRED[wanted]
        ranked = sorted(
            (priorities[wanted], voice.name)
            for voice, priorities in _catalogue(self.data)
            if wanted in priorities
        )
        if ranked:
            return ranked[0][1]
        return self.default_voice(wanted.rpartition("-")[0]) if "-" in wanted else ""

    def _file(self, voice: str) -> Path | None:
        """Return the file of a voice, whose name is lower case, or None."""
        named = self.data / "lang" / voice
        files = (path for path in named.parent.glob("*") if path.is_file())
        return next((path for path in files if path.name.lower() == named.name), None)


@lru_cache
def find_espeak() -> Espeak | None:
    """Find the system's espeak-ng, or else the one in the `espeakng-loader` wheel."""
    for folder in library_folders():
        library = folder / _SONAME
        if library.exists():
            own = os.environ.get("ESPEAK_DATA_PATH")
            shared = [folder, Path("/usr/share"), Path("/usr/lib"), Path("/usr/local/share")]
            places = [Path(own), Path(own, _DATA)] if own else [place / _DATA for place in shared]
            for data in places:
                if (data / "phontab").exists():
                    return Espeak(library, data)
    for entry in filter(None, sys.path):
        wheel = Path(entry, "espeakng_loader").absolute()
        if (wheel / _SONAME).exists() and (wheel / _DATA / "phontab").exists():
            return Espeak(wheel / _SONAME, wheel / _DATA)
    return None


def library_folders() -> list[Path]:
    """List where the loader looks, without asking it: that would start a process."""
    triplet = f"{os.uname().machine}-linux-gnu"
    own = [folder for folder in os.environ.get("LD_LIBRARY_PATH", "").split(":") if folder]
    usual = [f"/usr/lib/{triplet}", f"/lib/{triplet}", "/usr/lib64", "/usr/lib", "/usr/local/lib"]
    return [Path(folder) for folder in [*own, *usual]]


@lru_cache  # 141 files: for each of a hundred sessions they took longer than to compile it
def _catalogue(data: Path) -> tuple[tuple[VoiceInfo, Mapping[str, int]], ...]:
    """Read every voice with its languages' priorities."""
    root = data / "lang"
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return tuple(_voice(path, path.relative_to(root).as_posix().lower()) for path in files)


def _dictionaries(voice: Path) -> list[str]:
    """Name the dictionaries of a voice file: those that it names, and those of its languages."""
    named = []
    for line in voice.read_text(encoding="utf-8", errors="replace").splitlines():
        key, *values = line.split()[:2] or [""]
        if key in ("language", "dictionary") and values:
            named.append(values[0].partition("-")[0])
    return [*dict.fromkeys(named)]


def _voice(path: Path, name: str) -> tuple[VoiceInfo, Mapping[str, int]]:
    """Read the head of a voice file: lines of `name TITLE` and `language CODE [PRIORITY]`."""
    title, priorities = name, {}
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        key, *values = line.split()[:3] or [""]
        if key == "name":
            title = line.split(maxsplit=1)[1]
        elif key == "language" and values:
            priorities[values[0].lower()] = int(values[1]) if len(values) > 1 else _PRIORITY
    return VoiceInfo(name, tuple(priorities), title), priorities
