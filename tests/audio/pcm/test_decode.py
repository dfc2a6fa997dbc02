from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from voicecoach.audio.pcm.decode import SoundError, decode
from voicecoach.audio.pcm.loudness import RATE_HZ

Samples = NDArray[np.float64]
Speech = Callable[..., Samples]
SoundFile = Callable[..., bytes]


@pytest.mark.parametrize("rate_hz", [16_000, 44_100])
@pytest.mark.parametrize("kind", ["WAV", "AIFF", "FLAC"])
def test_any_format_is_decoded_by_its_content(
    speech: Speech, sound_file: SoundFile, rate_hz: int, kind: str
) -> None:
    said = speech(1.5, rate_hz)
    samples, found_hz = decode(sound_file(said, rate_hz, kind))
    assert found_hz == rate_hz
    np.testing.assert_allclose(samples, said, atol=1e-4)


def test_stereo_is_mixed_down(speech: Speech, sound_file: SoundFile) -> None:
    left = speech(1.5)
    both, _ = decode(sound_file(np.stack([left, left], axis=1), RATE_HZ))
    np.testing.assert_allclose(both, decode(sound_file(left, RATE_HZ))[0], atol=1e-4)


@pytest.mark.parametrize(
    ("audio", "reason"),
    [(b"", "empty"), (b"<html>", "no sound"), (b"RIFF\0\0\0\0WAVEfmt ", "cut short")],
)
def test_what_is_no_sound_is_refused(audio: bytes, reason: str) -> None:
    with pytest.raises(SoundError, match=reason):
        decode(audio)


@pytest.mark.parametrize("kind", ["WAV", "AIFF"])
def test_a_file_cut_short_is_refused(speech: Speech, sound_file: SoundFile, kind: str) -> None:
    audio = sound_file(speech(1.5), RATE_HZ, kind)
    with pytest.raises(SoundError, match="cut short"):
        decode(audio[: len(audio) * 9 // 10])


def test_a_streamed_header_without_a_size_is_no_fault(
    speech: Speech, sound_file: SoundFile
) -> None:
    audio = sound_file(speech(1.5), RATE_HZ)
    at = audio.index(b"data") + 4
    streamed = audio[:at] + b"\xff\xff\xff\xff" + audio[at + 4 :]
    assert decode(streamed)[0].size == decode(audio)[0].size
