"""What fitting costs: bounded whatever a script asks for, counted in steps, reps and sums."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.coach.sessions import scattered_ms, shipped
from tests.coach.test_fit import exercise, fitted, natural_ms, own
from tests.coach.test_timing import SCRIPT, exercise_steps, seeds
from voicecoach.audio.mp3.frames import GRID
from voicecoach.coach.compile.exercise import Movement
from voicecoach.coach.compile.session import compile_session
from voicecoach.coach.compile.steps import StepCompiler, movement_of
from voicecoach.coach.compile.track import Here
from voicecoach.coach.fit import subset_sum
from voicecoach.coach.fit.candidates import Candidates
from voicecoach.coach.fit.durations import DurationTable
from voicecoach.coach.fit.edits import AS_WRITTEN, quantities
from voicecoach.coach.fit.search import CannotFit
from voicecoach.coach.fit.subset_sum import Amounts, ReachableSums, choose_amounts
from voicecoach.coach.guidance import Turns, guided
from voicecoach.coach.prescription import prescribe
from voicecoach.coach.timeline import Elastic, Timeline
from voicecoach.formats.fields import Counting
from voicecoach.formats.problems import Where
from voicecoach.library.script import Script
from voicecoach.model.coaching import with_overrides
from voicecoach.model.routine import Detail, ExerciseStep, RepeatStep, RestStep, Step

NAMES = (
    "bridge",
    "pelvic-tilt",
    "partial-crunch",
    "dead-bug",
    "cat-cow",
    "hip-hinge",
    "side-plank",
)
STEPS = 8_000  # compiled for one length, or for an error with two that can be
REPS = 30_000


def many(
    count: int, reps: tuple[int, int], first: int = 0, sides: str | None = None, **way: bool
) -> Iterator[Step]:
    """Steps of one kind, each in its own place."""
    for index in range(first, first + count):
        name = "bird-dog" if sides else NAMES[index % len(NAMES)]
        place = Where("generated.yaml", ("steps", index))
        yield Step(exercise(name, reps, sides=sides), place, rank=1 + index % 9, **way)


def rounds(most: int) -> Step:
    inner = tuple(many(4, (2, 20)))
    return Step(RepeatStep(1, inner, most), Where("generated.yaml", ("steps", 0)))


ATTACKS = {
    "much may be left out": own(*many(11, (2, 12), optional=True)),
    "much may be left out and added": own(
        *many(3, (5, 12)),
        *many(8, (2, 30), 10, optional=True),
        *many(8, (2, 30), 30, extra=True),
    ),
    "any number of reps": own(*many(16, (1, 100))),
    "any number of pairs": own(*many(8, (1, 100), sides="alternating")),
    "very many steps": own(*many(120, (1, 3), optional=True)),
    "many rounds": own(rounds(20), *many(6, (2, 20), 10, extra=True)),
    "a break with choices": shipped("desk-break"),
}


@cache
def natural_of(attack: str) -> int:
    return natural_ms(ATTACKS[attack])


@pytest.mark.parametrize("share", [0.05, 0.6, 4.0])
@pytest.mark.parametrize("attack", ATTACKS)
def test_whatever_is_asked_for_few_steps_and_reps_are_compiled(
    attack: str, share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    script, done = ATTACKS[attack], Counter[str]()
    ms = round(natural_of(attack) * share)
    step, rep = StepCompiler._step, Movement._rep

    def counted_step(self: StepCompiler, each: Step, here: Here) -> None:
        done["steps"] += 1
        step(self, each, here)

    def counted_rep(self: Movement, *of: object) -> object:
        done["reps"] += 1
        return rep(self, *of)  # type: ignore[arg-type]

    monkeypatch.setattr(StepCompiler, "_step", counted_step)
    monkeypatch.setattr(Movement, "_rep", counted_rep)
    try:
        fitted(script, ms)
    except CannotFit as error:
        assert error.lengths
    assert done["steps"] <= STEPS
    assert done["reps"] <= REPS


def test_a_step_costs_the_same_among_many() -> None:
    def calls(count: int) -> int:
        """How often a function of ours is entered, or goes on, while so many rests are compiled."""
        script = own(
            *(Step(RestStep(5000), Where("generated.yaml", ("steps", n))) for n in range(count))
        )
        events = Counter[str]()
        sys.setprofile(lambda _frame, event, _of: events.update([event]))
        try:
            compile_session(script)
        finally:
            sys.setprofile(None)
        return events["call"]

    assert calls(600) < 2.2 * calls(300)


def test_of_very_many_reps_some_are_looked_at_and_so_are_the_ends() -> None:
    (number,) = quantities(own(*many(1, (3, 90))), AS_WRITTEN)
    assert len(number.values) < 20
    assert {number.values[0], number.values[-1], number.values[number.written]} >= {3, 90}
    (few,) = quantities(own(*many(1, (5, 30))), AS_WRITTEN)
    assert few.values == tuple(range(5, 31))


def test_what_many_numbers_add_is_known_in_few_bits() -> None:
    """Twelve hours in ms are forty million bits for each of many numbers."""
    amounts = [Amounts(tuple(range(0, 200_000, 7_001)), 0) for _ in range(60)]
    wanted = 60 * 100_000
    chosen = choose_amounts(amounts, wanted, wanted + 20_000)
    assert chosen is not None
    found = sum(each.lengths[index] for each, index in zip(amounts, chosen, strict=True))
    unit = subset_sum.unit_of(amounts)
    assert unit > 1
    assert wanted - 60 * unit <= found <= wanted + 20_000 + 60 * unit
    sums = ReachableSums.of_all(subset_sum.in_units(amounts, unit))
    bits = sum(bits.bit_length() for _, bits in sums.tails)
    assert bits * len(amounts[0].lengths) <= 2 * subset_sum._WORK


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(
    exercise_steps(),
    st.sampled_from(get_args(Detail)),
    st.sampled_from(get_args(Counting)),
    st.booleans(),
    seeds,
)
def test_in_short_an_exercise_lasts_as_long(
    body: ExerciseStep, detail: Detail, counting: Counting, again: bool, seed: int
) -> None:
    length_of = scattered_ms(seed)
    known = DurationTable(lambda _: length_of, GRID)
    place = Here(Where("generated.yaml", ("steps", seed % 7)), detail)
    script = _counting(counting)
    exercise = script.exercises[body.exercise]
    dose = prescribe(exercise, body.dose, with_overrides(script.coaching, exercise.coaching))
    movement = movement_of(script, body, dose, place, Turns(), again)
    short = Candidates(SCRIPT, known)._in_short(movement)
    whole = [guided(slot, detail) for slot in movement.slots()]
    known.learn([Timeline("", tuple(whole))])
    for kind in (True, False):
        lengths = [
            sum(known.lengths.slot_ms(s) for s in slots if isinstance(s.length, Elastic) is kind)
            for slots in (short, whole)
        ]
        assert lengths[0] == lengths[1]


def _counting(counting: Counting) -> Script:
    head = replace(SCRIPT.routine.head, count=counting)
    return replace(SCRIPT, routine=replace(SCRIPT.routine, head=head))


def test_an_error_without_any_length_is_told() -> None:
    said = str(CannotFit("x", 60_000, None, None, None))
    assert said == "'x' cannot last 1m, and no length near it was found"
