"""A short break among the reps, for what carries the weight."""

from __future__ import annotations

from collections.abc import Iterator

from voicecoach.coach.timeline import Cue, Fixed, Slot, Spoken, Utterance
from voicecoach.formats.problems import Where
from voicecoach.model.coaching import Coaching
from voicecoach.model.exercise import Exercise


def relief_slots(
    exercise: Exercise, rep: int, reps: int, coaching: Coaching, where: Where
) -> Iterator[Slot]:
    """The slots of the break after a rep; none where none is due, and none after the last.

    Args:
        exercise: says what to do in it, and when.
        rep: which was done, from 1.
        reps: how many there are.
        coaching: has the pace.
        where: the place to name in problems.
    """
    relief = exercise.relief
    if relief is None or rep % relief.after or rep == reps:
        return
    for line, ms in zip(relief.lines, relief.lengths, strict=True):
        yield Slot("transition", Spoken(), (Cue((Utterance(line),), "position", where=where),))
        yield Slot("settle", Fixed(round(ms * coaching.settle_factor)))
