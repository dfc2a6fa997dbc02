"""What is heard while something is held: counting, half-way, breath, and a word now and then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from itertools import pairwise
from typing import NamedTuple

from voicecoach.base.values import dataclass
from voicecoach.coach.compile.counting import countdown
from voicecoach.coach.guidance import Turns
from voicecoach.coach.roles import ROLES
from voicecoach.coach.timeline import MIDDLE, Anchor, Cue, Utterance, before_end, or_tone
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


class _Alike(NamedTuple):
    """What is alike in the holds of a length, whichever rep they belong to.

    Attributes:
        ends: its last seconds, and half of it.
        times: the time that is left, and what the author says.
        presences: when the coach says a word.
    """

    ends: tuple[Cue, ...]
    times: tuple[Cue, ...]
    presences: tuple[Anchor, ...]


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
    known: dict[tuple[int, bool], _Alike] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )

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
        known = self._known(ms, prompted)
        yield from known.ends
        if self.effort:
            yield from self._breath_cues(ms, rep, prompted)
        yield from known.times
        for anchor in known.presences:
            yield self._presence(ms, anchor)

    def differs(self, ms: int, prompted: bool) -> bool:
        """Whether reps hear other cues: breaths on some, and words that are taken in turn."""
        return self.effort or bool(self._known(ms, prompted).presences)

    def _known(self, ms: int, prompted: bool) -> _Alike:
        known = self.known.get((ms, prompted))
        if known is None:
            known = self.known[ms, prompted] = self._alike(ms, prompted)
        return known

    def _alike(self, ms: int, prompted: bool) -> _Alike:
        """What is alike in every rep."""
        coaching = self.coaching
        ends: list[Cue] = []
        if ms >= (coaching.counted_from if prompted else coaching.countdown_from):
            seconds = min(coaching.countdown, ms // 1000 - 1)
            ends += countdown(self.language, seconds, 900, self.where, self.counted)
        lefts = [] if self.effort else self._lefts(ms)
        if ms >= coaching.halfway_from and not self._is_near(ms // 2, ms):
            ends.append(self._halfway(ms, lefts))
        apart = [
            left
            for left in lefts
            if abs(ms - 2 * left) >= 2 * coaching.time_left_apart
            and not self._is_near(ms - left, ms)
        ]
        told = () if self.effort else self._left_cues(apart)
        presences = () if self.effort else self._presences(ms, apart)
        return _Alike(tuple(ends), (*told, *self._own_cues(ms, apart)), tuple(presences))

    def _goes_on(self, ms: int) -> bool:
        return self.goes_on_from is not None and ms >= self.goes_on_from

    def _own_times(self, ms: int) -> list[int]:
        """When the author's lines and bells come, ms from the start; none in the last seconds."""
        if not self.at and not self.bell:
            return []
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
            return MIDDLE
        if ms - time in lefts:
            return before_end(ms - time)
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
            MIDDLE,
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
            anchor = before_end(left)
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

    def _presences(self, ms: int, lefts: list[int]) -> Iterator[Anchor]:
        """When the coach says a word: in long stretches in which nothing else is said."""
        coaching = self.coaching
        every = coaching.timed_presence_every if self._goes_on(ms) else coaching.presence_every
        ends = ms - coaching.countdown_quiet
        said = sorted({0, ms // 2, *(ms - left for left in lefts), *self._own_times(ms), ends})
        for earlier, later in pairwise(said):
            parts = -(-(later - earlier) // every)
            for part in range(1, parts):
                yield Anchor(offset_ms=earlier + (later - earlier) * part // parts)

    def _presence(self, ms: int, anchor: Anchor) -> Cue:
        """A word from the coach: first what the exercise is good for."""
        lines = self.language.going_on if self._goes_on(ms) else self.language.presence
        new = self.turns.is_new(self.exercise.benefit)
        text = self.exercise.benefit if new else self.turns.take((*self.exercise.form, *lines))
        sounds = or_tone("presence", Utterance(text))
        return Cue(sounds, "presence", anchor, False, where=self.where)
