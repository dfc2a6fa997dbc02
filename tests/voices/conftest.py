"""Tests of voices hear voices, but for those of what only calculates, fetches or reads."""

from __future__ import annotations

from pathlib import Path

import pytest

SILENT = {"test_estimate", "test_install", "test_pace"}
"""Modules whose tests need no voice, and are not marked for one."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent and item.path.stem not in SILENT:
            item.add_marker("voice")


@pytest.fixture(autouse=True)
def _in_workers(real_workers: None) -> None:
    pass
