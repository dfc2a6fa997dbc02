"""Cache keys of what is made here: the hash of all that shapes it, and nothing else."""

from __future__ import annotations

from voicecoach.cache import key_of
from voicecoach.mp3.frames import Bitrate
from voicecoach.sound import clip, tones
from voicecoach.voices import pace, verify
from voicecoach.voices.calibration import calibration_text
from voicecoach.voices.engine import Line, plain
from voicecoach.voices.packages import package_version

_ENCODER = "lameenc"
_CONDITIONERS = ("soxr", "pydub")


def fragment_key(sound: Line | str, bitrate_kbps: Bitrate, quality: int) -> str:
    """Return the key of an encoded line or tone."""
    encoding = [_ENCODER, package_version(_ENCODER), bitrate_kbps, quality]
    if isinstance(sound, str):
        return key_of(kind="tone", name=sound, version=tones.VERSION, encoding=encoding)
    own = {"text": plain(sound.text), "level_db": sound.level_db}
    return key_of(kind="line", encoding=encoding, **own, **_spoken(sound))


def tuning_key(line: Line) -> str:
    """Return the key of what was found for a line's voice at its rate."""
    return key_of(kind="tuning", **_spoken(line))


def _spoken(line: Line) -> dict[str, object]:
    """Return what shapes a clip beside its text."""
    voice = line.voice
    return {
        "voice": [voice.engine, voice.version, voice.name],
        "rate_wpm": line.rate_wpm,
        "pace": pace.VERSION,
        "calibration": calibration_text(line.language),
        "language": line.language,
        "conditioning": [clip.VERSION, verify.VERSION, *map(package_version, _CONDITIONERS)],
    }
