"""What a dose means for its exercise: `3 x 30s` is reps of a stretch, sets of a plank."""

from __future__ import annotations

from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.values import replace
from voicecoach.model.dose import Dose, DoseError, Range
from voicecoach.model.exercise import Exercise
from voicecoach.model.figures import count_text, span_text


def is_timed(exercise: Exercise) -> bool:
    """Whether it is a movement that is kept up for a time, such as marching: it has no reps."""
    own = exercise.dose
    held = exercise.kind in ("isometric", "stretch")
    return not held and own.hold is not None and own.reps is None


def in_context(dose: Dose, exercise: Exercise) -> Dose:
    """Read a dose as it is meant for an exercise.

    Raises:
        DoseError: it may mean two things there; the message offers both.
    """
    if dose.chain is None:
        return dose
    plain = replace(dose, chain=None)
    times = dose.chain.times
    if times is None:
        if is_timed(exercise) and not dose.reps:
            return plain
        raise DoseError.of(which(dose))
    own = exercise.dose
    if exercise.hold_phase is None:
        return replace(plain, reps=times)  # that it has no hold is found where doses are checked
    if is_timed(exercise) or (own.sets and not own.reps):
        return replace(plain, sets=times)
    if exercise.kind in ("isometric", "stretch") and own.reps and not own.sets:
        return replace(plain, reps=times)
    raise DoseError.of(which(dose))


def readable(dose: Dose, exercise: Exercise) -> Dose:
    """A dose as it is meant, or without what may mean two things; that is found by `ambiguity`."""
    try:
        return in_context(dose, exercise)
    except DoseError:
        return replace(dose, chain=None, hold=None)


def which(dose: Dose) -> Phrase:
    """Ask what is meant by a dose that only its exercise could tell."""
    assert dose.chain, "only a chain has two meanings"
    assert dose.hold, "a chain holds"
    length = span_text(dose.hold)
    if dose.chain.times is None:
        return phrase("dose/no-key", value=length, meant=length)
    count = count_text(Range(dose.chain.times.low, dose.chain.times.high))
    return phrase("dose/which", value=f"{count} x {length}", count=count, length=length)
