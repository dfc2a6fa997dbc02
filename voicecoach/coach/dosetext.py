"""A dose in words: what the coach says, and what the sheets show."""

from __future__ import annotations

from voicecoach.coach.prescription import Prescription
from voicecoach.script.language import Language
from voicecoach.script.model import Kind


def dose_lines(dose: Prescription, kind: Kind, language: Language) -> list[str]:
    """A dose as short sentences: `Three sets of ten reps.`, `On each side.`, `Hold for ...`.

    What is kept up rather than held, such as marching, has a time only: `For thirty seconds.`
    """
    words = language.dose
    reps = language.count(language.pairs if dose.alternating else language.reps, dose.reps)
    sets = language.count(language.sets, dose.sets)
    lines = []
    if dose.sets > 1 and dose.reps > 1:
        lines.append(words.sets_of.format(sets=sets, reps=reps))
    elif dose.sets > 1:
        lines.append(words.sets.format(sets=sets))
    elif dose.reps > 1:
        lines.append(words.reps.format(reps=reps))
    if dose.alternating:
        lines.append(words.alternating)
    elif len(dose.sides) == 2:
        lines.append(words.each)
    elif dose.sides != (None,):
        lines.append(words.left if dose.sides[0] == "left" else words.right)
    if dose.hold_ms:
        times = dose.sets * dose.reps * len(dose.sides)
        hold = (
            words.keep_up if kind == "movement" else words.hold if times == 1 else words.hold_each
        )
        lines.append(hold.format(time=language.duration(dose.hold_ms)))
    if not lines:
        lines = [words.reps.format(reps=reps)]
    return [line[:1].upper() + line[1:] for line in lines]
