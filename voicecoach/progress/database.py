"""The SQLite file of plans: opened, brought up to date, written in transactions, deleted.

Every change is one transaction in WAL mode, waiting its turn: a crash loses at most the change
that was being made, and two programs can write at once.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from voicecoach.base.errors import OutputError
from voicecoach.base.files import cannot_write
from voicecoach.base.intake import open_regular

_SQL_ERRORS = (sqlite3.Error, UnicodeDecodeError)  # the other of a name in a damaged schema
BUSY_S = 10  # how long a writer waits for another

_PAIN = "INTEGER CHECK ({0} BETWEEN 0 AND 10)"
# Each member takes the file from the version of its index to the next. Only ever append.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE plans (
            id INTEGER PRIMARY KEY AUTOINCREMENT, programme TEXT NOT NULL, label TEXT NOT NULL,
            started TEXT NOT NULL, prescriber TEXT NOT NULL, review TEXT NOT NULL,
            emergency_number TEXT NOT NULL, at TEXT NOT NULL)""",
        """CREATE TABLE moves (
            id INTEGER PRIMARY KEY AUTOINCREMENT, plan INTEGER NOT NULL REFERENCES plans,
            stage TEXT NOT NULL, since TEXT NOT NULL, clinician TEXT, at TEXT NOT NULL)""",
        f"""CREATE TABLE entries (
            id INTEGER PRIMARY KEY AUTOINCREMENT, plan INTEGER NOT NULL REFERENCES plans,
            day TEXT NOT NULL, status TEXT NOT NULL CHECK (status IN ('done', 'skipped')),
            stage TEXT NOT NULL, routine TEXT,
            pain_before {_PAIN.format("pain_before")}, pain_during {_PAIN.format("pain_during")},
            pain_after {_PAIN.format("pain_after")}, effort {_PAIN.format("effort")},
            note TEXT NOT NULL, at TEXT NOT NULL)""",
        """CREATE TABLE screenings (
            id INTEGER PRIMARY KEY AUTOINCREMENT, plan INTEGER NOT NULL REFERENCES plans,
            day TEXT NOT NULL, yes TEXT NOT NULL, after_entry INTEGER NOT NULL, clinician TEXT,
            at TEXT NOT NULL)""",
    ),
    # What was built for a day: its exercises with their doses, as JSON.
    (
        """CREATE TABLE built (
            id INTEGER PRIMARY KEY AUTOINCREMENT, plan INTEGER NOT NULL REFERENCES plans,
            day TEXT NOT NULL, routine TEXT NOT NULL, profile TEXT NOT NULL,
            exercises TEXT NOT NULL, at TEXT NOT NULL)""",
    ),
    # How long it was; NULL where it was built before that was kept.
    ("ALTER TABLE built ADD COLUMN duration_ms INTEGER CHECK (duration_ms > 0)",),
)


def default_file() -> Path:
    """The file in the user's data folder, or in the folder that VOICECOACH_DATA names."""
    from platformdirs import user_data_path

    folder = os.environ.get("VOICECOACH_DATA") or user_data_path("voicecoach", appauthor=False)
    return Path(folder) / "progress.sqlite3"


class Connection(sqlite3.Connection):
    """A connection that knows which file it writes to: that may be deleted meanwhile.

    Attributes:
        file: by its path.
        identity: device and number of the file that was opened.
    """

    file: Path
    identity: tuple[int, int]

    def check_there(self) -> None:
        """See that what is written is kept.

        Raises:
            OutputError: the file was deleted, so that it would be lost.
        """
        if _identity(self.file) != self.identity:
            raise OutputError("damaged/deleted", file=self.file)


@contextmanager
def opened(file: Path) -> Iterator[Connection]:
    """Open the file, made or brought up to date where needed.

    Raises:
        OutputError: it cannot be used: damaged, locked, of a newer version, or no permission.
    """
    with ExitStack() as stack:
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            file.touch(mode=0o600)  # it tells of somebody's health
            open_regular(file).close()
            connection = stack.enter_context(closing(_connect(file)))
            migrate(connection, file)
        except OSError as error:
            raise cannot_write(file, error) from error
        except _SQL_ERRORS as error:
            raise _unusable(file, error) from error
        try:
            yield connection
        except _SQL_ERRORS as error:
            raise _unusable(file, error) from error


def _connect(file: Path) -> Connection:
    before = _identity(file)
    connection = sqlite3.connect(file, timeout=BUSY_S, isolation_level=None, factory=Connection)
    try:
        connection.file, connection.identity = file, _identity(file)
        if connection.identity != before:
            raise OutputError("damaged/deleted", file=file)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # what was logged survives a power cut
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # what is taken back is gone from the disk
    except BaseException:
        connection.close()
        raise
    return connection


def _identity(file: Path) -> tuple[int, int]:
    try:
        status = file.stat()
    except FileNotFoundError:
        return 0, 0
    return status.st_dev, status.st_ino


def _unusable(file: Path, error: Exception) -> OutputError:
    locked = "locked" in str(error) or "busy" in str(error)
    kind = "damaged/locked" if locked else "damaged/progress"
    return OutputError(kind, file=file, reason=str(error))


def migrate(
    connection: Connection,
    file: Path,
    migrations: tuple[tuple[str, ...], ...] = MIGRATIONS,
) -> None:
    """Bring a store to the newest version, in one transaction.

    Raises:
        OutputError: it is of a newer version than this program knows.
    """
    if _version(connection) == len(migrations):
        return
    with writing(connection):
        version = _version(connection)  # another program may just have done it
        if version > len(migrations):
            raise OutputError("newer-version/progress", file=file)
        for statements in migrations[version:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(migrations)}")


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


@contextmanager
def writing(connection: Connection) -> Iterator[None]:
    """One transaction that waits its turn, and is done whole or not at all."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.check_there()
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def delete(file: Path) -> bool:
    """Delete everything.

    Returns:
        Whether there was anything.

    Raises:
        OutputError: another program is writing to it, or it cannot be deleted.
    """
    if not file.exists():
        return False
    try:
        with closing(sqlite3.connect(file, timeout=BUSY_S, isolation_level=None)) as connection:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA journal_mode = DELETE")  # which fails while others have it
            connection.execute("BEGIN EXCLUSIVE")
            if os.name == "posix":  # who waits for the lock then finds that the file is gone
                _unlink(file)
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        raise _unusable(file, error) from error
    except sqlite3.DatabaseError:
        pass  # damaged: deleted all the same
    _unlink(file)
    return True


def _unlink(file: Path) -> None:
    """Remove the files of a store.

    Raises:
        OutputError: one cannot be removed.
    """
    try:
        for name in (file.name, f"{file.name}-wal", f"{file.name}-shm"):
            file.with_name(name).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError("cannot-delete", file=file, reason=error) from error
