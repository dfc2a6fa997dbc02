"""Sessions from fragments: frames laid end to end, with no encoding, mixing or decoding.

A decoder is linear, a silent frame adds nothing, and a fragment refers to no frame outside itself:
so the session decodes to the sum of its fragments, each at its exact sample. This module is all of
a warm build's audio work and imports the standard library only.

A layout knows where every byte of a session comes from, and holds none of its sound.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from voicecoach.audio.mp3.crc import crc16, crc_combine
from voicecoach.audio.mp3.frames import Bitrate, Extent, Fragment, frame_bytes, silent_frame
from voicecoach.audio.mp3.info import frame_count, info_frame
from voicecoach.base.values import dataclass

_CHUNK_FRAMES = 512  # of silence: 96 KiB at 64 kbit/s, so that memory stays flat

ReadFrames = Callable[[str], bytes]
"""Gives the frames of the fragment with a key."""


class Placed(NamedTuple):
    """A fragment in its place.

    Attributes:
        frame: at which it starts, pre-roll included: placed at frame k, its cue sounds at sample
            (k + `PRE_ROLL_FRAMES`) * 1152 exactly.
        extent: what is known of it.
        key: by which its frames are found.
    """

    frame: int
    extent: Extent
    key: str

    @property
    def end(self) -> int:
        """The frame that is free after it."""
        return self.frame + self.extent.frames


@dataclass(frozen=True, slots=True)
class Layout:
    """An MP3 stream without tags: the Info frame, then fragments and silence.

    Attributes:
        info: the Info frame.
        placed: the fragments, in order.
        frames: how many follow the Info frame.
        samples: exact length of the decoded session at 48 kHz.
        bitrate_kbps: of the session and of every fragment.
    """

    info: bytes
    placed: tuple[Placed, ...]
    frames: int
    samples: int
    bitrate_kbps: Bitrate

    @property
    def size(self) -> int:
        """Length of the stream in bytes."""
        return (1 + self.frames) * frame_bytes(self.bitrate_kbps)

    def begin_of(self, frame: int) -> int:
        """Return the byte at which a frame after the Info frame begins."""
        return (1 + frame) * frame_bytes(self.bitrate_kbps)

    def boundary(self, frame: int) -> int:
        """Return the last frame up to this one from which the stream can be heard by itself."""
        index = bisect_right(self.placed, frame, key=lambda placed: placed.frame) - 1
        inside = index >= 0 and self.placed[index].end > frame
        return self.placed[index].frame if inside else frame

    def pieces(self, start: int, stop: int, read: ReadFrames) -> Iterator[bytes]:
        """Give the bytes of the stream from one place up to another.

        Args:
            start: the first byte.
            stop: the byte after the last; not beyond `size`.
            read: asked for those fragments only that lie there.

        Yields:
            Each fragment whole, as far as it lies there, and silence in small pieces.
        """
        if start >= stop:
            return
        info = len(self.info)
        if start < info:
            yield self.info[start:stop]
        at = max(start, info)
        frame = at // info - 1
        index = bisect_right(self.placed, frame, key=lambda placed: placed.end)
        silence = silent_frame(self.bitrate_kbps) * _CHUNK_FRAMES
        for placed in self.placed[index:]:
            begin, end = self.begin_of(placed.frame), self.begin_of(placed.end)
            yield from _silence(silence, at, min(begin, stop), info)
            if begin >= stop:
                return
            data = read(placed.key)
            yield data if at <= begin and end <= stop else data[max(at - begin, 0) : stop - begin]
            at = end
        yield from _silence(silence, at, stop, info)


def lay(placed: Sequence[Placed], samples: int, bitrate_kbps: Bitrate) -> Layout:
    """Lay fragments and silence end to end as one MP3 stream.

    Args:
        placed: fragments in order.
        samples: exact length of the decoded session at 48 kHz.
        bitrate_kbps: of the session and of every fragment.

    Raises:
        ValueError: fragments overlap, are out of order or run past the end, or there is nothing
            to play.
    """
    frames = frame_count(samples)
    _check(placed, samples)
    info = info_frame(samples, bitrate_kbps, _music_crc(placed, frames, bitrate_kbps))
    return Layout(info, tuple(placed), frames, samples, bitrate_kbps)


def session_chunks(
    placed: Sequence[tuple[int, Fragment]], samples: int, bitrate_kbps: Bitrate
) -> Iterator[bytes]:
    """Lay fragments that are at hand and silence end to end, ready for `writelines`.

    Args:
        placed: fragments in order, each with the frame at which it starts, pre-roll included.
        samples: exact length of the decoded session at 48 kHz.
        bitrate_kbps: of the session and of every fragment.

    Returns:
        The chunks: the Info frame, then each fragment whole and silence in small pieces. Tags go
        in front of them.

    Raises:
        ValueError: at once, before any chunk: what `lay` raises, or a fragment has another bit
            rate.
    """
    for start, fragment in placed:
        if fragment.bitrate_kbps != bitrate_kbps:
            raise ValueError(
                f"the fragment at frame {start} has {fragment.bitrate_kbps} kbit/s, "
                f"the session {bitrate_kbps}"
            )
    by_key = {str(index): fragment.data for index, (_, fragment) in enumerate(placed)}
    extents = [
        Placed(start, fragment.extent, str(index)) for index, (start, fragment) in enumerate(placed)
    ]
    layout = lay(extents, samples, bitrate_kbps)
    return layout.pieces(0, layout.size, by_key.__getitem__)


def _check(placed: Sequence[Placed], samples: int) -> None:
    if samples < 1:
        raise ValueError(f"a session of {samples} samples has nothing to play")
    end = 0
    for each in placed:
        if each.frame < end:
            raise ValueError(
                f"the fragment at frame {each.frame} begins before frame {end} is free"
            )
        end = each.end
    if end > frame_count(samples):
        raise ValueError(
            f"the last fragment ends at frame {end}, the session at {frame_count(samples)}"
        )


def _silence(silence: bytes, start: int, stop: int, size: int) -> Iterator[bytes]:
    """Give the bytes of silent frames between two places of a stream."""
    phase = start % size
    while start < stop:
        chunk = silence[phase : phase + stop - start]
        yield chunk
        start += len(chunk)
        phase = 0


def _music_crc(placed: Sequence[Placed], frames: int, bitrate_kbps: Bitrate) -> int:
    """Return the CRC of all frames after the Info frame, without reading them.

    A CRC is linear: the session's is that of silence throughout, plus, for each fragment, what it
    differs in from silence of its own length. So the gaps, each of another length, cost nothing.
    """
    size = frame_bytes(bitrate_kbps)
    difference = end = 0
    for each in placed:
        own = each.extent.crc ^ _silence_crc(each.extent.frames, bitrate_kbps)
        difference = crc_combine(difference, own, (each.end - end) * size)
        end = each.end
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
