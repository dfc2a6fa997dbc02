"""Whether both sides get the same, and one knows which is meant."""

from __future__ import annotations

from collections import Counter

from voicecoach.script.coaching import Coaching
from voicecoach.script.model import Exercise, Side
from voicecoach.session.record import RecordedDose
from voicecoach.session.review.session import Bout, Complaints, Place, Review


def sides(review: Review) -> Complaints:
    """6. The dose's reps, as much on one side as on the other; a side is named before it moves."""
    for bout in review.bouts:
        begins = bout.moving[0].start_ms if bout.moving else bout.slots[0][0].start_ms
        done, wanted = _reps_done(bout), _reps_prescribed(bout.dose, bout.exercise)
        for place in sorted({*done, *wanted}, key=str):
            if done[place] != wanted[place]:
                yield begins, f"{_named(place)}: {done[place]} reps, not {wanted[place]}"
        if bout.exercise.sides is None:
            continue
        left, right = _held_ms(bout, "left"), _held_ms(bout, "right")
        if left != right and bout.dose.sides in ("each", "alternating"):
            yield begins, f"held for {left} ms on the left, {right} ms on the right"
        yield from _sides_named(bout, review.figures(bout.exercise))


def _reps_done(bout: Bout) -> Counter[Place]:
    """How many different reps each set has on each side."""
    reps = {(slot.set, slot.side, slot.rep) for slot in bout.moving}
    return Counter((number, side) for number, side, _ in reps)


def _reps_prescribed(dose: RecordedDose, exercise: Exercise) -> Counter[Place]:
    each: tuple[Side | None, ...] = ("left", "right")
    if exercise.sides is None or dose.sides is None:
        each = (None,)
    elif dose.sides in ("left", "right"):
        each = (dose.sides,)
    return Counter({(n, side): dose.reps for n in range(1, dose.sets + 1) for side in each})


def _named(place: Place) -> str:
    number, side = place
    return f"set {number}, {side}" if side else f"set {number}"


def _held_ms(bout: Bout, side: Side) -> int:
    """How long is held on a side, each hold in whole seconds."""
    holds = (s for s in bout.moving if s.side == side and s.kind == "hold")
    return sum(round((slot.end_ms - slot.start_ms) / 1000) * 1000 for slot in holds)


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
