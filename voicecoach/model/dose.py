"""The dose of an exercise, as a physiotherapist writes it: `2 sets, 12 reps, hold 5s, rest 30s`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any, Literal

from voicecoach.base.messages import Fault, Phrase, phrase
from voicecoach.base.units import MINUTES, SECONDS, Length, parse_duration
from voicecoach.base.values import dataclass
from voicecoach.formats.problems import hint

SidesChoice = Literal["each", "left", "right", "alternating"]


class DoseError(Fault):
    """A dose that cannot be read."""


@dataclass(frozen=True, slots=True)
class Range:
    """A figure as prescribed: `10` is 10 to 10, `10-15` is 10 to 15. Times are in milliseconds."""

    low: int
    high: int

    def widened(self, other: Range | None) -> Range:
        """The smallest range that holds both."""
        if other is None:
            return self
        return Range(min(self.low, other.low), max(self.high, other.high))


@dataclass(frozen=True, slots=True)
class Dose:
    """What a script says of a dose; None is what it leaves to the exercise.

    Attributes:
        sets: how often the reps are done, rest between.
        reps: repetitions of the movement in a set (on each side, when there are sides).
        hold: length of the hold phase, ms.
        rest: between sets, ms.
        sides: `each` does every rep on one side, then the other; `alternating` changes at each rep.
        tempo: the phases' lengths in their order, ms.
    """

    sets: Range | None = None
    reps: Range | None = None
    hold: Range | None = None
    rest: Range | None = None
    sides: SidesChoice | None = None
    tempo: tuple[int, ...] | None = None

    def over(self, default: Dose) -> Dose:
        """This dose, with what it leaves open taken from another."""
        said = {f.name: getattr(self, f.name) for f in fields(self)}
        said = {key: value for key, value in said.items() if value is not None}
        filled = replace(default, **said)
        if self.tempo and not self.hold:
            return replace(filled, hold=None)
        return replace(filled, tempo=None) if self.hold and not self.tempo else filled

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> object:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(parse_dose)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: object, _handler: object) -> dict[str, object]:
        amount = {"type": ["integer", "string"]}
        length = {"type": "string", "examples": ["5s", "1m30s", "20-30s"]}
        return {
            "description": "A dose, like '2 sets, 10-15 reps, hold 5s, rest 30s, each side'.",
            "anyOf": [
                {"type": "string", "examples": ["15 reps, hold 5s", "3 x 10, hold 30s each side"]},
                {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        "sets": amount,
                        "reps": amount,
                        "hold": length,
                        "rest": length,
                        "sides": {"enum": ["each", "left", "right", "alternating"]},
                        "tempo": {"type": "string", "examples": ["3-1-3"]},
                    },
                },
            ],
        }


DOSE_KEYS = tuple(field.name for field in fields(Dose))

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
_TO = r"\s*(?:-|\u2013|to)\s*"
_NUMBER = rf"(\d{{1,6}})(?:{_TO}(\d{{1,6}}))?"
_PART = r"\d+(?:\.\d+)?[\s-]?"
_TIME = (
    rf"(?=\d)(?:\d{{1,3}}:[0-5]\d|(?:{_PART}(?:{MINUTES}|'))?\s*(?:{_PART}(?:{SECONDS}|\"|''))?)"
)
_SPAN = rf"(?:({_TIME}|\d+){_TO})?({_TIME})(?![\w.:])"
_COUNT = r"\d{1,6}"
_BY = r"\s*[x\u00d7*]\s*"
_REPS = r"(?:\s*(?:reps?|repetitions?))?"

Terms = dict[str, Any]


def _sets_by_reps(match: re.Match[str]) -> Terms:
    return {"sets": _range(match[1], None), "reps": _range(match[2], match[3])}


def _sets_of_reps(match: re.Match[str]) -> Terms:
    return {"sets": _range(match[1], match[2]), "reps": _range(match[3], match[4])}


def _lengths(match: re.Match[str]) -> Terms:
    key = "rest" if match[1] == "rest" else "hold"
    return {key: _span(match[2], match[3], zero=key == "rest")}


def _held(match: re.Match[str]) -> Terms:
    return {"hold": _span(match[1], match[2])}


def _sets_by_reps_held(match: re.Match[str]) -> Terms:
    return {**_sets_by_reps(match), "hold": _span(match[4], match[5])}


def _reps_held(match: re.Match[str]) -> Terms:
    return {"reps": _range(match[1], match[2]), "hold": _span(match[3], match[4])}


def _reps(match: re.Match[str]) -> Terms:
    return {"reps": _range(match[1], match[2])}


def _tempo(match: re.Match[str]) -> Terms:
    return {"tempo": _tempo_lengths(match[1])}


# What a dose is made of: the pattern of each term, and what it says. Compiled when a dose is read:
# a warm build reads none.
_TERMS: tuple[tuple[str, Callable[[re.Match[str]], Terms]], ...] = (
    (rf"({_COUNT}){_BY}{_NUMBER}{_REPS}{_BY}{_SPAN}(?:\s*holds?\b)?", _sets_by_reps_held),
    (rf"{_NUMBER}{_REPS}{_BY}{_SPAN}\s*holds?\b", _reps_held),
    (rf"({_COUNT}){_BY}{_NUMBER}{_REPS}(?![\w.:'\"]|{_BY}\d|\s*[ms])", _sets_by_reps),
    (rf"{_NUMBER}\s*sets?\s+of\s+{_NUMBER}{_REPS}(?![\w.])", _sets_of_reps),
    (rf"{_NUMBER}\s*sets?\b", lambda m: {"sets": _range(m[1], m[2])}),
    (rf"{_NUMBER}\s*(?:reps?|repetitions?|times)\b", _reps),
    (rf"{_NUMBER}(?=\s*(?:/|per\s)\s*(?:{'|'.join(_LIMBS)})\b)", _reps),
    (rf"(hold|rest|for)\s+(?:for\s+)?{_SPAN}", _lengths),
    (rf"(?:with\s+)?(?:an?\s+)?{_SPAN}\s*holds?\b", _held),
    (r"tempo\s+(\d[\d.s]*(?:\s*-\s*\d[\d.s]*)*)", _tempo),
    (
        rf"(?:on\s+)?({'|'.join(sorted(_SIDES, key=len, reverse=True))})\b".replace("/", r"/\s*"),
        lambda m: {"sides": _SIDES[re.sub(r"/\s+", "/", " ".join(m[1].split()))]},
    ),
)
_WORDS = (*DOSE_KEYS[:4], "each side", "left side", "right side", "alternating", "tempo")


def parse_dose(value: object) -> Dose:
    """Read a dose from its short form (a text) or its long form (a mapping).

    Raises:
        DoseError: with what to write instead, and where in the text or under which key.
    """
    if isinstance(value, Dose):
        return value
    if isinstance(value, Mapping):
        return _from_mapping(value)
    if type(value) is int and value > 0:
        raise DoseError("dose/number", value=value)
    if not isinstance(value, str):
        raise DoseError("dose/no-text")
    return _from_text(value)


def _from_text(text: str) -> Dose:
    terms: Terms = {}
    position = 0
    lowered = text.lower()
    while position < len(text):
        if lowered[position].isspace() or lowered[position] in ",;":
            position += 1
            continue
        for pattern, read in _TERMS:
            match = re.compile(pattern).match(lowered, position)
            if match:
                try:
                    found = read(match)
                except Fault as error:
                    raise DoseError.of(error.phrase, position) from None
                for key in found:
                    if key in terms:
                        raise DoseError("dose/twice", offset=position, key=key)
                terms |= found
                position = match.end()
                break
        else:
            raise DoseError.of(_not_understood(lowered[position:]), position)
    return _checked(Dose(**terms))


def _not_understood(rest: str) -> Phrase:
    term = re.split(r"[,;]", rest)[0].strip()
    if which := re.match(rf"({_COUNT}){_BY}({_TIME})(?![\w.])|({_TIME}){_BY}({_COUNT})\b", term):
        return phrase(
            "dose/which", value=which[0], count=which[1] or which[4], length=which[2] or which[3]
        )
    if listed := re.match(rf"(({_COUNT})\s*,\s*(?:{_COUNT}\s*,\s*)*{_COUNT})\s*reps?\b", rest):
        return phrase("dose/list", value=listed[0], first=listed[2])
    if re.fullmatch(r"each|per", term):
        return phrase("dose/each", value=term)
    bare = re.fullmatch(r"(hold|rest)\s+([\d.]+(?:\s*-\s*[\d.]+)?)", term)
    if bare:
        return phrase("dose/no-unit", key=bare[1], value=bare[2])
    if re.fullmatch(r"(hold|rest)", term):
        return phrase("dose/no-length", key=term)
    if re.match(r"((hold|rest)\s*)?-\s*\d", term):
        return phrase("dose/below-zero", value=term)
    if re.match(r"\d+(\.\d+)?\s*$", term):
        return phrase("dose/of-what", value=term)
    if re.match(r"\d+\.\d+\s*(reps|sets)", term):
        return phrase("dose/fraction", value=term)
    if re.match(r"[\d.]+\s*[ms]", term):
        return phrase("dose/no-key", value=term)
    word = re.sub(r"[\d.\u2013-]+[a-z]*\s*", "", term).strip() or term
    known = ("sets", "reps") if term[:1].isdigit() else _WORDS
    return phrase("dose/part", value=term, hint=hint(word, known))


def _from_mapping(value: Mapping[str, object]) -> Dose:
    terms: Terms = {}
    for key, item in value.items():
        if key not in DOSE_KEYS:
            raise DoseError("dose/part", under=key, value=key, hint=hint(key, DOSE_KEYS))
        try:
            terms[key] = _long_form(key, item)
        except Fault as error:
            raise DoseError.of(error.phrase, under=key) from None
    return _checked(Dose(**terms))


def _long_form(key: str, item: object) -> Any:
    text = str(item).strip().lower()
    if key in ("sets", "reps"):
        match = re.fullmatch(_NUMBER, text)
        if not match:
            raise Fault("dose/count", value=item)
        return _range(match[1], match[2])
    if key in ("hold", "rest"):
        match = re.fullmatch(_SPAN, text)
        low, high = (match[1], match[2]) if match else (None, text)
        return _span(low, high, zero=key == "rest")
    if key == "tempo":
        return _tempo_lengths(text)
    choices = {**_SIDES, "each": "each"}
    if text not in choices:
        raise Fault("dose/sides", value=item, hint=hint(text, choices))
    return choices[text]


def _range(low: str, high: str | None) -> Range:
    numbers = int(low), int(high or low)
    if numbers[0] < 1:
        raise Fault("dose/none", value=numbers[0])
    if numbers[1] < numbers[0]:
        raise Fault("dose/backwards", low=low, high=high)
    return Range(*numbers)


def _span(low: str | None, high: str, zero: bool = False) -> Range:
    """Two lengths, or one twice; none at all only where `zero` is a length too."""
    high_ms = parse_duration(high.replace("-", ""))  # `a 5-second hold`
    low_ms = high_ms
    if low:
        unit = re.sub(r"[\d.\s]", "", high)[-1:] if re.fullmatch(r"[\d.]+", low) else ""
        low_ms = parse_duration(low + unit)
    if low_ms > high_ms:
        raise Fault("dose/lengths-backwards", low_ms=Length(low_ms), high_ms=Length(high_ms))
    if high_ms == 0 and not zero:
        raise Fault("dose/zero")
    return Range(low_ms, high_ms)


def _tempo_lengths(text: str) -> tuple[int, ...]:
    """Read `3-1-3`: seconds, the one place where a bare number is a length, as in the clinic."""
    lengths = []
    for part in re.split(r"\s*-\s*", text.strip()):
        number = part.removesuffix("s")
        if not re.fullmatch(r"\d{1,6}(\.\d{1,3})?", number):
            raise Fault("dose/tempo", value=part)
        lengths.append(round(float(number) * 1000))
    return tuple(lengths)


def _checked(dose: Dose) -> Dose:
    if dose.tempo and dose.hold:
        raise DoseError("dose/tempo-and-hold")
    return dose
