"""Whether one soon begins: nobody came for the words before the first movement."""

from __future__ import annotations

from voicecoach.coach.review.session import EXERCISE_KINDS, Complaints, Review
from voicecoach.script.model import SOURCE_LANGUAGE


def first_movement(review: Review) -> Complaints:
    """14. The first movement comes in time; getting down to the floor has its own beside it."""
    coaching, slots = review.coaching, review.slots
    kinds = (*EXERCISE_KINDS, "breathe")
    begun = next((slot.start_ms for slot in slots if slot.kind in kinds), None)
    if begun is None:
        return
    most = coaching.first_movement_most
    if review.language.language != SOURCE_LANGUAGE or _has_conditions(review):
        most = coaching.first_movement_longest
    ready = next((s.end_ms - s.start_ms for s in slots if s.kind == "settle"), 0)
    most += max(0, ready - coaching.first_settle)
    if begun > most:
        yield begun, f"the first movement comes after {begun / 1000:.0f} s, not {most // 1000}"


def _has_conditions(review: Review) -> bool:
    """Whether the routine says for whom it is, or needs more than a mat or a chair."""
    said = review.language.opening.requires.partition("{requires}")[0]
    more = set(review.record.needs) - {"mat", "chair"}
    return bool(more) or any(cue.text.startswith(said) for cue in review.record.cues)
