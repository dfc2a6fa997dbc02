"""Lines that somebody says, each spoken once a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.recordings.takes import Samples, speak

TEXTS = (
    "Three.",
    "Breathe in.",
    "Hold.",
    "Lower your hips slowly, one bone at a time.",
    "Stop for sharp pain, or pain that spreads down a leg.",
    "You are now on hands and knees. Push the floor away.",
)


@pytest.fixture(scope="session")
def said(shared_folder: Path, aloud: None) -> dict[str, Samples]:
    """Each of `TEXTS` as it is spoken."""
    (shared_folder / "cache").mkdir(exist_ok=True)
    return speak(shared_folder / "cache", *TEXTS)
