"""Whether one soon begins: nobody came for the words before the first movement."""

from __future__ import annotations

from collections.abc import Iterator

from voicecoach.base.messages import phrase
from voicecoach.model.exercise import SOURCE_LANGUAGE
from voicecoach.project import Settings
from voicecoach.session.bouts import EXERCISE_KINDS
from voicecoach.session.record import RecordedCue, RecordedSlot
from voicecoach.session.review.session import TOLERANCE_MS, Complaints, Review, speech
from voicecoach.voices.estimate import estimate_ms


def first_movement(review: Review) -> Complaints:
    """14. The first movement comes in time; to get where it is done is one, on a mat or a bed.

    There is more time in another language than that of the library, or where a routine has
    conditions of its own; and as much again where something is avoided, for that may have been the
    movement with which it began.

    What counts is how much is said: left out is the time that a slower voice takes for it, and that
    for the tones which such a voice needs in the place of words.
    """
    coaching = review.coaching
    begun = next((slot.start_ms for slot in _movements(review)), 0)
    begun -= sum(
        _extra_ms(slot, cues, review)
        for slot, cues in zip(review.slots, review.in_slot, strict=True)
        if slot.start_ms < begun
    )
    elsewhere = review.language.language != SOURCE_LANGUAGE
    most = coaching.first_movement_most
    most += coaching.first_movement_later * (elsewhere or _has_conditions(review))
    most += coaching.first_movement_later * bool(review.avoid)
    most += coaching.first_settle_ms("standing") - coaching.first_settle  # at a slower pace
    if begun > most:
        yield begun, phrase("rule-start/late", after_s=begun / 1000, most_s=most // 1000)


def _extra_ms(slot: RecordedSlot, cues: tuple[RecordedCue, ...], review: Review) -> int:
    """The part of a slot before the first movement that is not for what is said there."""
    if any(cue.role == "tones" for cue in cues):
        return slot.end_ms - slot.start_ms
    return sum(_slowness_ms(cue, review.content.language) for cue in speech(cues))


def _slowness_ms(cue: RecordedCue, language: str) -> int:
    """How much longer a line takes than at the usual pace, ms."""
    return max(0, cue.end_ms - cue.start_ms - estimate_ms(cue.text, Settings().rate, language))


def _movements(review: Review) -> Iterator[RecordedSlot]:
    coaching = review.coaching
    before = ""
    for slot, cues in zip(review.slots, review.in_slot, strict=True):
        length = slot.end_ms - slot.start_ms
        if slot.kind == "settle":
            got_ready = coaching.first_settle_ms("standing") + TOLERANCE_MS
            moves = before == "transition" or length > got_ready
        elif slot.kind == "say":  # time to do what an author's line says
            moves = not cues and length + TOLERANCE_MS >= coaching.setup_gap
        else:
            moves = slot.kind in (*EXERCISE_KINDS, "breathe")
        if moves:
            yield slot
        before = slot.kind


def _has_conditions(review: Review) -> bool:
    """Whether the routine says for whom it is, or needs more than a mat or a chair."""
    said = review.language.opening.requires.partition("{requires}")[0]
    more = set(review.content.needs) - {"mat", "chair"}
    return bool(more) or any(cue.text.startswith(said) for cue in review.content.cues)
