"""Whether one knows what each tone means."""

from __future__ import annotations

from itertools import groupby
from typing import get_args

from voicecoach.base.messages import phrase
from voicecoach.coach.fading import TONES
from voicecoach.model.slots import ToneName
from voicecoach.session.record import RecordedCue
from voicecoach.session.review.session import Complaints, Review

# What a tone may stand for: the roles of its cues.
_MEANS: dict[ToneName, tuple[str, ...]] = {
    "start": ("opening",),
    "end": ("closing",),
    "begin": ("begin",),
    "next": ("count", "phase"),
    "tick": ("countdown",),
    "halfway": ("halfway",),
    "inhale": ("count", "phase"),
    "exhale": ("count", "phase"),
    "release": ("phase",),
    "flow": ("breath", "left", "presence"),
    "bell": ("bell",),
}
_OF_ITSELF: tuple[ToneName, ...] = ("start", "end")
_BREATHS: tuple[ToneName, ...] = ("inhale", "exhale")


def tones(review: Review) -> Complaints:
    """10. Each tone has one meaning, which is told once, before it is used, in 15 s at most."""
    told: set[ToneName] = {*get_args(ToneName)} if TONES in review.content.faded else set()
    for cue in review.content.cues:
        tone = cue.tone
        if tone is None or tone in _OF_ITSELF:
            continue
        if cue.role == "tones":
            if tone in told:
                yield cue.start_ms, phrase("rule-tones/twice", tone=tone)
            told.add(tone)
        elif tone not in told:
            yield cue.start_ms, phrase("rule-tones/not-explained", tone=tone)
        if cue.role not in ("tones", *_MEANS[tone]):
            yield cue.start_ms, phrase("rule-tones/two-meanings", tone=tone, role=cue.role)
    yield from _breaths_in_holds(review)
    yield from _told_too_long(review)


def _breaths_in_holds(review: Review) -> Complaints:
    for slot, cues in zip(review.slots, review.in_slot, strict=True):
        for cue in cues:
            if slot.kind == "hold" and cue.tone in _BREATHS:
                yield cue.start_ms, phrase("rule-tones/in-hold", tone=cue.tone)


def _told_too_long(review: Review) -> Complaints:
    for is_tones, run in groupby(review.content.cues, key=_tells_tones):
        cues = list(run)
        took = cues[-1].end_ms - cues[0].start_ms
        if is_tones and took > review.coaching.tones_most:
            yield cues[0].start_ms, phrase("rule-tones/too-long", took_s=took / 1000)


def _tells_tones(cue: RecordedCue) -> bool:
    return cue.role == "tones"
