"""Captions: what is said, for players that show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from voicecoach.base.clock import format_timestamp
from voicecoach.session.record import RecordedCue


def webvtt(cues: Iterable[RecordedCue], language: str) -> Iterator[str]:
    """Give the spoken cues as WebVTT (https://www.w3.org/TR/webvtt1/)."""
    yield f"WEBVTT\n\nNOTE Language: {language}\n"
    for number, cue in enumerate((cue for cue in cues if cue.text), 1):
        start, end = format_timestamp(cue.start_ms), format_timestamp(cue.end_ms)
        yield f"\n{number}\n{start} --> {end}\n{_escaped(cue.text)}\n"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
