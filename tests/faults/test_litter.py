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
from tests.running import ROOT
from voicecoach.base.files import Staging, write_file
from voicecoach.base.litter import held, part_name, scratch, sweep
from voicecoach.store.local import LocalStore
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
    folder = tmp_path / key[:2]
    folder.mkdir()
    (folder / DEAD).touch()
    LocalStore(tmp_path).put(key, b"clip")
    assert sorted(path.name for path in tmp_path.rglob("*")) == sorted(["a.txt", key[:2], key])


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


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel tells workers only there")
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
