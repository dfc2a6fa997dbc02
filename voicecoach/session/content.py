"""What a session's schedule says of it: the content of its record, transcript and notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from voicecoach.audio.mp3.frames import SAMPLE_RATE_HZ
from voicecoach.audio.mp3.loop import Silence
from voicecoach.audio.under import Under
from voicecoach.base.grid import Grid
from voicecoach.coach.placing import PlacedCue
from voicecoach.coach.prescription import Prescription
from voicecoach.coach.schedule import Schedule
from voicecoach.coach.timeline import Performed, Sound, Tone, Utterance
from voicecoach.language.phrases import Language
from voicecoach.language.regions import WarnedRegion, warnings_with
from voicecoach.session.record import (
    Chapter,
    RecordedCue,
    RecordedDose,
    RecordedExercise,
    RecordedPlan,
    RecordedSet,
    RecordedSlot,
    SessionContent,
    Warnings,
)


def chapters(schedule: Schedule) -> tuple[Chapter, ...]:
    """The chapters, each up to the next; their times are whole frames.

    No two have one title: of what is done again, the second is `Bridge (2)`.
    """
    began = [placed for placed in schedule.slots if placed.slot.chapter]
    titles = apart([placed.slot.chapter or "" for placed in began])
    starts = [_on_frame(placed.start_ms, schedule.grid) for placed in began]
    ends = [*starts[1:], schedule.total_ms]
    return tuple(map(Chapter, titles, starts, ends))


def apart(titles: Sequence[str]) -> list[str]:
    """Number those titles that stand there before, so that no two are the same."""
    given, found = {*titles}, dict[str, None]()
    for title in titles:
        own, number = title, 1
        while own in found or (number > 1 and own in given):
            number += 1
            own = f"{title} ({number})"
        found[own] = None
    return [*found]


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
    start_ms, sound = cue.start_ms, cue.sound
    end_ms = start_ms + -(-samples * 1000 // SAMPLE_RATE_HZ)
    if isinstance(sound, Tone):
        return RecordedCue("", cue.cue.role, "tone", start_ms, end_ms, sound.name)
    text = "" if cue.cue.personal else sound.text
    return RecordedCue(text, cue.cue.role, sound.speaker, start_ms, end_ms)


def content_of(
    schedule: Schedule,
    cues: tuple[RecordedCue, ...],
    *,
    routine: str,
    subtitle: str,
    language: Language,
    voices: dict[str, str],
    programme: str | None = None,
    episode: int | None = None,
    plan: RecordedPlan | None = None,
    silence: Silence = "plain",
    under: Under = "none",
    tailored: bool = False,
) -> SessionContent:
    """Say what is in a scheduled session.

    Args:
        schedule: the session.
        cues: as `recorded_cues` gives them.
        routine: its name.
        subtitle: what sets it apart from others of the routine.
        language: of its words.
        voices: who speaks.
        programme: that it is a part of.
        episode: its place among the programme's sessions, from 1.
        plan: who prescribed that.
        silence: what there is where nothing is heard.
        under: what sounds softly between what is said.
        tailored: whether it was made for one person.
    """
    timeline = schedule.timeline
    return SessionContent(
        routine=routine,
        title=timeline.title,
        subtitle=subtitle,
        language=language.language,
        voices=voices,
        duration_ms=schedule.total_ms,
        needs=timeline.needs,
        warnings=_warnings(language, timeline.warned_of),
        programme=programme,
        plan=plan,
        tailored=tailored,
        episode=episode,
        personal=any(cue.cue.personal for cue in schedule.cues),
        faded=dict(timeline.faded),
        chapters=chapters(schedule),
        exercises=tuple(map(_exercise, timeline.exercises)),
        slots=tuple(_slots(schedule)),
        cues=cues,
        silence=silence,
        under=under,
    )


def _warnings(language: Language, regions: Iterable[WarnedRegion]) -> Warnings:
    """Give the warning signs of a session, without their headings."""
    words = warnings_with(language.warnings, language.regions, regions)
    return Warnings(words.emergency.signs, words.ask_first.signs, words.tell.signs)


def _exercise(done: Performed) -> RecordedExercise:
    return RecordedExercise(
        id=done.exercise,
        title=done.title,
        position=done.position,
        purpose=done.purpose,
        how=done.how,
        dose=_dose(done.dose),
        dose_text=done.dose_text,
        frequency=done.frequency,
        drawing=done.drawing,
    )


def _dose(dose: Prescription) -> RecordedDose:
    ladder = dose.each_set if dose.ladder else ()
    return RecordedDose(
        sets=dose.sets,
        reps=dose.reps,
        hold_ms=dose.hold_ms,
        rest_ms=dose.rest_ms if dose.sets > 1 else None,
        sides=dose.choice,
        load=str(dose.load) if dose.load else None,
        ladder=tuple(RecordedSet(each.reps, each.hold_ms) for each in ladder),
    )


def _slots(schedule: Schedule) -> Iterator[RecordedSlot]:
    grid = schedule.grid
    starts = [_on_frame(placed.start_ms, grid) for placed in schedule.slots]
    ends = [*starts[1:], schedule.total_ms]
    for (slot, _, _), start_ms, end_ms in zip(schedule.slots, starts, ends, strict=True):
        yield RecordedSlot(
            slot.kind, start_ms, end_ms, slot.exercise, slot.set, slot.rep, slot.side
        )


def transcript(schedule: Schedule) -> str:
    """Everything that is said, a line each, under the titles of the chapters.

    What names a person is left out.
    """
    lines: list[str] = []
    slot = -1
    for cue in schedule.cues:
        if cue.slot > slot:
            for placed in schedule.slots[slot + 1 : cue.slot + 1]:
                if placed.slot.chapter:
                    lines += [*([""] if lines else []), placed.slot.chapter.upper()]
            slot = cue.slot
        if isinstance(cue.sound, Utterance) and not cue.cue.personal:
            lines.append(cue.sound.text)
    return "\n".join(lines)


def notes(schedule: Schedule, language: Language) -> str:
    """Say what a player shows as the recording's notes: the exercises, and all warning signs."""
    doses = [
        f"{e.title}: {e.dose_text} {e.frequency}".rstrip() for e in schedule.timeline.exercises
    ]
    words = warnings_with(language.warnings, language.regions, schedule.timeline.warned_of)
    lines = [*doses, "", words.title, words.advice]
    for group in words.groups:
        lines += ["", f"{group.title}:", *(f"- {sign}" for sign in group.signs)]
    return "\n".join(lines)


def _on_frame(ms: int, grid: Grid) -> int:
    """The frame boundary nearest to an exact time, as the cues are placed."""
    return grid.ms(grid.nearest(ms))
