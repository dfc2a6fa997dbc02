"""A bed: a soft sound between what is spoken, which fades where it begins and where it ends.

A frame's level stands in its side info, in steps of 1.505 dB: so a fade is exact, and nothing is
encoded for it. The carrier fades with the bed, of which it is a part. That takes two frames only,
so that no player that skips silence finds any.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from voicecoach.audio.mp3.crc import crc16, crc_combine
from voicecoach.audio.mp3.frames import header
from voicecoach.audio.mp3.loop import Loop
from voicecoach.audio.mp3.packing import alone, unpacked

_FADE = ((16, 12), (8, 4))  # steps by which the granules of its first frames are softer
LEAST_FRAMES = 2 * len(_FADE)


class Bed(NamedTuple):
    """A stretch of a session in which a bed sounds, of `LEAST_FRAMES` at least.

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
        size, (begin, end) = self.loop.frame_size, self.inner
        middle = crc_combine(
            crc16(self.rising), self.loop.crc(begin, end - begin), (end - begin) * size
        )
        return crc_combine(middle, crc16(self.falling), len(_FADE) * size)

    def pieces(self, start: int, stop: int) -> Iterator[bytes]:
        """Give its bytes from one place up to another, both within it; see `Loop.pieces`."""
        size = self.loop.frame_size
        begin, end = (frame * size for frame in self.inner)
        if start < begin:
            at = self.frame * size
            yield self.rising[start - at : stop - at]
        yield from self.loop.pieces(max(start, begin), min(stop, end))
        if stop > end:
            yield self.falling[max(start - end, 0) : stop - end]

    @property
    def inner(self) -> tuple[int, int]:
        """The frames from which and up to which it is at its level."""
        return self.frame + len(_FADE), self.end - len(_FADE)

    @property
    def rising(self) -> bytes:
        """The frames before these, in which it becomes louder."""
        return b"".join(self._softer(self.frame + n, steps) for n, steps in enumerate(_FADE))

    @property
    def falling(self) -> bytes:
        """Those after them, in which it becomes softer."""
        steps = [(last, first) for first, last in reversed(_FADE)]
        return b"".join(self._softer(self.inner[1] + n, each) for n, each in enumerate(steps))

    def _softer(self, frame: int, steps: tuple[int, int]) -> bytes:
        """The loop's frame in a place, at another level."""
        bitrate, size = self.loop.bitrate_kbps, self.loop.frame_size
        at = frame % self.loop.frames * size
        (coded,) = unpacked(self.loop.data[at : at + size], header(bitrate), size)
        return alone([coded.softer(*steps)], bitrate)
