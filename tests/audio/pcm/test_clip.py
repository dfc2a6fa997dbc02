from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from voicecoach.audio.pcm.clip import (
    ClipError,
    condition,
    gain_of,
    level,
    prepare,
    shortened,
    silence,
)
from voicecoach.audio.pcm.loudness import RATE_HZ, integrated_lufs, true_peak_dbtp

Samples = NDArray[np.float64]
Speech = Callable[..., Samples]


def quiet(seconds: float, rate_hz: int) -> Samples:
    return np.zeros(round(seconds * rate_hz))


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 44_100, 48_000])
def test_any_rate_becomes_48_khz(speech: Speech, rate_hz: int) -> None:
    assert prepare(speech(1.5, rate_hz), rate_hz).size == pytest.approx(1.5 * RATE_HZ, rel=0.03)


@pytest.mark.parametrize("lead_s", [0.0, 0.013, 0.2, 1.7])
def test_the_first_sample_is_within_10_ms_of_the_onset(speech: Speech, lead_s: float) -> None:
    rate_hz = 22_050
    said = speech(1.5, rate_hz)
    t = np.arange(said.size) / rate_hz
    said = said + 0.1 * np.sin(2 * np.pi * 300 * t) * np.exp(-8 * t)  # an attack that is no fade
    hiss = np.random.default_rng(1).standard_normal(round((lead_s + 2.5) * rate_hz)) * 2e-4
    begin = round(lead_s * rate_hz)
    hiss[begin : begin + said.size] += said
    clip = level(prepare(hiss, rate_hz), 0)
    loud = np.abs(clip) > 0.05 * np.abs(clip).max()
    assert np.flatnonzero(loud)[0] <= 0.010 * RATE_HZ
    assert clip.size <= 1.6 * RATE_HZ, "nor is there silence left behind"
    assert max(abs(clip[0]), abs(clip[-1])) < 50, "no click at the cuts"


def test_a_voices_gain_takes_its_calibration_to_the_target(speech: Speech) -> None:
    said = prepare(speech(3) * 0.05, RATE_HZ)
    assert integrated_lufs(level(said, gain_of(said)) / 32_768) == pytest.approx(-19, abs=0.1)


@pytest.mark.parametrize(("off_lu", "left_lu"), [(1.5, 0), (-1.5, 0), (5, 3), (-5, -3)])
def test_a_cues_own_trim_is_at_most_2_lu(speech: Speech, off_lu: float, left_lu: float) -> None:
    said = speech(2)
    cue = level(said * 10 ** (off_lu / 20), gain_of(said))
    assert integrated_lufs(cue / 32_768) == pytest.approx(-19 + left_lu, abs=0.1)


def test_peaks_are_limited(speech: Speech) -> None:
    assert true_peak_dbtp(level(speech(2), 20) / 32_768) <= -1.85


@pytest.mark.parametrize("level_of_noise", [0.0, 1e-4])
def test_silence_is_refused(level_of_noise: float) -> None:
    noise = np.random.default_rng(1).standard_normal(RATE_HZ) * level_of_noise
    with pytest.raises(ClipError, match="said nothing"):
        condition(noise, RATE_HZ, 0)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_refused(speech: Speech, bad: float) -> None:
    said = speech(1.5)
    said[1000] = bad
    with pytest.raises(ClipError, match="no numbers"):
        condition(said, RATE_HZ, 0)


@pytest.mark.parametrize(("pause_s", "left_s"), [(0.2, 0.2), (0.39, 0.39), (0.75, 0.4), (5, 0.4)])
def test_pauses_are_no_longer_than_coaching_wants(
    speech: Speech, pause_s: float, left_s: float
) -> None:
    said = speech(1.5)
    parted = np.concatenate([said, quiet(pause_s, RATE_HZ), said])
    short = shortened(parted, RATE_HZ)
    assert short.size == pytest.approx(2 * said.size + left_s * RATE_HZ, abs=0.05 * RATE_HZ)
    np.testing.assert_array_equal(short[: said.size], said)
    np.testing.assert_array_equal(short[-said.size :], said)


def test_several_pauses_are_shortened_each(speech: Speech) -> None:
    said, gap = speech(0.8), quiet(1, RATE_HZ)
    short = shortened(np.concatenate([said, gap, said, gap, said]), RATE_HZ)
    assert short.size == pytest.approx(3 * said.size + 0.8 * RATE_HZ, abs=0.1 * RATE_HZ)


def test_silence_of_a_sounds_length() -> None:
    made = silence(quiet(0.5, 16_000), 16_000)
    assert made.size == RATE_HZ // 2
    assert not made.any()
    assert made.dtype == np.int16
