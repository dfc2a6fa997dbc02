"""Whether one is safe: warned before, told the count and the length, raised with care."""

from __future__ import annotations

from itertools import pairwise

from voicecoach.base.messages import phrase
from voicecoach.coach.ache import ache_in
from voicecoach.coach.compile.opening import total_says
from voicecoach.coach.fading import WARNING_SIGNS
from voicecoach.language.phrases import Language
from voicecoach.model.coaching import moves_between
from voicecoach.session.bouts import EXERCISE_KINDS
from voicecoach.session.review.eyes import may_be_closed
from voicecoach.session.review.session import (
    TOLERANCE_MS,
    Bout,
    Complaints,
    Review,
    SetSide,
    positions_by_arrival,
    settled_ms,
)


def safety_and_count(review: Review) -> Complaints:
    """8. Safety lines first; reps announced once each; the length true; each rise prepared."""
    language, content = review.language, review.content
    moving = [s.start_ms for s in review.slots if s.kind in EXERCISE_KINDS]
    before = {cue.text for cue in content.cues if cue.start_ms < min(moving, default=1 << 40)}
    short = content.faded.get(WARNING_SIGNS)
    signs = (language.opening.emergency_short,) if short else language.opening.emergency
    for line in (*signs, *language.opening.stop):
        if line not in before:
            yield 0, phrase("rule-safety/not-said", line=line)
    yield from _aches_said(review)
    yield from _length_said(review)
    for bout in review.bouts:
        yield from _counts(bout, language)
    yield from _rises(review)


def _aches_said(review: Review) -> Complaints:
    """No exercise begins before it was said how little ache is acceptable in it."""
    language = review.language
    said = {
        line: most
        for most in range(1, review.coaching.ache_most + 1)
        for line in (*language.ache_lines(most), language.ache_here(most))
    }
    told = [(cue.start_ms, said[cue.text]) for cue in review.content.cues if cue.text in said]
    for bout in review.bouts:
        begun, most = bout.moving[0].start_ms, ache_in(bout.exercise, review.coaching)
        if not any(at_ms < begun and each <= most for at_ms, each in told):
            yield begun, phrase("rule-safety/ache", exercise=bout.exercise.title, most=most)


def _length_said(review: Review) -> Complaints:
    total, needs = review.content.duration_ms, review.content.needs
    for minutes in range(1 + total // 60_000 + 1):
        says = total_says(review.language, minutes, needs, review.coaching.things_at_once)
        if any(cue.text == says for cue in review.content.cues):
            if abs(minutes * 60_000 - total) > review.coaching.length_said_within:
                yield 0, phrase("rule-safety/length", line=says, minutes=total / 60_000)
            return
    yield 0, phrase("rule-safety/no-length")


def _counts(bout: Bout, language: Language) -> Complaints:
    """Reps are announced from 1 to N, or from N to 1, once each, for each set and side.

    A tone may stand for a number; a single rep needs none.
    """
    last = (language.last_rep, *language.other.last_rep)
    said: dict[SetSide, list[str]] = {}
    reps: dict[SetSide, int] = {}
    for slot, cues in bout.slots:
        if not slot.rep:
            continue
        place = (slot.set, None if bout.dose.sides == "alternating" else slot.side)
        reps[place] = max(reps.get(place, 0), slot.rep)
        texts = [cue.text for cue in cues if cue.role == "count" and cue.text not in last]
        said.setdefault(place, []).extend(texts)
    for place, highest in reps.items():
        wanted = [language.number(n).capitalize() + language.stop for n in range(1, highest + 1)]
        if highest > 1 and not any(
            len(said[place]) == highest
            and all(text in ("", want) for text, want in zip(said[place], way, strict=True))
            for way in (wanted, wanted[::-1])
        ):
            found = phrase("rule-safety/reps", announced=said[place], reps=highest)
            yield bout.moving[0].start_ms, found


def _rises(review: Review) -> Complaints:
    """Each rise is preceded by opening the eyes, and has its time."""
    language, coaching = review.language, review.coaching
    positions = positions_by_arrival(language)
    arrivals = [cue for cue in review.content.cues if cue.text in positions]
    for left, arrival in pairwise(arrivals):
        origin, goal = positions[left.text], positions[arrival.text]
        if goal != "standing" or origin == goal:
            continue
        # The rise begins when what was done in the other position is over.
        still = (*EXERCISE_KINDS, "breathe", "rest", "say")
        ends = (s.end_ms for s in review.slots if s.kind in still and s.end_ms <= arrival.start_ms)
        begun = max([left.end_ms, *ends])
        between = [cue for cue in review.content.cues if begun <= cue.start_ms < arrival.start_ms]
        opened = any(cue.text == language.eyes_open for cue in between)
        if may_be_closed(review, begun) and not opened:
            yield arrival.start_ms, phrase("rule-safety/eyes", line=language.eyes_open)
        moves = moves_between(coaching, origin, goal)
        needed = sum(sum(coaching.settle_ms(move)) for move in moves)
        given = settled_ms(review, begun, arrival.start_ms)
        if given < needed - TOLERANCE_MS:
            found = phrase("rule-safety/rise", given_ms=given, origin=origin, needed_ms=needed)
            yield arrival.start_ms, found
