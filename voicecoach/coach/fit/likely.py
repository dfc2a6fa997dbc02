"""Which plans are worth a look where there are very many: those that may be about as long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from voicecoach.coach.fit.candidates import Candidates
from voicecoach.coach.fit.edits import AS_WRITTEN, Edit
from voicecoach.model.steps import Key

_PLANS, _FEW = 96, 2
_STEPS = 600  # that are compiled for a length, and as many to know what single changes add
_APART_MS = 60_000  # by so much the way between two steps may change what both take


_Single = tuple[Literal["out", "added", "round"], Key]
"""A single change, and the step that it is about."""


class _Reach(NamedTuple):
    """The least and the greatest length, ms."""

    least_ms: int
    most_ms: int

    def plus(self, other: _Reach, times: int = 1) -> _Reach:
        return _Reach(self.least_ms + times * other.least_ms, self.most_ms + times * other.most_ms)

    def misses_ms(self, ms: int) -> int:
        """How far a length lies outside, as well as that is known."""
        return max(0, self.least_ms - ms - _APART_MS, ms - self.most_ms - _APART_MS)


_NOTHING = _Reach(0, 0)


class Likely:
    """Plans of a script, of which only so many are measured as is quickly done.

    How long the others are is taken to be the sum of what single steps add or take away: of the
    first of them that is measured, and of the others it is the mean of those.

    Attributes:
        all_are: all are looked at, whatever the length.
    """

    def __init__(self, candidates: Candidates, plans: Sequence[Edit]) -> None:
        """Prepare.

        Args:
            candidates: what may be made of the script.
            plans: all that there are, the least change first.
        """
        self._candidates, self._plans = candidates, plans
        self.all_are = len(self._some(plans)) == len(plans)
        self._reaches: dict[Edit, _Reach] = {}

    def about(self, ms: int) -> list[Edit]:
        """The plans to look at for a length, in their order."""
        if self.all_are:
            return [*self._plans]
        nearest = sorted(self._plans, key=lambda plan: self._reach(plan).misses_ms(ms))
        chosen = {*self._some(nearest)}
        return [plan for plan in self._plans if plan in chosen]

    def _some(self, plans: Iterable[Edit]) -> list[Edit]:
        """The first of some plans: as many as have together so many steps, and a few at least."""
        found, steps = list[Edit](), 0
        for plan in plans:
            steps += self._candidates.leaving.shortest.steps(plan)
            if len(found) == _PLANS or (steps > _STEPS and len(found) >= _FEW):
                break
            found.append(plan)
        return found

    def _reach(self, plan: Edit) -> _Reach:
        reach = self._written
        for part in _parts(plan):
            if part not in self._reaches:
                self._reaches[part] = self._adds(part)
            reach = reach.plus(self._reaches[part])
        return reach

    def _adds(self, part: Edit) -> _Reach:
        """What some of the changes of a plan add."""
        reach = _NOTHING
        for single, times in _singles(part):
            reach = reach.plus(self._added.get(single, self._mean), times)
        return reach

    @cached_property
    def _written(self) -> _Reach:
        return self._measured(AS_WRITTEN) or _NOTHING

    @cached_property
    def _added(self) -> dict[_Single, _Reach]:
        """What the first of the single changes add."""
        parts = dict.fromkeys(part for plan in self._plans for part in _parts(plan))
        in_turn = (sorted(_singles(part), key=str) for part in parts)
        singles = dict.fromkeys(single for each in in_turn for single, _ in each)
        plans = {_edit(single): single for single in singles}
        found = {plans[plan]: self._measured(plan) for plan in self._some(plans)}
        return {each: reach.plus(self._written, -1) for each, reach in found.items() if reach}

    @cached_property
    def _mean(self) -> _Reach:
        """What a change is taken to add that could not be measured."""
        sizes = [abs(each.least_ms) for each in self._added.values()]
        return _Reach(-(sum(sizes) // len(sizes)), 0) if sizes else _NOTHING

    def _measured(self, plan: Edit) -> _Reach | None:
        found = self._candidates.of(plan)
        return _Reach(found.shortest_ms, found.longest_ms) if found else None


def _parts(plan: Edit) -> Iterator[Edit]:
    """What a plan leaves out, what it adds, and what is done more often, each alone.

    Many plans have them in common.
    """
    if plan.out:
        yield Edit(out=plan.out)
    if plan.added:
        yield Edit(added=plan.added)
    if plan.rounds:
        yield Edit(rounds=plan.rounds)


def _singles(plan: Edit) -> Iterator[tuple[_Single, int]]:
    """The single changes that a plan is made of, with how often."""
    yield from ((("out", key), 1) for key in plan.out)
    yield from ((("added", key), 1) for key in plan.added)
    yield from ((("round", key), more) for key, more in plan.rounds)


def _edit(single: _Single) -> Edit:
    """A single change as a plan."""
    what, key = single
    if what == "round":
        return Edit(rounds=((key, 1),))
    return Edit(out=frozenset((key,))) if what == "out" else Edit(added=frozenset((key,)))
