"""What the tests of plans share: a store of their own, and histories written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from voicecoach.model.programme import MoveOn, Programme, Stage
from voicecoach.progress.history import History, LogEntry, Move, Plan, Screening, Status
from voicecoach.progress.store import Store, open_store

START = date(2024, 1, 1)  # a Monday


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of this test's own."""
    folder = tmp_path / "data"
    monkeypatch.setenv("VOICECOACH_DATA", str(folder))
    return folder


@pytest.fixture
def store(data: Path) -> Iterator[Store]:
    with open_store(data / "progress.sqlite3") as opened:
        yield opened


def day(n: int) -> date:
    """The n-th day of a plan, from 1."""
    return START + timedelta(n - 1)


def programme() -> Programme:
    """Two stages: daily for two weeks under the sourced rule, then three days a week."""
    rule = MoveOn(sessions=10, days=14)
    first = Stage("first", 2, {"every": "daily"}, move_on=rule)
    second = Stage("second", 1, {"mon": "relief", "wed": "relief", "fri": "relief"})
    return Programme("own", "Own", (first, second), 6)


def entry(n: int, *pains: int | None, status: Status = "done", identity: int = 0) -> LogEntry:
    """What was logged of the n-th day: pain before, during and after; none unless given."""
    before, during, after = pains or (0, 0, 0)
    return LogEntry(
        identity or n,
        day(n),
        status,
        "first",
        "daily",
        before,
        during,
        after,
        4,
        "",
        "2024-01-01T08:00",
    )


def screening(*yes: str, clinician: str | None = None, after: int = 0, plan: int = 1) -> Screening:
    return Screening(1, plan, START, yes, after, clinician, "2024-01-01T08:00")


def history(*entries: LogEntry, screenings: tuple[Screening, ...] = ()) -> History:
    plan = Plan(1, "own", "", START, "A. Physio", day(43), "112")
    ordered = sorted(entries, key=lambda each: (each.day, each.id))
    return History(plan, (Move("first", START, None),), tuple(ordered), screenings)


def moved(past: History, stage: str, n: int) -> History:
    return replace(past, moves=(*past.moves, Move(stage, day(n), None)))
