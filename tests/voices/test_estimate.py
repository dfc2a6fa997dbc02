from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.voices.estimate import estimate_ms

# Measured: default voice, espeak-ng 1.51, 140 words a minute, trimmed.
MEASURED_MS = {
    "Release.": 571,
    "Breathe in.": 703,
    "Seven.": 584,
    "Last one.": 776,
    "Halfway.": 644,
    "Now come up slowly, one step at a time.": 3016,
    "Stop for new numbness, or dizziness.": 2509,
    "A mild ache is fine, up to five out of ten.": 3411,
    "Well done. That was the last exercise.": 3013,
}


@given(st.text(), st.integers(60, 300))
def test_any_text_has_a_length_of_whole_milliseconds(text: str, rate_wpm: int) -> None:
    assert estimate_ms(text, rate_wpm) > 0


@given(st.text(), st.integers(60, 299))
def test_faster_is_never_longer(text: str, rate_wpm: int) -> None:
    assert estimate_ms(text, rate_wpm + 1) <= estimate_ms(text, rate_wpm)


@pytest.mark.parametrize("text", MEASURED_MS)
def test_it_is_near_what_was_measured(text: str) -> None:
    assert estimate_ms(text, 140) == pytest.approx(MEASURED_MS[text], rel=0.2)
