"""What the record says of an exercise that was done."""

from __future__ import annotations

from voicecoach.coach.dose_text import often_line
from voicecoach.coach.prescription import Prescription
from voicecoach.coach.timeline import Performed
from voicecoach.formats.fields import wording
from voicecoach.language.phrases import Language
from voicecoach.model.exercise import Exercise


def performed(
    exercise: Exercise, title: str, dose: Prescription, said: str, language: Language
) -> Performed:
    """Say what was done of an exercise.

    Args:
        exercise: its texts.
        title: as it is called in the routine.
        dose: what is done.
        said: that in words.
        language: has the words for how often.
    """
    return Performed(
        exercise=exercise.exercise,
        title=title,
        position=exercise.position,
        purpose=exercise.purpose,
        how=tuple(wording(text, dose.sides[0]) for text in exercise.instructions),
        dose=dose,
        dose_text=said,
        frequency=often_line(dose.frequency, language),
        drawing=exercise.drawing,
    )
