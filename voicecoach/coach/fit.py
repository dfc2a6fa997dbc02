"""Fits a session to a length: chooses what is done of a script so that it lasts exactly so long.

Least comes first: rests and pauses within their limits, then reps and breaths within their ranges,
then what else is optional. All of it is a sum of lengths that are known before anything is chosen:
every line that a choice could need is measured once, and `pick` knows every sum.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from voicecoach.coach.compile import compile_session
from voicecoach.coach.guidance import guided
from voicecoach.coach.options import (
    AS_WRITTEN,
    Key,
    Plan,
    Quantity,
    allowed,
    longer_plans,
    occurrences,
    performed,
    quantities,
    shorter_plans,
    step_at,
    with_amount,
)
from voicecoach.coach.pick import Amounts, Sums, pick
from voicecoach.coach.place import FRAME_MS, LengthOf, Lengths, slot_ms, total_gap_ms, total_ms
from voicecoach.coach.reps import Movement
from voicecoach.coach.stretch import limits_of, shared_out, stretched, told_of_pauses
from voicecoach.coach.timeline import Elastic, Fixed, Slot, Sound, Spoken, Timeline, TotalLine
from voicecoach.errors import ScriptError
from voicecoach.script.library import Script
from voicecoach.script.model import (
    BreatheStep,
    ExerciseStep,
    IncludeStep,
    RepeatStep,
    SayStep,
    SectionStep,
    Step,
)
from voicecoach.units import format_clock, format_duration

Measure = Callable[[Timeline], LengthOf]

_PLANS = 2000  # so many are looked at; who marks more steps than that needs is told of no other


class CannotFit(ScriptError):
    """A session cannot be as long as was asked.

    Attributes:
        below, above: the nearest lengths that it can have, ms; None where there is none.
    """

    def __init__(self, name: str, ms: int, below: int | None, above: int | None) -> None:
        self.below, self.above = below, above
        can = [format_duration(each) for each in (below, above) if each is not None]
        if len(can) == 2:
            nearest = f"the nearest lengths that can be are {can[0]} and {can[1]}"
        elif below is None:
            nearest = f"the shortest that can be is {can[0]}"
        else:
            nearest = f"the longest that can be is {can[0]}"
        super().__init__(
            f"'{name}' cannot last {format_duration(ms)}: {nearest}",
            "Choose one of these, or mark steps 'optional: true' or 'extra: true' in the routine.",
        )


def fit(script: Script, limits: tuple[int, int], guess: LengthOf, measure: Measure) -> Timeline:
    """The timeline of a session whose length lies within limits, with all that was changed.

    A session that lies within them stays as it is written. One that is too long becomes as long as
    they allow, one that is too short as short.

    Args:
        script: the routine with everything that it names.
        limits: the shortest and the longest length, ms.
        guess: lengths good enough to know which way to look.
        measure: gives the lengths of all sounds of a timeline.

    Raises:
        CannotFit: it cannot have such a length.
    """
    low, high = limits
    known = _Known(measure)
    if low < high:
        timeline, natural_ms = _as_written(compile_session(script), guess, known)
        if low <= natural_ms <= high:
            return timeline
        ms = high if natural_ms > high else low
    else:
        ms = low
    return _Fit(replace(script, fitted=True), known).result(ms, limits)


@dataclass(slots=True)
class _Known:
    """What is known of the lengths of sounds; each is measured once."""

    measure: Measure
    known: dict[Sound, int] = field(default_factory=dict)
    lengths: Lengths = field(init=False)

    def __post_init__(self) -> None:
        self.lengths = Lengths(self.known.__getitem__)

    def learn(self, timelines: Iterable[Timeline]) -> None:
        """Measure what says how long slots are, as far as it is not known."""
        slots = [
            slot
            for timeline in timelines
            for slot in timeline.slots
            if isinstance(slot.length, Spoken | Elastic) and not self._knows(slot)
        ]
        if slots:
            self._add(Timeline("", tuple(slots)))

    def line_ms(self, total: TotalLine, ms: int) -> tuple[TotalLine, int]:
        """The line that says a length, and how long it takes."""
        minutes = (ms + 30_000) // 60_000
        nearest = min(total.by_minutes, key=lambda line: abs(line[0] - minutes))
        line = TotalLine(total.slot, (nearest,))
        if nearest[1] not in self.known:
            self._add(Timeline("", (), total=line))
        return line, self.lengths.frames(nearest[1]) * FRAME_MS

    def of_lines(self, timeline: Timeline) -> LengthOf:
        """The lengths of all sounds of slots that were learnt, and of a timeline's other lines."""
        self._add(Timeline("", (), total=timeline.total))
        return self.known.__getitem__

    def _knows(self, slot: Slot) -> bool:
        return all(sound in self.known for cue in slot.cues for sound in cue.sounds)

    def _add(self, timeline: Timeline) -> None:
        length_of = self.measure(timeline)
        self.known |= {sound: length_of(sound) for sound in timeline.sounds() - self.known.keys()}


def _as_written(whole: Timeline, guess: LengthOf, known: _Known) -> tuple[Timeline, int]:
    """A session as it is written, and how long it is."""
    known.learn([whole])
    expected_ms = total_ms(whole, guess)
    while True:
        timeline = whole.about(expected_ms)
        ms = total_ms(timeline, known.of_lines(timeline))
        if timeline.tells(ms) or not whole.tells(ms):
            return timeline, ms
        expected_ms = ms


@dataclass(frozen=True)
class _Candidate:
    """What may be made of a plan.

    Attributes:
        fixed_ms: without what is elastic, and without the line that says the length.
        least_ms, most_ms: what is elastic, at its shortest and at its longest.
        gap_ms: the pause after the line that says the length.
        numbers: the quantities, and
        amounts: what they add, of each.
    """

    plan: Plan
    fixed_ms: int
    least_ms: int
    most_ms: int
    gap_ms: int
    numbers: tuple[Quantity, ...]
    amounts: tuple[Amounts, ...]

    @cached_property
    def longest_ms(self) -> int:
        """At its longest, without the line that says the length."""
        longest = sum(max(each.lengths) for each in self.amounts)
        return self.fixed_ms + longest + self.most_ms + self.gap_ms

    @cached_property
    def sums(self) -> Sums:
        """Every length that its quantities can have in all."""
        return Sums.of_all(self.amounts)


@dataclass
class _Fit:
    script: Script
    known: _Known
    candidates: dict[Plan, _Candidate | None] = field(default_factory=dict)
    steps: dict[tuple[Quantity, bool], tuple[int, ...]] = field(default_factory=dict)
    movements: dict[Hashable, tuple[Slot, ...]] = field(default_factory=dict)
    whole: Timeline = field(init=False)

    def __post_init__(self) -> None:
        self.whole = compile_session(self.script)
        assert self.whole.total is not None, "a session says how long it takes"
        self.total = self.whole.total
        self.shorter = [AS_WRITTEN, *shorter_plans(self.script)]
        self.longer = list(longer_plans(self.script))

    def result(self, ms: int, limits: tuple[int, int]) -> Timeline:
        """The timeline of a session of a length, or of the nearest one within limits."""
        found = self._find(ms)
        if found:
            return found
        below, above = self._nearest(ms)
        for near in (below, above):
            if near is not None and limits[0] <= near <= limits[1] and (found := self._find(near)):
                return found
        raise CannotFit(self.script.routine.head.routine, ms, below, above)

    def _find(self, ms: int) -> Timeline | None:
        line, line_ms = self.known.line_ms(self.total, ms)
        for candidate in self._candidates(ms):
            rest_ms = ms - line_ms - candidate.gap_ms - candidate.fixed_ms
            chosen = pick(
                candidate.amounts, rest_ms - candidate.most_ms, rest_ms - candidate.least_ms
            )
            if chosen is not None and (found := self._made(candidate, chosen, ms, line)):
                return found
        return None

    # Plans

    def _candidates(self, ms: int) -> Iterator[_Candidate]:
        """What may be made of the script, the least change first.

        What falls short of the length is looked at with more added too; the rest would only be
        longer.
        """
        _, line_ms = self.known.line_ms(self.total, ms)
        for less in self.shorter:
            if candidate := self._candidate(less):
                yield candidate
            if candidate is None or candidate.longest_ms + line_ms < ms:
                for more in self.longer:
                    if candidate := self._candidate(replace(more, out=less.out)):
                        yield candidate

    def _all_candidates(self) -> Iterator[_Candidate]:
        for less in self.shorter:
            for more in (AS_WRITTEN, *self.longer):
                if candidate := self._candidate(replace(more, out=less.out)):
                    yield candidate

    def _candidate(self, plan: Plan) -> _Candidate | None:
        """What may be made of a plan, unless that must not be, or there are too many plans."""
        if plan not in self.candidates:
            possible = len(self.candidates) < _PLANS and allowed(self.script, plan)
            self.candidates[plan] = self._measured(plan) if possible else None
        return self.candidates[plan]

    def _measured(self, plan: Plan) -> _Candidate:
        timeline = self._compiled(performed(self.script, plan))
        self.known.learn([timeline])
        fixed, elastic = self._spans(timeline)
        numbers = tuple(quantities(self.script, plan))
        done = occurrences(self.script, plan)
        return _Candidate(
            plan=plan,
            fixed_ms=fixed,
            least_ms=sum(each.least for each in elastic),
            most_ms=sum(each.most for each in elastic),
            gap_ms=self._gap_ms(timeline),
            numbers=numbers,
            amounts=tuple(self._amounts(each, done[each.key]) for each in numbers),
        )

    def _compiled(self, script: Script) -> Timeline:
        """The timeline of a script, in which a movement is one slot with its length."""
        return compile_session(script, self._in_short)

    def _in_short(self, movement: Movement) -> tuple[Slot, ...]:
        key = (
            movement.exercise.exercise,
            movement.dose,
            movement.guidance,
            movement.counting,
            movement.again,
            movement.where,  # which of several wordings is taken
        )
        if key not in self.movements:
            guided_slots = [guided(slot, movement.guidance) for slot in movement.slots()]
            timeline = Timeline("", tuple(guided_slots))
            self.known.learn([timeline])
            fixed, _ = self._spans(timeline)
            elastic = (slot for slot in guided_slots if isinstance(slot.length, Elastic))
            self.movements[key] = (Slot("move", Fixed(fixed)), *elastic)
        return self.movements[key]

    def _gap_ms(self, timeline: Timeline) -> int:
        assert timeline.total is not None, "a session says how long it takes"
        return total_gap_ms(timeline, timeline.total)

    def _spans(self, timeline: Timeline) -> tuple[int, list[Elastic]]:
        """What of a timeline is not elastic, without the line of its length, and what is."""
        fixed, elastic = 0, []
        for index, slot in enumerate(timeline.slots):
            if isinstance(slot.length, Elastic):
                elastic.append(limits_of(slot, slot.length, self.known.lengths))
            elif timeline.total is None or index != timeline.total.slot:
                fixed += slot_ms(slot, self.known.lengths)
        return fixed, elastic

    def _amounts(self, number: Quantity, done: list[bool]) -> Amounts:
        """What each amount of a quantity adds, all the times that its step is done."""
        each_time = [self._steps(number, again) for again in done]
        return Amounts(tuple(map(sum, zip(*each_time, strict=True))), number.written)

    def _steps(self, number: Quantity, again: bool) -> tuple[int, ...]:
        """What each amount adds once, by the step alone: it is the same wherever that stands."""
        if (number, again) not in self.steps:
            step = replace(step_at(self.script, number.key), extra=False)
            before: tuple[Step, ...] = ()
            if again and isinstance(step.body, ExerciseStep):
                before = (Step(ExerciseStep(step.body.exercise), step.where),)
            timelines = [
                self._alone((*before, with_amount(step, value))) for value in number.values
            ]
            self.known.learn(timelines)
            lengths = [self._spans(timeline)[0] for timeline in timelines]
            written = lengths[number.written]
            self.steps[number, again] = tuple(length - written for length in lengths)
        return self.steps[number, again]

    def _alone(self, steps: tuple[Step, ...]) -> Timeline:
        routine = replace(self.script.routine, steps=steps)
        return self._compiled(replace(self.script, routine=routine))

    # The session

    def _made(
        self, candidate: _Candidate, chosen: tuple[int, ...], ms: int, line: TotalLine
    ) -> Timeline | None:
        """The timeline of what was chosen; None when it cannot be as long after all."""
        amounts = tuple(
            (number.key, number.values[index])
            for number, index in zip(candidate.numbers, chosen, strict=True)
            if index != number.written
        )
        plan = replace(candidate.plan, amounts=amounts)
        timeline = compile_session(performed(self.script, plan))
        self.known.learn([timeline])
        fixed, elastic = self._spans(timeline)
        _, line_ms = self.known.line_ms(line, ms)
        lengths = shared_out(ms - fixed - line_ms - self._gap_ms(timeline), elastic)
        if lengths is None:
            return None
        changes = (*self._told(plan), *told_of_pauses(timeline, lengths))
        head = f"Fitted to {format_clock(ms)} min:" if changes else f"Lasts {format_clock(ms)} min."
        fitting = (head, *(f"  {change}" for change in changes))
        found = replace(stretched(timeline.about(ms), lengths), total=line, fitting=fitting)
        return found if total_ms(found, self.known.known.__getitem__) == ms else None

    def _told(self, plan: Plan) -> Iterator[str]:
        """What a plan changes, a line for each change."""
        for key in sorted(plan.out, key=str):
            yield f"{self._title(key)}: left out"
        for key in sorted(plan.added, key=str):
            yield f"{self._title(key)}: added"
        for key, more in plan.rounds:
            body = step_at(self.script, key).body
            assert isinstance(body, RepeatStep), "only circuits have rounds"
            yield f"circuit: {body.repeat} -> {body.repeat + more} rounds"
        written = {number.key: number for number in quantities(self.script, plan)}
        for key, amount in plan.amounts:
            number = written[key]
            before = number.values[number.written]
            if number.unit == "ms":
                yield f"{self._title(key)}: {format_duration(before)} -> {format_duration(amount)}"
            else:
                unit = number.unit.removesuffix("s") if amount == 1 else number.unit
                yield f"{self._title(key)}: {before} -> {amount} {unit}"

    def _title(self, key: Key) -> str:
        match step_at(self.script, key).body:
            case ExerciseStep() as body:
                return body.title or self.script.exercises[body.exercise].title
            case BreatheStep():
                return self.script.language.breathe.title
            case SectionStep(section=title):
                return title
            case SayStep(say=text):
                return f"'{text}'"
            case IncludeStep(include=name):
                return self.script.routines[name].head.title
            case RepeatStep():
                return "circuit"
        return "a rest, or a change of position"

    # The nearest lengths

    def _nearest(self, ms: int) -> tuple[int | None, int | None]:
        """The nearest lengths that can be, below and above: whole seconds where that can be."""
        candidates = list(self._all_candidates())
        below = [self._below(each, ms) for each in candidates]
        above = [self._above(each, ms) for each in candidates]
        return (
            max((each for each in below if each is not None), default=None),
            min((each for each in above if each is not None), default=None),
        )

    def _below(self, candidate: _Candidate, ms: int) -> int | None:
        """The greatest length of a candidate below one.

        The line that says the length is one line for each minute, and each takes its own time.
        """
        minute = (ms + 30_000) // 60_000
        while minute >= 0:
            most = min(ms - 1, minute * 60_000 + 29_999)
            _, line_ms = self.known.line_ms(self.total, minute * 60_000)
            beside = candidate.fixed_ms + line_ms + candidate.gap_ms
            found = candidate.sums.up_to(most - beside - candidate.least_ms)
            if found is None:
                return None
            longest = min(most, found + beside + candidate.most_ms)
            if longest >= minute * 60_000 - 30_000:
                return max(longest // 1000 * 1000, found + beside + candidate.least_ms)
            minute = min(minute - 1, (longest + 30_000) // 60_000)
        return None

    def _above(self, candidate: _Candidate, ms: int) -> int | None:
        """The least length of a candidate above one."""
        minute = (ms + 30_000) // 60_000
        while minute <= self.script.coaching.session_error // 60_000:
            least = max(ms + 1, minute * 60_000 - 30_000)
            _, line_ms = self.known.line_ms(self.total, minute * 60_000)
            beside = candidate.fixed_ms + line_ms + candidate.gap_ms
            found = candidate.sums.down_to(least - beside - candidate.most_ms)
            if found is None:
                return None
            shortest = max(least, found + beside + candidate.least_ms)
            if shortest <= minute * 60_000 + 29_999:
                return min(-(-shortest // 1000) * 1000, found + beside + candidate.most_ms)
            minute = max(minute + 1, (shortest + 30_000) // 60_000)
        return None
