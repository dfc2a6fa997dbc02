"""What tests change in session records."""

from __future__ import annotations

import json
from dataclasses import fields, replace

from voicecoach.session.record import Media, SessionContent, SessionRecord

_CONTENT = {field.name for field in fields(SessionContent)}
_MEDIA = {field.name for field in fields(Media)}


def changed(record: SessionRecord, **changes: object) -> SessionRecord:
    """A record with members that differ, wherever in it they are."""
    content = {name: value for name, value in changes.items() if name in _CONTENT}
    media = {name: value for name, value in changes.items() if name in _MEDIA}
    own = {name: value for name, value in changes.items() if name not in _CONTENT | _MEDIA}
    return replace(
        record,
        content=replace(record.content, **content),  # type: ignore[arg-type]
        media=replace(record.media, **media),  # type: ignore[arg-type]
        **own,  # type: ignore[arg-type]
    )


def signs_of(content: SessionContent) -> tuple[str, ...]:
    """All warning signs, the most urgent first."""
    found = content.warnings
    return *found.emergency, *found.ask_first, *found.tell


def as_version_1(content: SessionContent, media: Media, identity: str = "0" * 32) -> str:
    """What version 1 said of a session."""
    old = json.loads(content.to_json())
    warnings = old.pop("warnings")
    old["red_flags"] = [sign for group in warnings.values() for sign in group]
    for new in ("subtitle", "episode", "faded", "silence", "under"):
        del old[new]
    for exercise in old["exercises"]:
        del exercise["how"], exercise["dose"]
    mp3 = {"file": media.file, "bytes": media.bytes, "sha256": media.sha256}
    return json.dumps({"version": 1, "id": identity} | mp3 | old)
