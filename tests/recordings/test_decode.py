"""Sound files by their content, whatever they are called, and files that are none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.recordings.takes import RATE_HZ, Samples, recorded, write
from voicecoach.base.errors import MissingToolError
from voicecoach.recordings import decode
from voicecoach.recordings.decode import RecordingError, read_whole
from voicecoach.recordings.take import MOST_LINE_S

Said = dict[str, Samples]
M4A = pytest.param("m4a", marks=pytest.mark.tools)


@pytest.fixture
def line(said: Said) -> Samples:
    return recorded(said["Breathe in."])


def read(file: Path) -> tuple[Samples, int]:
    return read_whole(file, MOST_LINE_S)


@pytest.mark.parametrize("kind", ["wav", "flac", "mp3", "ogg", "opus", M4A])
def test_every_format_is_read_whatever_its_file_is_called(
    line: Samples, tmp_path: Path, kind: str
) -> None:
    file = write(tmp_path / f"-i; 1 $(x).{kind}", line).rename(tmp_path / "-version.wav")
    samples, rate_hz = read(file)
    assert rate_hz == RATE_HZ
    assert abs(samples.size - line.size) < 0.1 * RATE_HZ
    assert np.abs(samples).max() == pytest.approx(np.abs(line).max(), rel=0.2)


def test_channels_are_mixed_and_those_that_cancel_each_other_are_not(
    line: Samples, tmp_path: Path
) -> None:
    for right, gain in ((line, 1.0), (0 * line, 0.5), (-line, 1.0)):
        samples, _ = read(write(tmp_path / "1.wav", np.stack([line, right], axis=1)))
        assert np.abs(samples).max() == pytest.approx(gain * np.abs(line).max(), rel=0.01)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (b"<html>not found</html>", "no sound that can be read here; use WAV"),
        (bytes(4_000), "no sound"),
        (b"RIFF\x24\x00\x00\x00WAVE", "cut short"),
        (b"#EXTM3U\n/etc/passwd\n", "no sound"),
    ],
)
def test_what_is_no_sound_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "1.wav"
    file.write_bytes(content)
    with pytest.raises(RecordingError, match=said):
        read(file)


@pytest.mark.parametrize("kind", ["wav", "flac"])
def test_a_file_that_was_cut_short_is_refused(line: Samples, tmp_path: Path, kind: str) -> None:
    file = write(tmp_path / f"1.{kind}", line)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(RecordingError, match=r"cut short|damaged"):
        read(file)


@pytest.mark.tools
def test_half_an_m4a_is_refused(line: Samples, tmp_path: Path) -> None:
    file = write(tmp_path / "1.m4a", line)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(RecordingError, match="damaged: ffmpeg failed"):
        read(file)


def test_without_ffmpeg_an_m4a_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "1.m4a"
    file.write_bytes(b"\0\0\0\x20ftypM4A " + bytes(100))
    monkeypatch.setattr(decode, "find_program", lambda _: None)
    with pytest.raises(MissingToolError, match="needs the program ffmpeg") as caught:
        read(file)
    assert "Install ffmpeg, or save the recording as WAV" in caught.value.remedy


def test_an_hour_is_refused_by_its_header(tmp_path: Path) -> None:
    file = tmp_path / "1.wav"
    with soundfile.SoundFile(file, "w", 8_000, 1, "PCM_U8") as sound:
        for _ in range(60):
            sound.write(np.zeros(60 * 8_000))
    with pytest.raises(RecordingError, match="it lasts 60 min, where 1 min are allowed"):
        read(file)


def test_a_file_without_samples_is_empty(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="it is empty"):
        read(write(tmp_path / "1.wav", np.zeros(0)))


def test_rates_and_channels_that_no_recorder_has_are_refused(tmp_path: Path) -> None:
    for samples, rate_hz in ((np.zeros(100), 100), (np.zeros((100, 9)), RATE_HZ)):
        with pytest.raises(RecordingError, match="record at 44100 or 48000 Hz"):
            read(write(tmp_path / "1.wav", samples, rate_hz))


def test_numbers_that_are_no_sound_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "1.wav"
    soundfile.write(file, np.array([0.0, np.nan, np.inf] * 100), RATE_HZ, subtype="FLOAT")
    with pytest.raises(RecordingError, match="not all of it is sound"):
        read(file)


def test_folders_and_missing_files_are_refused(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "none.wav"):
        with pytest.raises(RecordingError, match="no file"):
            read(place)
