"""What is heard while something is held: counting, half-way, breath, and a word now and then."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from voicecoach.base.values import dataclass
from voicecoach.coach.compile.counting import countdown
from voicecoach.coach.guidance import Turns
from voicecoach.coach.roles import ROLES
from voicecoach.coach.timeline import Anchor, Cue, Utterance, or_tone
from voicecoach.formats.problems import Where
from voicecoach.language.phrases import Language
from voicecoach.model.coaching import Coaching
from voicecoach.model.routine import Detail, Exercise

AFTER_PHASE_CUE_MS = 1200  # a second for the prompt, and a breath before the next words
OTHER_WORDS_MS = 3200  # a long hold's prompt, half-way and countdown, spoken slowly
_TONE_MS = 400  # no tone is longer
_HALFWAY_PART = 0.25  # of what may be said in a hold: prompt and countdown need the rest
_TIMES_LEFT = (120_000, 60_000, 30_000)


@dataclass(frozen=True, slots=True)
class Hold:
    """The holds of an exercise.

    Attributes:
        exercise: its texts.
        effort: holding is work: it is breathed through aloud.
        counted: its last seconds may be numbers; ticks where those would be taken for reps'.
        language: the coach's words.
        coaching: the figures.
        where: the place to name in problems.
        turns: lines that are taken in turn.
        detail: how much is said.
    """

    exercise: Exercise
    effort: bool
    counted: bool
    language: Language
    coaching: Coaching
    where: Where
    turns: Turns
    detail: Detail

    @property
    def breath_lines(self) -> tuple[str, ...]:
        """The ways to say that one goes on breathing."""
        return self.language.keep_breathing, *self.language.other.keep_breathing

    def cues(self, ms: int, rep: int, prompted: bool) -> Iterator[Cue]:
        """Everything but the prompt that it begins with.

        Args:
            ms: how long it is held.
            rep: which rep it is of, from 1.
            prompted: that is one of the guided ones.
        """
        coaching = self.coaching
        if ms >= (coaching.counted_from if prompted else coaching.countdown_from):
            seconds = min(coaching.countdown, ms // 1000 - 1)
            yield from countdown(self.language, seconds, 900, self.where, self.counted)
        lefts = [] if self.effort else self._lefts(ms)
        if ms >= coaching.halfway_from:
            yield self._halfway(ms, lefts)
        if self.effort:
            yield from self._breath_cues(ms, rep, prompted)
        else:
            apart = [left for left in lefts if abs(ms - 2 * left) >= 2 * coaching.time_left_apart]
            yield from self._left_cues(apart)
            yield from self._presence_cues(ms, apart)

    def breath_times(self, ms: int, rep: int, prompted: bool) -> list[int]:
        """When a hold with effort is breathed through aloud, ms from its start.

        Args:
            ms: how long it is held.
            rep: which rep it is of, from 1.
            prompted: that is one of the guided ones.
        """
        coaching = self.coaching
        # Off the round seconds, where half-way and the time that is left are said.
        last = ms - coaching.countdown_quiet - 1000
        times = list(range(coaching.breath_every - 3000, last, coaching.breath_every))
        on_turn = rep > 1 and (rep - 1) % coaching.breath_every_reps == 0
        if on_turn and not times:
            silent = not ROLES["phase"].spoken(self.detail)  # tones tell what a hold is called
            named = prompted or silent or ms >= coaching.countdown_from
            times = [min(AFTER_PHASE_CUE_MS if named else 100, ms // 4)]
        return times

    def _halfway(self, ms: int, lefts: list[int]) -> Cue:
        lines = [self.language.halfway]
        if ms // 2 in lefts:
            lines.insert(0, f"{self.language.halfway} {self._left(ms // 2)}")
        return Cue(
            or_tone("halfway", *map(Utterance, lines)),
            "halfway",
            Anchor(Fraction(1, 2)),
            most_ms=round(ms * self.coaching.hold_speech_share * _HALFWAY_PART),
            where=self.where,
        )

    def _lefts(self, ms: int) -> list[int]:
        """The times that may be left in a long hold when they are said, ms."""
        return [left for left in _TIMES_LEFT if left <= ms - self.coaching.presence_every]

    def _left(self, ms: int) -> str:
        said = self.language.time_left.format(time=self.language.duration(ms))
        return said[:1].upper() + said[1:]

    def _left_cues(self, lefts: list[int]) -> Iterator[Cue]:
        for left in lefts:
            sounds = or_tone("left", Utterance(self._left(left)))
            anchor = Anchor(Fraction(1), -left)
            yield Cue(sounds, "left", anchor, where=self.where)

    def _breath_cues(self, ms: int, rep: int, prompted: bool) -> Iterator[Cue]:
        """Isometric holds are breathed through: on some reps, and every so often in long ones.

        There they keep the person company too; together with what else is said they leave the hold
        as quiet as it should be.
        """
        coaching = self.coaching
        times = self.breath_times(ms, rep, prompted)
        most = None
        if ms >= coaching.long_hold and times:
            most = max(0, round(ms * coaching.hold_speech_share) - OTHER_WORDS_MS) // len(times)
        for time in times:
            limit = None if most is None else max(most, _TONE_MS)
            anchor = Anchor(offset_ms=time)
            said = Utterance(self.turns.take(self.breath_lines))
            sounds = or_tone("breath", said, Utterance(self.language.breathe_short))
            # In a short hold a slow voice may still be saying the rep's number.
            needed = ms >= coaching.counted_from
            yield Cue(sounds, "breath", anchor, needed, most_ms=limit, where=self.where)

    def _presence_cues(self, ms: int, lefts: list[int]) -> Iterator[Cue]:
        """A word from the coach in long stretches in which nothing else is said."""
        every = self.coaching.presence_every
        lines = (*self.exercise.form, *self.language.presence)
        ends = ms - self.coaching.countdown_quiet
        said = sorted({0, ms // 2, *(ms - left for left in lefts), ends})
        for earlier, later in pairwise(said):
            parts = -(-(later - earlier) // every)
            for part in range(1, parts):
                new = self.turns.is_new(self.exercise.benefit)
                text = self.exercise.benefit if new else self.turns.take(lines)
                sounds = or_tone("presence", Utterance(text))
                anchor = Anchor(offset_ms=earlier + (later - earlier) * part // parts)
                yield Cue(sounds, "presence", anchor, False, where=self.where)
