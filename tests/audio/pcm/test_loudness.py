from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from voicecoach.audio.pcm.loudness import RATE_HZ, integrated_lufs, true_peak_dbtp

Samples = NDArray[np.float64]


def sine(hz: float, level_dbfs: float, seconds: float) -> Samples:
    t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return 10 ** (level_dbfs / 20) * np.sin(2 * np.pi * hz * t)


def test_a_full_scale_sine_at_997_hz_reads_as_the_standard_says() -> None:
    assert integrated_lufs(sine(997, 0, 5)) == pytest.approx(-3.01, abs=0.02)


@pytest.mark.parametrize("gain_db", [-30.0, -6.0, 0.0])
def test_loudness_follows_the_gain(speech: Callable[..., Samples], gain_db: float) -> None:
    plain = integrated_lufs(speech(3))
    assert integrated_lufs(speech(3) * 10 ** (gain_db / 20)) == pytest.approx(plain + gain_db)


def test_silence_around_speech_does_not_count(speech: Callable[..., Samples]) -> None:
    said = speech(4)
    padded = np.concatenate([np.zeros(5 * RATE_HZ), said, np.zeros(5 * RATE_HZ)])
    assert integrated_lufs(padded) == pytest.approx(integrated_lufs(said), abs=0.4)


def test_a_short_cue_reads_like_its_repetition(speech: Callable[..., Samples]) -> None:
    said = speech(0.25)
    assert integrated_lufs(said) == pytest.approx(integrated_lufs(np.tile(said, 12)), abs=0.01)


@pytest.mark.parametrize("size", [0, 1, 100, 100_000])
def test_silence_is_infinitely_soft(size: int) -> None:
    assert integrated_lufs(np.zeros(size)) == true_peak_dbtp(np.zeros(size)) == -np.inf


def test_a_true_peak_lies_between_samples() -> None:
    t = np.arange(RATE_HZ) / RATE_HZ
    between = np.sin(2 * np.pi * RATE_HZ / 4 * t + np.pi / 4)  # never sampled above -3 dBFS
    assert np.abs(between).max() < 0.708
    assert true_peak_dbtp(between[:40_000] * np.hanning(40_000)) == pytest.approx(0, abs=0.1)


@pytest.mark.tools
@pytest.mark.parametrize("seconds", [0.7, 3.0, 12.0])
def test_ffmpeg_measures_the_same(
    speech: Callable[..., Samples], tmp_path: Path, seconds: float
) -> None:
    ffmpeg = shutil.which("ffmpeg")
    if not ffmpeg:
        assert not os.environ.get("CI"), "ffmpeg is not installed, and CI is where it must be"
        pytest.skip("ffmpeg is not installed")
    said = speech(seconds)
    soundfile.write(tmp_path / "said.wav", said, RATE_HZ, subtype="FLOAT")
    command = [ffmpeg, "-nostats", "-i", str(tmp_path / "said.wav"), "-af", "ebur128=peak=true"]
    report = subprocess.run([*command, "-f", "null", "-"], capture_output=True, text=True).stderr
    summary = report[report.rindex("Summary:") :]
    loudness = re.search(r"I:\s+(-?[\d.]+) LUFS", summary)
    peak = re.search(r"Peak:\s+(-?[\d.]+) dBFS", summary)
    assert loudness
    assert peak
    assert integrated_lufs(said) == pytest.approx(float(loudness[1]), abs=0.1)
    assert true_peak_dbtp(said) == pytest.approx(float(peak[1]), abs=0.15)
