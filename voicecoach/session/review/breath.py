"""Whether one is told to breathe, and at an even pace."""

from __future__ import annotations

from itertools import groupby, pairwise

from voicecoach.base.messages import phrase
from voicecoach.model.coaching import Coaching
from voicecoach.session.record import RecordedCue, RecordedSlot
from voicecoach.session.review.session import TOLERANCE_MS, Bout, Complaints, Review


def breath(review: Review) -> Complaints:
    """7. Isometrics: a breath cue on rep 1, every third rep, every 10 s; paced cycles 6 to 14 s."""
    for bout in review.bouts:
        if bout.exercise.kind == "isometric" and bout.exercise.hold_phase:
            yield from _breath_in_reps(bout, review.figures(bout.exercise))
    breathing = [slot for slot in review.slots if slot.kind == "breathe"]
    for _, cycle in groupby(breathing, key=lambda slot: slot.rep):
        slots = list(cycle)
        length = sum(slot.end_ms - slot.start_ms for slot in slots)
        least, most = review.coaching.breathe_cycle_least, review.coaching.breathe_cycle_most
        if not least <= length <= most:
            yield slots[0].start_ms, phrase("rule-breath/cycle", length_ms=length)


def _breath_in_reps(bout: Bout, coaching: Coaching) -> Complaints:
    heard: set[tuple[int | None, int | None]] = set()
    due: dict[tuple[int | None, int | None], int] = {}
    for slot, cues in bout.slots:
        key = (slot.set, slot.rep)
        if any(cue.role == "breath" for cue in cues):
            heard.add(key)
        if slot.rep and (slot.rep - 1) % coaching.breath_every_reps == 0:
            due.setdefault(key, slot.start_ms)
        if slot.kind == "hold":
            yield from _breath_in_hold(slot, cues, coaching)
    for key, at_ms in due.items():
        if key not in heard:
            yield at_ms, phrase("rule-breath/rep", rep=key[1])


def _breath_in_hold(
    slot: RecordedSlot, cues: tuple[RecordedCue, ...], coaching: Coaching
) -> Complaints:
    if slot.end_ms - slot.start_ms <= coaching.breath_every:
        return
    # The count of the last seconds leads the breath out.
    marks = [
        slot.start_ms,
        *(cue.start_ms for cue in cues if cue.role == "breath"),
        slot.end_ms - coaching.countdown_quiet,
    ]
    for earlier, later in pairwise(marks):
        if later - earlier > coaching.breath_every + TOLERANCE_MS:
            yield earlier, phrase("rule-breath/hold", without_s=(later - earlier) / 1000)


def breathing_period(review: Review) -> Complaints:
    """12. Paced breathing keeps its period: words between breaths take the time of whole ones."""
    breathing = [slot for slot in review.slots if slot.kind == "breathe"]
    period_ms = 0
    for earlier, later in pairwise(breathing):
        if earlier.rep == later.rep:
            period_ms = later.end_ms - earlier.start_ms
        left_out = max(0, (later.rep or 0) - (earlier.rep or 0) - 1)
        waited = later.start_ms - earlier.end_ms
        late = waited - left_out * period_ms
        if later.rep != 1 and late > (1 + left_out) * review.frame_ms:
            yield earlier.end_ms, phrase("rule-breathing/period", waited_s=waited / 1000)
