"""Where the body is, and how it gets elsewhere: with words, with time, with open eyes."""

from __future__ import annotations

from dataclasses import dataclass, field

from voicecoach.coach.track import Here, Lines, Track
from voicecoach.script.coaching import moves_between
from voicecoach.script.fields import ON_THE_FLOOR, Position


@dataclass(slots=True)
class Posture:
    """Where the body is.

    Attributes:
        track: takes what is said and done.
        position: where one now is.
        rested: where the eyes may close, as was said.
    """

    track: Track
    position: Position = "standing"
    rested: set[Position] = field(default_factory=set)

    def begin_in(self, position: Position, here: Here) -> None:
        """Be where one begins, with open eyes, and say so where one has to get down for it."""
        self.position = position
        if position in ON_THE_FLOOR:
            self._arrived(True, here)

    def move_to(self, goal: Position, here: Here, eyes_are_open: bool = False) -> None:
        """The lines and the time of a change of position, then where one now is.

        Args:
            goal: where to.
            here: where in the session.
            eyes_are_open: it was just said that they are to be.
        """
        origin = self.position
        if goal == origin:
            return
        words, coaching = self.track.language, self.track.coaching
        moves = moves_between(coaching, origin, goal)
        places = [origin, *(move.partition(" > ")[2] for move in moves)]
        eyes_needed = not all(map(self._eyes_closed, places))
        opened = goal == "standing" or (eyes_needed and self._eyes_closed(origin))
        if opened and not eyes_are_open:
            self.track.say("transition", [(words.eyes_open, "eyes")], here)
        for move in moves:
            for line, ms in zip(words.moves[move], coaching.settle_ms(move), strict=True):
                self.track.say("transition", [(line, "position")], here, 0)
                self.track.settle(ms, here)
        self.position = goal
        self._arrived(eyes_needed, here)

    def _arrived(self, eyes_were_open: bool, here: Here) -> None:
        """Say where one now is, and that the eyes may close where one rests."""
        words, position = self.track.language, self.position
        lines: Lines = [(words.here[position], "position")]
        resting = position.startswith("lying") or position == "childs-pose"
        allowed = resting and self._eyes_closed(position)
        if eyes_were_open and allowed and position not in self.rested:
            lines.append((words.eyes_closed, "presence"))
            self.rested.add(position)
        self.track.say("transition", lines, here)

    def _eyes_closed(self, position: str) -> bool:
        return position in self.track.coaching.eyes_closed
