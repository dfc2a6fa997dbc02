"""Whether both sides get the same, and one knows which is meant."""

from __future__ import annotations

from voicecoach.coach.review.session import Bout, Complaints, Review
from voicecoach.script.coaching import Coaching


def sides(review: Review) -> Complaints:
    """6. As much on one side as on the other; each side named at most 5 s before it moves."""
    words = review.language.dose
    for bout in review.bouts:
        if bout.exercise.sides is None:
            continue
        reps = {side: _done(bout, side) for side in ("left", "right")}
        dose = bout.dose_text.lower()
        one_sided = words.left.lower() in dose or words.right.lower() in dose
        if reps["left"] != reps["right"] and not one_sided:
            left, right = reps["left"], reps["right"]
            yield (
                bout.moving[0].start_ms,
                f"left {left} and right {right} (reps, ms of hold) differ",
            )
        yield from _sides_named(bout, review.figures(bout.exercise))


def _done(bout: Bout, side: str) -> tuple[int, int]:
    """Reps and milliseconds of hold on a side."""
    mine = [slot for slot in bout.moving if slot.side == side]
    hold_ms = sum(round((s.end_ms - s.start_ms) / 1000) for s in mine if s.kind == "hold") * 1000
    return len({(slot.set, slot.rep) for slot in mine}), hold_ms


def _sides_named(bout: Bout, coaching: Coaching) -> Complaints:
    named = [cue for _, cues in bout.slots for cue in cues if cue.role == "side"]
    side = None
    for slot in bout.moving:
        key = (slot.set, slot.side)
        if key == side:
            continue
        side = key
        recent = [
            cue
            for cue in named
            if cue.start_ms <= slot.start_ms <= cue.start_ms + coaching.side_named_most
        ]
        if not recent:
            yield slot.start_ms, f"the {slot.side} side is not named before it moves"
