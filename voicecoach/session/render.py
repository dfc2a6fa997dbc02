"""A plan becomes bytes: all of them or a part, to a stream or to files."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path
from typing import BinaryIO, NamedTuple

from voicecoach.base.files import Staging
from voicecoach.base.intake import open_regular
from voicecoach.session.captions import webvtt
from voicecoach.session.plan import SessionPlan
from voicecoach.session.record import VERSION, Media, SessionRecord

_HEAD_BYTES = 200  # of a record: its version and its id, which stand before its content
_ID = re.compile(rb'"id": *"([0-9a-f]{32})"')


class Saved(NamedTuple):
    """The files of a session.

    Attributes:
        is_new: the MP3 is written; else it stood there as it is, and was not touched.
    """

    mp3: Path
    record_file: Path
    vtt: Path
    record: SessionRecord
    is_new: bool


def render(plan: SessionPlan, stream: BinaryIO, start: int = 0, stop: int | None = None) -> int:
    """Write a session's MP3, or a part of it.

    Args:
        plan: the session.
        stream: takes the bytes.
        start: the first byte.
        stop: the byte after the last; the end unless given.

    Returns:
        How many bytes were written.
    """
    return sum(stream.write(piece) for piece in plan.pieces(start, stop))


def save(plan: SessionPlan, target: Path) -> Saved:
    """Write MP3, WebVTT and record, whole or not at all; the record tells of the others.

    Args:
        plan: the session.
        target: the MP3's path; record and WebVTT go beside it.

    Raises:
        OutputError: the files could not be written; those of before are as they were.
    """
    record_file, vtt = target.with_suffix(".json"), target.with_suffix(".vtt")
    content = plan.content
    with Staging(target.parent) as staging:
        written = staging.write(target.name, plan.pieces())
        media = Media(target.name, written.size_bytes, written.sha256, plan.etag)
        record = SessionRecord(VERSION, _kept_id(record_file), content, media)
        captions = webvtt(content.cues, content.language)
        staging.write(vtt.name, (part.encode() for part in captions))
        staging.write(record_file.name, [record.to_json(plan.told.json).encode()])
    return Saved(target, record_file, vtt, record, written.is_new)


def _kept_id(record_file: Path) -> str:
    """The id of the session that is built again, or a new one."""
    with contextlib.suppress(OSError), open_regular(record_file) as stream:
        if kept := _ID.search(stream.read(_HEAD_BYTES)):
            return kept[1].decode()
    return os.urandom(16).hex()  # not from `secrets`, which takes 6 ms to import
