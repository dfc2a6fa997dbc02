from __future__ import annotations

import itertools
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicecoach.audio.mp3.encode import decode_fragment, encode_below
from voicecoach.audio.mp3.frames import Bitrate
from voicecoach.audio.pcm.loudness import RATE_HZ, TARGET_LUFS, integrated_lufs, true_peak_dbtp
from voicecoach.audio.pcm.tones import OFFSET_LU, TONES, length_ms, make_tone

LENGTHS_MS = {"tick": (60, 100), "start": (800, 1200), "end": (800, 1200)}


@pytest.mark.parametrize("name", TONES)
def test_a_tone_is_as_long_as_its_use_allows(name: str) -> None:
    least, most = LENGTHS_MS.get(name, (150, 400))
    assert least <= length_ms(name) <= most
    assert make_tone(name).size == RATE_HZ * length_ms(name) // 1000


@pytest.mark.parametrize("name", TONES)
def test_a_tone_is_soft_at_the_edges_and_at_its_level(name: str) -> None:
    tone = make_tone(name) / 32_768
    assert tone.dtype == np.float64
    assert abs(tone[0]) < 0.001
    assert abs(tone[-1]) < 0.001
    assert np.abs(tone[:48]).max() < np.abs(tone).max() / 10, "no click in the first millisecond"
    assert integrated_lufs(tone) == pytest.approx(TARGET_LUFS + OFFSET_LU, abs=0.2)
    assert true_peak_dbtp(tone) < -2


@pytest.mark.tools
@pytest.mark.parametrize("bitrate", [64, 96])
@pytest.mark.parametrize("name", TONES)
def test_another_meter_finds_a_tone_within_3_lu_of_speech(
    name: str, bitrate: Bitrate, tool: Callable[[str], str], tmp_path: Path
) -> None:
    """As it decodes; what is shorter than a meter's block of 400 ms is repeated."""
    heard = decode_fragment(encode_below(make_tone(name), bitrate, true_peak_dbtp))
    whole = np.tile(heard, -(-3 * RATE_HZ // heard.size)) if heard.size < RATE_HZ * 0.4 else heard
    file = tmp_path / "tone.wav"
    soundfile.write(file, whole, RATE_HZ, "FLOAT")
    command = [tool("ffmpeg"), "-nostats", "-i", str(file), "-af", "ebur128", "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    level_lufs = float(re.findall(r"I: +(-?[\d.]+) LUFS", said)[-1])
    assert abs(level_lufs - TARGET_LUFS) <= 3


def test_tones_are_the_same_each_time() -> None:
    for name in TONES:
        np.testing.assert_array_equal(make_tone(name), make_tone(name))


def contour(name: str) -> list[float]:
    """Follow the strongest pitch in 25 ms steps: what tells tones apart by ear."""
    tone = make_tone(name).astype(float)
    steps = [tone[at : at + 2400] for at in range(0, max(1, tone.size - 2400), 1200)]
    pitches = []
    for step in steps:
        power = np.abs(np.fft.rfft(step * np.hanning(step.size), RATE_HZ // 2))
        pitches.append(2.0 * float(power[100:700].argmax() + 100))
    return pitches


@pytest.mark.slow
def test_every_two_tones_differ_in_length_or_pitch() -> None:
    for one, other in itertools.combinations(TONES, 2):
        longer, shorter = sorted([length_ms(one), length_ms(other)], reverse=True)
        apart = [abs(np.log2(a / b)) for a, b in zip(contour(one), contour(other), strict=False)]
        assert longer >= 1.5 * shorter or max(apart) > 2 / 12, (one, other)


def test_breath_tones_rise_and_fall() -> None:
    rising, falling = contour("inhale"), contour("exhale")
    assert rising == sorted(rising)
    assert rising[-1] > 1.3 * rising[0]
    assert falling == sorted(falling, reverse=True)
    assert falling[0] > 1.3 * falling[-1]


def test_an_unknown_tone_is_an_error() -> None:
    with pytest.raises(KeyError):
        make_tone("gong")
