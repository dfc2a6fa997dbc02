"""A dose as a script has it, in the one form that is printed back."""

from __future__ import annotations

from collections.abc import Iterator

from voicecoach.model.dose import Dose
from voicecoach.model.figures import count_text, span_text


def write_dose(dose: Dose, timed: bool = False) -> str:
    """Write a dose in its canonical form, which is read as the same dose.

    Args:
        dose: what a script says.
        timed: of something that is kept up for a time, such as marching.

    Returns:
        Its terms, commas between; nothing of what it leaves open.
    """
    return ", ".join(_terms(dose, timed))


def _terms(dose: Dose, timed: bool) -> Iterator[str]:
    listed = any(figure and figure.listed for figure in (dose.reps, dose.hold))
    if dose.sets and not listed:
        yield _counted(count_text(dose.sets), "set")
    pairs = bool(dose.reps) and dose.sides == "alternating"
    if dose.reps:
        yield _counted(count_text(dose.reps), "pair" if pairs else "rep")
    if dose.hold:
        yield _held(dose, timed)
    if dose.rest:
        yield f"rest {span_text(dose.rest)}"
    if dose.sides and not pairs:
        named = {"each": "each side", "left": "left side", "right": "right side"}
        yield named.get(dose.sides, dose.sides)
    if dose.tempo:
        yield "tempo " + "-".join(f"{ms / 1000:.3f}".rstrip("0").rstrip(".") for ms in dose.tempo)
    if dose.load:
        yield f"load {dose.load}"
    if dose.frequency:
        yield str(dose.frequency)


def _held(dose: Dose, timed: bool) -> str:
    assert dose.hold, "only a hold is written"
    length = span_text(dose.hold)
    if dose.chain is None:
        return f"{'for' if timed else 'hold'} {length}"
    return f"{count_text(dose.chain.times)} x {length}" if dose.chain.times else length


def _counted(number: str, thing: str) -> str:
    return f"{number} {thing}" if number == "1" else f"{number} {thing}s"
