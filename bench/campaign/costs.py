"""What checks of scripts take: the most time and memory, measured in processes of their own."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from bench.campaign.running import Ran, alone

MOST_CPU_S = 1.0
MOST_MEMORY_MB = 150.0
ALLOWANCE = 1.5
"""So much more time is no loss: where other programs share cores and caches, code runs slower."""

_TRIES = 3  # the least counts


class Costs:
    """The most that was taken so far.

    Attributes:
        cpu_s: of the slowest, from its start to its end: the processor time in seconds.
        memory_mb: the most memory that one held, in millions of bytes.
    """

    def __init__(self) -> None:
        self.cpu_s = 0.0
        self.memory_mb = 0.0
        self._seen = Ran(0, "")

    def lost(self, ran: Ran, command: Sequence[str], folder: Path, home: Path) -> str:
        """Say what a run took too much of, or nothing.

        A fork does not tell what starting takes: what takes more in it than all before is run
        again, as its user does.
        """
        if ran.cpu_s <= self._seen.cpu_s and ran.memory_mb <= self._seen.memory_mb:
            return ""
        self._seen = self._seen._replace(
            cpu_s=max(ran.cpu_s, self._seen.cpu_s),
            memory_mb=max(ran.memory_mb, self._seen.memory_mb),
        )
        cpu_s = memory_mb = math.inf
        for _ in range(_TRIES):
            again = alone(command, folder, home)
            cpu_s, memory_mb = min(cpu_s, again.cpu_s), min(memory_mb, again.memory_mb)
        self.cpu_s, self.memory_mb = max(self.cpu_s, cpu_s), max(self.memory_mb, memory_mb)
        if cpu_s > MOST_CPU_S * ALLOWANCE:
            return f"{cpu_s:.1f} s of processor time"
        return f"{memory_mb:.0f} MB of memory" if memory_mb > MOST_MEMORY_MB else ""
