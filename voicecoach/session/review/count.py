"""Whether one knows how much to do, and how much of it is done."""

from __future__ import annotations

from collections.abc import Iterator

from voicecoach.base.messages import phrase
from voicecoach.language.phrases import Language
from voicecoach.session.review.session import Bout, Complaints, Review

_UNTOLD_MOST = 4  # reps in a row


def knows_the_rep(review: Review) -> Complaints:
    """15. The dose is told, and which rep it is at least every fifth and on the last."""
    before_ms = 0
    for bout in review.bouts:
        if not bout.moving:
            continue
        first = bout.moving[0].start_ms
        cues = (c for c in review.content.cues if before_ms <= c.start_ms < first)
        if not any(cue.role == "dose" for cue in cues):
            yield first, phrase("rule-count/dose")
        before_ms = bout.moving[-1].end_ms
        yield from _untold(bout, review.language)


def _untold(bout: Bout, language: Language) -> Complaints:
    for numbers in _counted(bout, language):
        untold = 0
        for rep, (at_ms, told) in enumerate(numbers, 1):
            untold = 0 if told else untold + 1
            if untold > _UNTOLD_MOST or (rep == len(numbers) > 1 and not told):
                yield at_ms, phrase("rule-count/rep", rep=rep)
                untold = 0


def _counted(bout: Bout, language: Language) -> Iterator[list[tuple[int, bool]]]:
    """For each set and side when its reps begin, and whether their number is told."""
    alternating = bout.dose.sides == "alternating"
    sets: dict[tuple[int | None, str | None], dict[int, tuple[int, bool]]] = {}
    words = {language.number(n).capitalize() + language.stop for n in range(1, 101)}
    for slot, cues in bout.slots:
        if slot.rep:
            reps = sets.setdefault((slot.set, None if alternating else slot.side), {})
            begun, told = reps.get(slot.rep, (slot.start_ms, False))
            now = any(cue.role == "count" and cue.text in words for cue in cues)
            reps[slot.rep] = begun, told or now
    for reps in sets.values():
        yield [reps[rep] for rep in sorted(reps)]
