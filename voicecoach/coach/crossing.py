"""Finds exercises that cross the floor needlessly: another order has fewer changes of position."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby, pairwise
from typing import NamedTuple

from voicecoach.base.units import Length
from voicecoach.coach.way import change_ms, end_of, position_of, way_ms
from voicecoach.formats.fields import Position
from voicecoach.formats.problems import Problem
from voicecoach.library.script import Script
from voicecoach.model.coaching import Coaching
from voicecoach.model.exercise import Exercise
from voicecoach.model.routine import ExerciseStep, Step
from voicecoach.model.steps import Steps, children, flattened


class Run(NamedTuple):
    """Exercises that follow each other, with nothing between them.

    Attributes:
        start: where the body is before them.
        goal: where it is after them; None at the session's end.
        steps: what they are.
    """

    start: Position
    goal: Position | None
    steps: Steps


def crossings(script: Script) -> Iterator[Problem]:
    """Suggest an order with fewer changes of position, where one is worth it.

    The order that a source gives stays, and so does a gentle beginning.
    """
    if script.routine.head.source not in (None, "editorial"):
        return
    for run in _runs(script, script.routine.steps):
        better = _better(run, script.exercises, script.coaching)
        written, shorter = _way(run, run.steps, script), _way(run, better, script)
        saved_ms = way_ms(written, script.coaching) - way_ms(shorter, script.coaching)
        if _changes(shorter) < _changes(written) and saved_ms >= script.coaching.crossing_worth:
            yield Problem.of(
                "needless-crossing",
                run.steps[0].where,
                changes=_changes(written),
                fewer=_changes(shorter),
                saved_ms=Length(saved_ms),
                order=", ".join(_exercise(step, script.exercises).title for step in better),
            )


def _runs(script: Script, steps: Steps, start: Position = "standing") -> Iterator[Run]:
    """The runs of exercises among steps, and in what these hold."""
    groups = [(free, tuple(group)) for free, group in groupby(steps, _is_free)]
    for index, (free, group) in enumerate(groups):
        after = (place for _, rest in groups[index + 1 :] for place in _places(script, rest))
        if free:
            yield Run(start, next(after, None), group)
        for step in group:
            yield from _runs(script, children(step), start)
            start = [start, *_places(script, (step,))][-1]


def _is_free(step: Step) -> bool:
    """Whether a step may change its place with another: an exercise in an order of nobody's."""
    body = step.body
    return isinstance(body, ExerciseStep) and body.source in (None, "editorial") and not step.keep


def _places(script: Script, steps: Steps) -> list[Position]:
    done = flattened(steps, script.routines)
    return [place for step in done if (place := position_of(step, script.exercises))]


def _better(run: Run, exercises: Mapping[str, Exercise], coaching: Coaching) -> Steps:
    """The order of a run with the shortest way: what shares a position is done together."""
    together: dict[Position, list[Step]] = {}
    for step in run.steps:
        together.setdefault(_exercise(step, exercises).position, []).append(step)
    gentle = _exercise(run.steps[0], exercises).gentle
    firsts = [
        place
        for place, steps in together.items()
        if not gentle or _exercise(steps[0], exercises).gentle
    ]

    @cache
    def best(left: frozenset[Position], at: Position) -> tuple[int, tuple[Position, ...]]:
        if not left:
            return change_ms(coaching, at, run.goal or end_of(at)), ()
        begins = firsts if len(left) == len(together) else together
        ways = []
        for order, place in enumerate(begins):
            if place in left:
                ms, rest = best(left - {place}, place)
                ms += change_ms(coaching, at, place)
                ways.append((ms, order, (place, *rest)))
        ms, _, found = min(ways)
        return ms, found

    _, places = best(frozenset(together), run.start)
    return tuple(step for place in places for step in together[place])


def _way(run: Run, steps: Steps, script: Script) -> list[Position]:
    """The positions of steps in an order, with where one comes from and goes to."""
    places = [_exercise(step, script.exercises).position for step in steps]
    return [run.start, *places, run.goal or end_of(places[-1])]


def _changes(places: Sequence[Position]) -> int:
    return sum(one != other for one, other in pairwise(places))


def _exercise(step: Step, exercises: Mapping[str, Exercise]) -> Exercise:
    assert isinstance(step.body, ExerciseStep), "runs have exercises only"
    return exercises[step.body.exercise]
