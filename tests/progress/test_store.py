"""The file: transactions, two writers, crashes, versions, deletion."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.progress.conftest import START, day
from voicecoach.base.errors import OutputError
from voicecoach.progress.database import MIGRATIONS, delete, migrate
from voicecoach.progress.history import Plan
from voicecoach.progress.store import Store, open_store


def started(store: Store, name: str = "own", label: str = "") -> Plan:
    return store.start(name, label, "first", START, "A. Physio", day(43), "112")


def log(store: Store, plan: Plan, n: int, pain: int = 0) -> None:
    store.log(plan, day(n), "done", "first", "daily", (pain, pain, pain), 3, "")


def test_what_is_written_is_read_again(store: Store) -> None:
    plan = started(store)
    store.log(plan, day(2), "skipped", "first", None, (4, None, None), None, "Ä long day")
    log(store, plan, 1)
    store.screen(plan, day(2), ("fever",), None)
    store.acknowledge(store.history(plan).screenings[0], "Dr. B")
    store.move(plan, "second", day(3), None)
    past = store.history(plan)
    assert past.plan == plan == store.plans("")[0]
    assert [(e.day, e.status, e.pain_before, e.note) for e in past.entries] == [
        (day(1), "done", 0, ""),
        (day(2), "skipped", 4, "Ä long day"),
    ]
    assert [(s.yes, s.clinician, s.after_entry) for s in past.screenings] == [
        (("fever",), "Dr. B", 2)
    ]
    assert [(m.stage, m.since) for m in past.moves] == [("first", START), ("second", day(3))]
    assert past.entries[0].at[-6] in "+-"  # the offset from UTC


def test_the_entry_that_was_written_last_can_be_taken_back(store: Store) -> None:
    plan = started(store)
    assert store.undo(plan) is None
    log(store, plan, 5)
    log(store, plan, 2)
    gone = store.undo(plan)
    assert gone is not None
    assert gone.day == day(2)
    assert [entry.day for entry in store.history(plan).entries] == [day(5)]


def test_labels_keep_people_apart(store: Store) -> None:
    one, two = started(store), started(store, label="upstairs")
    log(store, one, 1)
    store.screen(two, day(1), ("bladder",), None)
    assert [plan.id for plan in store.plans("upstairs")] == [two.id]
    assert not store.history(two).entries
    assert not store.history(one).screenings


def test_a_plan_that_is_begun_anew_takes_the_earlier_one_s_place_but_not_its_signs(
    store: Store,
) -> None:
    old = started(store)
    store.screen(old, day(1), ("bladder",), None)
    new = started(store)
    assert store.plans("") == [new]
    assert store.history(new).screenings[0].is_emergency


def test_impossible_pain_is_not_stored(store: Store) -> None:
    plan = started(store)
    with pytest.raises(sqlite3.IntegrityError):
        log(store, plan, 1, pain=11)
    assert not store.history(plan).entries


def test_the_file_is_in_wal_mode_and_syncs_fully(store: Store) -> None:
    assert store.connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert store.connection.execute("PRAGMA synchronous").fetchone()[0] == 2


WRITER = """
import sys
from datetime import date
from pathlib import Path
from voicecoach.progress.store import open_store
for n in range(int(sys.argv[3])):
    with open_store(Path(sys.argv[1])) as store:
        if not store.plans(""):
            store.start("own", sys.argv[2], "first", date(2024, 1, 1), "x", date(2025, 1, 1), "112")
        plan = store.plans()[0]
        store.log(plan, date(2024, 1, 2), "done", "first", None, (0, 0, 0), None, sys.argv[2])
"""
CRASHER = """
import os, signal, sys
from datetime import date
from pathlib import Path
from voicecoach.progress.database import writing
from voicecoach.progress.store import open_store
with open_store(Path(sys.argv[1])) as store, writing(store.connection):
    store.connection.execute("DELETE FROM entries")
    store.connection.execute("UPDATE plans SET prescriber = 'nobody'")
    print("now", flush=True)
    sys.stdin.read()
"""


def spawn(code: str, *arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_programs_that_write_at_once_lose_nothing(data: Path) -> None:
    file = data / "progress.sqlite3"
    writers = [spawn(WRITER, file, f"w{n}", "15") for n in range(4)]
    for writer in writers:
        _, error = writer.communicate(timeout=120)
        assert writer.returncode == 0, error
    with open_store(file) as store:
        rows = store.everything()["entries"]
    notes = [row["note"] for row in rows]
    assert sorted(notes) == sorted(f"w{n}" for n in range(4) for _ in range(15))


def test_a_program_that_is_killed_in_the_middle_of_a_change_changes_nothing(data: Path) -> None:
    file = data / "progress.sqlite3"
    with open_store(file) as store:
        log(store, started(store), 1)
    crasher = spawn(CRASHER, file)
    assert crasher.stdout
    assert crasher.stdout.readline() == "now\n"
    os.kill(crasher.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
    crasher.communicate(timeout=60)
    with open_store(file) as store:
        (plan,) = store.plans("")
        assert plan.prescriber == "A. Physio"
        assert len(store.history(plan).entries) == 1
        log(store, plan, 2)


def test_who_waits_too_long_is_told_so(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voicecoach.progress.database.BUSY_S", 0.1)
    file = data / "progress.sqlite3"
    with open_store(file) as store:
        plan = started(store)
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(OutputError, match="locked") as raised, open_store(file) as second:
                log(second, plan, 1)
            assert "try again" in raised.value.remedy


def test_an_older_file_is_brought_up_to_date_with_what_it_holds(data: Path) -> None:
    file = data / "progress.sqlite3"
    later = (*MIGRATIONS, ("ALTER TABLE entries ADD COLUMN mood INTEGER",))
    with open_store(file) as store:
        log(store, started(store), 1)
        migrate(store.connection, file, later)
        migrate(store.connection, file, later)
        assert store.connection.execute("PRAGMA user_version").fetchone()[0] == len(later)
        assert [row["mood"] for row in store.everything()["entries"]] == [None]


def test_a_migration_that_fails_leaves_the_file_as_it_was(data: Path) -> None:
    file = data / "progress.sqlite3"
    faulty = (*MIGRATIONS, ("ALTER TABLE entries ADD COLUMN mood INTEGER", "DROP TABLE nothing"))
    with open_store(file) as store:
        log(store, started(store), 1)
        with pytest.raises(sqlite3.OperationalError):
            migrate(store.connection, file, faulty)
        assert "mood" not in store.everything()["entries"][0]
        assert store.connection.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)


def test_a_file_of_a_newer_version_is_left_alone(data: Path) -> None:
    file = data / "progress.sqlite3"
    with open_store(file) as store:
        store.connection.execute("PRAGMA user_version = 99")
    with pytest.raises(OutputError, match="newer version"), open_store(file):
        pass


def test_a_damaged_file_is_an_error_and_can_be_deleted(data: Path) -> None:
    data.mkdir()
    file = data / "progress.sqlite3"
    file.write_bytes(b"not a database at all " * 400)
    with pytest.raises(OutputError, match="not a database"), open_store(file):
        pass
    assert delete(file)
    assert not list(data.iterdir())


def test_deleting_leaves_no_file(data: Path) -> None:
    file = data / "progress.sqlite3"
    with open_store(file) as store:
        log(store, started(store), 1)
    assert delete(file)
    assert not list(data.iterdir())
    assert not delete(file)


def test_what_another_program_is_writing_is_not_deleted(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voicecoach.progress.database.BUSY_S", 0.1)
    file = data / "progress.sqlite3"
    with open_store(file) as store:
        store.connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(OutputError, match="locked"):
            delete(file)
        store.connection.execute("ROLLBACK")
        assert file.exists()


def test_nobody_else_can_look_into_the_folder(data: Path) -> None:
    with open_store(data / "progress.sqlite3"):
        if sys.platform != "win32":
            for place in (data, *data.iterdir()):
                assert place.stat().st_mode & 0o077 == 0, place


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot write"), open_store(tmp_path / "file" / "x.db"):
        pass


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE plans SET started = '2026-13-01'",
        "UPDATE screenings SET yes = '{'",
        "UPDATE screenings SET yes = '[[[1]]]'",
        "UPDATE entries SET day = x'ff00'",
        "UPDATE moves SET since = 7",
        "UPDATE plans SET programme = '../x'",
        "UPDATE plans SET programme = ''",
        "UPDATE plans SET programme = char(27) || '[31mx'",
        "UPDATE moves SET stage = '../../etc/passwd'",
        "UPDATE entries SET routine = '/dev/zero'",
        "UPDATE entries SET stage = x'00'",
        "UPDATE entries SET pain_before = 3.5",
        "UPDATE screenings SET yes = '{\"a\": NaN}'",
        "DELETE FROM moves",
    ],
)
def test_a_damaged_row_is_named_with_its_file_and_a_remedy(data: Path, damage: str) -> None:
    file = data / "progress.sqlite3"
    with open_store(file) as store:
        plan = started(store)
        log(store, plan, 1)
        store.screen(plan, day(1), ("fever",), None)
    with closing(sqlite3.connect(file)) as other:
        other.execute(damage)
        other.commit()
    with open_store(file) as store, pytest.raises(OutputError, match="damaged") as raised:
        store.history(store.plans()[0])
    assert "Put a copy of it back" in raised.value.remedy


def test_what_is_taken_back_is_gone_from_the_disk(data: Path) -> None:
    file = data / "progress.sqlite3"
    secret = "a knee that nobody is to know of"
    with open_store(file) as store:
        plan = started(store)
        store.log(plan, day(1), "skipped", "first", None, (None, None, None), None, secret)
    assert secret.encode() in file.read_bytes()
    with open_store(file) as store:
        store.undo(store.plans()[0])
    assert not any(secret.encode() in path.read_bytes() for path in data.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be deleted there")
def test_a_change_to_a_file_that_was_deleted_is_not_lost_in_silence(data: Path) -> None:
    file = data / "progress.sqlite3"
    with open_store(file) as store:
        plan = started(store)
        for path in data.iterdir():
            path.unlink()
        with pytest.raises(OutputError, match="was deleted by another program"):
            log(store, plan, 1)
