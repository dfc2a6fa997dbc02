"""A roster's patients: what each of them is given, as orders of sessions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from voicecoach.app import templates
from voicecoach.app.episodes import calendar_of, is_programme
from voicecoach.app.sessions import Sessions
from voicecoach.base.errors import OutputError, ScriptError, VoicecoachError
from voicecoach.base.files import write_file
from voicecoach.base.messages import Advice, Phrase, phrase, together
from voicecoach.base.values import replace
from voicecoach.formats.problems import Located, Problem, errors
from voicecoach.formats.source import AsItWas
from voicecoach.roster.reading import Roster, read_roster
from voicecoach.roster.rows import ROSTER_COLUMNS, RosterRow
from voicecoach.session.faults import WITH_PROBLEMS
from voicecoach.session.order import Order, ResolvedOrder


class PatientSession(NamedTuple):
    """A session of a patient.

    Attributes:
        name: tells it apart from their others, and stays the same.
        order: with everything decided.
        days: on which it is theirs, where a programme says.
    """

    name: str
    order: ResolvedOrder
    days: tuple[date, ...] = ()


class CheckedRoster(NamedTuple):
    """A roster, and what is wrong with it.

    Attributes:
        patients: how many rows could be made.
        problems: faults and warnings, with their places.
        failed: how many rows could not.
        roster: as it was read.
    """

    patients: int
    problems: tuple[Located, ...]
    failed: int
    roster: Roster


class Patients:
    """Finds the sessions of patients, those of equal rows once, by one state of all scripts."""

    def __init__(self, sessions: Sessions, nearest: bool = False) -> None:
        """Prepare.

        Args:
            sessions: of the project.
            nearest: where a session cannot be as long as a row asks, the nearest length will do.
        """
        sessions.library.reader.source = AsItWas()
        self._sessions = sessions
        self._nearest = nearest
        self._resolved: dict[Order, ResolvedOrder] = {}
        self._days: dict[tuple[Order, date], dict[date, Order]] = {}

    def sessions_of(self, row: RosterRow) -> tuple[PatientSession, ...]:
        """Find the sessions of a patient.

        Raises:
            ScriptError: there is no such script, one has errors, or a programme has no start.
        """
        asked = replace(row.order, nearest=row.order.nearest or self._nearest)
        orders = [replace(asked, routine=name) for name in row.what]
        programmes = [order for order in orders if is_programme(self._sessions, order)]
        if not programmes:
            if row.start:
                raise ScriptError.of(phrase("roster/start", what=" ".join(row.what)))
            return tuple(self._session(order) for order in orders)
        if len(orders) > 1:
            raise ScriptError.of(phrase("roster/one-programme"))
        if row.start is None:
            raise ScriptError.of(phrase("roster/no-start", what=row.what[0]))
        return tuple(self._episodes(programmes[0], row.start))

    def _session(self, order: Order, days: tuple[date, ...] = ()) -> PatientSession:
        resolved = self._resolved.get(order)
        if resolved is None:
            resolved = self._resolved[order] = self._sessions.resolve(order)
        return PatientSession(resolved.name, resolved, days)

    def _episodes(self, order: Order, start: date) -> Iterator[PatientSession]:
        known = self._days.get((order, start))
        if known is None:
            known = self._days[order, start] = calendar_of(self._sessions, order, start)
        days: dict[Order, list[date]] = {}
        for day, each in known.items():
            days.setdefault(each, []).append(day)
        for each, theirs in days.items():
            yield self._session(each, tuple(theirs))


def reason_of(error: VoicecoachError) -> Phrase:
    """Say why a session cannot be made: the faults of its scripts, or the error itself."""
    if isinstance(error, WITH_PROBLEMS) and (found := errors(error.problems)):
        return together([_placed(problem) for problem in found[:3]])
    if not error.remedy:
        return error.phrase
    return phrase("batch/reason", reason=error.phrase, remedy=Advice(error.phrase))


def _placed(problem: Problem) -> Phrase:
    file = Path(problem.where.file).name
    return phrase("batch/in-file", file=file, reason=problem.phrase) if file else problem.phrase


def check_roster(sessions: Sessions, file: Path, *, begun: bool = False) -> CheckedRoster:
    """See whether all of a roster can be made; nothing is spoken or written.

    Args:
        sessions: of the project.
        file: the roster.
        begun: it may name no patient yet.

    Raises:
        ScriptError: as in `read_roster`.
        OutputError: it cannot be read.
    """
    roster = read_roster(file, begun=begun)
    patients = Patients(sessions)
    problems = [*roster.problems]
    failed = len(roster.faulty)
    for row in roster.rows:
        try:
            found = patients.sessions_of(row)
            for each in found:
                sessions.cast(each.order)
        except VoicecoachError as error:
            problems.append(roster.located(row, column_of(row, error), reason_of(error)))
            failed += 1
    problems.sort(key=lambda each: (each.line, each.column))
    patients_made = len(roster.rows) + len(roster.faulty) - failed
    return CheckedRoster(patients_made, tuple(problems), failed, roster)


def column_of(row: RosterRow, error: VoicecoachError) -> str:
    """Give the column of a row that asked for what cannot be."""
    kind, texts = error.phrase.kind, dict(row.texts)
    name = str(error.phrase.facts.get("name", ""))
    if kind == "roster/start":
        return "start"
    for column in ("profile", "voice", "counter", "language"):
        if name and texts.get(column) == name:
            return column
    if "voice" in kind and "voice" in texts:
        return "voice"
    return "what"


def new_roster(file: Path) -> Path:
    """Begin a roster, with what its columns mean.

    Raises:
        OutputError: it is there already, or cannot be written.
        ScriptError: it is named like neither a table nor a list.
    """
    kinds = {".csv": templates.ROSTER_TABLE, ".yaml": templates.ROSTER_LIST}
    template = kinds.get(file.suffix.lower())
    if template is None:
        raise ScriptError("roster/ending", file=file)
    if file.exists():
        raise OutputError("exists/script", file=file)
    told = "\n".join(f"# {name}: {each.meaning}, like {each.example}" for name, each in _TOLD)
    write_file(file, template.format(columns=told, header=",".join(ROSTER_COLUMNS)), private=True)
    return file


_TOLD = tuple(ROSTER_COLUMNS.items())

__all__ = ["CheckedRoster", "PatientSession", "Patients", "Roster", "RosterRow", "read_roster"]
__all__ += ["check_roster", "column_of", "new_roster", "reason_of"]
