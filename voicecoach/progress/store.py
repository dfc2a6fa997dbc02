"""The file in which plans are kept: SQLite, in the user's data folder, and nowhere else.

Every change is one transaction in WAL mode, waiting its turn: a crash loses at most the change
that was being made, and two programs can write at once.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from voicecoach.base.errors import OutputError
from voicecoach.base.values import dataclass
from voicecoach.progress.history import Done, History, LogEntry, Move, Plan, Screening, Status

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
)


def default_file() -> Path:
    """The file in the user's data folder, or in the folder that VOICECOACH_DATA names."""
    from platformdirs import user_data_path

    folder = os.environ.get("VOICECOACH_DATA") or user_data_path("voicecoach", appauthor=False)
    return Path(folder) / "progress.sqlite3"


@contextmanager
def open_store(file: Path) -> Iterator[Store]:
    """Open the store, made or brought up to date where needed.

    Raises:
        OutputError: it cannot be used: damaged, locked, of a newer version, or no permission.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)  # it tells of somebody's health
        with closing(_connect(file)) as connection:
            migrate(connection, file)
            yield Store(connection)
    except OSError as error:
        raise OutputError("cannot-write/right", file=file, reason=error) from error
    except sqlite3.Error as error:
        raise _unusable(file, error) from error


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=BUSY_S, isolation_level=None)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # what was logged survives a power cut
        connection.execute("PRAGMA foreign_keys = ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _unusable(file: Path, error: sqlite3.Error) -> OutputError:
    locked = "locked" in str(error) or "busy" in str(error)
    kind = "damaged/locked" if locked else "damaged/progress"
    return OutputError(kind, file=file, reason=str(error))


def migrate(
    connection: sqlite3.Connection,
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
def _writing(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction that waits its turn, and is done whole or not at all."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
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
        with closing(_connect(file)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        raise _unusable(file, error) from error
    except sqlite3.DatabaseError:
        pass  # damaged: deleted all the same
    try:
        for name in (file.name, f"{file.name}-wal", f"{file.name}-shm"):
            file.with_name(name).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError("cannot-delete", file=file, reason=error) from error
    return True


@dataclass(frozen=True, slots=True)
class Store:
    """Plans and what was logged of them; every change is a transaction of its own."""

    connection: sqlite3.Connection

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
        return [_plan(row) for row in rows if label is None or row["label"] == label]

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
        return History(
            plan,
            tuple(Move(r["stage"], _day(r["since"]), r["clinician"]) for r in moves),
            tuple(map(_entry, entries)),
            tuple(map(_screening, screenings)),
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
        self, plan: Plan, day: date, routine: str, profile: str, exercises: Mapping[str, str]
    ) -> None:
        """Write down what was built for a day, with the label of its profile, if any."""
        values = (plan.id, str(day), routine, profile, json.dumps(exercises))
        with _writing(self.connection):
            self._insert("built", "plan, day, routine, profile, exercises", values)

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
        return [_done(row) for row in rows]

    def undo(self, plan: Plan) -> LogEntry | None:
        """Remove the entry that was written last; returns it, None when there is none."""
        with _writing(self.connection):
            row = self.connection.execute(
                "SELECT * FROM entries WHERE plan = ? ORDER BY id DESC LIMIT 1", (plan.id,)
            ).fetchone()
            if row is None:
                return None
            self.connection.execute("DELETE FROM entries WHERE id = ?", (row["id"],))
        return _entry(row)

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


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _plan(row: sqlite3.Row) -> Plan:
    return Plan(
        row["id"],
        row["programme"],
        row["label"],
        _day(row["started"]),
        row["prescriber"],
        _day(row["review"]),
        row["emergency_number"],
    )


def _entry(row: sqlite3.Row) -> LogEntry:
    values = {key: row[key] for key in row.keys() if key not in ("plan", "day")}  # noqa: SIM118
    return LogEntry(**values, day=_day(row["day"]))


def _done(row: sqlite3.Row) -> Done:
    exercises = json.loads(row["exercises"]) if row["exercises"] else None
    day = _day(row["day"])
    return Done(row["programme"], row["stage"], day, row["routine"], row["profile"], exercises)


def _screening(row: sqlite3.Row) -> Screening:
    yes = tuple(json.loads(row["yes"]))
    return Screening(
        row["id"],
        row["plan"],
        _day(row["day"]),
        yes,
        row["after_entry"],
        row["clinician"],
        row["at"],
    )
