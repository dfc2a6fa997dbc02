"""`voicecoach screening`: the questions about warning signs."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voicecoach.cli.plans import (
    day_option,
    find_plan,
    language_option,
    opened,
    plan_options,
    read_language,
    refuse_closed,
)
from voicecoach.files import write_file
from voicecoach.progress.history import Plan
from voicecoach.progress.screening import gate
from voicecoach.progress.sheet import emergency_advice, sheet
from voicecoach.project import find_project
from voicecoach.script.language import Language, ScreeningWords
from voicecoach.script.programme import Programme

if TYPE_CHECKING:
    from voicecoach.progress.store import Store


@click.command("screening")
@plan_options
@day_option
@click.option("--clinician", help="Who has seen the answers.")
@click.option(
    "--print", "page", type=click.Path(path_type=Path), help="Write the questions as a page (HTML)."
)
@language_option
def command(
    programme: str | None,
    label: str,
    day: date,
    clinician: str | None,
    page: Path | None,
    language: str | None,
) -> None:
    """Answer the questions about warning signs; they find no illness and rule none out.

    They come before a programme's first session, and again when pain has risen. A yes stops the
    programme until a clinician has seen it, whose name --clinician gives. An emergency sign cannot
    be overridden: only new answers lift it, and a clinician must have seen them.

    \b
    Examples:
      voicecoach screening back-care
      voicecoach screening back-care --clinician "A. Physio"
      voicecoach screening --print questions.html
    """
    project = find_project()
    library = project.library()
    words = read_language(project, library, language)
    if page and programme is None:
        write_file(page, sheet(words))
        click.echo(f"{page} is ready to print.")
        return
    with opened() as store:
        found, history = find_plan(store, library, programme, label, day)
        if page:
            write_file(page, sheet(words, history.plan))
            click.echo(f"{page} is ready to print.")
            return
        seen = " ".join((clinician or "").split()) or None
        if seen and gate(history, found.pain).state == "clinician":
            store.acknowledge(history.screenings[-1], seen)
            refuse_closed(found, store.history(history.plan), words)
            click.echo(f"Seen by {seen}; the programme goes on.")
            return
        ask(store, found, history.plan, words, day, seen)


def ask(
    store: Store,
    programme: Programme,
    plan: Plan,
    language: Language,
    day: date,
    clinician: str | None = None,
) -> None:
    """Ask every question, write the answers down, and say what they lead to.

    Raises:
        ScreeningError: the answers do not allow a session.
    """
    words = language.screening
    click.secho(f"\n{words.title}", bold=True)
    click.echo(f"{words.intro} {words.not_a_diagnosis}\n")
    yes = _answers(language, plan)
    while yes:
        questions = {**words.emergency, **words.warning}
        click.echo("\n" + "\n".join(f"{words.yes}: {questions[sign]}" for sign in yes))
        if _is_yes(words.right, words):
            break
        yes = _answers(language, plan)
    store.screen(plan, day, yes, clinician)
    refuse_closed(programme, store.history(plan), language)
    click.echo(f"\n{words.clear if not yes else words.warning_advice}")


def _answers(language: Language, plan: Plan) -> tuple[str, ...]:
    """The signs that are there; the advice comes with the first that is an emergency."""
    words = language.screening
    yes: list[str] = []
    for sign, question in words.emergency.items():
        if _is_yes(question, words):
            if not yes:
                click.secho(emergency_advice(language, plan), bold=True)
            yes.append(sign)
    yes += [sign for sign, question in words.warning.items() if _is_yes(question, words)]
    return tuple(yes)


def _is_yes(question: str, words: ScreeningWords) -> bool:
    """Ask until the answer is yes or no: the language's word, its first letter, or y or n."""
    yes, no = words.yes.lower(), words.no.lower()
    answers = {"n": False, "y": True, no[0]: False, yes[0]: True, no: False, yes: True}

    def read(answer: str) -> bool:
        if answer.strip().lower() not in answers:
            raise click.UsageError(f"{words.yes} / {words.no}")
        return answers[answer.strip().lower()]

    return bool(click.prompt(f"{question} [{yes[0]}/{no[0]}]", value_proc=read))
