"""Captions: what is said, for players that show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from voicecoach.session.record import RecordedCue


def webvtt(cues: Iterable[RecordedCue], language: str) -> Iterator[str]:
    """Give the spoken cues as WebVTT (https://www.w3.org/TR/webvtt1/)."""
    yield f"WEBVTT\n\nNOTE Language: {language}\n"
    for number, cue in enumerate((cue for cue in cues if cue.text), 1):
        yield f"\n{number}\n{_stamp(cue.start_ms)} --> {_stamp(cue.end_ms)}\n{_escaped(cue.text)}\n"


def _stamp(ms: int) -> str:
    minutes, rest = divmod(ms, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
