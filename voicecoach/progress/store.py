"""The file in which plans are kept: SQLite, in the user's data folder, and nowhere else.

Every change is one transaction in WAL mode, waiting its turn: a crash loses at most the change
that was being made, and two programs can write at once.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from voicecoach.base.errors import OutputError
from voicecoach.base.files import cannot_write
from voicecoach.base.intake import open_regular
from voicecoach.base.messages import phrase
from voicecoach.base.stored import Misshapen, as_shape
from voicecoach.base.values import dataclass
from voicecoach.progress.history import (
    BuiltLength,
    Done,
    History,
    LogEntry,
    Move,
    Plan,
    Screening,
    SessionLengths,
    Status,
)

_Kind = TypeVar("_Kind")
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


class _Connection(sqlite3.Connection):
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
def open_store(file: Path) -> Iterator[Store]:
    """Open the store, made or brought up to date where needed.

    Raises:
        OutputError: it cannot be used: damaged, locked, of a newer version, or no permission.
    """
    with ExitStack() as opened:
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            file.touch(mode=0o600)  # it tells of somebody's health
            open_regular(file).close()
            connection = opened.enter_context(closing(_connect(file)))
            migrate(connection, file)
        except OSError as error:
            raise cannot_write(file, error) from error
        except _SQL_ERRORS as error:
            raise _unusable(file, error) from error
        try:
            yield Store(connection)
        except _SQL_ERRORS as error:
            raise _unusable(file, error) from error


def _connect(file: Path) -> _Connection:
    before = _identity(file)
    connection = sqlite3.connect(file, timeout=BUSY_S, isolation_level=None, factory=_Connection)
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
    connection: _Connection,
    file: Path,
    migrations: tuple[tuple[str, ...], ...] = MIGRATIONS,
) -> None:
    """Bring a store to the newest version, in one transaction.

    Raises:
        OutputError: it is of a newer version than this program knows.
    """
    if _version(connection) == len(migrations):
        return
    with _writing(connection):
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
def _writing(connection: _Connection) -> Iterator[None]:
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


@dataclass(frozen=True, slots=True)
class Store:
    """Plans and what was logged of them; every change is a transaction of its own."""

    connection: _Connection

    def start(
        self,
        programme: str,
        label: str,
        stage: str,
        started: date,
        prescriber: str,
        review: date,
        emergency_number: str,
    ) -> Plan:
        """Begin a plan with its first stage; it takes the place of an earlier one."""
        values = (programme, label, str(started), prescriber, str(review), emergency_number)
        with _writing(self.connection):
            plan = self._insert(
                "plans",
                "programme, label, started, prescriber, review, emergency_number",
                values,
            )
            self._insert("moves", "plan, stage, since", (plan, stage, str(started)))
        return Plan(plan, programme, label, started, prescriber, review, emergency_number)

    def plans(self, label: str | None = None) -> list[Plan]:
        """The running plans: the last of each programme and label; those of one label if given."""
        rows = self.connection.execute(
            "SELECT * FROM plans WHERE id IN (SELECT max(id) FROM plans GROUP BY programme, label)"
            " ORDER BY id"
        )
        return [self._read(Plan, "plans", row) for row in rows if label in (None, row["label"])]

    def history(self, plan: Plan) -> History:
        """A plan with everything that happened to it."""
        self.connection.execute("BEGIN")  # one moment for all three tables
        try:
            moves = self._rows("SELECT * FROM moves WHERE plan = ? ORDER BY id", plan.id)
            entries = self._rows("SELECT * FROM entries WHERE plan = ? ORDER BY day, id", plan.id)
            screenings = self._rows(
                "SELECT screenings.* FROM screenings JOIN plans ON plans.id = plan"
                " WHERE label = ? ORDER BY screenings.id",
                plan.label,
            )
        finally:
            self.connection.execute("COMMIT")
        if not moves:
            raise self._damaged("moves", plan.id, "stage")
        return History(
            plan,
            tuple(self._read(Move, "moves", row) for row in moves),
            tuple(self._read(LogEntry, "entries", row) for row in entries),
            tuple(self._read(Screening, "screenings", row, "yes") for row in screenings),
        )

    def log(
        self,
        plan: Plan,
        day: date,
        status: Status,
        stage: str,
        routine: str | None,
        pains: tuple[int | None, int | None, int | None],
        effort: int | None,
        note: str,
    ) -> None:
        """Write down a session; pains are those before, during and after."""
        columns = "plan, day, status, stage, routine, pain_before, pain_during, pain_after, "
        values = (plan.id, str(day), status, stage, routine, *pains, effort, note)
        with _writing(self.connection):
            self._insert("entries", f"{columns}effort, note", values)

    def build(
        self,
        plan: Plan,
        day: date,
        routine: str,
        profile: str,
        exercises: Mapping[str, str],
        duration_ms: int,
    ) -> None:
        """Write down what was built for a day, with the label of its profile, if any."""
        values = (plan.id, str(day), routine, profile, json.dumps(exercises), duration_ms)
        columns = "plan, day, routine, profile, exercises, duration_ms"
        with _writing(self.connection):
            self._insert("built", columns, values)

    def lengths(self, plan: Plan) -> SessionLengths:
        """How long the sessions were that were built for a plan, the last of each day."""
        rows = self._rows("SELECT * FROM built WHERE plan = ? ORDER BY id", plan.id)
        built = (self._read(BuiltLength, "built", row) for row in rows if row["duration_ms"])
        return {(each.day, each.routine): each.duration_ms for each in built}

    def done(self, label: str) -> list[Done]:
        """Every session that was done under a label, by day; one of a day and routine."""
        rows = self.connection.execute(
            "SELECT DISTINCT programme, stage, entries.day, entries.routine, profile, exercises"
            " FROM entries JOIN plans ON plans.id = entries.plan"
            " LEFT JOIN built ON built.id = (SELECT max(id) FROM built AS made WHERE"
            " made.plan = entries.plan AND made.day = entries.day"
            " AND made.routine = entries.routine)"
            " WHERE label = ? AND status = 'done' ORDER BY entries.day",
            (label,),
        )
        return [self._read(Done, "built", row, "exercises") for row in rows]

    def undo(self, plan: Plan) -> LogEntry | None:
        """Remove the entry that was written last; returns it, None when there is none."""
        with _writing(self.connection):
            row = self.connection.execute(
                "SELECT * FROM entries WHERE plan = ? ORDER BY id DESC LIMIT 1", (plan.id,)
            ).fetchone()
            if row is None:
                return None
            self.connection.execute("DELETE FROM entries WHERE id = ?", (row["id"],))
        return self._read(LogEntry, "entries", row)

    def screen(self, plan: Plan, day: date, yes: tuple[str, ...], clinician: str | None) -> None:
        """Write down the answers to the questions about warning signs."""
        with _writing(self.connection):
            (last,) = self.connection.execute("SELECT coalesce(max(id), 0) FROM entries").fetchone()
            values = (plan.id, str(day), json.dumps(yes), last, clinician)
            self._insert("screenings", "plan, day, yes, after_entry, clinician", values)

    def acknowledge(self, screening: Screening, clinician: str) -> None:
        """Write down who has seen the answers of a screening."""
        with _writing(self.connection):
            self.connection.execute(
                "UPDATE screenings SET clinician = ? WHERE id = ?", (clinician, screening.id)
            )

    def move(self, plan: Plan, stage: str, since: date, clinician: str | None) -> None:
        """Begin another stage."""
        with _writing(self.connection):
            values = (plan.id, stage, str(since), clinician)
            self._insert("moves", "plan, stage, since, clinician", values)

    def everything(self) -> dict[str, list[dict[str, Any]]]:
        """All tables as they are, row by row."""
        tables = ("plans", "moves", "entries", "screenings", "built")
        self.connection.execute("BEGIN")
        try:
            found = {t: self.connection.execute(f"SELECT * FROM {t} ORDER BY id") for t in tables}
            return {table: [dict(row) for row in rows] for table, rows in found.items()}
        finally:
            self.connection.execute("COMMIT")

    def _read(self, kind: type[_Kind], table: str, row: sqlite3.Row, encoded: str = "") -> _Kind:
        """Read a row as the value that it was.

        Args:
            kind: of the value.
            table: of the row.
            row: as it is stored.
            encoded: the column that holds JSON.

        Raises:
            OutputError: it is damaged.
        """
        values = dict(row)
        try:
            if values.get(encoded):
                values[encoded] = json.loads(values[encoded])
            return as_shape(kind, values)
        except Misshapen as error:
            raise self._damaged(table, values.get("id"), error.place) from error
        except (ValueError, TypeError, RecursionError) as error:
            raise self._damaged(table, values.get("id"), encoded) from error

    def _damaged(self, table: str, row: object, column: str) -> OutputError:
        reason = phrase("stored/row", table=table, row=row, column=column)
        return OutputError("damaged/progress", file=self.connection.file, reason=reason)

    def _insert(self, table: str, columns: str, values: tuple[Any, ...]) -> int:
        marks = ", ".join("?" * (len(values) + 1))
        at = datetime.now().astimezone().isoformat(timespec="seconds")
        made = self.connection.execute(
            f"INSERT INTO {table} ({columns}, at) VALUES ({marks})", (*values, at)
        )
        assert made.lastrowid is not None, "an insert has an id"
        return made.lastrowid

    def _rows(self, query: str, value: int | str) -> list[sqlite3.Row]:
        return self.connection.execute(query, (value,)).fetchall()
