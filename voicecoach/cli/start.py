"""`voicecoach start`: a programme becomes a plan."""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import click

from voicecoach.cli.plans import (
    DATE,
    day_option,
    label_option,
    language_option,
    opened,
    read_language,
    read_programme,
)
from voicecoach.cli.screening import ask
from voicecoach.errors import ScriptError
from voicecoach.project import find_project
from voicecoach.script.programme import Programme

if TYPE_CHECKING:
    from voicecoach.progress.store import Store


@click.command("start")
@click.argument("programme", metavar="PROGRAMME|FILE")
@label_option
@click.option("--prescriber", help="The clinician who prescribed it.")
@click.option("--review", type=DATE, help="Day of the clinician's review, like 2026-03-31.")
@click.option("--emergency-number", help="Whom to call in an emergency.")
@day_option
@click.option("--again", is_flag=True, help="Begin anew where it was started before.")
@language_option
def command(
    programme: str,
    label: str,
    prescriber: str | None,
    review: datetime | None,
    emergency_number: str | None,
    day: date,
    again: bool,
    language: str | None,
) -> None:
    """Start a programme: who prescribed it, when it is reviewed, whom to call; then the questions.

    What the programme's file says need not be given. Everything stays on this machine.

    \b
    Example:
      voicecoach start back-care --prescriber "A. Physio" --emergency-number 112
    """
    project = find_project()
    library = project.library()
    words = read_language(project, library, language)
    found = read_programme(library, programme, words.language)
    reviewed, stage = _review(found, review, day), found.stages[0].stage
    who = _said(prescriber or found.prescriber, "--prescriber", "Clinician who prescribed it")
    whom = _said(
        emergency_number or found.emergency_number,
        "--emergency-number",
        "Number to call in an emergency",
    )
    with opened() as store:
        if not again:
            _refuse_running(store, found.programme, label)
        plan = store.start(found.programme, label, stage, day, who, reviewed, whom)
        click.echo(f"{found.title}: started on {day}, review on {plan.review}.")
        if found.requires:
            click.echo(f"This programme is for you {found.requires}.")
        ask(store, found, plan, words, day)


def _refuse_running(store: Store, programme: str, label: str) -> None:
    """Stop where the programme was started before."""
    for plan in store.plans(label):
        if plan.programme == programme:
            message = f"'{programme}' was started on {plan.started}"
            raise ScriptError(message, "To begin anew, add --again; what was logged is kept.")


def _review(programme: Programme, asked: datetime | None, day: date) -> date:
    """The day of the review: as asked, else as the programme says."""
    review = day + timedelta(7 * programme.review_weeks)
    if programme.review:
        review = date.fromisoformat(programme.review)
    review = asked.date() if asked else review
    if review <= day:
        message = f"the review on {review} is not after the start on {day}"
        raise ScriptError(message, "Give another day: --review 2026-03-31")
    return review


def _said(given: str | None, option: str, question: str) -> str:
    """A text that was given, or else is asked for on a terminal."""
    if given is None and sys.stdin.isatty():
        given = click.prompt(question)
    text = " ".join((given or "").split())
    if not text:
        raise click.UsageError(f"a plan needs this: {option} TEXT")
    return text
