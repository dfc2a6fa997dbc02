"""How an exercise is begun, told once: where to go for it, how to get ready, when to do less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from voicecoach.coach.ache import ache_in
from voicecoach.coach.compile.track import Here, RoleLines, Track
from voicecoach.coach.roles import MANNERS, ROLES
from voicecoach.formats.fields import Side, SidedText, wording
from voicecoach.language.regions import WarnedRegion
from voicecoach.model.coaching import Coaching
from voicecoach.model.exercise import Exercise


@dataclass(slots=True, eq=False, repr=False)
class Teaching:
    """What was told of exercises so far.

    Attributes:
        track: takes what is said.
        short: the warning signs are known, and said in one sentence.
        ache: how much ache is acceptable by what was said, of 10.
        times: how often each exercise was told, by name.
        held: the set-up lines that the body still follows.
        at: where one went for the last exercise; None where that may be done anywhere.
        warned_of: the regions whose warning signs were told.
    """

    track: Track
    short: bool
    ache: int
    times: Counter[str] = field(default_factory=Counter)
    held: frozenset[str] = frozenset()
    at: str | None = None
    warned_of: dict[WarnedRegion, None] = field(default_factory=dict)

    def warn(self, exercises: Sequence[Exercise], here: Here) -> None:
        """Tell the warning signs of each region that is moved for the first time.

        Also that less ache is acceptable than in what was done so far.
        """
        for region in dict.fromkeys(each for one in exercises for each in one.warned_of):
            if region not in self.warned_of:
                said = self.track.language.regions[region]
                lines = said.short if self.short else said.spoken
                self.track.say("instruct", [(line, "safety") for line in lines], here)
                self.warned_of[region] = None
        least = min(ache_in(each, self.track.coaching) for each in exercises)
        if least < self.ache:
            self.ache = least
            line = self.track.language.ache_here(least)
            self.track.say("instruct", [(line, "safety")], here)

    def forget(self) -> None:
        """The body follows no set-up line any longer, and may be anywhere."""
        self.held = frozenset()
        self.at = None

    def is_there(self, exercise: Exercise) -> bool:
        """Whether one is where an exercise is done, so that nobody need go there."""
        return exercise.approach in (None, self.at)

    def approach(self, exercise: Exercise, coaching: Coaching, here: Here) -> None:
        """The way to where an exercise is done, and the time for it, unless one is there."""
        if exercise.approach and not self.is_there(exercise):
            self.track.say("transition", [(exercise.approach, "position")], here, 0)
            self.track.settle(sum(coaching.settle_ms("approach")), here)
        self.at = exercise.approach

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
            last.append((say, "say"))
        *before, final = last
        if before:  # a breath between them, for each is one to be remembered
            track.say("instruct", before, here, exercise=name)
        track.say("instruct", [final], here, gap_ms, name)
        self.times[exercise.exercise] += 1
