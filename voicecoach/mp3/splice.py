"""Sessions from fragments: frames laid end to end, with no encoding, mixing or decoding.

A decoder is linear, a silent frame adds nothing, and a fragment refers to no frame outside itself:
so the session decodes to the sum of its fragments, each at its exact sample. This module is all of
a warm build's audio work and imports the standard library only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from voicecoach.mp3.crc import crc16, crc_combine
from voicecoach.mp3.frames import Bitrate, Fragment, frame_bytes, silent_frame
from voicecoach.mp3.info import frame_count, info_frame

_CHUNK_FRAMES = 512  # of silence: 96 KiB at 64 kbit/s, so that memory stays flat


def session_chunks(
    placed: Sequence[tuple[int, Fragment]], samples: int, bitrate_kbps: Bitrate
) -> Iterator[bytes]:
    """Lay fragments and silence end to end as one MP3 stream, ready for `writelines`.

    Args:
        placed: fragments in order, each with the frame at which it starts (pre-roll included):
            placed at frame k, its cue sounds at sample (k + `PRE_ROLL_FRAMES`) * 1152 exactly.
        samples: exact length of the decoded session at 48 kHz.
        bitrate_kbps: of the session and of every fragment.

    Returns:
        The chunks: the Info frame, then each fragment whole and silence in small pieces. Tags go
        in front of them.

    Raises:
        ValueError: at once, before any chunk, when fragments overlap, are out of order, run past
            the end or have another bit rate, or when there is nothing to play.
    """
    frames = frame_count(samples)
    _check(placed, samples, bitrate_kbps)
    info = info_frame(samples, bitrate_kbps, _music_crc(placed, frames, bitrate_kbps))
    return _chunks(info, placed, frames, bitrate_kbps)


def _check(placed: Sequence[tuple[int, Fragment]], samples: int, bitrate_kbps: Bitrate) -> None:
    if samples < 1:
        raise ValueError(f"a session of {samples} samples has nothing to play")
    end = 0
    for start, fragment in placed:
        if fragment.bitrate_kbps != bitrate_kbps:
            raise ValueError(
                f"the fragment at frame {start} has {fragment.bitrate_kbps} kbit/s, "
                f"the session {bitrate_kbps}"
            )
        if start < end:
            raise ValueError(f"the fragment at frame {start} begins before frame {end} is free")
        end = start + fragment.frames
    if end > frame_count(samples):
        raise ValueError(
            f"the last fragment ends at frame {end}, the session at {frame_count(samples)}"
        )


def _chunks(
    info: bytes, placed: Sequence[tuple[int, Fragment]], frames: int, bitrate_kbps: Bitrate
) -> Iterator[bytes]:
    yield info
    silence = silent_frame(bitrate_kbps) * _CHUNK_FRAMES
    end = 0
    for start, fragment in placed:
        yield from _silence(silence, start - end, bitrate_kbps)
        yield fragment.data
        end = start + fragment.frames
    yield from _silence(silence, frames - end, bitrate_kbps)


def _silence(silence: bytes, frames: int, bitrate_kbps: Bitrate) -> Iterator[bytes]:
    whole, rest = divmod(frames, _CHUNK_FRAMES)
    for _ in range(whole):
        yield silence
    if rest:
        yield silence[: rest * frame_bytes(bitrate_kbps)]


def _music_crc(placed: Sequence[tuple[int, Fragment]], frames: int, bitrate_kbps: Bitrate) -> int:
    """Return the CRC of all frames after the Info frame, without reading them.

    A CRC is linear: the session's is that of silence throughout, plus, for each fragment, what it
    differs in from silence of its own length. So the gaps, each of another length, cost nothing.
    """
    size = frame_bytes(bitrate_kbps)
    difference = end = 0
    for start, fragment in placed:
        own = fragment.crc ^ _silence_crc(fragment.frames, bitrate_kbps)
        difference = crc_combine(difference, own, (start + fragment.frames - end) * size)
        end = start + fragment.frames
    return crc_combine(difference, _silence_crc(frames, bitrate_kbps), (frames - end) * size)


@lru_cache(maxsize=4096)
def _silence_crc(frames: int, bitrate_kbps: Bitrate) -> int:
    """Return the CRC of that many silent frames, by doubling."""
    size = frame_bytes(bitrate_kbps)
    if frames <= 1:
        return crc16(silent_frame(bitrate_kbps) * frames)
    half = _silence_crc(frames // 2, bitrate_kbps)
    even = crc_combine(half, half, frames // 2 * size)
    return crc_combine(even, _silence_crc(1, bitrate_kbps), size) if frames % 2 else even
