"""How many workers a machine has room for, by its cores and its free memory."""

from __future__ import annotations

import os
from collections.abc import Iterable

from voicecoach.voices.engine import Engine

_TIGHT_MB = 2000  # with less than this free, one worker: a phone's worth of other programs runs too
_SHARE = 0.5  # of the free memory that workers may take


def workers_for(engines: Iterable[Engine], free_mb: int | None = None, cores: int = 0) -> int:
    """Return how many workers are to run side by side.

    Args:
        engines: which will speak; a worker has one of them at a time.
        free_mb: memory that programs can have without swapping; looked up when not given.
        cores: looked up when not given.
    """
    free_mb = free_memory_mb() if free_mb is None else free_mb
    largest = max((engine.capabilities.memory_mb for engine in engines), default=1)
    room = 1 if free_mb < _TIGHT_MB else int(free_mb * _SHARE // largest)
    return max(1, min(cores or _cores(), room))


def free_memory_mb() -> int:
    """Return how much memory programs can have without swapping."""
    import psutil

    return int(psutil.virtual_memory().available / 1e6)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
