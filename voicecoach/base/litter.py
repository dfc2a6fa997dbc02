"""What a run leaves when it is killed, and how the next one knows that nobody needs it any more.

A temporary name says which process made it, and that process holds a lock on it until it is moved
or removed. What is not locked, and whose process has ended, is swept by the next run that meets it.
Both are asked: in another container a living process has no number here, but its lock is seen.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

_PART = re.compile(r"\.(\d+)-[0-9a-f]{12}\.part")
_SCRATCH = re.compile(r"voicecoach-(\d+)-.+")
# An earlier process may have had the number of this one, as the first of a container has: what is
# older than this was left by it. File systems round times to some milliseconds.
_BEGAN_S = time.time() - 0.05


def part_name() -> str:
    """Return a name for a file that is being written, beside the place where it will be."""
    return f".{os.getpid()}-{os.urandom(6).hex()}.part"


def is_part(name: str) -> bool:
    """Tell whether a file is one that was being written."""
    return _PART.fullmatch(name) is not None


@contextlib.contextmanager
def held(place: Path) -> Iterator[None]:
    """Hold a temporary file or folder: nobody sweeps it meanwhile."""
    handle = _locked(place)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def sweep(folder: Path) -> None:
    """Remove the files that killed runs were writing to a folder."""
    _sweep(folder, _PART)


def new_scratch(within: Path | None = None) -> Path:
    """Make a temporary folder, which a run after this one sweeps; those of ended runs go first.

    Args:
        within: the folder that it lies in; where temporary folders are unless given.
    """
    import tempfile  # this and `shutil` take longer to load than a warm build has

    for place in [str(within)] if within else _temporary_places():
        _sweep(Path(place), _SCRATCH)
        with contextlib.suppress(OSError):
            return Path(tempfile.mkdtemp(prefix=f"voicecoach-{os.getpid()}-", dir=place))
    return Path(tempfile.mkdtemp(prefix=f"voicecoach-{os.getpid()}-", dir=within))


def _temporary_places() -> Iterator[str]:
    """Where temporary folders may be, the best first.

    Python asks the same places, by a file of a name that no later run would know for its own.
    """
    import tempfile

    if tempfile.tempdir is not None:
        yield tempfile.tempdir
        return
    yield from filter(None, map(os.environ.get, ("TMPDIR", "TEMP", "TMP")))
    if sys.platform != "win32":
        yield from ("/tmp", "/var/tmp")  # a folder of its own is made in it


@contextlib.contextmanager
def scratch(within: Path | None = None) -> Iterator[Path]:
    """Make a temporary folder, which is gone afterwards; those of killed runs go first.

    Args:
        within: the folder that it lies in; where temporary folders are unless given.
    """
    import shutil

    folder = new_scratch(within)
    try:
        with held(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(folder: Path, pattern: re.Pattern[str]) -> None:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            found = pattern.fullmatch(entry.name)
            if found and _is_left(Path(entry.path), int(found[1])):
                _remove(Path(entry.path))


def _is_left(place: Path, process: int) -> bool:
    """Whether nobody uses what a process has made."""
    try:
        status = place.lstat()
        if sys.platform != "win32" and status.st_uid != os.getuid():
            return False
        if status.st_mtime >= _BEGAN_S if process == os.getpid() else _lives(process):
            return False
        handle = _locked(place)
    except OSError:
        return False
    if handle is not None:
        os.close(handle)
    return True


def _lives(process: int) -> bool:
    if sys.platform == "win32":
        import psutil

        return bool(psutil.pid_exists(process))
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # somebody else's, or no number of a process
        return True
    return True


def _locked(place: Path) -> int | None:
    """Lock a file or folder; None where the system locks none that are to be moved.

    Raises:
        OSError: another process holds it, or it cannot be opened.
    """
    if sys.platform == "win32":
        return None
    import fcntl

    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
    handle = os.open(place, flags)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BaseException:
        os.close(handle)
        raise
    return handle


def _remove(place: Path) -> None:
    import shutil

    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place, ignore_errors=True)
        return
    with contextlib.suppress(OSError):
        place.unlink()
