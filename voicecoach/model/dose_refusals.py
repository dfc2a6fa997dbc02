"""What to say of a part of a dose that cannot be read: what was meant, as it would be read."""

from __future__ import annotations

import re
from collections.abc import Collection

from voicecoach.base.messages import Phrase, phrase
from voicecoach.formats.problems import hint, in_its_term
from voicecoach.model.figures import COMMA_COUNTS, COUNT, TIME
from voicecoach.model.load import KNOWN, unit_missing

_SIDES = ("each side", "left side", "right side", "alternating")
_WORDS = ("sets", "reps", "pairs", "hold", "rest", "load", "tempo", *_SIDES)


def not_understood(rest: str, before: Collection[str]) -> Phrase:
    """Say what is wrong where no term begins.

    Args:
        rest: the dose from there on, in small letters.
        before: the keys of what it says before.
    """
    term = re.split(r"[,;]", rest)[0].strip()
    return _length(rest, term) or _load(term) or _number(rest, term, before) or _word(term)


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
    bare = re.fullmatch(r"@\s*(\d+(?:\.\d+)?)", term)
    return unit_missing(bare[1], term, "load ").phrase if bare else None


def _number(rest: str, term: str, before: Collection[str]) -> Phrase | None:
    if listed := re.fullmatch(COMMA_COUNTS, rest.strip()):
        meant = re.sub(r"\s*,\s*", "/", listed[1])
        return phrase(_of_what(before), value=listed[1], meant=meant)
    if re.fullmatch(rf"{COUNT}(\.\d+)?", term):
        return phrase(_of_what(before), value=term, meant=term)
    if re.match(r"\d+\.\d+\s*(reps|sets)", term):
        return phrase("dose/fraction", value=term)
    return None


def _of_what(before: Collection[str]) -> str:
    """What a bare number may be: what the dose does not say already."""
    reps, hold = "reps" in before, "hold" in before
    if reps and hold:
        return "dose/of-nothing"
    return "dose/of-hold" if reps else "dose/of-reps" if hold else "dose/of-what"


def _word(term: str) -> Phrase:
    if re.fullmatch(r"each|per", term):
        return phrase("dose/each", value=term)
    word = re.sub(r"[\d.\u2013-]+[a-z]*\s*", "", term).strip() or term
    known = ("sets", "reps") if term[:1].isdigit() else _WORDS
    return phrase("dose/part", value=term, hint=in_its_term(hint(word, known), term, word))
