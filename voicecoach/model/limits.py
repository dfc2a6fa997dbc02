"""Which figures of coaching keep a session safe, and which changes would loosen them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from voicecoach.model.coaching import Coaching

# Figures that keep a session safe: a routine or an exercise may make them stricter, never looser.
AT_MOST = (
    "isometric_hold_error",
    "stretch_hold_error",
    "phase_error",
    "reps_error",
    "sets_error",
    "session_error",
    "breathe_retention_most",
    "breathe_cycle_most",
    "breathe_retention_prescribed",
    "breathe_cycle_prescribed",
    "breathe_prescribed_in",
    "timed_most",
    "ache_most",
    "ache_most_neck",
    "ache_most_nerve",
    "eyes_closed",
    "forgotten_after",
    "safety_whole_every",
    "safety_whole_after",
)
AT_LEAST = (
    "first_settle",
    "first_settle_floor",
    "settle_factor",
    "settle",
    "setup_gap",
    "listen_gap",
    "breathe_cycle_least",
    "breath_least",
    "interval_least",
    "familiar_after",
    "known_after",
)


# What no script changes at all.
_FIXED = ("surfaces",)


def loosened(coaching: Coaching, overrides: Mapping[str, Any]) -> Iterator[str]:
    """The names of those overrides that would make a session less safe."""
    for name, value in overrides.items():
        known = getattr(coaching, name)
        if name in _FIXED:
            yield name
        elif name == "settle":
            if any(key not in known or sum(v) < sum(known[key]) for key, v in value.items()):
                yield name
        elif name in ("eyes_closed", "breathe_prescribed_in"):
            if not set(value) <= set(known):
                yield name
        elif (name in AT_MOST and value > known) or (name in AT_LEAST and value < known):
            yield name
