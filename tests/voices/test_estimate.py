from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.voices.estimate import estimate_ms

# Measured at 140 words a minute, conditioned: hibari's heart, and espeak-ng 1.52's default voice.
MEASURED_MS = {
    "Release.": (595, 586),
    "Breathe in.": (745, 738),
    "Seven.": (535, 603),
    "Last one.": (810, 806),
    "Halfway.": (695, 670),
    "Now come up slowly, one step at a time.": (3035, 3152),
    "Stop for new numbness, or dizziness.": (2510, 2613),
    "A mild ache is fine, up to five out of ten.": (3110, 3537),
    "Well done. That was the last exercise.": (3355, 3028),
}


@given(st.text(), st.integers(60, 300))
def test_any_text_has_a_length_of_whole_milliseconds(text: str, rate_wpm: int) -> None:
    assert estimate_ms(text, rate_wpm) > 0


@given(st.text(), st.integers(60, 299))
def test_faster_is_never_longer(text: str, rate_wpm: int) -> None:
    assert estimate_ms(text, rate_wpm + 1) <= estimate_ms(text, rate_wpm)


@pytest.mark.parametrize("text", MEASURED_MS)
def test_it_is_near_what_was_measured(text: str) -> None:
    between_ms = sum(MEASURED_MS[text]) / 2
    assert estimate_ms(text, 140) == pytest.approx(between_ms, rel=0.12)
