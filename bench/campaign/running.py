"""Runs the program, in this process or in one of its own, and says what was lost by it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from voicecoach import cli
from voicecoach.base.controls import printable

ROOT = Path(__file__).parent.parent.parent
KNOWN_CODES = {0, 2, 3, 4, 5, 6, 7, 8, 130}
MOST_CPU_S = 5.0  # twice what the slowest script takes on a busy machine
LIMIT_S = 120
_PROGRAM = (sys.executable, "-m", "voicecoach")


class Ran(NamedTuple):
    """What a run came to."""

    code: int
    said: str
    cpu_s: float = 0.0

    def lost(self) -> str:
        """Say what was lost by it, or nothing."""
        if self.code not in KNOWN_CODES:
            return f"exit code {self.code}: {self.said[-300:]}"
        if "should not happen" in self.said or "Traceback" in self.said:
            return self.said[-300:]
        if printable(self.said) != self.said:
            return "what a terminal obeys was printed"
        if self.cpu_s > MOST_CPU_S:
            return f"{self.cpu_s:.1f} s of processor time"
        return ""


def in_process(arguments: Sequence[str], folder: Path) -> Ran:
    """Run the program in this process, as `tests/running.py` does."""
    before, streams = Path.cwd(), (sys.stdin, sys.stdout, sys.stderr)
    out = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n")
    os.chdir(folder)
    sys.stdin, sys.stdout, sys.stderr = io.StringIO(), out, out
    began_s = time.process_time()
    try:
        code = cli.run([*arguments])
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
        os.chdir(before)
    out.flush()
    said = out.buffer.getvalue().decode() if isinstance(out.buffer, io.BytesIO) else ""
    return Ran(code, said, time.process_time() - began_s)


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
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith("COVERAGE")},
        "PYTHONPATH": str(ROOT),
        "HOME": str(home),
        "TMPDIR": str(home / "tmp"),
        "VOICECOACH_DATA": str(home / "data"),
        "V": " ".join(_PROGRAM),
    }
