"""Places a timeline: given the length of every sound, an absolute start for each.

Two steps. First every slot gets its length, and so its boundaries, in exact milliseconds from the
session's start. Then the cues are placed on whole frames: by priority, then by time; a group of
cues with one anchor is spoken in order. Nothing overlaps and nothing moves: what does not fit tries
its shorter wordings, then is left out, or reported when it was required.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect, insort
from collections.abc import Callable, Iterator
from dataclasses import field, replace
from itertools import accumulate, groupby
from math import ceil

from voicecoach.base.grid import Grid
from voicecoach.base.messages import Phrase
from voicecoach.base.values import dataclass
from voicecoach.coach.timeline import (
    Anchor,
    Cue,
    Elastic,
    Fixed,
    Halfway,
    Slot,
    Sound,
    Spoken,
    Timeline,
    Tone,
    TotalLine,
)
from voicecoach.formats.problems import Problem, Where

_NEVER = 1 << 60  # a frame
_PAUSES = ("settle", "rest")
_HALFWAY_GAP_MS = 400  # around the line about the session's middle

LengthOf = Callable[[Sound], int]


@dataclass(frozen=True, slots=True)
class PlacedSlot:
    """A slot with its exact boundaries, ms from the session's start."""

    slot: Slot
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class PlacedCue:
    """A cue in the wording that fitted.

    Attributes:
        frame: at which its sound begins.
        frames: how many it takes.
        slot: index of its slot.
        grid: of these frames.
    """

    cue: Cue
    sound: Sound
    frame: int
    frames: int
    slot: int
    grid: Grid

    @property
    def start_ms(self) -> int:
        """When its sound begins."""
        return self.grid.ms(self.frame)

    @property
    def length_ms(self) -> int:
        """How long its frames take."""
        return self.grid.ms(self.frames)


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
    cues, problems = _Placing(slots, lengths).place()
    return Schedule(timeline, grid, slots, cues), problems


def total_ms(timeline: Timeline, length_of: LengthOf, grid: Grid) -> int:
    """How long a timeline is, without placing its cues."""
    return _boundaries(timeline, Lengths(length_of, grid))[-1].end_ms


@dataclasses.dataclass(slots=True)
class Lengths:
    """How long sounds take on a grid, each asked for once."""

    length_of: LengthOf
    grid: Grid
    known: dict[Sound, int] = field(default_factory=dict)

    def frames(self, sound: Sound) -> int:
        """Whole frames that a sound takes."""
        known = self.known.get(sound)
        if known is None:
            known = self.known[sound] = self.grid.frames(self.length_of(sound))
        return known

    def ms(self, sound: Sound) -> int:
        """How long a sound takes in whole frames, ms."""
        return self.grid.ms(self.frames(sound))

    def wording(self, cue: Cue) -> int:
        """Index of the first wording short enough for the cue's own limit, to within a frame."""
        for index, sound in enumerate(cue.sounds):
            if cue.most_ms is None or self.grid.ms(self.frames(sound) - 1) < cue.most_ms:
                return index
        return len(cue.sounds)


# Boundaries


def _boundaries(timeline: Timeline, lengths: Lengths) -> tuple[PlacedSlot, ...]:
    total = timeline.total
    spans = [slot_ms(slot, lengths) for slot in timeline.slots]
    if total:
        longest_ms = max(lengths.ms(line) for _, line in total.by_minutes)
        spans[total.slot] = longest_ms + total_gap_ms(timeline, total, lengths.grid)
    ends = list(accumulate(spans))
    return tuple(
        PlacedSlot(slot, end - span, end)
        for slot, span, end in zip(timeline.slots, spans, ends, strict=True)
    )


def slot_ms(slot: Slot, lengths: Lengths) -> int:
    """How long a slot is, ms."""
    match slot.length:
        case Fixed(ms):
            return ms
        case Elastic(ideal=ms):
            return ms
        case Spoken(least, share):
            return max(least, _spoken_ms(slot, lengths, share))


def _spoken_ms(slot: Slot, lengths: Lengths, share: float) -> int:
    """The lines and their gaps; with a share below 1 the last line may fill so much of the slot."""
    total = end = 0
    for cue in slot.cues:
        total = total or cue.anchor.offset_ms
        index = min(lengths.wording(cue), len(cue.sounds) - 1)
        end = total + lengths.ms(cue.sounds[index])
        total = end + max(cue.gap_ms, lengths.grid.gap_ms)
    return total if share == 1.0 else ceil(end / share)


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
    chosen = replace(slot, cues=(*slot.cues, said))
    return replace(timeline, slots=(*timeline.slots[:index], chosen, *timeline.slots[index + 1 :]))


def _free_offsets(placed: PlacedSlot, ms: int, lengths: Lengths) -> Iterator[int]:
    """Where in a slot something so long may begin, next to nothing else that is said in it."""
    whole = placed.end_ms - placed.start_ms
    edge = _HALFWAY_GAP_MS
    for cue in sorted(placed.slot.cues, key=lambda cue: _offset_ms(cue, whole)):
        begins = _offset_ms(cue, whole)
        if edge + ms + _HALFWAY_GAP_MS <= begins:
            yield edge
        edge = max(edge, begins + max(map(lengths.ms, cue.sounds)) + _HALFWAY_GAP_MS)
    if edge + ms + _HALFWAY_GAP_MS <= whole:
        yield edge


def _offset_ms(cue: Cue, whole_ms: int) -> int:
    at = cue.anchor.at
    return whole_ms * at.numerator // at.denominator + cue.anchor.offset_ms


# Cues


@dataclasses.dataclass(slots=True)
class _Group:
    """Cues with one anchor in one slot, and the wording now tried for each (None: left out)."""

    cues: tuple[Cue, ...]
    slot: int
    frame: int
    priority: int
    chosen: list[int | None]
    room: int = 0

    def laid(self, lengths: Lengths) -> list[tuple[Cue, Sound, int, int]]:
        """Each cue that is not left out, with its sound, its first frame and its end."""
        laid, at = list[tuple[Cue, Sound, int, int]](), self.frame
        for cue, index in zip(self.cues, self.chosen, strict=True):
            if index is None:
                continue
            sound = cue.sounds[index]
            end = at + lengths.frames(sound)
            laid.append((cue, sound, at, end))
            at = end + max(lengths.grid.gap_frames, lengths.grid.nearest(cue.gap_ms))
        return laid

    def shrink(self) -> bool:
        """Say less: a shorter wording for the last cue that has one, else one optional cue less.

        An optional cue goes before a tone takes the place of words that are required.
        """
        for position in reversed(range(len(self.cues))):
            index, sounds = self.chosen[position], self.cues[position].sounds
            if index is None or index + 1 == len(sounds):
                continue
            if isinstance(sounds[index + 1], Tone) and self._drop(but=position):
                return True
            self.chosen[position] = index + 1
            return True
        return self._drop()

    def _drop(self, but: int | None = None) -> bool:
        """Leave out the last optional cue, if there is one besides another."""
        for position in reversed(range(len(self.cues))):
            if position == but or self.chosen[position] is None or self.cues[position].required:
                continue
            self.chosen[position] = None
            return True
        return False


class _Placing:
    def __init__(self, slots: tuple[PlacedSlot, ...], lengths: Lengths) -> None:
        self.slots = slots
        self.lengths = lengths
        self.grid = lengths.grid
        self.problems: list[Problem] = []
        self.groups = sorted(
            (group for index in range(len(slots)) for group in self._groups(index)),
            key=lambda group: group.frame,
        )
        self.taken: list[tuple[int, int]] = []  # frames in use, as [start, end), sorted

    def place(self) -> tuple[tuple[PlacedCue, ...], list[Problem]]:
        placed: list[PlacedCue] = []
        self._find_rooms()
        for group in sorted(self.groups, key=lambda group: (-group.priority, group.frame)):
            placed += self._fit(group)
        return tuple(sorted(placed, key=lambda cue: cue.frame)), self.problems

    def _groups(self, index: int) -> Iterator[_Group]:
        slot, start, end = (
            self.slots[index].slot,
            self.slots[index].start_ms,
            self.slots[index].end_ms,
        )
        by_anchor: dict[tuple[int, int, int], list[Cue]] = {}
        for cue in slot.cues:
            at = cue.anchor.at
            by_anchor.setdefault((at.numerator, at.denominator, cue.anchor.offset_ms), []).append(
                cue
            )
        for (part, whole, offset), cues in by_anchor.items():
            begins = start + (end - start) * part // whole + offset
            chosen: list[int | None] = []
            for cue in cues:
                wording = self.lengths.wording(cue)
                chosen.append(wording if wording < len(cue.sounds) else None)
            for cue, choice in zip(cues, chosen, strict=True):
                if choice is None and cue.required:
                    self._report(cue, cue.most_ms or 0)
            priority = max(cue.rules.priority for cue in cues)
            yield _Group(tuple(cues), index, self.grid.nearest(begins), priority, chosen)

    def _find_rooms(self) -> None:
        """Find the frame before which each group must be over.

        From the last to the first: the next group of each priority is known then.
        """
        gap = self.grid.gap_frames
        following: dict[int, int] = {}  # by priority, the frame of the next group
        for frame, together in groupby(reversed(self.groups), key=lambda group: group.frame):
            alike = [*together]
            for group in alike:
                rivals = (at for rank, at in following.items() if rank >= group.priority)
                group.room = min(self._limit(group), min(rivals, default=_NEVER) - gap)
            following.update((group.priority, frame) for group in alike)

    def _limit(self, group: _Group) -> int:
        """The frame at which a group must be over, whatever comes after it."""
        if all(cue.rules.runs_on for cue in group.cues):
            return self.grid.nearest(self.slots[-1].end_ms)
        return self.grid.nearest(self.slots[group.slot].end_ms)

    def _fit(self, group: _Group) -> list[PlacedCue]:
        """Find wordings that fit, and take their frames; report what is required but has none."""
        gap = self.grid.gap_frames
        near = self._near(group)
        if any(start - gap < group.frame < end + gap for start, end in near):
            end = group.frame
        else:
            following = [start for start, _ in near if start >= group.frame]
            end = min([group.room, *(start - gap for start in following)])
        laid = group.laid(self.lengths)
        while laid and laid[-1][-1] > end:
            if not group.shrink():
                for cue, choice in zip(group.cues, group.chosen, strict=True):
                    if cue.required and choice is not None:  # without a wording it is known
                        self._report(cue, self.grid.ms(max(end - group.frame, 0)))
                return []
            laid = group.laid(self.lengths)
        for _, _, start, stop in laid:
            insort(self.taken, (start, stop))
        return [
            PlacedCue(cue, sound, start, stop - start, group.slot, self.grid)
            for cue, sound, start, stop in laid
        ]

    def _near(self, group: _Group) -> list[tuple[int, int]]:
        index = bisect(self.taken, (group.frame, group.frame))
        return self.taken[max(0, index - 1) : index + 2]

    def _report(self, cue: Cue, room_ms: int) -> None:
        sound = cue.sounds[0]
        where = cue.where or Where("")
        takes_s = self.lengths.ms(sound) / 1000
        what = {"tone": sound.name} if isinstance(sound, Tone) else {"text": sound.text}
        kind = "does-not-fit/tone" if "tone" in what else "does-not-fit"
        facts = {**what, "takes_s": takes_s, "free_s": room_ms / 1000}
        self.problems.append(Problem("does-not-fit", where, Phrase(kind, facts)))
