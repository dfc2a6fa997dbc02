"""One rep after another: the slots of an exercise's movement, with every cue that they carry."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from voicecoach.base.values import dataclass, replace
from voicecoach.coach.compile.phases import guided_ms
from voicecoach.coach.compile.relief import relief_slots
from voicecoach.coach.compile.rep_cues import RepCues
from voicecoach.coach.compile.rests import rest_slot, short_rest
from voicecoach.coach.compile.switch import switch_ms, switch_slots
from voicecoach.coach.dose_text import set_line
from voicecoach.coach.roles import MANNERS
from voicecoach.coach.timeline import Cue, Fixed, Slot, SlotLength, Spoken, before_end, or_tone
from voicecoach.formats.fields import Side
from voicecoach.model.slots import SlotKind


@dataclass(frozen=True, slots=True)
class Movement(RepCues):
    """An exercise being done."""

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
        of, step = self.exercise.exercise, self.step
        return slot._replace(exercise=of, set=number, rep=rep, side=side, step=step)

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
            yield from slots
            if not self.dose.alternating or side == self.dose.sides[-1]:
                yield from (self._placed(slot, number) for slot in self._relief(rep))
            if following and following[1] == rep + 1:
                quickening = self._quickening(number, rep)
                yield from (self._placed(slot, number, rep, side) for slot in quickening)

    def _prompted(self, number: int, rep: int) -> bool:
        """Whether a rep waits for its prompts: what was done before needs fewer words."""
        new = (
            number == 1
            and not (self.again or self.by_the_clock)
            and MANNERS["prompted"].spoken(self.detail)
        )
        return new and rep <= self.coaching.prompted_reps

    def _quickening(self, number: int, rep: int) -> Iterator[Slot]:
        """What is said after a rep whose movements take longer than those of the next."""
        is_last = self._prompted(number, rep) and not self._prompted(number, rep + 1)
        if is_last and any(guided_ms(phase, ms) > ms for phase, ms in self.dose.phases):
            yield Slot("transition", Spoken(), (self._line(self.language.faster, "begin"),))

    def _relief(self, rep: int) -> list[Slot]:
        """A rest of what bears the weight, after a rep on every side."""
        if self.exercise.relief is None:
            return []
        return [*relief_slots(self.exercise, rep, self.dose.reps, self.coaching, self.where)]

    def _named_ahead(self, number: int, rep: int, side: Side | None) -> bool:
        """Whether the side of a rep is named in the pause that ends the one before it."""
        if not self.dose.alternating:
            return False
        if side == self.dose.sides[0] and self._relief(rep - 1):
            return False  # it would be long ago
        last, ms = self.dose.phases[-1]
        is_pause = last.kind == "move" and not (last.say or last.short)
        has_room = is_pause and ms >= self.coaching.side_in_pause_from
        later = rep > 1 and not self._prompted(number, rep)
        return later and has_room

    def _naming(self, pause: Slot, side: Side | None) -> Slot:
        """A pause in which the side that comes next is named."""
        _, ms = self.dose.phases[-1]
        return pause._replace(length=Spoken(ms), cues=(*pause.cues, *self._side_named(side)))

    @property
    def reps_in_short(self) -> int:
        """How many reps of a set are there in short: those that follow wait for no words."""
        dose = self.dose
        if dose.alternating or dose.ladder or self.exercise.relief:
            return dose.reps
        return min(dose.reps, self.coaching.prompted_reps + 1)

    @property
    def left_out_ms(self) -> int:
        """How long the reps take that are not."""
        dose = self.dose
        return dose.sets * len(dose.sides) * (dose.reps - self.reps_in_short) * dose.rep_ms

    def _order(self, number: int) -> Iterator[tuple[bool, int, Side | None]]:
        """Each rep's number and side, and whether one changes over to that side before it."""
        reps = range(1, (self.reps_in_short if self.in_short else self.dose.reps) + 1)
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
        slots[-1] = slots[-1]._replace(cues=self.begin_cues())
        rest_ms = self.side_rest_ms - switch_ms(exercise, coaching)
        rest = short_rest(self.language, coaching, rest_ms, (self.language.rest,), self.where)
        for slot in (*rest, *slots):
            yield self._placed(slot, number, side=side)

    def begin_cues(self) -> tuple[Cue, ...]:
        """The tone just before a movement begins, where words would not say so."""
        if self.detail != "tones":
            return ()
        return (Cue(or_tone("begin"), "begin", before_end(600), where=self.where),)

    def _rep(self, number: int, rep: int, side: Side | None, prompted: bool) -> Iterator[Slot]:
        opens = side is None or not self.dose.alternating or side == self.dose.sides[0]
        alternates = self.dose.alternating and not self._named_ahead(number, rep, side)
        leading = (prompted or rep == 1 or alternates) and not self.by_the_clock
        counted_before = leading and self.detail != "tones"
        leads = tuple(self._lead(number, rep, side, opens, prompted)) if leading else ()

        name, step = self.exercise.exercise, self.step

        def slot(kind: SlotKind, length: SlotLength, cues: tuple[Cue, ...] = ()) -> Slot:
            return Slot(kind, length, cues, name, number, rep, side, None, False, step)

        if leads:
            yield slot("transition", Spoken(), leads)
        last = len(self.dose.phases) - 1
        for index, (phase, ms) in enumerate(self.dose.phases):
            may_name = self.dose.alternating and index == last  # the side that comes next
            if self.in_short and not may_name and (phase.kind == "hold" or not prompted):
                yield slot("move", Fixed(ms))
                continue
            counts = index == 0 and opens and not counted_before
            starts = tuple(self._count(rep)) if counts else ()
            if index == 0 and alternates and self.by_the_clock:
                starts = (*self._side_named(side), *starts)
            cues = self._phase_cues(index, rep, side, prompted, bool(starts))
            cues = (*starts, *cues) if starts else cues
            if phase.kind == "hold":
                goes_on_from = self._goes_on_from
                goes_on = goes_on_from is not None and ms >= goes_on_from
                yield slot("work" if goes_on else "hold", Fixed(ms), cues)
            elif prompted:
                first_ms = guided_ms(phase, ms)
                yield slot("move", Spoken(first_ms, self.coaching.phase_cue_share), cues)
            else:
                yield slot("move", Fixed(ms), cues)
