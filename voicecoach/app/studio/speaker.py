"""Work of the studio that speaks: one job after the other, in threads of their own."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import field
from typing import Generic, Literal, TypeVar

from voicecoach.app.jobs import Event
from voicecoach.app.problems import WITH_PROBLEMS, errors
from voicecoach.app.workspace import Workspace
from voicecoach.base.errors import VoicecoachError
from voicecoach.base.values import dataclass
from voicecoach.project import Project
from voicecoach.web.studio.desk import PageValues

_KEPT = 8  # of what may still be asked for
_PROBLEMS_TOLD = 3
_Kept = TypeVar("_Kept")

JobState = Literal["waiting", "working", "ready", "failed"]


@dataclass(frozen=True, slots=True)
class JobNews:
    """How far a job is.

    Attributes:
        done, total: how much of what it does now; 0 where that is not known.
        doing: what it does now.
        result: what came of it.
        message, remedy: why nothing did.
    """

    state: JobState
    done: int = 0
    total: int = 0
    doing: str = ""
    result: PageValues = field(default_factory=dict)
    message: str = ""
    remedy: str = ""

    def told(self) -> PageValues:
        """The news as a page is told them."""
        return {
            "state": self.state,
            "done": self.done,
            "total": self.total,
            "doing": self.doing,
            "message": self.message,
            "remedy": self.remedy,
            **self.result,
        }


Wanting = Literal["wanted", "followed", "left"]
"""Whether somebody waits for a job, for another of its kind, or for neither."""
_LEFT_S = 150.0  # without a question how far it is: browsers ask once a minute in the background


class JobTeller:
    """Takes what a job tells; raises where nobody wants it any longer."""

    def __init__(self, keep: Callable[[JobNews], None], wanted: Callable[[], Wanting]) -> None:
        """Prepare.

        Args:
            keep: keeps how far it is.
            wanted: says whether somebody waits for it.
        """
        self._keep = keep
        self._wanted = wanted
        self._already: PageValues = {}

    def __call__(self, event: Event) -> None:
        """Take a step of the job, before which it may end."""
        if self._wanted() != "wanted":
            raise GivenUp
        self._take(event)

    def meanwhile(self, event: Event) -> None:
        """Take a part of a step; another of its kind waits for the step's end.

        The voices that speak are ended where a step is not brought to its end, and it takes a
        while to start them.
        """
        if self._wanted() == "left":
            raise GivenUp
        self._take(event)

    def _take(self, event: Event) -> None:
        self._keep(JobNews("working", event.done, event.total, event.kind, self._already))

    def already(self, values: PageValues) -> None:
        """Take what there is of its result before it is done."""
        self._already = values


class GivenUp(Exception):
    """Nobody waits for a job any longer."""


Work = Callable[[Workspace, JobTeller], PageValues]
"""Does something with the scripts as they are, tells how far it is, and gives what came of it."""


class SpeakingJobs:
    """Does one job after the other.

    It reads scripts by itself, so that who writes meanwhile waits for nobody.
    """

    def __init__(self, project: Project, language: str) -> None:
        """Prepare.

        Args:
            project: whose scripts are spoken.
            language: in which is told why something was not done.
        """
        self._language = language
        self._workspace = Workspace(project)
        self._speaks = threading.Lock()
        self._jobs = LatestFew[JobNews]()
        self._wanted: dict[str, str] = {}  # of those that end when another of their kind begins
        self._asked_s: dict[str, float] = {}  # when it was last asked how far each of these is
        self._ends = False

    def close(self) -> None:
        """End what is being done, and the voices with it."""
        self._ends = True
        self._workspace.__exit__(None, None, None)  # the line that is being spoken, too
        with self._speaks:
            self._workspace.__exit__(None, None, None)

    def begin(self, work: Work, kind: str = "") -> str:
        """Begin a job.

        Args:
            work: what is to be done.
            kind: where it is given up when another of its kind begins.

        Returns:
            Its name, for `news`.
        """
        job = secrets.token_hex(8)
        if kind:
            self._asked_s.pop(self._wanted.get(kind, ""), None)
            self._wanted[kind] = job
            self._asked_s[job] = time.monotonic()
        self._jobs.keep(job, JobNews("waiting"))
        threading.Thread(target=self._run, args=(job, work, kind), daemon=True).start()
        return job

    def news(self, job: str) -> JobNews | None:
        """How far a job is; None where there is none."""
        if job in self._asked_s:
            self._asked_s[job] = time.monotonic()
        return self._jobs.get(job)

    def leave(self, job: str) -> None:
        """Give up a job of a kind, for nobody waits for it any longer."""
        self._asked_s.pop(job, None)

    def _wanting(self, job: str, kind: str) -> Wanting:
        if self._ends:
            return "left"
        if not kind:
            return "wanted"
        if self._wanted[kind] != job:
            return "followed"
        asked_s = self._asked_s.get(job)
        is_asked = asked_s is not None and time.monotonic() - asked_s < _LEFT_S
        return "wanted" if is_asked else "left"

    def _run(self, job: str, work: Work, kind: str) -> None:
        told = JobTeller(lambda news: self._jobs.keep(job, news), lambda: self._wanting(job, kind))
        with self._speaks:
            try:
                told(Event("planning", "", 0, 0))
                result = work(self._workspace, told)
                self._jobs.keep(job, JobNews("ready", result=result))
            except VoicecoachError as error:
                self._jobs.keep(job, _failed(error, self._language))
            except GivenUp:
                self._jobs.keep(job, JobNews("failed"))
            except Exception:
                self._jobs.keep(job, JobNews("failed"))
                raise


def _failed(error: VoicecoachError, language: str) -> JobNews:
    message = error.said(language)
    if isinstance(error, WITH_PROBLEMS):
        found = errors(dict.fromkeys(error.problems))[:_PROBLEMS_TOLD]
        message = ". ".join(problem.said(language) for problem in found) or message
    return JobNews("failed", message=message, remedy=error.remedy_in(language))


class LatestFew(Generic[_Kept]):
    """The latest few of something, by their names; for several threads."""

    def __init__(self) -> None:
        self._all: OrderedDict[str, _Kept] = OrderedDict()
        self._changes = threading.Lock()

    def get(self, name: str) -> _Kept | None:
        """What has a name; None where it is there no more, or never was."""
        return self._all.get(name)

    def keep(self, name: str, value: _Kept) -> None:
        """Keep something under a name, and let go what was kept longest ago."""
        with self._changes:
            self._all[name] = value
            self._all.move_to_end(name)
            while len(self._all) > _KEPT:
                self._all.popitem(last=False)
