"""A finished session as its checks see it: its slots with their cues, its exercises."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from voicecoach.grid import Grid
from voicecoach.record import RecordedCue, RecordedSlot, SessionRecord
from voicecoach.script.coaching import Coaching, with_overrides
from voicecoach.script.language import Language
from voicecoach.script.model import Exercise

TOLERANCE_MS = 100  # of a cue's onset, and of a change of position made of several slots
BREAK_MS = 400  # a pause this long breaks speech; without it lines run into one another
EXERCISE_KINDS = ("move", "hold")


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a session breaks.

    Attributes:
        check: number of the check.
        at_ms: where in the session.
        message: what is wrong.
    """

    check: int
    at_ms: int
    message: str


@dataclass(frozen=True, slots=True)
class Bout:
    """One exercise of the session from its naming to its last rep: its slots with their cues."""

    index: int
    exercise: Exercise
    dose_text: str
    slots: tuple[tuple[RecordedSlot, tuple[RecordedCue, ...]], ...]

    @property
    def moving(self) -> list[RecordedSlot]:
        """The slots in which the body moves or holds."""
        return [slot for slot, _ in self.slots if slot.kind in EXERCISE_KINDS]


class Review:
    """A session with all that its checks need.

    Args:
        record: the session.
        exercises: those that it names.
        language: the words that it is spoken in.
        coaching: the figures; an exercise's own come on top.
    """

    def __init__(
        self,
        record: SessionRecord,
        exercises: Mapping[str, Exercise],
        language: Language,
        coaching: Coaching,
        grid: Grid,
    ) -> None:
        self.record, self.language, self.coaching = record, language, coaching
        self.frame_ms = grid.ms(1)
        self.exercises = exercises
        self.slots = record.slots
        self.in_slot = self._cues_by_slot()
        self.bouts = tuple(self._bouts())

    def figures(self, exercise: Exercise) -> Coaching:
        """The coaching figures of an exercise."""
        return with_overrides(self.coaching, exercise.coaching)

    def _cues_by_slot(self) -> list[tuple[RecordedCue, ...]]:
        starts = [slot.start_ms for slot in self.slots]
        cues: list[list[RecordedCue]] = [[] for _ in self.slots]
        for cue in self.record.cues:
            # A boundary lies within half a frame of the cue that begins there.
            index = bisect_right(starts, cue.start_ms + self.frame_ms // 2) - 1
            cues[max(index, 0)].append(cue)
        return [tuple(found) for found in cues]

    def _bouts(self) -> Iterator[Bout]:
        """Slots that name an exercise, split where its set-up begins again."""
        members: list[int] = []
        moved = False
        number = 0
        for index, slot in enumerate(self.slots):
            new_setup = slot.kind == "instruct" and moved
            if members and (slot.exercise != self.slots[members[-1]].exercise or new_setup):
                yield self._bout(number, members)
                number += 1
                members, moved = [], False
            if slot.exercise:
                members.append(index)
                moved = moved or slot.kind in EXERCISE_KINDS
        if members:
            yield self._bout(number, members)

    def _bout(self, number: int, members: list[int]) -> Bout:
        name = self.slots[members[0]].exercise or ""
        slots = tuple((self.slots[index], self.in_slot[index]) for index in members)
        return Bout(
            members[0], self.exercises[name], self.record.exercises[number].dose_text, slots
        )


Complaints = Iterator[tuple[int, str]]
"""What a check finds: where in the session, ms, and what is wrong."""


def settled_ms(review: Review, start_ms: int, end_ms: int) -> int:
    """How much time to settle there is between two times, ms."""
    within = (s for s in review.slots if start_ms <= s.start_ms and s.end_ms <= end_ms)
    return sum(slot.end_ms - slot.start_ms for slot in within if slot.kind == "settle")


def speech(cues: tuple[RecordedCue, ...]) -> list[RecordedCue]:
    """The cues that are words."""
    return [cue for cue in cues if cue.voice != "tone"]
