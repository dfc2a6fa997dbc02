from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.audio.pcm.limiter import LIMIT_DBTP, TOLERANCE_DB, limit
from voicecoach.audio.pcm.loudness import true_peak_dbtp


@st.composite
def signals(draw: st.DrawFn) -> np.ndarray:
    noise = np.random.default_rng(draw(st.integers(0, 2**32)))
    size = draw(st.integers(1, 20_000))
    rough = noise.standard_normal(size)
    width = draw(st.integers(1, 40))
    smooth = np.convolve(rough, np.ones(width) / width, "same")[:size]
    smooth[noise.integers(0, size, 3)] += draw(st.sampled_from([0, 1, -4]))
    return np.asarray(smooth * draw(st.floats(0.01, 3)))


@given(signals())
@settings(max_examples=60, deadline=None)
def test_no_true_peak_stays_above_the_ceiling(signal: np.ndarray) -> None:
    limited = limit(signal)
    assert limited.shape == signal.shape
    assert true_peak_dbtp(limited) <= LIMIT_DBTP + TOLERANCE_DB + 1e-3
    assert (np.abs(limited) <= np.abs(signal)).all()
    assert (limited * signal >= 0).all()


@given(signals(), st.floats(-40, -2.2))
@settings(max_examples=20, deadline=None)
def test_what_is_quiet_enough_is_left_alone(signal: np.ndarray, peak_dbtp: float) -> None:
    quiet = signal * 10 ** ((peak_dbtp - true_peak_dbtp(signal)) / 20)
    assert limit(quiet) is quiet


def test_only_the_neighbourhood_of_a_peak_changes_and_smoothly() -> None:
    t = np.arange(48_000) / 48_000
    signal = 0.3 * np.sin(2 * np.pi * 200 * t)
    signal[24_000:24_100] *= 4
    limited = limit(signal)
    touched = np.flatnonzero(limited != signal)
    assert touched.min() >= 24_000 - 480
    assert touched.max() <= 24_100 + 480
    audible = np.abs(signal) > 0.1
    gain = limited[audible] / signal[audible]
    assert gain.min() == pytest.approx(10 ** (LIMIT_DBTP / 20) / 1.2, rel=0.05)
    assert np.abs(np.diff(gain)).max() < 0.05


def test_a_ceiling_of_ones_own() -> None:
    noise = np.random.default_rng(1).standard_normal(9_000)
    assert true_peak_dbtp(limit(noise, -12)) == pytest.approx(-12, abs=TOLERANCE_DB)
