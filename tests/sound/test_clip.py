from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from voicecoach.sound.clip import ClipError, condition, gain_of, level, prepare, silence
from voicecoach.sound.loudness import RATE_HZ, integrated_lufs, true_peak_dbtp

Samples = NDArray[np.float64]
Speech = Callable[..., Samples]
SoundFile = Callable[..., bytes]

TEXT = "lower your hips slowly"  # 1 to 2 s


def quiet(seconds: float, rate_hz: int) -> Samples:
    return np.zeros(round(seconds * rate_hz))


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize("kind", ["WAV", "AIFF", "FLAC"])
def test_any_format_and_rate_becomes_48_khz(
    speech: Speech, sound_file: SoundFile, rate_hz: int, kind: str
) -> None:
    audio = sound_file(speech(1.5, rate_hz), rate_hz, kind)
    assert prepare(audio, TEXT, 140).size == pytest.approx(1.5 * RATE_HZ, rel=0.03)


def test_stereo_is_mixed_down(speech: Speech, sound_file: SoundFile) -> None:
    left = speech(1.5)
    both = prepare(sound_file(np.stack([left, left], axis=1), RATE_HZ), TEXT, 140)
    np.testing.assert_allclose(both, prepare(sound_file(left, RATE_HZ), TEXT, 140), atol=1e-4)


@pytest.mark.parametrize("lead_s", [0.0, 0.013, 0.2, 1.7])
def test_the_first_sample_is_within_10_ms_of_the_onset(
    speech: Speech, sound_file: SoundFile, lead_s: float
) -> None:
    rate_hz = 22_050
    said = speech(1.5, rate_hz)
    t = np.arange(said.size) / rate_hz
    said = said + 0.1 * np.sin(2 * np.pi * 300 * t) * np.exp(-8 * t)  # an attack that is no fade
    hiss = np.random.default_rng(1).standard_normal(round((lead_s + 2.5) * rate_hz)) * 2e-4
    begin = round(lead_s * rate_hz)
    hiss[begin : begin + said.size] += said
    clip = level(prepare(sound_file(hiss, rate_hz), TEXT, 140), 0)
    loud = np.abs(clip) > 0.05 * np.abs(clip).max()
    assert np.flatnonzero(loud)[0] <= 0.010 * RATE_HZ
    assert clip.size <= 1.6 * RATE_HZ, "nor is there silence left behind"
    assert abs(clip[0]) < 50 and abs(clip[-1]) < 50, "no click at the cuts"


def test_a_voices_gain_takes_its_calibration_to_the_target(
    speech: Speech, sound_file: SoundFile
) -> None:
    said = prepare(sound_file(speech(3) * 0.05, RATE_HZ), TEXT, 140)
    assert integrated_lufs(level(said, gain_of(said)) / 32_768) == pytest.approx(-19, abs=0.1)


@pytest.mark.parametrize(("off_lu", "left_lu"), [(1.5, 0), (-1.5, 0), (5, 3), (-5, -3)])
def test_a_cues_own_trim_is_at_most_2_lu(speech: Speech, off_lu: float, left_lu: float) -> None:
    said = speech(2)
    cue = level(said * 10 ** (off_lu / 20), gain_of(said))
    assert integrated_lufs(cue / 32_768) == pytest.approx(-19 + left_lu, abs=0.1)


def test_peaks_are_limited(speech: Speech) -> None:
    assert true_peak_dbtp(level(speech(2), 20) / 32_768) <= -1.85


@pytest.mark.parametrize(
    ("audio", "reason"),
    [(b"", "empty"), (b"<html>", "no sound"), (b"RIFF\0\0\0\0WAVEfmt ", "cut short")],
)
def test_what_is_no_sound_is_refused(audio: bytes, reason: str) -> None:
    with pytest.raises(ClipError, match=reason):
        condition(audio, TEXT, 140, 0)


@pytest.mark.parametrize("kind", ["WAV", "AIFF"])
def test_a_file_cut_short_is_refused(speech: Speech, sound_file: SoundFile, kind: str) -> None:
    audio = sound_file(speech(1.5), RATE_HZ, kind)
    with pytest.raises(ClipError, match="cut short"):
        condition(audio[: len(audio) * 9 // 10], TEXT, 140, 0)


def test_a_streamed_header_without_a_size_is_no_fault(
    speech: Speech, sound_file: SoundFile
) -> None:
    audio = sound_file(speech(1.5), RATE_HZ)
    at = audio.index(b"data") + 4
    streamed = audio[:at] + b"\xff\xff\xff\xff" + audio[at + 4 :]
    assert prepare(streamed, TEXT, 140).size == prepare(audio, TEXT, 140).size


@pytest.mark.parametrize("level_of_noise", [0.0, 1e-4])
def test_silence_is_refused(sound_file: SoundFile, level_of_noise: float) -> None:
    noise = np.random.default_rng(1).standard_normal(RATE_HZ) * level_of_noise
    with pytest.raises(ClipError, match="said nothing"):
        condition(sound_file(noise, RATE_HZ), TEXT, 140, 0)


@pytest.mark.parametrize(
    ("seconds", "text", "rate_wpm", "reason"),
    [
        (0.3, "lower your hips and breathe out slowly", 140, "too short"),
        (30, "two", 140, "too long"),
        (8.5, "two", 140, "too long"),
        (8.5, "two", 90, ""),
        (0.35, "three", 140, ""),
        (0.35, "", 140, ""),
    ],
)
def test_lengths_that_cannot_be_are_refused(
    speech: Speech, sound_file: SoundFile, seconds: float, text: str, rate_wpm: int, reason: str
) -> None:
    audio = sound_file(speech(seconds, 16_000), 16_000)
    if reason:
        with pytest.raises(ClipError, match=reason):
            condition(audio, text, rate_wpm, 0)
    else:
        assert condition(audio, text, rate_wpm, 0).size


def test_silence_of_a_files_length(sound_file: SoundFile) -> None:
    made = silence(sound_file(quiet(0.5, 16_000), 16_000))
    assert made.size == RATE_HZ // 2 and not made.any() and made.dtype == np.int16
