"""How much is said, how long at a time, and how long nothing is."""

from __future__ import annotations

from itertools import groupby, pairwise

from voicecoach.base.messages import phrase
from voicecoach.model.coaching import Coaching
from voicecoach.session.record import RecordedSlot
from voicecoach.session.review.session import BREAK_MS, Bout, Complaints, Review, speech


def length_of_lines(review: Review) -> Complaints:
    """2. No line over 14 words in set-up; no unbroken speech over 12 s."""
    coaching = review.coaching
    for cue in review.content.cues:
        words = len(cue.text.split())
        if cue.role == "setup" and words > coaching.setup_words:
            yield cue.start_ms, phrase("rule-wording/setup", words=words, text=cue.text)
    begun = ended = None
    for cue in speech(review.content.cues):
        if ended is None or cue.start_ms - ended >= BREAK_MS:
            begun = cue.start_ms
        ended = cue.end_ms
        assert begun is not None
        if ended - begun > coaching.speech_most:
            yield begun, phrase("rule-wording/unbroken", speech_s=(ended - begun) / 1000)
            begun = ended


def quiet_and_presence(review: Review) -> Complaints:
    """5. Speech at most 15 % of holds of 20 s and more; no silence over 35 s outside rests."""
    coaching = review.coaching
    for slot, cues in zip(review.slots, review.in_slot, strict=True):
        length = slot.end_ms - slot.start_ms
        if slot.kind == "hold" and length >= coaching.long_hold:
            spoken = sum(cue.end_ms - cue.start_ms for cue in speech(cues))
            if spoken > length * coaching.hold_speech_share:
                yield slot.start_ms, phrase("rule-quiet/hold", speech_ms=spoken, length_ms=length)
    for bout in review.bouts:
        yield from _talkative_reps(bout, review.figures(bout.exercise))
    rests = [slot for slot in review.slots if slot.kind == "rest"]
    for cue, following in pairwise(review.content.cues):
        gap = following.start_ms - cue.end_ms
        in_rest = any(r.start_ms < following.start_ms and cue.end_ms < r.end_ms for r in rests)
        if gap > coaching.silence_most and not in_rest:
            yield cue.end_ms, phrase("rule-quiet/silence", silence_s=gap / 1000)


def _talkative_reps(bout: Bout, coaching: Coaching) -> Complaints:
    """After the prompted reps speech fills at most half of a rep."""
    for (_, rep, _), slots in groupby(bout.slots, key=_rep_of):
        if not rep or rep <= coaching.prompted_reps:
            continue
        parts = list(slots)
        length = parts[-1][0].end_ms - parts[0][0].start_ms
        spoken = sum(cue.end_ms - cue.start_ms for _, cues in parts for cue in speech(cues))
        if spoken > length * coaching.rep_speech_share:
            yield parts[0][0].start_ms, phrase("rule-quiet/rep", speech_ms=spoken, length_ms=length)


def _rep_of(pair: tuple[RecordedSlot, object]) -> tuple[int | None, int | None, str | None]:
    slot = pair[0]
    return slot.set, slot.rep, slot.side
