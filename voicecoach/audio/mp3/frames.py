"""The MP3 frame format of every session: MPEG-1 Layer III, 48 kHz, mono, constant bit rate, no CRC.

At 48 kHz a frame is exactly 24 ms and, never padded, always the same number of bytes: that is what
lets a session be cut together by counting frames. Field positions are those of ISO/IEC 11172-3,
2.4.1.
"""

from __future__ import annotations

import struct
from fractions import Fraction
from typing import Literal, NamedTuple, get_args

from voicecoach.base.grid import Grid
from voicecoach.base.values import dataclass

SAMPLE_RATE_HZ = 48_000
FRAME_SAMPLES = 1152
FRAME_MS = 24  # 1152 / 48 kHz, exactly
PRE_ROLL_FRAMES = 4  # silence before each cue, in which the encoder sees the attack coming
GRID = Grid.of(Fraction(1000 * FRAME_SAMPLES, SAMPLE_RATE_HZ), PRE_ROLL_FRAMES)

Bitrate = Literal[64, 96]
BITRATES: tuple[Bitrate, ...] = get_args(Bitrate)

HEADER_BYTES = 4
SIDE_INFO_BYTES = 17  # of a mono frame; the main data follow, or the Info tag
_SIDE_INFO_BITS = 8 * SIDE_INFO_BYTES
_GRANULES_AT = 18  # bit at which the first granule's side info begins, `part2_3_length` in front
_GRANULE_BITS = 59
_PART2_3_BITS = 12

_HEADERS: dict[Bitrate, bytes] = {
    64: bytes.fromhex("fffb54c4"),  # the values are what LAME writes: mono, "original" set
    96: bytes.fromhex("fffb74c4"),
}
_STORED = struct.Struct("<4sHHI")  # magic with format version, bit rate, CRC, samples; then frames
_MAGIC = b"VCF1"
_EXTENT = struct.Struct("<4sIIH")  # magic, frames, samples, CRC
_EXTENT_MAGIC = b"VCE1"


TAIL_FRAMES = 1  # in which the encoder lets a sound die away


def fragment_ms(ms: int) -> int:
    """How long a sound takes once it is encoded: whole frames, and the one in which it dies away.

    Args:
        ms: length of the sound itself, which is not silent.
    """
    return (-(-ms // FRAME_MS) + TAIL_FRAMES) * FRAME_MS


class Extent(NamedTuple):
    """What is known of a fragment without its frames: all that planning a session takes.

    Attributes:
        frames: how many, pre-roll included.
        samples: length of the cue itself at 48 kHz.
        crc: CRC-16/ARC of the frames.
    """

    frames: int
    samples: int
    crc: int

    @property
    def length_ms(self) -> int:
        """How long the sound takes: whole frames from the cue's first sample.

        A silent sound has no frames to speak of, and takes its time all the same.
        """
        sounding = -(-self.samples // FRAME_SAMPLES)
        return max(self.frames - PRE_ROLL_FRAMES, sounding) * FRAME_MS

    def to_bytes(self) -> bytes:
        """Return it in the cache's form."""
        return _EXTENT.pack(_EXTENT_MAGIC, self.frames, self.samples, self.crc)

    @classmethod
    def from_bytes(cls, stored: bytes) -> Extent:
        """Read what `to_bytes` wrote.

        Raises:
            ValueError: it is malformed, or of another format version.
        """
        if len(stored) != _EXTENT.size or stored[: len(_EXTENT_MAGIC)] != _EXTENT_MAGIC:
            raise ValueError("not the extent of a fragment, of this format version")
        return cls(*_EXTENT.unpack(stored)[1:])


@dataclass(frozen=True, slots=True)
class Fragment:
    """One cue as MP3 frames, whole from its first frame, so that it decodes alike anywhere.

    Attributes:
        data: whole frames; the first `PRE_ROLL_FRAMES` lie before the cue's first sample.
        bitrate_kbps: of all its frames.
        samples: length of the cue itself at 48 kHz, without pre-roll and tail.
        crc: CRC-16/ARC of `data`, kept so that a session's music CRC costs nothing.

    Raises:
        ValueError: the data are not whole frames of that bit rate, lack the pre-roll, or refer
            back to what lies in front of them.
    """

    data: bytes
    bitrate_kbps: Bitrate
    samples: int
    crc: int

    def __post_init__(self) -> None:
        if not _is_framed(self.data, self.bitrate_kbps) or self.frames < PRE_ROLL_FRAMES:
            raise ValueError(f"not whole MP3 frames of {self.bitrate_kbps} kbit/s")
        if main_data_begin(self.data):
            raise ValueError("the first MP3 frame refers back to data in front of the fragment")

    @property
    def frames(self) -> int:
        """Number of frames, pre-roll included."""
        return len(self.data) // frame_bytes(self.bitrate_kbps)

    @property
    def body_frames(self) -> int:
        """Number of frames from the cue's first sample on."""
        return self.frames - PRE_ROLL_FRAMES

    @property
    def extent(self) -> Extent:
        """What is known of it without its frames."""
        return Extent(self.frames, self.samples, self.crc)

    def to_bytes(self) -> bytes:
        """Return the fragment in the cache's form."""
        return _STORED.pack(_MAGIC, self.bitrate_kbps, self.crc, self.samples) + self.data

    @classmethod
    def from_bytes(cls, stored: bytes) -> Fragment:
        """Read what `to_bytes` wrote.

        The structure is checked, the CRC is not: that would cost a warm build more than all its
        other work, and the cache verifies what it hands out.

        Raises:
            ValueError: it is malformed, or of another format version.
        """
        if len(stored) < _STORED.size or stored[: len(_MAGIC)] != _MAGIC:
            raise ValueError("not a stored fragment of this format version")
        _, bitrate, crc, samples = _STORED.unpack_from(stored)
        return cls(stored[_STORED.size :], bitrate, samples, crc)


def frame_bytes(bitrate_kbps: Bitrate) -> int:
    """Return the length of each frame in bytes."""
    return bitrate_kbps * FRAME_MS // 8


def header(bitrate_kbps: Bitrate) -> bytes:
    """Return the 4 bytes with which every frame begins.

    Raises:
        ValueError: the bit rate is none of `Bitrate`.
    """
    try:
        return _HEADERS[bitrate_kbps]
    except KeyError:
        raise ValueError(f"{bitrate_kbps} kbit/s is not one of {[*_HEADERS]}") from None


def silent_frame(bitrate_kbps: Bitrate) -> bytes:
    """Return a frame without coefficients: zero side info refers back to nothing either."""
    return header(bitrate_kbps).ljust(frame_bytes(bitrate_kbps), b"\0")


def main_data_begin(frame: bytes) -> int:
    """Return how many bytes in front of this frame its main data begin."""
    return _side_info(frame) >> (_SIDE_INFO_BITS - 9)


def part2_3_lengths(frame: bytes) -> tuple[int, int]:
    """Return the bits that each of the frame's two granules spends on its spectrum."""
    side_info = _side_info(frame)
    first = _SIDE_INFO_BITS - _GRANULES_AT - _PART2_3_BITS
    mask = (1 << _PART2_3_BITS) - 1
    return side_info >> first & mask, side_info >> (first - _GRANULE_BITS) & mask


def _side_info(frame: bytes) -> int:
    return int.from_bytes(frame[HEADER_BYTES : HEADER_BYTES + SIDE_INFO_BYTES], "big")


def _is_framed(data: bytes, bitrate_kbps: Bitrate) -> bool:
    """Tell whether data are whole frames: a header at every frame's place, and nothing over."""
    frames, extra = divmod(len(data), frame_bytes(bitrate_kbps))
    return not extra and all(
        data[place :: frame_bytes(bitrate_kbps)] == bytes([value]) * frames
        for place, value in enumerate(header(bitrate_kbps))
    )
