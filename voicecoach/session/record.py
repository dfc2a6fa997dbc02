"""The session record: what is in an MP3 and when. Publishing and players read nothing else.

All times are those of the decoded MP3 with gapless trimming applied, in integer milliseconds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, fields
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from voicecoach.audio.mp3.loop import Silence
from voicecoach.audio.under import Under
from voicecoach.base.errors import OutputError
from voicecoach.base.intake import read_bounded
from voicecoach.base.stored import Misshapen, adapter, as_shape
from voicecoach.base.values import dataclass, replace
from voicecoach.formats.fields import Side, strict
from voicecoach.model.dose import SidesChoice
from voicecoach.model.familiarity import FadedTo
from voicecoach.model.slots import SlotKind, ToneName

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

VERSION: Literal[2] = 2
READABLE = (1, VERSION)
SPARSE = {"sparse": True}  # of a field that a record leaves out where it is empty
MOST_RECORD_BYTES = 16_000_000
"""Of a record: many times that of the longest session."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the session."""

    __pydantic_config__: ClassVar = strict

    title: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class RecordedSet:
    """What is done in a set."""

    __pydantic_config__: ClassVar = strict

    reps: int
    """On each side."""
    hold_ms: int | None
    """Length of the hold in a rep."""


@dataclass(frozen=True, slots=True)
class RecordedDose:
    """A dose as it was prescribed, with nothing left open."""

    __pydantic_config__: ClassVar = strict

    sets: int
    """How often the reps are done, rest between."""
    reps: int
    """In each set, on each side; in the first where sets differ."""
    hold_ms: int | None
    """Length of the hold in a rep."""
    rest_ms: int | None
    """Between sets; null where there is one set."""
    sides: SidesChoice | None
    """Both in turn (`each`), changing at each rep (`alternating`), or one; null without sides."""
    load: str | None
    """What makes it harder: a weight, a band, a level, or the author's words."""
    ladder: tuple[RecordedSet, ...] = field(default=(), metadata=SPARSE)
    """Reps and hold of each set, where sets differ; left out where they do not."""

    def in_set(self, number: int | None) -> tuple[int, int | None]:
        """Give the reps and the length of the hold in a set, from 1."""
        if not self.ladder or number is None or number > len(self.ladder):
            return self.reps, self.hold_ms
        return self.ladder[number - 1].reps, self.ladder[number - 1].hold_ms


@dataclass(frozen=True, slots=True)
class RecordedExercise:
    """An exercise, in the order in which it is done."""

    __pydantic_config__: ClassVar = strict

    id: str
    """Its name in the library."""
    title: str
    position: str
    """Where the body is when its movement starts."""
    purpose: str
    """What it is for."""
    how: tuple[str, ...]
    """How to begin and what the movement is, line by line, whether it is spoken or not."""
    dose: RecordedDose
    dose_text: str
    """The dose in words, as it is spoken and shown."""
    frequency: str = field(default="", metadata=SPARSE)
    """How often it is done, in words, which is shown only; left out where nobody said so."""
    drawing: str = field(default="", metadata=SPARSE)
    """What its own drawing is made of, as its file has it; left out where it has none."""

    @property
    def shown(self) -> str:
        """The dose and how often, as sheets and pages have them."""
        return f"{self.dose_text} {self.frequency}".rstrip()


@dataclass(frozen=True, slots=True)
class RecordedSlot:
    """A stretch of the session."""

    __pydantic_config__: ClassVar = strict

    kind: SlotKind
    start_ms: int
    end_ms: int
    exercise: str | None
    """Name of the exercise it belongs to."""
    set: int | None
    """Which set, from 1."""
    rep: int | None
    """Which rep of the set and side, from 1; the cycle in paced breathing."""
    side: Side | None
    """The side that works."""


@dataclass(frozen=True, slots=True)
class RecordedCue:
    """A spoken line, or a tone, whose text is empty; so is that of a line which names a person."""

    __pydantic_config__: ClassVar = strict

    text: str
    """What is spoken."""
    role: str
    """What it is for: `count`, `phase`, `countdown`, `safety`."""
    voice: str
    """`coach` or `counter`; `tone` for a tone."""
    start_ms: int
    end_ms: int
    tone: ToneName | None = None
    """Which tone it is; none for words."""


@dataclass(frozen=True, slots=True)
class RecordedPlan:
    """What the programme that the session is a part of says: nothing of it names the patient."""

    __pydantic_config__: ClassVar = strict

    title: str
    """The programme's, in the session's language."""
    prescriber: str
    """The clinician who prescribed it."""
    review: str
    """Day of the clinician's review, as YYYY-MM-DD."""
    emergency_number: str
    """Whom to call in an emergency."""


@dataclass(frozen=True, slots=True)
class Warnings:
    """Signs to look for before exercising, by what they ask for."""

    __pydantic_config__: ClassVar = strict

    emergency: tuple[str, ...]
    """Get emergency care now."""
    ask_first: tuple[str, ...]
    """Do not exercise yet: ask a clinician first."""
    tell: tuple[str, ...]
    """Tell your physiotherapist; exercise is not forbidden."""


@dataclass(frozen=True, slots=True)
class SessionContent:
    """What is in a session and when: known before a byte of it is written."""

    __pydantic_config__: ClassVar = strict

    routine: str
    """Name of the routine."""
    title: str
    subtitle: str
    """What sets it apart from others of its routine: `12 minutes, no kneeling`; or empty."""
    language: str
    """ISO 639-1 code."""
    voices: dict[str, str]
    """Who spoke: the engine and voice of `coach` and `counter`, with the rate."""
    duration_ms: int
    needs: tuple[str, ...]
    """What must be at hand."""
    warnings: Warnings
    """Warning signs, to be shown wherever the session is offered."""
    programme: str | None
    """The programme that it is a part of."""
    episode: int | None
    """Its place among the programme's sessions, from 1, where these are made in order."""
    faded: dict[str, FadedTo]
    """What is explained less than at first, for one who knows it: exercises by name; `warning
    signs`, which are `short` where they are said in one sentence; and `the tones`."""
    plan: RecordedPlan | None
    """Who prescribed that, until when, and whom to call."""
    personal: bool
    """True when something spoken was left out of this record because it names a person."""
    chapters: tuple[Chapter, ...]
    exercises: tuple[RecordedExercise, ...]
    slots: tuple[RecordedSlot, ...]
    cues: tuple[RecordedCue, ...]
    silence: Silence = "plain"
    """What there is where nothing is heard: zeros, or a `carrier` that nobody hears, and that no
    player takes for silence."""
    under: Under = "none"
    """What sounds softly between what is said."""
    tailored: bool = field(default=False, metadata=SPARSE)
    """True when it was made for one person, by a profile; left out where it was not."""

    def to_json(self) -> str:
        """Write the content as JSON: one line for each slot and cue."""
        return _object(members(self))


@dataclass(frozen=True, slots=True)
class Media:
    """The MP3 that has this content: known when it is written."""

    __pydantic_config__: ClassVar = strict

    file: str
    """Name of the MP3, which lies beside this record."""
    bytes: int
    """Size of the MP3."""
    sha256: str
    """Of the MP3."""
    etag: str
    """Of the plan that the MP3 was written from, the same on every machine; a strong ETag."""


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """Everything about one finished session."""

    __pydantic_config__: ClassVar = strict

    version: Literal[2]
    """Of this format."""
    id: str
    """Random, kept when the session is built again."""
    content: SessionContent
    media: Media

    def to_json(self, content: str | None = None) -> str:
        """Write the record as it stands beside the MP3: one line for each slot and cue.

        Args:
            content: its content as JSON, where that was written before.
        """
        told = content or self.content.to_json()
        own = members(self) | {"content": _Written(told.replace("\n", "\n "))}
        return _object(own) + "\n"

    def named(self, file: str) -> SessionRecord:
        """Give the record of the same session, whose MP3 has another name."""
        return replace(self, media=replace(self.media, file=file))


class _Written(str):
    """What is JSON already."""

    __slots__ = ()


_ROWS = ("chapters", "exercises", "slots", "cues")  # a line for each of them
TIME_MEMBERS = ("start_ms", "end_ms")


def _object(members: Mapping[str, object], indent: str = "") -> str:
    """A JSON object with a line for each member."""
    inner = indent + " "
    lines = (f'{inner}"{name}": {_value(name, value, inner)}' for name, value in members.items())
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"


def _value(name: str, value: object, indent: str) -> str:
    if isinstance(value, _Written):
        return value
    if isinstance(value, Media):
        return _object(members(value), indent)
    if name in _ROWS and isinstance(value, tuple) and value:
        rows = f",\n{indent} ".join(_rows(value))
        return f"[\n{indent} {rows}\n{indent}]"
    return _encode(value)


def _rows(values: Sequence[DataclassInstance]) -> Iterable[str]:
    """Dataclasses of a kind, each as an object in one line: a session has a thousand of them.

    They are written column by column: few values of one differ.
    """
    kind = type(values[0])
    if _sparse(kind):
        return map(_encode, values)
    row = "{" + ", ".join(f'"{name}": %s' for name in member_names(kind)) + "}"
    columns = (_column(name, [*map(attrgetter(name), values)]) for name in member_names(kind))
    return map(row.__mod__, zip(*columns, strict=True))


def _column(name: str, values: list[object]) -> Iterable[object]:
    """A member of rows as JSON; times are whole numbers, no two of them alike."""
    if name in TIME_MEMBERS:
        return values
    known = {value: _encode(value) for value in {*values}}
    return map(known.__getitem__, values)


def members(value: DataclassInstance) -> dict[str, object]:
    """A dataclass as a mapping; `asdict` copies deeply, at ten times the cost."""
    sparse = _sparse(type(value))
    members = ((name, getattr(value, name)) for name in member_names(type(value)))
    return {name: member for name, member in members if member or name not in sparse}


@cache
def member_names(kind: type[DataclassInstance]) -> tuple[str, ...]:
    """The members of a dataclass, in their order."""
    return tuple(each.name for each in fields(kind))


@cache
def _sparse(kind: type[DataclassInstance]) -> frozenset[str]:
    """The fields that are left out where they are empty."""
    return frozenset(each.name for each in fields(kind) if each.metadata == SPARSE)


_encode = json.JSONEncoder(ensure_ascii=False, default=members).encode


def read_record(file: Path) -> SessionRecord:
    """Read a session record of this version or the one before.

    Raises:
        OutputError: it cannot be read, or is no session record; the message says where.
    """
    from pydantic_core import from_json

    try:
        data = from_json(read_bounded(file, MOST_RECORD_BYTES))
        version = data.get("version", VERSION) if isinstance(data, dict) else VERSION
        if version not in READABLE and isinstance(version, int):
            known = " and ".join(map(str, READABLE))
            raise OutputError("not-a-record/version", file=file, version=version, known=known)
        return _brought_up(data) if version == 1 else as_shape(SessionRecord, data)
    except OSError as error:
        raise OutputError("cannot-read", file=file, reason=error) from error
    except Misshapen as error:
        raise _no_record(file, error.place or "the start", error.reason) from error
    except ValueError as error:
        raise _no_record(file, "the start", str(error)) from error


def _brought_up(data: object) -> SessionRecord:
    from voicecoach.session.record_v1 import RecordV1, brought_up

    return brought_up(as_shape(RecordV1, data))


def _no_record(file: Path, place: str, reason: str) -> OutputError:
    return OutputError("not-a-record/shape", file=file, place=place, reason=reason)


def record_schema() -> dict[str, object]:
    """Describe the record as JSON Schema."""
    dialect = "https://json-schema.org/draft/2020-12/schema"
    schema: dict[str, object] = adapter(SessionRecord).json_schema()
    return {"$schema": dialect} | schema | {"title": "voicecoach session record"}
