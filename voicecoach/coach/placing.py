"""Places the cues of slots whose boundaries are known, each on a whole frame.

A group of cues with one anchor is spoken in order. Nothing overlaps and nothing moves: what does
not fit tries its shorter wordings, then is left out, or reported when it was required.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect, insort
from collections.abc import Iterator, Sequence
from dataclasses import field
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from voicecoach.base.grid import Grid
from voicecoach.base.messages import Phrase
from voicecoach.coach.lengths import Lengths
from voicecoach.coach.timeline import Anchor, Cue, Slot, Sound, Tone
from voicecoach.formats.problems import Problem, Where

_NEVER = 1 << 60  # a frame


class PlacedSlot(NamedTuple):
    """A slot with its exact boundaries, ms from the session's start."""

    slot: Slot
    start_ms: int
    end_ms: int


class PlacedCue(NamedTuple):
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


def place(
    slots: Sequence[PlacedSlot], lengths: Lengths
) -> tuple[tuple[PlacedCue, ...], list[Problem]]:
    """Place every cue.

    Args:
        slots: of the session, in order.
        lengths: of sounds.

    Returns:
        The cues in order of time, and a problem for each required one that has no room.
    """
    placing = _Placing(slots, lengths)
    placed: list[PlacedCue] = []
    for group in placing.rivals():
        placed += placing.fit(group)
    for group in placing.groups:
        if group.is_free:
            placed += placing.laid(group)
    return tuple(sorted(placed, key=attrgetter("frame"))), placing.problems


@dataclasses.dataclass(slots=True, eq=False, repr=False)
class _Group:
    """Cues with one anchor in one slot, and the wording now tried for each (None: left out).

    Attributes:
        frame: at which it begins.
        runs_on: it may run past its slot's end.
        end: the frame at which it is over in the wordings that are tried first.
        latest: the same in those that take longest.
        is_free: nothing else is near enough to matter to it, nor it to anything.
        limit: the frame at which it must be over, whatever comes after it.
        room: the same for those that come after it.
    """

    cues: Sequence[Cue]
    slot: int
    frame: int
    priority: int
    runs_on: bool
    chosen: list[int | None]
    end: int
    latest: int
    is_free: bool = False
    limit: int = 0
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
            at = end + lengths.gap_frames(cue)
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


@dataclasses.dataclass(slots=True, eq=False, repr=False)
class _Placing:
    """The groups of a session in order of time, and the frames that are taken."""

    slots: Sequence[PlacedSlot]
    lengths: Lengths
    problems: list[Problem] = field(default_factory=list)
    groups: list[_Group] = field(init=False)
    taken: list[tuple[int, int]] = field(default_factory=list)  # as [start, end), sorted

    def __post_init__(self) -> None:
        ends = self.lengths.grid.nearest(self.slots[-1].end_ms) if self.slots else 0
        groups = [group for n in range(len(self.slots)) for group in self._groups(n, ends)]
        self.groups = sorted(groups, key=attrgetter("frame"))

    def _groups(self, number: int, ends: int) -> Iterator[_Group]:
        """The groups of a slot.

        Args:
            number: of the slot.
            ends: the frame at which the session ends.
        """
        placed, grid = self.slots[number], self.lengths.grid
        cues = placed.slot.cues
        if not cues:
            return
        span_ms, slot_ends = placed.end_ms - placed.start_ms, grid.nearest(placed.end_ms)
        for anchor, together in _by_anchor(cues):
            frame = grid.nearest(placed.start_ms + anchor.in_slot(span_ms))
            if len(together) == 1:  # as nearly all are
                group = self._single(together, number, frame)
            else:
                group = self._several(together, number, frame)
            group.limit = ends if group.runs_on else slot_ends
            yield group

    def _single(self, cues: Sequence[Cue], slot: int, frame: int) -> _Group:
        """The group of one cue."""
        (cue,) = cues
        rules, tried = cue.rules, self.lengths.wording(cue)
        if tried.first is None and cue.required:
            self._report(cue, cue.most_ms or 0)
        end, latest = frame + tried.frames, frame + tried.most_frames
        return _Group(cues, slot, frame, rules.priority, rules.runs_on, [tried.first], end, latest)

    def _several(self, cues: Sequence[Cue], slot: int, frame: int) -> _Group:
        """The group of cues that are spoken in order."""
        end = latest = begin = begin_latest = frame
        rank, runs_on, chosen = 0, True, list[int | None]()
        for cue in cues:
            rules, tried = cue.rules, self.lengths.wording(cue)
            rank, runs_on = max(rank, rules.priority), runs_on and rules.runs_on
            chosen.append(tried.first)
            if tried.first is not None:
                end, latest = begin + tried.frames, begin_latest + tried.most_frames
                gap = self.lengths.gap_frames(cue)
                begin, begin_latest = end + gap, latest + gap
            elif cue.required:
                self._report(cue, cue.most_ms or 0)
        return _Group(cues, slot, frame, rank, runs_on, chosen, end, latest)

    def rivals(self) -> list[_Group]:
        """Those groups that are not free, in the order in which they get their frames.

        Finds the frame before which each must be over: from the last to the first, for the next
        group of each priority is known then.
        """
        gap = self.lengths.grid.gap_frames
        self._find_free(gap)
        following: dict[int, int] = {}  # by priority, the frame of the next group
        rivals: list[_Group] = []
        for frame, together in groupby(reversed(self.groups), key=attrgetter("frame")):
            alike = [*together]
            for group in alike:
                if not group.is_free:
                    later = (at for rank, at in following.items() if rank >= group.priority)
                    group.room = min(group.limit, min(later, default=_NEVER) - gap)
                    rivals.append(group)
            for group in alike:
                following[group.priority] = frame
        rivals.reverse()
        return sorted(rivals, key=lambda group: (-group.priority, group.frame))

    def _find_free(self, gap: int) -> None:
        """Find the groups that are over before anything else begins, and begin when all is over.

        They have their frames whatever the others say, and leave these all that they could want.
        """
        latest = -gap
        followed = [*(group.frame - gap for group in self.groups[1:]), _NEVER]
        for group, before in zip(self.groups, followed, strict=False):
            free = latest + gap <= group.frame and group.end <= min(before, group.limit)
            group.is_free = free
            latest = max(latest, group.end if free else group.latest)

    def laid(self, group: _Group) -> list[PlacedCue]:
        """A group's cues in the wordings that are tried."""
        grid, slot = self.lengths.grid, group.slot
        if len(group.cues) == 1 and (first := group.chosen[0]) is not None:
            sound = group.cues[0].sounds[first]
            frames = self.lengths.frames(sound)
            return [PlacedCue(group.cues[0], sound, group.frame, frames, slot, grid)]
        laid = group.laid(self.lengths)
        return [PlacedCue(cue, sound, at, end - at, slot, grid) for cue, sound, at, end in laid]

    def fit(self, group: _Group) -> Iterator[PlacedCue]:
        """Find wordings that fit, and take their frames; report what is required but has none."""
        gap = self.lengths.grid.gap_frames
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
                        self._report(cue, self.lengths.grid.ms(max(end - group.frame, 0)))
                return
            laid = group.laid(self.lengths)
        for _, _, start, stop in laid:
            insort(self.taken, (start, stop))
        yield from self.laid(group)

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


def _by_anchor(cues: Sequence[Cue]) -> list[tuple[Anchor, Sequence[Cue]]]:
    """Cues by when they begin."""
    if len(cues) == 1:
        return [(cues[0].anchor, cues)]
    together: dict[Anchor, list[Cue]] = {}
    for cue in cues:
        together.setdefault(cue.anchor, []).append(cue)
    return [*together.items()]
