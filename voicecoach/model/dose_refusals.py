"""What to say of a part of a dose that cannot be read: what was meant, as it would be read."""

from __future__ import annotations

import re

from voicecoach.base.messages import Phrase, phrase
from voicecoach.formats.problems import hint
from voicecoach.model.figures import COMMA_COUNTS, COUNT, TIME
from voicecoach.model.load import KNOWN

_SIDES = ("each side", "left side", "right side", "alternating")
_WORDS = ("sets", "reps", "pairs", "hold", "rest", "load", "tempo", *_SIDES)


def not_understood(rest: str) -> Phrase:
    """Say what is wrong where no term begins.

    Args:
        rest: the dose from there on, in small letters.
    """
    term = re.split(r"[,;]", rest)[0].strip()
    return _length(rest, term) or _load(term) or _number(rest, term) or _word(term)


def _length(rest: str, term: str) -> Phrase | None:
    if comma := re.match(r"rest\s+(\d+),(\d+\s*[a-z]+)", rest):
        return phrase("dose/decimal", value=comma[0], meant=f"rest {comma[1]}.{comma[2]}")
    if bare := re.fullmatch(r"(hold|rest)\s+([\d.]+(?:\s*-\s*[\d.]+)?)", term):
        return phrase("dose/no-unit", key=bare[1], value=bare[2])
    if re.fullmatch(r"(hold|rest)", term):
        return phrase("dose/no-length", key=term)
    if re.match(r"((hold|rest)\s*)?-\s*\d", term):
        return phrase("dose/below-zero", value=term)
    if re.fullmatch(TIME, term):
        return phrase("dose/no-key", value=term, meant=term)
    return None


def _load(term: str) -> Phrase | None:
    if re.fullmatch(KNOWN, term):
        return phrase("dose/no-load", value=term, meant=term)
    if unknown := re.fullmatch(r"(?:@|with\b)\s*(?:an?\s+)?([^\d@\s].*)", term):
        return phrase("dose/no-load", value=term, meant=unknown[1])
    return phrase("dose/load-unit", value=term[1:].strip()) if re.match(r"@\s*\d", term) else None


def _number(rest: str, term: str) -> Phrase | None:
    if listed := re.fullmatch(COMMA_COUNTS, rest.strip()):
        return phrase("dose/of-what", value=re.sub(r"\s*,\s*", "/", listed[1]))
    if re.fullmatch(rf"{COUNT}(\.\d+)?", term):
        return phrase("dose/of-what", value=term)
    if re.match(r"\d+\.\d+\s*(reps|sets)", term):
        return phrase("dose/fraction", value=term)
    return None


def _word(term: str) -> Phrase:
    if re.fullmatch(r"each|per", term):
        return phrase("dose/each", value=term)
    word = re.sub(r"[\d.\u2013-]+[a-z]*\s*", "", term).strip() or term
    known = ("sets", "reps") if term[:1].isdigit() else _WORDS
    return phrase("dose/part", value=term, hint=hint(word, known))
