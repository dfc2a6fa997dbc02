"""A dose in words: what the coach says, what the sheets show, and as scripts have it."""

from __future__ import annotations

from voicecoach.base.units import Length
from voicecoach.coach.prescription import Prescription
from voicecoach.language.phrases import Language
from voicecoach.model.dose import Dose, Range
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
            words.keep_up if kind == "movement" else words.hold if times == 1 else words.hold_each
        )
        parts.append(hold.format(time=language.duration(dose.hold_ms)))
    return parts or [words.reps.format(reps=reps)]


def figures_text(dose: Dose) -> str:
    """Put the figures of a dose as scripts have them, like `3 sets, 10-15 reps, hold 5s`."""
    parts = []
    if dose.sets:
        parts.append(f"{_counted(dose.sets)} set{'' if dose.sets.high == 1 else 's'}")
    if dose.reps:
        parts.append(f"{_counted(dose.reps)} rep{'' if dose.reps.high == 1 else 's'}")
    parts += [f"hold {_lasting(dose.hold)}"] if dose.hold else []
    parts += ["tempo " + "-".join(f"{ms / 1000:g}" for ms in dose.tempo)] if dose.tempo else []
    parts += [f"rest {_lasting(dose.rest)}"] if dose.rest else []
    if dose.sides:
        parts.append("alternating" if dose.sides == "alternating" else f"{dose.sides} side")
    return ", ".join(parts)


def _counted(figure: Range) -> str:
    return str(figure.low) if figure.low == figure.high else f"{figure.low}-{figure.high}"


def _lasting(figure: Range) -> str:
    if figure.low == figure.high:
        return str(Length(figure.low))
    return f"{Length(figure.low)}-{Length(figure.high)}"
