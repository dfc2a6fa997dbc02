"""Speed and memory: every claim is a ratio of two things measured in this run, on this machine.

What is compared is processor time, of a process and of all that it started: time on the clock tells
as much of what else the machine does.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bench.against import against_before
from bench.taken import (
    CORES,
    HERE,
    VOICECOACH,
    Result,
    Taken,
    environment,
    median_of,
    once,
    process,
    taken,
)

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


def refuse_when_busy() -> None:
    """End with an error where others use the machine: the figures would be of them, too."""
    if sys.platform == "win32":
        sys.exit("The processor time of processes that were started is not to be had on Windows.")
    load = os.getloadavg()[0]
    if load > CORES:
        sys.exit(f"The load is {load:.1f} on {CORES} cores: measure when the machine is idle.")


def measured_speed() -> list[Result]:
    """Measure every claim."""
    with tempfile.TemporaryDirectory() as folder:
        return _run(Path(folder))


def speed_table(results: list[Result]) -> str:
    """Set the results as a table."""
    rows = [
        f"| {r.claim} | {r.measured} | {r.ratio:.2f} | {r.limit} | {_yes(r.holds)} |"
        for r in results
    ]
    head = "| claim | measured | ratio | limit | holds |\n|---|---|---|---|---|\n"
    return head + "\n".join(rows)


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


def build(place: Path, name: str) -> None:
    """Build a routine in a process of its own."""
    process(*VOICECOACH, "build", name, "--quiet", cwd=place)


def _run(place: Path) -> list[Result]:
    results = [*_first_build(place), _cold(place)]
    warm = taken(lambda: build(place, "session"), 9)
    results += _against_joining(place, warm)
    results.append(_splice(place))
    results += _memory(place)
    results.append(_one_cue(place, warm))
    results.append(_hundred(place, warm))
    results += against_before(place)
    results.append(_publishing(place))
    return results


def _first_build(place: Path) -> Iterator[Result]:
    """The first build of `daily` with the voice that comes along: time, memory, other work."""
    from bench.first_build import beside_speaking_ms, peak_mb

    command = [*VOICECOACH, "build", "daily", "--quiet", "--voice", "hibari"]
    (place / "scripts" / "routines").mkdir(parents=True, exist_ok=True)
    cache = place / "audio" / "cache"

    def first() -> None:
        shutil.rmtree(cache, ignore_errors=True)
        process(*command, cwd=place)

    took = taken(first, 3)
    yield Result(
        "the first build of `daily`, on the clock",
        str(took),
        took.wall_s,
        "at most 9 s on two cores",
        took.wall_s <= 9,
    )
    shutil.rmtree(cache, ignore_errors=True)
    memory = peak_mb(command, place, environment())
    limit = "under 600 MB with two workers"
    yield Result("peak memory of that build", f"{memory:.0f} MB", memory, limit, memory < 600)
    beside = beside_speaking_ms()
    yield Result(
        "checking, conditioning and encoding a line, beside the voice's own work",
        f"{beside:.1f} ms",
        beside,
        "at most 30 ms",
        beside <= 30,
    )


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

    one = taken(cold(sys.executable, alone, "session"), 2)
    every = taken(cold(*VOICECOACH, "build", "session", "--quiet"), 3)
    shared = every.wall_s / (one.wall_s / CORES)
    return Result(
        "cold build against one worker's start-up, synthesis, conditioning and encoding",
        f"{every} against {one}; on the clock {shared:.2f} of its {CORES}th part",
        every / one,
        "at most 1.5, and so on the clock for each core",
        every / one <= 1.5 and shared <= 1.5,
    )


def _against_joining(place: Path, warm: Taken) -> list[Result]:
    """A warm build against ways that join or encode the whole session."""
    results = []
    process(sys.executable, HERE / "clips.py", "session", place / "clips", cwd=place)
    if shutil.which("ffmpeg"):
        pydub = taken(
            lambda: process(sys.executable, HERE / "join_pydub.py", place / "clips", cwd=place), 1
        )
        results.append(
            Result(
                "warm build against joining the same clips with pydub += and export",
                f"{warm} against {pydub}",
                pydub / warm,
                "at least 100 times faster",
                pydub / warm >= 100,
            )
        )
    if lame := shutil.which("lame"):
        command: list[str | Path] = [
            lame,
            "--quiet",
            "-q",
            "9",
            "-b",
            "64",
            place / "clips" / "session.wav",
            place / "x.mp3",
        ]
        encoded = taken(lambda: process(*command, cwd=place), 5)
        results.append(
            Result(
                "warm build against encoding the same PCM once (lame -q 9 -b 64)",
                f"{warm} against {encoded}",
                encoded / warm,
                "at least 10 times faster",
                encoded / warm >= 10,
            )
        )
    return results


def _splice(place: Path) -> Result:
    """Building and writing a session's frames against one write of the same bytes."""
    from bench.session import placed_session
    from voicecoach.audio.mp3.splice import session_chunks
    from voicecoach.base.files import in_blocks

    placed, samples, bitrate = placed_session(place, "session")
    target = place / "splice.mp3"

    def splice() -> None:
        with target.open("wb") as stream:
            stream.writelines(in_blocks(session_chunks(placed, samples, bitrate)))

    spliced = taken(lambda: _repeat(splice), 5)
    content = target.read_bytes()

    def write() -> None:
        with target.open("wb") as stream:
            stream.write(content)

    written = taken(lambda: _repeat(write), 5)
    return Result(
        "splice and write against one write of the same bytes",
        f"{_REPEATS} times {len(content) / 1e6:.1f} MB: {spliced} against {written}",
        spliced / written,
        "at most 3",
        spliced / written <= 3,
    )


_REPEATS = 25  # of what takes a few milliseconds


def _repeat(run: Callable[[], None]) -> None:
    for _ in range(_REPEATS):
        run()


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
    command = [sys.executable, "-c", code, *VOICECOACH, "build", name, "--quiet"]
    found = subprocess.run(
        command, cwd=place, env=environment(), check=True, capture_output=True, text=True
    )
    unit = 1 if sys.platform == "darwin" else 1024  # macOS counts bytes, Linux kibibytes
    return int(found.stdout) * unit / 1e6


def _one_cue(place: Path, warm: Taken) -> Result:
    """A build after one line changed against a warm build and that line's own synthesis."""
    changed, alone = [], []
    for number in range(5):
        greeting = f"Hello again, this is day {number + 2}."
        routine(place, "session", greeting=greeting)
        changed.append(once(lambda: build(place, "session")))
        speak = partial(process, sys.executable, HERE / "one_line.py", greeting, cwd=place)
        alone.append(once(speak))
    built, spoken = median_of(changed), median_of(alone)
    ratio = built / (warm + spoken * 1.5)
    return Result(
        "build with one changed line against a warm build and 1.5 times that line's synthesis",
        f"{built} against {warm} and 1.5 times {spoken}",
        ratio,
        "at most 1",
        ratio <= 1,
    )


def _hundred(place: Path, warm: Taken) -> Result:
    """A hundred sessions with different doses, from one warm cache, in one process."""
    routine(place, "session")
    for number in range(100):
        routine(place, f"patient-{number}", reps=8 + number % 13, greeting=f"Session {number % 7}.")
    command = (sys.executable, HERE / "hundred.py", place)
    process(*command, cwd=place)  # speaks what is new
    hundred = taken(lambda: process(*command, cwd=place), 1)
    return Result(
        "one hundred differing sessions from one warm cache against one warm build",
        f"{hundred}, each {hundred * 0.01}, against {warm}",
        hundred / warm,
        "at most 30",
        hundred / warm <= 30,
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
        content = record["content"] | {"title": f"Session {number}"}
        media = record["media"] | {"file": mp3.name}
        told = record | {"id": f"{number:032x}", "content": content, "media": media}
        mp3.with_suffix(".json").write_text(json.dumps(told), encoding="utf-8")
    address = "https://clinic.example/back/"
    publish: list[str | Path] = [*VOICECOACH, "publish", sessions, "--to", site]
    command = [*publish, "--base-url", address]
    first = taken(lambda: process(*command, cwd=place), 1)
    before = _written(site)
    again = taken(lambda: process(*command, cwd=place), 3)
    ratio, same = again / first, _written(site) == before
    return Result(
        "publishing 500 one-minute sessions again against the first time",
        f"{again} against {first}; {'nothing' if same else 'SOMETHING'} rewritten",
        ratio,
        "at most 0.1",
        same and ratio <= 0.1,
    )


def _written(folder: Path) -> dict[Path, int]:
    return {file: file.stat().st_mtime_ns for file in folder.rglob("*")}


def _yes(holds: bool) -> str:
    return "yes" if holds else "**no**"
