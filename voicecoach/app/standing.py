"""How far a plan is: its weeks, its pain, and whether to move on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from voicecoach.app.plans import find_plan, opened_store
from voicecoach.base.files import Staging, write_file
from voicecoach.base.values import dataclass
from voicecoach.progress.history import History, SessionLengths
from voicecoach.progress.plan import Verdict, verdict
from voicecoach.progress.plot import in_terminal, plot_marks, plot_svg, png
from voicecoach.progress.report import Week, as_csv, weeks
from voicecoach.progress.screening import Gate, gate
from voicecoach.project import Project

__all__ = ["Standing", "Week", "standing"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a plan is.

    Attributes:
        title: of the programme.
        history: what was logged.
        weeks: each week up to today.
        verdict: whether the rule to move on is met.
        gate: whether the next session may be built.
        is_review_due: the clinician's review is due.
        day: up to which it is looked at.
        lengths: of the sessions that were built here.
    """

    title: str
    history: History
    weeks: tuple[Week, ...]
    verdict: Verdict
    gate: Gate
    is_review_due: bool
    day: date
    lengths: SessionLengths

    def in_terminal(self, columns: int) -> list[str]:
        """Draw pain over time with characters."""
        return in_terminal(self.history, self.day, columns)

    def write_plot(self, file: Path) -> None:
        """Write the plot of pain over time, as `.svg` or `.png`.

        Raises:
            OutputError: it cannot be written.
        """
        marks = plot_marks(self.history, self.title, self.day)
        content = png(marks) if file.suffix.lower() == ".png" else plot_svg(marks).encode()
        with Staging(file.parent, private=True) as staging:
            staging.write(file.name, [content])

    def write_table(self, file: Path) -> None:
        """Write every session as a table (CSV).

        Raises:
            OutputError: it cannot be written.
        """
        write_file(file, as_csv(self.history, self.lengths), private=True)


def standing(project: Project, name: str | None, label: str, day: date) -> Standing:
    """Find how far a plan is on a day.

    Args:
        project: has the programmes.
        name: of the programme, or its file; None where only one was started.
        label: tells people apart who share the machine.
        day: up to which it is looked at.

    Raises:
        ScriptError: as with `follow`.
        OutputError: the store cannot be used.
    """
    with opened_store() as store:
        found, history = find_plan(store, project.library(), name, label, day)
        lengths = store.lengths(history.plan)
    return Standing(
        found.title,
        history,
        tuple(weeks(found, history, day)),
        verdict(found, history, day),
        gate(history, found.pain),
        day >= history.plan.review,
        day,
        lengths,
    )
