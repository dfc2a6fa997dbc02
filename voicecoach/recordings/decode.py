"""Sound files as people record them, opened by their content: never by what they are called."""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voicecoach.audio.pcm.decode import cut_short
from voicecoach.audio.pcm.intake import mixed_down
from voicecoach.base.errors import MissingToolError, VoiceError
from voicecoach.base.intake import NoRegularFile, open_regular
from voicecoach.base.litter import scratch
from voicecoach.voices.engines.program import find_program, run_program

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float64]
    Channels = NDArray[np.float32]

# What libsndfile does not read, by the bytes at a place, and ffmpeg's name for it. Named, so that
# no file is taken for a playlist, which could make ffmpeg open others.
_FOR_FFMPEG = ((4, b"ftyp", "mov"), (0, b"\xff\xf1", "aac"), (0, b"\xff\xf9", "aac"))
_RATES_HZ = range(8_000, 192_001)
_MOST_CHANNELS = 8
_HEAD_BYTES = 65_536
_MOST_PEAK = 4.0  # times full scale: what lossy formats make of clipped sound stays below


class RecordingError(VoiceError):
    """A recording cannot be used."""


@contextlib.contextmanager
def opened_sound(file: Path, most_s: float) -> Iterator[Any]:
    """Open a sound file.

    Args:
        file: in any format that libsndfile reads; M4A and AAC where ffmpeg is installed.
        most_s: how long it may last.

    Yields:
        A `soundfile.SoundFile`.

    Raises:
        RecordingError: it is empty, no sound, cut short, or too long.
        MissingToolError: it needs ffmpeg.
    """
    import soundfile

    head = _head(file)
    with scratch() as folder:
        for at, magic, kind in _FOR_FFMPEG:
            if head[at : at + len(magic)] == magic:
                file = _converted(file, kind, folder, most_s)
                break
        with open_regular(file) as stream:  # which may have a name that libsndfile cannot take
            try:
                sound = soundfile.SoundFile(stream)
            except soundfile.LibsndfileError as error:
                raise RecordingError("bad-recording/format") from error
            with sound:
                _check(sound, most_s)
                yield sound


def read_whole(file: Path, most_s: float) -> tuple[Samples, int]:
    """Read a file of one line.

    Returns:
        Mono, full scale 1.0; and samples a second.

    Raises:
        RecordingError: it is empty, no sound, cut short, or longer than `most_s`.
        MissingToolError: it needs ffmpeg.
    """
    with opened_sound(file, most_s) as sound:
        samples = read_frames(sound, math.ceil(most_s * sound.samplerate))
        # How long an MP3 is, its beginning may only guess.
        if sound.format != "MP3" and len(samples) < min(sound.frames, most_s * sound.samplerate):
            raise RecordingError("bad-recording/cut-short")
        return mono(samples), sound.samplerate


def read_frames(sound: Any, frames: int) -> Channels:
    """Read so many frames, or as many as are left; a row for each, a column for each channel.

    Raises:
        RecordingError: it is damaged.
    """
    import numpy as np
    import soundfile

    try:
        samples: Channels = sound.read(frames, dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise RecordingError("bad-recording/damaged", reason=error.error_string) from error
    if not np.isfinite(samples).all():
        raise RecordingError("bad-recording/not-sound")
    return samples


def mono(channels: Channels) -> Samples:
    """Mix down; where channels would cancel each other out, the loudest is taken."""
    import numpy as np

    return mixed_down(np.clip(channels, -_MOST_PEAK, _MOST_PEAK).astype(np.float64))


def _head(file: Path) -> bytes:
    """The first bytes of a file that may be sound.

    Raises:
        RecordingError: it is empty, cut short, or cannot be read.
    """
    try:
        with open_regular(file) as stream:
            head = stream.read(_HEAD_BYTES)
            size = os.fstat(stream.fileno()).st_size
    except (NoRegularFile, FileNotFoundError) as error:
        raise RecordingError("bad-recording/no-file") from error
    except OSError as error:
        raise RecordingError("bad-recording/unreadable", reason=error) from error
    if not head:
        raise RecordingError("bad-recording/empty")
    if cut_short(head, size):
        raise RecordingError("bad-recording/cut-short")
    return head


def _check(sound: Any, most_s: float) -> None:
    if sound.samplerate not in _RATES_HZ or sound.channels > _MOST_CHANNELS:
        raise RecordingError(
            "bad-recording/kind", rate_hz=sound.samplerate, channels=sound.channels
        )
    if not sound.frames:
        raise RecordingError("bad-recording/empty")
    if sound.frames > most_s * sound.samplerate:
        raise RecordingError(
            "bad-recording/too-long",
            lasts_min=sound.frames / sound.samplerate / 60,
            most_min=most_s / 60,
        )


def _converted(file: Path, kind: str, folder: Path, most_s: float) -> Path:
    """Have ffmpeg write FLAC of a file of a kind that it is known to be."""
    program = find_program("ffmpeg")
    if program is None:
        raise MissingToolError("no-program/ffmpeg")
    target = folder / "converted.flac"
    # One second more than is allowed, so that what is too long is seen to be.
    limits = ["-t", str(most_s + 1), "-vn", "-map", "0:a:0", "-map_metadata", "-1"]
    source = ["-protocol_whitelist", "file", "-f", kind, "-i", f"file:{file.resolve()}"]
    options = [str(program), "-nostdin", "-v", "error", "-xerror", *source, *limits, str(target)]
    try:
        run_program(options, None)
    except VoiceError as error:
        raise RecordingError("bad-recording/damaged", reason=error.phrase) from error
    return target
