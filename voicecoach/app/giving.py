"""What was logged, given out: to a record, a table, or a text to paste. Only when asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from voicecoach.app.plans import find_plan, opened_store, read_language
from voicecoach.base.files import write_file
from voicecoach.base.values import dataclass, replace
from voicecoach.progress.records import Log, as_fhir, as_text
from voicecoach.progress.report import as_csv, weeks
from voicecoach.project import Project

Given = Literal["fhir", "csv", "text"]


@dataclass(frozen=True, slots=True)
class GivenOut:
    """What is given out.

    Attributes:
        content: a text, whole.
        sessions: how many entries it has.
    """

    content: str
    sessions: int

    def write(self, file: Path) -> None:
        """Write it to a file that only this user may read.

        Raises:
            OutputError: it cannot be written.
        """
        write_file(file, self.content, private=True)


def give_out(
    project: Project,
    name: str | None,
    label: str,
    day: date,
    how: Given,
    subject: str | None = None,
    language: str | None = None,
) -> GivenOut:
    """Give out what was logged of a plan.

    Args:
        project: has the programmes.
        name: of the programme, or its file; None where only one was started.
        label: tells people apart who share the machine.
        day: up to which days are due.
        how: as what.
        subject: a reference to whose it is, for a record.
        language: of the text and the programme's title; the project's unless given.

    Raises:
        ScriptError: as with `follow`, or there is no such language.
        OutputError: the store cannot be used.
    """
    library = project.library()
    words = read_language(project, library, language)
    with opened_store() as store:
        found, history = find_plan(store, library, name, label, day, words.language)
        lengths = store.lengths(history.plan)
    history = replace(history, entries=tuple(e for e in history.entries if e.day <= day))
    log = Log(found.title, history, tuple(weeks(found, history, day)), lengths)

    def record() -> str:
        made = as_fhir(log, datetime.now().astimezone(), subject)
        return json.dumps(made, ensure_ascii=False, indent=1) + "\n"

    ways: dict[Given, Callable[[], str]] = {
        "fhir": record,
        "csv": lambda: as_csv(history, lengths),
        "text": lambda: as_text(log, words),
    }
    return GivenOut(ways[how](), len(history.entries))
