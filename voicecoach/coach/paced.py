"""Exercises at a person's own pace."""

from __future__ import annotations

from voicecoach.base.once import Once
from voicecoach.base.values import replace
from voicecoach.model.exercise import Exercise, Phase

_once = Once(most=4096)  # a clinic's patients do the same exercises at few paces


def at_pace(exercise: Exercise, pace: float, without: frozenset[str]) -> Exercise:
    """Give an exercise at a person's pace.

    Args:
        exercise: as it is written.
        pace: by which its movements are longer.
        without: those of its own figures that are less safe than the person's.
    """
    return _once(_paced, exercise, pace, without, of=(id(exercise), pace, without))


def paced_ms(ms: int, by: float) -> int:
    """How long something takes at a pace: in tenths of a second, where that changes it."""
    return ms if by == 1 else max(1, round(ms * by / 100)) * 100


def _paced(exercise: Exercise, pace: float, without: frozenset[str]) -> Exercise:
    coaching = {key: value for key, value in exercise.coaching.items() if key not in without}
    phases = tuple(_stretched(phase, pace) for phase in exercise.phases)
    return replace(exercise, coaching=coaching, phases=phases)


def _stretched(phase: Phase, by: float) -> Phase:
    """A phase of movement at a person's pace; a hold is a matter of its dose."""
    if phase.kind == "hold" or by == 1:
        return phase
    first = None if phase.first is None else paced_ms(phase.first, by)
    return replace(phase, length=paced_ms(phase.length, by), first=first)
