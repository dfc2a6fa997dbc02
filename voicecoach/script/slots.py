"""What a stretch of a session is for."""

from __future__ import annotations

from typing import Literal

SlotKind = Literal[
    "opening",
    "instruct",
    "settle",
    "move",
    "hold",
    "breathe",
    "rest",
    "switch",
    "transition",
    "say",
    "closing",
]
