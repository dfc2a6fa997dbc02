"""What something takes: time on the clock, and processor time of all that it started."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
CORES = os.cpu_count() or 1
VOICECOACH = [sys.executable, "-m", "voicecoach"]


@dataclass(frozen=True)
class Taken:
    """What something took.

    Attributes:
        wall_s: time on the clock.
        cpu_s: processor time of this process and of every one that it started and waited for.
    """

    wall_s: float
    cpu_s: float

    def __str__(self) -> str:
        return f"{_time(self.wall_s)} ({_time(self.cpu_s)})"

    def __truediv__(self, other: Taken) -> float:
        return self.cpu_s / other.cpu_s

    def __add__(self, other: Taken) -> Taken:
        return Taken(self.wall_s + other.wall_s, self.cpu_s + other.cpu_s)

    def __mul__(self, factor: float) -> Taken:
        return Taken(self.wall_s * factor, self.cpu_s * factor)


@dataclass(frozen=True)
class Result:
    """One claim: what was measured, against what, and the limit it must keep.

    Attributes:
        ratio: of processor times, or of sizes.
    """

    claim: str
    measured: str
    ratio: float
    limit: str
    holds: bool


def taken(run: Callable[[], object], times: int) -> Taken:
    """Return the medians of several runs."""
    each = [once(run) for _ in range(times)]
    return median_of(each)


def once(run: Callable[[], object]) -> Taken:
    """Return what one run takes."""
    before, start = _cpu_s(), time.perf_counter()
    run()
    wall_s = time.perf_counter() - start
    return Taken(wall_s, _cpu_s() - before)


def _cpu_s() -> float:
    """Return what this process took so far, and all below it that have ended."""
    import resource  # not on Windows

    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def median_of(each: list[Taken]) -> Taken:
    """Return the medians of what several runs took."""
    return Taken(median(one.wall_s for one in each), median(one.cpu_s for one in each))


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def process(*arguments: str | Path, cwd: Path) -> None:
    """Run a process to its end; its failure is ours."""
    subprocess.run(
        [*map(str, arguments)], cwd=cwd, env=environment(), check=True, stdout=subprocess.DEVNULL
    )


def environment() -> dict[str, str]:
    """Ours, with compiled modules kept, as an installed program has them."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(HERE.parent)}
