"""How tests run the program: in this process or, where that is what is tested, in its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from voicecoach import cli

ROOT = Path(__file__).parent.parent

_Cached = type(cache(lambda: None))
Ran = subprocess.CompletedProcess[str]
Run = Callable[..., Ran]  # the program, with its arguments


def run_voicecoach(
    *arguments: str | Path, cwd: Path, code: int = 0, answers: str = "", **environment: str
) -> Ran:
    """Run the program in this process as a user does, with answers to what it asks.

    It has its own current folder, environment, standard streams and findings about this machine, as
    a process has; `run_process` is for what cannot be told apart so: imports, signals, limits, and
    what two of them do at once.
    """
    told = [*map(str, arguments)]
    with _as_process(cwd, answers, environment) as (out, err):
        returned = _code(told)
    return _checked(Ran(told, returned, _text(out), _text(err)), code)


def run_process(
    *arguments: str | Path, cwd: Path, code: int = 0, answers: str = "", **environment: str
) -> Ran:
    """Run the program in a process of its own."""
    found = subprocess.run(
        [sys.executable, "-W", "error", "-m", "voicecoach", *map(str, arguments)],
        cwd=cwd,
        input=answers,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return _checked(found, code)


def unmeasured() -> dict[str, str]:
    """The environment without what makes a process report its coverage: it imports, and writes."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("COVERAGE")}
    return kept | {"PYTHONPATH": str(ROOT)}


def _checked(found: Ran, code: int) -> Ran:
    assert found.returncode == code, f"{found.returncode}\n{found.stdout}\n{found.stderr}"
    assert "Traceback" not in found.stderr
    return found


def _code(arguments: list[str]) -> int:
    try:
        return cli.run(arguments)
    except SystemExit as end:
        assert isinstance(end.code, int)
        return end.code


@contextmanager
def _as_process(
    cwd: Path, answers: str, environment: dict[str, str]
) -> Iterator[tuple[io.TextIOWrapper, io.TextIOWrapper]]:
    """Give what a process has of its own, and take it back; yields standard output and error."""
    before = Path.cwd(), dict(os.environ), (sys.stdin, sys.stdout, sys.stderr)
    out, err = _stream(), _stream()
    os.chdir(cwd)
    os.environ.update(environment)
    sys.stdin, sys.stdout, sys.stderr = _stream(answers), out, err
    _forget()
    try:
        yield out, err
    finally:
        folder, variables, streams = before
        sys.stdin, sys.stdout, sys.stderr = streams
        for name in os.environ.keys() - variables.keys():
            del os.environ[name]
        os.environ.update(variables)
        os.chdir(folder)
        _forget()


def _forget() -> None:
    """Drop what was found out about engines: it depends on the environment, and on what is there.

    Whatever else is kept for a process depends on nothing but the code and its arguments.
    """
    for name, module in [*sys.modules.items()]:
        if name.startswith("voicecoach.voices."):
            for kept in vars(module).values():
                if isinstance(kept, _Cached):
                    kept.cache_clear()


def _stream(content: str = "") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content.encode()), encoding="utf-8", newline="\n")


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()
