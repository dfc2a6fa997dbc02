"""What the commands of programmes share: which plan is meant, the day, the closed gate."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from voicecoach.cli.common import required
from voicecoach.errors import ScreeningError, ScriptError
from voicecoach.progress.history import History, Plan
from voicecoach.progress.screening import Gate, gate
from voicecoach.progress.sheet import emergency_advice
from voicecoach.project import Project
from voicecoach.script.fields import is_name
from voicecoach.script.language import Language
from voicecoach.script.library import Library
from voicecoach.script.model import SOURCE_LANGUAGE
from voicecoach.script.programme import Programme
from voicecoach.session.find import script_file

if TYPE_CHECKING:
    from voicecoach.progress.store import Store

Command = TypeVar("Command", bound=Callable[..., Any])

DATE = click.DateTime(["%Y-%m-%d"])


def _label(_ctx: click.Context, _option: click.Parameter, value: str) -> str:
    if value and not is_name(value):
        raise click.BadParameter("use small letters, digits and hyphens, like 'upstairs'")
    return value


def _any_day(_ctx: click.Context, _option: click.Parameter, value: datetime | None) -> date:
    return value.date() if value else date.today()


def _past_day(ctx: click.Context, option: click.Parameter, value: datetime | None) -> date:
    day = _any_day(ctx, option, value)
    if day > date.today():
        raise click.BadParameter("that day is still to come")
    return day


label_option = click.option(
    "--label",
    default="",
    callback=_label,
    help="Tells people apart who share this machine; not a name.",
)
day_option = click.option(
    "--date", "day", type=DATE, callback=_past_day, help="An earlier day, like 2026-03-31."
)
any_day_option = click.option(
    "--date", "day", type=DATE, callback=_any_day, help="Another day, like 2026-03-31."
)
language_option = click.option("--language", metavar="CODE", help="Language, such as en.")


def plan_options(command: Command) -> Command:
    """The programme, and whose plan of it."""
    return click.argument("programme", required=False)(label_option(command))


def opened() -> AbstractContextManager[Store]:
    """The store of this machine."""
    from voicecoach.progress.store import default_file, open_store

    return open_store(default_file())


def read_programme(library: Library, name: str, language: str = SOURCE_LANGUAGE) -> Programme:
    """A programme by its name or file, checked, with its texts in a language.

    Raises:
        ScriptError: there is none, or it has faults.
    """
    from voicecoach.script.programme_checks import checked_programme

    file = script_file(library, name, ("programmes",))
    programme, _, problems = checked_programme(library, file, language)
    return required(programme, problems, name, warn=False)


def find_plan(
    store: Store,
    library: Library,
    name: str | None,
    label: str,
    day: date | None = None,
    language: str = SOURCE_LANGUAGE,
) -> tuple[Programme, History]:
    """The plan that is meant: of the named programme, or the only one there is.

    Raises:
        ScriptError: it was not started, or several were and none is named.
    """
    plans = store.plans(label)
    programme = read_programme(library, name or _only(plans, library), language)
    plan = next((plan for plan in plans if plan.programme == programme.programme), None)
    if plan is None:
        begin = f"Begin with: voicecoach start {name}" + (f" --label {label}" if label else "")
        raise ScriptError(f"the programme '{programme.programme}' was not started", begin)
    if day and day < plan.started:
        raise ScriptError(f"the plan started on {plan.started}", "Give that day or a later one.")
    return programme, store.history(plan)


def _only(plans: list[Plan], library: Library) -> str:
    """The name of the only programme that was started."""
    if len(plans) == 1:
        return plans[0].programme
    if plans:
        started = ", ".join(plan.programme for plan in plans)
        raise ScriptError("several programmes were started", f"Name one of them: {started}.")
    there = ", ".join(library.names("programmes"))
    raise ScriptError(
        "no programme was started", f"Begin with 'voicecoach start'; there are {there}."
    )


def read_language(project: Project, library: Library, code: str | None) -> Language:
    """The texts of a language, of the project's unless one is named."""
    from voicecoach.script.language_checks import check_language

    words, problems = library.language(code or project.settings.language)
    coaching, found = library.coaching()
    problems = [*problems, *found]
    if words and coaching:
        problems += check_language(words, coaching)
    return required(words, problems, "the language", warn=False)


def refuse_closed(programme: Programme, history: History, language: Language) -> None:
    """Stop where the warning signs do not allow a session, with the advice.

    Raises:
        ScreeningError: the gate is closed.
    """
    found = gate(history, programme.pain)
    if found.state != "open":
        raise ScreeningError(_why(found, history.plan, language), _remedy(found, history.plan))


def _why(found: Gate, plan: Plan, language: Language) -> str:
    words = language.screening
    advice = {
        "emergency": f". {emergency_advice(language, plan)} {words.not_a_diagnosis}",
        "clinician": f". {words.warning_advice} {words.not_a_diagnosis}",
    }
    return "; ".join(found.reasons) + advice.get(found.state, "")


def _remedy(found: Gate, plan: Plan) -> str:
    ask = f"voicecoach screening {plan.programme}" + (
        f" --label {plan.label}" if plan.label else ""
    )
    name = '--clinician "Name"'
    return {
        "ask": f"Answer the questions: {ask}",
        "clinician": f"When a clinician has seen your answers: {ask} {name}",
        "emergency": "This cannot be overridden. When a clinician has seen to it, "
        f"answer the questions anew: {ask} {name}",
    }[found.state]
