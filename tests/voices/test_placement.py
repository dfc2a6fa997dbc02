from __future__ import annotations

import pytest

from voicecoach.voices.engines import load_engine
from voicecoach.voices.workers.placement import free_memory_mb, workers_for


@pytest.mark.parametrize(
    ("free_mb", "cores", "workers"),
    [(16_000, 2, 2), (16_000, 8, 8), (1_999, 8, 1), (300, 2, 1), (2_300, 64, 4), (16_000, 1, 1)],
)
def test_workers_fit_cores_and_memory(free_mb: int, cores: int, workers: int) -> None:
    assert load_engine("hibari").capabilities.memory_mb == 280
    assert workers_for(map(load_engine, ("hibari", "silent")), free_mb, cores) == workers


def test_the_machine_is_looked_at() -> None:
    assert free_memory_mb() > 50
    assert workers_for(set()) >= 1
