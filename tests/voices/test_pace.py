"""Words a minute have one meaning: the calibration text is spoken in the time that they say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.voices.pace import find_pace, words_a_minute

TEXT = "one two three four five six seven eight nine ten"


def test_words_a_minute_are_counted_over_the_whole_text() -> None:
    assert words_a_minute(TEXT, 5) == 120


@given(st.integers(90, 180), st.floats(0.6, 1.6))
def test_an_engine_with_its_own_idea_is_asked_for_what_comes_out_right(
    wanted: int, factor: float
) -> None:
    """The engine speaks so many times as fast as it is asked to."""
    asked, spoken = find_pace(lambda wpm: (wpm, 600 / (wpm * factor)), TEXT, wanted)
    assert spoken == asked, "what was spoken at that rate comes with it"
    assert asked * factor == pytest.approx(wanted, rel=0.015)


def test_an_engine_that_is_right_speaks_once() -> None:
    asked_for: list[int] = []

    def speak(wpm: int) -> tuple[str, float]:
        asked_for.append(wpm)
        return "spoken", 600 / wpm

    assert find_pace(speak, TEXT, 140) == (140, "spoken")
    assert asked_for == [140]


@pytest.mark.parametrize("length_s", [0.5, 4.0, 60.0])
def test_an_engine_with_one_pace_keeps_it(length_s: float) -> None:
    asked, _ = find_pace(lambda wpm: (wpm, length_s), TEXT, 140)
    assert asked == 140
