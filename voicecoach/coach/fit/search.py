"""Fits a session to a length: chooses what is done of a script so that it lasts exactly so long.

Least comes first: rests and pauses within their limits, then reps and breaths within their ranges,
then what else is optional. All of it is a sum of lengths that are known before anything is chosen:
every line that a choice could need is measured once, and `choose_amounts` knows every sum.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial

from voicecoach.base.clock import format_clock
from voicecoach.base.errors import ScriptError
from voicecoach.base.grid import Grid
from voicecoach.base.messages import phrase
from voicecoach.base.units import Length
from voicecoach.base.values import replace
from voicecoach.coach.compile.session import compile_session
from voicecoach.coach.fading import can_be_pressed, told_of_fading
from voicecoach.coach.fit import nearest
from voicecoach.coach.fit.candidates import Candidate, Candidates, gap_ms
from voicecoach.coach.fit.describe import describe
from voicecoach.coach.fit.durations import DurationTable, Measure
from voicecoach.coach.fit.edits import AS_WRITTEN, Edit, apply_edit
from voicecoach.coach.fit.hardest import Hardest, hardest_step
from voicecoach.coach.fit.likely import Likely
from voicecoach.coach.fit.plans import longer_plans, shorter_plans
from voicecoach.coach.fit.slack import describe_pauses, distribute_slack, stretched, within_share
from voicecoach.coach.fit.subset_sum import choose_amounts
from voicecoach.coach.fit.tones import with_tones
from voicecoach.coach.lengths import LengthOf
from voicecoach.coach.schedule import expected_ms
from voicecoach.coach.timeline import Timeline
from voicecoach.library.script import Script

Near = tuple[int | None, Edit]
"""A length that can be, ms, and what is done then; None where there is none."""

_NONE: Near = (None, AS_WRITTEN)
_TRIES = 3  # to find one of the nearest lengths
_BOTH = 512  # bounds how many plans are looked at that both leave out and add


class CannotFit(ScriptError):
    """A session cannot be as long as was asked.

    Attributes:
        ms: the one that was asked.
        below, above: the nearest lengths that it can have, ms; None where there is none.
    """

    def __init__(
        self,
        name: str,
        ms: int,
        below: int | None,
        above: int | None,
        step: Hardest | None = None,
    ) -> None:
        self.ms, self.below, self.above = ms, below, above
        which = "longest" if above is None else "shortest" if below is None else "between"
        which = "none" if above is None and below is None else which
        lengths = {"asked_ms": ms, "below_ms": below, "above_ms": above}
        known = {key: Length(each) for key, each in lengths.items() if each is not None}
        longest = step.phrase if step else ""
        super().__init__(f"unreachable-length/{which}", routine=name, step=longest, **known)

    @property
    def nearest(self) -> int | None:
        """The nearest of those; the shorter of two that are as near."""
        return min(self.lengths, key=lambda each: abs(each - self.ms), default=None)

    @property
    def lengths(self) -> tuple[int, ...]:
        """Those that there are, rising."""
        return tuple(each for each in (self.below, self.above) if each is not None)


def fit(
    script: Script,
    limits: tuple[int, int],
    whole: Timeline,
    guess: LengthOf,
    measure: Measure,
    grid: Grid,
) -> Timeline:
    """The timeline of a session whose length lies within limits, with all that was changed.

    Args:
        script: the routine with everything that it names.
        limits: the shortest and the longest length, ms.
        whole: its timeline as it is written.
        guess: lengths good enough to know which way to look.
        measure: gives the lengths of all sounds of a timeline.
        grid: the frames on which cues begin.

    Raises:
        CannotFit: it cannot have such a length.
    """
    return Fitter(script, whole, guess, measure, grid).within(limits)


class Fitter:
    """Makes a script as long as is asked, once or several times: what was measured is kept."""

    def __init__(
        self, script: Script, whole: Timeline, guess: LengthOf, measure: Measure, grid: Grid
    ) -> None:
        """Prepare; the arguments are those of `fit`."""
        self._script, self._whole, self._guess = script, whole, guess
        self._known = DurationTable(measure, grid)
        self._fits: dict[bool, _Fit] = {}

    def within(self, limits: tuple[int, int]) -> Timeline:
        """The timeline of a session whose length lies within limits.

        A session that lies within them stays as it is written. One that is too long becomes as
        long as they allow, one that is too short as short.

        Raises:
            CannotFit: it cannot have such a length.
        """
        low, high = limits
        if low < high:
            timeline, natural_ms = _as_written(self._whole, self._guess, self._known)
            if low <= natural_ms <= high:
                return timeline
            ms = high if natural_ms > high else low
        else:
            ms = low
        fitted = replace(with_tones(self._script, self._whole), fitted=True)
        pressed = _pressed(fitted, ms, self._known)
        is_pressed = pressed is not fitted
        if is_pressed not in self._fits:
            self._fits[is_pressed] = _Fit(pressed, self._known)
        return self._fits[is_pressed].result(ms, limits)


def _pressed(script: Script, ms: int, known: DurationTable) -> Script:
    """A script in which what is familiar is told as what is known, where it is too long else."""
    familiarity = script.familiarity
    if familiarity is None or not can_be_pressed(script):
        return script
    fixed, elastic = known.spans(Candidates(script, known).compiled(script))
    if fixed + sum(each.least for each in elastic) <= ms:
        return script
    return replace(script, familiarity=replace(familiarity, pressed=True))


def _as_written(whole: Timeline, guess: LengthOf, known: DurationTable) -> tuple[Timeline, int]:
    """A session as it is written, and how long it is."""
    expected = expected_ms(whole, guess, known.grid)
    while True:
        timeline = whole.about(expected)
        ms = known.total_ms(timeline)
        if timeline.tells(ms) or not whole.tells(ms):
            return timeline, ms
        expected = ms


@dataclass
class _Fit:
    script: Script
    known: DurationTable

    def __post_init__(self) -> None:
        self.candidates = Candidates(self.script, self.known)

    @cached_property
    def shorter(self) -> list[Edit]:
        """What may be left out, the least first; nothing before that."""
        return [AS_WRITTEN, *shorter_plans(self.script)]

    @cached_property
    def longer(self) -> list[Edit]:
        """What may be added, the best first."""
        return list(longer_plans(self.script))

    @cached_property
    def likely(self) -> Likely:
        """All that may be done, of which so much is looked at as is quickly done."""
        more = (plan for index in range(len(self.shorter)) for plan in self._with_more(index))
        return Likely(self.candidates, [*self.shorter, *more])

    def result(self, ms: int, limits: tuple[int, int]) -> Timeline:
        """The timeline of a session of a length, or of the nearest one within limits."""
        if found := self._find(ms):
            return found
        below, above = self._nearest(ms)
        for near, _ in (below, above):
            if near is not None and limits[0] <= near <= limits[1] and (found := self._find(near)):
                return found
        step = None
        if above[0] is not None:
            step = hardest_step(self.candidates, above[1], below[1] if below[0] else None)
        raise CannotFit(self.script.routine.head.routine, ms, below[0], above[0], step)

    def _find(self, ms: int) -> Timeline | None:
        for each in self._in_order(ms):
            rest_ms = ms - self._line_ms(each, ms) - each.fixed_ms
            chosen = choose_amounts(
                each.amounts, rest_ms - each.most_ms(ms), rest_ms - each.least_ms
            )
            if chosen is not None and (found := self._made(each, chosen, ms)):
                return found
        return None

    def _line_ms(self, candidate: Candidate, ms: int) -> int:
        return self.known.line(candidate.total, ms)[1]

    def _in_order(self, ms: int) -> Iterator[Candidate]:
        """What may be made of the script, the least change first.

        What falls short of the length is looked at with more added too. Of the rest that comes
        last: it is hardly ever shorter with more in it.
        """
        written = self.candidates.of(AS_WRITTEN)
        if written:
            yield written
        likely, later = {*self.likely.about(ms)}, []
        for index, less in enumerate(self.shorter):
            candidate = self.candidates.of(less) if less in likely else None
            if candidate and less != AS_WRITTEN:
                yield candidate
            more = (plan for plan in self._with_more(index) if plan in likely)
            if candidate is None or candidate.longest_ms + self._line_ms(candidate, ms) < ms:
                yield from filter(None, map(self.candidates.of, more))
            else:
                later.append(more)
        for more in later:
            yield from filter(None, map(self.candidates.of, more))

    def _with_more(self, index: int) -> Iterator[Edit]:
        """What leaves out as much as one of the shorter plans, and adds something.

        The more a plan leaves out, the fewer additions to it are looked at.
        """
        out = self.shorter[index].out
        return (replace(more, out=out) for more in self.longer[: _BOTH // (index + 1) - 1])

    def _nearest(self, ms: int) -> tuple[Near, Near]:
        """The nearest lengths that can be, below and above, each with what is done then."""
        limit_ms = self.script.coaching.session_error
        below: dict[int, Edit] = {}
        above: dict[int, Edit] = {}
        exact = self.likely.all_are
        for each in filter(None, map(self.candidates.of, self.likely.about(ms))):
            line_ms = partial(self._line_ms, each)
            low = nearest.below(each, ms, line_ms)
            high = nearest.above(each, ms, line_ms, limit_ms)
            exact = exact and each.unit == 1
            if low is not None:
                below.setdefault(low, each.plan)
            if high is not None:
                above.setdefault(high, each.plan)
        lows, highs = sorted(below.items(), reverse=True), sorted(above.items())
        if exact:
            return next(iter(lows), _NONE), next(iter(highs), _NONE)
        return self._first_found(lows), self._first_found(highs)

    def _first_found(self, lengths: list[tuple[int, Edit]]) -> Near:
        """The first of some lengths that is found when it is asked for.

        Not each is where not every plan is looked at, or sums are not known to one ms.
        """
        return next((each for each in lengths[:_TRIES] if self._find(each[0])), _NONE)

    def _made(self, candidate: Candidate, chosen: tuple[int, ...], ms: int) -> Timeline | None:
        """The timeline of what was chosen; None when it would not be as long after all."""
        amounts = tuple(
            (number.key, number.values[index])
            for number, index in zip(candidate.numbers, chosen, strict=True)
            if index != number.written
        )
        plan = replace(candidate.plan, amounts=amounts)
        timeline = compile_session(apply_edit(self.script, plan))
        fixed, elastic = self.known.spans(timeline)
        elastic = within_share(elastic, ms, self.script.coaching.pause_share)
        line, line_ms = self.known.line(candidate.total, ms)
        lengths = distribute_slack(
            ms - fixed - line_ms - gap_ms(timeline, self.known.grid), elastic
        )
        if lengths is None:
            return None
        changes = [
            *told_of_fading(self.script),
            *describe(self.script, plan),
            *describe_pauses(timeline, lengths),
        ]
        head = phrase("fitted/changes" if changes else "fitted/as-written", length=format_clock(ms))
        said_from_ms = self.script.coaching.pause_said_from
        found = stretched(timeline.about(ms), lengths, said_from_ms)
        found = replace(found, total=line, fitting=(head, *changes))
        return found if self.known.total_ms(found) == ms else None
