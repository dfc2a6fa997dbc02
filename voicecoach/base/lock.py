"""One process at a time, where two would undo what the other does."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from voicecoach.base.errors import VoicecoachError
from voicecoach.base.files import cannot_write


@contextlib.contextmanager
def exclusive_lock(lock: Path, busy: VoicecoachError) -> Iterator[None]:
    """Keep other processes from the same work; the system forgets a dead one.

    Args:
        lock: a file for nothing else, in a folder that is made; it stays there, empty.
        busy: raised when another process is at it.

    Raises:
        VoicecoachError: another process is at it.
        OutputError: no permission.
    """
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        stream = lock.open("ab")
    except OSError as error:
        raise cannot_write(lock.parent, error) from error
    with stream:
        try:
            _lock(stream.fileno())
        except OSError as error:
            raise busy from error
        yield


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
