"""One process at a time, where two would undo what the other does."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from voicecoach.base.errors import VoicecoachError
from voicecoach.base.files import cannot_write

_ASKED_AGAIN_S = 0.02


@contextlib.contextmanager
def exclusive_lock(lock: Path, busy: VoicecoachError, wait_s: float = 0) -> Iterator[None]:
    """Keep other processes from the same work; the system forgets a dead one.

    Args:
        lock: a file for nothing else, in a folder that is made; it stays there, empty.
        busy: raised when another process is at it.
        wait_s: for how long to wait for it, where its work is short.

    Raises:
        VoicecoachError: another process is at it.
        OutputError: no permission.
    """
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        stream = open(lock, "ab", opener=_opened)  # noqa: SIM115 # it is closed below
    except OSError as error:
        raise cannot_write(lock.parent, error) from error
    with stream:
        until_s = time.monotonic() + wait_s
        while True:
            try:
                _lock(stream.fileno())
                break
            except OSError as error:
                if time.monotonic() >= until_s:
                    raise busy from error
                time.sleep(_ASKED_AGAIN_S)
        yield


def _opened(path: str, flags: int) -> int:
    """Open what is there, without waiting for somebody at the other end of a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0), 0o666)


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
