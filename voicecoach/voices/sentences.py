"""Texts by their sentences: neural voices are trained on one at a time."""

from __future__ import annotations

import re

STOPS = ".!?\u0964\u2026"
"""The marks that end one; the danda does in Hindi."""

_END = re.compile(rf"(?<=[{STOPS}])\s+")


def sentences_of(text: str) -> list[str]:
    """Part a text into sentences, without stray marks between them."""
    parts = _END.split(text)
    return [part for part in parts if any(c.isalnum() for c in part)] or [text]
