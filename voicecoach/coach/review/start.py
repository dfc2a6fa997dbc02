"""Whether one soon begins: nobody came for the words before the first movement."""

from __future__ import annotations

from voicecoach.coach.review.session import EXERCISE_KINDS, TOLERANCE_MS, Complaints, Review
from voicecoach.record import RecordedSlot
from voicecoach.script.coaching import Coaching
from voicecoach.script.model import SOURCE_LANGUAGE


def first_movement(review: Review) -> Complaints:
    """14. The first movement comes in time; to get down to the floor is one."""
    coaching = review.coaching
    begun = next((slot.start_ms for slot in review.slots if _moves(slot, coaching)), 0)
    elsewhere = review.language.language != SOURCE_LANGUAGE
    most = coaching.first_movement_most
    most += coaching.first_movement_later * (elsewhere + _has_conditions(review))
    if begun > most:
        yield begun, f"the first movement comes after {begun / 1000:.0f} s, not {most // 1000}"


def _moves(slot: RecordedSlot, coaching: Coaching) -> bool:
    if slot.kind == "settle":
        return slot.end_ms - slot.start_ms > coaching.first_settle_ms("standing") + TOLERANCE_MS
    return slot.kind in (*EXERCISE_KINDS, "breathe")


def _has_conditions(review: Review) -> bool:
    """Whether the routine says for whom it is, or needs more than a mat or a chair."""
    said = review.language.opening.requires.partition("{requires}")[0]
    more = set(review.record.needs) - {"mat", "chair"}
    return bool(more) or any(cue.text.startswith(said) for cue in review.record.cues)
