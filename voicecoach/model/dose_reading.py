"""The grammar of doses: a text, or a mapping, becomes a `Dose`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from voicecoach.base.messages import Fault
from voicecoach.formats.problems import hint
from voicecoach.model.dose import DOSE_KEYS, Chain, Dose, DoseError, Range, SidesChoice
from voicecoach.model.dose_refusals import not_understood
from voicecoach.model.dose_terms import Terms, assembled
from voicecoach.model.figures import (
    COMMA_COUNTS,
    COMMA_TIMES,
    COUNTS,
    NUMBER,
    SPAN,
    TIMES,
    read_count,
    read_counts,
    read_span,
    read_times,
)
from voicecoach.model.frequency import FREQUENCY, frequency_of, read_frequency
from voicecoach.model.load import COLOURS, KNOWN, known_load, read_load

Match = re.Match[str]

_LIMBS = ("side", "leg", "arm", "knee", "foot", "hand")
_SIDES: dict[str, SidesChoice] = {
    **{f"{each} {limb}": "each" for each in ("each", "per", "a") for limb in _LIMBS},
    **{f"/{limb}": "each" for limb in _LIMBS},
    **{f"both {limbs}": "each" for limbs in ("sides", "legs", "arms", "knees", "feet", "hands")},
    "left side": "left",
    "right side": "right",
    "left": "left",
    "right": "right",
    "alternating": "alternating",
    "alternate": "alternating",
    "alternating sides": "alternating",
}
_SIDE = "|".join(sorted(_SIDES, key=len, reverse=True)).replace("/", r"/\s*")
_BY = r"\s*[x\u00d7*]\s*"
_REP = r"(?:reps?|repetitions?)"
_REPS = rf"(?:\s*{_REP})?"
_LIMB = rf"(?:/|per\s)\s*(?:{'|'.join(_LIMBS)})\b"
_ENDS = rf"(?=\s*(?:$|[,;]|{_LIMB}|(?:on\s+)?(?:{_SIDE})\b|rest\b|load\b|@|with\b|at\b))"
_NO_TIME = rf"(?![\w.:'\"]|{_BY}\d|\s*[ms](?:\b|in|ec))"


def _sets_by_reps(match: Match) -> Terms:
    return {"sets": read_count(match[1], match[2]), "reps": read_count(match[3], match[4])}


def _sets_by_reps_held(match: Match) -> Terms:
    return {**_sets_by_reps(match), "hold": read_span(match[5], match[6])}


def _sets_by_list(match: Match) -> Terms:
    return {"sets": read_count(match[1], match[2]), "reps": read_counts(re.split("/", match[3]))}


def _reps_list(match: Match) -> Terms:
    return {"reps": read_counts(re.split("[,/]", match[1]))}


def _pairs_list(match: Match) -> Terms:
    return {"pairs": read_counts(re.split("[,/]", match[1]))}


def _hold_list(match: Match) -> Terms:
    if comma := re.fullmatch(r"(\d+),(\d[^,]*)", match[1]):  # a decimal comma, or two sets
        number, listed = (f"hold {comma[1]}{sign}{comma[2]}" for sign in "./")
        raise Fault("dose/comma", value=match[0], meant=number, listed=listed)
    return {"hold": read_times(re.split("[,/]", match[1]))}


def _sets_held(match: Match) -> Terms:
    return {"sets": read_count(match[1], match[2]), "hold": read_span(match[3], match[4])}


def _reps_held(match: Match) -> Terms:
    return {"reps": read_count(match[1], match[2]), "hold": read_span(match[3], match[4])}


def _chain(match: Match) -> Terms:
    times = read_count(match[1], match[2])
    return {"chain": Chain(times), "hold": read_span(match[3], match[4])}


def _chain_backwards(match: Match) -> Terms:
    key = {"s": "sets", "r": "reps"}.get((match[5] or " ")[0])
    times, hold = read_count(match[3], match[4]), read_span(match[1], match[2])
    return {key: times, "hold": hold} if key else {"chain": Chain(times), "hold": hold}


def _alone(match: Match) -> Terms:
    return {"chain": Chain(), "hold": read_span(match[1], match[2])}


def _list_alone(match: Match) -> Terms:
    values = re.sub(r"\s*,\s*", "/", match[1])
    raise Fault("dose/no-key-list", value=match[1], meant=values)


def _one(key: str) -> Callable[[Match], Terms]:
    return lambda match: {key: read_count(match[1], match[2])}


def _held(match: Match) -> Terms:
    return {"hold": read_span(match[1], match[2])}


def _rested(match: Match) -> Terms:
    return {"rest": read_span(match[1], match[2], zero=True)}


def _tempo(match: Match) -> Terms:
    return {"tempo": _tempo_lengths(match[1])}


def _sides(match: Match) -> Terms:
    return {"sides": _SIDES[re.sub(r"/\s+", "/", " ".join(match[1].split()))]}


def _load(match: Match) -> Terms:
    return {"load": known_load(match)}


def _frequency(match: Match) -> Terms:
    return {"frequency": frequency_of(match)}


# What a dose is made of: the pattern of each term, and what it says. Compiled when a dose is read:
# a warm build reads none.
_BETWEEN = r"(?:\s+between(?:\s+(?:the\s+)?sets)?)?"
_TERMS: tuple[tuple[str, Callable[[Match], Terms]], ...] = (
    (FREQUENCY, _frequency),
    (rf"{NUMBER}(?:\s*sets?)?{_BY}{NUMBER}{_REPS}{_BY}{SPAN}(?:\s*holds?\b)?", _sets_by_reps_held),
    (rf"{NUMBER}(?:\s*sets?)?{_BY}{COUNTS}(?:\s*{_REP}\b|(?=\s*{_LIMB})|{_ENDS})", _sets_by_list),
    (rf"{COUNTS}\s*pairs?\b", _pairs_list),
    (rf"{COMMA_COUNTS}\s*pairs?\b", _pairs_list),
    (rf"{COUNTS}\s*(?:{_REP}\b|times\b|(?={_LIMB}))", _reps_list),
    (rf"{COMMA_COUNTS}\s*(?:{_REP}|times)\b", _reps_list),
    (rf"{NUMBER}{_BY}{SPAN}\s*holds?\b", _reps_held),
    (rf"{NUMBER}\s*{_REP}{_BY}{SPAN}(?:\s*holds?\b)?", _reps_held),
    (rf"{NUMBER}\s*sets?(?:{_BY}|\s+of\s+){SPAN}(?:\s*holds?\b)?", _sets_held),
    (rf"{NUMBER}{_BY}{SPAN}", _chain),
    (rf"{SPAN}{_BY}{NUMBER}(?:\s*(sets?|reps?|repetitions?|times)\b|(?![\w.]))", _chain_backwards),
    (rf"{NUMBER}{_BY}{NUMBER}{_REPS}{_NO_TIME}", _sets_by_reps),
    (rf"{NUMBER}\s*sets?(?:\s+of\s+|{_BY}){NUMBER}{_REPS}{_NO_TIME}", _sets_by_reps),
    (rf"{NUMBER}\s*sets?\b", _one("sets")),
    (rf"{NUMBER}\s*pairs?\b", _one("pairs")),
    (rf"{NUMBER}\s*(?:{_REP}|times)\b", _one("reps")),
    (rf"{NUMBER}(?=\s*{_LIMB})", _one("reps")),
    (rf"(?:hold|for)\s+(?:for\s+)?{TIMES}", _hold_list),
    (rf"(?:hold|for)\s+(?:for\s+)?{COMMA_TIMES}{_ENDS}", _hold_list),
    (rf"(?:hold|for)\s+(?:for\s+)?{SPAN}", _held),
    (rf"rest\s+(?:for\s+|of\s+)?{SPAN}{_BETWEEN}", _rested),
    (rf"{TIMES}\s*holds?\b", _hold_list),
    (rf"(?:with\s+)?(?:an?\s+)?{SPAN}\s*holds?\b", _held),
    (rf"(?:with\s+)?(?:an?\s+)?{SPAN}\s*rests?\b{_BETWEEN}", _rested),
    (r"no\s+rest\b", lambda _: {"rest": Range(0, 0)}),
    (r"tempo\s+(\d[\d.s]*(?:\s*-\s*\d[\d.s]*)*)", _tempo),
    (rf"(?:@|with|at)\s*(?:an?\s+)?{KNOWN}", _load),
    (rf"(?:on\s+)?({_SIDE})\b", _sides),
    (rf"{TIMES}{_ENDS}", _list_alone),
    (rf"{COMMA_TIMES}{_ENDS}", _list_alone),
    (rf"{SPAN}{_ENDS}", _alone),
)
_LOAD = re.compile(r"load\s+")
_COMMA_WEIGHT = re.compile(r"(?:load\s+|@\s*|with\s+(?:an?\s+)?)?\d+,\d+\s*(?:kgs?|lbs?)\b")
# What is no load: a dose goes on there, and a comma is missing.
_NO_LOAD = re.compile(r"\s((?:on\s+)?(?:each|per|both|alternating)\b.*|(?:rest|hold|tempo)\s+\d.*)")


def read_dose(value: object) -> Dose:
    """Read a dose from its short form (a text) or its long form (a mapping).

    Raises:
        DoseError: with what to write instead, and where in the text or under which key.
    """
    if isinstance(value, Mapping):
        return _from_mapping(value)
    if type(value) is int and value > 0:
        raise DoseError("dose/number", value=value)
    if not isinstance(value, str):
        raise DoseError("dose/no-text")
    return _from_text(value)


def _from_text(text: str) -> Dose:
    terms: Terms = {}
    places: dict[str, int] = {}
    position = 0
    lowered = _small(text)
    while position < len(text):
        if lowered[position].isspace() or lowered[position] in ",;":
            position += 1
            continue
        try:
            found, end = _term(text, lowered, position, terms)
        except Fault as error:
            raise DoseError.of(error.phrase, position) from None
        for key in found:
            if key in terms:
                raise DoseError("dose/twice", offset=position, key=key)
            places[key] = position
        terms |= found
        position = end
    return assembled(terms, lambda key: (places[key], None))


def _small(text: str) -> str:
    """A text in small letters, each at its place."""
    return "".join(c if len(c.lower()) != 1 else c.lower() for c in text)


def _term(text: str, lowered: str, position: int, before: Terms) -> tuple[Terms, int]:
    """The term that begins at a place, and where it ends.

    Args:
        text: the dose as it is written.
        lowered: the same in small letters.
        position: where the term begins.
        before: the terms so far.

    Raises:
        Fault: none begins there.
    """
    if comma := _COMMA_WEIGHT.match(lowered, position):
        weight = re.sub(r"^\D+", "", comma[0])
        raise Fault("dose/decimal", value=comma[0], meant=f"load {weight.replace(',', '.')}")
    if load := _LOAD.match(lowered, position):
        return _loaded(text, lowered, load.end())
    for pattern, read in _TERMS:
        if match := re.compile(pattern).match(lowered, position):
            return read(match), match.end()
    raise Fault.of(not_understood(lowered[position:], before.keys()))


def _loaded(text: str, lowered: str, begin: int) -> tuple[Terms, int]:
    """What the word `load` stands before: a load that is known, or all up to the comma."""
    end = re.compile(r"[^,;]*").match(lowered, begin)
    assert end, "it matches nothing at all, too"
    words = text[begin : end.end()].strip()
    colours = "|".join(COLOURS)
    known = re.compile(rf"{KNOWN}|(?:{colours})\b(?!\s*band)").match(lowered, begin)
    if known and _goes_on(lowered[known.end() : end.end()]):
        return {"load": read_load(known[0])}, known.end()
    if more := _NO_LOAD.search(_small(words)):
        before, term = words[: more.start()], words[more.start() :].strip()
        raise Fault(
            "dose/load-more", value=f"load {words}", term=term, meant=f"load {before}, {term}"
        )
    return {"load": read_load(words, "load ")}, end.end()


def _goes_on(rest: str) -> bool:
    """Whether nothing stands behind a load up to the comma, or the dose goes on there."""
    begun = rest.strip()
    return not begun or any(re.compile(pattern).match(begun) for pattern, _ in _TERMS)


def _from_mapping(value: Mapping[str, object]) -> Dose:
    terms: Terms = {}
    for key, item in value.items():
        if key not in DOSE_KEYS:
            raise DoseError("dose/part", under=key, value=key, hint=hint(key, DOSE_KEYS))
        try:
            terms[key] = _long_form(key, item)
        except Fault as error:
            raise DoseError.of(error.phrase, under=key) from None
    return assembled(terms, lambda key: (0, key))


def _long_form(key: str, item: object) -> Any:
    text = str(item).strip().lower()
    match key:
        case "sets":
            return _count(item, text)
        case "reps" | "pairs":
            listed = item if isinstance(item, list) else text.split("/")
            return read_counts(_bare(listed)) if len(listed) > 1 else _count(item, text)
        case "hold":
            times = list(map(str, item)) if isinstance(item, list) else text.split("/")
            return read_times(times) if len(times) > 1 else _span(text)
        case "rest":
            return _span(text, zero=True)
        case "tempo":
            return _tempo_lengths(text)
        case "load":
            return read_load(str(item))
        case "frequency":
            return read_frequency(text)
    choices = {**_SIDES, "each": "each"}
    if text not in choices:
        raise Fault("dose/sides", value=item, hint=hint(text, choices))
    return choices[text]


def _count(item: object, text: str) -> Range:
    match = re.fullmatch(NUMBER, text)
    if not match:
        raise Fault("dose/count", value=item)
    return read_count(match[1], match[2])


def _bare(items: list[Any]) -> list[str]:
    """Counts of a list, each a whole number."""
    texts = [str(item).strip() for item in items]
    for text in texts:
        if not re.fullmatch(r"\d{1,6}", text):
            raise Fault("dose/count", value=text)
    return texts


def _span(text: str, zero: bool = False) -> Range:
    match = re.fullmatch(SPAN, text)
    low, high = (match[1], match[2]) if match else (None, text)
    return read_span(low, high, zero)


def _tempo_lengths(text: str) -> tuple[int, ...]:
    """Read `3-1-3`: seconds, the one place where a bare number is a length, as in the clinic."""
    lengths = []
    for part in re.split(r"\s*-\s*", text.strip()):
        number = part.removesuffix("s")
        if not re.fullmatch(r"\d{1,6}(\.\d{1,3})?", number):
            raise Fault("dose/tempo", value=part)
        lengths.append(round(float(number) * 1000))
    return tuple(lengths)
