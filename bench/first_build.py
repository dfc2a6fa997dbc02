"""The first build on a machine: what the default voice takes, and what is done beside speaking."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from bench.lines import sampled, texts

_LOOK_S = 0.05
_LINES = 60
_GAIN_DB = 7.5  # about what takes the voice to its loudness
_ASKED_WPM = 133  # what makes some 140 of it


def peak_mb(command: list[str], cwd: Path, environment: dict[str, str]) -> float:
    """Run a command; return the most memory that it and all it started had at a time.

    Shared pages are counted once, where the system tells of them; elsewhere in each process.
    """
    running = psutil.Popen(command, cwd=cwd, env=environment, stdout=subprocess.DEVNULL)
    peak = 0
    while running.poll() is None:
        peak = max(peak, sum(_memory(running)))
        time.sleep(_LOOK_S)
    if running.returncode:
        sys.exit(f"{' '.join(command)} failed")
    return peak / 1e6


def _memory(running: psutil.Process) -> Iterator[int]:
    try:
        for each in [running, *running.children(recursive=True)]:
            full = each.memory_full_info()
            yield getattr(full, "pss", full.uss)
    except psutil.Error:
        return  # it ended meanwhile


def beside_speaking_ms() -> float:
    """Processor time for checking, conditioning and encoding a line, ms: the mean of many lines."""
    from voicecoach.audio.mp3.encode import encode_below
    from voicecoach.audio.pcm import clip, loudness
    from voicecoach.voices import verify
    from voicecoach.voices.engine import SpeechRequest
    from voicecoach.voices.engines.hibari import Hibari

    engine = Hibari()
    engine.start()
    said = texts()
    lines = [
        SpeechRequest(text, "heart", "en", _ASKED_WPM)
        for text in (*sampled(said.sentences, _LINES), *sampled(said.cues, _LINES))
    ]
    spoken = list(engine.synthesise(lines))
    pace = 140 / _ASKED_WPM
    taken: list[float] = []
    for _ in range(2):  # the first time something is imported
        begun = time.process_time()
        for line, speech in zip(lines, spoken, strict=True):
            verify.fault_of(line, speech, pace)
            pcm = clip.condition(speech.samples, speech.rate_hz, _GAIN_DB)
            encode_below(pcm, 64, loudness.true_peak_dbtp)
        taken.append(time.process_time() - begun)
    return 1000 * min(taken) / len(lines)
