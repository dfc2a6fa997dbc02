"""Whether both sides get the same, and one knows which is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from voicecoach.base.messages import Phrase, phrase
from voicecoach.formats.fields import Side, SidedText, wording
from voicecoach.language.phrases import Language
from voicecoach.model.coaching import SIDED, Coaching
from voicecoach.session.review.session import Bout, Complaints, Review, SetSide


def sides(review: Review) -> Complaints:
    """6. The dose's reps, as much on one side as on the other; a side is named before it moves."""
    for bout in review.bouts:
        begins = bout.moving[0].start_ms if bout.moving else bout.slots[0][0].start_ms
        done, wanted = _reps_done(bout), _reps_prescribed(bout)
        for place in sorted({*done, *wanted}, key=str):
            if done[place] != wanted[place]:
                yield (
                    begins,
                    phrase(
                        "rule-sides/reps",
                        place=_named(place),
                        done=done[place],
                        wanted=wanted[place],
                    ),
                )
        if bout.exercise.sides is None:
            continue
        left, right = _held_ms(bout, "left"), _held_ms(bout, "right")
        if left != right and bout.dose.sides in ("each", "alternating"):
            yield begins, phrase("rule-sides/held", left_ms=left, right_ms=right)
        yield from _sides_named(bout, review.figures(bout.exercise))


def _reps_done(bout: Bout) -> Counter[SetSide]:
    """How many different reps each set has on each side."""
    reps = {(slot.set, slot.side, slot.rep) for slot in bout.moving}
    return Counter((number, side) for number, side, _ in reps)


def _reps_prescribed(bout: Bout) -> Counter[SetSide]:
    dose, exercise = bout.dose, bout.exercise
    sets = min(dose.sets, len(bout.slots) + 1)  # more would not be there, whatever a record says
    each: tuple[Side | None, ...] = ("left", "right")
    if exercise.sides is None or dose.sides is None:
        each = (None,)
    elif bout.takes_turns:
        order = each if exercise.sides.first == "left" else each[::-1]
        return Counter({(n, order[(n - 1) % 2]): dose.reps for n in range(1, sets + 1)})
    elif dose.sides in ("left", "right"):
        each = (exercise.sides.meant(dose.sides),)
    numbers = range(1, sets + 1)
    return Counter({(n, side): dose.in_set(n)[0] for n in numbers for side in each})


def _named(place: SetSide) -> Phrase:
    number, side = place
    return phrase("place/side", set=number, side=side) if side else phrase("place/set", set=number)


def _held_ms(bout: Bout, side: Side) -> int:
    """How long is held on a side, each hold in whole seconds."""
    holds = (s for s in bout.moving if s.side == side and s.kind in ("hold", "work"))
    return sum(round((slot.end_ms - slot.start_ms) / 1000) * 1000 for slot in holds)


def _sides_named(bout: Bout, coaching: Coaching) -> Complaints:
    named = [cue for _, cues in bout.slots for cue in cues if cue.role == "side"]
    side = None
    for slot in bout.moving:
        key = (slot.set, slot.side)
        if key == side or slot.side is None:
            continue
        side = key
        recent = [
            cue
            for cue in named
            if cue.start_ms <= slot.start_ms <= cue.start_ms + coaching.side_named_most
        ]
        if not recent:
            yield slot.start_ms, phrase("rule-sides/not-named", side=slot.side)


def side_before_move(review: Review) -> Complaints:
    """13. The side on which one lies, or to which one changes, stands before or in the move."""
    named = dict(_sided_moves(review.language))
    lying = [(c.start_ms, named[c.text]) for c in review.content.cues if c.text in named]
    for bout in review.bouts:
        yield from _changes_named(bout, review.language)
        if not bout.moving or bout.exercise.position not in SIDED:
            continue
        first = bout.moving[0]
        told = [side for at_ms, side in sorted(lying) if at_ms < first.start_ms][-1:]
        if first.side and told != [first.side]:
            yield first.start_ms, phrase("rule-side-named/lying", side=first.side)
        lying += [(slot.start_ms, slot.side) for slot in bout.moving if slot.side]


def _sided_moves(language: Language) -> Iterator[tuple[str, Side]]:
    """The lines that tell on which side to lie or kneel down, or to turn."""
    lines = [line for stages in language.moves.values() for line in stages]
    for line in (*lines, *language.opening.first.values()):
        if isinstance(line, SidedText):
            yield line.left, "left"
            yield line.right, "right"


def _changes_named(bout: Bout, language: Language) -> Complaints:
    """Each line of a change of sides is that of the side that follows."""
    sides = bout.exercise.sides
    if sides is None or bout.dose.sides == "alternating":
        return
    for earlier, later in pairwise(bout.moving):
        if earlier.side == later.side:
            continue
        said = [c.text for _, cues in bout.slots for c in cues if c.role == "switch"]
        wanted = [wording(line, later.side) for line in sides.change] or [language.change_sides]
        if not {*wanted} <= {*said}:
            yield later.start_ms, phrase("rule-side-named/change", side=later.side)
