"""What follows from a plan's history on a given day: what is due, and whether to move on.

Everything here is pure: a programme, a history and a day in, an answer out.
"""

from __future__ import annotations

from datetime import date, timedelta

from voicecoach.base.errors import ScriptError
from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.values import dataclass
from voicecoach.model.programme import MoveOn, Programme, Stage
from voicecoach.progress.history import History, LogEntry


@dataclass(frozen=True, slots=True)
class Due:
    """What a day asks for; `index` and `routine` are what `stage_script` builds from.

    Attributes:
        day: the day.
        week: of the stage, from 1.
        index: the stage's place in the programme, from 0.
        stage: the stage.
        routine: the routine's name; None on a free day.
    """

    day: date
    week: int
    index: int
    stage: Stage
    routine: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the rule to move on is met; `lacking` says why not, a sentence each."""

    lacking: tuple[Phrase, ...]

    @property
    def is_met(self) -> bool:
        """Whether nothing is lacking."""
        return not self.lacking


def due_on(programme: Programme, history: History, day: date) -> Due:
    """What a day asks for.

    Raises:
        ScriptError: the plan is in a stage that the programme's file no longer has.
    """
    move = next((move for move in reversed(history.moves) if move.since <= day), history.moves[0])
    index = programme.index(move.stage)
    if index is None:
        known = [stage.stage for stage in programme.stages]
        raise ScriptError("no-stage", file=programme.file, stage=move.stage, there=known)
    stage = programme.stages[index]
    week = max(0, (day - move.since).days) // 7 + 1
    return Due(day, week, index, stage, stage.routine_on(day))


def verdict(programme: Programme, history: History, day: date) -> Verdict:
    """Say whether the rule to move on to the next stage is met on a day.

    Sessions of the present stage alone count, one a day. Pain that was noted on a day without a
    session counts against the rule too.
    """
    due = due_on(programme, history, day)
    if due.index + 1 == len(programme.stages):
        return Verdict((phrase("lacking/last-stage"),))
    began = _began(history, day)
    rule = due.stage.move_on
    least = timedelta(max(due.stage.weeks * 7, rule.days if rule else 0))
    lacking = []
    if day < began + least:
        lacking.append(phrase("lacking/days", days=least.days, until=began + least))
    if rule:
        first = max(began, day - timedelta(rule.days - 1))
        lacking += _unmet(rule, [e for e in history.entries if first <= e.day <= day])
    return Verdict(tuple(lacking))


def _unmet(rule: MoveOn, entries: list[LogEntry]) -> list[Phrase]:
    """What a rule lacks, by the entries of its days."""
    lacking = []
    done = len({entry.day for entry in entries if entry.status == "done"})
    if done < rule.sessions:
        lacking.append(phrase("lacking/sessions", done=done, wanted=rule.sessions, days=rule.days))
    painful = [entry for entry in entries if _worst(entry)[0] > rule.pain]
    if painful:
        worst, when = _worst(painful[-1])
        facts = {"days": rule.days, "day": painful[-1].day, "pain": worst, "when": when}
        lacking.append(
            phrase("lacking/pain", most=rule.pain, **facts)
            if rule.pain
            else phrase("lacking/no-pain", **facts)
        )
    return lacking


def _worst(entry: LogEntry) -> tuple[int, str]:
    return max(((pain, when) for when, pain in entry.pains()), default=(0, ""))


def _began(history: History, day: date) -> date:
    """The day on which the stage of a day began."""
    begun = [move.since for move in history.moves if move.since <= day]
    return begun[-1] if begun else history.moves[0].since
