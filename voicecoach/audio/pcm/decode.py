"""Sound files as samples: judged by their content, whatever they were called."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

from voicecoach.base.errors import VoiceError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float64]

_UNKNOWN_BYTES = 0x7FFF_0000  # sizes from here on stand for "unknown" where WAV is streamed


class SoundError(VoiceError):
    """What an engine wrote is no sound."""


def decode(audio: bytes) -> tuple[Samples, int]:
    """Decode a sound file in any format that libsndfile reads, and mix it down.

    Returns:
        Mono samples, full scale 1.0, and how many there are a second.

    Raises:
        SoundError: it is empty, cut short, or no sound.
    """
    import soundfile

    if not audio:
        raise SoundError("voice-failed/empty-file")
    if cut_short(audio, len(audio)):
        raise SoundError("voice-failed/cut-short")
    try:
        samples, rate_hz = soundfile.read(io.BytesIO(audio), dtype="float64", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise SoundError("voice-failed/no-sound-file", reason=error.error_string) from error
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
