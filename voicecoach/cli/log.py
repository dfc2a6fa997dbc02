"""`voicecoach log`: what was done, and how it felt."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from voicecoach.app.giving import Given, give_out
from voicecoach.app.programmes import NOTE_MOST, Following, Pains, Status, follow
from voicecoach.cli.options import (
    Decorated,
    day_option,
    json_option,
    language_option,
    plan_options,
)
from voicecoach.cli.output import (
    Misuse,
    ask_for,
    counted,
    output,
    print_json,
    project_here,
    say,
    stands,
)
from voicecoach.cli.screening import ask, gate_as_json

SCALE = click.IntRange(0, 10)


def entry_options(command: Decorated) -> Decorated:
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
      voicecoach log done back-care --pain-before 2 --pain-after 1 --effort 5
      voicecoach log skipped --note "Travelling"
      voicecoach log undo
      voicecoach log export --text
    """


@command.command("done")
@plan_options
@entry_options
@day_option
@language_option
@json_option
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
    as_json: bool,
) -> None:
    """Write down a session that was done. What is not given is asked for.

    \b
    Example:
      voicecoach log done --pain-before 0 --pain-after 0 --effort 4
    """
    asks = sys.stdin.isatty() and not as_json
    pains = (
        _scale(pain_before, "--pain-before", "Pain before, 0 to 10", asks),
        _scale(pain_during, "--pain-during", "Worst pain during, 0 to 10", asks),
        _scale(pain_after, "--pain-after", "Pain after, 0 to 10", asks),
    )
    if effort is None and asks:
        effort = ask_for("Effort, 0 to 10", type=SCALE)
    note = _checked(note)
    output().quiet = True
    with follow(project_here(), programme, label, day, language) as following:
        _log(following, day, "done", pains, effort, note, as_json)


@command.command("skipped")
@plan_options
@entry_options
@day_option
@language_option
@json_option
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
    as_json: bool,
) -> None:
    """Write down a session that was skipped, or broken off.

    \b
    Example:
      voicecoach log skipped --pain-before 4 --note "A bad day"
    """
    pains = (pain_before, pain_during, pain_after)
    note = _checked(note)
    output().quiet = True
    with follow(project_here(), programme, label, day, language) as following:
        _log(following, day, "skipped", pains, effort, note, as_json)


@command.command("undo")
@plan_options
@json_option
def undo(programme: str | None, label: str, as_json: bool) -> None:
    """Remove the entry that was written last.

    \b
    Example:
      voicecoach log undo
    """
    output().quiet = True
    with follow(project_here(), programme, label) as following:
        entry = following.undo()
    if as_json:
        removed = {"status": entry.status, "day": str(entry.day), "at": entry.at} if entry else None
        print_json({"removed": removed})
    elif entry is None:
        say("Nothing was logged yet.")
    else:
        say(f"Removed: {entry.status} on {entry.day}, written at {entry.at}.")


@command.command("export")
@plan_options
@click.option("--fhir", "how", flag_value="fhir", help="As FHIR Observations, for a record.")
@click.option("--csv", "how", flag_value="csv", help="As a table, a line for each session.")
@click.option("--text", "how", flag_value="text", help="As a block to paste into a record.")
@click.option(
    "-o", "--output", "file", type=click.Path(path_type=Path), help="File to write, for you alone."
)
@click.option("--subject", metavar="REFERENCE", help="Whose it is, in the record: Patient/123.")
@day_option
@language_option
@json_option
def export(
    programme: str | None,
    label: str,
    how: Given | None,
    file: Path | None,
    subject: str | None,
    day: date,
    language: str | None,
    as_json: bool,
) -> None:
    """Give out what was logged: sessions, adherence, minutes, pain before and after.

    It goes to standard output or to a file of yours, and nowhere else. Minutes are known of
    sessions that 'voicecoach today --build' has made.

    \b
    Examples:
      voicecoach log export --text
      voicecoach log export --text --language de
      voicecoach log export back-care --csv -o sessions.csv
      voicecoach log export --fhir --subject Patient/123 -o log.json
    """
    if how is None:
        raise Misuse("usage/export")
    if subject and how != "fhir":
        raise Misuse("usage/subject")
    output().quiet = True
    found = give_out(project_here(), programme, label, day, how, subject, language)
    if file:
        found.write(file)
    if as_json:
        facts = {"format": how, "sessions": found.sessions, "file": str(file) if file else None}
        print_json({**facts, "content": None if file else found.content})
    elif file:
        say(f"{file}: {counted(found.sessions, 'session')}, readable by you alone")
    else:
        say(found.content.removesuffix("\n"))


def _scale(given: int | None, option: str, question: str, asks: bool) -> int:
    """A figure that was given, or else is asked for on a terminal."""
    if given is None and asks:
        given = ask_for(question, type=SCALE)
    if given is None:
        raise Misuse("usage/pain", option=option)
    return given


def _checked(note: str) -> str:
    """A note on one line, not too long."""
    note = " ".join(note.split())
    if len(note) > NOTE_MOST or not note.isprintable():
        raise Misuse("usage/note", most=NOTE_MOST)
    return note


def _log(
    following: Following,
    day: date,
    status: Status,
    pains: Pains,
    effort: int | None,
    note: str,
    as_json: bool,
) -> None:
    logged = following.log(day, status, pains, effort, note)
    stands(f"{logged.title}, {status} on {day}, is written down")
    if as_json:
        facts = {"programme": following.name, "status": status, "day": str(day)}
        print_json({**facts, "gate": gate_as_json(logged.gate)})
        return
    say(f"{logged.title}: {status} on {day}.")
    if logged.gate.state != "ask":
        return
    for reason in logged.gate.reasons:
        say(f"  {reason}")
    if sys.stdin.isatty():
        ask(following, day)
    else:
        say(f"Before the next session: voicecoach screening {following.name}")
