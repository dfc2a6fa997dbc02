"""How long the phases of a movement and their prompts may last."""

from __future__ import annotations

from voicecoach.model.coaching import Coaching
from voicecoach.model.exercise import Phase


def guided_ms(phase: Phase, ms: int) -> int:
    """How long a movement takes in the reps that wait for their prompts, at least."""
    return phase.first if phase.first and ms == phase.length else ms


def prompt_most_ms(phase: Phase, ms: int, prompted: bool, coaching: Coaching) -> int:
    """How long a phase's prompt may last.

    Args:
        phase: which it is.
        ms: how long it is done.
        prompted: it is one of the guided reps, in which a movement waits for its prompt.
        coaching: the figures.
    """
    most = coaching.phase_cue_most
    if phase.kind == "move" and prompted:
        return most
    return min(most, round(ms * coaching.phase_cue_share))
