"""Compiles intervals: work and rest that follow each other by the clock, to the frame.

Each stretch has a length that nothing changes. What is said of the next turn lies within the rest
before it, and falls away where it has no room; work begins exactly when the rest's count ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from voicecoach.base.values import dataclass, replace
from voicecoach.coach.compile.counting import countdown
from voicecoach.coach.compile.exercise import Movement
from voicecoach.coach.compile.holds import Hold
from voicecoach.coach.dose_text import dose_line
from voicecoach.coach.fading import exercise_detail
from voicecoach.coach.guidance import Turns
from voicecoach.coach.prescription import Prescription, prescribe
from voicecoach.coach.timeline import Anchor, Cue, Fixed, Slot, Utterance, before_end, or_tone
from voicecoach.formats.fields import Side, wording
from voicecoach.language.phrases import Language
from voicecoach.library.script import Script
from voicecoach.model.coaching import Coaching, with_overrides
from voicecoach.model.dose import Dose
from voicecoach.model.exercise import Exercise, Phase
from voicecoach.model.intervals import Turn, choice_of, side_in_round, turns_of, work_ms
from voicecoach.model.routine import Detail, ExerciseStep, RepeatStep

_START = Anchor(offset_ms=200)  # of a rest: when its words begin
_SIDE_MS = 100  # how much less than the longest time a side is named before it moves
_SIDED_COUNT = 2  # seconds that are counted where the side is named just before
_AHEAD_MS = 3000  # for the name of what follows, before the last seconds of work


@dataclass(frozen=True, slots=True)
class Station:
    """One turn, with all that its work and the rest before it need.

    Attributes:
        turn: whose, in which round.
        exercise: what is done.
        coaching: the figures, with the exercise's own.
        detail: how much is said.
        side: that works; None where both do, or there are none.
        dose: what the record has of it: all rounds of what is alone, else this turn.
    """

    turn: Turn
    exercise: Exercise
    coaching: Coaching
    detail: Detail
    side: Side | None
    dose: Prescription

    @property
    def body(self) -> ExerciseStep:
        """Its step."""
        return self.turn.body

    @property
    def title(self) -> str:
        """What it is called."""
        return self.body.title or self.exercise.title


@dataclass(frozen=True)
class Intervals:
    """Intervals being done.

    Attributes:
        circuit: what an author says of them.
        script: has their exercises and the coach's words.
        turns: lines that are taken in turn.
    """

    circuit: RepeatStep
    script: Script
    turns: Turns

    @property
    def language(self) -> Language:
        """The coach's words."""
        return self.script.language

    @cached_property
    def stations(self) -> tuple[Station, ...]:
        """Every turn, in order."""
        return tuple(map(self._station, turns_of(self.circuit)))

    @property
    def taught(self) -> list[Station]:
        """The first turn of each of the exercises."""
        return [*{each.exercise.exercise: each for each in reversed(self.stations)}.values()][::-1]

    @cached_property
    def alone(self) -> bool:
        """Whether one exercise is done again and again."""
        return len({turn.step.where for turn in turns_of(self.circuit)}) == 1

    @property
    def title(self) -> str:
        """What they are called: as the exercise that is alone."""
        return self.stations[0].title if self.alone else self.language.interval.title

    @property
    def dose_text(self) -> str:
        """How they are done, in one or two sentences."""
        words, language, circuit = self.language.interval, self.language, self.circuit
        rounds = language.count(language.rounds, circuit.repeat)
        if circuit.every:
            said = words.every.format(rounds=rounds, time=language.duration(circuit.every))
            first = self.stations[0]
            once = dose_line(replace(first.dose, sets=1), first.exercise.kind, language)
            said = f"{said} {once}" if self.alone else said
        else:
            work = language.duration(self.stations[0].dose.hold_ms or 0)
            rest = language.duration(circuit.rest or 0)
            form = words.work_rest if circuit.rest else words.work
            said = form.format(rounds=rounds, work=work, rest=rest)
            if self.differ:
                said = rounds + language.stop
        return said[:1].upper() + said[1:]

    @property
    def differ(self) -> bool:
        """Whether the exercises have times or doses of their own, to be told with each."""
        return bool(self.circuit.every) or len({each.dose.hold_ms for each in self.stations}) > 1

    def dose_of(self, station: Station) -> str:
        """What is done in a turn, in words; of what is alone, in all rounds."""
        if self.alone:
            return self.dose_text
        return dose_line(station.dose, station.exercise.kind, self.language)

    @property
    def in_turn(self) -> str | None:
        """Which exercises take turns; None of one alone."""
        if self.alone:
            return None
        titles = dict.fromkeys(each.title for each in self.stations)
        return self.language.interval.in_turn.format(titles=self.language.listing([*titles]))

    def _station(self, turn: Turn) -> Station:
        body = turn.body
        exercise = self.script.exercises[body.exercise]
        coaching = with_overrides(self.script.coaching, exercise.coaching)
        side = side_in_round(exercise, body.dose, turn.number)
        dose = self._dose(exercise, body.dose, coaching, None if self.alone else side)
        detail = exercise_detail(self.script, body.exercise, body.guidance)
        return Station(turn, exercise, coaching, detail, side, dose)

    def _dose(
        self, exercise: Exercise, dose: Dose, coaching: Coaching, only: Side | None
    ) -> Prescription:
        full = prescribe(exercise, dose, coaching)
        sets = self.circuit.repeat if self.alone else 1
        sides = (only,) if only else full.sides
        works = exercise.sides.meant(only) if exercise.sides and only else full.works
        full = replace(full, sets=sets, sides=sides, works=works, rest_ms=self.circuit.rest or 0)
        if self.circuit.work is None:
            return full
        if choice_of(exercise, dose) == "alternating":  # as it comes, while there is time
            full = replace(full, sides=(None,), alternating=False)
        ms = work_ms(self.circuit, dose)
        return replace(full, reps=1, phases=((Phase("hold", ms), ms),))

    # What is done

    def slots(self) -> Iterator[tuple[Station, Slot]]:
        """The work of every turn, with the rests between; none after the last."""
        stations = self.stations
        rest_ms = 0
        for index, station in enumerate(stations):
            if index and rest_ms:
                yield station, self._rest(station, stations[index - 1], rest_ms)
            following = stations[index + 1] if index + 1 < len(stations) else None
            if self.circuit.every:
                done = [*self._movement(station)]
                rest_ms = self.circuit.every - sum(_fixed_ms(slot) for slot in done)
            else:
                rest_ms = self.circuit.rest or 0
                done = [self._work(station, following if not rest_ms else None)]
            yield from ((station, slot) for slot in done)

    def _placed(self, station: Station, slot: Slot) -> Slot:
        number = station.turn.number if self.alone else 1
        return slot._replace(exercise=station.exercise.exercise, set=number)

    def _rest(self, station: Station, before: Station, ms: int) -> Slot:
        """A rest before a turn, with what is said of that, and its last seconds counted.

        Args:
            station: the turn.
            before: the one that is over.
            ms: how long one rests.
        """
        counted = min(station.coaching.countdown, ms // 1000 - 2)
        last = before_end(station.coaching.side_named_most - _SIDE_MS)
        sided = [*self._side_named(station, last)]
        if sided:
            counted = min(counted, _SIDED_COUNT)
        where = station.turn.step.where
        counts = countdown(self.language, counted, 900, where)
        cues = (*self._announced(station, before), *sided, *counts)
        return self._placed(station, Slot("rest", Fixed(ms), cues))

    def _announced(self, station: Station, before: Station) -> Iterator[Cue]:
        """Rest; whose turn it is, where to, which side and round; and safety in the first."""
        words, turn = self.language, station.turn
        where, gap = turn.step.where, station.coaching.line_gap
        says: tuple[str, ...] = (words.rest,)
        if not self.alone:
            says = (words.rest_next.format(title=station.title), station.title + words.stop)
        yield Cue(tuple(map(Utterance, says)), "rest", _START, gap_ms=gap, where=where)
        if not self.alone and station.exercise.approach:
            line = Utterance(station.exercise.approach)
            yield Cue((line,), "position", _START, gap_ms=gap, where=where)
        if before.exercise == station.exercise and before.side != station.side:
            own = station.exercise.sides.change if station.exercise.sides else ()
            for text in [wording(line, station.side) for line in own] or [words.change_sides]:
                yield Cue((Utterance(text),), "switch", _START, gap_ms=gap, where=where)
        if turn.first:
            rounds = words.number(self.circuit.repeat)
            text = words.round_of.format(n=words.number(turn.number), rounds=rounds)
            yield Cue((Utterance(text),), "dose", _START, False, gap_ms=gap, where=where)
        if turn.number == 1:
            line = Utterance(station.exercise.safety)
            yield Cue((line,), "safety", _START, False, gap_ms=gap, where=where)

    def _side_named(self, station: Station, anchor: Anchor) -> Iterator[Cue]:
        sides = station.exercise.sides
        if sides and station.side:
            text = sides.left if station.side == "left" else sides.right
            yield Cue((Utterance(text),), "side", anchor, where=station.turn.step.where)

    def begin_cues(self) -> tuple[Cue, ...]:
        """The side of the first turn, in the time to settle before it."""
        return tuple(self._side_named(self.stations[0], _START))

    def _work(self, station: Station, following: Station | None) -> Slot:
        """A turn's work: begun, accompanied, its last seconds counted.

        Args:
            station: the turn.
            following: the next, where no rest has room to name it.
        """
        where, coaching = station.turn.step.where, station.coaching
        ms = work_ms(self.circuit, station.body.dose)
        begin = Cue(or_tone("begin", Utterance(self.language.begin)), "begin", where=where)
        cues = [begin, *self._hold(station).cues(ms, 1, prompted=True)]
        if following and not self.alone:
            said = self.language.other.next[0].format(title=following.title)
            lines = (Utterance(said), Utterance(following.title + self.language.stop))
            anchor = before_end(coaching.countdown_quiet + _AHEAD_MS)
            cues.append(Cue(lines, "title", anchor, most_ms=_AHEAD_MS - 100, where=where))
        return self._placed(station, Slot("work", Fixed(ms), tuple(cues), side=station.side))

    def _hold(self, station: Station) -> Hold:
        return Hold(
            station.exercise,
            effort=station.exercise.kind == "isometric",
            counted=True,
            language=self.language,
            coaching=station.coaching,
            where=station.turn.step.where,
            turns=self.turns,
            detail=station.detail,
            goes_on_from=None if station.exercise.kind == "isometric" else 0,
            at=station.body.at,
            bell=station.body.bell,
        )

    def _movement(self, station: Station) -> Iterator[Slot]:
        """A dose that is done at once, none of which waits for words."""
        script, body = self.script, station.body
        side = station.side
        sides = (side,) if side else station.dose.sides
        movement = Movement(
            station.exercise,
            replace(station.dose, sets=1, sides=sides),
            script.language,
            station.coaching,
            station.turn.step.where,
            self.turns,
            station.detail,
            body.count or script.routine.head.count or station.coaching.count,
            again=True,
            counts_apart=script.counts_apart,
            by_the_clock=True,
            at=body.at,
            bell=body.bell,
        )
        return (self._placed(station, slot) for slot in movement.slots())


def _fixed_ms(slot: Slot) -> int:
    assert isinstance(slot.length, Fixed), "by the clock nothing waits for words"
    return slot.length.ms
