"""The way of a session over the floor: where its steps are, and how long getting there takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from voicecoach.formats.fields import Position
from voicecoach.model.coaching import Coaching, moves_between
from voicecoach.model.contraindications import UPRIGHT
from voicecoach.model.exercise import Exercise
from voicecoach.model.routine import ExerciseStep, Step, TransitionStep


def position_of(step: Step, exercises: Mapping[str, Exercise]) -> Position | None:
    """Where the body is in a step; None where it stays as it was."""
    match step.body:
        case ExerciseStep(exercise=name):
            return exercises[name].position
        case TransitionStep(transition=position):
            return position
    return None


def positions(steps: Iterable[Step], exercises: Mapping[str, Exercise]) -> Iterator[Position]:
    """The positions of steps in order, without those that stay as they were."""
    return filter(None, (position_of(step, exercises) for step in steps))


def way_ms(places: Iterable[Position], coaching: Coaching) -> int:
    """How long the changes between positions take, without their words."""
    return sum(change_ms(coaching, start, goal) for start, goal in pairwise(places))


def end_of(place: Position) -> Position:
    """Where one is when a session has ended: who is on the floor rises."""
    return place if place in UPRIGHT else "standing"


def change_ms(coaching: Coaching, start: Position, goal: Position) -> int:
    """How long a change of position takes, without its words."""
    moves = moves_between(coaching, start, goal)
    return sum(sum(coaching.settle_ms(move)) for move in moves)
