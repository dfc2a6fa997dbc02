"""Whether eyes are opened when, and only when, they were invited to close."""

from __future__ import annotations

from voicecoach.base.messages import phrase
from voicecoach.session.review.session import Complaints, Review


def eyes(review: Review) -> Complaints:
    """9. Eyes are opened only after they were invited to close, and before one is told to rise.

    That they are opened at all before a rise is the eighth check's.
    """
    words = review.language
    closed, rising_ms = False, None
    for cue in review.content.cues:
        if cue.text == words.closing.rise:
            rising_ms = cue.start_ms
        elif cue.text == words.eyes_closed:
            closed, rising_ms = True, None
        elif cue.text == words.eyes_open:
            if not closed:
                yield cue.start_ms, phrase("rule-eyes/open-already", line=cue.text)
            elif rising_ms is not None:
                rise = words.closing.rise
                yield rising_ms, phrase("rule-eyes/rise-first", rise=rise, line=cue.text)
            closed = False


def may_be_closed(review: Review, ms: int) -> bool:
    """Whether at a time the eyes are those of someone who was invited to close them."""
    words = review.language
    about_eyes = (words.eyes_open, words.eyes_closed)
    asked = [c.text for c in review.content.cues if c.start_ms < ms and c.text in about_eyes]
    return asked[-1:] == [words.eyes_closed]
