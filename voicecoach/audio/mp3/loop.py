"""What sounds wherever nothing else does: a few frames, laid over and over from the first on.

Digital silence is taken for a pause. Players that skip silence cut a hold to a fraction, and
earphones fall asleep. The carrier is a tone of 20.8 Hz, which neither a phone's speaker renders nor
an ear hears at its level, and which is loud enough to count as sound for each of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, cached_property, lru_cache
from typing import Literal, NamedTuple, get_args

from voicecoach.audio.mp3.carrier import CARRIER
from voicecoach.audio.mp3.crc import crc16, crc_combine
from voicecoach.audio.mp3.frames import Bitrate, frame_bytes, header, is_framed, silent_frame
from voicecoach.audio.mp3.packing import alone

Silence = Literal["plain", "carrier"]
"""What a session has for silence: zeros, or a tone that nobody hears and no player cuts."""

SILENCES: tuple[Silence, ...] = get_args(Silence)

_BLOCK_FRAMES = 512  # 96 KiB at 64 kbit/s, so that memory stays flat


class Loop:
    """Frames that repeat: the one at a session's frame n is that at n modulo their number.

    None refers to another, so that a session can go over from it to a fragment and back at any
    frame; a decoder fades both within half a frame.

    Attributes:
        data: the frames.
        bitrate_kbps: of all of them.
        frame_size: bytes a frame.
        frames: how many they are.
    """

    def __init__(self, data: bytes, bitrate_kbps: Bitrate) -> None:
        """Take the frames.

        Raises:
            ValueError: they are not whole, or none.
        """
        self.data = data
        self.bitrate_kbps: Bitrate = bitrate_kbps
        self.frame_size = frame_bytes(bitrate_kbps)
        self.frames = len(data) // self.frame_size
        self._crc = lru_cache(maxsize=4096)(self._counted)
        if not data or not is_framed(data, header(bitrate_kbps), self.frame_size):
            raise ValueError(f"not whole MP3 frames of {bitrate_kbps} kbit/s")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Loop) and self.data == other.data

    def __hash__(self) -> int:
        return hash(self.data)

    @cached_property
    def _block(self) -> bytes:
        """As many repetitions as make a piece of a good size."""
        return self.data * max(_BLOCK_FRAMES // self.frames, 1)

    def pieces(self, start: int, stop: int) -> Iterator[bytes]:
        """Give the bytes of a session that is nothing but this, from one place up to another.

        Args:
            start: the first byte, counted from the session's first frame.
            stop: the byte after the last.
        """
        phase = start % len(self.data)
        while start < stop:
            piece = self._block[phase : phase + stop - start]
            yield piece
            start += len(piece)
            phase = 0

    def crc(self, frame: int, frames: int) -> int:
        """Return the CRC of so many frames from a frame of the session on, by doubling."""
        return self._crc(frame % self.frames, frames)

    def _counted(self, phase: int, frames: int) -> int:
        if frames <= 1:
            at = phase * self.frame_size
            return crc16(self.data[at : at + frames * self.frame_size])
        half = frames // 2
        rest = self.crc(phase + half, frames - half)
        return crc_combine(self._crc(phase, half), rest, (frames - half) * self.frame_size)


class Looped(NamedTuple):
    """A stretch of a session in which a loop sounds.

    Attributes:
        frame: its first.
        end: the frame after its last.
        loop: what sounds.
    """

    frame: int
    end: int
    loop: Loop

    @property
    def crc(self) -> int:
        """CRC-16/ARC of its frames."""
        return self.loop.crc(self.frame, self.end - self.frame)

    def pieces(self, start: int, stop: int) -> Iterator[bytes]:
        """Give its bytes from one place up to another, both within it; see `Loop.pieces`."""
        return self.loop.pieces(start, stop)


@cache
def loop_of(silence: Silence, bitrate_kbps: Bitrate) -> Loop:
    """Return what a session of a bit rate has for silence.

    Raises:
        ValueError: the bit rate is none of `Bitrate`.
    """
    if silence == "plain":
        return Loop(silent_frame(bitrate_kbps), bitrate_kbps)
    return Loop(alone(CARRIER, bitrate_kbps), bitrate_kbps)
