"""One rep after another: the slots of an exercise's movement, with every cue that they carry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, replace
from fractions import Fraction
from itertools import zip_longest

from voicecoach.base.values import dataclass
from voicecoach.coach.compile.counting import called_out, spoken_number
from voicecoach.coach.compile.holds import AFTER_PHASE_CUE_MS, OTHER_WORDS_MS, Hold
from voicecoach.coach.compile.relief import relief_slots
from voicecoach.coach.compile.rests import rest_slot, short_rest
from voicecoach.coach.compile.switch import switch_ms, switch_slots
from voicecoach.coach.dose_text import set_line
from voicecoach.coach.guidance import Turns, by_place
from voicecoach.coach.prescription import Prescription
from voicecoach.coach.roles import MANNERS, ROLES, Role
from voicecoach.coach.timeline import (
    START,
    Anchor,
    Cue,
    Fixed,
    Slot,
    Sound,
    Spoken,
    Tone,
    Utterance,
    or_tone,
)
from voicecoach.formats.fields import Counting, Side, wording
from voicecoach.formats.problems import Where
from voicecoach.language.phrases import Language
from voicecoach.model.coaching import Coaching
from voicecoach.model.exercise import Exercise, Phase
from voicecoach.model.moments import AtLine, Bell
from voicecoach.model.routine import Detail
from voicecoach.model.slots import ToneName

_LEAD_GAP_MS = 250  # between a side's name, a count and the movement
_APART_MS = 130  # between what a short hold is called and its breath
_SIDE_MS = 3500  # to name the side and the number, before a rep that changes sides
_RELEASE_MARGIN_MS = 1500  # words end well before the last seconds of a phase


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
        counts_apart: another voice than the coach's counts seconds.
        side_rest_ms: between one side and the other, changing over included.
        by_the_clock: nothing in it waits for words, so its length is that of its phases.
        at: the author's own lines in its hold.
        bell: when a bell sounds in it.
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
    counts_apart: bool = True
    side_rest_ms: int = 0
    by_the_clock: bool = False
    at: tuple[AtLine, ...] = ()
    bell: Bell = field(default_factory=Bell)

    def slots(self) -> Iterator[Slot]:
        """Every set, with the rests between."""
        for number in range(1, self.dose.sets + 1):
            if number > 1 and self.dose.rest_ms:
                yield self._placed(self._rest_before(number), number)
            elif number > 1 and self.dose.ladder:  # `rest 0s`: straight through
                told = self._line(set_line(self.dose, number, self.language), "dose")
                yield self._placed(Slot("transition", Spoken(), (told,)), number)
            yield from self._doing(number)._set(number)

    def _doing(self, number: int) -> Movement:
        """The movement as a set has it."""
        return replace(self, dose=self.dose.of_set(number)) if self.dose.ladder else self

    def _placed(
        self, slot: Slot, number: int, rep: int | None = None, side: Side | None = None
    ) -> Slot:
        return replace(slot, exercise=self.exercise.exercise, set=number, rep=rep, side=side)

    def _rest_before(self, number: int) -> Slot:
        language = self.language
        sets = language.number(self.dose.sets)
        following = language.set_of.format(n=language.number(number), sets=sets)
        says: tuple[str, ...] = (following,)
        if self.dose.ladder:
            amount = set_line(self.dose, number, language)
            says = (f"{following} {amount}", amount)
        says = (f"{language.rest} {says[0]}", *says)
        return rest_slot(language, self.coaching, self.dose.rest_ms, says, self.where)

    def _set(self, number: int) -> Iterator[Slot]:
        order = [*self._order(number)]
        for (changes, rep, side), following in zip_longest(order, order[1:]):
            if changes:
                yield from self._switch(number, side)
            slots = [*self._rep(number, rep, side, self._prompted(number, rep))]
            if following and self._named_ahead(number, *following[1:]):
                slots[-1] = self._naming(slots[-1], following[2])
            for slot in slots:
                yield self._placed(slot, number, rep, side)
            if not self.dose.alternating or side == self.dose.sides[-1]:
                yield from (self._placed(slot, number) for slot in self._relief(rep))

    def _prompted(self, number: int, rep: int) -> bool:
        """Whether a rep waits for its prompts: what was done before needs fewer words."""
        new = (
            number == 1
            and not (self.again or self.by_the_clock)
            and MANNERS["prompted"].spoken(self.detail)
        )
        return new and rep <= self.coaching.prompted_reps

    def _relief(self, rep: int) -> list[Slot]:
        """A rest of what bears the weight, after a rep on every side."""
        return [*relief_slots(self.exercise, rep, self.dose.reps, self.coaching, self.where)]

    def _named_ahead(self, number: int, rep: int, side: Side | None) -> bool:
        """Whether the side of a rep is named in the pause that ends the one before it."""
        if side == self.dose.sides[0] and self._relief(rep - 1):
            return False  # it would be long ago
        last, ms = self.dose.phases[-1]
        is_pause = last.kind == "move" and not (last.say or last.short)
        has_room = is_pause and ms >= self.coaching.side_in_pause_from
        later = rep > 1 and not self._prompted(number, rep)
        return self.dose.alternating and later and has_room

    def _naming(self, pause: Slot, side: Side | None) -> Slot:
        """A pause in which the side that comes next is named."""
        _, ms = self.dose.phases[-1]
        return replace(pause, length=Spoken(ms), cues=(*pause.cues, *self._side_named(side)))

    def _side_named(self, side: Side | None, prompted: bool = False) -> Iterator[Cue]:
        if (sides := self.exercise.sides) and side:
            named = sides if prompted or not sides.short else sides.short
            yield self._line(named.left if side == "left" else named.right, "side")

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

    def _switch(self, number: int, side: Side | None) -> Iterator[Slot]:
        exercise, coaching = self.exercise, self.coaching
        slots = [*switch_slots(exercise, side, self.language, coaching, self.where)]
        slots[-1] = replace(slots[-1], cues=self.begin_cues())
        rest_ms = self.side_rest_ms - switch_ms(exercise, coaching)
        rest = short_rest(self.language, coaching, rest_ms, (self.language.rest,), self.where)
        for slot in (*rest, *slots):
            yield self._placed(slot, number, side=side)

    def begin_cues(self) -> tuple[Cue, ...]:
        """The tone just before a movement begins, where words would not say so."""
        if self.detail != "tones":
            return ()
        return (Cue(or_tone("begin"), "begin", Anchor(Fraction(1), -600), where=self.where),)

    def _rep(self, number: int, rep: int, side: Side | None, prompted: bool) -> Iterator[Slot]:
        opens = side is None or not self.dose.alternating or side == self.dose.sides[0]
        alternates = self.dose.alternating and not self._named_ahead(number, rep, side)
        leading = (prompted or rep == 1 or alternates) and not self.by_the_clock
        counted_before = leading and self.detail != "tones"
        leads = tuple(self._lead(number, rep, side, opens, prompted)) if leading else ()
        if leads:
            yield Slot("transition", Spoken(), leads)
        for index, (phase, ms) in enumerate(self.dose.phases):
            counts = index == 0 and opens and not counted_before
            starts = tuple(self._count(rep)) if counts else ()
            if index == 0 and alternates and self.by_the_clock:
                starts = (*self._side_named(side), *starts)
            cues = (*starts, *self._phase_cues(index, rep, side, prompted, counted=bool(starts)))
            if phase.kind == "hold":
                goes_on_from = self._goes_on_from
                goes_on = goes_on_from is not None and ms >= goes_on_from
                yield Slot("work" if goes_on else "hold", Fixed(ms), cues)
            elif prompted:
                first = phase.first if phase.first and ms == phase.length else ms
                yield Slot("move", Spoken(first, self.coaching.phase_cue_share), cues)
            else:
                yield Slot("move", Fixed(ms), cues)

    def _lead(
        self, number: int, rep: int, side: Side | None, opens: bool, prompted: bool
    ) -> Iterator[Cue]:
        """What is said before a rep begins: to breathe, its side, its number."""
        dose, language = self.dose, self.language
        if opens and rep == 1 and self._holds_with_effort:
            turn = self.where.at(number - 1, dose.sides.index(side))
            text = by_place(self._hold.breath_lines, turn)
            yield replace(self._line(text, "breath"), kept=True)  # no effort without it
        if dose.alternating or rep == 1:
            yield from self._side_named(side, prompted)
        if opens and dose.reps == 1:
            # Else its first phase says what to do.
            if not prompted or not ROLES["setup"].spoken(self.detail):
                yield self._line(language.begin, "begin")
        elif opens and self.detail != "tones":
            yield from self._count(rep)

    def _count(self, rep: int) -> Iterator[Cue]:
        """A rep's number, or the tone that stands for it: with tones alone its first phase's."""
        language, reps = self.language, self.dose.reps
        if reps == 1:
            return
        counting: Counting = "every fifth" if self.detail == "tones" else self.counting
        number = spoken_number(counting, rep, reps)
        said = () if number is None else (Utterance(called_out(language, number)),)
        sounds = or_tone("count", *said)
        if self.detail == "tones":
            sounds = (*said, Tone(self._phase_tone(0)))
        kept = self.detail == "tones"
        yield Cue(sounds, "count", gap_ms=_LEAD_GAP_MS, kept=kept, where=self.where)
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
            yield from self._hold.cues(ms, rep, prompted)
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
            first = next(iter(self._hold.breath_times(ms, rep, prompted)), ms)
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
        # In a hold no tone sounds that could be taken for a breath.
        return "next" if phase.kind == "hold" or phase.breath == "free" else phase.breath

    def _form_rep(self, rep: int) -> bool:
        """Form cues come where they help: not in the prompted reps, not in the last, spread out."""
        later = self.coaching.prompted_reps < rep < self.dose.reps
        return later and rep % self.coaching.form_cue_every == 0 and bool(self.exercise.form)

    def _form_cue(self, phase: Phase, ms: int) -> Iterator[Cue]:
        coaching = self.coaching
        lines = [Utterance(self.turns.take(self.exercise.form))]
        if self.turns.is_new(self.exercise.benefit):
            lines.insert(0, Utterance(self.exercise.benefit))
        start = 300 if phase.kind == "hold" else AFTER_PHASE_CUE_MS
        margin = _RELEASE_MARGIN_MS + (_SIDE_MS if self.dose.alternating else 0)
        spoken = ms
        if ms >= coaching.long_hold:
            spoken = round(ms * coaching.hold_speech_share) - OTHER_WORDS_MS
        room = min(
            ms - start - 200,
            round(self.dose.rep_ms * coaching.rep_speech_share) - margin,
            spoken,
        )
        if phase.kind == "hold" and ms >= coaching.countdown_from:
            start, room = AFTER_PHASE_CUE_MS, min(room, ms - coaching.countdown_quiet - 1500)
        anchor = Anchor(offset_ms=start)
        yield Cue(tuple(lines), "form", anchor, False, room, where=self.where)

    @property
    def _hold(self) -> Hold:
        return Hold(
            self.exercise,
            self._holds_with_effort,
            self.counts_apart or self.dose.reps == 1,
            self.language,
            self.coaching,
            self.where,
            self.turns,
            self.detail,
            goes_on_from=self._goes_on_from,
            led=not self.by_the_clock,
            at=self.at,
            bell=self.bell,
        )

    @property
    def _goes_on_from(self) -> int | None:
        return self.coaching.timed_from if self.exercise.kind == "timed" else None

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
