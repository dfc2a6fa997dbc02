"""What a drawing shows, in words, for who does not see it."""

from __future__ import annotations

from collections.abc import Mapping

from voicecoach.session.record import RecordedExercise


def in_words(exercise: RecordedExercise, positions: Mapping[str, str]) -> str:
    """Say what the drawing of an exercise shows: where the body is, and how it moves.

    Args:
        exercise: its own words say how it moves.
        positions: words for each position, in the same language.
    """
    where = positions.get(exercise.position, exercise.position)
    how = " ".join(exercise.how)
    return f"{where}: {how}" if how else where
