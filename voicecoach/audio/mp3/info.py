"""The Info frame: the silent frame at a stream's start that tells a player its exact length.

Layout: Xing's VBR header, then Gabriel Bouvigne's "LAME tag" revision 1, as LAME's VbrTag.c writes
them. A player that knows it drops the encoder's and decoder's delay and the padding at the end.
"""

from __future__ import annotations

import struct

from voicecoach.audio.mp3.crc import crc16
from voicecoach.audio.mp3.frames import (
    FRAME_SAMPLES,
    HEADER_BYTES,
    SIDE_INFO_BYTES,
    Bitrate,
    frame_bytes,
    header,
)

ENCODER_DELAY_SAMPLES = 576  # LAME's
DECODER_DELAY_SAMPLES = 529  # every decoder's; players add it to the tag's delay themselves

_ALL_FIELDS = 15  # flags: frame count, byte count, table of contents, quality
_SEEK_TABLE = bytes(percent * 256 // 100 for percent in range(100))  # linear: constant bit rate
_QUALITY = 58  # as LAME counts it: 100 - 10 * VBR level (4, unused) - encoder quality 2
_XING = struct.Struct(">4sIII100sI")  # name, flags, frames, bytes, seek table, quality
_LAME = struct.Struct(">9sB10xB3s4xIH")  # version, method, bit rate, delays, length, music CRC
_VERSION = b"LAME3.100"
_METHOD_CBR = 1


def frame_count(samples: int) -> int:
    """Return how many frames it takes to decode this many samples after both delays."""
    return -(-(samples + ENCODER_DELAY_SAMPLES + DECODER_DELAY_SAMPLES) // FRAME_SAMPLES)


def info_frame(samples: int, bitrate_kbps: Bitrate, music_crc: int) -> bytes:
    """Return the frame to put in front of `frame_count(samples)` frames of music.

    Args:
        samples: exact length to play, at 48 kHz.
        bitrate_kbps: of this frame and all others.
        music_crc: CRC-16/ARC of all frames that follow.
    """
    frames = frame_count(samples)
    size = frame_bytes(bitrate_kbps)
    stream_bytes = (1 + frames) * size  # a count without this frame makes Android cut the end off
    padding = frames * FRAME_SAMPLES - ENCODER_DELAY_SAMPLES - samples
    tag = (
        header(bitrate_kbps).ljust(HEADER_BYTES + SIDE_INFO_BYTES, b"\0")
        + _XING.pack(b"Info", _ALL_FIELDS, frames, stream_bytes, _SEEK_TABLE, _QUALITY)
        + _LAME.pack(
            _VERSION,
            _METHOD_CBR,
            bitrate_kbps,
            (ENCODER_DELAY_SAMPLES << 12 | padding).to_bytes(3, "big"),
            stream_bytes,
            music_crc,
        )
    )
    return (tag + crc16(tag).to_bytes(2, "big")).ljust(size, b"\0")
