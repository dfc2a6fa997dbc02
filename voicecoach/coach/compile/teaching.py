"""How an exercise is begun, told once: where to go for it, how to get ready, when to do less."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from voicecoach.coach.compile.track import Here, RoleLines, Track
from voicecoach.coach.roles import MANNERS, ROLES
from voicecoach.formats.fields import Side, SidedText, wording
from voicecoach.model.coaching import Coaching
from voicecoach.model.exercise import Exercise


@dataclass(slots=True)
class Teaching:
    """What was told of exercises so far.

    Attributes:
        track: takes what is said.
        times: how often each exercise was told, by name.
        held: the set-up lines that the body still follows.
    """

    track: Track
    times: Counter[str] = field(default_factory=Counter)
    held: frozenset[str] = frozenset()

    def forget(self) -> None:
        """The body follows no set-up line any longer."""
        self.held = frozenset()

    def approach(self, exercise: Exercise, coaching: Coaching, here: Here) -> None:
        """The way to where an exercise is done, and the time for it."""
        if exercise.approach:
            self.track.say("transition", [(exercise.approach, "position")], here, 0)
            self.track.settle(sum(coaching.settle_ms("approach")), here)

    def setup(
        self,
        exercise: Exercise,
        say: str | None,
        side: Side | None,
        coaching: Coaching,
        here: Here,
        name: str | None,
        gap_ms: int = 0,
    ) -> None:
        """How to begin, when to do less, and what the author says.

        Where it is known how to begin, only the lines that tell the sides apart are left of that;
        what one is doing already is not asked for again.

        Args:
            exercise: which begins.
            say: the author's line.
            side: that begins.
            coaching: the figures, with the exercise's own.
            here: where in the session.
            name: the exercise's, where the slots are its own.
            gap_ms: silence after the last line: none where time to settle follows.
        """
        track = self.track
        explained = ROLES["setup"].spoken(here.detail) and not self.times[exercise.exercise]
        placed = MANNERS["placed"].spoken(here.detail)
        parts = (
            ("setup", exercise.setup, coaching.setup_gap),
            ("movement", exercise.movement, coaching.listen_gap),
            ("start", exercise.start, coaching.setup_gap),
        )
        for key, texts, gap in parts:
            told = [text for text in texts if explained or (placed and isinstance(text, SidedText))]
            lines: RoleLines = [(wording(t, side), "setup") for t in told if t not in self.held]
            if lines:
                where = exercise.where.at(key)
                track.say("instruct", lines, here, gap, name, where, kept=True)
        self.held = frozenset(text for text in exercise.setup if isinstance(text, str))
        last: RoleLines = [(exercise.safety, "safety")]
        if exercise.stop:
            last.append((exercise.stop, "safety"))
        if say:
            track.say("instruct", last, here, exercise=name)
            last = [(say, "say")]
        track.say("instruct", last, here, gap_ms, name)
        self.times[exercise.exercise] += 1
