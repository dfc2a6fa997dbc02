"""The standard streams of a run: there, whatever became of them, and never in the way of work.

What is printed comes behind what was done. A full disk behind standard output, a pipe that nobody
reads any more, or a stream that was closed therefore stops nothing: it is noted here, and told once
at the end.
"""

from __future__ import annotations

import errno
import io
import os
import select
import sys
from typing import TextIO

_SPARED: dict[str, OSError] = {}  # by the stream's name, what first went wrong with it


class _Spared(io.RawIOBase):
    """Where a stream's bytes go, or nowhere once that has failed."""

    def __init__(self, name: str, handle: int | None) -> None:
        self._name = name
        self._handle = handle

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._handle is not None and os.isatty(self._handle)

    def fileno(self) -> int:
        if self._handle is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        return self._handle

    def write(self, data: object, /) -> int:
        content = memoryview(data).cast("B")  # type: ignore[arg-type] # a buffer, as io gives it
        if self._name in _SPARED:
            return len(content)
        try:
            return self._written(content)
        except OSError as error:
            _SPARED[self._name] = error
            return len(content)

    def _written(self, content: memoryview) -> int:
        while True:
            try:
                return os.write(self.fileno(), content)
            except BlockingIOError:  # whoever reads has not kept up
                select.select([], [self.fileno()], [])


def open_streams() -> None:
    """Put streams that spare the program in the place of the standard ones.

    A stream that was closed before the program began is nowhere, and its number is kept from the
    files that are opened later.
    """
    closed = [stream is None for stream in (sys.stdin, sys.stdout, sys.stderr)]
    while (handle := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(handle)
    if closed[0]:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stdout = _spared(sys.stdout, "standard output", None if closed[1] else 1)
    sys.stderr = _spared(sys.stderr, "standard error", None if closed[2] else 2)


def failed_output() -> OSError | None:
    """What became of standard output, where it could not take all that was printed."""
    sys.stdout.flush()
    return _SPARED.get("standard output")


def _spared(stream: TextIO | None, name: str, handle: int | None) -> TextIO:
    if sys.platform == "win32" and handle is not None and os.isatty(handle):
        assert stream is not None
        return stream  # a console has calls of its own, and is never full
    encoding = getattr(stream, "encoding", None) or "utf-8"
    buffered = io.BufferedWriter(_Spared(name, handle))
    return io.TextIOWrapper(buffered, encoding, "backslashreplace", line_buffering=True)
