"""What goes out with a schedule: session record, tags, transcript, WebVTT."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from voicecoach.coach.place import PlacedCue, Schedule
from voicecoach.coach.timeline import Sound, Tone, Utterance
from voicecoach.grid import Grid
from voicecoach.mp3.frames import SAMPLE_RATE_HZ
from voicecoach.record import (
    Chapter,
    RecordedCue,
    RecordedExercise,
    RecordedPlan,
    RecordedSlot,
    SessionContent,
)
from voicecoach.script.language import Language


def chapters(schedule: Schedule) -> tuple[Chapter, ...]:
    """The chapters, each up to the next; their times are whole frames."""
    starts = [
        (_on_frame(placed.start_ms, schedule.grid), placed.slot.chapter)
        for placed in schedule.slots
        if placed.slot.chapter
    ]
    ends = [start for start, _ in starts[1:]] + [schedule.total_ms]
    return tuple(
        Chapter(title, start, end) for (start, title), end in zip(starts, ends, strict=True)
    )


def recorded_cues(
    schedule: Schedule, samples_of: Callable[[Sound], int]
) -> tuple[RecordedCue, ...]:
    """Every cue with its times in the decoded session.

    Args:
        schedule: the session.
        samples_of: length of a sound itself at 48 kHz, which ends within its last frame.
    """
    return tuple(_recorded(cue, samples_of(cue.sound)) for cue in schedule.cues)


def _recorded(cue: PlacedCue, samples: int) -> RecordedCue:
    end_ms = cue.start_ms + -(-samples * 1000 // SAMPLE_RATE_HZ)
    if isinstance(cue.sound, Tone):
        return RecordedCue("", cue.cue.role, "tone", cue.start_ms, end_ms)
    text = "" if cue.cue.personal else cue.sound.text
    return RecordedCue(text, cue.cue.role, cue.sound.speaker, cue.start_ms, end_ms)


@dataclass(frozen=True, slots=True)
class Programme:
    """The programme that a session is a part of, by its name, and what its plan says."""

    name: str
    plan: RecordedPlan | None
    episode: int | None = None


def content_of(
    schedule: Schedule,
    cues: tuple[RecordedCue, ...],
    *,
    routine: str,
    language: Language,
    voices: dict[str, str],
    programme: Programme | None = None,
) -> SessionContent:
    """What the record says of a schedule's content.

    Args:
        schedule: the session.
        cues: as `recorded_cues` gives them.
        routine: its name.
        language: of its words.
        voices: who speaks.
        programme: that it is a part of.
    """
    timeline = schedule.timeline
    return SessionContent(
        routine=routine,
        title=timeline.title,
        language=language.language,
        voices=voices,
        duration_ms=schedule.total_ms,
        needs=timeline.needs,
        red_flags=language.red_flags,
        programme=programme.name if programme else None,
        plan=programme.plan if programme else None,
        episode=programme.episode if programme else None,
        personal=any(cue.cue.personal for cue in schedule.cues),
        faded=dict(timeline.faded),
        chapters=chapters(schedule),
        exercises=tuple(
            RecordedExercise(e.exercise, e.title, e.position, e.purpose, e.dose_text)
            for e in timeline.exercises
        ),
        slots=tuple(
            RecordedSlot(
                kind=placed.slot.kind,
                start_ms=_on_frame(placed.start_ms, schedule.grid),
                end_ms=schedule.total_ms
                if placed is schedule.slots[-1]
                else _on_frame(placed.end_ms, schedule.grid),
                exercise=placed.slot.exercise,
                set=placed.slot.set,
                rep=placed.slot.rep,
                side=placed.slot.side,
            )
            for placed in schedule.slots
        ),
        cues=cues,
    )


def transcript(schedule: Schedule) -> str:
    """Everything that is said, a line each, under the titles of the chapters.

    What names a person is left out.
    """
    lines: list[str] = []
    slot = -1
    for cue in schedule.cues:
        for placed in schedule.slots[slot + 1 : cue.slot + 1]:
            if placed.slot.chapter:
                lines += [*([""] if lines else []), placed.slot.chapter.upper()]
        slot = max(slot, cue.slot)
        if isinstance(cue.sound, Utterance) and not cue.cue.personal:
            lines.append(cue.sound.text)
    return "\n".join(lines)


def notes(schedule: Schedule, language: Language) -> str:
    """What a player shows as the recording's notes: exercises, and the full list of red flags."""
    doses = [f"{e.title}: {e.dose_text}" for e in schedule.timeline.exercises]
    flags = [f"- {flag}" for flag in language.red_flags]
    return "\n".join([*doses, "", f"{language.red_flags_title}:", *flags])


def webvtt(cues: tuple[RecordedCue, ...], language: str) -> Iterator[str]:
    """The spoken cues as WebVTT (https://www.w3.org/TR/webvtt1/)."""
    yield f"WEBVTT\n\nNOTE Language: {language}\n"
    for number, cue in enumerate((cue for cue in cues if cue.text), 1):
        yield f"\n{number}\n{_stamp(cue.start_ms)} --> {_stamp(cue.end_ms)}\n{_escaped(cue.text)}\n"


def _stamp(ms: int) -> str:
    minutes, rest = divmod(ms, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _on_frame(ms: int, grid: Grid) -> int:
    """The frame boundary nearest to an exact time, as the cues are placed."""
    return grid.ms(grid.nearest(ms))
