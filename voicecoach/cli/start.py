"""`voicecoach start`: a programme becomes a plan."""

from __future__ import annotations

import sys
from datetime import date, datetime

import click

from voicecoach.app.programmes import Start, begin, find_unstarted
from voicecoach.cli.completion import complete
from voicecoach.cli.options import DATE, day_option, label_option, language_option
from voicecoach.cli.output import Misuse, ask_for, output, project_here, say, stands
from voicecoach.cli.screening import ask


@click.command("start")
@click.argument("programme", metavar="PROGRAMME|FILE", shell_complete=complete("programmes"))
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
    output().quiet = True
    project = project_here()
    reviewed = review.date() if review else None
    start = Start(programme, day, label, reviewed, again, language)
    known = find_unstarted(project, start)
    who = _said(prescriber or known.prescriber, "--prescriber", "Clinician who prescribed it")
    whom = _said(
        emergency_number or known.emergency_number,
        "--emergency-number",
        "Number to call in an emergency",
    )
    with begin(project, start, who, whom) as following:
        asks = following.screening_command
        stands(f"{following.title} is started, and '{asks}' asks the questions")
        say(f"{following.title}: started on {day}, review on {following.plan.review}.")
        if following.requires:
            say(f"This programme is for you {following.requires}.")
        ask(following, day)


def _said(given: str | None, option: str, question: str) -> str:
    """A text that was given, or else is asked for on a terminal."""
    if given is None and sys.stdin.isatty():
        given = ask_for(question)
    text = " ".join((given or "").split())
    if not text:
        raise Misuse("usage/plan", option=option)
    return text
