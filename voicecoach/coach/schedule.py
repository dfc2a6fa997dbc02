"""Places a timeline: given the length of every sound, an absolute start for each.

Two steps. First every slot gets its length, and so its boundaries, in exact milliseconds from the
session's start. Then the cues are placed on whole frames (`placing`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from voicecoach.base.grid import Grid
from voicecoach.base.once import Once
from voicecoach.base.values import dataclass, replace
from voicecoach.coach.lengths import LengthOf, Lengths
from voicecoach.coach.placing import PlacedCue, PlacedSlot, place
from voicecoach.coach.timeline import Anchor, Cue, Halfway, Slot, Timeline, TotalLine
from voicecoach.formats.problems import Problem

_PAUSES = ("settle", "rest")
_HALFWAY_GAP_MS = 400  # around the line about the session's middle


@dataclass(frozen=True, slots=True)
class Schedule:
    """A session with every start fixed: slots in order, cues in order of time."""

    timeline: Timeline
    grid: Grid
    slots: tuple[PlacedSlot, ...]
    cues: tuple[PlacedCue, ...]

    @property
    def total_ms(self) -> int:
        """Length of the session."""
        return self.slots[-1].end_ms if self.slots else 0


def schedule(timeline: Timeline, length_of: LengthOf, grid: Grid) -> tuple[Schedule, list[Problem]]:
    """Place every cue of a timeline.

    Args:
        timeline: the slots and their cues.
        length_of: how long a sound takes, ms; asked for each sound at most once.
        grid: the frames on which cues begin.

    Returns:
        The schedule, and a problem for each required cue that has no room.
    """
    lengths = Lengths(length_of, grid)
    slots = _boundaries(timeline, lengths)
    if timeline.total:
        timeline = _with_total(timeline, timeline.total, slots[-1].end_ms)
    if timeline.halfway:
        timeline = _with_halfway(timeline, timeline.halfway, slots, lengths)
    slots = tuple(
        placed if placed.slot is slot else PlacedSlot(slot, placed.start_ms, placed.end_ms)
        for slot, placed in zip(timeline.slots, slots, strict=True)
    )
    cues, problems = place(slots, lengths)
    return Schedule(timeline, grid, slots, cues), problems


def total_ms(timeline: Timeline, lengths: Lengths) -> int:
    """How long a timeline is, without placing its cues."""
    return sum(_spans(timeline, lengths))


def expected_ms(whole: Timeline, guess: LengthOf, grid: Grid) -> int:
    """How long a session is thought to be, whatever it says of that.

    It decides which lines about the length may be said, and so how much room they have: whoever
    plans a session has to ask here.
    """
    return total_ms(whole.at_most(), _once(Lengths, guess, grid, of=id(guess)))


_once = Once(most=16)  # sessions of one run are guessed at by one voice's lengths


# Boundaries


def _boundaries(timeline: Timeline, lengths: Lengths) -> tuple[PlacedSlot, ...]:
    spans = _spans(timeline, lengths)
    ends = list(accumulate(spans))
    return tuple(
        PlacedSlot(slot, end - span, end)
        for slot, span, end in zip(timeline.slots, spans, ends, strict=True)
    )


def _spans(timeline: Timeline, lengths: Lengths) -> list[int]:
    """How long each slot is, ms."""
    spans = [*map(lengths.slot_ms, timeline.slots)]
    if total := timeline.total:
        longest_ms = max(lengths.ms(line) for _, line in total.by_minutes)
        spans[total.slot] = longest_ms + total_gap_ms(timeline, total, lengths.grid)
    return spans


def total_gap_ms(timeline: Timeline, total: TotalLine, grid: Grid) -> int:
    """The pause that the line about the session's length has after it, ms."""
    before = timeline.slots[total.slot - 1].cues[-1:] if total.slot else ()
    return max(grid.gap_ms, *(cue.gap_ms for cue in before)) if before else grid.gap_ms


def _with_total(timeline: Timeline, total: TotalLine, ms: int) -> Timeline:
    """Put the line with the right number of minutes into its slot."""
    minutes = (ms + 30_000) // 60_000
    _, line = min(total.by_minutes, key=lambda candidate: abs(candidate[0] - minutes))
    slot = timeline.slots[total.slot]
    said = Slot(slot.kind, slot.length, (Cue((line,), "opening"),), chapter=slot.chapter)
    slots = (*timeline.slots[: total.slot], said, *timeline.slots[total.slot + 1 :])
    return replace(timeline, slots=slots, total=None)


def _with_halfway(
    timeline: Timeline, halfway: Halfway, slots: tuple[PlacedSlot, ...], lengths: Lengths
) -> Timeline:
    """Put the line about the session's middle into the pause nearest to it that has room."""
    middle = slots[-1].end_ms / 2
    most = middle * 2 * halfway.within if middle * 2 >= halfway.from_ms else 0
    rooms = (
        (abs(placed.start_ms + offset - middle), index, offset)
        for index, placed in enumerate(slots)
        if placed.slot.kind in _PAUSES
        and not placed.slot.quiet
        and abs(placed.start_ms - middle) < most
        for offset in _free_offsets(placed, lengths.ms(halfway.line), lengths)
    )
    distance, index, offset = min(rooms, default=(most, 0, 0))
    if distance >= most:
        return timeline
    slot = timeline.slots[index]
    said = Cue((halfway.line,), "presence", Anchor(offset_ms=offset), required=False)
    chosen = slot._replace(cues=(*slot.cues, said))
    return replace(timeline, slots=(*timeline.slots[:index], chosen, *timeline.slots[index + 1 :]))


def _free_offsets(placed: PlacedSlot, ms: int, lengths: Lengths) -> Iterator[int]:
    """Where in a slot something so long may begin, next to nothing else that is said in it."""
    whole = placed.end_ms - placed.start_ms
    edge = _HALFWAY_GAP_MS
    for cue in sorted(placed.slot.cues, key=lambda cue: cue.anchor.in_slot(whole)):
        begins = cue.anchor.in_slot(whole)
        if edge + ms + _HALFWAY_GAP_MS <= begins:
            yield edge
        edge = max(edge, begins + max(map(lengths.ms, cue.sounds)) + _HALFWAY_GAP_MS)
    if edge + ms + _HALFWAY_GAP_MS <= whole:
        yield edge
