"""Whether intervals keep their time."""

from __future__ import annotations

from itertools import pairwise

from voicecoach.base.messages import phrase
from voicecoach.session.review.session import Complaints, Review


def intervals(review: Review) -> Complaints:
    """16. Work follows its rest at once, each as long as the dose has it, to within a frame."""
    for bout in review.bouts:
        rest_ms = bout.dose.rest_ms
        slots = [slot for slot, _ in bout.slots]
        for earlier, later in pairwise(slots):
            if later.kind != "work" or earlier.kind != "rest":
                continue
            length_ms = earlier.end_ms - earlier.start_ms
            if earlier.end_ms != later.start_ms:
                yield later.start_ms, phrase("rule-intervals/gap")
            if rest_ms is not None and abs(length_ms - rest_ms) > review.frame_ms:
                facts = {"length_ms": length_ms, "rest_ms": rest_ms}
                yield earlier.start_ms, phrase("rule-intervals/rest", **facts)
