"""Plans for a script: which steps go where time is short, and which come where there is more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import accumulate, combinations, groupby
from operator import itemgetter

from voicecoach.base.values import dataclass
from voicecoach.coach.fit.edits import AS_WRITTEN, Edit, apply_edit, walked
from voicecoach.coach.fit.shortest import Shortest
from voicecoach.coach.way import positions, way_ms
from voicecoach.library.script import Script
from voicecoach.model.exercise import Kind
from voicecoach.model.routine import RANK_MOST, ExerciseStep, RepeatStep
from voicecoach.model.steps import (
    Key,
    as_written,
    first_effort,
    flattened,
    iter_steps,
    own_work,
    without_parts,
)

_ALL_CHOICES = 8  # of so many steps that may go every combination is looked at
_GROUPS = 64  # of more than so many some go together
_GOES_AS: dict[Kind, Kind] = {"timed": "movement"}  # both keep the joints moving


Burden = tuple[int, ...]
"""How many units a choice has of each cost, the greatest first."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """One step less, one step more, or one round more; with how ill it suits."""

    key: Key
    cost: int
    is_round: bool = False


_Group = tuple[_Unit, ...]
"""Units that go or come together."""


def shorter_plans(script: Script) -> Iterator[Edit]:
    """Plans that leave out optional steps.

    While mobility, strength and stretch can all stay, they do. A step goes only where no steps of
    lower ranks will do instead; of equal ones as few as can be, then those without which one
    changes position least, then the last.
    """
    steps = [(key, step) for key, step, stays in walked(script) if step.optional and not stays]
    units = [_Unit(key, step.rank) for key, step in reversed(steps)]
    loss = _Loss(script)
    plans = [
        (burden, Edit(out=frozenset(unit.key for unit in chosen)))
        for burden, chosen in _least_first(units, loss.first_without)
    ]
    by_loss = sorted((loss.of(plan), burden, index) for index, (burden, plan) in enumerate(plans))
    for _, alike in groupby(by_loss, key=itemgetter(0, 1)):
        like = [plans[index][1] for _, _, index in alike]
        yield from sorted(like, key=loss.way_ms) if len(like) > 1 else like


class _Loss:
    """What a script is without some of its steps."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._kinds = _kinds(script, AS_WRITTEN)

    def of(self, plan: Edit) -> int:
        """How many kinds of exercise are lost by a plan."""
        return len(self._kinds - _kinds(self._script, plan))

    def way_ms(self, plan: Edit) -> int:
        """How long one is on the way between the steps that a plan leaves."""
        left = apply_edit(self._script, plan)
        visits = iter_steps(left.routine.steps, left.routines, as_written)  # a round is enough
        return way_ms(positions((visit.step for visit in visits), left.exercises), left.coaching)

    def first_without(self, groups: list[_Group]) -> list[_Group]:
        """Units in their order, but those last that take the last of a kind away."""
        first: list[_Group] = []
        last: list[_Group] = []
        gone: frozenset[Key] = frozenset()
        for group in groups:
            without = gone.union(unit.key for unit in group)
            if self.of(Edit(out=without)):
                last.append(group)
            else:
                first.append(group)
                gone = without
        return [*first, *last]


def _kinds(script: Script, plan: Edit) -> frozenset[Kind]:
    """The kinds of exercise that a plan leaves beside the warm-up and other parts."""
    visits = iter_steps(script.routine.steps, without_parts(script.routines), plan.does)
    bodies = (visit.step.body for visit in visits)
    return frozenset(
        _GOES_AS.get(kind := script.exercises[body.exercise].kind, kind)
        for body in bodies
        if isinstance(body, ExerciseStep)
    )


def longer_plans(script: Script) -> Iterator[Edit]:
    """Plans that add extra steps and rounds: the highest ranks first, of equal ones the first."""
    units: list[_Unit] = []
    for key, step, stays in walked(script, extras=True):
        cost = RANK_MOST - step.rank
        if not stays and step.extra:
            units.append(_Unit(key, cost))
        if not stays and isinstance(step.body, RepeatStep) and step.body.most:
            units += [_Unit(key, cost, True)] * (step.body.most - step.body.repeat)
    for _, chosen in _least_first(units, list):
        rounds = Counter(unit.key for unit in chosen if unit.is_round)
        yield Edit(
            added=frozenset(unit.key for unit in chosen if not unit.is_round),
            rounds=tuple(rounds.items()),
        )


def _least_first(
    units: list[_Unit], one_by_one: Callable[[list[_Group]], list[_Group]]
) -> Iterator[tuple[Burden, _Group]]:
    """Every choice of units but none, with its burden; those with fewer of the costly come first.

    Args:
        units: one of each may be chosen.
        one_by_one: of very many units not every choice is looked at, but one more each time, in
            the order that this gives to the cheapest first.
    """
    cheapest_first = sorted(units, key=lambda unit: unit.cost)
    if len(units) > _ALL_CHOICES:
        chosen = accumulate(one_by_one(_grouped(cheapest_first)))
        yield from (((count,), group) for count, group in enumerate(chosen, 1))
        return
    costs = sorted({unit.cost for unit in units}, reverse=True)
    choices = (
        choice
        for count in range(1, len(units) + 1)
        for choice in combinations(cheapest_first, count)
    )

    def burden(choice: tuple[_Unit, ...]) -> Burden:
        return tuple(sum(unit.cost == cost for unit in choice) for cost in costs)

    with_burden = ((burden(choice), choice) for choice in dict.fromkeys(choices))
    yield from sorted(with_burden, key=lambda each: each[0])


def _grouped(units: list[_Unit]) -> list[_Group]:
    """Units one by one; of very many some together, as many as must be."""
    size = -(-len(units) // _GROUPS)
    return [tuple(units[at : at + size]) for at in range(0, len(units), size)]


class Leaving:
    """What plans leave of a script, as far as that may be done.

    Something must be left, warmed up, and its sides to each other as they were; and it must not
    take longer than a session may.

    Attributes:
        shortest: how long plans are at least.
    """

    def __init__(self, script: Script) -> None:
        self._script = script
        before = apply_edit(script)
        self._has_work = own_work(before.routine, before.routines)
        self._is_cold = _cold(before)
        self._shares = _shares(before)
        self.shortest = Shortest(script)
        self._most_ms = max(script.coaching.session_error, self.shortest.ms(AS_WRITTEN))

    def by(self, plan: Edit) -> Script | None:
        """What a plan leaves; None when it must not be done."""
        if self.shortest.ms(plan) > self._most_ms:
            return None
        left = apply_edit(self._script, plan)
        if self._has_work and not own_work(left.routine, left.routines):
            return None
        if _cold(left) and not self._is_cold:
            return None
        shares = _shares(left).items()
        same = all(share == self._shares.get(name, share) for name, share in shares)
        return left if same else None


def _cold(script: Script) -> bool:
    effort = first_effort(script.routine.steps, script.routines, script.exercises)
    return effort is not None


def _shares(script: Script) -> dict[str, Fraction]:
    """Which part of each exercise is done on the left, of those that name their sides apart."""
    sums: dict[str, list[int]] = {}
    for step in flattened(script.routine.steps, script.routines):
        if isinstance(step.body, ExerciseStep):
            exercise, dose = script.exercises[step.body.exercise], step.body.dose
            full = dose.over(exercise.dose)
            reps = full.reps_in_all
            side = full.sides or (exercise.sides.default if exercise.sides else None)
            done = sums.setdefault(exercise.exercise, [0, 0])
            done[0] += reps if side != "right" else 0
            done[1] += reps if side != "left" else 0
    return {name: Fraction(left, left + right) for name, (left, right) in sums.items()}
