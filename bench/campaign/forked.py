"""Runs the program in a fork of this process, which has it imported: a try costs no start.

Each run is a process of its own, with its environment, standard streams and current folder; so its
processor time and memory are measured, and it can be killed at any moment.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

from bench.campaign.running import LIMIT_S, Ran, environment, spent
from voicecoach import cli

CHANGES = frozenset({"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.link"})
"""Events that change what lies in a folder; opening a file to write it is one, too."""

Before = Callable[[], object]


def in_fork(
    arguments: Sequence[str], folder: Path, home: Path, before: Before | None = None
) -> Ran:
    """Run the program to its end.

    Args:
        arguments: of the program.
        folder: it runs in.
        home: of its user, see `running.environment`.
        before: called in the fork, first; such as what kills it later.
    """
    with tempfile.TemporaryFile() as said:
        child = os.fork()
        if not child:
            _run(arguments, folder, home, said.fileno(), before)
        _, status, usage = os.wait4(child, 0)
        said.seek(0)
        text = said.read().decode(errors="replace")
    return Ran(os.waitstatus_to_exitcode(status), text, *spent(usage))


def _run(
    arguments: Sequence[str], folder: Path, home: Path, said: int, before: Before | None
) -> None:
    """Be the program, and end."""
    code = 1
    try:
        atexit._clear()  # what this process is to do at its own end
        signal.alarm(LIMIT_S)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for handle, stream in enumerate((nothing, said, said)):
            os.dup2(stream, handle)
        sys.stdin, sys.stdout, sys.stderr = _stream(0, "r"), _stream(1, "w"), _stream(2, "w")
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment(home))
        tempfile.tempdir = None
        sys.argv[1:] = arguments
        if before:
            before()
        cli.main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        atexit._run_exitfuncs()
    finally:
        os._exit(code)


def _stream(handle: int, mode: str) -> IO[Any]:
    """A standard stream, which keeps its number when another takes its place."""
    return os.fdopen(handle, mode, closefd=False)


def killed_before(number: int) -> Before:
    """Have the run killed before it changes a file for the so-manieth time, from 0."""
    left = number

    def watch(event: str, facts: tuple[object, ...]) -> None:
        nonlocal left
        if _changes(event, facts):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return lambda: sys.addaudithook(watch)


def counted(file: Path) -> Before:
    """Have the number of changes be written to a file, as dots."""

    def watch(event: str, facts: tuple[object, ...]) -> None:
        if _changes(event, facts):
            os.write(handle, b".")

    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    return lambda: sys.addaudithook(watch)


def _changes(event: str, facts: tuple[object, ...]) -> bool:
    if event == "open":
        return isinstance(facts[2], int) and bool(facts[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    return event in CHANGES


def killed_after(seconds: float) -> Before:
    """Have the run killed after a while, by a signal that nothing in it hears."""
    return lambda: signal.setitimer(signal.ITIMER_REAL, max(seconds, 1e-6))


def import_what_runs_import(folder: Path, home: Path, commands: Sequence[Sequence[str]]) -> None:
    """Import the modules that commands import, without what these do."""
    names = home / "modules.json"

    def note() -> None:
        names.write_text(json.dumps([*sys.modules]), encoding="utf-8")

    for command in commands:
        in_fork(command, folder, home, lambda: atexit.register(note))
        for name in json.loads(names.read_text(encoding="utf-8")):
            if name.startswith("voicecoach.") and name not in sys.modules:
                importlib.import_module(name)
    names.unlink()
