"""What a plan's history comes to: week by week, and as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date, timedelta

from voicecoach.base.values import dataclass
from voicecoach.model.programme import Programme
from voicecoach.progress.history import History, LogEntry
from voicecoach.progress.plan import due_on

CSV_COLUMNS = (
    "date",
    "status",
    "stage",
    "routine",
    "pain_before",
    "pain_during",
    "pain_after",
    "effort",
    "note",
)
_FORMULA = ("=", "+", "-", "@")  # a spreadsheet would run a note that begins with one


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a plan, from its first day on; days to come are not in it.

    Attributes:
        number: from 1.
        first: its first day.
        stage: the stage in which it ended.
        due: days with a session; today counts once it was done or skipped.
        done: days on which one was done.
        skipped: days on which one was skipped, and none done.
        pain_before, pain_during, pain_after: means, None without any.
        effort: mean, None without any.
    """

    number: int
    first: date
    stage: str
    due: int
    done: int
    skipped: int
    pain_before: float | None
    pain_during: float | None
    pain_after: float | None
    effort: float | None

    @property
    def adherence(self) -> float | None:
        """Days done as a share of those due, at most 1; None when none was due."""
        return min(1.0, self.done / self.due) if self.due else None


def weeks(programme: Programme, history: History, today: date) -> list[Week]:
    """Every week of a plan up to today."""
    number = (today - history.plan.started).days // 7 + 1
    starts = (history.plan.started + timedelta(7 * n) for n in range(number))
    return [_week(programme, history, today, n, first) for n, first in enumerate(starts, 1)]


def _week(programme: Programme, history: History, today: date, number: int, first: date) -> Week:
    days = [first + timedelta(n) for n in range(7)]
    days = [day for day in days if day <= today]
    entries = [entry for entry in history.entries if days[0] <= entry.day <= days[-1]]
    done = {entry.day for entry in entries if entry.status == "done"}
    skipped = {entry.day for entry in entries} - done
    asked = [day for day in days if day < today or day in done | skipped]
    return Week(
        number=number,
        first=first,
        stage=due_on(programme, history, days[-1]).stage.stage,
        due=sum(due_on(programme, history, day).routine is not None for day in asked),
        done=len(done),
        skipped=len(skipped),
        pain_before=_mean(entry.pain_before for entry in entries),
        pain_during=_mean(entry.pain_during for entry in entries),
        pain_after=_mean(entry.pain_after for entry in entries),
        effort=_mean(entry.effort for entry in entries),
    )


def _mean(values: Iterable[int | None]) -> float | None:
    said = [value for value in values if value is not None]
    return sum(said) / len(said) if said else None


def as_csv(history: History) -> str:
    """Every entry of a plan, a line each, under a line of names."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for entry in history.entries:
        writer.writerow(_row(entry))
    return text.getvalue()


def _row(entry: LogEntry) -> list[object]:
    note = f"'{entry.note}" if entry.note.startswith(_FORMULA) else entry.note
    pains = (entry.pain_before, entry.pain_during, entry.pain_after)
    return [entry.day, entry.status, entry.stage, entry.routine, *pains, entry.effort, note]
