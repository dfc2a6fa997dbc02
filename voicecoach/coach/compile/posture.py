"""Where the body is, and how it gets elsewhere: with words, with time, with open eyes."""

from __future__ import annotations

from dataclasses import dataclass, field

from voicecoach.coach.compile.track import Here, RoleLines, Track
from voicecoach.formats.fields import Position, Side, wording
from voicecoach.model.coaching import SIDED, moves_between, turn_over
from voicecoach.model.contraindications import UPRIGHT
from voicecoach.model.exercise import Exercise


@dataclass(slots=True, eq=False, repr=False)
class Posture:
    """Where the body is.

    Attributes:
        track: takes what is said and done.
        position: where one now is.
        side: on which one lies, or which knee is down, where a position has a side.
        rested: where the eyes may close, as was said.
        may_be_closed: they were invited to close, and not asked to open since.
    """

    track: Track
    position: Position = "standing"
    side: Side = "left"
    rested: set[Position] = field(default_factory=set)
    may_be_closed: bool = False

    def begin_in(
        self, position: Position, side: Side | None, here: Here, watched: bool = False
    ) -> None:
        """Be where one begins, with open eyes, and say so where one has to get down for it.

        Args:
            position: where.
            side: on which one lies, where that is known.
            here: where in the session.
            watched: what comes is done with open eyes.
        """
        self.position = position
        self.lie_on(side)
        if position not in UPRIGHT:
            self._arrived(True, here, watched)

    def move_to(
        self, goal: Position, here: Here, side: Side | None = None, watched: bool = False
    ) -> None:
        """The lines and the time of a change of position, then where one now is.

        Args:
            goal: where to.
            here: where in the session.
            side: on which one is to lie, where that is known: it is named in the move.
            watched: what comes is done with open eyes, wherever one lies.
        """
        moves = self._moves(goal, side)
        if watched:
            self.open_eyes(here)
        if not moves:
            return
        words, coaching = self.track.language, self.track.coaching
        places = [self.position, *(move.partition(" > ")[2] for move in moves)]
        eyes_needed = not all(map(self._eyes_closed, places))
        if goal == "standing" or eyes_needed:
            self.open_eyes(here)
        self.position = goal
        self.lie_on(side)
        for move in moves:
            for line, ms in zip(words.moves[move], coaching.settle_ms(move), strict=True):
                self.track.say("transition", [(wording(line, self.side), "position")], here, 0)
                self.track.settle(ms, here)
        self._arrived(eyes_needed, here, watched)

    def settle_ms(self, exercise: Exercise, side: Side | None, is_there: bool) -> int:
        """How long one has to settle on the way to an exercise, without the words."""
        moves = [
            *self._moves(exercise.position, side),
            *([] if is_there else ["approach"]),
        ]
        return sum(sum(self.track.coaching.settle_ms(move)) for move in moves)

    def open_eyes(self, here: Here) -> None:
        """Ask to open the eyes, if they were invited to close."""
        if self.may_be_closed:
            self.track.say("transition", [(self.track.language.eyes_open, "eyes")], here)
            self.may_be_closed = False

    def lie_on(self, side: Side | None) -> None:
        """Take note of the side on which one lies or kneels; other positions have none."""
        if side and self.position in SIDED:
            self.side = side

    def _moves(self, goal: Position, side: Side | None) -> tuple[str, ...]:
        """The changes of position to a goal; to its other side one turns over."""
        if goal != self.position:
            return moves_between(self.track.coaching, self.position, goal)
        turns = goal in SIDED and side not in (None, self.side)
        return (turn_over(goal),) if turns else ()

    def _arrived(self, eyes_were_open: bool, here: Here, watched: bool = False) -> None:
        """Say where one now is, and that the eyes may close where one rests."""
        words, position = self.track.language, self.position
        lines: RoleLines = [(wording(words.here[position], self.side), "position")]
        resting = position.startswith("lying") or position == "childs-pose"
        allowed = resting and not watched and self._eyes_closed(position)
        if eyes_were_open and allowed and position not in self.rested:
            lines.append((words.eyes_closed, "presence"))
            self.rested.add(position)
        self.track.say("transition", lines, here)
        self.may_be_closed = self.may_be_closed or self.track.just_said(words.eyes_closed)

    def _eyes_closed(self, position: str) -> bool:
        return position in self.track.coaching.eyes_closed
