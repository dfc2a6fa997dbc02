"""One recorded line: judged, cut, cleaned and levelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicecoach.audio.pcm import clip
from voicecoach.audio.pcm.intake import is_like_speech
from voicecoach.audio.pcm.levels import STEP_MS, levels_of
from voicecoach.audio.pcm.loudness import RATE_HZ
from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.values import dataclass
from voicecoach.recordings.decode import RecordingError
from voicecoach.recordings.pauses import Room, room_of, spoken_span
from voicecoach.voices.estimate import estimate_ms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float64]
    Pcm = NDArray[np.int16]

MOST_LINE_S = 60.0
_SILENT_DBFS = -50.0
_RUMBLE_HZ = 70.0  # below the lowest voices: mains hum, traffic, wind, hands on the phone
_MARGIN_MS = 100  # kept around what is spoken, for what is softer at its edges
_QUIET_DB = 30.0  # a gain beyond this brings up the hiss of the recorder too
_NOISY_DB = 30.0  # less than this between speech and room is heard as noise
_LOW_RATE_HZ = 16_000
# A flat top is a run of samples that hardly differ, at the end of the scale. What MP3 or Opus has
# kept of one goes beyond the scale.
_FULL_SCALE, _FLAT, _RUN, _LEAST_RUNS, _BEYOND_SHARE = 0.98, 2 / 32_768, 4, 3, 0.001
_USUAL_WPM = 140
_LEAST_PART, _MOST_PART, _MOST_BASE_MS = 0.33, 2.2, 1000  # of the usual length


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A line that is fit to be heard.

    Attributes:
        pcm: mono, 48 kHz, at its level.
        complaints: what could be better, each a sentence with what to do.
    """

    pcm: Pcm
    complaints: tuple[Phrase, ...]

    @property
    def length_ms(self) -> int:
        """How long it takes."""
        return -(-self.pcm.size * 1000 // RATE_HZ)


class WrongLength(RecordingError):
    """A recording can hardly be of its line: it takes too long for it, or not long enough."""


def clean_take(samples: Samples, rate_hz: int, text: str, most_ms: int | None) -> Cleaned:
    """Make a recording fit to be heard.

    Args:
        samples: mono, full scale 1.0.
        rate_hz: samples a second.
        text: what is spoken in it.
        most_ms: how long it may take, or None.

    Raises:
        WrongLength: it can hardly be this line.
        RecordingError: nothing is heard in it, it is no speech, or it is too long for its slot.
    """
    import numpy as np
    import soxr

    if 20 * np.log10(max(np.abs(samples).max(initial=0.0), 1e-9)) < _SILENT_DBFS:
        raise RecordingError("bad-recording/silent")
    at_rate = samples
    if rate_hz != RATE_HZ:
        at_rate = np.asarray(soxr.resample(samples, rate_hz, RATE_HZ, quality="VHQ"), np.float64)
    whole = _without_rumble(at_rate)
    levels = levels_of(whole, RATE_HZ)
    room = room_of(levels)
    cut = _cut(whole, *spoken_span(levels, room), room)
    _check_length(1000 * cut.size / RATE_HZ, text, most_ms)
    if not is_like_speech(cut, RATE_HZ):
        raise RecordingError("bad-recording/not-speech")
    gain_db = clip.gain_of(cut)
    complaints = (
        _clipped(samples),
        _too_quiet(gain_db),
        _noisy(room),
        phrase("poor-recording/dull", rate_hz=rate_hz) if rate_hz < _LOW_RATE_HZ else None,
    )
    return Cleaned(clip.level(cut, gain_db), tuple(filter(None, complaints)))


def usual_ms(text: str) -> int:
    """How long a line usually takes."""
    return estimate_ms(text, _USUAL_WPM)


def _without_rumble(samples: Samples) -> Samples:
    """Take away what lies below any voice, with no shift in time."""
    import numpy as np

    padded = samples.size + RATE_HZ // 4  # what rings on at one end is not to begin the other
    size = -(-padded // (RATE_HZ // 2)) * (RATE_HZ // 2)  # small prime factors
    spectrum = np.fft.rfft(samples, size)
    ratio = np.fft.rfftfreq(size, 1 / RATE_HZ) / _RUMBLE_HZ
    kept = np.fft.irfft(spectrum * ratio**8 / (1 + ratio**8), size)
    return np.asarray(kept[: samples.size], np.float64)


def _cut(samples: Samples, start: int, end: int, room: Room) -> Samples:
    """Cut to what is spoken; clicks before and after it are gone with the silence."""
    step, margin = RATE_HZ * STEP_MS // 1000, RATE_HZ * _MARGIN_MS // 1000
    spoken = samples[max(0, start * step - margin) : end * step + margin]
    return clip.trimmed(spoken, RATE_HZ, room.edge_db)


def _check_length(length_ms: float, text: str, most_ms: int | None) -> None:
    usual = usual_ms(text)
    takes_s = length_ms / 1000
    if not _LEAST_PART * usual < length_ms < _MOST_BASE_MS + _MOST_PART * usual:
        raise WrongLength("bad-recording/length", takes_s=takes_s, usual_s=usual / 1000)
    if most_ms is not None and length_ms > most_ms:
        raise RecordingError("bad-recording/slot", takes_s=takes_s, most_s=most_ms / 1000)


def _clipped(samples: Samples) -> Phrase | None:
    """Whether the recorder was overdriven."""
    import numpy as np

    size = np.abs(samples)
    flat = (np.abs(np.diff(samples)) < _FLAT) & (size[1:] > _FULL_SCALE)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flat.astype(np.int8), [0]])))
    runs = int((edges[1::2] - edges[::2] >= _RUN - 1).sum())
    if runs < _LEAST_RUNS and (size > 1.0).mean() < _BEYOND_SHARE:
        return None
    return phrase("poor-recording/clipped")


def _too_quiet(gain_db: float) -> Phrase | None:
    if gain_db <= _QUIET_DB:
        return None
    return phrase("poor-recording/quiet", short_db=gain_db - _QUIET_DB)


def _noisy(room: Room) -> Phrase | None:
    if room.background_db is None or room.speech_db - room.background_db >= _NOISY_DB:
        return None
    return phrase("poor-recording/noisy", apart_db=room.speech_db - room.background_db)
