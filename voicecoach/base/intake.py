"""What comes from outside as a file: looked at before it is read, and never more than it may be."""

from __future__ import annotations

import errno
import os
import stat
from io import FileIO
from pathlib import Path

_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)


class TooLarge(OSError):
    """A file has more bytes than such files have.

    Attributes:
        size_bytes: so many at least.
        most: that it may have, with their unit.
    """

    def __init__(self, file: Path, size_bytes: int, most_bytes: int) -> None:
        self.most = _size(most_bytes)
        said = f"it has more than {self.most}, the most that such a file may have"
        super().__init__(errno.EFBIG, said, str(file))
        self.size_bytes = size_bytes


class NoRegularFile(OSError):
    """A pipe, a device, a folder: not what has a beginning and an end."""

    def __init__(self, file: Path) -> None:
        super().__init__(errno.EINVAL, "it is no regular file", str(file))


def open_regular(file: Path | str, most_bytes: int | None = None) -> FileIO:
    """Open a file to read; nothing is waited for, whatever lies there.

    Args:
        file: its path.
        most_bytes: how large it may be.

    Raises:
        TooLarge: it is larger.
        NoRegularFile: it is a pipe, a device or a folder.
        OSError: it cannot be read.
    """
    handle = os.open(file, _FLAGS | _AT_ONCE)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise NoRegularFile(Path(file))
        if most_bytes is not None and status.st_size > most_bytes:
            raise TooLarge(Path(file), status.st_size, most_bytes)
        return FileIO(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def read_bounded(file: Path, most_bytes: int) -> bytes:
    """Read a whole file.

    Args:
        file: its path.
        most_bytes: how large it may be.

    Raises:
        TooLarge: it is larger.
        NoRegularFile: it is a pipe, a device or a folder.
        OSError: it cannot be read.
    """
    with open_regular(file, most_bytes) as stream:
        size_bytes = os.fstat(stream.fileno()).st_size
        content = stream.read(size_bytes + 1)
    if len(content) > size_bytes:
        raise OSError(errno.EBUSY, "it is being written", str(file))
    return content


def _size(size_bytes: int) -> str:
    if size_bytes >= 1_000_000:
        return f"{size_bytes / 1e6:.0f} MB"
    return f"{size_bytes // 1024} KiB"
