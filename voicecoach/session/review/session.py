"""A finished session as its checks see it: its slots with their cues, its exercises."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import get_args

from voicecoach.base.errors import SessionError
from voicecoach.base.grid import Grid
from voicecoach.base.messages import Phrase
from voicecoach.base.values import dataclass
from voicecoach.formats.fields import Position, Side, Surface, wording
from voicecoach.language.phrases import Language
from voicecoach.model.coaching import Coaching, with_overrides
from voicecoach.model.contraindications import Contraindication
from voicecoach.model.exercise import Exercise
from voicecoach.session.bouts import EXERCISE_KINDS, bouts_of
from voicecoach.session.record import RecordedCue, RecordedDose, RecordedSlot, SessionContent

TOLERANCE_MS = 100  # of a cue's onset, and of a change of position made of several slots
BREAK_MS = 400  # a pause this long breaks speech; without it lines run into one another


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule that a session breaks.

    Attributes:
        check: number of the check.
        at_ms: where in the session.
        phrase: what is wrong.
    """

    check: int
    at_ms: int
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Bout:
    """One exercise of the session from its naming to its last rep: its slots with their cues."""

    index: int
    exercise: Exercise
    dose: RecordedDose
    slots: tuple[tuple[RecordedSlot, tuple[RecordedCue, ...]], ...]

    @property
    def moving(self) -> list[RecordedSlot]:
        """The slots in which the body moves or holds."""
        return [slot for slot, _ in self.slots if slot.kind in EXERCISE_KINDS]

    @property
    def follows(self) -> bool:
        """Whether it is a turn in intervals that are under way, told before the first of them."""
        return self.slots[0][0].kind in ("rest", "work")

    @property
    def takes_turns(self) -> bool:
        """Whether its sides take turns, a set a side, as in intervals."""
        sides: dict[int | None, set[Side | None]] = {}
        for slot in self.moving:
            sides.setdefault(slot.set, set()).add(slot.side)
        return self.dose.sides == "each" and all(len(each) == 1 for each in sides.values())


class Review:
    """A session with all that its checks need.

    Args:
        content: of the session's record.
        exercises: those that it names.
        language: the words that it is spoken in.
        coaching: the figures; an exercise's own come on top.
        grid: of the session's frames.
        avoid: what the person must not do.
        surface: what the person lies on; words and figures are those for it.

    Raises:
        SessionError: the record's exercises are not those of its slots.
    """

    def __init__(
        self,
        content: SessionContent,
        exercises: Mapping[str, Exercise],
        language: Language,
        coaching: Coaching,
        grid: Grid,
        avoid: Collection[Contraindication] = (),
        surface: Surface = "floor",
    ) -> None:
        self.avoid, self.surface = frozenset(avoid), surface
        self.content, self.language, self.coaching = content, language, coaching
        self.frame_ms = grid.ms(1)
        self.exercises = exercises
        self.slots = content.slots
        self.in_slot = self._cues_by_slot()
        self.bouts = tuple(self._bouts())

    def figures(self, exercise: Exercise) -> Coaching:
        """The coaching figures of an exercise."""
        return with_overrides(self.coaching, exercise.coaching)

    def _cues_by_slot(self) -> list[tuple[RecordedCue, ...]]:
        starts = [slot.start_ms for slot in self.slots]
        cues: list[list[RecordedCue]] = [[] for _ in self.slots]
        for cue in self.content.cues:
            # A boundary lies within half a frame of the cue that begins there.
            index = bisect_right(starts, cue.start_ms + self.frame_ms // 2) - 1
            cues[max(index, 0)].append(cue)
        return [tuple(found) for found in cues]

    def _bouts(self) -> Iterator[Bout]:
        found, exercises = [*bouts_of(self.slots)], self.content.exercises
        if len(found) != len(exercises):
            raise SessionError("broken-rules/slots", exercises=len(exercises), slots=len(found))
        for members, done in zip(found, exercises, strict=True):
            slots = tuple((self.slots[index], self.in_slot[index]) for index in members)
            yield Bout(members[0], self.exercises[done.id], done.dose, slots)


Complaints = Iterator[tuple[int, Phrase]]
"""What a check finds: where in the session, ms, and what is wrong."""


SetSide = tuple[int | None, Side | None]
"""A set, and a side of it."""


def settled_ms(review: Review, start_ms: int, end_ms: int) -> int:
    """How much time to settle there is between two times, ms."""
    within = (s for s in review.slots if start_ms <= s.start_ms and s.end_ms <= end_ms)
    return sum(slot.end_ms - slot.start_ms for slot in within if slot.kind == "settle")


def positions_by_arrival(language: Language) -> dict[str, Position]:
    """Each line that tells where one now is, with the position that it tells of."""
    sides: tuple[Side, ...] = ("left", "right")
    places = get_args(Position)
    return {wording(language.here[place], side): place for place in places for side in sides}


def speech(cues: Sequence[RecordedCue]) -> list[RecordedCue]:
    """The cues that are words."""
    return [cue for cue in cues if cue.voice != "tone"]
