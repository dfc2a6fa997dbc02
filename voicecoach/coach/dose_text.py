"""A dose in words: what the coach says, and what the sheets show."""

from __future__ import annotations

from voicecoach.coach.prescription import Prescription
from voicecoach.language.phrases import Language
from voicecoach.model.routine import Kind


def dose_line(dose: Prescription, kind: Kind, language: Language) -> str:
    """Put a dose into one short sentence, like `Three sets of ten reps, five seconds each`.

    What is kept up rather than held, such as marching, has a time only: `For thirty seconds.`
    """
    said = ", ".join(_parts(dose, kind, language))
    return said[:1].upper() + said[1:] + language.stop


def _parts(dose: Prescription, kind: Kind, language: Language) -> list[str]:
    words = language.dose
    reps = language.count(language.pairs if dose.alternating else language.reps, dose.reps)
    sets = language.count(language.sets, dose.sets)
    parts = []
    if dose.sets > 1 and dose.reps > 1:
        parts.append(words.sets_of.format(sets=sets, reps=reps))
    elif dose.sets > 1:
        parts.append(words.sets.format(sets=sets))
    elif dose.reps > 1 or dose.alternating:
        parts.append(words.reps.format(reps=reps))
    if dose.alternating:
        parts.append(words.alternating)
    elif len(dose.sides) == 2:
        parts.append(words.each)
    elif dose.sides != (None,):
        parts.append(words.left if dose.sides[0] == "left" else words.right)
    if dose.hold_ms:
        times = dose.sets * dose.reps * len(dose.sides)
        hold = (
            words.keep_up
            if kind in ("movement", "timed")
            else words.hold
            if times == 1
            else words.hold_each
        )
        parts.append(hold.format(time=language.duration(dose.hold_ms)))
    return parts or [words.reps.format(reps=reps)]
