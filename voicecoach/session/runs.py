"""A plan as runs of bytes, for who lays it together without knowing what an MP3 is.

Each run is read from a source, from a place on and round and round: so a gap of any length is one
run of the frames that the session has for silence, in its phase, and a fragment one of its frames.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from voicecoach.audio.mp3.bed import Bed
from voicecoach.audio.mp3.loop import Loop, Looped, loop_of
from voicecoach.audio.mp3.splice import Laid
from voicecoach.session.cover import picture_key
from voicecoach.session.plan import SessionPlan
from voicecoach.session.under import bed_key


class RunSource(NamedTuple):
    """Bytes that runs are read from.

    Attributes:
        key: of the entry of the store in which they lie; empty for what is this plan's own.
        data: they themselves, where that is not a fragment's frames or the picture.
        is_picture: the cover.
    """

    key: str
    data: bytes = b""
    is_picture: bool = False


class ByteRun(NamedTuple):
    """A stretch of a session.

    Attributes:
        source: what is read.
        offset: the first byte of it.
        length: how many bytes; behind the last of the source comes its first again.
    """

    source: RunSource
    offset: int
    length: int


def runs_of(plan: SessionPlan) -> Iterator[ByteRun]:
    """Give the whole MP3 as runs, in order."""
    layout = plan.layout
    yield _whole(RunSource("", plan.before))
    yield ByteRun(RunSource(picture_key(plan.cover), is_picture=True), 0, plan.cover.size_bytes)
    yield _whole(RunSource("", layout.info))
    loop = loop_of(layout.silence, layout.bitrate_kbps)
    silence, frame = RunSource("", loop.data), 0
    bed = bed_key(plan.content.under, layout.bitrate_kbps, layout.silence) if layout.beds else ""
    for each in layout.laid():
        yield from _looped(silence, loop, frame, each.frame)
        yield from _sounding(each, bed, loop.frame_size)
        frame = each.end
    yield from _looped(silence, loop, frame, layout.frames)


def _sounding(each: Laid, bed: str, size: int) -> Iterator[ByteRun]:
    """What lies there beside silence."""
    if isinstance(each, Bed):
        begin, end = each.inner
        yield _whole(RunSource("", each.rising))
        yield from _looped(RunSource(bed, each.loop.data), each.loop, begin, end)
        yield _whole(RunSource("", each.falling))
    elif isinstance(each, Looped):
        yield from _looped(RunSource("", each.loop.data), each.loop, each.frame, each.end)
    else:
        begin, end = each.frame - each.of.frame, each.end - each.of.frame
        yield ByteRun(RunSource(each.of.key), begin * size, (end - begin) * size)


def _looped(source: RunSource, loop: Loop, frame: int, end: int) -> Iterator[ByteRun]:
    """Frames of a loop, which are those of their number in the session."""
    if end > frame:
        size = loop.frame_size
        yield ByteRun(source, frame % loop.frames * size, (end - frame) * size)


def _whole(source: RunSource) -> ByteRun:
    return ByteRun(source, 0, len(source.data))
