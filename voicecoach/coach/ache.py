"""Which ache is acceptable: less in the neck than in the back, and least where a nerve glides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from voicecoach.library.script import Script
from voicecoach.model.coaching import Coaching, with_overrides
from voicecoach.model.exercise import Exercise
from voicecoach.model.routine import ExerciseStep, Step


def ache_in(exercise: Exercise, coaching: Coaching) -> int:
    """Return how much ache is acceptable in an exercise, of 10.

    Args:
        exercise: what is done.
        coaching: the figures, without the exercise's own.
    """
    own = with_overrides(coaching, exercise.coaching)
    if "nerve" in exercise.goals:
        return own.ache_most_nerve
    return own.ache_most_neck if exercise.regions[:1] == ("neck",) else own.ache_most


def ache_at_first(script: Script, steps: Iterable[Step]) -> int:
    """Return how much is acceptable when a session begins, of 10.

    That of most of its exercises, the less of two: what the session is for. Gentle ones ask for
    nothing, unless less is acceptable in them. Where less is in some, that is said there.
    """
    usual = script.coaching.ache_most
    names = (step.body.exercise for step in steps if isinstance(step.body, ExerciseStep))
    found = [
        (each.gentle, ache_in(each, script.coaching))
        for each in map(script.exercises.get, names)
        if each
    ]
    counted = Counter(most for gentle, most in found if not gentle or most < usual)
    return min(counted, key=lambda most: (-counted[most], most), default=usual)
