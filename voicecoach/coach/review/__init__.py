"""The checks of the coaching rules, made of a finished session record: one function a rule."""

from __future__ import annotations

from collections.abc import Callable

from voicecoach.coach.review.breath import breath
from voicecoach.coach.review.holds import holds, phase_cues
from voicecoach.coach.review.safety import safety_and_count
from voicecoach.coach.review.session import Bout, Complaints, Finding, Review
from voicecoach.coach.review.settling import settling
from voicecoach.coach.review.sides import sides
from voicecoach.coach.review.start import first_movement
from voicecoach.coach.review.talk import quiet_and_presence, wording

__all__ = ["CHECKS", "Bout", "Finding", "Review", "findings"]

CHECKS: dict[int, Callable[[Review], Complaints]] = {
    1: settling,
    2: wording,
    3: holds,
    4: phase_cues,
    5: quiet_and_presence,
    6: sides,
    7: breath,
    8: safety_and_count,
    14: first_movement,
}
"""By the numbers of the coaching rules."""


def findings(review: Review) -> list[Finding]:
    """Everything that the checks find, in the order of the session."""
    found = [
        Finding(number, at_ms, message)
        for number, check in CHECKS.items()
        for at_ms, message in check(review)
    ]
    return sorted(found, key=lambda finding: (finding.at_ms, finding.check))
