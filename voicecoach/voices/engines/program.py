"""Outside programs: where one is, and running it on one text."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from voicecoach.base.errors import VoiceError
from voicecoach.base.messages import Phrase, phrase

_SAID_CHARACTERS = 200  # of what a program complained, from the end


def find_program(name: str) -> Path | None:
    """Find a program by its name on the search path, or by its path.

    A link is not followed: a virtual environment's python knows by its own path what belongs to it.
    """
    import shutil

    found = shutil.which(name)
    return Path(found).absolute() if found else None


def run_program(arguments: Sequence[str], text: str | None) -> None:
    """Run a program to its end, never through a shell; in a worker, under its time limit.

    Args:
        arguments: the program and what it gets.
        text: for its standard input, as UTF-8; None leaves that empty.

    Raises:
        VoiceError: it cannot be started, takes too long, or reports a failure.
    """
    import subprocess
    import tempfile

    name = Path(arguments[0]).name
    given = None if text is None else text.encode()
    with tempfile.TemporaryFile() as said:  # not memory: some print without end
        try:
            done = subprocess.run(
                arguments,
                input=given,
                stdin=subprocess.DEVNULL if given is None else None,
                stdout=subprocess.DEVNULL,
                stderr=said,
                timeout=_time_left_s(),
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise VoiceError("voice-failed/too-long") from None
        except OSError as error:
            raise VoiceError("voice-failed/program-start", program=name, reason=error) from error
        if done.returncode:
            raise VoiceError.of(_ended(name, done.returncode, said.fileno()))


def _time_left_s() -> float | None:
    """Return most of what is left until the worker's alarm, which would orphan the program."""
    import signal

    if not hasattr(signal, "getitimer"):
        return None  # there the studio's deadline ends the worker
    return 0.9 * signal.getitimer(signal.ITIMER_REAL)[0] or None


def _ended(name: str, code: int, said: int) -> Phrase:
    facts = {"program": name, "complaint": _complaint(said)}
    if code > 0:
        return phrase("voice-failed/program", exit_code=code, **facts)
    return phrase("voice-failed/program-crash", signal=-code, **facts)


def _complaint(said: int) -> Phrase | str:
    size = os.fstat(said).st_size
    os.lseek(said, max(0, size - 4 * _SAID_CHARACTERS), os.SEEK_SET)
    text = " ".join(os.read(said, 4 * _SAID_CHARACTERS).decode(errors="replace").split())
    if len(text) > _SAID_CHARACTERS:
        text = "\u2026" + text[1 - _SAID_CHARACTERS :]
    return phrase("voice-failed/complaint", text=text) if text else ""
