"""`voicecoach check`: every fault of scripts, or of a finished session, in one run."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from voicecoach.app.checks import check_scripts, check_session
from voicecoach.app.explain import Explained
from voicecoach.app.orders import Order
from voicecoach.app.problems import errors, located, short_path
from voicecoach.app.projects import Project
from voicecoach.base.clock import format_clock
from voicecoach.base.errors import ScriptError, SessionError
from voicecoach.base.messages import described
from voicecoach.cli.completion import complete
from voicecoach.cli.options import (
    as_language,
    familiar_option,
    guidance_option,
    json_option,
    length_option,
    order_options,
    profile_option,
)
from voicecoach.cli.output import (
    counted,
    print_error,
    print_json,
    print_problems,
    project_here,
    say,
)


@click.command("check")
@click.argument(
    "names",
    nargs=-1,
    metavar="[FILE|NAME]...",
    shell_complete=complete("routines", "exercises", "programmes", "profiles"),
)
@click.option("--session", type=click.Path(path_type=Path), help="Check a session record instead.")
@order_options(
    profile_option,
    length_option,
    click.option(
        "--language",
        type=as_language,
        metavar="CODE",
        help="Language of the texts, such as es.",
    ),
    guidance_option,
    familiar_option,
)
@click.option(
    "--explain", is_flag=True, help="Print doses, intervals and breaths as they were understood."
)
@json_option
def command(
    names: tuple[str, ...],
    session: Path | None,
    order: Order,
    explain: bool,
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
      voicecoach check --length 12m              whether each can last so long
      voicecoach check daily --explain           every figure as it was understood
      voicecoach check --json                    for an editor
      voicecoach check --session audio/daily.json
    """
    project = project_here()
    if session:
        _check_session(project, session, order.profile, as_json)
        return
    checked = check_scripts(project, names, order, explain=explain)
    if as_json:
        problems = [item.plain() for item in located(checked.problems)]
        unknown = [error.plain() for error in checked.unknown]
        figures = {"figures": [asdict(each) for each in checked.figures]} if explain else {}
        print_json({"files": checked.files, "problems": problems, "unknown": unknown, **figures})
    else:
        _print_figures(checked.figures)
        print_problems(checked.problems)
    for error in checked.unknown:
        print_error(error)
    wrong = len(errors(checked.problems)) + len(checked.unknown)
    warnings = len(checked.problems) - len(errors(checked.problems))
    said = f"{counted(checked.files, 'file')} checked: {counted(wrong, 'error')}, "
    said += counted(warnings, "warning")
    if wrong:
        counts = {"files": checked.files, "errors": wrong, "warnings": warnings}
        raise ScriptError("faulty/checked", said=said, **counts)
    say(said, err=as_json)


def _print_figures(figures: tuple[Explained, ...]) -> None:
    for each in figures:
        say(f"{short_path(each.file)}:{each.line}: {each}")


def _check_session(project: Project, file: Path, person: str | None, as_json: bool) -> None:
    findings = check_session(project, file, person)
    if as_json:
        found = [
            {"check": each.check, "at_ms": each.at_ms, **described(each.phrase)}
            for each in findings
        ]
        print_json({"file": str(file), "findings": found})
    for each in findings:
        say(f"{format_clock(each.at_ms)}  check {each.check}: {each.phrase}", err=True)
    if findings:
        count = len(findings)
        raise SessionError(
            "broken-rules/found", file=file, rules=counted(count, "rule"), count=count
        )
    say(f"{file}: all checks hold", err=as_json)
