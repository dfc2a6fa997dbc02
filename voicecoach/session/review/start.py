"""Whether one soon begins: nobody came for the words before the first movement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from voicecoach.base.messages import phrase
from voicecoach.model.exercise import SOURCE_LANGUAGE
from voicecoach.model.settings import Settings
from voicecoach.session.bouts import EXERCISE_KINDS
from voicecoach.session.record import RecordedCue, RecordedSlot
from voicecoach.session.review.session import TOLERANCE_MS, Complaints, Review, speech
from voicecoach.voices.estimate import estimate_ms


def first_movement(review: Review) -> Complaints:
    """14. The first movement comes in time: to get where it is done, or what a set-up asks for.

    There is more time in another language than that of the library, or where a routine has
    conditions of its own; and as much again where something is avoided, for that may have been the
    movement with which it began.

    What counts is how much is said: left out is the time that a slower voice takes for it, and that
    for the tones which such a voice needs in the place of words. The warning signs of a region have
    their own time, before its first movement, which may be the first of all.
    """
    coaching = review.coaching
    begun = next(_movements(review), 0)
    begun -= sum(
        _extra_ms(slot, [cue for cue in cues if cue.start_ms < begun], review)
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


def _extra_ms(slot: RecordedSlot, cues: Sequence[RecordedCue], review: Review) -> int:
    """The part of a slot before the first movement that is not for what is said there."""
    if any(cue.role == "tones" or cue.text in _regional(review) for cue in cues):
        return slot.end_ms - slot.start_ms
    return sum(_slowness_ms(cue, review.content.language) for cue in speech(cues))


def _regional(review: Review) -> frozenset[str]:
    words = review.language.regions.values()
    return frozenset(line for each in words for line in (*each.spoken, *each.short))


def _slowness_ms(cue: RecordedCue, language: str) -> int:
    """How much longer a line takes than at the usual pace, ms."""
    return max(0, cue.end_ms - cue.start_ms - estimate_ms(cue.text, Settings().rate, language))


def _movements(review: Review) -> Iterator[int]:
    """When the body moves, ms from the start."""
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
            yield slot.start_ms
        yield from _done_as_said(slot, cues, coaching.setup_gap)
        before = slot.kind


def _done_as_said(slot: RecordedSlot, cues: Sequence[RecordedCue], gap_ms: int) -> Iterator[int]:
    """When one does what a line of a set-up asks for: it leaves the time for that."""
    next_ms = [*(cue.start_ms for cue in cues[1:]), slot.end_ms]
    for cue, later in zip(cues, next_ms, strict=False):
        if cue.role == "setup" and later - cue.end_ms + TOLERANCE_MS >= gap_ms:
            yield cue.end_ms


def _has_conditions(review: Review) -> bool:
    """Whether the routine says for whom it is, or needs more than a mat or a chair."""
    said = review.language.opening.requires.partition("{requires}")[0]
    more = set(review.content.needs) - {"mat", "chair"}
    return bool(more) or any(cue.text.startswith(said) for cue in review.content.cues)
