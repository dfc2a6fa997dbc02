"""Runs the program in a process of its own, and says what was lost by it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from voicecoach.base.controls import printable

ROOT = Path(__file__).parent.parent.parent
KNOWN_CODES = {0, *range(2, 13), 130}  # 1 is what nobody thought of
LIMIT_S = 600  # a try takes some seconds, and many times that where others come first
_PROGRAM = (sys.executable, "-m", "voicecoach")


class Ran(NamedTuple):
    """What a run came to.

    Attributes:
        code: its exit code.
        said: on both outputs.
        cpu_s: processor time in seconds; 0 where it was not measured.
        memory_mb: the most memory that it held, in millions of bytes.
    """

    code: int
    said: str
    cpu_s: float = 0.0
    memory_mb: float = 0.0

    def lost(self) -> str:
        """Say what was lost by it, or nothing."""
        if self.code not in KNOWN_CODES:
            return f"exit code {self.code}: {self.said[-300:]}"
        if "should not happen" in self.said or "Traceback" in self.said:
            return self.said[-300:]
        if printable(self.said) != self.said:
            return "what a terminal obeys was printed"
        return ""


def spent(usage: Any) -> tuple[float, float]:
    """Return the processor time in seconds, and the most memory in MB, of a process that ended."""
    unit = 1 if sys.platform == "darwin" else 1024
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6


def alone(arguments: Sequence[str], folder: Path, home: Path) -> Ran:
    """Run the program as its user does, from its start on, and measure what it takes."""
    run = subprocess.Popen(
        [*_PROGRAM, *arguments],
        cwd=folder,
        env=environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(status)
    return Ran(run.returncode, "", *spent(usage))


def in_shell(line: str, folder: Path, home: Path) -> Ran:
    """Run a line of shell in which `$V` is the program; what it started is ended with it."""
    shell = subprocess.Popen(
        ["bash", "-c", line],
        cwd=folder,
        env=environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        said, _ = shell.communicate(timeout=LIMIT_S)
    except subprocess.TimeoutExpired:
        shell.kill()
        shell.communicate()
        return Ran(-1, f"not done in {LIMIT_S} s")
    return Ran(shell.returncode, said.decode(errors="replace"))


def environment(home: Path) -> dict[str, str]:
    """The environment of a run that touches nothing but its own folders."""
    (home / "tmp").mkdir(parents=True, exist_ok=True)
    kept = {key: value for key, value in os.environ.items() if not key.startswith("COVERAGE")}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "TMPDIR": str(home / "tmp"),
        "VOICECOACH_DATA": str(home / "data"),
        "V": " ".join(_PROGRAM),
    }
