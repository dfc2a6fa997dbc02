"""`voicecoach roster`: a clinic's list of patients."""

from __future__ import annotations

from pathlib import Path

import click

from voicecoach.app.patients import check_roster, new_roster
from voicecoach.app.sessions import Sessions
from voicecoach.base.errors import ScriptError
from voicecoach.cli.options import json_option
from voicecoach.cli.output import counted, output, print_json, print_located, project_here, say


@click.group("roster")
def command() -> None:
    """Write the list of what each patient of a clinic is given, and check it.

    \b
    Examples:
      voicecoach roster new
      voicecoach roster check roster.csv
    """


@command.command("new")
@click.argument("file", default="roster.csv", type=click.Path(path_type=Path))
@json_option
def new(file: Path, as_json: bool) -> None:
    """Begin a roster: a table, or a list where FILE ends in .yaml.

    \b
    Examples:
      voicecoach roster new                   roster.csv
      voicecoach roster new knees.yaml
    """
    made = new_roster(file)
    if as_json:
        print_json({"file": str(made)})
        return
    say(f"{made} is ready: fill it in, then: voicecoach roster check {file}")


@command.command("check")
@click.argument("file", default="roster.csv", type=click.Path(path_type=Path))
@json_option
def check(file: Path, as_json: bool) -> None:
    """Find every fault of a roster, with its row and column. Nothing is spoken or written."""
    with Sessions(project_here()) as sessions:
        found = check_roster(sessions, file)
    if as_json:
        plain = [each.plain() for each in found.problems]
        print_json({"patients": found.patients, "failed": found.failed, "problems": plain})
    else:
        print_located(found.problems)
    if found.failed:
        raise ScriptError("roster/faults", file=file, faults=counted(found.failed, "faulty row"))
    if not (as_json or output().quiet):
        say(f"{file}: {counted(found.patients, 'patient')}, no faults")
