"""How long a line will take to speak, guessed from its letters, for previews and silence."""

from __future__ import annotations

VERSION = 1


def estimate_ms(text: str, rate_wpm: int) -> int:
    """Estimate."""
    return len(text) * 70 * 140 // rate_wpm + 200
