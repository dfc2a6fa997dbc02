"""Fields of the formats that the program fills in: no author writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from types import MappingProxyType
from typing import Any

UNWRITTEN: Mapping[str, bool] = MappingProxyType({"unwritten": True})
"""The metadata of such a field."""


def unwritten_fields(shape: Any) -> frozenset[str]:
    """The names of the fields of a dataclass that no author writes."""
    if not is_dataclass(shape):
        return frozenset()
    return frozenset(f.name for f in fields(shape) if "unwritten" in f.metadata)
