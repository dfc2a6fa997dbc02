"""Sound files as samples: judged by their content, whatever they were called."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, Any

from voicecoach.audio.pcm.intake import MOST_S, accepted, mixed_down
from voicecoach.base.errors import VoiceError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float64]

MOST_BYTES = 64_000_000
"""Of a file with one line: two minutes at 48 kHz in stereo have 23 million."""
_MOST_CHANNELS = 8
_UNKNOWN_BYTES = 0x7FFF_0000  # sizes from here on stand for "unknown" where WAV is streamed


class SoundError(VoiceError):
    """What an engine wrote is no sound."""


def decode(audio: bytes) -> tuple[Samples, int]:
    """Decode a sound file in any format that libsndfile reads, and mix it down.

    Returns:
        Mono samples, full scale 1.0, and how many there are a second.

    Raises:
        SoundError: it is empty, cut short, or no sound.
        VoiceError: it is longer than any line, or its samples are no numbers.
    """
    import numpy as np
    import soundfile

    if not audio:
        raise SoundError("voice-failed/empty-file")
    if cut_short(audio, len(audio)):
        raise SoundError("voice-failed/cut-short")
    try:
        with soundfile.SoundFile(io.BytesIO(audio)) as sound:
            _check(sound)
            samples = sound.read(dtype="float64", always_2d=True)
            rate_hz: int = sound.samplerate
    except soundfile.LibsndfileError as error:
        raise SoundError("voice-failed/no-sound-file", reason=error.error_string) from error
    if not np.isfinite(samples).all():  # of which no mean can be told
        raise VoiceError("voice-failed/no-numbers")
    with np.errstate(over="ignore", invalid="ignore"):
        mono = mixed_down(samples)
    return accepted(mono, rate_hz), rate_hz


def _check(sound: Any) -> None:
    """See that a sound is no longer than a line, before it is read: it may be packed small.

    Raises:
        SoundError: it is, or it has too many channels.
    """
    if sound.channels > _MOST_CHANNELS:
        raise SoundError("voice-failed/channels", channels=sound.channels, most=_MOST_CHANNELS)
    if sound.frames > MOST_S * sound.samplerate:
        lasts_s = sound.frames / sound.samplerate
        raise SoundError("voice-failed/long-file", lasts_s=lasts_s, most_s=MOST_S)


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
