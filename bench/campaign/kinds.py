"""The kinds of faults, and one try of each: what was lost by it, or nothing."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.campaign.mutate import damaged, mutated
from bench.campaign.running import ROOT, Ran, environment, in_process, in_shell

SHORT = "routine: short\ntitle: Short\nsteps:\n  - march: hold 10s\n  - say: Good.\n"
SETTINGS = 'rate = 140\nvoice = "silent"\n[counter]\nlevel = -3\n[clinic]\nname = "Harbour"\n'
BUILD = "build short --voice silent --quiet -o out"
# Kills the program at the nth call that changes a file, before it is made.
_KILLER = """
import os, signal, sys
left = int(sys.argv.pop(1))
CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate"}
def watch(event, facts):
    global left
    opens = event == "open" and isinstance(facts[2], int) and facts[2] & (os.O_WRONLY | os.O_CREAT)
    if event in CHANGES or opens:
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
from voicecoach.cli import main
main()
"""


@dataclass
class Place:
    """A project and a home for the tries; all that a build needs is in its cache.

    Attributes:
        folder: the project's.
        home: of the runs, with their temporary folder.
    """

    folder: Path
    home: Path

    def prepare(self) -> None:
        """Make the project, and a session and a plan in it."""
        for part in ("scripts/routines", "scripts/exercises", "scripts/programmes"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        (self.folder / "scripts/routines/short.yaml").write_text(SHORT, encoding="utf-8")
        started = "yes n | $V start back-care --prescriber A --emergency-number 112 --again"
        pains = "--pain-before 1 --pain-during 2 --pain-after 1 --effort 4"
        line = f"$V {BUILD} && {started} && $V log done {pains}"
        ran = in_shell(line, self.folder, self.home)
        assert ran.code == 0, ran.said

    @contextmanager
    def changed(self, file: Path, content: bytes) -> Iterator[None]:
        """Have a file with other content for a while."""
        before = file.read_bytes() if file.exists() else None
        file.write_bytes(content)
        try:
            yield
        finally:
            if before is None:
                file.unlink(missing_ok=True)
            else:
                file.write_bytes(before)


Try = Callable[[random.Random, Place], str]


def scripts(chance: random.Random, place: Place) -> str:
    """A script of any kind, changed; checked, and listed now and then."""
    kinds = ("routines", "exercises", "programmes")
    file = chance.choice(
        [f for kind in kinds for f in sorted((ROOT / "scripts" / kind).glob("*.yaml"))]
    )
    target = place.folder / "scripts" / file.parent.name / file.name
    command = ["check", f"scripts/{file.parent.name}/{file.name}"]
    if chance.random() < 0.1:
        command = ["list"]
    with place.changed(target, mutated(chance, file.read_text(encoding="utf-8"))):
        return in_process(command, place.folder).lost()


def settings(chance: random.Random, place: Place) -> str:
    """Settings, changed: read, or refused with their place."""
    with place.changed(place.folder / "voicecoach.toml", mutated(chance, SETTINGS)):
        ran = in_process(["show", "short"], place.folder)
    refused = "voicecoach.toml:" in ran.said
    if ran.code == 3 and not refused and "bad-settings" in ran.said:
        return f"no place: {ran.said[-200:]}"
    return ran.lost()


def records(chance: random.Random, place: Place) -> str:
    """The record of a session, changed."""
    file = place.folder / "out" / "short.silent.json"
    with place.changed(file, mutated(chance, file.read_text(encoding="utf-8"))):
        return in_process(["check", "--session", str(file)], place.folder).lost()


def stores(chance: random.Random, place: Place) -> str:
    """Entries of the cache, damaged: what is built is the same."""
    mp3 = place.folder / "out" / "short.silent.mp3"
    before = mp3.read_bytes()
    entries = sorted((place.folder / "audio" / "cache").glob("??/*"))
    for file in chance.sample(entries, min(3, len(entries))):
        file.write_bytes(damaged(chance, file.read_bytes()))
    ran = in_process(BUILD.split(), place.folder)
    if not ran.lost() and mp3.read_bytes() != before:
        return "another session"
    return ran.lost()


def logs(chance: random.Random, place: Place) -> str:
    """The log of a plan, damaged in its bytes or in a row."""
    file = place.home / "data" / "progress.sqlite3"
    content = file.read_bytes()
    with place.changed(file, damaged(chance, content) if chance.random() < 0.5 else content):
        if chance.random() < 0.5:
            _spoil(chance, file)
        os.environ["VOICECOACH_DATA"] = str(file.parent)
        command = chance.choice((["today"], ["progress"], ["progress", "export", "x.json"]))
        try:
            return in_process(command, place.folder).lost()
        finally:
            for left in (*file.parent.glob("*-wal"), *file.parent.glob("*-shm")):
                left.unlink()
            (place.folder / "x.json").unlink(missing_ok=True)


def _spoil(chance: random.Random, file: Path) -> None:
    values = ("'x'", "''", "x'ff'", "99", "'2026-13-01'", "'[[1]]'", "'{'")
    columns = {
        "plans": ("started", "review", "label"),
        "entries": ("day", "note", "stage"),
        "screenings": ("yes", "day"),
        "moves": ("since", "stage"),
    }
    table = chance.choice([*columns])
    try:
        with sqlite3.connect(file) as connection:
            column, value = chance.choice(columns[table]), chance.choice(values)
            connection.execute(f"UPDATE {table} SET {column} = {value}")
        connection.close()
    except (sqlite3.Error, UnicodeDecodeError):
        pass  # damaged too far for that


def killed_at_a_call(chance: random.Random, place: Place) -> str:
    """A build that is killed before one of its changes to files."""
    target = place.folder / "out"
    shutil.rmtree(place.folder / "audio" / "cache", ignore_errors=True)
    command = [sys.executable, "-c", _KILLER, str(chance.randrange(120)), *BUILD.split()]
    subprocess.run(
        command, cwd=place.folder, env=environment(place.home), capture_output=True, check=False
    )
    return _after(place, target)


def killed_at_random(chance: random.Random, place: Place) -> str:
    """A build that is killed at any moment."""
    shutil.rmtree(place.folder / "audio" / "cache", ignore_errors=True)
    build = subprocess.Popen(
        [sys.executable, "-m", "voicecoach", *BUILD.split()],
        cwd=place.folder,
        env=environment(place.home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(chance.random() * 1.5)
    build.kill()
    build.wait()
    return _after(place, place.folder / "out")


def _after(place: Place, target: Path) -> str:
    """What the next run finds: files whole, and nothing left afterwards."""
    ran = in_shell(f"$V {BUILD}", place.folder, place.home)
    if ran.code:
        return ran.said[-300:] or f"exit code {ran.code}"
    if list((place.home / "tmp").iterdir()):  # a run that speaks sweeps it, once its owner is gone
        shutil.rmtree(place.folder / "audio" / "cache")
        in_shell(f"$V {BUILD}", place.folder, place.home)
    left = [*place.folder.rglob("*.part"), *(place.home / "tmp").iterdir()]
    if left:
        return f"left: {left[0].name}"
    checked = in_shell(f"$V check --session {target}/short.silent.json", place.folder, place.home)
    return checked.lost()


ENVIRONMENTS = (
    "$V list >/dev/full",
    "$V list 2>/dev/full",
    "$V list <&-",
    "$V list >&-",
    "$V check short 2>&-",
    f"$V {BUILD} <&- 2>&-",
    "$V show short | head -1",
    f"ulimit -n 16; $V {BUILD}",
    f"ulimit -n 24; $V {BUILD}",
    f"rm -rf audio/cache; ulimit -u 1; $V {BUILD}",
    f"rm -rf audio/cache; ulimit -f 1; $V {BUILD}",
    "ulimit -v 300000; $V check short",
    "mkdir -p gone; cd gone; rmdir ../gone; $V list",
    "HOME=/proc XDG_CACHE_HOME=/proc $V check short",
    "HOME=/proc VOICECOACH_DATA=/proc/x $V today",
    f"TMPDIR=/proc; rm -rf audio/cache; $V {BUILD}",
    "$V build short --voice silent -o /proc/x",
    "$V build short --voice silent -o /dev/null/x.mp3",
    "mkfifo -m 600 pipe; $V check pipe; rm pipe",
    "$V check /dev/zero.yaml",
)


def environments(chance: random.Random, place: Place) -> str:
    """A machine that lacks something: streams, room, descriptors, rights."""
    line = chance.choice(ENVIRONMENTS)
    ran = in_shell(line, place.folder, place.home)
    lost = ran.lost() if ran.code != 152 else ""  # 152: ended by a limit on files, as a kill is
    return f"{line}: {lost}" if lost else ""


ENGINES = (
    "exit 3",
    ":",
    ': > "$1"',
    'mkfifo "$1"',
    'mkdir "$1"',
    'head -c 1000 /dev/urandom > "$1"',
    'truncate -s 2G "$1"',
    'printf "RIFF" > "$1"',
    'ln -s /dev/zero "$1"',
    "kill -9 $$",
    "yes | head -c 100000000 >&2; exit 1",
)


def engines(chance: random.Random, place: Place) -> str:
    """A program that is to speak, and does something else."""
    program = place.home / "engine.sh"
    program.write_text(f"#!/bin/sh\n{chance.choice(ENGINES)}\n", encoding="utf-8")
    program.chmod(0o755)
    called = f'[engines.command]\narguments = ["{program}", "{{out}}", "{{text}}"]\n'
    with place.changed(place.folder / "voicecoach.toml", called.encode()):
        ran: Ran = in_shell('$V voices say "Breathe in." --voice command', place.folder, place.home)
    left = [*(place.home / "tmp").iterdir()]
    if ran.code == 0:
        return "what is no speech was taken for some"
    return ran.lost() or (f"left: {left[0].name}" if left else "")


KINDS: dict[str, Try] = {
    "mutated scripts": scripts,
    "mutated settings": settings,
    "mutated records": records,
    "damaged stores": stores,
    "damaged logs": logs,
    "kills before a change of files": killed_at_a_call,
    "kills at random": killed_at_random,
    "environments": environments,
    "engines": engines,
}
"""One try of each, by what the table calls it."""

SHARE = {"mutated scripts": 30, "mutated settings": 15, "mutated records": 15, "damaged stores": 10}
"""How many tries of a kind come in a turn; one of the others."""
