"""In a worker: reads what the studio asks for, and ends with it.

The pipe of the requests is open at its other end as long as the studio lives: a thread reads it, so
that its end is seen whatever the worker is doing, on every system.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

_BLOCK_BYTES = 65_536


def requests_from(pipe: int, folder: Path) -> Iterator[bytes]:
    """Yield the lines of a pipe; at its end this process ends, with all that it has started.

    Args:
        pipe: whose other end only the studio has.
        folder: what lies about, which is removed then where it is empty.
    """
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=[pipe, folder, lines], daemon=True).start()
    while True:
        yield lines.get()


def _read(pipe: int, folder: Path, lines: queue.SimpleQueue[bytes]) -> None:
    rest = b""
    with contextlib.suppress(OSError):
        while block := os.read(pipe, _BLOCK_BYTES):  # no buffer, whose lock a fork would inherit
            *whole, rest = (rest + block).split(b"\n")
            for line in whole:
                lines.put(line)
    with contextlib.suppress(OSError):  # the studio is gone without a chance to do this
        folder.rmdir()
    _end_all()


def _end_all() -> None:
    """End this process and its programs; on POSIX they are of its group, which it leads."""
    if sys.platform != "win32":
        if os.getpgrp() == os.getpid():
            os.killpg(os.getpgrp(), signal.SIGKILL)
    else:
        import psutil

        for program in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.Error):
                program.kill()
    os._exit(1)
