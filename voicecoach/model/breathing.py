"""Paced breathing, as an author writes it: `in 4s, out 6s, 10 breaths`, or `box, for 3m`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from voicecoach.base.messages import Fault
from voicecoach.base.units import format_duration, parse_duration
from voicecoach.base.values import dataclass
from voicecoach.formats.length import format_length, parse_span
from voicecoach.formats.problems import hint, in_its_term
from voicecoach.model.coaching import Coaching

_TO = r"\s*(?:-|\u2013|to)\s*"
_KEYS = ("in", "hold", "out", "pause", "breaths", "for")
_PHASES = _KEYS[:4]
PATTERNS: dict[str, tuple[int, ...]] = {
    "box": (4000, 4000, 4000, 4000),
    "coherent": (5500, 0, 5500, 0),
}
"""Breaths that have a name: in, hold, out, pause, ms. `4-7-8` and `3-3-3-3` say their figures."""
_SECONDS = r"\d{1,3}(?:\.\d{1,3})?"
_FIGURES = rf"({_SECONDS}(?:{_TO}{_SECONDS})+)(?:\s+breathing)?"


class BreathingError(Fault):
    """A breathing pattern that cannot be read."""


@dataclass(frozen=True, slots=True)
class Breathing:
    """A breathing pattern; lengths in milliseconds, None where the coaching rules decide.

    Attributes:
        inhale, hold, exhale, pause: the four phases; hold and pause are 0 unless asked for.
        breaths: how many cycles, or
        total: how long in all; the last cycle is finished.
        breaths_most, total_most: up to which a length may go.
    """

    inhale: int | None = None
    hold: int = 0
    exhale: int | None = None
    pause: int = 0
    breaths: int | None = None
    total: int | None = None
    breaths_most: int | None = None
    total_most: int | None = None

    @property
    def cycle_ms(self) -> int:
        """Length of one breath; what the coaching rules decide of it is none."""
        return (self.inhale or 0) + self.hold + (self.exhale or 0) + self.pause

    @property
    def held_ms(self) -> int:
        """Length of the longer pause."""
        return max(self.hold, self.pause)

    def is_demanding(self, coaching: Coaching) -> bool:
        """Whether it is for a clinician to prescribe: breath held long, or breathed very slowly."""
        slow = self.cycle_ms > coaching.breathe_cycle_most
        return slow or self.held_ms > coaching.breathe_retention_most

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> object:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(parse_breathing)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: object, _handler: object) -> dict[str, object]:
        length = {"type": "string"}
        return {
            "description": "A breathing pattern, like 'in 4s, out 6s, 10 breaths'.",
            "anyOf": [
                {
                    "type": "string",
                    "examples": [
                        "in 4s, hold 1s, out 6s, for 3m",
                        "10-20 breaths",
                        "coherent, for 5m",
                        "3-3-3-3, 10 breaths",
                    ],
                },
                {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {key: length for key in _KEYS if key != "breaths"}
                    | {"breaths": {"type": ["integer", "string"], "minimum": 1}},
                },
            ],
        }


def parse_breathing(value: object) -> Breathing:
    """Read a pattern from a text or a mapping with the keys in, hold, out, pause, breaths, for.

    Raises:
        BreathingError: with what to write instead, and where in the text or under which key.
    """
    return value if isinstance(value, Breathing) else _checked(_figures(value))


def parse_breath(value: object) -> Breathing:
    """Read the lengths of one breath, in and out at least; how many there are is left open.

    Raises:
        BreathingError: as `parse_breathing` does.
    """
    figures = _figures(value)
    for key in ("breaths", "for"):
        if key in figures:
            raise BreathingError("breathing/routine", key=key)
    if not {"in", "out"} <= {*figures}:
        raise BreathingError("breathing/one-pair")
    return Breathing(figures["in"], figures.get("hold", 0), figures["out"], figures.get("pause", 0))


def format_breathing(pattern: Breathing) -> str:
    """Write a pattern in its one canonical form, which reads as the same: `in 4s, out 6s, for 3m`.

    A pause behind `out` is written as the second hold that it is.
    """
    lengths = (pattern.inhale or 0, pattern.hold, pattern.exhale or 0, pattern.pause)
    keys = ("in", "hold", "out", "hold" if pattern.exhale else "pause")
    terms = [f"{key} {format_duration(ms)}" for key, ms in zip(keys, lengths, strict=True) if ms]
    if pattern.breaths is not None:
        most = f"-{pattern.breaths_most}" if pattern.breaths_most else ""
        terms.append(f"{pattern.breaths}{most} breaths")
    if pattern.total is not None:
        terms.append(f"for {format_length((pattern.total, pattern.total_most or pattern.total))}")
    return ", ".join(terms)


def _figures(value: object) -> dict[str, int]:
    if not isinstance(value, Mapping):
        return _from_text(value)
    figures: dict[str, int] = {}
    for key, item in value.items():
        if key not in _KEYS:
            raise BreathingError("breathing/part", under=key, value=key, hint=hint(key, _KEYS))
        try:
            figures |= _figure(key, str(item))
        except Fault as error:
            raise BreathingError.of(error.phrase, under=key) from None
    return figures


def _from_text(value: object) -> dict[str, int]:
    if not isinstance(value, str):
        if type(value) is int and value > 0:
            raise BreathingError("breathing/number", value=value)
        raise BreathingError("breathing/none")
    figures: dict[str, int] = {}
    for part in re.finditer(r"[^,\s][^,]*", value.lower()):
        term, offset = part[0].strip(), part.start()
        if named_lengths := _by_name(term, offset):
            if figures.keys() & {*_PHASES}:
                raise BreathingError("breathing/twice", offset=offset, key="in")
            figures |= named_lengths
            continue
        count = re.fullmatch(rf"(\S+?(?:{_TO}\S+)?)\s*breaths?", term)
        named = re.fullmatch(r"(in|hold|out|pause|for)\s+(.+)", term)
        key, item = ("breaths", count[1]) if count else named.groups() if named else ("", "")
        if key == "hold" and "out" in figures:
            key = "pause"  # the second hold of `in 4s, hold 4s, out 4s, hold 4s`
        if not key:
            word = term.split()[0]
            meant = in_its_term(hint(word, (*_KEYS, "10 breaths")), term, word)
            raise BreathingError("breathing/part", offset=offset, value=term, hint=meant)
        if key in figures:
            raise BreathingError("breathing/twice", offset=offset, key=key)
        try:
            figures |= _figure(key, item)
        except Fault as error:
            raise BreathingError.of(error.phrase, offset) from None
    return figures


def _by_name(term: str, offset: int) -> dict[str, int]:
    """The lengths of a breath that has a name, or says its figures; none of any other term.

    Two bare figures might as well be a range, and are refused.
    """
    lengths = PATTERNS.get(term.removesuffix("breathing").strip())
    if lengths is None and (match := re.fullmatch(_FIGURES, term)):
        lengths = tuple(round(float(part) * 1000) for part in re.split(_TO, match[1]))
        if len(lengths) == 2:
            inhale, exhale = map(format_duration, lengths)
            raise BreathingError(
                "breathing/bare", offset=offset, value=match[1], inhale=inhale, exhale=exhale
            )
    if lengths is None or len(lengths) > len(_PHASES):
        return {}
    found = dict(zip(_PHASES, lengths, strict=False))
    if not (found["in"] and found["out"]):
        raise BreathingError("breathing/zero", offset=offset, key="in" if found["out"] else "out")
    return found


def _figure(key: str, text: str) -> dict[str, int]:
    """A number of breaths, or a length in milliseconds; with a dash also up to which it may go."""
    if key == "breaths":
        return _number(text)
    most: dict[str, int] = {}
    if key == "for":
        ms, longest = parse_span(text)
        most = {"for_most": longest} if longest != ms else {}
    else:
        ms = parse_duration(text)
    if key in ("in", "out", "for") and not ms:
        raise Fault("breathing/zero", key=key)
    return {key: ms, **most}


def _number(text: str) -> dict[str, int]:
    match = re.fullmatch(rf"([1-9]\d{{0,3}})(?:{_TO}([1-9]\d{{0,3}}))?", text)
    if not match:
        raise Fault("breathing/breaths", value=text)
    low, high = int(match[1]), int(match[2] or match[1])
    if low > high:
        raise Fault("breathing/backwards", low=low, high=high)
    return {"breaths": low, **({"breaths_most": high} if high != low else {})}


def _checked(figures: dict[str, int]) -> Breathing:
    if ("breaths" in figures) == ("for" in figures):
        raise BreathingError("breathing/how-long")
    if ("in" in figures) != ("out" in figures):
        raise BreathingError("breathing/pair")
    return Breathing(
        inhale=figures.get("in"),
        hold=figures.get("hold", 0),
        exhale=figures.get("out"),
        pause=figures.get("pause", 0),
        breaths=figures.get("breaths"),
        total=figures.get("for"),
        breaths_most=figures.get("breaths_most"),
        total_most=figures.get("for_most"),
    )
