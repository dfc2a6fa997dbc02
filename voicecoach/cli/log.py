"""`voicecoach log`: what was done, and how it felt."""

from __future__ import annotations

import sys
from datetime import date

import click

from voicecoach.cli.plans import (
    Command,
    day_option,
    find_plan,
    language_option,
    opened,
    plan_options,
    read_language,
)
from voicecoach.cli.screening import ask
from voicecoach.progress.history import Status
from voicecoach.progress.plan import due_on
from voicecoach.progress.screening import gate
from voicecoach.project import find_project

SCALE = click.IntRange(0, 10)
NOTE_MOST = 500  # characters


def entry_options(command: Command) -> Command:
    """What is written down of a session."""
    options = (
        click.option("--pain-before", type=SCALE, help="Pain before it: 0 none, 10 the worst."),
        click.option("--pain-during", type=SCALE, help="The worst pain during it."),
        click.option("--pain-after", type=SCALE, help="Pain after it."),
        click.option("--effort", type=SCALE, help="How hard it was: 0 nothing, 10 all you have."),
        click.option("--note", default="", help="A line of your own; leave names out."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group("log")
def command() -> None:
    """Write down a session: done or skipped, pain, effort. It stays on this machine.

    \b
    Examples:
      voicecoach log done back-care --pain-before 2 --pain-during 2 --pain-after 1 --effort 5
      voicecoach log skipped --note "Travelling"
      voicecoach log undo
    """


@command.command("done")
@plan_options
@entry_options
@day_option
@language_option
def done(
    programme: str | None,
    label: str,
    pain_before: int | None,
    pain_during: int | None,
    pain_after: int | None,
    effort: int | None,
    note: str,
    day: date,
    language: str | None,
) -> None:
    """Write down a session that was done. What is not given is asked for.

    \b
    Example:
      voicecoach log done --pain-before 0 --pain-during 1 --pain-after 0 --effort 4
    """
    pains = (
        _scale(pain_before, "--pain-before", "Pain before, 0 to 10"),
        _scale(pain_during, "--pain-during", "Worst pain during, 0 to 10"),
        _scale(pain_after, "--pain-after", "Pain after, 0 to 10"),
    )
    if effort is None and sys.stdin.isatty():
        effort = click.prompt("Effort, 0 to 10", type=SCALE)
    _log("done", programme, label, day, pains, effort, note, language)


@command.command("skipped")
@plan_options
@entry_options
@day_option
@language_option
def skipped(
    programme: str | None,
    label: str,
    pain_before: int | None,
    pain_during: int | None,
    pain_after: int | None,
    effort: int | None,
    note: str,
    day: date,
    language: str | None,
) -> None:
    """Write down a session that was skipped, or broken off.

    \b
    Example:
      voicecoach log skipped --pain-before 4 --note "A bad day"
    """
    pains = (pain_before, pain_during, pain_after)
    _log("skipped", programme, label, day, pains, effort, note, language)


@command.command("undo")
@plan_options
def undo(programme: str | None, label: str) -> None:
    """Remove the entry that was written last.

    \b
    Example:
      voicecoach log undo
    """
    with opened() as store:
        _, history = find_plan(store, find_project().library(), programme, label)
        entry = store.undo(history.plan)
    if entry is None:
        click.echo("Nothing was logged yet.")
    else:
        click.echo(f"Removed: {entry.status} on {entry.day}, written at {entry.at}.")


def _scale(given: int | None, option: str, question: str) -> int:
    """A figure that was given, or else is asked for on a terminal."""
    if given is None and sys.stdin.isatty():
        given = click.prompt(question, type=SCALE)
    if given is None:
        raise click.UsageError(f"say how much pain there was: {option} 0 to 10")
    return given


def _log(
    status: Status,
    name: str | None,
    label: str,
    day: date,
    pains: tuple[int | None, int | None, int | None],
    effort: int | None,
    note: str,
    language: str | None,
) -> None:
    note = " ".join(note.split())
    if len(note) > NOTE_MOST or not note.isprintable():
        raise click.UsageError(f"a note has at most {NOTE_MOST} characters, all printable")
    project = find_project()
    library = project.library()
    with opened() as store:
        programme, history = find_plan(store, library, name, label, day)
        due = due_on(programme, history, day)
        stage, routine = due.stage.stage, due.routine
        store.log(history.plan, day, status, stage, routine, pains, effort, note)
        click.echo(f"{programme.title}: {status} on {day}.")
        history = store.history(history.plan)
        found = gate(history, programme.pain)
        if found.state != "ask":
            return
        for reason in found.reasons:
            click.echo(f"  {reason}")
        if sys.stdin.isatty():
            ask(store, programme, history.plan, read_language(project, library, language), day)
        else:
            click.echo(f"Before the next session: voicecoach screening {programme.programme}")
