"""Cache keys of what is made here: the hash of all that shapes it, and nothing else.

Versions of packages are no part of them: they stand in the entry. Where a package gives another
sound that matters, the version of what uses it is raised: in `audio.versions`, `tones`, an engine.
"""

from __future__ import annotations

from collections.abc import Iterable

from voicecoach.audio import versions
from voicecoach.audio.mp3.frames import Bitrate
from voicecoach.audio.pcm import tones
from voicecoach.store.fragments import FORM
from voicecoach.store.protocol import key_of
from voicecoach.voices import pace
from voicecoach.voices.calibration import calibration_text
from voicecoach.voices.engine import Line, plain
from voicecoach.voices.packages import package_version

_ENCODER = "lameenc"
_CONDITIONERS = ("numpy", "pydub", "soxr")


def fragment_key(sound: Line | str, bitrate_kbps: Bitrate, quality: int) -> str:
    """Return the key of an encoded line or tone."""
    encoding = [FORM, _ENCODER, bitrate_kbps, quality]
    if isinstance(sound, str):
        return key_of(kind="tone", name=sound, version=tones.VERSION, encoding=encoding)
    own = {"text": plain(sound.text), "level_db": sound.level_db}
    return key_of(kind="line", encoding=encoding, **own, **_spoken(sound))


def tuning_key(line: Line) -> str:
    """Return the key of what was found for a line's voice at its rate."""
    return key_of(kind="tuning", **_spoken(line))


def versions_of(packages: Iterable[str]) -> dict[str, str]:
    """Return the versions of what makes a fragment here.

    Args:
        packages: those of the engine; none for a tone.

    Returns:
        By the names of those packages that are installed.
    """
    names = sorted({*packages, *_CONDITIONERS, _ENCODER})
    return {name: version for name in names if (version := package_version(name))}


def _spoken(line: Line) -> dict[str, object]:
    """Return what shapes a clip beside its text."""
    voice = line.voice
    return {
        "voice": [voice.engine, voice.version, voice.name],
        "rate_wpm": line.rate_wpm,
        "pace": pace.VERSION,
        "calibration": calibration_text(line.language),
        "language": line.language,
        "conditioning": [versions.CLIP, versions.VERIFY],
    }
