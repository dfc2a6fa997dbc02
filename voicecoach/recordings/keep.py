"""Writes sets of recordings: each line is kept at once, whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import io
from typing import TYPE_CHECKING

from voicecoach.audio.pcm.loudness import RATE_HZ
from voicecoach.base.files import Staging, write_file
from voicecoach.base.values import replace
from voicecoach.voices.engines.recorded import INDEX_FILE, Recording, RecordingSet

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pcm = NDArray[np.int16]


def keep_set(kept: RecordingSet) -> None:
    """Write a set's index.

    Raises:
        OutputError: it cannot be written; that of before is as it was.
    """
    write_file(kept.folder / INDEX_FILE, kept.to_json())


def keep_line(kept: RecordingSet, key: str, pcm: Pcm, source: str) -> RecordingSet:
    """Write a line's recording; one that it had is gone then.

    Args:
        kept: the set.
        key: of a line in it.
        pcm: mono, 48 kHz, at its level.
        source: name of the file that it came from.

    Returns:
        The set with it.

    Raises:
        OutputError: it cannot be written; set and recording are as they were.
    """
    line, sound = kept.lines[key], _flac(pcm)
    sha256 = hashlib.sha256(sound).hexdigest()
    recording = Recording(
        file=f"{line.number:03}-{sha256[:8]}.flac",  # another sound, another name: builds may read
        sha256=sha256,
        size_bytes=len(sound),
        length_ms=-(-pcm.size * 1000 // RATE_HZ),
        source=source,
    )
    changed = kept.with_line(key, replace(line, recording=recording))
    with Staging(kept.folder) as staging:
        staging.write(recording.file, [sound])
        staging.write(INDEX_FILE, [changed.to_json().encode()])
    if line.recording and line.recording.file != recording.file:
        with contextlib.suppress(OSError):
            (kept.folder / line.recording.file).unlink()
    return changed


def _flac(pcm: Pcm) -> bytes:
    import soundfile

    stream = io.BytesIO()
    soundfile.write(stream, pcm, RATE_HZ, format="FLAC", subtype="PCM_16")
    return stream.getvalue()
