"""Whether there is time to get where one should be."""

from __future__ import annotations

from itertools import pairwise

from voicecoach.base.messages import phrase
from voicecoach.coach.compile.switch import switch_ms
from voicecoach.model.coaching import Coaching, moves_between
from voicecoach.session.review.session import TOLERANCE_MS, Bout, Complaints, Review, settled_ms


def settling(review: Review) -> Complaints:
    """1. From an instruction's end to the first movement at least the settling time."""
    position = "standing"
    for number, bout in enumerate(review.bouts):
        coaching = review.figures(bout.exercise)
        if not bout.moving:
            continue
        if bout.follows:
            position = bout.exercise.position
            continue
        first = bout.moving[0]
        (still,) = coaching.settle_ms("same")
        instructed = [
            cue.end_ms
            for slot, cues in bout.slots
            if slot.kind == "instruct" and slot.end_ms <= first.start_ms
            for cue in cues
        ]
        waited = first.start_ms - max(instructed, default=0)
        if waited < still - TOLERANCE_MS:
            given = phrase("rule-settling/instructed", waited_ms=waited, needed_ms=still)
            yield first.start_ms, given
        before = review.bouts[number - 1].moving[-1].end_ms if number else 0
        settled = settled_ms(review, before, first.start_ms) - still
        needed = sum(
            sum(coaching.settle_ms(move))
            for move in moves_between(coaching, position, bout.exercise.position)
        )
        if not number:
            needed = coaching.first_settle_ms(bout.exercise.position, review.surface)
        if settled < needed - TOLERANCE_MS:
            yield (
                first.start_ms,
                phrase(
                    "rule-settling/moved",
                    given_ms=settled,
                    origin=position,
                    goal=bout.exercise.position,
                    needed_ms=needed,
                ),
            )
        position = bout.exercise.position
        yield from _switches(review, bout, coaching)


def _switches(review: Review, bout: Bout, coaching: Coaching) -> Complaints:
    """Each change of side has its time; alternating reps change as they go."""
    sides = bout.exercise.sides
    if sides is None or bout.dose.sides == "alternating":
        return
    needed = switch_ms(bout.exercise, coaching)
    for earlier, later in pairwise(bout.moving):
        given = settled_ms(review, earlier.end_ms, later.start_ms)
        if bout.takes_turns:
            given = later.start_ms - earlier.end_ms  # all of the rest
        if earlier.side != later.side and given < needed - TOLERANCE_MS:
            yield earlier.end_ms, phrase("rule-settling/sides", given_ms=given, needed_ms=needed)
