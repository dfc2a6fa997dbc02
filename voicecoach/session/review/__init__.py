"""The checks of the coaching rules, made of a finished session record: one function a rule."""

from __future__ import annotations

from collections.abc import Callable

from voicecoach.session.review.avoided import avoided
from voicecoach.session.review.breath import breath, breathing_period
from voicecoach.session.review.count import knows_the_rep
from voicecoach.session.review.eyes import eyes
from voicecoach.session.review.holds import holds, phase_cues
from voicecoach.session.review.safety import safety_and_count
from voicecoach.session.review.session import Bout, BrokenRule, Complaints, Review
from voicecoach.session.review.settling import settling
from voicecoach.session.review.sides import side_before_move, sides
from voicecoach.session.review.start import first_movement
from voicecoach.session.review.talk import length_of_lines, quiet_and_presence
from voicecoach.session.review.tones import tones

__all__ = ["CHECKS", "Bout", "BrokenRule", "Review", "findings"]

CHECKS: dict[int, Callable[[Review], Complaints]] = {
    1: settling,
    2: length_of_lines,
    3: holds,
    4: phase_cues,
    5: quiet_and_presence,
    6: sides,
    7: breath,
    8: safety_and_count,
    9: eyes,
    10: tones,
    11: avoided,
    12: breathing_period,
    13: side_before_move,
    14: first_movement,
    15: knows_the_rep,
}
"""By the numbers of the coaching rules."""


def findings(review: Review) -> list[BrokenRule]:
    """Everything that the checks find, in the order of the session."""
    found = [
        BrokenRule(number, at_ms, phrase)
        for number, check in CHECKS.items()
        for at_ms, phrase in check(review)
    ]
    return sorted(found, key=lambda finding: (finding.at_ms, finding.check))
