"""Measures every claim of speed and memory, and how well the voices are understood.

The results are the sections of `bench/README.md`; `make bench speed` or `make bench voices` makes
one of them and leaves the other as it is. Every figure of speed is a ratio of two things measured
in this run, on this machine: medians of several.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

from bench.figures import merged, read_rows, write_rows
from bench.intelligibility import LANGUAGES, RATES, VOICES, measured
from bench.report import HEAD, section

HERE = Path(__file__).parent
CORES = os.cpu_count() or 1
VOICECOACH = [sys.executable, "-m", "voicecoach"]

ROUTINE = """\
routine: {name}
title: Benchmark of {minutes} minutes
steps:
  - say: "{greeting}"
{rounds}
"""
ROUND = """\
  - cat-cow: {reps} reps
  - pelvic-tilt: {reps} reps, hold 5s
  - bird-dog: {reps} reps each side
  - bridge: {reps} reps
  - childs-pose: hold 1m
"""


_HEAD = """\
# Benchmarks

Written by `make bench`.
"""

_SPEED = """\
## Speed and memory

Every ratio comes from one run on one machine; whole processes, medians. The session is a routine of
about 25 minutes in the default voice.

"""


@dataclass(frozen=True)
class Result:
    """One claim: what was measured, against what, and the limit it must keep."""

    claim: str
    measured: str
    ratio: float
    limit: str
    holds: bool


def main() -> None:
    """Measure what the command line names, or everything, and write it down."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--voice", action="append", help="a voice, or several times one")
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    parser.add_argument("--rate", action="append", type=int, help="words a minute")
    parser.add_argument("--lines", type=int, help="of each kind at most, evenly from all")
    parser.add_argument("--jobs", type=int, help="at a time; one a core when not given")
    options = parser.parse_args()
    for name in options.parts or PARTS:
        PARTS[name](options)


def speed(_options: argparse.Namespace) -> None:
    """Measure every claim, and end with an error if one does not hold."""
    with tempfile.TemporaryDirectory() as folder:
        results = [*_run(Path(folder))]
    rows = [
        f"| {r.claim} | {r.measured} | {r.ratio:.2f} | {r.limit} | {_yes(r.holds)} |"
        for r in results
    ]
    head = "| claim | measured | ratio | limit | holds |\n|---|---|---|---|---|\n"
    _write(_SPEED + _machine() + head + "\n".join(rows) + "\n")
    for result in results:
        print(f"{'holds ' if result.holds else 'FAILS '} {result.claim}: {result.measured}")
    if not all(result.holds for result in results):
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
        rows = merged(read_rows(), [row])
        write_rows(rows, listened)
        _write(HEAD + _machine() + section(rows))


PARTS = {"voices": voices, "speed": speed}


def routine(
    place: Path, name: str, reps: int = 12, rounds: int = 1, greeting: str = "Hello."
) -> Path:
    """Write a routine; one round of 12 reps makes about 25 minutes."""
    folder = place / "scripts" / "routines"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.yaml"
    text = ROUTINE.format(
        name=name, minutes=25 * rounds, greeting=greeting, rounds=ROUND.format(reps=reps) * rounds
    )
    file.write_text(text)
    return file


def seconds(run: Callable[[], object], times: int) -> float:
    """Median duration of several runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return median(taken)


def process(*arguments: str | Path, cwd: Path) -> None:
    """Run a process to its end; its failure is ours."""
    environment = _environment()
    subprocess.run(
        [*map(str, arguments)], cwd=cwd, env=environment, check=True, stdout=subprocess.DEVNULL
    )


def _environment() -> dict[str, str]:
    """Ours, with compiled modules kept, as an installed program has them."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(HERE.parent)}


def build(place: Path, name: str) -> None:
    """Build a routine in a process of its own."""
    process(*VOICECOACH, "build", name, "--quiet", cwd=place)


def _run(place: Path) -> list[Result]:
    results = [_cold(place)]
    warm = seconds(lambda: build(place, "session"), 9)
    results += _against_joining(place, warm)
    results.append(_splice(place))
    results += _memory(place)
    results.append(_one_cue(place, warm))
    results.append(_hundred(place, warm))
    results.append(_publishing(place))
    return results


def _cold(place: Path) -> Result:
    """A cold build on all cores against the same work done by one worker, shared out fairly."""
    routine(place, "session")
    cache = place / "audio" / "cache"
    alone = HERE / "alone.py"

    def cold(*command: str | Path) -> Callable[[], None]:
        def run() -> None:
            shutil.rmtree(cache, ignore_errors=True)
            process(*command, cwd=place)

        return run

    one = seconds(cold(sys.executable, alone, "session"), 2)
    every = seconds(cold(*VOICECOACH, "build", "session", "--quiet"), 3)
    ratio = every / (one / CORES)
    return Result(
        "cold build against start-up, synthesis, conditioning and encoding divided by the cores",
        f"{every:.2f} s; one worker {one:.2f} s, {CORES} cores",
        ratio,
        "at most 1.5",
        ratio <= 1.5,
    )


def _against_joining(place: Path, warm: float) -> list[Result]:
    """A warm build against ways that join or encode the whole session."""
    results = []
    process(sys.executable, HERE / "clips.py", "session", place / "clips", cwd=place)
    if shutil.which("ffmpeg"):
        pydub = seconds(
            lambda: process(sys.executable, HERE / "join_pydub.py", place / "clips", cwd=place), 1
        )
        results.append(
            Result(
                "warm build against joining the same clips with pydub += and export",
                f"{warm:.3f} s against {pydub:.1f} s",
                pydub / warm,
                "at least 100 times faster",
                pydub / warm >= 100,
            )
        )
    if lame := shutil.which("lame"):
        wav, mp3 = place / "clips" / "session.wav", place / "x.mp3"
        command: list[str | Path] = [lame, "--quiet", "-q", "9", "-b", "64", wav, mp3]
        encoded = seconds(lambda: process(*command, cwd=place), 5)
        results.append(
            Result(
                "warm build against encoding the same PCM once (lame -q 9 -b 64)",
                f"{warm:.3f} s against {encoded:.2f} s",
                encoded / warm,
                "at least 10 times faster",
                encoded / warm >= 10,
            )
        )
    return results


def _splice(place: Path) -> Result:
    """Building and writing a session's frames against one write of the same bytes."""
    from bench.session import placed_session
    from voicecoach.mp3.splice import session_chunks

    placed, samples, bitrate = placed_session(place, "session")
    target = place / "splice.mp3"

    def splice() -> None:
        with target.open("wb") as stream:
            stream.writelines(session_chunks(placed, samples, bitrate))

    spliced = seconds(splice, 25)
    content = target.read_bytes()

    def write() -> None:
        with target.open("wb") as stream:
            stream.write(content)

    written = seconds(write, 25)
    return Result(
        "splice and write against one write of the same bytes",
        f"{spliced * 1000:.1f} ms against {written * 1000:.1f} ms for {len(content) / 1e6:.1f} MB",
        spliced / written,
        "at most 3",
        spliced / written <= 3,
    )


def _memory(place: Path) -> list[Result]:
    """Peak memory of a warm build, and whether it grows with the session."""
    peaks = []
    for name, rounds in (("session", 1), ("long", 5)):
        if rounds > 1:
            routine(place, name, rounds=rounds)
            build(place, name)
        peaks.append(_peak_mb(place, name))
    short, long = peaks
    return [
        Result("peak memory of a warm build", f"{short:.0f} MB", short, "under 80 MB", short < 80),
        Result(
            "peak memory of a session five times as long",
            f"{long:.0f} MB against {short:.0f} MB",
            long / short,
            "under 80 MB, at most 1.25 times",
            long < 80 and long / short <= 1.25,
        ),
    ]


def _peak_mb(place: Path, name: str) -> float:
    if sys.platform == "win32":
        return 0.0
    code = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], check=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    environment = _environment()
    command = [sys.executable, "-c", code, *VOICECOACH, "build", name, "--quiet"]
    found = subprocess.run(
        command, cwd=place, env=environment, check=True, capture_output=True, text=True
    )
    unit = 1 if sys.platform == "darwin" else 1024  # macOS counts bytes, Linux kibibytes
    return int(found.stdout) * unit / 1e6


def _one_cue(place: Path, warm: float) -> Result:
    """A build after one line changed against a warm build and that line's own synthesis."""
    changed, alone = [], []
    for number in range(5):
        greeting = f"Hello again, this is day {number + 2}."
        routine(place, "session", greeting=greeting)
        start = time.perf_counter()
        build(place, "session")
        changed.append(time.perf_counter() - start)
        start = time.perf_counter()
        process(sys.executable, HERE / "one_line.py", greeting, cwd=place)
        alone.append(time.perf_counter() - start)
    ratio = median(changed) / (warm + 1.5 * median(alone))
    return Result(
        "build with one changed line against a warm build and 1.5 times that line's synthesis",
        f"{median(changed):.3f} s against {warm:.3f} s and 1.5 times {median(alone):.3f} s",
        ratio,
        "at most 1",
        ratio <= 1,
    )


def _hundred(place: Path, warm: float) -> Result:
    """A hundred sessions with different doses, from one warm cache, in one process."""
    routine(place, "session")
    for number in range(100):
        routine(place, f"patient-{number}", reps=8 + number % 13, greeting=f"Session {number % 7}.")
    command: tuple[str | Path, ...] = (sys.executable, HERE / "hundred.py", place)
    process(*command, cwd=place)  # speaks what is new
    taken = seconds(lambda: process(*command, cwd=place), 1)
    return Result(
        "one hundred differing sessions from one warm cache against one warm build",
        f"{taken:.2f} s, {taken * 10:.0f} ms each",
        taken / warm,
        "at most 30",
        taken / warm <= 30,
    )


def _publishing(place: Path) -> Result:
    """Publishing 500 one-minute sessions again against the first time; nothing is rewritten."""
    minute = "routine: minute\ntitle: A minute\nsteps:\n  - march: hold 20s\n"
    (place / "scripts" / "routines" / "minute.yaml").write_text(minute)
    build(place, "minute")
    sessions, site = place / "sessions", place / "site"
    sessions.mkdir()
    record = json.loads((place / "audio" / "minute.json").read_text(encoding="utf-8"))
    for number in range(500):
        mp3 = sessions / f"{number}.mp3"
        shutil.copy(place / "audio" / "minute.mp3", mp3)
        told = record | {"id": f"{number:032x}", "file": mp3.name, "title": f"Session {number}"}
        mp3.with_suffix(".json").write_text(json.dumps(told), encoding="utf-8")
    address = "https://clinic.example/back/"
    command: list[str | Path] = [*VOICECOACH, "publish", sessions, "--to", site]
    command += ["--base-url", address]
    first = seconds(lambda: process(*command, cwd=place), 1)
    before = _written(site)
    again = seconds(lambda: process(*command, cwd=place), 3)
    ratio, same = again / first, _written(site) == before
    return Result(
        "publishing 500 one-minute sessions again against the first time",
        f"{again:.2f} s against {first:.1f} s; {'nothing' if same else 'SOMETHING'} rewritten",
        ratio,
        "at most 0.1",
        same and ratio <= 0.1,
    )


def _written(folder: Path) -> dict[Path, int]:
    return {file: file.stat().st_mtime_ns for file in folder.rglob("*")}


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


def _yes(holds: bool) -> str:
    return "yes" if holds else "**no**"


if __name__ == "__main__":
    main()
