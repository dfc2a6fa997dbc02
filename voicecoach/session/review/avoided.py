"""Whether nothing is done that the person must not do."""

from __future__ import annotations

from voicecoach.base.messages import phrase
from voicecoach.coach.avoided import loads_of
from voicecoach.model.coaching import moves_between
from voicecoach.model.contraindications import CONTRAINDICATIONS
from voicecoach.session.review.session import Complaints, Review, positions_by_arrival


def avoided(review: Review) -> Complaints:
    """11. Nothing avoided is done, neither in an exercise nor on the way to it."""
    for bout in review.bouts:
        loads = bout.exercise.loads_on(review.surface)
        for load in sorted(review.avoid & loads):
            at_ms = review.slots[bout.index].start_ms
            asked = CONTRAINDICATIONS[load]
            name = bout.exercise.exercise
            yield at_ms, phrase("rule-avoided/exercise", exercise=name, load=asked)
    positions = positions_by_arrival(review.language)
    origin = "standing"
    for cue in review.content.cues:
        if cue.text not in positions:
            continue
        goal = positions[cue.text]
        for move in moves_between(review.coaching, origin, goal):
            for load in sorted(review.avoid & loads_of(move, review.surface)):
                asked = CONTRAINDICATIONS[load]
                yield cue.start_ms, phrase("rule-avoided/move", move=move, load=asked)
        origin = goal
