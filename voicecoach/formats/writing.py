"""Values as YAML has them on one line, quotes only where they are needed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

_RESERVED = ("true", "false", "null", "yes", "no", "on", "off")
_NUMBER = re.compile(r"0[xob][\da-f_]*|[\d._]+(?:e[+-]?\d+)?|\d{4}-\d+-\d.*")  # or a date
_IN_FLOW = ",[]{}"

Plain = str | int | float | Mapping[str, "Plain"] | Sequence["Plain"]


def scalar(text: str) -> str:
    """Write a text, in quotes where it could be taken for something else."""
    plain = re.fullmatch(r"[^\W_][\w ,./()'\u00d7-]*", text) and not text.endswith(" ")
    other = text.lower() in _RESERVED or _NUMBER.fullmatch(text.lower())
    return text if plain and not other else json.dumps(text, ensure_ascii=False)


def in_flow(value: Plain) -> str:
    """Write a value as it stands within braces or brackets."""
    if isinstance(value, str):
        cut = any(sign in value for sign in _IN_FLOW)
        return json.dumps(value, ensure_ascii=False) if cut else scalar(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:g}" if isinstance(value, float) else str(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{in_flow(k)}: {in_flow(item)}" for k, item in value.items()) + "}"
    return "[" + ", ".join(map(in_flow, value)) + "]"


def on_one_line(value: Mapping[str, Plain]) -> str:
    """Write a mapping: one key as it stands by itself, several in braces."""
    if len(value) != 1:
        return in_flow(value)
    ((key, item),) = value.items()
    return f"{key}: {scalar(item) if isinstance(item, str) else in_flow(item)}"
