"""Changing over to the other side: a line for each action, each with time to do it."""

from __future__ import annotations

from collections.abc import Iterator

from voicecoach.coach.timeline import Anchor, Cue, Fixed, Slot, Spoken, Utterance
from voicecoach.formats.fields import Side, wording
from voicecoach.formats.problems import Where
from voicecoach.language.phrases import Language
from voicecoach.model.coaching import Coaching
from voicecoach.model.exercise import Exercise

_LEAD_MS = 100  # before the first word, after the movement


def switch_ms(exercise: Exercise, coaching: Coaching) -> int:
    """How long changing sides takes, by the exercise's position and the way it uses its sides."""
    alternates = exercise.sides is not None and exercise.sides.default == "alternating"
    return coaching.switch_ms(exercise.position, alternates)


def switch_slots(
    exercise: Exercise, side: Side | None, language: Language, coaching: Coaching, where: Where
) -> Iterator[Slot]:
    """The slots of a change of sides: the lines, and the time shared out evenly behind them.

    Args:
        exercise: which changes over.
        side: to which.
        language: has the words where the exercise has none of its own.
        coaching: the figures, with the exercise's own.
        where: the place to name in problems.
    """
    own = exercise.sides.change if exercise.sides else ()
    lines = [wording(line, side) for line in own] or [language.change_sides]
    ms, over = divmod(switch_ms(exercise, coaching), len(lines))
    for index, line in enumerate(lines):
        start = Anchor(offset_ms=0 if index else _LEAD_MS)
        cue = Cue((Utterance(line),), "switch", start, where=where)
        yield Slot("switch", Spoken(), (cue,))
        last = index + 1 == len(lines)
        yield Slot("settle", Fixed(ms + (over if last else 0)))
