"""When the warning signs are asked about, and what their answers allow.

Nothing here diagnoses. The rules err on the side of safety: a yes stays until a clinician's name
stands behind it, and a name alone never lifts an emergency sign.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.values import dataclass
from voicecoach.model.programme import PainLimits
from voicecoach.progress.history import History, LogEntry

State = Literal["open", "ask", "clinician", "emergency"]


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether a session may be built.

    Attributes:
        state: `open`; `ask` the questions first; a `clinician` must have seen the answers; an
            `emergency` sign is there, which nobody can override.
        reasons: why, a sentence each.
    """

    state: State
    reasons: tuple[Phrase, ...] = ()


def gate(history: History, limits: PainLimits) -> Gate:
    """Say whether a session of a plan may be built.

    - Before the first session, and when pain has risen since, the questions are asked.
    - What was answered for another programme, or before this one was begun anew, stands.
    - A yes needs a clinician who has seen the answers, also when a later answer is no.
    - While the last answers name an emergency sign, no name helps: only new answers without one,
      and then a clinician must have seen these.
    """
    if history.screenings and history.screenings[-1].is_emergency:
        named = history.screenings[-1].day
        return Gate("emergency", (phrase("sign/emergency", day=named),))
    unseen = None
    for screening in history.screenings:
        if screening.is_emergency or (screening.yes and not screening.clinician):
            unseen = screening
        elif screening.clinician:
            unseen = None
    if unseen:
        return Gate("clinician", (phrase("sign/warning", day=unseen.day),))
    own = [each for each in history.screenings if each.plan == history.plan.id]
    if not own:
        return Gate("ask", (phrase("sign/first"),))
    rises = tuple(risen(history, limits, own[-1].after_entry))
    return Gate("ask", rises) if rises else Gate("open")


def risen(history: History, limits: PainLimits, after_entry: int = 0) -> list[Phrase]:
    """Say of each entry written after a given one in what way pain rose in it, if it did."""
    found = rises(history, limits)
    return [
        phrase("pain/rose", day=entry.day, how=how)
        for entry, how in found
        if entry.id > after_entry
    ]


def rises(history: History, limits: PainLimits) -> Iterator[tuple[LogEntry, Phrase]]:
    """Give each entry in which pain rose, and in what way."""
    before: LogEntry | None = None  # the last session that tells how pain was before it
    for entry in history.entries:
        if how := _rise(entry, before, limits):
            yield entry, how
        if entry.pain_before is not None:
            before = entry


def _rise(entry: LogEntry, before: LogEntry | None, limits: PainLimits) -> Phrase | None:
    """How pain rose with a session, or None; `before` is the session before it.

    An ache during the session that is gone at its end, and within the limit, is no rise.
    """
    pains = dict(entry.pains())
    when = max(pains, key=pains.__getitem__, default="")
    if when and pains[when] > limits.most:
        return phrase("pain/above", pain=pains[when], when=when, most=limits.most)
    start = pains.get("before")
    if start is None:
        return None
    if pains.get("after", 0) - start >= limits.rise:
        return phrase("pain/after", before=start, after=pains["after"])
    if before and before.pain_before is not None and start - before.pain_before >= limits.rise:
        return phrase("pain/since", pain=start, before=before.pain_before, day=before.day)
    return None
