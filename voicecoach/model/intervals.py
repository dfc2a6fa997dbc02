"""Intervals: exercises that begin by the clock, in turn, round after round."""

from __future__ import annotations

from collections.abc import Iterator

from voicecoach.base.values import dataclass
from voicecoach.formats.fields import Side
from voicecoach.model.dose import Dose, SidesChoice
from voicecoach.model.exercise import Exercise
from voicecoach.model.routine import ExerciseStep, RepeatStep, Step


@dataclass(frozen=True, slots=True)
class Turn:
    """One exercise's turn in a round.

    Attributes:
        step: the step, whose body is the exercise with what is said of its dose.
        number: of the round, from 1.
        first: it is the first of its round.
    """

    step: Step
    number: int
    first: bool

    @property
    def body(self) -> ExerciseStep:
        """The exercise with its dose."""
        assert isinstance(self.step.body, ExerciseStep), "intervals hold exercises only"
        return self.step.body


def turns_of(circuit: RepeatStep) -> Iterator[Turn]:
    """Every turn of every round, in order."""
    for number in range(1, circuit.repeat + 1):
        for index, step in enumerate(circuit.steps):
            yield Turn(step, number, index == 0)


def work_ms(circuit: RepeatStep, dose: Dose) -> int:
    """How long an exercise is done, by its own time where it has one."""
    assert circuit.work is not None, "with 'every' a dose is done instead"
    return dose.hold.low if dose.hold else circuit.work


def choice_of(exercise: Exercise, dose: Dose) -> SidesChoice | None:
    """How the sides are used in intervals: `each` in turn, a round a side."""
    if exercise.sides is None:
        return None
    return dose.sides or exercise.dose.sides or exercise.sides.default


def side_in_round(exercise: Exercise, dose: Dose, number: int) -> Side | None:
    """The side that works in a round; None where both do, or there are none.

    Args:
        exercise: whose sides.
        dose: what the step says of them.
        number: of the round, from 1.
    """
    choice = choice_of(exercise, dose)
    if choice == "each" and exercise.sides:
        first = exercise.sides.first
        other: Side = "right" if first == "left" else "left"
        return first if number % 2 else other
    if choice in ("left", "right") and exercise.sides:
        return exercise.sides.meant(choice)
    return None
