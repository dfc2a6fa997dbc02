"""A line is cut out of what Kokoro spoke, whole, and without what was said before and after it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.voices.engines.kokoro_cut import AROUND, PlacedSounds, cut, placed
from voicecoach.voices.engines.kokoro_sounds import ESPEAK_LANGUAGES

RATE_HZ = 24_000
FRAME = 600

words = st.text("abdeo", min_size=1, max_size=8)


def spoken(line: PlacedSounds, frames: int = 4) -> tuple[np.ndarray, np.ndarray]:
    """Return what a model might say: each sound a level of its own, marks and ends quiet."""
    lengths = np.full(len(line.sounds) + 2, frames * FRAME)
    levels = [0.0] + [0.0 if sound in " .," else 0.1 + at for at, sound in enumerate(line.sounds)]
    return np.repeat(np.array([*levels, 0.0], np.float32), lengths), lengths


def heard(samples: np.ndarray) -> list[float]:
    """Return the levels of what is not quiet, each once."""
    runs = [now for before, now in pairwise([0.0, *samples.tolist()]) if now != before]
    return [level for level in runs if level]


@given(words, words, words)
def test_a_line_comes_whole_and_alone(before: str, line: str, after: str) -> None:
    whole = placed(f"{line}.", f"{before}.", f"{after}.")
    samples, lengths = spoken(whole)
    assert whole.sounds == f"{before}. {line}. {after}."
    first = len(before) + 2
    expected = [np.float32(0.1 + at) for at in range(first, first + len(line))]
    assert heard(cut(samples, lengths, whole, RATE_HZ)) == expected


@given(words)
def test_a_line_by_itself_loses_nothing(line: str) -> None:
    alone = placed(f"{line}, {line}")
    samples, lengths = spoken(alone)
    assert heard(cut(samples, lengths, alone, RATE_HZ)) == heard(samples)


def test_what_babbles_before_and_after_a_line_is_cut_away() -> None:
    line = placed("abe.")
    samples, lengths = spoken(line, frames=8)
    samples[: 3 * FRAME] = samples[-3 * FRAME :] = 0.5
    assert 0.5 not in heard(cut(samples, lengths, line, RATE_HZ))


def test_a_last_sound_that_rings_on_is_kept() -> None:
    line = placed("abe.")
    samples, lengths = spoken(line)
    after = int(lengths[:-2].sum())
    samples[after : after + FRAME] = 0.5
    assert heard(cut(samples, lengths, line, RATE_HZ))[-1] == 0.5


@pytest.mark.parametrize("language", sorted(ESPEAK_LANGUAGES))
def test_each_language_but_english_has_sentences_around_its_short_lines(language: str) -> None:
    assert all(text.rstrip()[-1] in ".\u0964" for text in AROUND[language])
