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
from voicecoach.model.exercise import Exercise
from voicecoach.model.moments import AtLine, Bell
from voicecoach.model.routine import Detail

AFTER_PHASE_CUE_MS = 1200  # a second for the prompt, and a breath before the next words
OTHER_WORDS_MS = 3200  # a long hold's prompt, half-way and countdown, spoken slowly
_TONE_MS = 400  # no tone is longer
_HALFWAY_PART = 0.25  # of what may be said in a hold: prompt and countdown need the rest
_TIMES_LEFT = (120_000, 60_000, 30_000)
_LAST_MINUTE_MS = 60_000
_NEAR_MS = 4000  # so long before and after a line of the author's nothing tells the time
_BEFORE_LINE_MS = 2500  # a breath so long before such a line has room for itself
_NO_BELL = Bell()


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
        goes_on_from: from this length on, ms, it is no hold but a movement that goes on, such as a
            walk; None where it never is.
        led: words before its first rep have one breathe.
        at: the author's own lines.
        bell: when a bell sounds.
    """

    exercise: Exercise
    effort: bool
    counted: bool
    language: Language
    coaching: Coaching
    where: Where
    turns: Turns
    detail: Detail
    goes_on_from: int | None = None
    led: bool = True
    at: tuple[AtLine, ...] = ()
    bell: Bell = _NO_BELL

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
        if ms >= coaching.halfway_from and not self._is_near(ms // 2, ms):
            yield self._halfway(ms, lefts)
        apart = [
            left
            for left in lefts
            if abs(ms - 2 * left) >= 2 * coaching.time_left_apart
            and not self._is_near(ms - left, ms)
        ]
        if self.effort:
            yield from self._breath_cues(ms, rep, prompted)
        else:
            yield from self._left_cues(apart)
        yield from self._own_cues(ms, apart)
        if not self.effort:
            yield from self._presence_cues(ms, apart)

    def _goes_on(self, ms: int) -> bool:
        return self.goes_on_from is not None and ms >= self.goes_on_from

    def _own_times(self, ms: int) -> list[int]:
        """When the author's lines and bells come, ms from the start; none in the last seconds."""
        ends = ms - self.coaching.countdown_quiet
        bells = (time for time in self.bell.times(ms) if time < ends)
        return sorted({*(line.at_ms(ms) for line in self.at), *bells})

    def _is_near(self, time: int, ms: int) -> bool:
        """Whether a time is told by a line of the author's, or too near to one to be told."""
        own = (line.at_ms(ms) for line in self.at)
        return any(0 < abs(time - each) < _NEAR_MS for each in own)

    def _own_cues(self, ms: int, lefts: list[int]) -> Iterator[Cue]:
        """The author's bells and lines, at their times; behind what tells the time then."""
        lines = {line.at_ms(ms): line.text for line in self.at}
        bells = {*self.bell.times(ms)}
        for time in self._own_times(ms):
            at = self._anchor(time, ms, lefts)
            if time in bells:
                yield Cue(or_tone("bell"), "bell", at, where=self.where)
            if time in lines:
                yield Cue((Utterance(lines[time]),), "say", at, where=self.where)

    def _anchor(self, time: int, ms: int, lefts: list[int]) -> Anchor:
        """A time as that has it which is told then, so that one is said after the other."""
        if time == ms // 2:
            return Anchor(Fraction(1, 2))
        if ms - time in lefts:
            return Anchor(Fraction(1), time - ms)
        return Anchor(offset_ms=time)

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
        times = self._breaths_until(last, ms)
        on_turn = (rep > 1 or not self.led) and (rep - 1) % coaching.breath_every_reps == 0
        if on_turn and not times:
            silent = not ROLES["phase"].spoken(self.detail)  # tones tell what a hold is called
            named = prompted or silent or ms >= coaching.countdown_from
            times = [min(AFTER_PHASE_CUE_MS if named else 100, ms // 4)]
        return times

    def _breaths_until(self, last: int, ms: int) -> list[int]:
        """Every so often; with an author's line where one comes then, or well before it."""
        every, own = self.coaching.breath_every, self._own_times(ms)
        times: list[int] = []
        time = every - 3000
        while time < last:
            before = times[-1] if times else 0
            due = next((each for each in own if before < each and time < each + _NEAR_MS), None)
            if due is not None:
                latest = before + every
                time = due if due <= latest else min(time, due - _BEFORE_LINE_MS)
            times.append(time)
            time += every
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
        if self._goes_on(ms):
            every = self.coaching.timed_left_every
            cadence = {*range(every, ms, every), _LAST_MINUTE_MS}
            return sorted(left for left in cadence if left <= ms - self.coaching.presence_every)
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
            anchor = self._anchor(time, ms, [])
            said = Utterance(self.turns.take(self.breath_lines))
            sounds = or_tone("breath", said, Utterance(self.language.breathe_short))
            # In a short hold a slow voice may still be saying the rep's number.
            needed = ms >= coaching.counted_from
            yield Cue(sounds, "breath", anchor, needed, most_ms=limit, where=self.where)

    def _presence_cues(self, ms: int, lefts: list[int]) -> Iterator[Cue]:
        """A word from the coach in long stretches in which nothing else is said."""
        every, lines = self.coaching.presence_every, self.language.presence
        if self._goes_on(ms):
            every, lines = self.coaching.timed_presence_every, self.language.going_on
        lines = (*self.exercise.form, *lines)
        ends = ms - self.coaching.countdown_quiet
        said = sorted({0, ms // 2, *(ms - left for left in lefts), *self._own_times(ms), ends})
        for earlier, later in pairwise(said):
            parts = -(-(later - earlier) // every)
            for part in range(1, parts):
                new = self.turns.is_new(self.exercise.benefit)
                text = self.exercise.benefit if new else self.turns.take(lines)
                sounds = or_tone("presence", Utterance(text))
                anchor = Anchor(offset_ms=earlier + (later - earlier) * part // parts)
                yield Cue(sounds, "presence", anchor, False, where=self.where)
