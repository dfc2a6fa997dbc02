"""Whether nothing is done that the person must not do."""

from __future__ import annotations

from voicecoach.base.messages import phrase
from voicecoach.coach.avoided import strains_of
from voicecoach.model.coaching import moves_between
from voicecoach.model.contraindications import strain_in_words
from voicecoach.session.review.session import Complaints, Review, positions_by_arrival


def avoided(review: Review) -> Complaints:
    """11. Nothing avoided is done, neither in an exercise nor on the way to it."""
    for bout in review.bouts:
        strains = bout.exercise.strains_on(review.surface)
        for strain in sorted(review.avoid & strains):
            at_ms = review.slots[bout.index].start_ms
            asked = strain_in_words(strain)
            name = bout.exercise.exercise
            yield at_ms, phrase("rule-avoided/exercise", exercise=name, strain=asked)
    positions = positions_by_arrival(review.language)
    origin = "standing"
    for cue in review.content.cues:
        if cue.text not in positions:
            continue
        goal = positions[cue.text]
        for move in moves_between(review.coaching, origin, goal):
            for strain in sorted(review.avoid & strains_of(move, review.surface)):
                asked = strain_in_words(strain)
                yield cue.start_ms, phrase("rule-avoided/move", move=move, strain=asked)
        origin = goal
