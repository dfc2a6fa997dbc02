"""What tests measure instead of time on the clock: processor time, and tries."""

from __future__ import annotations

import time
from collections.abc import Callable


def cpu_s(run: Callable[[], object], times: int = 3) -> float:
    """Return the least processor time in seconds that this process takes for something."""
    taken = []
    for _ in range(times):
        begun = time.process_time()
        run()
        taken.append(time.process_time() - begun)
    return min(taken)


def wait_until(true: Callable[[], object], tries: int = 1000, pause_s: float = 0.02) -> None:
    """Look again and again until something is true; fail once it was looked at often enough."""
    for _ in range(tries):
        if true():
            return
        time.sleep(pause_s)
    raise AssertionError("it never happened")
