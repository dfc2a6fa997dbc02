"""One cue's PCM to a fragment through LAME, and back for checking its level."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from voicecoach.audio.mp3.crc import crc16
from voicecoach.audio.mp3.frames import (
    FRAME_MS,
    FRAME_SAMPLES,
    HEADER_BYTES,
    PRE_ROLL_FRAMES,
    SAMPLE_RATE_HZ,
    SIDE_INFO_BYTES,
    Bitrate,
    Fragment,
    Portion,
    frame_bytes,
    header,
    main_data_begin,
)
from voicecoach.audio.mp3.packing import alone, packed, unpacked
from voicecoach.audio.mp3.splice import session_chunks
from voicecoach.base.errors import VoicecoachError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pcm = NDArray[np.int16]
    Decoded = NDArray[np.float32]

LAME_GAIN = 0.95  # what LAME's constant-rate presets scale the input by, unasked (presets.c)
_FULL_SCALE = 32_767
_LEAST_PAUSE_FRAMES = 2  # less of the carrier would hardly come up
_LOOP_QUALITY = 5
_LOOP_HEADERS = {  # of the bit rates at which loops are tried, by kbit/s; else as `frames.header`
    kbps: bytes.fromhex(f"fffb{index}4c4")
    for kbps, index in ((80, 6), (64, 5), (56, 4), (48, 3), (40, 2), (32, 1))
}
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
    if not pcm.any():  # LAME would write frames that hold nothing
        return Fragment(b"", bitrate_kbps, pcm.size, 0, ())
    loud = np.rint(pcm / LAME_GAIN)
    if np.abs(loud).max() > _FULL_SCALE:
        raise ValueError("the cue peaks above -0.44 dBFS and would clip in the encoder")
    silence = np.zeros(PRE_ROLL_FRAMES * FRAME_SAMPLES, np.int16)
    stream = lame(
        np.concatenate([silence, loud.astype("<i2"), silence]).tobytes(), bitrate_kbps, quality
    )
    frames = audio_frames(stream, header(bitrate_kbps), frame_bytes(bitrate_kbps))
    try:
        return _cut(frames, bitrate_kbps, pcm.size)
    except ValueError as error:
        raise VoicecoachError("encoder/splice", reason=str(error)) from error


def encode_loop(samples: NDArray[np.float64], bitrate_kbps: Bitrate) -> bytes:
    """Encode a sound without a beginning or an end, so that each frame holds its own data.

    Args:
        samples: one turn of it: whole frames, mono, 48 kHz, full scale 1.0.
        bitrate_kbps: of the frames.

    Returns:
        As many frames; what follows the last is the first.

    Raises:
        VoicecoachError: a frame has no room for its data, at whatever quality.
    """
    import numpy as np

    turn = np.rint(samples * (_FULL_SCALE + 1) / LAME_GAIN).astype("<i2")
    count = turn.size // FRAME_SAMPLES
    pcm = np.concatenate([turn, turn, turn[: PRE_ROLL_FRAMES * FRAME_SAMPLES]]).tobytes()
    for kbps, head in _LOOP_HEADERS.items():
        if kbps < bitrate_kbps:
            size = kbps * FRAME_MS // 8
            stream = audio_frames(lame(pcm, kbps, _LOOP_QUALITY), head, size, 2 * count)
            with contextlib.suppress(ValueError):  # a frame has too much: with less, then
                return alone(unpacked(stream, head, size)[count:], bitrate_kbps)
    raise VoicecoachError("encoder/splice", reason="more data than a frame has room for")


def decode_fragment(fragment: Fragment) -> Decoded:
    """Decode a fragment to check its level.

    Returns:
        The cue alone, float32 of shape (samples,), full scale 1.0 (not clipped there); its sample
        0 is the cue's sample 0.
    """
    import soundfile

    before = fragment.run_in * FRAME_SAMPLES
    chunks = session_chunks([(0, fragment)], before + fragment.samples, fragment.bitrate_kbps)
    decoded: Decoded = soundfile.read(io.BytesIO(b"".join(chunks)), dtype="float32")[0]
    return decoded[before:]


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
        if not fragment.parts:
            return fragment
        excess_db = true_peak_dbtp(decode_fragment(fragment)) - limit_dbtp
        if excess_db <= 0:
            return fragment
        gain_db -= excess_db + _LEVEL_MARGIN_DB
        softer = np.rint(pcm * 10 ** (gain_db / 20)).astype(np.int16)
    raise VoicecoachError("encoder/level", limit_dbtp=limit_dbtp)


def lame(pcm: bytes, kbps: int, quality: int) -> bytes:
    """Encode with a fresh encoder, whose bit reservoir cannot reach outside the fragment.

    Args:
        pcm: int16, little-endian, mono, 48 kHz.
        kbps: constant bit rate.
        quality: LAME's, 2 (best) to 7 (fastest).

    Returns:
        A stream, which may have a tag or an Info frame in front.
    """
    import lameenc

    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(SAMPLE_RATE_HZ)
    encoder.set_out_sample_rate(SAMPLE_RATE_HZ)
    encoder.set_bit_rate(kbps)
    encoder.set_quality(quality)
    return bytes(encoder.encode(pcm) + encoder.flush())


def audio_frames(stream: bytes, head: bytes, size: int, count: int | None = None) -> bytes:
    """Strip an ID3 tag or Info frame from the front, should this build of LAME write them.

    Args:
        stream: what `lame` gave.
        head: the header of its frames.
        size: bytes a frame.
        count: how many frames are wanted; all of them unless given.
    """
    start = max(stream.find(head), 0)
    name_at = start + HEADER_BYTES + SIDE_INFO_BYTES
    if stream[name_at : name_at + 4] in (b"Info", b"Xing"):
        start += size
    return stream[start:] if count is None else stream[start : start + count * size]


def _cut(data: bytes, bitrate_kbps: Bitrate, samples: int) -> Fragment:
    """Lay a cue's data as late as can be, and leave out the frames in which nothing of it lies.

    Args:
        data: all frames, from the pre-roll on.
        bitrate_kbps: of them.
        samples: length of the cue itself.

    Raises:
        ValueError: it is no stream of such frames.
    """
    size = frame_bytes(bitrate_kbps)
    frames = unpacked(data, header(bitrate_kbps), size)
    laid = packed(frames, bitrate_kbps)
    begins = [main_data_begin(laid[at : at + size]) for at in range(0, len(laid), size)]
    found = _sounding([bool(frame.main) for frame in frames], begins)
    if not found:
        return Fragment(b"", bitrate_kbps, samples, 0, ())
    first = found[0][0]
    parts = tuple(
        Portion(begin - first, end - first, crc16(laid[begin * size : end * size]))
        for begin, end in found
    )
    kept = laid[first * size : found[-1][1] * size]
    return Fragment(kept, bitrate_kbps, samples, PRE_ROLL_FRAMES - first, parts)


def _sounding(sounds: Sequence[bool], begins: Sequence[int]) -> list[tuple[int, int]]:
    """Say from where and up to where frames hold something, by their numbers.

    In front of each stretch one frame more is kept, in which a decoder that begins there comes into
    step; what lies between two for less than `_LEAST_PAUSE_FRAMES` belongs to them.

    Args:
        sounds: whether something is heard in each frame.
        begins: how many bytes in front of it its data begin.
    """
    found: list[tuple[int, int]] = []
    for index in (index for index, sounding in enumerate(sounds) if sounding):
        begin = max(index - 1, 0) if found else max(min(index, PRE_ROLL_FRAMES) - 1, 0)
        while begin and begins[begin]:
            begin -= 1
        if found and begin - found[-1][1] < _LEAST_PAUSE_FRAMES:
            begin, _ = found.pop()
        found.append((begin, index + 1))
    return found
