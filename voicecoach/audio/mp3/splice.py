"""Sessions from fragments: frames laid end to end, with no encoding, mixing or decoding.

A decoder is linear, and a fragment refers to no frame outside itself: so the session decodes to
the sum of its fragments, each at its exact sample, and of what a loop has for silence between them.
This module is all of a warm build's audio work and imports the standard library only.

A layout knows where every byte of a session comes from, and holds none of its sound.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from voicecoach.audio.mp3.bed import Bed
from voicecoach.audio.mp3.crc import crc_of_sum
from voicecoach.audio.mp3.frames import Bitrate, Extent, Fragment, frame_bytes
from voicecoach.audio.mp3.info import frame_count, info_frame
from voicecoach.audio.mp3.loop import Loop, Looped, Silence, loop_of
from voicecoach.base.values import dataclass

_LAST_FRAMES = 2  # in which the loop fades, so that the session does not end with a click

ReadFrames = Callable[[str], bytes]
"""Gives the frames of the fragment with a key."""


class Placed(NamedTuple):
    """A fragment in its place.

    Attributes:
        frame: at which it starts, run-in included: placed at frame k, its cue sounds at sample
            (k + `extent.run_in`) * 1152 exactly.
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

    def parts(self) -> Iterator[PlacedPortion]:
        """Give what is to be laid of it; in its pauses lies what the session has for silence."""
        for begin, end, crc in self.extent.parts:
            yield PlacedPortion(self.frame + begin, self.frame + end, crc, self)


class PlacedPortion(NamedTuple):
    """A part of a fragment in its place.

    Attributes:
        frame: its first.
        end: the frame after its last.
        crc: CRC-16/ARC of its frames.
        of: the fragment.
    """

    frame: int
    end: int
    crc: int
    of: Placed


Laid = PlacedPortion | Bed | Looped
_One = TypeVar("_One", bound=Placed | Laid)
_Other = TypeVar("_Other", bound=Bed | Looped)


@dataclass(frozen=True, slots=True)
class Layout:
    """An MP3 stream without tags: the Info frame, then fragments and what sounds between them.

    Attributes:
        info: the Info frame.
        placed: the fragments, in order.
        beds: stretches without a fragment in which a bed sounds, in order.
        frames: how many follow the Info frame.
        samples: exact length of the decoded session at 48 kHz.
        bitrate_kbps: of the session, and of every fragment and bed.
        silence: what all else has for it.
    """

    info: bytes
    placed: tuple[Placed, ...]
    beds: tuple[Bed, ...]
    frames: int
    samples: int
    bitrate_kbps: Bitrate
    silence: Silence

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
            Each fragment whole, as far as it lies there, and what is between in small pieces.
        """
        if start >= stop:
            return
        size = len(self.info)
        if start < size:
            yield self.info[start:stop]
        at, stop = max(start - size, 0), stop - size
        loop = loop_of(self.silence, self.bitrate_kbps)
        read_last = lru_cache(maxsize=1)(read)  # for all parts of a fragment
        for each in self.laid(at // size):
            begin, end = each.frame * size, each.end * size
            yield from loop.pieces(at, min(begin, stop))
            if begin >= stop:
                return
            at = max(at, begin)
            if isinstance(each, PlacedPortion):
                data, first = read_last(each.of.key), each.of.frame * size
                yield data[at - first : min(end, stop) - first]
            else:
                yield from each.pieces(at, min(end, stop))
            at = end
        yield from loop.pieces(at, stop)

    def keys(self, start: int, stop: int) -> Iterator[str]:
        """Name the fragments that `pieces` reads there, each once, in order."""
        size = len(self.info)
        first, last = max(start - size, 0) // size, -(-(stop - size) // size)
        seen = set[str]()
        for each in self.placed[bisect_right(self.placed, first, key=lambda each: each.end) :]:
            if each.frame >= last:
                return
            if each.key not in seen:
                seen.add(each.key)
                yield each.key

    def laid(self, frame: int = 0) -> Iterator[Laid]:
        """Give all that lies there beside the loop, in order, from a frame on."""
        first = bisect_right(self.placed, frame, key=lambda each: each.end)
        return (each for each in self._all(self.placed[first:]) if each.end > frame)

    def _all(self, placed: Sequence[Placed]) -> Iterator[Laid]:
        ending = _ending(self.placed, self.frames, self.bitrate_kbps)
        return _in_order(placed, (*self.beds, ending))


def _in_order(placed: Sequence[Placed], runs: Sequence[Bed | Looped]) -> Iterator[Laid]:
    return _merged((part for each in placed for part in each.parts()), runs)


def _merged(ones: Iterable[_One], others: Iterable[_Other]) -> Iterator[_One | _Other]:
    """Give what lies there of two kinds, each in order, in one order: `heapq.merge` for two."""
    coming = iter(others)
    other = next(coming, None)
    for one in ones:
        while other is not None and other.frame < one.frame:
            yield other
            other = next(coming, None)
        yield one
    if other is not None:
        yield other
        yield from coming


def lay(
    placed: Sequence[Placed],
    samples: int,
    bitrate_kbps: Bitrate,
    silence: Silence = "plain",
    beds: Sequence[Bed] = (),
) -> Layout:
    """Lay fragments, and what sounds between them, end to end as one MP3 stream.

    Args:
        placed: fragments in order.
        samples: exact length of the decoded session at 48 kHz.
        bitrate_kbps: of the session, and of every fragment and bed.
        silence: what lies between them.
        beds: what lies there instead, in order.

    Raises:
        ValueError: fragments or beds overlap, are out of order or run past the end, or there is
            nothing to play.
    """
    frames = frame_count(samples)
    _check(_merged(placed, beds), samples)
    laid = _in_order(placed, (*beds, _ending(placed, frames, bitrate_kbps)))
    crc = _music_crc(laid, frames, loop_of(silence, bitrate_kbps))
    info = info_frame(samples, bitrate_kbps, crc)
    return Layout(info, tuple(placed), tuple(beds), frames, samples, bitrate_kbps, silence)


def _ending(placed: Sequence[Placed], frames: int, bitrate_kbps: Bitrate) -> Looped:
    """The last frames, which are silent in any session, unless a fragment lies there."""
    spoken = placed[-1].end if placed else 0
    return Looped(max(frames - _LAST_FRAMES, spoken, 0), frames, loop_of("plain", bitrate_kbps))


def session_chunks(
    placed: Sequence[tuple[int, Fragment]],
    samples: int,
    bitrate_kbps: Bitrate,
    silence: Silence = "plain",
) -> Iterator[bytes]:
    """Lay fragments that are at hand and silence end to end, ready for `writelines`.

    Args:
        placed: fragments in order, each with the frame at which it starts, run-in included.
        samples: exact length of the decoded session at 48 kHz.
        bitrate_kbps: of the session and of every fragment.
        silence: what lies between them.

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
    layout = lay(extents, samples, bitrate_kbps, silence)
    return layout.pieces(0, layout.size, by_key.__getitem__)


def _check(laid: Iterable[Placed | Bed], samples: int) -> None:
    if samples < 1:
        raise ValueError(f"a session of {samples} samples has nothing to play")
    end = 0
    for each in laid:
        if each.frame < end:
            raise ValueError(
                f"the fragment at frame {each.frame} begins before frame {end} is free"
            )
        end = each.end
    if end > frame_count(samples):
        raise ValueError(
            f"the last fragment ends at frame {end}, the session at {frame_count(samples)}"
        )


def _music_crc(laid: Iterable[Laid], frames: int, loop: Loop) -> int:
    """Return the CRC of all frames after the Info frame, without reading them.

    A CRC is linear: the session's is that of the loop throughout, plus, for each fragment, what it
    differs in from the loop in its place. So the gaps, each of another length, cost nothing.
    """
    size = loop.frame_size
    parts = (
        (each.crc ^ loop.crc(each.frame, each.end - each.frame), (frames - each.end) * size)
        for each in laid
    )
    return crc_of_sum(parts) ^ loop.crc(0, frames)
