"""Where a bed sounds in a session, and its loop: encoded once, and kept in the store."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from functools import lru_cache

from voicecoach.audio.mp3.bed import Bed
from voicecoach.audio.mp3.frames import Bitrate
from voicecoach.audio.mp3.loop import Loop, Silence
from voicecoach.audio.mp3.splice import Placed
from voicecoach.audio.pcm import beds as sounds
from voicecoach.audio.under import BedName
from voicecoach.coach.schedule import Schedule
from voicecoach.model.slots import SlotKind
from voicecoach.store.fragments import FORM
from voicecoach.store.protocol import FragmentStore, key_of

QUIET: frozenset[SlotKind] = frozenset({"hold", "settle", "rest", "breathe"})
"""What a bed may sound in: nobody explains anything there, and nothing moves."""

APART_FRAMES = 8  # between a bed and what is said: 0.2 s, in which the carrier alone sounds
LEAST_BED_FRAMES = 63  # a bed of less than 1.5 s is only heard to come and go


def beds_in(schedule: Schedule, placed: Sequence[Placed], loop: Loop) -> list[Bed]:
    """Say where a bed sounds: in what is quiet, never under a sound nor close to one.

    Args:
        schedule: the session.
        placed: its fragments, in order.
        loop: what sounds.
    """
    return [
        Bed(begin, end, loop)
        for stretch in _quiet(schedule)
        for begin, end in _between(stretch, placed)
        if end - begin >= LEAST_BED_FRAMES
    ]


def _quiet(schedule: Schedule) -> Iterator[tuple[int, int]]:
    """The stretches of quiet slots, in frames; those that follow each other are one."""
    begin = end = 0
    for placed in schedule.slots:
        if placed.slot.kind not in QUIET:
            continue
        first, last = (schedule.grid.nearest(ms) for ms in (placed.start_ms, placed.end_ms))
        if first > end:
            yield begin, end
            begin = first
        end = last
    yield begin, end


def _between(stretch: tuple[int, int], placed: Sequence[Placed]) -> Iterator[tuple[int, int]]:
    """What is left of a stretch between the fragments in it, with some room around each."""
    begin, end = stretch
    for each in placed:
        if each.end + APART_FRAMES > begin and each.frame - APART_FRAMES < end:
            yield begin, min(each.frame - APART_FRAMES, end)
            begin = each.end + APART_FRAMES
    yield begin, end


def bed_key(name: str, bitrate_kbps: Bitrate, silence: Silence) -> str:
    """Return the key of a bed's loop in the store."""
    encoding = [FORM, bitrate_kbps, silence]
    return key_of(kind="bed", name=name, version=sounds.VERSION, encoding=encoding)


def bed_loop(name: BedName, bitrate_kbps: Bitrate, silence: Silence, cache: FragmentStore) -> Loop:
    """Return the loop of a bed, making it where that was not done before.

    Args:
        name: which.
        bitrate_kbps: of its frames.
        silence: what the session has for silence: the carrier sounds in the bed too.
        cache: where it is kept.
    """
    key = bed_key(name, bitrate_kbps, silence)
    kept = cache.get(key).payload
    if kept is not None:
        with contextlib.suppress(ValueError):  # else kept by another version
            return looped(kept, bitrate_kbps)
    from voicecoach.audio.mp3.carrier import carrier_wave
    from voicecoach.audio.mp3.encode import encode_loop

    samples = sounds.make_bed(name)
    if silence == "carrier":
        samples = samples + carrier_wave(samples.size)
    data = encode_loop(samples, bitrate_kbps)
    if not cache.put(key, data):
        data = cache.get(key).payload or data  # of another machine, whose encoder may be another
    return looped(data, bitrate_kbps)


@lru_cache(maxsize=8)
def looped(data: bytes, bitrate_kbps: Bitrate) -> Loop:
    """The same loop for the same frames, which remembers what was computed of it."""
    return Loop(data, bitrate_kbps)
