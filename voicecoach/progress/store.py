"""What is kept of plans: SQLite, in the user's data folder, and nowhere else."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from voicecoach.base.errors import OutputError
from voicecoach.base.messages import phrase
from voicecoach.base.stored import Misshapen, as_shape
from voicecoach.base.values import dataclass
from voicecoach.progress.database import Connection, opened, writing
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


@contextmanager
def open_store(file: Path) -> Iterator[Store]:
    """Open what is kept of plans.

    Raises:
        OutputError: it cannot be used: damaged, locked, of a newer version, or no permission.
    """
    with opened(file) as connection:
        yield Store(connection)


@dataclass(frozen=True, slots=True)
class Store:
    """Plans and what was logged of them; every change is a transaction of its own."""

    connection: Connection

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
        with writing(self.connection):
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
        with writing(self.connection):
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
        with writing(self.connection):
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
        with writing(self.connection):
            row = self.connection.execute(
                "SELECT * FROM entries WHERE plan = ? ORDER BY id DESC LIMIT 1", (plan.id,)
            ).fetchone()
            if row is None:
                return None
            self.connection.execute("DELETE FROM entries WHERE id = ?", (row["id"],))
        return self._read(LogEntry, "entries", row)

    def screen(self, plan: Plan, day: date, yes: tuple[str, ...], clinician: str | None) -> None:
        """Write down the answers to the questions about warning signs."""
        with writing(self.connection):
            (last,) = self.connection.execute("SELECT coalesce(max(id), 0) FROM entries").fetchone()
            values = (plan.id, str(day), json.dumps(yes), last, clinician)
            self._insert("screenings", "plan, day, yes, after_entry, clinician", values)

    def acknowledge(self, screening: Screening, clinician: str) -> None:
        """Write down who has seen the answers of a screening."""
        with writing(self.connection):
            self.connection.execute(
                "UPDATE screenings SET clinician = ? WHERE id = ?", (clinician, screening.id)
            )

    def move(self, plan: Plan, stage: str, since: date, clinician: str | None) -> None:
        """Begin another stage."""
        with writing(self.connection):
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
