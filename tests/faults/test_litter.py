"""What killed runs leave is swept by the next, and nothing of a run that lives."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.effort import wait_until
from tests.running import ROOT, unmeasured
from voicecoach.app.journals import JOURNAL_VERSION, Journal, JournalFolder
from voicecoach.base.files import Staging, write_file
from voicecoach.base.litter import held, part_name, scratch, sweep
from voicecoach.store.local import LocalStore
from voicecoach.store.place import FolderFiles
from voicecoach.store.protocol import key_of
from voicecoach.store.spared import SparedStore

posix = pytest.mark.skipif(sys.platform == "win32", reason="locks do not stand in the way there")
DEAD = ".99999999-0123456789ab.part"


def test_a_part_of_a_dead_process_is_swept_and_nothing_else(tmp_path: Path) -> None:
    others = (".x.part", "a.part", ".gitignore", f".{os.getppid()}-0123456789ab.part")
    for name in (*others, DEAD):
        (tmp_path / name).touch()
    sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {*others}


@posix
def test_what_is_held_stays_even_where_its_process_has_no_number(tmp_path: Path) -> None:
    part = tmp_path / DEAD
    part.touch()
    with held(part):
        sweep(tmp_path)
        assert part.exists()
    sweep(tmp_path)
    assert not part.exists()


def test_whoever_writes_sweeps_and_so_does_a_store(tmp_path: Path) -> None:
    (tmp_path / DEAD).touch()
    write_file(tmp_path / "a.txt", "a")
    key = key_of(text="a")
    for use in (LocalStore.put, LocalStore.get):
        (tmp_path / DEAD).touch()
        use(LocalStore(tmp_path), key, *([b"clip"] if use is LocalStore.put else []))
        found = sorted(path.name for path in tmp_path.rglob("*"))
        assert found == sorted(["a.txt", key[:2], key])


def test_files_that_are_written_at_once_are_not_swept(tmp_path: Path) -> None:
    with Staging(tmp_path) as first:
        first.write("one", [b"1"])
        with Staging(tmp_path) as second:
            second.write("two", [b"2"])
        (tmp_path / part_name()).touch()
    assert (tmp_path / "one").read_bytes() + (tmp_path / "two").read_bytes() == b"12"


def test_a_temporary_folder_goes_and_takes_those_of_the_dead_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "voicecoach-99999999-abc" / "line").mkdir(parents=True)
    with scratch() as folder:
        assert [*tmp_path.iterdir()] == [folder]
        with scratch():
            assert folder.exists()
    assert not [*tmp_path.iterdir()]


def test_a_store_that_takes_nothing_costs_no_more_than_speed(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = SparedStore(tmp_path / "file" / "cache")
    key = key_of(text="a")
    assert store.get(key).payload is None
    assert store.put(key, b"clip")
    assert not store.put(key, b"other")
    assert store.get(key).payload == b"clip"
    assert store.has([key, "b"]) == {key}
    assert "cannot be used" in str(store.failed)
    store.remove(key)
    assert store.get(key).payload is None


@posix
def test_a_worker_ends_with_its_studio_whatever_it_is_doing(tmp_path: Path) -> None:
    busy = (
        "import sys, time; from pathlib import Path; "
        "from voicecoach.voices.workers.lifeline import requests_from; "
        "asked = requests_from(0, Path(sys.argv[1])); "
        "print(next(asked) + next(asked), flush=True); time.sleep(1000)"
    )
    folder = tmp_path / "scratch"
    folder.mkdir()
    worker = subprocess.Popen(
        [sys.executable, "-c", busy, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=unmeasured(),
        start_new_session=True,
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    with worker.stdout as said:
        worker.stdin.write(b"{}\n[1")
        worker.stdin.flush()
        worker.stdin.write(b"]\n")
        worker.stdin.flush()
        assert said.readline() == b"b'{}[1]'\n"
        worker.stdin.close()  # as the system does for a studio that is killed
        assert worker.wait() == -signal.SIGKILL
    assert not folder.exists()


@posix
@pytest.mark.slow
def test_workers_and_their_programs_die_with_the_studio(project: Path, tmp_path: Path) -> None:
    program = tmp_path / "sleep.sh"
    program.write_text('#!/bin/sh\necho $$ >> "$0.pid"\nsleep 1000\n')
    program.chmod(0o755)
    (project / "voicecoach.toml").write_text(
        f'[engines.command]\narguments = ["{program}", "{{out}}", "{{text}}"]\n'
    )
    scratch_folder = tmp_path / "tmp"
    scratch_folder.mkdir()
    said = ["voices", "say", "Breathe in.", "--voice", "command", "-o", "x.mp3"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(scratch_folder)}
    studio = subprocess.Popen(
        [sys.executable, "-m", "voicecoach", *said], cwd=project, env=environment
    )
    pids = tmp_path / "sleep.sh.pid"
    wait_until(lambda: pids.exists() and bool(pids.read_text().strip()))
    child = int(pids.read_text().split()[0])
    studio.send_signal(signal.SIGKILL)
    studio.wait()
    wait_until(lambda: not _lives(child))


def _lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_what_a_killed_run_left_does_not_keep_a_patient_s_folder(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path)
    files.write("p/secret/index.html", b"x")
    (tmp_path / "p/secret" / DEAD).touch()
    files.remove("p/secret/index.html")
    assert not [*tmp_path.iterdir()]
    files.write("p/secret/index.html", b"x")
    alive = tmp_path / "p/secret" / f".{os.getppid()}-0123456789ab.part"
    alive.touch()
    files.remove("p/secret/index.html")
    assert [*alive.parent.iterdir()] == [alive]


def test_a_temporary_folder_within_another_is_swept_by_the_next_there(tmp_path: Path) -> None:
    (tmp_path / "voicecoach-99999999-abc").mkdir()
    (tmp_path / "kept").mkdir()
    with scratch(tmp_path) as folder:
        assert {*tmp_path.iterdir()} == {folder, tmp_path / "kept"}
    assert [*tmp_path.iterdir()] == [tmp_path / "kept"]


@posix
def test_a_journal_that_is_no_journal_is_not_waited_for_nor_read_whole(tmp_path: Path) -> None:
    journals = JournalFolder(tmp_path)
    journals.keep(Journal(JOURNAL_VERSION, "routines/x.yaml", "", "routine: x\n"))
    (kept,) = tmp_path.glob("*.json")
    kept.unlink()
    os.mkfifo(kept)
    assert journals.read("routines/x.yaml") is None
    with kept.open("wb") as stream:
        stream.truncate(5_000_000_000)  # of nothing: it takes no room
    assert journals.read("routines/x.yaml") is None
    assert journals.all() == []
