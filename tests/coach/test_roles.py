"""The table of roles: one row each, and levels of guidance that say less and less."""

from __future__ import annotations

from typing import get_args

import pytest

from tests.coach.sessions import GUIDANCE
from voicecoach.coach.roles import ROLES, Role
from voicecoach.coach.timeline import Cue, Tone, Utterance, or_tone


def test_each_role_has_a_row() -> None:
    assert set(ROLES) == set(get_args(Role))


def test_a_level_keeps_the_words_of_every_level_below_it() -> None:
    levels = GUIDANCE
    assert {rules.kept for rules in ROLES.values()} == {levels[:1], levels[:2], levels}


def test_what_keeps_people_safe_is_said_at_every_level() -> None:
    for role in ("safety", "position", "side", "eyes", "say"):
        assert "tones" in ROLES[role].kept


def test_the_tone_of_a_role_comes_after_its_words() -> None:
    word = Utterance("One.", "counter")
    assert or_tone("count", word) == (word, Tone("next"))
    with pytest.raises(AssertionError, match="no tone stands for the role 'safety'"):
        or_tone("safety", word)


def test_a_cue_follows_the_rules_of_its_role() -> None:
    assert Cue((Tone("tick"),), "countdown").rules is ROLES["countdown"]
