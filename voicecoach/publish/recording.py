"""The MP3 of a session: a file, or a plan of what it would be."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from voicecoach.audio.tags import cover_of
from voicecoach.base.errors import OutputError
from voicecoach.base.intake import open_regular
from voicecoach.session.cover import picture_of

if TYPE_CHECKING:
    from voicecoach.session.plan import SessionPlan

_CHUNK = 1 << 20

Mp3Source: TypeAlias = "Path | SessionPlan"
"""A file, or a plan that gives its bytes."""


class Spliced(NamedTuple):
    """A session as browsers get it.

    Attributes:
        plan: as they read it.
        stem: of its file's name, which tells its content; that of the MP3 that is not there, too.
        files: paths of the shared files that it needs.
        size_bytes: of all of these and the plan.
    """

    plan: bytes
    stem: str
    files: tuple[str, ...]
    size_bytes: int


def cover_png(recording: Mp3Source) -> bytes | None:
    """Give the picture that it carries, if it does."""
    if isinstance(recording, Path):
        return cover_of(recording)
    return picture_of(recording.cover, recording.shelf.cache)


def size_bytes(recording: Mp3Source) -> int:
    """Give its length.

    Raises:
        OSError: the file is gone.
    """
    return recording.stat().st_size if isinstance(recording, Path) else recording.size


def mp3_chunks(recording: Mp3Source, sha256: str = "") -> Iterator[bytes]:
    """Give its bytes.

    Args:
        recording: the MP3.
        sha256: what a file is to have; it is not looked at where this is empty.

    Raises:
        OutputError: at the end, when a file is not what was expected.
        MissingFragment: the store of a plan has lost something.
    """
    return _read(recording, sha256) if isinstance(recording, Path) else recording.pieces()


def _read(file: Path, sha256: str) -> Iterator[bytes]:
    digest = hashlib.sha256()
    try:
        with open_regular(file) as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                yield chunk
    except OSError as error:
        raise OutputError("cannot-read", file=file, reason=error) from error
    if sha256 and digest.hexdigest() != sha256:
        raise another(file)


def another(mp3: Path) -> OutputError:
    """Make the error for a file that is not what its record tells of."""
    return OutputError("other-recording", mp3=mp3)
