"""`voicecoach check`: every fault of scripts, or of a finished session, in one run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from voicecoach.app.checks import check_scripts, check_session
from voicecoach.cli import complain
from voicecoach.cli.common import (
    counted,
    faults_shown,
    guidance_option,
    length_option,
    print_problems,
    profile_option,
)
from voicecoach.errors import ScriptError, SessionError
from voicecoach.project import Project, find_project
from voicecoach.script.model import Guidance
from voicecoach.script.problems import Problem, errors
from voicecoach.session.order import Order
from voicecoach.units import format_clock


@click.command("check")
@click.argument("names", nargs=-1, metavar="[FILE|NAME]...")
@click.option("--session", type=click.Path(path_type=Path), help="Check a session record instead.")
@profile_option
@length_option
@click.option("--language", metavar="CODE", help="Language of the texts, such as es.")
@guidance_option
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
def command(
    names: tuple[str, ...],
    session: Path | None,
    profile: str | None,
    language: str | None,
    guidance: Guidance | None,
    length: tuple[int, int] | None,
    as_json: bool,
) -> None:
    """Find every fault in scripts, with its place and what to write instead.

    Without a name, all routines, exercises, programmes and profiles are checked. With a profile,
    routines and programmes are checked as that person does them. In another language than theirs,
    every text that has no translation is found, and every one that has changed since.

    \b
    Examples:
      voicecoach check                           all scripts
      voicecoach check my-routine.yaml           one file
      voicecoach check --language es             what is missing in Spanish
      voicecoach check daily --profile knee-2    as a person does it
      voicecoach check --length 12m              whether each can last twelve minutes
      voicecoach check --json                    for an editor
      voicecoach check --session audio/daily.json
    """
    project = find_project()
    if session:
        _check_session(project, session, profile)
        return
    order = Order(profile=profile, language=language, guidance=guidance, length=length)
    with faults_shown():
        checked = check_scripts(project, names, order)
    if as_json:
        _print_json(checked.problems)
    else:
        print_problems(checked.problems)
    for error in checked.unknown:
        complain(error)
    wrong = len(errors(checked.problems)) + len(checked.unknown)
    said = f"{counted(checked.files, 'file')} checked: {counted(wrong, 'error')}, "
    said += counted(len(checked.problems) - len(errors(checked.problems)), "warning")
    if wrong:
        raise ScriptError(said)
    click.echo(said, err=as_json)


def _print_json(problems: Sequence[Problem]) -> None:
    from voicecoach.script.document import located

    click.echo(json.dumps([item.plain() for item in located(problems)], indent=2))


def _check_session(project: Project, file: Path, person: str | None) -> None:
    findings = check_session(project, file, person)
    for finding in findings:
        click.echo(
            f"{format_clock(finding.at_ms)}  check {finding.check}: {finding.message}", err=True
        )
    if findings:
        raise SessionError(f"{file}: {counted(len(findings), 'rule')} broken, shown above")
    click.echo(f"{file}: all checks hold")
