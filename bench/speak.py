"""Speaks lines with one worker, in a process that is small itself, and says what that cost.

Run as `python -m bench.speak CACHE`; the lines are JSON on standard input, the answer is JSON.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

from voicecoach.store.local import LocalStore
from voicecoach.voices.engine import Line, Voice
from voicecoach.voices.synthesiser import Synthesiser


def main(cache: Path, lines: list[dict[str, Any]]) -> dict[str, float]:
    wanted = [Line(**{**line, "voice": Voice(**line["voice"])}) for line in lines]
    with Synthesiser(LocalStore(cache), workers=1) as studio:
        made = studio.fragments(wanted)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    unit = 1 if sys.platform == "darwin" else 1024  # macOS counts bytes, Linux kibibytes
    return {
        "speech_s": sum(fragment.samples for fragment in made.values()) / 48_000,
        "cpu_s": used.ru_utime + used.ru_stime,
        "memory_mb": used.ru_maxrss * unit / 1e6,
    }


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), json.load(sys.stdin))))
