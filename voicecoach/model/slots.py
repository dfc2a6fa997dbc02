"""What a stretch of a session is for, and what a tone tells."""

from __future__ import annotations

from typing import Literal

SlotKind = Literal[
    "opening",
    "instruct",
    "settle",
    "move",
    "hold",
    "work",
    "breathe",
    "rest",
    "switch",
    "transition",
    "say",
    "closing",
]

# Each means one thing, wherever it sounds: `sound.tones` has what, and how it sounds.
ToneName = Literal[
    "start",
    "end",
    "begin",
    "next",
    "tick",
    "halfway",
    "inhale",
    "exhale",
    "release",
    "flow",
    "bell",
]
