"""Whether both sides get the same, and one knows which is meant."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from voicecoach.coach.review.session import Bout, Complaints, Review
from voicecoach.script.coaching import Coaching
from voicecoach.script.fields import Side, SidedText, wording
from voicecoach.script.language import Language


def sides(review: Review) -> Complaints:
    """6. As much on one side as on the other; each side named at most 5 s before it moves."""
    words = review.language.dose
    for bout in review.bouts:
        if bout.exercise.sides is None:
            continue
        reps = {side: _done(bout, side) for side in ("left", "right")}
        one_sided = words.left in bout.dose_text or words.right in bout.dose_text
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


def side_before_move(review: Review) -> Complaints:
    """13. The side on which one lies, or to which one changes, stands before or in the move."""
    named = dict(_sided_moves(review.language))
    lying = [(c.start_ms, named[c.text]) for c in review.record.cues if c.text in named]
    for bout in review.bouts:
        yield from _changes_named(bout, review.language)
        if not bout.moving or bout.exercise.position != "lying-on-side":
            continue
        first = bout.moving[0]
        told = [side for at_ms, side in sorted(lying) if at_ms < first.start_ms][-1:]
        if first.side and told != [first.side]:
            yield first.start_ms, f"the move does not say to lie on the {first.side} side"
        lying += [(slot.start_ms, slot.side) for slot in bout.moving if slot.side]


def _sided_moves(language: Language) -> Iterator[tuple[str, Side]]:
    """The lines that tell on which side to lie down, or to turn."""
    lines = [line for stages in language.moves.values() for line in stages]
    for line in (*lines, *language.opening.first.values()):
        if isinstance(line, SidedText):
            yield line.left, "left"
            yield line.right, "right"


def _changes_named(bout: Bout, language: Language) -> Complaints:
    """Each line of a change of sides is that of the side that follows."""
    sides = bout.exercise.sides
    if sides is None or language.dose.alternating in bout.dose_text:
        return
    for earlier, later in pairwise(bout.moving):
        if earlier.side == later.side:
            continue
        said = [c.text for _, cues in bout.slots for c in cues if c.role == "switch"]
        wanted = [wording(line, later.side) for line in sides.change] or [language.change_sides]
        if not {*wanted} <= {*said}:
            yield later.start_ms, f"how to change to the {later.side} side is not said"
