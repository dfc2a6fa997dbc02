"""Cuts the sample of the default voice out of a built session: `make sample`.

The frames are the session's own, whole ones from silence to silence: what one hears is what a
session sounds like, and nothing is encoded again.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

from voicecoach.audio.mp3.crc import crc16
from voicecoach.audio.mp3.frames import FRAME_MS, FRAME_SAMPLES, Bitrate, frame_bytes
from voicecoach.audio.mp3.info import DECODER_DELAY_SAMPLES, ENCODER_DELAY_SAMPLES, info_frame
from voicecoach.session.record import SessionContent, read_record

TARGET = Path(__file__).parent / "sample.mp3"
_ROUTINE, _EXERCISE = "daily", "bridge"
_VOICE = "hibari"
_LONGEST_MS = 20_000
_LEAD_MS = 240
_BITRATE: Bitrate = 64


def main() -> None:
    """Build the session in a folder of its own, and write the sample."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "scripts", "routines").mkdir(parents=True)
        mp3 = Path(folder, "session.mp3")
        command = [sys.executable, "-m", "voicecoach", "build", _ROUTINE, "--voice", _VOICE]
        subprocess.run([*command, "--quiet", "-o", mp3], cwd=folder, check=True)
        content = read_record(mp3.with_suffix(".json")).content
        TARGET.write_bytes(cut(mp3.read_bytes(), *stretch(content)))


def stretch(content: SessionContent) -> tuple[int, int]:
    """Choose from where to where, ms: from the exercise's first rep, to the end of a cue."""
    begin_ms = next(
        slot.start_ms for slot in content.slots if slot.exercise == _EXERCISE and slot.rep == 1
    )
    cues = [cue for cue in content.cues if cue.start_ms >= begin_ms]
    ends = [a.end_ms for a, b in pairwise(cues) if b.start_ms - a.end_ms >= 2 * _LEAD_MS]
    begin_ms -= _LEAD_MS
    return begin_ms, max(end for end in ends if end + _LEAD_MS - begin_ms <= _LONGEST_MS) + _LEAD_MS


def cut(mp3: bytes, begin_ms: int, end_ms: int) -> bytes:
    """Cut whole frames out of a session, and put an Info frame of their own in front."""
    size = frame_bytes(_BITRATE)
    tag_bytes = 10 + sum(part << 7 * (3 - at) for at, part in enumerate(mp3[6:10]))
    first = tag_bytes + size  # behind the session's Info frame
    begin, end = begin_ms // FRAME_MS, end_ms // FRAME_MS
    frames = mp3[first + begin * size : first + end * size]
    samples = (end - begin) * FRAME_SAMPLES - ENCODER_DELAY_SAMPLES - DECODER_DELAY_SAMPLES
    return info_frame(samples, _BITRATE, crc16(frames)) + frames


if __name__ == "__main__":
    main()
