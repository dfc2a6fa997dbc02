"""One spoken cue, from what an engine spoke to levelled PCM that begins on its onset."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from voicecoach.audio.pcm.limiter import limit
from voicecoach.audio.pcm.loudness import RATE_HZ, TARGET_LUFS, integrated_lufs
from voicecoach.base.errors import VoiceError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float64]
    AnySamples = NDArray[np.float32] | NDArray[np.float64]
    Pcm = NDArray[np.int16]


PAUSE_MS = 400  # the longest within a cue: what is longer keeps the listener waiting
CUE_TRIM_LU = 2.0  # what a cue's own level may be moved by: a voice keeps its natural balance
_SILENT_DBFS = -50.0
_EDGE_DB = -40.0  # below its peak a cue has not begun yet, or is over
_HUSH_DB = -48.0  # below its peak nothing of a word is heard
_HUSH_MS = 60  # a shorter pause is part of a word
_CHUNK_MS = 5
_TAIL_MS = 30
_FADE_IN_MS, _FADE_OUT_MS = 3, 20


class ClipError(VoiceError):
    """What an engine spoke is no speech."""


def condition(samples: AnySamples, rate_hz: int, gain_db: float, level_db: float = 0.0) -> Pcm:
    """Turn what an engine spoke into a cue at its level.

    Args:
        samples: mono, full scale 1.0.
        rate_hz: samples a second.
        gain_db: the voice's gain.
        level_db: how much louder than speech is by default.

    Returns:
        Mono, 48 kHz; its first sample lies at most 10 ms before the first sound.

    Raises:
        ClipError: it is silent, or no sound at all.
    """
    return level(prepare(samples, rate_hz), gain_db, level_db)


def prepare(samples: AnySamples, rate_hz: int) -> Samples:
    """Do all of `condition` but levelling: trim, shorten and hush pauses, resample.

    Returns:
        Mono, 48 kHz, full scale 1.0.
    """
    import numpy as np
    import soxr

    spoken = hushed(shortened(trimmed(samples, rate_hz), rate_hz), rate_hz)
    if rate_hz == RATE_HZ:
        return spoken
    return np.asarray(soxr.resample(spoken, rate_hz, RATE_HZ, quality="VHQ"), np.float64)


def silence(samples: AnySamples, rate_hz: int) -> Pcm:
    """Return silence at 48 kHz of a sound's length, for an engine that makes no sound."""
    import numpy as np

    return np.zeros(max(1, round(samples.size * RATE_HZ / rate_hz)), np.int16)


def relevelled(samples: AnySamples, rate_hz: int, level_db: float) -> Pcm:
    """Return a sound that was conditioned before, as loud as the cue is to be.

    Raises:
        ClipError: it is not at 48 kHz.
    """
    import numpy as np

    if rate_hz != RATE_HZ:
        raise ClipError("voice-failed/wrong-rate", rate_hz=rate_hz, wanted_hz=RATE_HZ)
    return level(samples.astype(np.float64), 0.0, level_db)


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


def trimmed(samples: AnySamples, rate_hz: int, background_dbfs: float = -math.inf) -> Samples:
    """Cut silence off both ends and soften the cuts.

    Args:
        samples: mono, full scale 1.0.
        rate_hz: samples a second.
        background_dbfs: what is no louder than this is silence too.

    Raises:
        ClipError: it is all silent, or no sound.
    """
    import numpy as np

    if not np.isfinite(samples).all():
        raise ClipError("voice-failed/no-numbers")
    pydub = _pydub()
    whole = np.rint(np.clip(samples, -1, 1) * 0x7FFF_FFFF).astype("<i4")
    sound = pydub.AudioSegment(whole.tobytes(), sample_width=4, frame_rate=rate_hz, channels=1)
    if sound.max_dBFS < _SILENT_DBFS:
        raise ClipError("voice-failed/nothing")
    edge_dbfs = max(sound.max_dBFS + _EDGE_DB, background_dbfs)
    onset_ms = pydub.silence.detect_leading_silence(sound, edge_dbfs, _CHUNK_MS)
    tail_ms = pydub.silence.detect_leading_silence(sound.reverse(), edge_dbfs, _CHUNK_MS)
    end_ms = min(len(sound), len(sound) - tail_ms + _TAIL_MS)
    cut = sound[onset_ms:end_ms].fade_in(_FADE_IN_MS).fade_out(_FADE_OUT_MS)
    spoken: Samples = np.frombuffer(cut.raw_data, "<i4") / 2**31
    return spoken


def shortened(samples: Samples, rate_hz: int, most_ms: int = PAUSE_MS) -> Samples:
    """Cut the middle out of pauses that are longer than coaching wants.

    Args:
        samples: mono, full scale 1.0, trimmed.
        rate_hz: samples a second.
        most_ms: the longest pause that is left.
    """
    import numpy as np

    frame, most = rate_hz * _CHUNK_MS // 1000, most_ms // _CHUNK_MS
    kept, begin = [], 0
    for first, last in _pauses(samples, frame, _EDGE_DB):
        if last - first > most:
            middle = first + most // 2, last - (most - most // 2)
            kept.append(_faded(samples[begin : middle[0] * frame], frame, out=True))
            begin = middle[1] * frame
    if not kept:
        return samples
    kept.append(samples[begin:])
    for part in kept[1:]:
        _faded(part, frame)
    return np.concatenate(kept)


def hushed(samples: Samples, rate_hz: int) -> Samples:
    """Take the voice's own noise out of pauses: what a session has for silence takes their place.

    Args:
        samples: mono, full scale 1.0, trimmed.
        rate_hz: samples a second.
    """
    spoken, frame = samples.copy(), rate_hz * _CHUNK_MS // 1000
    for first, last in _pauses(samples, frame, _HUSH_DB):
        if (last - first) * _CHUNK_MS >= _HUSH_MS:
            begin, end = (first + 1) * frame, (last - 1) * frame
            _faded(spoken[begin - frame : begin], frame, out=True)
            spoken[begin:end] = 0
            _faded(spoken[end : end + frame], frame)
    return spoken


def _pauses(samples: Samples, frame: int, below_db: float) -> Iterator[tuple[int, int]]:
    """Give the stretches that stay so far below the peak, in chunks of so many samples."""
    import numpy as np

    whole = samples[: samples.size // frame * frame].reshape(-1, frame)
    quiet = np.sqrt(np.square(whole).mean(axis=1)) < np.abs(samples).max() * 10 ** (below_db / 20)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], quiet.astype(np.int8), [0]))))
    return zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _faded(samples: Samples, length: int, out: bool = False) -> Samples:
    """Fade the beginning, or the end, of samples in their place."""
    import numpy as np

    ramp = np.linspace(0, 1, length)
    if out:
        samples[-length:] *= ramp[::-1]
    else:
        samples[:length] *= ramp
    return samples


def _pydub() -> Any:
    """Import pydub without its complaints about what is not used here."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Couldn't find ff", RuntimeWarning)
        warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
        warnings.filterwarnings("ignore", category=SyntaxWarning, module=".*pydub")
        import pydub
        import pydub.silence
    return pydub
