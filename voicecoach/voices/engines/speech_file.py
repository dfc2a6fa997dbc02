"""For engines that write files: a place for one, and what it holds as speech."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from voicecoach.audio.pcm.decode import MOST_BYTES, decode
from voicecoach.base.errors import VoiceError
from voicecoach.base.files import check_room
from voicecoach.base.intake import read_bounded
from voicecoach.voices.engine import Speech


def speech_from_file(write: Callable[[Path], object]) -> Speech:
    """Have a sound file written, and read it.

    Args:
        write: writes to the path that it is given, where nothing is yet; in any format.

    Raises:
        VoiceError: there is no file, or no sound in it.
    """
    import tempfile

    import numpy as np

    with tempfile.TemporaryDirectory(prefix="line-", ignore_cleanup_errors=True) as folder:
        path = Path(folder, "line.sound")
        check_room(path.parent)
        write(path)
        try:
            audio = read_bounded(path, MOST_BYTES)
        except FileNotFoundError:
            raise VoiceError("voice-failed/no-file") from None
        except OSError as error:
            raise VoiceError("voice-failed/file", reason=error) from error
    samples, rate_hz = decode(audio)
    return Speech(np.asarray(samples, np.float32), rate_hz)
