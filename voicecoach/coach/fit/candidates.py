"""What may be made of each plan of a script, as sums of lengths."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from functools import cached_property

from voicecoach.base.grid import Grid
from voicecoach.coach.compile.exercise import Movement
from voicecoach.coach.compile.opening import total_lines
from voicecoach.coach.compile.session import compile_session
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
from voicecoach.coach.fit.subset_sum import Amounts, ReachableSums
from voicecoach.coach.guidance import guided
from voicecoach.coach.schedule import total_gap_ms
from voicecoach.coach.timeline import Elastic, Fixed, Slot, Timeline, TotalLine, TotalLines
from voicecoach.library.library import Script
from voicecoach.model.routine import ExerciseStep, Step
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
    def sums(self) -> ReachableSums:
        """Every length that its quantities can have in all."""
        return ReachableSums.of_all(self.amounts)


@dataclass
class Candidates:
    """The candidates of a script, each measured when it is first asked for.

    Attributes:
        script: the routine with everything that it names.
        known: the lengths of its sounds.
        found: the candidates so far.
        movements: exercises in short, each a slot with its length.
        total_lines: those that say the session's length, by what it needs.
        added: what each value of a quantity adds to a session, ms.
    """

    script: Script
    known: DurationTable
    found: dict[Edit, Candidate | None] = field(default_factory=dict)
    movements: dict[Hashable, tuple[Slot, ...]] = field(default_factory=dict)
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
        """How long a session of some steps takes, its rests and pauses at their shortest."""
        timeline = self._compiled(self._doing(tuple(replace(each, extra=False) for each in steps)))
        fixed, elastic = self.known.spans(timeline)
        return fixed + sum(each.least for each in elastic)

    def _measured(self, plan: Edit, left: Script) -> Candidate:
        timeline = self._compiled(left)
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

    def _compiled(self, script: Script) -> Timeline:
        """The timeline of a script, in which a movement is one slot with its length."""
        return compile_session(script, self._in_short, self._total_lines)

    def _total_lines(self, needs: tuple[str, ...]) -> TotalLines:
        if needs not in self.total_lines:
            self.total_lines[needs] = total_lines(self.script, needs)
        return self.total_lines[needs]

    def _in_short(self, movement: Movement) -> tuple[Slot, ...]:
        key = (
            movement.exercise.exercise,
            movement.dose,
            movement.detail,
            movement.counting,
            movement.again,
            movement.where,  # which of several wordings is taken
        )
        if key not in self.movements:
            slots = tuple(guided(slot, movement.detail) for slot in movement.slots())
            fixed, _ = self.known.spans(Timeline("", slots))
            elastic = (slot for slot in slots if isinstance(slot.length, Elastic))
            self.movements[key] = (Slot("move", Fixed(fixed)), *elastic)
        return self.movements[key]

    def _amounts(self, number: Quantity, done: list[bool]) -> Amounts:
        """What each value of a quantity adds, all the times that its step is done."""
        each_time = [self._added(number, again) for again in done]
        return Amounts(tuple(map(sum, zip(*each_time, strict=True))), number.written)

    def _added(self, number: Quantity, again: bool) -> tuple[int, ...]:
        """What each value adds once, by its step alone: it is the same wherever that stands."""
        if (number, again) not in self.added:
            written = step_at(self.script.routine.steps, self.script.routines, number.key)
            step = replace(written, extra=False)
            before: tuple[Step, ...] = ()
            if again and isinstance(step.body, ExerciseStep):
                before = (Step(ExerciseStep(step.body.exercise), step.where),)
            steps = [(*before, with_amount(step, value)) for value in number.values]
            timelines = [self._compiled(self._doing(each)) for each in steps]
            self.known.learn(timelines)
            lengths = [self.known.spans(timeline)[0] for timeline in timelines]
            as_is = lengths[number.written]
            self.added[number, again] = tuple(length - as_is for length in lengths)
        return self.added[number, again]

    def _doing(self, steps: tuple[Step, ...]) -> Script:
        return replace(self.script, routine=replace(self.script.routine, steps=steps))


def gap_ms(timeline: Timeline, grid: Grid) -> int:
    """The pause that the line about a session's length has after it."""
    assert timeline.total is not None, "a session says how long it takes"
    return total_gap_ms(timeline, timeline.total, grid)
