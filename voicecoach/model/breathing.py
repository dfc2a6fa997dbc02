"""Paced breathing, as an author writes it: `in 4s, out 6s, 10 breaths`, or `for 3m`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from voicecoach.base.messages import Fault
from voicecoach.base.units import parse_duration
from voicecoach.base.values import dataclass
from voicecoach.formats.length import parse_span
from voicecoach.formats.problems import hint

_TO = r"\s*(?:-|\u2013|to)\s*"
_KEYS = ("in", "hold", "out", "pause", "breaths", "for")


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
                {"type": "string", "examples": ["in 4s, hold 1s, out 6s, for 3m", "10-20 breaths"]},
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
        count = re.fullmatch(rf"(\S+?(?:{_TO}\S+)?)\s*breaths?", term)
        named = re.fullmatch(r"(in|hold|out|pause|for)\s+(.+)", term)
        key, item = ("breaths", count[1]) if count else named.groups() if named else ("", "")
        if key == "hold" and "out" in figures:
            key = "pause"  # the second hold of `in 4s, hold 4s, out 4s, hold 4s`
        if not key:
            meant = hint(term.split()[0], (*_KEYS, "10 breaths"))
            raise BreathingError("breathing/part", offset=offset, value=term, hint=meant)
        if key in figures:
            raise BreathingError("breathing/twice", offset=offset, key=key)
        try:
            figures |= _figure(key, item)
        except Fault as error:
            raise BreathingError.of(error.phrase, offset) from None
    return figures


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
