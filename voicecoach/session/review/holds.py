"""Whether holds, counts and prompts are where they should be."""

from __future__ import annotations

from voicecoach.base.messages import phrase
from voicecoach.session.review.session import TOLERANCE_MS, Complaints, Review


def holds(review: Review) -> Complaints:
    """3. Holds equal their dose; counts land on their seconds; nothing else in the last 3.5 s."""
    for bout in review.bouts:
        coaching, dose_ms = review.figures(bout.exercise), bout.dose.hold_ms or 0
        for slot, cues in bout.slots:
            if slot.kind != "hold":
                continue
            length = slot.end_ms - slot.start_ms
            if abs(length - dose_ms) > review.frame_ms:
                yield slot.start_ms, phrase("rule-holds/length", length_ms=length, dose_ms=dose_ms)
            if length < coaching.countdown_from:
                continue
            quiet_from = slot.end_ms - coaching.countdown_quiet
            for cue in cues:
                if cue.role != "countdown" and cue.end_ms > quiet_from:
                    text = cue.text or cue.role
                    yield cue.start_ms, phrase("rule-holds/last-seconds", text=text)
            if sum(cue.role == "countdown" for cue in cues) < coaching.countdown:
                yield slot.start_ms, phrase("rule-holds/not-counted")
    for slot, cues in zip(review.slots, review.in_slot, strict=True):
        counted = [cue for cue in cues if cue.role == "countdown"]
        for place, cue in enumerate(reversed(counted), 1):
            on = slot.end_ms - 1000 * place
            if slot.kind == "breathe":
                on = slot.start_ms + 1000 * (len(counted) + 1 - place)
            if abs(cue.start_ms - on) > TOLERANCE_MS:
                off_ms = cue.start_ms - on
                yield cue.start_ms, phrase("rule-holds/off", text=cue.text, off_ms=off_ms)


def phase_cues(review: Review) -> Complaints:
    """4. Phase cues start within 100 ms of their phase and end before min(1 s, 40 %)."""
    coaching = review.coaching
    for slot, cues in zip(review.slots, review.in_slot, strict=True):
        for cue in cues:
            if cue.role != "phase":
                continue
            late_ms, ends_ms = cue.start_ms - slot.start_ms, cue.end_ms - slot.start_ms
            if late_ms > TOLERANCE_MS:
                yield cue.start_ms, phrase("rule-phases/late", text=cue.text, late_ms=late_ms)
            share = round((slot.end_ms - slot.start_ms) * coaching.phase_cue_share)
            most = min(coaching.phase_cue_most, share) + review.frame_ms
            if ends_ms > most:
                yield cue.start_ms, phrase("rule-phases/long", text=cue.text, ends_ms=ends_ms)
