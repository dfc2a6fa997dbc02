"""Files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import field
from io import FileIO
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Self

from voicecoach.base.errors import OutputError
from voicecoach.base.intake import NoRegularFile, open_regular
from voicecoach.base.litter import held, part_name, sweep
from voicecoach.base.names import check_file_name
from voicecoach.base.values import dataclass

_BLOCK_BYTES = 512 * 1024
_LEAST_ROOM = 8_000_000  # bytes: a line as a sound file has less
_NO_ROOM = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_NO_RIGHT = (errno.EACCES, errno.EPERM, errno.EROFS)


@dataclass(frozen=True, slots=True)
class Written:
    """What a file holds: bytes and their SHA-256 in hexadecimal.

    Attributes:
        is_new: it is written; else the same bytes stood there, and it was not touched.
    """

    size_bytes: int
    sha256: str
    is_new: bool


@dataclasses.dataclass(slots=True, eq=False, repr=False)
class Staging:
    """Writes files under temporary names beside their places, and moves them there together.

    A file that is there with the same bytes is not written again: it keeps its time. Leaving the
    `with` block normally moves them, in the order in which they were written; leaving it by an
    exception removes them, and the files of before stay as they were.

    Attributes:
        folder: of the files.
        private: nobody but their owner may read them, at no moment.
        public: everybody may read them, whatever this process lets others do by default.

    Raises:
        OutputError: no space, no permission, or no such folder.
    """

    folder: Path
    private: bool = False
    public: bool = False
    _staged: list[tuple[Path, Path]] = field(default_factory=list)
    _held: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    def __enter__(self) -> Self:
        _make(self.folder)
        sweep(self.folder)
        return self

    def write(self, name: str, chunks: Iterable[bytes]) -> Written:
        """Write one file.

        Args:
            name: of the file in the folder.
            chunks: its content.
        """
        target = self.folder / name
        check_file_name(target)
        digest = hashlib.sha256()
        pieces = _digested(in_blocks(chunks), digest)
        try:
            _refuse_special(target)
            with _standing(target, self.private) as before:
                same_bytes, rest = _compare(before, pieces)
                if rest is None:
                    self._open_to_all(target)
                    return Written(same_bytes, digest.hexdigest(), is_new=False)
                size_bytes = self._stage(target, chain(_beginning(before, same_bytes), rest))
        except OSError as error:
            raise cannot_write(target, error) from error
        return Written(size_bytes, digest.hexdigest(), is_new=True)

    def _stage(self, target: Path, chunks: Iterable[bytes]) -> int:
        """Write a temporary file; returns its size."""
        temporary = self.folder / part_name()
        self._staged.append((temporary, target))
        with open(temporary, "xb", opener=_private if self.private else None) as stream:
            self._held.enter_context(held(temporary))
            stream.writelines(chunks)
            self._open_to_all(temporary)
            return stream.tell()

    def _open_to_all(self, file: Path) -> None:
        if self.public:
            file.chmod(0o644)

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
            self._held.close()

    def _move(self) -> None:
        for temporary, target in self._staged:
            try:
                temporary.replace(target)
            except OSError as error:
                raise cannot_write(target, error) from error


def _refuse_special(target: Path) -> None:
    """Refuse to put a file in the place of a device or a folder."""
    try:
        mode = target.stat().st_mode
    except OSError:
        return
    if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) or stat.S_ISDIR(mode):
        raise NoRegularFile(target)


@contextlib.contextmanager
def _standing(target: Path, private: bool) -> Iterator[FileIO | None]:
    """Open what is there; None where that is nothing, or readable by whom it should not be."""
    try:
        before = open_regular(target)
    except OSError:
        yield None
        return
    with before:
        shown = private and os.fstat(before.fileno()).st_mode & 0o077
        yield None if shown else before


def _compare(before: FileIO | None, chunks: Iterator[bytes]) -> tuple[int, Iterable[bytes] | None]:
    """Compare a file with what it is to hold.

    Returns:
        How many bytes of its beginning stay, and what follows them; None when it stays whole.
    """
    same_bytes = 0
    for chunk in chunks:
        if before is None or before.read(len(chunk)) != chunk:
            return same_bytes, chain([chunk], chunks)
        same_bytes += len(chunk)
    return same_bytes, [] if before is None or before.read(1) else None


def _beginning(before: FileIO | None, size_bytes: int) -> Iterator[bytes]:
    """Read the first bytes of a file."""
    if before is not None:
        before.seek(0)
        for begin in range(0, size_bytes, _BLOCK_BYTES):
            yield before.read(min(_BLOCK_BYTES, size_bytes - begin))


def _digested(chunks: Iterable[bytes], digest: hashlib._Hash) -> Iterator[bytes]:
    for chunk in chunks:
        digest.update(chunk)
        yield chunk


def in_blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Join chunks to blocks of half a megabyte: to write a file in many small ones costs double."""
    block: list[bytes] = []
    size = 0
    for chunk in chunks:
        block.append(chunk)
        size += len(chunk)
        if size >= _BLOCK_BYTES:
            yield b"".join(block)
            block, size = [], 0
    if block:
        yield b"".join(block)


def check_writable(folder: Path) -> None:
    """Make a folder, and see that a file can be put there.

    Raises:
        OutputError: it cannot.
    """
    _make(folder)
    probe = folder / part_name()
    try:
        probe.touch()
        probe.unlink(missing_ok=True)  # who sweeps may have been faster
    except OSError as error:
        raise cannot_write(folder, error) from error


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error


def write_file(path: Path, text: str, *, private: bool = False) -> None:
    """Write one text file, whole or not at all.

    Args:
        path: the file.
        text: what it holds.
        private: nobody but its owner may read it.

    Raises:
        OutputError: it cannot be written; what was there before is as it was.
    """
    with Staging(path.parent, private) as staging:
        staging.write(path.name, [text.encode()])


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def check_room(folder: Path) -> None:
    """See that a folder has room for what is made on the way.

    Raises:
        OutputError: its disk is full.
    """
    import shutil  # a warm build makes nothing

    try:
        free_bytes = shutil.disk_usage(folder).free
    except OSError as error:
        raise cannot_write(folder, error) from error
    if free_bytes < _LEAST_ROOM:
        raise cannot_write(folder, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))


def cannot_write(path: Path, error: OSError) -> OutputError:
    """The error for a file that could not be written, with what helps against its cause."""
    if error.errno in _NO_ROOM:
        return OutputError("cannot-write/room", file=path, reason=error)
    if error.errno in _NO_RIGHT:
        return OutputError("cannot-write/right", file=path, reason=error)
    return OutputError("cannot-write", file=path, reason=error)
