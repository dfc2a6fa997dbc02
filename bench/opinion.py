"""What a listener would think of how a voice sounds, from 1 to 5, as DistillMOS guesses it.

Torch is large, so it lives in an environment of its own, which `make bench-opinion` makes.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import soxr

from bench.listener import HEARS_HZ, RATE_HZ, WORK, Samples

_PEAK = 0.5
_JUDGE = Path(__file__).with_name("opinion_judge.py")


def judge_python(work: Path = WORK) -> Path | None:
    """The environment's Python, or None where it was not made."""
    places = (work / "opinion-env" / "bin" / "python", work / "opinion-env/Scripts/python.exe")
    return next((place for place in places if place.exists()), None)


def opinion(python: Path, clips: Sequence[Samples]) -> float:
    """The mean opinion of some clips.

    Args:
        python: see `judge_python`.
        clips: mono, 48 kHz.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}.npy" for number in range(len(clips))]
        for file, clip in zip(files, clips, strict=True):
            np.save(file, _for_judge(clip))
        found = subprocess.run(
            [python, _JUDGE, *files], check=True, capture_output=True, encoding="utf-8"
        )
    scores: list[float] = json.loads(found.stdout)
    return sum(scores) / len(scores)


def _for_judge(clip: Samples) -> Samples:
    heard: Samples = soxr.resample(clip, RATE_HZ, HEARS_HZ).astype(np.float32)
    return heard * np.float32(_PEAK / np.abs(heard).max())
