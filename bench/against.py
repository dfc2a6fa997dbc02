"""Speed against the program as it was before sessions were values, measured in the same run."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.taken import HERE, VOICECOACH, Result, Taken, environment, median_of, once

BEFORE = "97be704"
_TIMES = 9


def against_before(place: Path) -> Iterator[Result]:
    """Measure a warm build and one of a hundred sessions; without that commit, only the latter.

    Args:
        place: a project in which `hundred.py` has built its sessions.
    """
    then = before(place / "before")
    if then:
        yield _warm(place, then)
    stages = json.loads(_run([sys.executable, HERE / "stages.py", place], place))
    planned, written, hashed = stages["planned"], stages["written"], stages["hashed"]
    yield _limit("one of a hundred sessions, planned", planned, 12)
    yield _limit(
        "the same, planned and written, but for its SHA-256", planned + written - hashed, 20
    )
    yield _limit("first byte of a range, from a warm plan", stages["warm"], 1)
    yield _limit("the same, from a plan whose sounds were not read yet", stages["stored"], 5)
    if then:
        yield _hundred(place, then)


def before(folder: Path) -> Path | None:
    """Put the program of then into a folder; None where the history does not have it."""
    packed = subprocess.run(
        ["git", "archive", BEFORE], cwd=HERE.parent, capture_output=True, check=False
    )
    if packed.returncode:
        return None
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def _warm(place: Path, before: Path) -> Result:
    """Warm builds of `daily`, in turn by one and the other."""
    command = [*VOICECOACH, "build", "daily", "--quiet", "--voice", "silent"]
    places = {program: place / f"daily-{program.name}" for program in (HERE.parent, before)}
    for folder in places.values():
        (folder / "scripts" / "routines").mkdir(parents=True)
    each: dict[Path, list[Taken]] = {program: [] for program in places}
    for turn in range(_TIMES + 2):
        for program, folder in places.items():
            took = once(lambda: _run(command, folder, program))  # noqa: B023
            if turn > 1:  # the first speak, and compile what they import
                each[program].append(took)
    now, then = (median_of(each[program]) for program in places)
    return Result(
        f"warm build of `daily`, which is there already, against that of {BEFORE}",
        f"{now} against {then}",
        now / then,
        "at most 0.7",
        now / then <= 0.7,
    )


def _hundred(place: Path, before: Path) -> Result:
    """A hundred sessions from a warm cache, by one and the other."""
    took = {}
    for program in (before, HERE.parent):
        command: list[str | Path] = [sys.executable, program / "bench" / "hundred.py", place]
        shutil.rmtree(place / "audio" / "cache", ignore_errors=True)
        _run(command, place, program)
        for written in (place / "audio").glob("patient-*"):
            written.unlink()  # what is there already is not written again
        took[program] = once(lambda: _run(command, place, program))  # noqa: B023
    now, then = took[HERE.parent], took[before]
    return Result(
        f"one hundred differing sessions, written and hashed, against {BEFORE}",
        f"{now} against {then}",
        now / then,
        "at most 0.65",
        now / then <= 0.65,
    )


def _limit(claim: str, ms: float, most_ms: float) -> Result:
    return Result(claim, f"{ms:.2f} ms", ms, f"at most {most_ms} ms", ms <= most_ms)


def _run(command: Sequence[str | Path], cwd: Path, program: Path = HERE.parent) -> str:
    told = environment() | {"PYTHONPATH": str(program)}
    return subprocess.run(
        [*map(str, command)], cwd=cwd, env=told, check=True, capture_output=True, text=True
    ).stdout
