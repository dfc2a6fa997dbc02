"""One spoken cue, from whatever file an engine wrote to levelled PCM that begins on its onset."""

from __future__ import annotations

import io
import math
import struct
import warnings
from typing import TYPE_CHECKING, Any

from voicecoach.errors import VoiceError
from voicecoach.sound.limiter import limit
from voicecoach.sound.loudness import RATE_HZ, TARGET_LUFS, integrated_lufs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float64]
    Pcm = NDArray[np.int16]

VERSION = 1  # part of a clip's cache key: raise it when the same speech would come out otherwise

CUE_TRIM_LU = 2.0  # what a cue's own level may be moved by: a voice keeps its natural balance
_SILENT_DBFS = -50.0
_EDGE_DB = -40.0  # below its peak a cue has not begun yet, or is over
_CHUNK_MS = 5
_TAIL_MS = 30
_FADE_IN_MS, _FADE_OUT_MS = 3, 20
# Speech has 50 to 100 ms a letter at 140 words a minute, espeak-ng on single letters up to 900.
_LEAST_MS, _MOST_MS, _MOST_BASE_MS = 25, 1000, 3000
_REFERENCE_WPM = 140
_UNKNOWN_BYTES = 0x7FFF_0000  # sizes from here on stand for "unknown" where WAV is streamed


class ClipError(VoiceError):
    """What an engine wrote is no speech, or not this cue's."""


def condition(audio: bytes, text: str, rate_wpm: int, gain_db: float, level_db: float = 0.0) -> Pcm:
    """Turn what an engine wrote into a cue at its level.

    Args:
        audio: a sound file in any format that libsndfile reads.
        text: what is spoken in it, for judging its length.
        rate_wpm: how fast, in words a minute.
        gain_db: the voice's gain.
        level_db: how much louder than speech is by default.

    Returns:
        Mono, 48 kHz; its first sample lies at most 10 ms before the first sound.

    Raises:
        ClipError: it cannot be decoded, is silent, or has no plausible length.
    """
    return level(prepare(audio, text, rate_wpm), gain_db, level_db)


def prepare(audio: bytes, text: str, rate_wpm: int) -> Samples:
    """Do all of `condition` but levelling.

    Returns:
        Mono, 48 kHz, full scale 1.0.
    """
    import numpy as np
    import soxr

    samples, rate_hz = _decoded(audio)
    samples = trimmed(samples, rate_hz)
    _check_length(1000 * samples.size / rate_hz, text, rate_wpm)
    if rate_hz == RATE_HZ:
        return samples
    return np.asarray(soxr.resample(samples, rate_hz, RATE_HZ, quality="VHQ"), np.float64)


def silence(audio: bytes) -> Pcm:
    """Return silence at 48 kHz of a sound file's length, for an engine that makes no sound."""
    import numpy as np

    samples, rate_hz = _decoded(audio)
    return np.zeros(max(1, round(samples.size * RATE_HZ / rate_hz)), np.int16)


def relevelled(audio: bytes, level_db: float) -> Pcm:
    """Return a sound that was conditioned before, as loud as the cue is to be.

    Raises:
        ClipError: it cannot be decoded, or is not at 48 kHz.
    """
    samples, rate_hz = _decoded(audio)
    if rate_hz != RATE_HZ:
        raise ClipError(f"it is at {rate_hz} Hz, not at {RATE_HZ} Hz")
    return level(samples, 0.0, level_db)


def gain_of(samples: Samples) -> float:
    """Return the gain in dB that takes a voice, speaking its calibration text, to its loudness."""
    return TARGET_LUFS - integrated_lufs(samples)


def level(samples: Samples, gain_db: float, level_db: float = 0.0) -> Pcm:
    """Apply the voice's gain and the cue's own trim, and limit its peaks."""
    import numpy as np

    gained = samples * 10 ** (gain_db / 20)
    trim_db = min(max(gain_of(gained), -CUE_TRIM_LU), CUE_TRIM_LU)
    limited = limit(gained * 10 ** ((trim_db + level_db) / 20))
    return np.rint(limited * 32_768).astype(np.int16)


def _decoded(audio: bytes) -> tuple[Samples, int]:
    """Decode by content, whatever the file was called, and mix down."""
    import soundfile

    if not audio:
        raise ClipError("the voice wrote an empty file")
    if cut_short(audio, len(audio)):
        raise ClipError("the voice's file is cut short")
    try:
        samples, rate_hz = soundfile.read(io.BytesIO(audio), dtype="float64", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise ClipError(f"the voice's file is no sound: {error.error_string}") from error
    return samples.mean(axis=1), rate_hz


def cut_short(head: bytes, size_bytes: int) -> bool:
    """Tell whether a WAV or AIFF file ends before the sound that its header promises.

    Args:
        head: the file's beginning, with its header.
        size_bytes: of the whole file.
    """
    order = {b"RIFF": "<", b"FORM": ">"}.get(head[:4])
    at = 12
    while order and at + 8 <= len(head):
        name, size = struct.unpack_from(f"{order}4sI", head, at)
        at += 8
        if name in (b"data", b"SSND"):
            return bool(size_bytes - at < size < _UNKNOWN_BYTES)
        at += size + size % 2
    return bool(order) and at + 8 > size_bytes


def trimmed(samples: Samples, rate_hz: int, background_dbfs: float = -math.inf) -> Samples:
    """Cut silence off both ends and soften the cuts.

    Args:
        samples: mono, full scale 1.0.
        rate_hz: samples a second.
        background_dbfs: what is no louder than this is silence too.

    Raises:
        ClipError: it is all silent.
    """
    import numpy as np

    pydub = _pydub()
    whole = np.rint(np.clip(samples, -1, 1) * 0x7FFF_FFFF).astype("<i4")
    sound = pydub.AudioSegment(whole.tobytes(), sample_width=4, frame_rate=rate_hz, channels=1)
    if sound.max_dBFS < _SILENT_DBFS:
        raise ClipError("the voice said nothing")
    edge_dbfs = max(sound.max_dBFS + _EDGE_DB, background_dbfs)
    onset_ms = pydub.silence.detect_leading_silence(sound, edge_dbfs, _CHUNK_MS)
    tail_ms = pydub.silence.detect_leading_silence(sound.reverse(), edge_dbfs, _CHUNK_MS)
    end_ms = min(len(sound), len(sound) - tail_ms + _TAIL_MS)
    cut = sound[onset_ms:end_ms].fade_in(_FADE_IN_MS).fade_out(_FADE_OUT_MS)
    return np.frombuffer(cut.raw_data, "<i4") / 2**31


def _check_length(length_ms: float, text: str, rate_wpm: int) -> None:
    letters = sum(character.isalnum() for character in text)
    pace = _REFERENCE_WPM / rate_wpm
    if length_ms < _LEAST_MS * letters * pace:
        raise ClipError(f"{length_ms / 1000:.1f} s is too short for its words")
    if length_ms > (_MOST_BASE_MS + _MOST_MS * letters) * pace:
        raise ClipError(f"{length_ms / 1000:.1f} s is too long for its words")


def _pydub() -> Any:
    """Import pydub without its complaints about what is not used here."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Couldn't find ff", RuntimeWarning)
        warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
        warnings.filterwarnings("ignore", category=SyntaxWarning, module=".*pydub")
        import pydub
        import pydub.silence
    return pydub
