"""Programmes as they are followed: started, logged, looked at, moved on with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from voicecoach.app.plans import (
    find_plan,
    opened_store,
    read_language,
    read_programme,
    refuse_closed,
    screening_command,
)
from voicecoach.app.screening import ScreeningQuestions, every_question, questions_of
from voicecoach.base.errors import ScriptError
from voicecoach.base.files import write_file
from voicecoach.base.messages import together
from voicecoach.base.values import dataclass
from voicecoach.language.phrases import Language
from voicecoach.language.printed import ScreeningWords
from voicecoach.library.library import Library
from voicecoach.model.programme import Programme, Stage
from voicecoach.progress.history import History, LogEntry, Plan, Status
from voicecoach.progress.plan import due_on, verdict
from voicecoach.progress.screening import Gate, gate
from voicecoach.progress.sheet import emergency_advice, screening_sheet
from voicecoach.project import Project

if TYPE_CHECKING:
    from voicecoach.progress.store import Store

__all__ = ["NOTE_MOST", "Following", "Gate", "LogEntry", "Logged", "Pains", "ScreeningQuestions"]
__all__ += [
    "ScreeningWords",
    "Stage",
    "Start",
    "Status",
    "Unstarted",
    "begin",
    "find_unstarted",
    "follow",
]
__all__ += ["write_questions"]

NOTE_MOST = 500  # characters

Pains = tuple[int | None, int | None, int | None]
"""Pain before, during and after a session, 0 to 10; None where not said."""


@dataclass(frozen=True, slots=True)
class Logged:
    """A session that was written down.

    Attributes:
        title: of the programme.
        gate: whether the next session may be built now.
    """

    title: str
    gate: Gate


class Following:
    """A plan that is followed, while the store is open.

    Its language is read when there is something to ask: whatever is wrong with that, a session can
    be written down.
    """

    def __init__(
        self,
        store: Store,
        library: Library,
        programme: Programme,
        plan: Plan,
        language: Callable[[], Language],
    ) -> None:
        """Prepare.

        Args:
            store: has the plan.
            library: has the programme's routines.
            programme: what is followed.
            plan: whose it is.
            language: reads the words of the questions.
        """
        self._store = store
        self._library = library
        self._programme = programme
        self._plan = plan
        self._read = language

    @cached_property
    def _language(self) -> Language:
        return self._read()

    @cached_property
    def _asked(self) -> ScreeningWords:
        return questions_of(self._library, self._programme, self._language)

    @property
    def title(self) -> str:
        """Of the programme."""
        return self._programme.title

    @property
    def name(self) -> str:
        """Of the programme."""
        return self._programme.programme

    @property
    def plan(self) -> Plan:
        """Who prescribed it, and until when."""
        return self._plan

    @property
    def screening_command(self) -> str:
        """What asks the questions about warning signs, as it is typed."""
        return screening_command(self._plan)

    @property
    def requires(self) -> str | None:
        """Who the programme is for, when not for all."""
        return self._programme.requires

    @property
    def questions(self) -> ScreeningQuestions:
        """The questions about warning signs."""
        return ScreeningQuestions(self._asked, emergency_advice(self._language, self._plan))

    def page(self) -> str:
        """The questions as a page to print (HTML), with the plan's number to call."""
        return screening_sheet(self._language, self._asked, self._plan)

    def gate(self) -> Gate:
        """Whether a session may be built now."""
        return gate(self._history(), self._programme.pain)

    def answer(self, day: date, yes: tuple[str, ...], clinician: str | None) -> None:
        """Write answers down: the signs that are there.

        Raises:
            ScreeningError: they do not allow a session.
        """
        self._store.screen(self._plan, day, yes, clinician)
        self.refuse_closed()

    def acknowledge(self, clinician: str) -> bool:
        """Write down that a clinician has seen the last answers, where that is what is waited for.

        Returns:
            Whether it was.

        Raises:
            ScreeningError: the answers do not allow a session all the same.
        """
        if self.gate().state != "clinician":
            return False
        self._store.acknowledge(self._history().screenings[-1], clinician)
        self.refuse_closed()
        return True

    def refuse_closed(self) -> None:
        """Stop where the warning signs do not allow a session, with the advice.

        Raises:
            ScreeningError: the gate is closed.
        """
        found = self.gate()
        if found.state != "open":
            refuse_closed(found, self._plan, self._language)

    def log(self, day: date, status: Status, pains: Pains, effort: int | None, note: str) -> Logged:
        """Write a session down.

        Args:
            day: on which it was.
            status: done or skipped.
            pains: before, during and after.
            effort: 0 to 10.
            note: the person's own words.

        Raises:
            ScriptError: the plan is in a stage that the programme's file no longer has.
        """
        due = due_on(self._programme, self._history(), day)
        stage, routine = due.stage.stage, due.routine
        self._store.log(self._plan, day, status, stage, routine, pains, effort, note)
        return Logged(self.title, self.gate())

    def undo(self) -> LogEntry | None:
        """Remove the entry that was written last; None when there is none."""
        return self._store.undo(self._plan)

    def move_on(self, day: date, clinician: str | None) -> Stage:
        """Begin the next stage.

        Args:
            day: its first.
            clinician: who decided it, where the rule is not met.

        Raises:
            ScreeningError: warning signs do not allow a session.
            ScriptError: there is no other stage, or the rule to move on is not met.
        """
        self.refuse_closed()
        history, stages = self._history(), self._programme.stages
        due = due_on(self._programme, history, day)
        if due.index + 1 == len(stages):
            raise ScriptError("no-other-stage/last", stage=due.stage.stage)
        lacking = verdict(self._programme, history, day).lacking
        if lacking and not clinician:
            raise ScriptError("rule-not-met", lacking=together(lacking))
        return self._begin(stages[due.index + 1], day, clinician if lacking else None)

    def move_back(self, day: date) -> Stage:
        """Begin the stage before, again.

        Raises:
            ScriptError: there is none.
        """
        due = due_on(self._programme, self._history(), day)
        if due.index == 0:
            raise ScriptError("no-other-stage/first", stage=due.stage.stage)
        return self._begin(self._programme.stages[due.index - 1], day, None)

    def _begin(self, stage: Stage, day: date, clinician: str | None) -> Stage:
        self._store.move(self._plan, stage.stage, day, clinician)
        return stage

    def _history(self) -> History:
        return self._store.history(self._plan)


@contextmanager
def follow(
    project: Project,
    name: str | None = None,
    label: str = "",
    day: date | None = None,
    language: str | None = None,
) -> Iterator[Following]:
    """Open the plan that is meant: of the named programme, or the only one that was started.

    Args:
        project: has the programmes.
        name: of the programme, or its file.
        label: tells people apart who share the machine.
        day: must not lie before the plan.
        language: of the questions; the project's unless given.

    Raises:
        ScriptError: it was not started, or several were and none is named; or `Faulty`.
        OutputError: the store cannot be used.
    """
    library = project.library()

    def words() -> Language:
        return read_language(project, library, language)

    with opened_store() as store:
        programme, history = find_plan(store, library, name, label, day)
        yield Following(store, library, programme, history.plan, words)


@dataclass(frozen=True, slots=True)
class Start:
    """A programme that is to be started.

    Attributes:
        programme: its name or file.
        day: the first.
        label: tells people apart who share the machine.
        review: day of the clinician's review; as the file says unless given.
        again: begin anew where it was started before.
        language: of the questions; the project's unless given.
    """

    programme: str
    day: date
    label: str = ""
    review: date | None = None
    again: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Unstarted:
    """What the file of a programme says of a plan, before it is started."""

    prescriber: str | None
    emergency_number: str | None
    review: date


def find_unstarted(project: Project, start: Start) -> Unstarted:
    """Find what need not be asked before a programme is started.

    Raises:
        ScriptError: there is no such programme, the review comes too early; or `Faulty`.
    """
    found = _programme_of(project, start)
    return Unstarted(found.prescriber, found.emergency_number, _review(found, start))


@contextmanager
def begin(project: Project, start: Start, prescriber: str, number: str) -> Iterator[Following]:
    """Start a programme.

    Args:
        project: has it.
        start: which, and when.
        prescriber: the clinician who prescribed it.
        number: whom to call in an emergency.

    Raises:
        ScriptError: it was started before, the review comes too early; or `Faulty`.
        OutputError: the store cannot be used.
    """
    library = project.library()
    words = read_language(project, library, start.language)
    found = read_programme(library, start.programme, words.language)
    review, stage = _review(found, start), found.stages[0].stage
    with opened_store() as store:
        if not start.again:
            _refuse_running(store, found.programme, start.label)
        facts = (found.programme, start.label, stage, start.day, prescriber, review, number)
        yield Following(store, library, found, store.start(*facts), lambda: words)


def write_questions(
    project: Project,
    file: Path,
    name: str | None = None,
    label: str = "",
    day: date | None = None,
    language: str | None = None,
) -> None:
    """Write the questions about warning signs as a page to print.

    Args:
        project: has the words.
        file: the page, HTML.
        name: of a programme that was started: the page then has its number to call.
        label: tells people apart who share the machine.
        day: must not lie before the plan.
        language: of the questions; the project's unless given.

    Raises:
        ScriptError: as with `follow`, where a programme is named.
        OutputError: it cannot be written.
    """
    if name is None:
        words = read_language(project, project.library(), language)
        write_file(file, screening_sheet(words, every_question(words)))
        return
    with follow(project, name, label, day, language) as following:
        write_file(file, following.page())


def _programme_of(project: Project, start: Start) -> Programme:
    library = project.library()
    return read_programme(
        library, start.programme, read_language(project, library, start.language).language
    )


def _review(programme: Programme, start: Start) -> date:
    """The day of the review: as asked, else as the programme says."""
    review = start.day + timedelta(7 * programme.review_weeks)
    if programme.review:
        review = date.fromisoformat(programme.review)
    review = start.review or review
    if review <= start.day:
        raise ScriptError("review-too-early", review=review, day=start.day)
    return review


def _refuse_running(store: Store, programme: str, label: str) -> None:
    """Stop where the programme was started before."""
    for plan in store.plans(label):
        if plan.programme == programme:
            raise ScriptError("started-before", programme=programme, day=plan.started)
