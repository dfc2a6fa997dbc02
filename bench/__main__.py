"""Measures every claim of speed and memory, and how well the voices are understood.

The results are the sections of `bench/README.md`; `make bench speed` or `make bench voices` makes
one of them and leaves the other as it is. `make bench coaching` needs no voice: it writes a page of
the docs.
"""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from bench.clinic import measured_clinic
from bench.coaching import PAGE, claims, failing, page
from bench.figures import merged, read_rows, write_rows
from bench.intelligibility import LANGUAGES, RATES, VOICES, measured
from bench.report import HEAD, section
from bench.serving import measured_serving
from bench.speed import measured_speed, refuse_when_busy, speed_table
from bench.studio import measured_studio
from bench.taken import CORES, Result

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

_SERVING = """\
## Serving

Sessions that are only plans, asked for over the loopback by one connection, from a server in a
process of its own: time on the clock. Files are those of starlette's `StaticFiles` in the same run.

"""


_CLINIC = """\
## A clinic's list

Batches of one process, in the silent voice, whose sounds are there; processor time
of all processes.

"""


_STUDIO = """\
## The studio

`daily` in full guidance, written in Chromium with the program behind; times are those of the page's
own clock, from the event of an edit to the new layout. Half of the edits are of fields, half of the
text.

"""


def main() -> None:
    """Measure what the command line names, or everything, and write it down."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--voice", action="append", help="a voice, or several times one")
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    parser.add_argument("--rate", action="append", type=int, help="words a minute")
    parser.add_argument("--lines", type=int, help="of each kind at most, evenly from all")
    parser.add_argument("--jobs", type=int, help="at a time; one a core when not given")
    parser.add_argument("--busy", action="store_true", help="keep the voices' speed as it is known")
    options = parser.parse_args()
    for name in options.parts or PARTS:
        PARTS[name](options)


def speed(_options: argparse.Namespace) -> None:
    """Measure every claim, and end with an error if one does not hold."""
    _measure(_SPEED, measured_speed())


def serving(_options: argparse.Namespace) -> None:
    """Measure what serving plans takes, and end with an error if a claim does not hold."""
    _measure(_SERVING, measured_serving())


def studio(_options: argparse.Namespace) -> None:
    """Measure the studio from inside its page, and end with an error if a claim does not hold."""
    _measure(_STUDIO, measured_studio())


def _measure(head: str, found: Iterable[Result]) -> None:
    """Write a section of results, and end with an error if a claim does not hold."""
    refuse_when_busy()
    results = [*found]
    refuse_when_busy()
    _write(head + _machine() + speed_table(results) + "\n")
    for result in results:
        print(f"{'holds ' if result.holds else 'FAILS '} {result.claim}: {result.measured}")
    if not all(result.holds for result in results):
        sys.exit(1)


def clinic(_options: argparse.Namespace) -> None:
    """Measure what a clinic's whole list takes, and end with an error if a claim does not hold."""
    _measure(_CLINIC, measured_clinic())


def coaching(_options: argparse.Namespace) -> None:
    """Write the table of how routines spend their time, and end with an error if a claim fails."""
    PAGE.write_text(page(), encoding="utf-8")
    found = [*claims()]
    for claim in found:
        print(f"{'holds ' if claim.holds else 'FAILS '} {claim.what}: {claim.measured}")
    if failing(found):
        sys.exit(1)


def voices(options: argparse.Namespace) -> None:
    """Have voices listened to; what is known of the others stays."""
    new = measured(
        options.voice or VOICES,
        options.language or LANGUAGES,
        options.rate or RATES,
        options.lines,
        options.jobs,
    )
    listened = f"Whisper base and DistillMOS 0.9.1, decoded MP3 at 64 kbit/s, {date.today()}"
    for row in new:
        told = replace(row, speed=None) if options.busy else row
        rows = merged(read_rows(), [told])
        write_rows(rows, listened)
        _write(HEAD + _machine() + section(rows))


PARTS = {
    "voices": voices,
    "speed": speed,
    "serving": serving,
    "clinic": clinic,
    "studio": studio,
    "coaching": coaching,
}


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
