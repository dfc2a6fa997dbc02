"""The kinds of faults, and one try of each: what was lost by it, or nothing."""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.campaign import clinics, forked
from bench.campaign.costs import Costs
from bench.campaign.heavy import heavy
from bench.campaign.mutate import damaged, mutated
from bench.campaign.papers import PROFILE, changed_paper
from bench.campaign.running import ROOT, Ran, in_shell

SHORT = "routine: short\ntitle: Short\nsteps:\n  - march: hold 10s\n  - say: Good.\n"
SETTINGS = 'rate = 140\nvoice = "silent"\n[counter]\nlevel = -3\n[clinic]\nname = "Harbour"\n'
_PLACED = re.compile(r":\d+:\d+: ")
BUILD = "build short --voice silent --quiet -o out"


@dataclass
class Place:
    """A project and a home for the tries; all that a build needs is in its cache.

    Attributes:
        folder: the project's.
        home: of the runs, with their temporary folder.
        costs: what the checks of scripts took.
    """

    folder: Path
    home: Path
    costs: Costs = field(default_factory=Costs)
    _changes: int = 0
    _build_s: float = 0.0

    @property
    def cache(self) -> Path:
        """The project's cache."""
        return self.folder / "audio" / "cache"

    @property
    def session(self) -> Path:
        """The session that is built, without an ending."""
        return self.folder / "out" / "short.silent"

    def run(self, command: Sequence[str], before: forked.Before | None = None) -> Ran:
        """Run the program in the project."""
        return forked.in_fork(command, self.folder, self.home, before)

    def prepare(self) -> None:
        """Make the project, and a session and a plan in it."""
        for part in ("routines", "exercises", "programmes", "profiles"):
            (self.folder / "scripts" / part).mkdir(parents=True, exist_ok=True)
        scripts = {"routines/short.yaml": SHORT, "profiles/knee-2.yaml": PROFILE}
        for name, text in scripts.items():
            (self.folder / "scripts" / name).write_text(text, encoding="utf-8")
        started = "yes n | $V start back-care --prescriber A --emergency-number 112 --again"
        pains = "--pain-before 1 --pain-during 2 --pain-after 1 --effort 4"
        line = f"$V {BUILD} && {started} && $V log done {pains}"
        (self.folder / "patients.csv").write_text(clinics.PATIENTS, encoding="utf-8")
        ran = in_shell(f"{line} && {clinics.BATCH}", self.folder, self.home)
        assert ran.code == 0, ran.said
        known = (BUILD.split(), ["check", "short"], ["list"], ["today"], ["show", "short"])
        forked.import_what_runs_import(self.folder, self.home, known)
        shutil.copytree(self.cache, self.home / "entries")
        shutil.rmtree(self.cache)
        changes = self.home / "changes"
        began_s = time.monotonic()
        self.run(BUILD.split(), forked.counted(changes))
        self._build_s = time.monotonic() - began_s
        self._changes = changes.stat().st_size
        changes.unlink()

    def forget_some(self, chance: random.Random) -> float:
        """Remove entries of the cache: all, or a few.

        Returns:
            The share of a whole build that is to be done again.
        """
        shutil.rmtree(self.cache, ignore_errors=True)
        if chance.random() < 0.3:
            return 1.0
        shutil.copytree(self.home / "entries", self.cache)
        entries = sorted(self.cache.glob("??/*"))
        gone = chance.sample(entries, chance.randint(1, len(entries) // 3))
        for entry in gone:
            entry.unlink()
        return len(gone) / len(entries)

    def a_change(self, chance: random.Random, share: float) -> int:
        """One of the changes of files that a build of a share makes."""
        return chance.randrange(max(12, int(self._changes * share)))

    def a_moment_s(self, chance: random.Random, share: float) -> float:
        """A time within a build of a share."""
        return chance.random() * self._build_s * (0.4 + 0.6 * share)

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
    content = mutated(chance, file.read_text(encoding="utf-8"))
    target = place.folder / "scripts" / file.parent.name / file.name
    if chance.random() < 0.05:
        target, content = place.folder / "scripts" / "routines" / "heavy.yaml", heavy(chance)
    command = ["check", target.relative_to(place.folder).as_posix()]
    if chance.random() < 0.1:
        command = ["list"]
    with place.changed(target, content):
        ran = place.run(command)
        if command == ["list"]:  # which plans every routine, and is no measure of one
            return ran.lost()
        return ran.lost() or place.costs.lost(ran, command, place.folder, place.home)


def settings(chance: random.Random, place: Place) -> str:
    """Settings, changed: read, or refused with their place."""
    with place.changed(place.folder / "voicecoach.toml", mutated(chance, SETTINGS)):
        ran = place.run(["show", "short"])
    refused = "voicecoach.toml:" in ran.said
    if ran.code == 3 and not refused and "bad-settings" in ran.said:
        return f"no place: {ran.said[-200:]}"
    return ran.lost()


def papers(chance: random.Random, place: Place) -> str:
    """A profile, a roster or a prescription, changed."""
    paper, content = changed_paper(chance)
    with place.changed(place.folder / paper.file, content):
        ran = place.run(paper.command)
    if paper.made:
        (place.folder / paper.made).unlink(missing_ok=True)
        if ran.code == 3 and paper.file not in ran.said and "no sound script" not in ran.said:
            return f"no file: {ran.said[-200:]}"
    elif ran.code == 3 and not _PLACED.search(ran.said):
        return f"no place: {ran.said[-200:]}"
    return ran.lost()


def records(chance: random.Random, place: Place) -> str:
    """The record of a session, changed."""
    file = Path(f"{place.session}.json")
    with place.changed(file, mutated(chance, file.read_text(encoding="utf-8"))):
        return place.run(["check", "--session", str(file)]).lost()


def stores(chance: random.Random, place: Place) -> str:
    """Entries of the cache, damaged: what is built is the same."""
    mp3 = Path(f"{place.session}.mp3")
    before = mp3.read_bytes()
    entries = sorted(place.cache.glob("??/*"))
    for file in chance.sample(entries, min(3, len(entries))):
        file.write_bytes(damaged(chance, file.read_bytes()))
    ran = place.run(BUILD.split())
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
        command = chance.choice((["today"], ["progress"], ["progress", "export", "x.json"]))
        try:
            return place.run(command).lost()
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
    share = place.forget_some(chance)
    place.run(BUILD.split(), forked.killed_before(place.a_change(chance, share)))
    return _after(place)


def killed_at_random(chance: random.Random, place: Place) -> str:
    """A build that is killed at any moment."""
    share = place.forget_some(chance)
    place.run(BUILD.split(), forked.killed_after(place.a_moment_s(chance, share)))
    return _after(place)


def _after(place: Place) -> str:
    """What the next run finds: files whole, and nothing left afterwards."""
    ran = place.run(BUILD.split())
    if ran.code:
        return ran.said[-300:] or f"exit code {ran.code}"
    if _left(place.home / "tmp", "*"):  # a run that speaks sweeps it, once its owner is gone
        shutil.rmtree(place.cache)
        place.run(BUILD.split())
    left = [*_left(place.home, "*.part"), *_left(place.folder, "*.part")]
    left += _left(place.home / "tmp", "*")
    if left:
        return f"left: {left[0].relative_to(place.folder.parent)}"
    return place.run(["check", "--session", f"{place.session}.json"]).lost()


def _left(folder: Path, pattern: str) -> list[Path]:
    return [*folder.rglob(pattern)]


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
    "mkfifo -m 600 pipe; $V import pipe --name pipe; rm pipe",
    "ln -s loop loop; $V batch patients.csv --to site --links loop; rm loop",
    "mkdir -p gone; cd gone; rmdir ../gone; $V links list",
    "mkdir -p gone; cd gone; rmdir ../gone; $V roster new r.csv",
    "$V links list >/dev/full",
    "$V today >&-",
    "$V log export --text >/dev/full 2>/dev/full",
    "$V store prune nowhere",
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
    "mutated papers": papers,
    "mutated records": records,
    "damaged stores": stores,
    "damaged logs": logs,
    "kills before a change of files": killed_at_a_call,
    "kills at random": killed_at_random,
    "environments": environments,
    "engines": engines,
    "lists of addresses": clinics.addresses,
    "served places": clinics.served,
}
"""One try of each, by what the table calls it."""

PROOF = {
    "mutated scripts": 5_000,
    "mutated settings": 1_500,
    "mutated papers": 2_000,
    "mutated records": 1_500,
    "damaged stores": 1_000,
    "damaged logs": 1_000,
    "kills before a change of files": 500,
    "kills at random": 500,
    "environments": 100,
    "engines": 100,
    "lists of addresses": 1_000,
    "served places": 1_000,
}
"""How many tries of each kind `--proof` takes; in a turn are a five-hundredth of them."""
