"""The plans that are kept on this machine, and what a session of one needs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from voicecoach.base.errors import ScreeningError, ScriptError
from voicecoach.base.files import write_file
from voicecoach.base.messages import together
from voicecoach.language.phrases import Language
from voicecoach.library.library import Library
from voicecoach.model.exercise import SOURCE_LANGUAGE
from voicecoach.model.programme import Programme
from voicecoach.progress.history import History, Plan
from voicecoach.progress.screening import Gate
from voicecoach.progress.sheet import emergency_advice
from voicecoach.project import Project
from voicecoach.session.faults import required
from voicecoach.session.find import script_file

if TYPE_CHECKING:
    from voicecoach.progress.store import Store

EXPORT_FORMAT = 1


@contextmanager
def opened_store() -> Iterator[Store]:
    """Open the store of this machine.

    Raises:
        OutputError: it cannot be used.
    """
    from voicecoach.progress.store import open_store

    with open_store(data_file()) as store:
        yield store


def find_plan(
    store: Store,
    library: Library,
    name: str | None,
    label: str,
    day: date | None,
    language: str = SOURCE_LANGUAGE,
) -> tuple[Programme, History]:
    """Find the plan that is meant: of the named programme, or the only one there is.

    Args:
        store: has the plans.
        library: has the programmes.
        name: of the programme, or its file; None where only one was started.
        label: tells people apart who share the machine.
        day: must not lie before the plan.
        language: of the programme's texts.

    Raises:
        ScriptError: it was not started, or several were and none is named; or `Faulty`.
    """
    plans = store.plans(label)
    programme = read_programme(library, name or _only(plans, library), language)
    plan = next((plan for plan in plans if plan.programme == programme.programme), None)
    if plan is None:
        kind = "not-started/labelled" if label else "not-started/named"
        raise ScriptError(kind, programme=programme.programme, name=name, label=label)
    if day and day < plan.started:
        raise ScriptError("day-before-plan", day=plan.started)
    return programme, store.history(plan)


def _only(plans: list[Plan], library: Library) -> str:
    """The name of the only programme that was started."""
    if len(plans) == 1:
        return plans[0].programme
    if plans:
        raise ScriptError("not-started/several", started=[plan.programme for plan in plans])
    raise ScriptError("not-started/none", there=library.names("programmes"))


def read_programme(library: Library, name: str, language: str = SOURCE_LANGUAGE) -> Programme:
    """Read a programme by its name or file, checked, with its texts in a language.

    Raises:
        ScriptError: there is none; or `Faulty`, it has errors.
    """
    from voicecoach.checks.programmes import checked_programme

    file = script_file(library, name, ("programmes",))
    programme, _, problems = checked_programme(library, file, language)
    return required(programme, problems, name)


def read_language(project: Project, library: Library, code: str | None) -> Language:
    """Read the texts of a language, of the project's unless one is named.

    Raises:
        ScriptError: there are none; or `Faulty`, they have errors.
    """
    from voicecoach.checks.phrases import check_language

    words, problems = library.language(code or project.settings.language)
    coaching, found = library.coaching()
    problems = [*problems, *found]
    if words and coaching:
        problems += check_language(words, coaching)
    return required(words, problems, "the language")


def refuse_closed(found: Gate, plan: Plan, language: Language) -> None:
    """Stop where the warning signs do not allow a session, with the advice.

    Args:
        found: whether they do.
        plan: whose session it is.
        language: of the advice.

    Raises:
        ScreeningError: they do not.
    """
    if found.state != "open":
        raise ScreeningError(
            f"screening/{found.state}",
            reasons=together(found.reasons),
            advice=_advice(found, plan, language),
            command=screening_command(plan),
        )


def _advice(found: Gate, plan: Plan, language: Language) -> str:
    """What a warning sign that was named leads to, in the language's own words."""
    words = language.screening
    if found.state == "emergency":
        return f"{emergency_advice(language, plan)} {words.not_a_diagnosis}"
    return f"{words.warning_advice} {words.not_a_diagnosis}"


def screening_command(plan: Plan) -> str:
    """The command that asks the questions of a plan."""
    label = f" --label {plan.label}" if plan.label else ""
    return f"voicecoach screening {plan.programme}{label}"


def export_all(file: Path) -> int:
    """Write everything that is kept, of all plans, to one JSON file.

    Returns:
        How many plans there are.

    Raises:
        OutputError: it cannot be written, or the store cannot be used.
    """
    with opened_store() as store:
        everything = store.everything()
    text = json.dumps(
        {"format": EXPORT_FORMAT, **everything}, ensure_ascii=False, indent=1, default=bytes.hex
    )
    write_file(file, text + "\n", private=True)
    return len(everything["plans"])


def data_file() -> Path:
    """The file in which everything is kept; it need not be there."""
    from voicecoach.progress.database import default_file

    return default_file()


def delete_all() -> bool:
    """Delete everything that is kept, of all plans.

    Returns:
        Whether there was anything.

    Raises:
        OutputError: it cannot be deleted, or another program is writing to it.
    """
    from voicecoach.progress.database import delete

    return delete(data_file())
