"""The MP3 frame format of every session: MPEG-1 Layer III, 48 kHz, mono, constant bit rate, no CRC.

At 48 kHz a frame is exactly 24 ms and, never padded, always the same number of bytes: that is what
lets a session be cut together by counting frames. Field positions are those of ISO/IEC 11172-3,
2.4.1.
"""

from __future__ import annotations

import struct
from typing import Literal, NamedTuple, get_args

from voicecoach.base.grid import Grid
from voicecoach.base.values import dataclass

SAMPLE_RATE_HZ = 48_000
FRAME_SAMPLES = 1152
FRAME_MS = 24  # 1152 / 48 kHz, exactly
PRE_ROLL_FRAMES = 4  # silence before each cue, in which the encoder sees the attack coming
GRID = Grid.of(FRAME_SAMPLES, SAMPLE_RATE_HZ, PRE_ROLL_FRAMES)

Bitrate = Literal[64, 96]
BITRATES: tuple[Bitrate, ...] = get_args(Bitrate)

HEADER_BYTES = 4
SIDE_INFO_BYTES = 17  # of a mono frame; the main data follow, or the Info tag
MAIN_DATA_BITS = 9  # of `main_data_begin`, the first field of the side info

_HEADERS: dict[Bitrate, bytes] = {
    64: bytes.fromhex("fffb54c4"),  # the values are what LAME writes: mono, "original" set
    96: bytes.fromhex("fffb74c4"),
}
_STORED = struct.Struct("<4sHIBH")  # magic, bit rate, samples, run-in, parts; these, then frames
_MAGIC = b"VCF2"
_EXTENT = struct.Struct("<4sIIBH")  # magic, frames, samples, run-in, parts; these
_EXTENT_MAGIC = b"VCE2"
_PART = struct.Struct("<IIH")


TAIL_FRAMES = 1  # in which the encoder lets a sound die away


def fragment_ms(ms: int) -> int:
    """How long a sound takes once it is encoded: whole frames, and the one in which it dies away.

    Args:
        ms: length of the sound itself, which is not silent.
    """
    return (-(-ms // FRAME_MS) + TAIL_FRAMES) * FRAME_MS


class Portion(NamedTuple):
    """Frames of a fragment that hold something of it, and refer to no others.

    Attributes:
        begin: the first of them.
        end: the frame after the last.
        crc: CRC-16/ARC of them, kept so that a session's music CRC costs nothing.
    """

    begin: int
    end: int
    crc: int


class Extent(NamedTuple):
    """What is known of a fragment without its frames: all that planning a session takes.

    Attributes:
        frames: how many, run-in included; none of silence.
        samples: length of the cue itself at 48 kHz.
        run_in: how many of them lie before the cue's first sample.
        parts: those that hold something of the cue. What a session has for silence takes the place
            of the others, which are the longer pauses in it.
    """

    frames: int
    samples: int
    run_in: int
    parts: tuple[Portion, ...]

    @property
    def length_ms(self) -> int:
        """How long the sound takes: whole frames from the cue's first sample.

        A silent sound has no frames to speak of, and takes its time all the same.
        """
        sounding = -(-self.samples // FRAME_SAMPLES)
        return max(self.frames - self.run_in, sounding) * FRAME_MS

    def to_bytes(self) -> bytes:
        """Return it in the cache's form."""
        head = (self.frames, self.samples, self.run_in, len(self.parts))
        return _EXTENT.pack(_EXTENT_MAGIC, *head) + _packed_parts(self.parts)

    @classmethod
    def from_bytes(cls, stored: bytes) -> Extent:
        """Read what `to_bytes` wrote.

        Raises:
            ValueError: it is malformed, or of another format version.
        """
        if len(stored) < _EXTENT.size or stored[: len(_EXTENT_MAGIC)] != _EXTENT_MAGIC:
            raise ValueError("not the extent of a fragment, of this format version")
        _, frames, samples, run_in, count = _EXTENT.unpack_from(stored)
        parts, rest = _read_parts(stored[_EXTENT.size :], count)
        if rest:
            raise ValueError("more than the extent of a fragment")
        _check_parts(parts, frames, run_in)
        return cls(frames, samples, run_in, parts)


@dataclass(frozen=True, slots=True)
class Fragment:
    """One cue as MP3 frames, whole from the first that holds any of it: it decodes alike anywhere.

    Attributes:
        data: whole frames; none for silence.
        bitrate_kbps: of all its frames.
        samples: length of the cue itself at 48 kHz, without run-in and tail.
        run_in: how many of its frames lie before the cue's first sample. A session has
            `PRE_ROLL_FRAMES` of room there; what the cue does not need is free for what sounds
            between cues.
        parts: as in `Extent`; the other frames are silent.

    Raises:
        ValueError: the data are not whole frames of that bit rate, lack the run-in, or a part
            refers back to what lies in front of it.
    """

    data: bytes
    bitrate_kbps: Bitrate
    samples: int
    run_in: int
    parts: tuple[Portion, ...]

    def __post_init__(self) -> None:
        size = frame_bytes(self.bitrate_kbps)
        if not is_framed(self.data, header(self.bitrate_kbps), size):
            raise ValueError(f"not whole MP3 frames of {self.bitrate_kbps} kbit/s")
        _check_parts(self.parts, self.frames, self.run_in)
        if any(main_data_begin(self.data[part.begin * size :][:size]) for part in self.parts):
            raise ValueError("a first MP3 frame refers back to data in front of it")

    @property
    def frames(self) -> int:
        """Number of frames, run-in included."""
        return len(self.data) // frame_bytes(self.bitrate_kbps)

    @property
    def body_frames(self) -> int:
        """Number of frames from the cue's first sample on."""
        return self.frames - self.run_in

    @property
    def extent(self) -> Extent:
        """What is known of it without its frames."""
        return Extent(self.frames, self.samples, self.run_in, self.parts)

    def to_bytes(self) -> bytes:
        """Return the fragment in the cache's form."""
        head = (self.bitrate_kbps, self.samples, self.run_in, len(self.parts))
        return _STORED.pack(_MAGIC, *head) + _packed_parts(self.parts) + self.data

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
        _, bitrate, samples, run_in, count = _STORED.unpack_from(stored)
        parts, data = _read_parts(stored[_STORED.size :], count)
        return cls(data, bitrate, samples, run_in, parts)


def _packed_parts(parts: tuple[Portion, ...]) -> bytes:
    return b"".join(_PART.pack(*part) for part in parts)


def _read_parts(stored: bytes, count: int) -> tuple[tuple[Portion, ...], bytes]:
    """Read so many parts, and give what stands behind them.

    Raises:
        ValueError: there is less.
    """
    size = count * _PART.size
    if len(stored) < size:
        raise ValueError("not all parts of a fragment, of this format version")
    return tuple(map(Portion._make, _PART.iter_unpack(stored[:size]))), stored[size:]


def _check_parts(parts: tuple[Portion, ...], frames: int, run_in: int) -> None:
    """Raise ValueError unless parts are in order, and reach from the first frame to the last."""
    edges = [edge for part in parts for edge in (part.begin, part.end)]
    whole = edges[:1] == [0] and edges[-1:] == [frames] if frames else not parts
    if not whole or sorted({*edges}) != edges or not 0 <= run_in <= min(frames, PRE_ROLL_FRAMES):
        raise ValueError("the parts of a fragment are not those of its whole MP3 frames")


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
    return side_info(frame) >> (8 * SIDE_INFO_BYTES - MAIN_DATA_BITS)


def side_info(frame: bytes) -> int:
    """Return a frame's side info as one number, its first field in the highest bits."""
    return int.from_bytes(frame[HEADER_BYTES : HEADER_BYTES + SIDE_INFO_BYTES], "big")


def is_framed(data: bytes, head: bytes, frame_size: int) -> bool:
    """Tell whether data are whole frames: a header at every frame's place, and nothing over."""
    frames, extra = divmod(len(data), frame_size)
    return not extra and all(
        data[place::frame_size] == bytes([value]) * frames for place, value in enumerate(head)
    )
