"""One rep after another: the slots of an exercise's movement, with every cue that they carry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise, zip_longest

from voicecoach.coach.guidance import Turns, by_place
from voicecoach.coach.prescription import Prescription
from voicecoach.coach.roles import MANNERS, ROLES, Role, ToneName
from voicecoach.coach.timeline import (
    START,
    Anchor,
    Cue,
    Elastic,
    Fixed,
    Slot,
    Sound,
    Spoken,
    Tone,
    Utterance,
    or_tone,
)
from voicecoach.script.coaching import Coaching
from voicecoach.script.fields import Counting
from voicecoach.script.language import Language
from voicecoach.script.model import Detail, Exercise, Phase, Side, wording
from voicecoach.script.problems import Where

_LEAD_GAP_MS = 250  # between a side's name, a count and the movement
_AFTER_PHASE_CUE_MS = 1200  # a second for the prompt, and a breath before the next words
_APART_MS = 130  # between what a short hold is called and its breath
_OTHER_WORDS_MS = 3200  # a long hold's prompt, half-way and countdown, spoken slowly
_TONE_MS = 400  # no tone is longer
_HALFWAY_PART = 0.25  # of what may be said in a hold: prompt and countdown need the rest
_RELEASE_MARGIN_MS = 1500  # words end well before the last seconds of a phase
_TIMES_LEFT = (120_000, 60_000, 30_000)


def countdown(
    language: Language, seconds: int, most_ms: int, where: Where, spoken: bool = True
) -> Iterator[Cue]:
    """The last seconds of a slot, each on its second; a tick where a word does not fit."""
    for second in range(seconds, 0, -1):
        word = (Utterance(_number(language, second), "counter"),) if spoken else ()
        yield Cue(
            sounds=or_tone("countdown", *word),
            role="countdown",
            anchor=Anchor(Fraction(1), -1000 * second),
            most_ms=most_ms,
            where=where,
        )


def rest_slot(
    language: Language, coaching: Coaching, ms: int, says: tuple[str, ...], where: Where
) -> Slot:
    """A rest that names what comes, in the longest wording with room, and counts its end."""
    wordings = tuple(Utterance(text) for text in says)
    line = Cue(wordings, "rest", Anchor(offset_ms=200), where=where)
    least, most = round(ms * coaching.rest_least), round(ms * coaching.rest_most)
    counted = min(coaching.countdown, ms // 1000 - 2)
    cues = (line, *countdown(language, counted, 900, where))
    return Slot("rest", Elastic(least, ms, most), cues)


@dataclass(frozen=True, slots=True)
class Movement:
    """An exercise being done.

    Attributes:
        exercise: its texts.
        dose: what is done of it.
        language: the coach's words.
        coaching: the figures.
        where: the place to name in problems.
        turns: lines that are taken in turn.
        detail: how much is said.
        counting: which reps are counted aloud.
        again: it was done before in the session.
    """

    exercise: Exercise
    dose: Prescription
    language: Language
    coaching: Coaching
    where: Where
    turns: Turns
    detail: Detail
    counting: Counting
    again: bool

    def slots(self) -> Iterator[Slot]:
        """Every set, with the rests between."""
        for number in range(1, self.dose.sets + 1):
            if number > 1:
                yield self._placed(self._rest_before(number), number)
            yield from self._set(number)

    def _placed(
        self, slot: Slot, number: int, rep: int | None = None, side: Side | None = None
    ) -> Slot:
        return replace(slot, exercise=self.exercise.exercise, set=number, rep=rep, side=side)

    def _rest_before(self, number: int) -> Slot:
        language = self.language
        sets = language.number(self.dose.sets)
        following = language.set_of.format(n=language.number(number), sets=sets)
        says = (f"{language.rest} {following}", following)
        return rest_slot(language, self.coaching, self.dose.rest_ms, says, self.where)

    def _set(self, number: int) -> Iterator[Slot]:
        order = [*self._order(number)]
        for (changes, rep, side), following in zip_longest(order, order[1:]):
            if changes:
                for slot in self._switch(side):
                    yield self._placed(slot, number, side=side)
            slots = [*self._rep(number, rep, side, self._prompted(number, rep))]
            if following and self._named_ahead(number, following[1]):
                slots[-1] = self._naming(slots[-1], following[2])
            for slot in slots:
                yield self._placed(slot, number, rep, side)

    def _prompted(self, number: int, rep: int) -> bool:
        """Whether a rep waits for its prompts: what was done before needs fewer words."""
        new = number == 1 and not self.again and MANNERS["prompted"].spoken(self.detail)
        return new and rep <= self.coaching.prompted_reps

    def _named_ahead(self, number: int, rep: int) -> bool:
        """Whether the side of a rep is named in the pause that ends the one before it."""
        last, ms = self.dose.phases[-1]
        is_pause = last.kind == "move" and not (last.say or last.short)
        has_room = is_pause and ms >= self.coaching.side_in_pause_from
        later = rep > 1 and not self._prompted(number, rep)
        return self.dose.alternating and later and has_room

    def _naming(self, pause: Slot, side: Side | None) -> Slot:
        """A pause in which the side that comes next is named."""
        _, ms = self.dose.phases[-1]
        return replace(pause, length=Spoken(ms), cues=(*pause.cues, *self._side_named(side)))

    def _side_named(self, side: Side | None) -> Iterator[Cue]:
        if (sides := self.exercise.sides) and side:
            yield self._line(sides.left if side == "left" else sides.right, "side")

    def _order(self, number: int) -> Iterator[tuple[bool, int, Side | None]]:
        """Each rep's number and side, and whether one changes over to that side before it."""
        reps = range(1, self.dose.reps + 1)
        if self.dose.alternating:
            yield from ((False, rep, side) for rep in reps for side in self.dose.sides)
            return
        two = len(self.dose.sides) == 2
        for index, side in enumerate(self.dose.sides):
            changes = index > 0 or (two and number > 1)
            yield from ((changes and rep == 1, rep, side) for rep in reps)

    def _switch(self, side: Side | None) -> Iterator[Slot]:
        sides = self.exercise.sides
        assert sides is not None, "only an exercise with sides changes over"
        start = Anchor(offset_ms=100)
        tone = Cue(or_tone("switch"), "switch", start, gap_ms=200, where=self.where)
        line = self._line(
            wording(sides.change, side) or self.language.change_sides, "switch", start
        )
        yield Slot("switch", Spoken(), (tone, line))
        (ms,) = self.coaching.settle_ms(sides.switch)
        yield Slot("settle", Fixed(ms), (self.begin_tone(),))

    def begin_tone(self) -> Cue:
        """The tone just before a movement begins."""
        anchor = Anchor(Fraction(1), -600)
        return Cue(or_tone("begin"), "begin", anchor, where=self.where)

    def _rep(self, number: int, rep: int, side: Side | None, prompted: bool) -> Iterator[Slot]:
        opens = side is None or not self.dose.alternating or side == self.dose.sides[0]
        alternates = self.dose.alternating and not self._named_ahead(number, rep)
        leading = prompted or rep == 1 or alternates
        counted_before = leading and self.detail != "tones"
        leads = tuple(self._lead(number, rep, side, opens)) if leading else ()
        if leads:
            yield Slot("transition", Spoken(), leads)
        for index, (phase, ms) in enumerate(self.dose.phases):
            counts = index == 0 and opens and not counted_before
            starts = tuple(self._count(rep)) if counts else ()
            cues = (*starts, *self._phase_cues(index, rep, side, prompted, counted=bool(starts)))
            if phase.kind == "hold":
                yield Slot("hold", Fixed(ms), cues)
            elif prompted:
                first = phase.first if phase.first and ms == phase.length else ms
                yield Slot("move", Spoken(first, self.coaching.phase_cue_share), cues)
            else:
                yield Slot("move", Fixed(ms), cues)

    def _lead(self, number: int, rep: int, side: Side | None, opens: bool) -> Iterator[Cue]:
        """What is said before a rep begins: to breathe, its side, its number."""
        dose, language = self.dose, self.language
        if opens and rep == 1 and self._holds_with_effort:
            turn = self.where.at(number - 1, dose.sides.index(side))
            text = by_place(self._breath_lines, turn)
            yield replace(self._line(text, "breath"), kept=True)  # no effort without it
        if dose.alternating or rep == 1:
            yield from self._side_named(side)
        if opens and dose.reps == 1:
            yield self._line(language.begin, "begin")
        elif opens and self.detail != "tones":
            yield from self._count(rep)

    def _count(self, rep: int) -> Iterator[Cue]:
        """A rep's number, or the tone that stands for it: with tones alone its first phase's."""
        language, reps = self.language, self.dose.reps
        if reps == 1:
            return
        sounds = or_tone("count")
        if self.detail == "tones":
            sounds = (Tone(self._phase_tone(0)),)
        elif (number := spoken_number(self.counting, rep, reps)) is not None:
            sounds = or_tone("count", Utterance(_number(language, number), "counter"))
        yield Cue(sounds, "count", gap_ms=_LEAD_GAP_MS, where=self.where)
        if rep == reps and self.detail != "tones":
            line = by_place((language.last_rep, *language.other.last_rep), self.where)
            yield self._line(line, "count", required=False)

    def _phase_cues(
        self, index: int, rep: int, side: Side | None, prompted: bool, counted: bool
    ) -> Iterator[Cue]:
        phase, ms = self.dose.phases[index]
        if not counted:
            yield from self._prompt(index, rep, side, prompted)
        if phase.kind == "hold":
            yield from self._hold_cues(phase, ms, rep, prompted)
        if self._form_rep(rep) and index == self._longest:
            yield from self._form_cue(phase, ms)

    def _prompt(self, index: int, rep: int, side: Side | None, prompted: bool) -> Iterator[Cue]:
        """What a phase is called when it begins: later reps hear only what changes."""
        phase, ms = self.dose.phases[index]
        said = [wording(text, side) for text in (phase.say, phase.short) if text]
        if not said:
            return
        full = ROLES["phase"].spoken(self.detail)
        numbered = self.detail != "tones" and self.counting in ("all", "down")
        if not prompted and full and phase.kind == "hold" and ms < self.coaching.countdown_from:
            return
        # Without numbers between them the same words would be heard again and again.
        if not (prompted and full) and (numbered or rep % 2 == 0):
            said = said[-1:]
        most = prompt_most_ms(phase, ms, prompted, self.coaching)
        if phase.kind == "hold" and self._holds_with_effort:
            first = next(iter(self._breath_times(ms, rep, prompted)), ms)
            most = min(most, first - _APART_MS)  # a short one leaves the breath its room
        sounds: tuple[Sound, ...] = tuple(Utterance(text) for text in said)
        tone = Tone(self._phase_tone(index))
        as_written = ms in (phase.length, phase.first)
        place = self.exercise.where.at("phases", index) if as_written else self.where
        kept = self._releases(index)
        yield Cue((*sounds, tone), "phase", most_ms=most, kept=kept, where=place)

    def _releases(self, index: int) -> bool:
        """Whether a phase ends a hold."""
        return index > 0 and self.dose.phases[index - 1][0].kind == "hold"

    def _phase_tone(self, index: int) -> ToneName:
        phase, _ = self.dose.phases[index]
        if self._releases(index):
            return "release"
        return "tick" if phase.breath == "free" else phase.breath

    def _hold_cues(self, phase: Phase, ms: int, rep: int, prompted: bool) -> Iterator[Cue]:
        coaching, language = self.coaching, self.language
        if prompted or ms >= coaching.countdown_from:
            seconds = min(coaching.countdown, ms // 1000 - 1)
            spoken = ms >= coaching.counted_from  # in shorter ones numbers sound like those of reps
            yield from countdown(language, seconds, 900, self.where, spoken)
        lefts = [] if self._holds_with_effort else self._lefts(ms)
        if ms >= coaching.halfway_from:
            lines = [language.halfway]
            if ms // 2 in lefts:
                lines.insert(0, f"{language.halfway} {self._left(ms // 2)}")
            yield Cue(
                or_tone("halfway", *map(Utterance, lines)),
                "halfway",
                Anchor(Fraction(1, 2)),
                most_ms=round(ms * coaching.hold_speech_share * _HALFWAY_PART),
                where=self.where,
            )
        if self._holds_with_effort:
            yield from self._breath_cues(ms, rep, prompted)
        else:
            apart = [left for left in lefts if abs(ms - 2 * left) >= 2 * coaching.time_left_apart]
            yield from self._left_cues(apart)
            yield from self._presence_cues(ms, apart)

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

    def _breath_times(self, ms: int, rep: int, prompted: bool) -> list[int]:
        """When a hold with effort is breathed through aloud, ms from its start."""
        coaching = self.coaching
        # Off the round seconds, where half-way and the time that is left are said.
        last = ms - coaching.countdown_quiet - 1000
        times = list(range(coaching.breath_every - 3000, last, coaching.breath_every))
        on_turn = rep > 1 and (rep - 1) % coaching.breath_every_reps == 0
        if on_turn and not times:
            silent = not ROLES["phase"].spoken(self.detail)  # tones tell what a hold is called
            named = prompted or silent or ms >= coaching.countdown_from
            times = [min(_AFTER_PHASE_CUE_MS if named else 300, ms // 4)]
        return times

    def _breath_cues(self, ms: int, rep: int, prompted: bool) -> Iterator[Cue]:
        """Isometric holds are breathed through: on some reps, and every so often in long ones.

        There they keep the person company too; together with what else is said they leave the hold
        as quiet as it should be.
        """
        coaching, language = self.coaching, self.language
        times = self._breath_times(ms, rep, prompted)
        most = None
        if ms >= coaching.long_hold and times:
            most = max(0, round(ms * coaching.hold_speech_share) - _OTHER_WORDS_MS) // len(times)
        for time in times:
            limit = None if most is None else max(most, _TONE_MS)
            anchor = Anchor(offset_ms=time)
            said = Utterance(self.turns.take(self._breath_lines))
            sounds = or_tone("breath", said, Utterance(language.breathe_short))
            yield Cue(sounds, "breath", anchor, most_ms=limit, where=self.where)

    def _presence_cues(self, ms: int, lefts: list[int]) -> Iterator[Cue]:
        """A word from the coach in long stretches in which nothing else is said."""
        every = self.coaching.presence_every
        lines = (*self.exercise.form, *self.language.presence, self.exercise.benefit)
        ends = ms - self.coaching.countdown_quiet
        said = sorted({0, ms // 2, *(ms - left for left in lefts), ends})
        for earlier, later in pairwise(said):
            parts = -(-(later - earlier) // every)
            for part in range(1, parts):
                sounds = or_tone("presence", Utterance(self.turns.take(lines)))
                anchor = Anchor(offset_ms=earlier + (later - earlier) * part // parts)
                yield Cue(sounds, "presence", anchor, False, where=self.where)

    def _form_rep(self, rep: int) -> bool:
        """Form cues come where they help: not in the prompted reps, not in the last, spread out."""
        later = self.coaching.prompted_reps < rep < self.dose.reps
        return later and rep % self.coaching.form_cue_every == 0 and bool(self.exercise.form)

    def _form_cue(self, phase: Phase, ms: int) -> Iterator[Cue]:
        coaching = self.coaching
        line = self.turns.take(self.exercise.form)
        start = 300 if phase.kind == "hold" else _AFTER_PHASE_CUE_MS
        spoken = ms
        if ms >= coaching.long_hold:
            spoken = round(ms * coaching.hold_speech_share) - _OTHER_WORDS_MS
        room = min(
            ms - start - 200,
            round(self.dose.rep_ms * coaching.rep_speech_share) - _RELEASE_MARGIN_MS,
            spoken,
        )
        if phase.kind == "hold" and ms >= coaching.countdown_from:
            start, room = _AFTER_PHASE_CUE_MS, min(room, ms - coaching.countdown_quiet - 1500)
        anchor = Anchor(offset_ms=start)
        yield Cue((Utterance(line),), "form", anchor, False, room, where=self.where)

    @property
    def _breath_lines(self) -> tuple[str, ...]:
        return self.language.keep_breathing, *self.language.other.keep_breathing

    @property
    def _longest(self) -> int:
        lengths = [ms for _, ms in self.dose.phases]
        return lengths.index(max(lengths))

    @property
    def _holds_with_effort(self) -> bool:
        return self.exercise.kind == "isometric" and self.dose.hold_ms is not None

    def _line(
        self,
        text: str,
        role: Role,
        anchor: Anchor = START,
        required: bool = True,
    ) -> Cue:
        sounds = (Utterance(text),)
        return Cue(sounds, role, anchor, required, gap_ms=_LEAD_GAP_MS, where=self.where)


def prompt_most_ms(phase: Phase, ms: int, prompted: bool, coaching: Coaching) -> int:
    """How long a phase's prompt may last.

    Args:
        phase: which it is.
        ms: how long it is done.
        prompted: it is one of the guided reps, in which a movement waits for its prompt.
        coaching: the figures.
    """
    most = coaching.phase_cue_most
    if phase.kind == "move" and prompted:
        return most
    return min(most, round(ms * coaching.phase_cue_share))


def spoken_number(counting: Counting, rep: int, reps: int) -> int | None:
    """The number that is said when a rep begins; None where a tone stands for it.

    Args:
        counting: which reps are counted, and whether up or down.
        rep: which rep begins, from 1.
        reps: how many there are.
    """
    left = reps - rep + 1
    number = left if counting.endswith("down") else rep
    if counting.startswith("every fifth"):
        return None if number % 5 else number
    if counting.startswith("last three"):
        return None if left > 3 else number
    return number


def _number(language: Language, n: int) -> str:
    """A count as it is called out, with a capital and a stop."""
    return language.number(n).capitalize() + language.stop
