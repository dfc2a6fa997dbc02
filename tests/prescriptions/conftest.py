"""What the tests of prescriptions share: an understanding by the shipped scripts."""

from __future__ import annotations

from functools import cache

import pytest

from tests.coach.sessions import SHIPPED
from voicecoach.prescriptions.understand import Understanding


@cache
def by_shipped() -> Understanding:
    """By the shipped exercises, in every language."""
    coaching, problems = SHIPPED.coaching()
    assert coaching, problems
    names = SHIPPED.exercise_names(SHIPPED.names("languages"))
    return Understanding(names, SHIPPED.dose_words(), coaching)


@pytest.fixture
def understanding() -> Understanding:
    """By the shipped exercises, in every language."""
    return by_shipped()
