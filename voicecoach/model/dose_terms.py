"""The terms of a dose become one: they agree, and each of them has one meaning."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from voicecoach.base.messages import Phrase, phrase
from voicecoach.model.dose import Dose, DoseError, Range
from voicecoach.model.dose_writing import write_dose
from voicecoach.model.figures import count_text

Terms = dict[str, Any]
"""What was read, by the fields of a dose, and `pairs`; lists of values for sets are tuples."""

PlaceOf = Callable[[str], tuple[int, str | None]]
"""Where a term stands: its offset in the text, or its key."""


def assembled(terms: Terms, place: PlaceOf) -> Dose:
    """Make the dose of some terms.

    Args:
        terms: what was read; `pairs` are reps whose sides alternate.
        place: gives where a term stands.

    Raises:
        DoseError: they are against one another, or may mean two things.
    """
    for key, wrong in _against(terms):
        offset, under = place(key)
        raise DoseError.of(wrong, offset, under)
    if "reps" in terms and terms.get("sides") == "alternating":
        raise DoseError.of(_which_pairs(terms))
    if "tempo" in terms and "hold" in terms:
        raise DoseError("dose/tempo-and-hold")
    return _made(terms)


def _made(terms: Terms) -> Dose:
    return Dose(**_chained(_of_sets(_paired(terms))))


def _against(terms: Terms) -> list[tuple[str, Phrase]]:
    """What is wrong with terms beside each other, and which of them is at fault."""
    found: list[tuple[str, Phrase]] = []
    sides = terms.get("sides")
    if "pairs" in terms and "reps" in terms:
        found.append(("pairs", phrase("dose/twice", key="reps")))
    if "pairs" in terms and sides not in (None, "alternating"):
        count = _count_text(terms["pairs"])
        found.append(("pairs", phrase("dose/pairs", value=f"{count} pairs", meant=f"{count} reps")))
    sets, several = terms.get("sets"), None
    for key in ("reps", "pairs", "hold"):
        if isinstance(values := terms.get(key), tuple):
            several = several or len(values)
            wanted = sets or Range(several, several)
            if (wanted.low, wanted.high) != (len(values), len(values)):
                facts = {"values": len(values), "sets": wanted.low}
                found.append((key, phrase("dose/list-sets", **facts)))
    return found


def _count_text(count: Range | tuple[int, ...]) -> str:
    return count_text(count if isinstance(count, Range) else Range.of_sets(*count))


def _which_pairs(terms: Terms) -> Phrase:
    """Ask what reps are that alternate: pairs, or all there are; an odd number is pairs."""
    reps = terms["reps"]
    values = reps if isinstance(reps, tuple) else (reps.low, reps.high)
    halves = [n // 2 for n in values]
    half = tuple(halves) if isinstance(reps, tuple) else Range(*halves)
    others = {key: value for key, value in terms.items() if key != "reps"}
    pairs, in_all = (write_dose(_made({**others, "pairs": each})) for each in (reps, half))
    if any(n % 2 for n in values):
        return phrase("dose/pairs-only", meant=pairs)
    return phrase("dose/alternating", meant=pairs, half=in_all)


def _paired(terms: Terms) -> Terms:
    """Terms in which pairs are reps that alternate."""
    if "pairs" not in terms:
        return terms
    others = {key: value for key, value in terms.items() if key != "pairs"}
    return {**others, "reps": terms["pairs"], "sides": "alternating"}


def _of_sets(terms: Terms) -> Terms:
    """Terms whose lists are figures, with as many sets as these have values."""
    changed = {**terms}
    for key in ("reps", "hold"):
        if isinstance(values := terms.get(key), tuple):
            changed |= {"sets": Range(len(values), len(values)), key: Range.of_sets(*values)}
    return changed


def _chained(terms: Terms) -> Terms:
    """Terms in which `3 x 30s` counts what is not said beside it, where that is one thing."""
    chain = terms.get("chain")
    left = [key for key in ("sets", "reps") if key not in terms]
    if chain is None or chain.times is None or len(left) != 1:
        return terms
    return {**terms, "chain": None, left[0]: chain.times}
