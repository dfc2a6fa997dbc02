"""What ends a command from outside: what it is in truth, and what to do about it.

A machine that has no room, no memory or no file descriptors left shows it wherever the program
happens to be. Each of these causes is known by its sign alone, and told as what it is.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Sequence
from pathlib import Path

import click

from voicecoach.base.errors import OutputError, Stopped, VoicecoachError

_LOOP = re.compile("Symlink loop from '(.*)'", re.DOTALL)
_MANY_FILES = (errno.EMFILE, errno.ENFILE)


def refusal_of(error: Exception, stands: Sequence[str]) -> VoicecoachError:
    """Tell an error as what a person can act on.

    Args:
        error: whatever ended the command.
        stands: what was done before.
    """
    if isinstance(error, OutputError) and not _has_folder():  # it looks as if files were not there
        return OutputError("machine/folder")
    if isinstance(error, VoicecoachError):
        return error
    if isinstance(error, click.Abort):
        return stopped(stands)
    return _cause(error) or VoicecoachError(
        "unexpected", error=type(error).__name__, reason=str(error)
    )


def stopped(stands: Sequence[str]) -> Stopped:
    """Say that somebody stopped the command, and what it had done by then."""
    return Stopped("stopped/done", done=[*stands]) if stands else Stopped("stopped/nothing")


def _cause(error: Exception) -> VoicecoachError | None:
    if isinstance(error, MemoryError):
        return VoicecoachError("machine/memory")
    if isinstance(error, RuntimeError) and "start new thread" in str(error):
        return VoicecoachError("machine/threads")
    if getattr(error, "errno", None) in _MANY_FILES or "Too many open files" in str(error):
        return OutputError("machine/files")
    if not _has_folder():
        return OutputError("machine/folder")
    if loop := _LOOP.fullmatch(str(error)):  # as `Path.resolve` says it
        reason = OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        return OutputError("cannot-use", file=loop[1], reason=reason)
    if isinstance(error, OSError) and error.filename is not None:
        return OutputError("cannot-use", file=os.fsdecode(error.filename), reason=error)
    return None


def _has_folder() -> bool:
    """Whether the folder that the program was started in is still there."""
    try:
        os.stat(os.curdir)  # noqa: PTH116 # Path.cwd asks the same, and fails without a reason
        Path.cwd()
    except OSError:
        return False
    return True
