"""What may be made of each plan of a script, as sums of lengths."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property

from voicecoach.base.grid import Grid
from voicecoach.base.values import replace
from voicecoach.coach.compile.breathing import patterns
from voicecoach.coach.compile.counting import spoken_number
from voicecoach.coach.compile.exercise import Movement
from voicecoach.coach.compile.opening import total_lines
from voicecoach.coach.compile.session import compile_alone, compile_session
from voicecoach.coach.compile.steps import movement_of
from voicecoach.coach.compile.track import Here
from voicecoach.coach.dose_text import dose_line
from voicecoach.coach.fading import exercise_detail
from voicecoach.coach.fit.durations import DurationTable
from voicecoach.coach.fit.edits import (
    Edit,
    Quantity,
    occurrences,
    quantities,
    with_amount,
)
from voicecoach.coach.fit.plans import Leaving
from voicecoach.coach.fit.slack import within_share
from voicecoach.coach.fit.subset_sum import Amounts, ReachableSums, in_units, unit_of
from voicecoach.coach.guidance import Turns, guided
from voicecoach.coach.prescription import prescribe
from voicecoach.coach.schedule import total_gap_ms
from voicecoach.coach.timeline import (
    Cue,
    Elastic,
    Fixed,
    Slot,
    Spoken,
    Timeline,
    TotalLine,
    TotalLines,
    Utterance,
)
from voicecoach.library.script import Script
from voicecoach.model.coaching import with_overrides
from voicecoach.model.routine import BreatheStep, ExerciseStep, Step
from voicecoach.model.steps import step_at


@dataclass(frozen=True)
class Candidate:
    """What may be made of a plan; all without the line that says the length.

    Attributes:
        plan: what is done.
        total: the line that says its length, and what it needs.
        fixed_ms: what is not elastic, its quantities as they are written, without that line.
        elastic: the rests and pauses.
        pause_share: which part of the session the pauses take at most.
        numbers: the quantities, and
        amounts: what each of their values adds, of each.
    """

    plan: Edit
    total: TotalLine
    fixed_ms: int
    elastic: tuple[Elastic, ...]
    pause_share: float
    numbers: tuple[Quantity, ...]
    amounts: tuple[Amounts, ...]

    @cached_property
    def least_ms(self) -> int:
        """What is elastic, at its shortest."""
        return sum(each.least for each in self.elastic)

    def most_ms(self, ms: int) -> int:
        """What is elastic, at its longest in a session of so many ms."""
        return sum(each.most for each in within_share([*self.elastic], ms, self.pause_share))

    @property
    def shortest_ms(self) -> int:
        """Its least length."""
        return self.fixed_ms + self.least_ms + sum(min(each.lengths) for each in self.amounts)

    def longest_with(self, rest_ms: int) -> int:
        """The greatest length beside what is not elastic: pauses may be longer in longer ones."""
        ms = rest_ms + sum(each.most for each in self.elastic)
        while (less := rest_ms + self.most_ms(ms)) < ms:
            ms = less
        return ms

    @cached_property
    def longest_ms(self) -> int:
        """Its greatest length."""
        return self.longest_with(self.fixed_ms + sum(max(each.lengths) for each in self.amounts))

    @cached_property
    def unit(self) -> int:
        """To how many ms sums are known."""
        return unit_of(self.amounts)

    def greatest_up_to(self, ms: int) -> int | None:
        """The greatest length of its quantities in all that is not above one."""
        found = self._sums.up_to(ms // self.unit)
        return None if found is None else found * self.unit

    def least_from(self, ms: int) -> int | None:
        """The least length of its quantities in all that is not below one."""
        found = self._sums.down_to(-(-ms // self.unit))
        return None if found is None else found * self.unit

    @cached_property
    def _sums(self) -> ReachableSums:
        return ReachableSums.of_all(in_units(self.amounts, self.unit))


@dataclass
class Candidates:
    """The candidates of a script, each measured when it is first asked for.

    Attributes:
        script: the routine with everything that it names.
        known: the lengths of its sounds.
        found: the candidates so far.
        movements: how long what is told of exercises takes, ms, and what of that is elastic.
        total_lines: those that say the session's length, by what it needs.
        added: what each value of a quantity adds to a session, ms.
    """

    script: Script
    known: DurationTable
    found: dict[Edit, Candidate | None] = field(default_factory=dict)
    movements: dict[Hashable, tuple[int, tuple[Slot, ...]]] = field(default_factory=dict)
    total_lines: dict[tuple[str, ...], TotalLines] = field(default_factory=dict)
    added: dict[tuple[Quantity, bool], tuple[int, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.leaving = Leaving(self.script)

    def of(self, plan: Edit) -> Candidate | None:
        """What may be made of a plan; None when it must not be."""
        if plan not in self.found:
            left = self.leaving.by(plan)
            self.found[plan] = self._measured(plan, left) if left else None
        return self.found[plan]

    def least_ms_of(self, steps: tuple[Step, ...]) -> int:
        """How long some steps take, rests and pauses at their shortest."""
        fixed, elastic = self.known.spans(self._alone(steps))
        return fixed + sum(each.least for each in elastic)

    def _measured(self, plan: Edit, left: Script) -> Candidate:
        timeline = self.compiled(left)
        fixed, elastic = self.known.spans(timeline)
        assert timeline.total is not None, "a session says how long it takes"
        numbers = tuple(quantities(self.script, plan))
        done = occurrences(self.script, plan)
        return Candidate(
            plan=plan,
            total=timeline.total,
            fixed_ms=fixed + gap_ms(timeline, self.known.grid),
            elastic=tuple(elastic),
            pause_share=self.script.coaching.pause_share,
            numbers=numbers,
            amounts=tuple(self._amounts(each, done[each.key]) for each in numbers),
        )

    def compiled(self, script: Script) -> Timeline:
        """The timeline of a script, in which a movement is one slot with its length."""
        return compile_session(script, self._in_short, self._total_lines)

    def _total_lines(self, needs: tuple[str, ...]) -> TotalLines:
        if needs not in self.total_lines:
            self.total_lines[needs] = total_lines(self.script, needs)
        return self.total_lines[needs]

    def _in_short(self, movement: Movement) -> tuple[Slot, ...]:
        dose, there = movement.dose, movement.reps_in_short
        key = (
            movement.exercise.exercise,
            (dose.sets, there, dose.rest_ms, dose.sides, dose.alternating, dose.phases),
            dose.ladder,
            there < dose.reps,
            *(spoken_number(movement.counting, rep, dose.reps) for rep in range(1, there + 1)),
            movement.detail,
            movement.again,
            movement.where,  # which of several wordings is taken
        )
        if key not in self.movements:
            short = replace(movement, in_short=True)
            slots = tuple(guided(slot, short.detail) for slot in short.slots())
            fixed, _ = self.known.spans(Timeline("", slots))
            elastic = tuple(slot for slot in slots if isinstance(slot.length, Elastic))
            self.movements[key] = fixed, elastic
        fixed, elastic = self.movements[key]
        return (Slot("move", Fixed(fixed + movement.left_out_ms)), *elastic)

    def _amounts(self, number: Quantity, done: list[bool]) -> Amounts:
        """What each value of a quantity adds, all the times that its step is done."""
        each_time = [self._added(number, again) for again in done]
        return Amounts(tuple(map(sum, zip(*each_time, strict=True))), number.written)

    def _added(self, number: Quantity, again: bool) -> tuple[int, ...]:
        """What each value adds once, by its step alone: it is the same wherever that stands."""
        if (number, again) not in self.added:
            step = step_at(self.script.routine.steps, self.script.routines, number.key)
            lengths = [self._lasts_ms(with_amount(step, each), again) for each in number.values]
            as_is = lengths[number.written]
            self.added[number, again] = tuple(length - as_is for length in lengths)
        return self.added[number, again]

    def _lasts_ms(self, step: Step, again: bool) -> int:
        """How long all takes that an amount changes: the breaths, or the dose's words and the reps.

        Everything else of the step is as it was.
        """
        body, script = step.body, self.script
        if isinstance(body, BreatheStep):
            cycles = patterns(body.breathe, script.coaching)
            return sum(pattern.cycle_ms * number for pattern, number in cycles)
        assert isinstance(body, ExerciseStep), "only these have a number that may change"
        detail = exercise_detail(script, body.exercise, body.guidance)
        exercise = script.exercises[body.exercise]
        dose = prescribe(exercise, body.dose, with_overrides(script.coaching, exercise.coaching))
        movement = movement_of(script, body, dose, Here(step.where, detail), Turns(), again)
        said = dose_line(movement.dose, movement.exercise.kind, script.language)
        told = Slot("instruct", Spoken(), (Cue((Utterance(said),), "dose"),))
        slots = (guided(told, detail), *self._in_short(movement))
        return self.known.spans(Timeline("", slots))[0]

    def _alone(self, steps: tuple[Step, ...]) -> Timeline:
        """The timeline of nothing but some steps."""
        return Timeline("", compile_alone(self.script, steps, self._in_short))


def gap_ms(timeline: Timeline, grid: Grid) -> int:
    """The pause that the line about a session's length has after it."""
    assert timeline.total is not None, "a session says how long it takes"
    return total_gap_ms(timeline, timeline.total, grid)
