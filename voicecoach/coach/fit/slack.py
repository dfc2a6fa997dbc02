"""Elastic slots: how far each gives way, and the length that each gets of what is to be shared."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.units import Length
from voicecoach.base.values import replace
from voicecoach.coach.lengths import Lengths
from voicecoach.coach.timeline import Elastic, Slot, Timeline


def limits_of(slot: Slot, length: Elastic, lengths: Lengths) -> Elastic:
    """The limits of a slot, which leaves room for what must be said in it."""
    after_ms = lengths.grid.gap_ms + lengths.grid.ms(1)
    words = [
        cue.anchor.offset_ms + min(map(lengths.ms, cue.sounds)) + after_ms
        for cue in slot.cues
        if not cue.anchor.part and cue.required
    ]
    counted = [-cue.anchor.offset_ms for cue in slot.cues if cue.anchor.part == cue.anchor.whole]
    needed = max(words, default=0) + max(counted, default=0)
    return length._replace(least=max(length.least, min(length.ideal, needed)))


def within_share(elastic: list[Elastic], ms: int, share: float) -> list[Elastic]:
    """Elastic lengths whose pauses are together at most a share of a session of so many ms."""
    pauses = sum(map(is_pause, elastic))
    if not pauses:
        return elastic
    most = int(ms * share) // pauses
    return [
        each._replace(most=min(each.most, most)) if is_pause(each) else each for each in elastic
    ]


def distribute_slack(ms: int, elastic: list[Elastic]) -> list[int] | None:
    """A length for each slot, so that together they take so long; each its share of the room."""
    if not sum(each.least for each in elastic) <= ms <= sum(each.most for each in elastic):
        return None
    needed = ms - sum(each.ideal for each in elastic)
    rooms = [each.most - each.ideal if needed > 0 else each.ideal - each.least for each in elastic]
    room, so_far, ends = sum(rooms), 0, [0]
    for each in rooms:
        so_far += each
        ends.append(abs(needed) * so_far // room if room else 0)
    shares = (later - earlier for earlier, later in pairwise(ends))
    sign = 1 if needed > 0 else -1
    return [each.ideal + sign * share for each, share in zip(elastic, shares, strict=True)]


def stretched(timeline: Timeline, lengths: list[int], said_from_ms: int) -> Timeline:
    """A timeline whose elastic slots have these lengths; a pause of no length is none.

    Args:
        timeline: has the slots.
        lengths: one for each that is elastic, ms.
        said_from_ms: a shorter pause is not announced.
    """
    slots: list[Slot] = []
    left = iter(lengths)
    for slot in timeline.slots:
        if isinstance(length := slot.length, Elastic):
            ms = next(left)
            if not ms:
                continue
            silent = is_pause(length) and ms < said_from_ms
            cues = () if silent else slot.cues
            slot = slot._replace(cues=cues, length=length._replace(ideal=ms))
        slots.append(slot)
    return replace(timeline, slots=tuple(slots))


def describe_pauses(timeline: Timeline, lengths: list[int]) -> Iterator[Phrase]:
    """How the rests differ, and the pauses, each in all."""
    elastic = [slot.length for slot in timeline.slots if isinstance(slot.length, Elastic)]
    pairs = list(zip(elastic, lengths, strict=True))
    before = sum(length.ideal for length in elastic)
    after = sum(ms for length, ms in pairs if not is_pause(length))
    if before != after:
        yield phrase("rests", before_ms=Length(before), after_ms=_tenths(after))
    if pauses := sum(ms for length, ms in pairs if is_pause(length)):
        yield phrase("pauses", length_ms=_tenths(pauses))


def is_pause(length: Elastic) -> bool:
    """Whether a slot is only there where a length leaves time."""
    return length.ideal == 0


def _tenths(ms: int) -> Length:
    """A length to the tenth of a second, as it is told."""
    return Length(round(ms / 100) * 100)
