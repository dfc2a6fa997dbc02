"""What is true of an exercise whose file does not say it: by its kind, and by its position."""

from __future__ import annotations

from collections.abc import Iterator

from voicecoach.base.values import replace
from voicecoach.language.phrases import Language
from voicecoach.model.coaching import Coaching
from voicecoach.model.exercise import Exercise, Phase, Sides, SourcedDose


def is_complete(exercise: Exercise) -> bool:
    """Whether its file says everything."""
    said = (exercise.purpose, exercise.benefit, exercise.safety, exercise.phases, exercise.sources)
    return all(said) and not (exercise.dose.sides and exercise.sides is None)


def completed(exercise: Exercise, words: Language, coaching: Coaching) -> Exercise:
    """Fill in what an exercise leaves open.

    Args:
        exercise: as its file has it.
        words: what is said by kind and position.
        coaching: how long each phase takes.
    """
    benefit = exercise.benefit or words.own.benefit.get(exercise.kind, "")
    return replace(
        exercise,
        purpose=exercise.purpose or benefit,
        benefit=benefit,
        safety=exercise.safety or words.own.safety.get(exercise.position, ""),
        sides=exercise.sides or _sides(exercise, words),
        phases=exercise.phases or tuple(_phases(exercise, words, coaching)),
        sources=exercise.sources or (SourcedDose("editorial", exercise.dose),),
    )


def _sides(exercise: Exercise, words: Language) -> Sides | None:
    """The sides of an exercise whose dose names them."""
    default = exercise.dose.sides
    return Sides(default, words.own.left, words.own.right) if default else None


def _phases(exercise: Exercise, words: Language, coaching: Coaching) -> Iterator[Phase]:
    """Out with the breath, a hold where there is one, and back; or on and on, and the stop."""
    own, move_ms = words.own, coaching.own_move
    if exercise.kind == "timed":
        yield Phase("hold", coaching.own_stretch, "free", own.move_short, own.move_short)
        yield Phase("move", move_ms, "free", own.stop, own.stop_short)
        return
    yield Phase("move", move_ms, "exhale", own.move, own.move_short)
    if exercise.kind != "movement" or exercise.dose.hold:
        hold_ms = coaching.own_stretch if exercise.kind == "stretch" else coaching.own_hold
        yield Phase("hold", hold_ms, "free", own.hold, own.hold_short)
    yield Phase("move", move_ms, "inhale", own.back, own.back_short)
