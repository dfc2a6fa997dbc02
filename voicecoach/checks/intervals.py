"""Checks of intervals: each exercise has the time that it needs, and so has each rest."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from voicecoach.base.units import Length
from voicecoach.base.values import dataclass
from voicecoach.formats.problems import Problem, Where
from voicecoach.library.script import Script
from voicecoach.model.coaching import Coaching, with_overrides
from voicecoach.model.dose import Dose
from voicecoach.model.exercise import Exercise
from voicecoach.model.intervals import choice_of, side_in_round, work_ms
from voicecoach.model.routine import ExerciseStep, RepeatStep, Step


@dataclass(frozen=True, slots=True)
class _Station:
    """One of the exercises that take turns, with the rest before its next turn, ms."""

    step: Step
    exercise: Exercise
    dose: Dose
    figures: Coaching
    rest_ms: int

    def needs(self, kind: str, least_ms: int) -> Iterator[Problem]:
        """The problem of a rest that is shorter than that."""
        if self.rest_ms < least_ms:
            name = self.exercise.exercise
            yield Problem.of(kind, self.step.where, exercise=name, least_ms=Length(least_ms))


def check_intervals(circuit: RepeatStep, where: Where, script: Script) -> Iterator[Problem]:
    """Check a circuit whose exercises begin by the clock.

    Args:
        circuit: which has `work` or `every`.
        where: its step.
        script: has its exercises and the figures.
    """
    stations = [*_stations(circuit, script)]
    yield from _check_lengths(circuit, where, script.coaching, len(stations) > 1)
    for station in stations:
        if circuit.every:
            yield from _check_round(station, circuit.every)
        else:
            yield from _check_work(station)
        yield from _check_sides(station, circuit)
    if len(stations) > 1:
        yield from _check_places(stations)
    yield from _check_changes(stations, circuit)


def _stations(circuit: RepeatStep, script: Script) -> Iterator[_Station]:
    for step in circuit.steps:
        body = step.body
        if not isinstance(body, ExerciseStep) or body.exercise not in script.exercises:
            continue  # that is reported by itself
        exercise = script.exercises[body.exercise]
        figures = with_overrides(script.coaching, exercise.coaching)
        rest_ms = circuit.rest or 0
        if circuit.every:
            rest_ms = circuit.every - _round_ms(exercise, body.dose)
        yield _Station(step, exercise, body.dose, figures, rest_ms)


def _round_ms(exercise: Exercise, dose: Dose) -> int:
    """How long a dose takes at most, without words, ms."""
    full = dose.over(exercise.dose)
    hold = full.hold.high if full.hold else None
    phases = full.tempo or [
        hold if phase.kind == "hold" and hold is not None else phase.length
        for phase in exercise.phases
    ]
    reps = full.reps.low if full.reps else 1
    return sum(phases) * reps * (2 if choice_of(exercise, dose) == "alternating" else 1)


def _check_lengths(
    circuit: RepeatStep, where: Where, coaching: Coaching, several: bool
) -> Iterator[Problem]:
    least = coaching.interval_least
    lengths = {"work": circuit.work, "rest": circuit.rest, "every": circuit.every}
    for key, ms in lengths.items():
        if ms is not None and ms < least and not (key == "rest" and ms == 0):
            given_ms, least_ms = Length(ms), Length(least)
            place = Where(where.file, (*where.path[:-1], key))
            yield Problem.of("bad-interval/short", place, given_ms=given_ms, least_ms=least_ms)
    named_from = coaching.interval_named_from
    works = [
        work_ms(circuit, step.body.dose)
        for step in circuit.steps
        if circuit.work and isinstance(step.body, ExerciseStep)
    ]
    if several and circuit.rest == 0 and min(works, default=named_from) < named_from:
        least_ms, rest_ms = Length(named_from), Length(least)
        yield Problem.of("bad-interval/unnamed", where, least_ms=least_ms, rest_ms=rest_ms)


def _check_work(station: _Station) -> Iterator[Problem]:
    """Where the time is what is asked for, a dose may say a side or another time, nothing more."""
    dose = station.dose
    if dose.sets or dose.reps or dose.rest or dose.tempo:
        name = station.exercise.exercise
        yield Problem.of("bad-interval/dose", station.step.where, exercise=name)


def _check_round(station: _Station, every_ms: int) -> Iterator[Problem]:
    """What is done each time leaves time to rest before it is done again."""
    name, where = station.exercise.exercise, station.step.where
    sets = station.dose.over(station.exercise.dose).sets
    if sets and sets.high > 1:
        yield Problem.of("bad-interval/sets", where, exercise=name)
    least_ms = station.figures.interval_least
    if station.rest_ms < least_ms:
        takes_ms = every_ms - station.rest_ms
        yield Problem.of(
            "bad-interval/full",
            where,
            exercise=name,
            takes_ms=Length(takes_ms),
            every_ms=Length(every_ms),
            least_ms=Length(takes_ms + least_ms),
        )


def _check_sides(station: _Station, circuit: RepeatStep) -> Iterator[Problem]:
    """Sides that take turns have the same number of rounds."""
    uneven = circuit.repeat % 2 or circuit.most
    if uneven and choice_of(station.exercise, station.dose) == "each":
        name = station.exercise.exercise
        yield Problem.of("bad-interval/sides", station.step.where, exercise=name)


def _check_places(stations: list[_Station]) -> Iterator[Problem]:
    """Exercises that take turns are done in one position, and within a few steps."""
    for before, station in pairwise(stations):
        if before.exercise.position != station.exercise.position:
            yield Problem.of(
                "bad-interval/position",
                station.step.where,
                before=before.exercise.exercise,
                exercise=station.exercise.exercise,
            )
    for station in stations:
        if station.exercise.approach:
            figures = station.figures
            least_ms = sum(figures.settle_ms("approach")) + figures.interval_least
            yield from station.needs("bad-interval/approach", least_ms)


def _check_changes(stations: list[_Station], circuit: RepeatStep) -> Iterator[Problem]:
    """Where one exercise follows itself on the other side, the rest has the time to change."""
    rounds = [
        (station, side_in_round(station.exercise, station.dose, number))
        for number in range(1, min(circuit.repeat, 2) + 1)
        for station in stations
    ]
    found: dict[Where, Problem] = {}
    for (before, side), (station, other) in pairwise(rounds):
        if before.exercise == station.exercise and side != other:
            alternates = station.exercise.sides is not None and (
                station.exercise.sides.default == "alternating"
            )
            least_ms = station.figures.switch_ms(station.exercise.position, alternates)
            for problem in station.needs("bad-interval/side-time", least_ms):
                found.setdefault(station.step.where, problem)
    yield from found.values()
