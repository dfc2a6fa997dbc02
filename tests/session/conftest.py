"""A project of its own, with a short routine that the silent voice speaks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from voicecoach.project import Project, find_project

SHORT = """\
routine: short
title: Short
steps:
  - march: hold 10s
  - bridge: 3 reps, hold 3s
"""


def make_project(folder: Path, text: str = SHORT) -> Project:
    (folder / "scripts" / "routines").mkdir(parents=True)
    (folder / "scripts" / "routines" / "short.yaml").write_text(text, encoding="utf-8")
    return find_project(folder)


@pytest.fixture
def projects(tmp_path: Path) -> Callable[[str], Project]:
    """Makes a project in a folder of that name."""
    return lambda name: make_project(tmp_path / name)
