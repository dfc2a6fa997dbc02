"""Measures every claim of speed and memory, and how well the voices are understood.

The results are the sections of `bench/README.md`; `python -m bench speed` or `... voices` measures
one of them and leaves the other as it is.
"""

from __future__ import annotations

import platform
import sys
from pathlib import Path

from bench.intelligibility import measured, table
from bench.speed import CORES, measured_speed, refuse_when_busy, speed_table

HERE = Path(__file__).parent

_HEAD = """\
# Benchmarks

Written by `make bench`.
"""

_SPEED = """\
## Speed and memory

Every figure comes from one run on one machine that did nothing else; whole processes, medians: time
on the clock, and in brackets processor time with that of all processes started. Ratios are of
processor time. The session is a routine of about 25 minutes in the default voice.

"""

_UNDERSTOOD = """\
## How well the voices are understood

Every line of the exercise library, written down by pocketsphinx with its general English model.
*In its pace* is the same with slow speech heard as if it were not slow. Critical words are numbers,
sides and prompts, each to be told from all others of its kind. Speed is one worker's.

"""


def main() -> None:
    """Measure what the command line names, or everything, and write it down."""
    wanted = sys.argv[1:] or list(PARTS)
    for name in wanted:
        PARTS[name]()


def speed() -> None:
    """Measure every claim, and end with an error if one does not hold."""
    refuse_when_busy()
    results = measured_speed()
    refuse_when_busy()
    _write(_SPEED + _machine() + speed_table(results) + "\n")
    for result in results:
        print(f"{'holds ' if result.holds else 'FAILS '} {result.claim}: {result.measured}")
    if not all(result.holds for result in results):
        sys.exit(1)


def voices() -> None:
    """Have the voices listened to."""
    _write(_UNDERSTOOD + _machine() + table(measured()) + "\n")


PARTS = {"voices": voices, "speed": speed}


def _machine() -> str:
    machine = f"Python {platform.python_version()}, {platform.system()}, {CORES} cores"
    return f"Last run: {machine}.\n\n"


def _write(section: str) -> None:
    """Put a section into the table of results, in the place of the one with its heading."""
    file = HERE / "README.md"
    _, *before = file.read_text(encoding="utf-8").split("\n## ")
    heading = section.splitlines()[0].removeprefix("## ")
    sections = {text.splitlines()[0]: text.rstrip() for text in before}
    sections[heading] = section.removeprefix("## ").rstrip()
    texts = "\n\n## ".join(["", *(sections[name] for name in sorted(sections, reverse=True))])
    file.write_text(_HEAD.rstrip() + texts + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
