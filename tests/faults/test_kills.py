"""A run that is killed before any of its changes to files leaves nothing that the next keeps."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.running import unmeasured
from voicecoach.base.files import Staging, check_writable, write_file
from voicecoach.base.litter import new_scratch, scratch
from voicecoach.store.local import LocalStore
from voicecoach.store.protocol import key_of

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a fork is killed")

_MANY = 100  # changes: more than any of these makes
KEY = key_of(text="a")


def store(folder: Path) -> None:
    LocalStore(folder).put(KEY, b"clip")
    assert LocalStore(folder).get(KEY).payload == b"clip"


def one_file(folder: Path) -> None:
    write_file(folder / "a.txt", "text")


def several_files(folder: Path) -> None:
    with Staging(folder) as staging:
        for name in ("a.mp3", "a.json", "a.vtt"):
            staging.write(name, [name.encode()])


def a_folder_that_is_tried(folder: Path) -> None:
    check_writable(folder)
    one_file(folder)


def temporary_folder(folder: Path) -> None:
    os.environ["TMPDIR"], tempfile.tempdir = str(folder), None
    with scratch() as made:
        (made / "line").mkdir()
        (made / "line" / "sound").touch()


def folder_for_others(folder: Path) -> None:
    os.environ["TMPDIR"], tempfile.tempdir = str(folder), None
    new_scratch()


USES = (
    store,
    one_file,
    several_files,
    a_folder_that_is_tried,
    temporary_folder,
    folder_for_others,
)


def kill_before_every_change(use: Callable[[Path], None], folder: Path) -> int:
    """Kill a fork before each of its changes in turn, and see what the next use leaves.

    Returns:
        How many changes a use makes.
    """
    from bench.campaign.forked import killed_before

    for number in range(_MANY):
        place = folder / str(number)
        place.mkdir()
        child = os.fork()
        if not child:
            killed_before(number)()
            use(place)
            os._exit(0)
        ended = os.waitpid(child, 0)[1]
        again = os.fork()
        if not again:
            use(place)
            os._exit(0)
        assert os.waitpid(again, 0)[1] == 0
        parts = [each.name for each in place.rglob("*.part")]
        kept = f"voicecoach-{again}-"  # for others: it goes with the run after this one
        folders = [each.name for each in place.glob("voicecoach-*") if kept not in each.name]
        assert not parts + folders, number
        if ended == 0:
            return number
    raise AssertionError("it never came to its end")


@pytest.mark.parametrize("use", USES)
def test_what_a_kill_leaves_goes_with_the_next_use(
    use: Callable[[Path], None], tmp_path: Path
) -> None:
    run = "from tests.faults import test_kills as t; import pathlib, sys; "
    run += f"print(t.kill_before_every_change(t.{use.__name__}, pathlib.Path(sys.argv[1])))"
    done = subprocess.run(
        [sys.executable, "-c", run, str(tmp_path)],
        env=unmeasured(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0


def test_an_entry_that_a_killed_run_had_placed_is_swept_by_a_run_that_only_reads(
    tmp_path: Path,
) -> None:
    LocalStore(tmp_path).put(KEY, b"clip")
    part = tmp_path / ".99999999-0123456789ab.part"
    part.hardlink_to(tmp_path / KEY[:2] / KEY)  # killed between its placing and its removal
    assert LocalStore(tmp_path).get(KEY).payload == b"clip"
    assert not part.exists()
