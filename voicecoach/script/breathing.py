"""Paced breathing, as an author writes it: `in 4s, out 6s, 10 breaths` or `in 4s, out 6s, for 3m`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from voicecoach.script.problems import did_you_mean
from voicecoach.units import parse_duration

_KEYS = ("in", "hold", "out", "pause", "breaths", "for")


@dataclass(frozen=True, slots=True)
class Breathing:
    """A breathing pattern; lengths in milliseconds, None where the coaching rules decide.

    Attributes:
        inhale, hold, exhale, pause: the four phases; hold and pause are 0 unless asked for.
        breaths: how many cycles, or
        total: how long in all; the last cycle is finished.
    """

    inhale: int | None = None
    hold: int = 0
    exhale: int | None = None
    pause: int = 0
    breaths: int | None = None
    total: int | None = None

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(parse_breathing)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: object, _handler: object) -> dict[str, Any]:
        length = {"type": "string"}
        return {
            "description": "A breathing pattern, like 'in 4s, out 6s, 10 breaths'.",
            "anyOf": [
                {"type": "string", "examples": ["in 4s, hold 1s, out 6s, for 3m", "10 breaths"]},
                {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {key: length for key in _KEYS if key != "breaths"}
                    | {"breaths": {"type": "integer", "minimum": 1}},
                },
            ],
        }


def parse_breathing(value: object) -> Breathing:
    """Read a pattern from a text or a mapping with the keys in, hold, out, pause, breaths, for.

    Raises:
        ValueError: with what to write instead.
    """
    if isinstance(value, Breathing):
        return value
    said = dict(value) if isinstance(value, Mapping) else _terms(value)
    for key in said:
        if key not in _KEYS:
            raise ValueError(f"'{key}' is not part of breathing{did_you_mean(str(key), _KEYS)}")
    if ("breaths" in said) == ("for" in said):
        raise ValueError("say how many breaths or how long: 'in 4s, out 6s, 10 breaths' or 'for 3m'")
    if ("in" in said) != ("out" in said):
        raise ValueError("'in' and 'out' belong together: 'in 4s, out 6s'")
    lengths = {key: parse_duration(said[key]) for key in _KEYS if key in said and key != "breaths"}
    breaths = said.get("breaths")
    if breaths is not None and not re.fullmatch(r"[1-9]\d{0,3}", str(breaths)):
        raise ValueError(f"'{breaths}' is not a number of breaths from 1 on")
    if lengths.get("for") == 0:
        raise ValueError("a length of zero is none at all; write how long to breathe, like 'for 3m'")
    if "in" in lengths and not (lengths["in"] and lengths["out"]):
        raise ValueError("breathing in and out takes time: give both a length above zero")
    return Breathing(
        inhale=lengths.get("in"),
        hold=lengths.get("hold", 0),
        exhale=lengths.get("out"),
        pause=lengths.get("pause", 0),
        breaths=int(breaths) if breaths is not None else None,
        total=lengths.get("for"),
    )


def _terms(value: object) -> dict[str, object]:
    if not isinstance(value, str):
        raise ValueError(f"'{value}' has no unit, did you mean '{value} breaths'?")
    said: dict[str, object] = {}
    for term in filter(None, (part.strip() for part in value.lower().split(","))):
        count = re.fullmatch(r"(\S+)\s*breaths?", term)
        named = re.fullmatch(r"(in|hold|out|pause|for)\s+(.+)", term)
        key, item = ("breaths", count[1]) if count else named.groups() if named else ("", "")
        if key == "hold" and "out" in said:
            key = "pause"  # the second hold of `in 4s, hold 4s, out 4s, hold 4s`
        if not key:
            hint = did_you_mean(term.split()[0], (*_KEYS, "10 breaths"))
            raise ValueError(f"'{term}' is not part of breathing{hint}")
        if key in said:
            raise ValueError(f"'{key}' stands twice here; keep one")
        said[key] = item
    return said
