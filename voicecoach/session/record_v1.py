"""Version 1 of the session record, and what it is in today's."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import ClassVar, Literal

from voicecoach.base.values import dataclass
from voicecoach.formats.fields import strict
from voicecoach.model.dose import SidesChoice
from voicecoach.session.bouts import EXERCISE_KINDS, bouts_of
from voicecoach.session.record import (
    VERSION,
    Chapter,
    Media,
    RecordedCue,
    RecordedDose,
    RecordedExercise,
    RecordedPlan,
    RecordedSlot,
    SessionContent,
    SessionRecord,
    Warnings,
)

_STEP_MS = 50  # most doses are whole tenths of a second; slots are off by a frame, 24 ms, at most


@dataclass(frozen=True, slots=True)
class ExerciseV1:
    """An exercise, whose dose is known in words alone."""

    __pydantic_config__: ClassVar = strict

    id: str
    title: str
    position: str
    purpose: str
    dose_text: str


@dataclass(frozen=True, slots=True)
class RecordV1:
    """A session record of version 1."""

    __pydantic_config__: ClassVar = strict

    version: Literal[1]
    id: str
    file: str
    routine: str
    title: str
    language: str
    voices: dict[str, str]
    duration_ms: int
    bytes: int
    sha256: str
    needs: tuple[str, ...]
    red_flags: tuple[str, ...]
    programme: str | None
    plan: RecordedPlan | None
    personal: bool
    chapters: tuple[Chapter, ...]
    exercises: tuple[ExerciseV1, ...]
    slots: tuple[RecordedSlot, ...]
    cues: tuple[RecordedCue, ...]


def brought_up(old: RecordV1) -> SessionRecord:
    """Turn a record of version 1 into one of today.

    Its warning signs are one list, under the heading of what is now the second group; the lines
    about emergencies say so themselves. Its doses are those that its slots show. Set-up lines and
    subtitle are not known, and its ETag is the digest of its bytes.
    """
    bouts = [[old.slots[index] for index in members] for members in bouts_of(old.slots)]
    bouts += [[]] * (len(old.exercises) - len(bouts))
    content = SessionContent(
        routine=old.routine,
        title=old.title,
        subtitle="",
        language=old.language,
        voices=old.voices,
        duration_ms=old.duration_ms,
        needs=old.needs,
        warnings=Warnings((), old.red_flags, ()),
        programme=old.programme,
        plan=old.plan,
        episode=None,
        faded={},
        personal=old.personal,
        chapters=old.chapters,
        exercises=tuple(map(_exercise, old.exercises, bouts)),
        slots=old.slots,
        cues=old.cues,
    )
    return SessionRecord(
        version=VERSION,
        id=old.id,
        content=content,
        media=Media(old.file, old.bytes, old.sha256, etag=old.sha256),
    )


def _exercise(old: ExerciseV1, bout: Sequence[RecordedSlot]) -> RecordedExercise:
    return RecordedExercise(
        id=old.id,
        title=old.title,
        position=old.position,
        purpose=old.purpose,
        how=(),
        dose=_dose_in(bout),
        dose_text=old.dose_text,
    )


def _dose_in(bout: Sequence[RecordedSlot]) -> RecordedDose:
    """The dose that the slots of an exercise show."""
    moving = [slot for slot in bout if slot.kind in EXERCISE_KINDS]
    lengths = {kind: [_length_ms(s) for s in bout if s.kind == kind] for kind in ("hold", "rest")}
    sets = max((slot.set or 1 for slot in moving), default=1)
    return RecordedDose(
        sets=sets,
        reps=max((slot.rep or 1 for slot in moving), default=1),
        hold_ms=next(iter(lengths["hold"]), None),
        rest_ms=next(iter(lengths["rest"]), None) if sets > 1 else None,
        sides=_sides_in(moving),
        load=None,
    )


def _length_ms(slot: RecordedSlot) -> int:
    return round((slot.end_ms - slot.start_ms) / _STEP_MS) * _STEP_MS


def _sides_in(moving: Sequence[RecordedSlot]) -> SidesChoice | None:
    sides = {slot.side for slot in moving if slot.side}
    if len(sides) == 2:
        changes = any(a.side != b.side and a.rep == b.rep != 1 for a, b in pairwise(moving))
        return "alternating" if changes else "each"
    return next(iter(sides), None)
