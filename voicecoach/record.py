"""The session record: what is in an MP3 and when. Publishing and players read nothing else.

All times are those of the decoded MP3 with gapless trimming applied, in integer milliseconds.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Literal

from voicecoach.errors import OutputError

VERSION = 1

_strict = {"extra": "forbid", "use_attribute_docstrings": True}


SlotKind = Literal[
    "opening",
    "instruct",
    "settle",
    "move",
    "hold",
    "breathe",
    "rest",
    "switch",
    "transition",
    "say",
    "closing",
]


FadedTo = Literal["familiar", "known", "short"]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the session."""

    __pydantic_config__: ClassVar = _strict

    title: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class RecordedExercise:
    """An exercise, in the order in which it is done."""

    __pydantic_config__: ClassVar = _strict

    id: str
    """Its name in the library."""
    title: str
    position: str
    """Where the body is when its movement starts."""
    purpose: str
    """What it is for."""
    dose_text: str
    """Its dose in words."""


@dataclass(frozen=True, slots=True)
class RecordedSlot:
    """A stretch of the session."""

    __pydantic_config__: ClassVar = _strict

    kind: SlotKind
    start_ms: int
    end_ms: int
    exercise: str | None
    """Name of the exercise it belongs to."""
    set: int | None
    """Which set, from 1."""
    rep: int | None
    """Which rep of the set and side, from 1; the cycle in paced breathing."""
    side: Literal["left", "right"] | None
    """The side that works."""


@dataclass(frozen=True, slots=True)
class RecordedCue:
    """A spoken line, or a tone, whose text is empty; so is that of a line which names a person."""

    __pydantic_config__: ClassVar = _strict

    text: str
    """What is spoken."""
    role: str
    """What it is for: `count`, `phase`, `countdown`, `safety`."""
    voice: str
    """`coach` or `counter`; `tone` for a tone."""
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class RecordedPlan:
    """What the programme that the session is a part of says: nothing of it names the patient."""

    __pydantic_config__: ClassVar = _strict

    title: str
    """The programme's, in the session's language."""
    prescriber: str
    """The clinician who prescribed it."""
    review: str
    """Day of the clinician's review, as YYYY-MM-DD."""
    emergency_number: str
    """Whom to call in an emergency."""


@dataclass(frozen=True, slots=True)
class SessionContent:
    """What is in a session and when: known before a byte of it is written."""

    __pydantic_config__: ClassVar = _strict

    routine: str
    """Name of the routine."""
    title: str
    language: str
    """ISO 639-1 code."""
    voices: dict[str, str]
    """Who spoke: the engine and voice of `coach` and `counter`, with the rate."""
    duration_ms: int
    needs: tuple[str, ...]
    """What must be at hand."""
    red_flags: tuple[str, ...]
    """Warning signs, to be shown wherever the session is offered."""
    programme: str | None
    """The programme that it is a part of."""
    plan: RecordedPlan | None
    """Who prescribed that, until when, and whom to call."""
    episode: int | None
    """Its place among the programme's sessions, from 1, where these are made in order."""
    personal: bool
    """True when something spoken was left out of this record because it names a person."""
    faded: dict[str, FadedTo]
    """What is explained less than at first, for one who knows it: exercises by name, and `warning
    signs`, which are `short` where they are said in one sentence."""
    chapters: tuple[Chapter, ...]
    exercises: tuple[RecordedExercise, ...]
    slots: tuple[RecordedSlot, ...]
    cues: tuple[RecordedCue, ...]

    def record(self, *, id: str, file: str, bytes: int, sha256: str) -> SessionRecord:
        """The record of a session with this content, once its MP3 is written."""
        content = _members(self, SessionContent)
        return SessionRecord(
            version=VERSION, id=id, file=file, bytes=bytes, sha256=sha256, **content
        )

    def to_json(self) -> str:
        """The content as JSON: one line for each slot and cue."""
        return _json(_members(self, SessionContent))


@dataclass(frozen=True, slots=True)
class SessionRecord(SessionContent):
    """Everything about one finished session."""

    __pydantic_config__: ClassVar = _strict

    version: int
    """Of this format: 1."""
    id: str
    """Random, kept when the session is built again."""
    file: str
    """Name of the MP3, which lies beside this record."""
    bytes: int
    """Size of the MP3."""
    sha256: str
    """Of the MP3."""

    def to_json(self) -> str:
        """The record as it stands beside the MP3: one line for each slot and cue."""
        members = _members(self, SessionContent, SessionRecord)
        return _json({name: members[name] for name in dict.fromkeys((*_FIRST, *members))})


_ROWS = ("chapters", "exercises", "slots", "cues")
_FIRST = (
    *("version", "id", "file", "routine", "title", "language", "voices", "duration_ms"),
    *("bytes", "sha256"),
)


def _json(members: dict[str, Any]) -> str:
    encode = json.JSONEncoder(ensure_ascii=False).encode
    parts = []
    for name, value in members.items():
        if name in _ROWS and value:
            rows = ",\n  ".join(encode(_members(row, type(row))) for row in value)
            parts.append(f' "{name}": [\n  {rows}\n ]')
        else:
            inner = _members(value, RecordedPlan) if isinstance(value, RecordedPlan) else value
            parts.append(f' "{name}": {encode(inner)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _members(value: Any, *kinds: Any) -> dict[str, Any]:
    """A dataclass as a mapping of its own fields; `asdict` copies deeply, at ten times the cost.

    Args:
        value: the dataclass.
        kinds: the classes whose fields are meant.
    """
    return {name: getattr(value, name) for kind in kinds for name in kind.__slots__}


def read_record(file: Path) -> SessionRecord:
    """Read a session record.

    Raises:
        OutputError: it cannot be read, or is no session record; the message says where.
    """
    from pydantic import ValidationError

    try:
        record: SessionRecord = _adapter().validate_json(file.read_bytes())
    except OSError as error:
        raise OutputError(f"cannot read {file}: {error.strerror or error}") from error
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(key) for key in fault["loc"]) or "the start"
        raise OutputError(
            f"{file} is not a session record: at {place}: {fault['msg']}",
            "Give the .json file that 'voicecoach build' wrote beside the MP3.",
        ) from error
    if record.version != VERSION:
        raise OutputError(
            f"{file} is a session record of version {record.version}; this program reads {VERSION}",
            "Build the session again.",
        )
    return record


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(SessionRecord)


def record_schema() -> dict[str, Any]:
    """The JSON Schema of the record."""
    dialect = "https://json-schema.org/draft/2020-12/schema"
    schema: dict[str, Any] = _adapter().json_schema()
    return {"$schema": dialect} | schema | {"title": "voicecoach session record"}
