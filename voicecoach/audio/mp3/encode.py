"""One cue's PCM to a fragment through LAME, and back for checking its level."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

from voicecoach.audio.mp3.crc import crc16
from voicecoach.audio.mp3.frames import (
    FRAME_SAMPLES,
    HEADER_BYTES,
    PRE_ROLL_FRAMES,
    SAMPLE_RATE_HZ,
    SIDE_INFO_BYTES,
    Bitrate,
    Fragment,
    frame_bytes,
    header,
    part2_3_lengths,
)
from voicecoach.audio.mp3.splice import session_chunks
from voicecoach.base.errors import VoicecoachError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pcm = NDArray[np.int16]
    Decoded = NDArray[np.float32]

LAME_GAIN = 0.95  # what LAME's constant-rate presets scale the input by, unasked (presets.c)
_FULL_SCALE = 32_767
_LEVEL_TRIES = 4
_LEVEL_MARGIN_DB = 0.1


def encode_fragment(pcm: Pcm, bitrate_kbps: Bitrate, quality: int = 2) -> Fragment:
    """Encode one cue so that it can be spliced anywhere and keeps its level.

    LAME's own gain of -0.44 dB is made up for before encoding; at a peak of -2 dBTP or less, which
    conditioned clips keep to, that cannot clip.

    Args:
        pcm: the cue, shape (samples,), int16, mono, 48 kHz.
        bitrate_kbps: constant bit rate.
        quality: LAME's, 2 (best) to 7 (fastest).

    Raises:
        ValueError: the PCM is empty, of another shape or type, or peaks above -0.44 dBFS.
        VoicecoachError: the installed encoder does not write frames that can be spliced.
    """
    import numpy as np

    if pcm.dtype != np.int16 or pcm.ndim != 1 or not pcm.size:
        raise ValueError(f"a cue is a row of int16 samples, not {pcm.dtype} of shape {pcm.shape}")
    loud = np.rint(pcm / LAME_GAIN)
    if np.abs(loud).max() > _FULL_SCALE:
        raise ValueError("the cue peaks above -0.44 dBFS and would clip in the encoder")
    silence = np.zeros(PRE_ROLL_FRAMES * FRAME_SAMPLES, np.int16)
    stream = _lame(
        np.concatenate([silence, loud.astype("<i2"), silence]).tobytes(), bitrate_kbps, quality
    )
    data = _trim(_audio_frames(stream, bitrate_kbps), bitrate_kbps)
    try:
        return Fragment(data, bitrate_kbps, samples=pcm.size, crc=crc16(data))
    except ValueError as error:
        raise VoicecoachError("encoder/splice", reason=str(error)) from error


def decode_fragment(fragment: Fragment) -> Decoded:
    """Decode a fragment to check its level.

    Returns:
        The cue alone, float32 of shape (samples,), full scale 1.0 (not clipped there); its sample
        0 is the cue's sample 0.
    """
    import soundfile

    pre_roll = PRE_ROLL_FRAMES * FRAME_SAMPLES
    chunks = session_chunks([(0, fragment)], pre_roll + fragment.samples, fragment.bitrate_kbps)
    decoded: Decoded = soundfile.read(io.BytesIO(b"".join(chunks)), dtype="float32")[0]
    return decoded[pre_roll:]


def encode_below(
    pcm: Pcm,
    bitrate_kbps: Bitrate,
    true_peak_dbtp: Callable[[Decoded], float],
    limit_dbtp: float = -1.0,
    quality: int = 2,
) -> Fragment:
    """Encode one cue, a little softer if need be, so that it decodes below a true peak.

    Encoding overshoots by an amount that only decoding shows.

    Args:
        pcm: as for `encode_fragment`.
        bitrate_kbps: constant bit rate.
        true_peak_dbtp: measures decoded samples (float32, full scale 1.0, 48 kHz) in dBTP.
        limit_dbtp: highest true peak allowed after decoding.
        quality: LAME's, 2 (best) to 7 (fastest).

    Raises:
        ValueError: as for `encode_fragment`.
        VoicecoachError: as for `encode_fragment`, or the level would not come down.
    """
    import numpy as np

    gain_db = 0.0
    softer = pcm
    for _ in range(_LEVEL_TRIES):
        fragment = encode_fragment(softer, bitrate_kbps, quality)
        excess_db = true_peak_dbtp(decode_fragment(fragment)) - limit_dbtp
        if excess_db <= 0:
            return fragment
        gain_db -= excess_db + _LEVEL_MARGIN_DB
        softer = np.rint(pcm * 10 ** (gain_db / 20)).astype(np.int16)
    raise VoicecoachError("encoder/level", limit_dbtp=limit_dbtp)


def _lame(pcm: bytes, bitrate_kbps: Bitrate, quality: int) -> bytes:
    """Encode with a fresh encoder, whose bit reservoir cannot reach outside the fragment."""
    import lameenc

    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(SAMPLE_RATE_HZ)
    encoder.set_out_sample_rate(SAMPLE_RATE_HZ)
    encoder.set_bit_rate(bitrate_kbps)
    encoder.set_quality(quality)
    return bytes(encoder.encode(pcm) + encoder.flush())


def _audio_frames(stream: bytes, bitrate_kbps: Bitrate) -> bytes:
    """Strip an ID3 tag or Info frame from the front, should this build of LAME write them."""
    start = max(stream.find(header(bitrate_kbps)), 0)
    name_at = start + HEADER_BYTES + SIDE_INFO_BYTES
    if stream[name_at : name_at + 4] in (b"Info", b"Xing"):
        start += frame_bytes(bitrate_kbps)
    return stream[start:]


def _trim(data: bytes, bitrate_kbps: Bitrate) -> bytes:
    """Drop the frames at the end without any spectrum, but never the pre-roll."""
    size = frame_bytes(bitrate_kbps)
    end = len(data)
    while end > PRE_ROLL_FRAMES * size and not any(part2_3_lengths(data[end - size : end])):
        end -= size
    return data[:end]
