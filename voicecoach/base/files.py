"""Files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import hashlib
import os
from collections.abc import Iterable
from dataclasses import field
from pathlib import Path
from types import TracebackType
from typing import Self

from voicecoach.base.errors import OutputError
from voicecoach.base.values import dataclass

_NO_ROOM = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_NO_RIGHT = (errno.EACCES, errno.EPERM, errno.EROFS)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written to a file: bytes and their SHA-256 in hexadecimal."""

    size_bytes: int
    sha256: str


@dataclasses.dataclass(slots=True)
class Staging:
    """Writes files under temporary names beside their places, and moves them there together.

    Leaving the `with` block normally moves them, in the order in which they were written; leaving
    it by an exception removes them, and the files of before stay as they were.

    Raises:
        OutputError: no space, no permission, or no such folder.
    """

    folder: Path
    _staged: list[tuple[Path, Path]] = field(default_factory=list)

    def __enter__(self) -> Self:
        check_writable(self.folder)
        return self

    def write(self, name: str, chunks: Iterable[bytes]) -> Written:
        """Write one file."""
        target = self.folder / name
        temporary = self.folder / f".{os.urandom(6).hex()}.part"
        self._staged.append((temporary, target))
        digest = hashlib.sha256()
        size = 0
        try:
            with temporary.open("xb") as stream:
                for chunk in chunks:
                    digest.update(chunk)
                    size += stream.write(chunk)
        except OSError as error:
            raise cannot_write(target, error) from error
        return Written(size, digest.hexdigest())

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _at: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._move()
        finally:
            for temporary, _ in self._staged:
                with contextlib.suppress(OSError):
                    temporary.unlink()

    def _move(self) -> None:
        for temporary, target in self._staged:
            try:
                temporary.replace(target)
            except OSError as error:
                raise cannot_write(target, error) from error


def check_writable(folder: Path) -> None:
    """Make a folder, and see that a file can be put there.

    Raises:
        OutputError: it cannot.
    """
    probe = folder / f".{os.urandom(6).hex()}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise cannot_write(folder, error) from error


def write_file(path: Path, text: str) -> None:
    """Write one text file, whole or not at all."""
    with Staging(path.parent) as staging:
        staging.write(path.name, [text.encode()])


def cannot_write(path: Path, error: OSError) -> OutputError:
    """The error for a file that could not be written, with what helps against its cause."""
    if error.errno in _NO_ROOM:
        return OutputError("cannot-write/room", file=path, reason=error)
    if error.errno in _NO_RIGHT:
        return OutputError("cannot-write/right", file=path, reason=error)
    return OutputError("cannot-write", file=path, reason=error)
