"""`voicecoach progress`: what a plan's history comes to, and what to do with it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from voicecoach.cli.common import counted
from voicecoach.cli.plans import (
    day_option,
    find_plan,
    opened,
    plan_options,
    read_language,
    refuse_closed,
)
from voicecoach.errors import ScriptError
from voicecoach.files import Staging, write_file
from voicecoach.progress.history import History
from voicecoach.progress.plan import due_on, verdict
from voicecoach.progress.plot import drawing, in_terminal, png, svg
from voicecoach.progress.report import Week, as_csv, weeks
from voicecoach.progress.screening import gate
from voicecoach.project import find_project
from voicecoach.script.programme import Programme

EXPORT_FORMAT = 1


class _Progress(click.Group):
    """Shows, unless another of its commands is named first."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = ["show", *args]
        return super().parse_args(ctx, args)


@click.group("progress", cls=_Progress)
def command() -> None:
    """Show weeks, adherence and pain over time, and whether the rule to move on is met.

    \b
    Examples:
      voicecoach progress
      voicecoach progress back-care --plot pain.png --csv sessions.csv
      voicecoach progress move-on
      voicecoach progress export everything.json
    """


@command.command("show")
@plan_options
@day_option
@click.option("--plot", type=click.Path(path_type=Path), help="Write the plot too: .svg or .png.")
@click.option("--csv", "table", type=click.Path(path_type=Path), help="Write every session too.")
def show(
    programme: str | None, label: str, day: date, plot: Path | None, table: Path | None
) -> None:
    """Show a plan's weeks, its pain over time, and whether to move on.

    \b
    Example:
      voicecoach progress back-care --plot pain.svg
    """
    if plot and plot.suffix.lower() not in (".svg", ".png"):
        raise click.UsageError("a plot is a file that ends in .svg or .png")
    with opened() as store:
        found, history = find_plan(store, find_project().library(), programme, label, day)
    click.secho(f"{found.title}, started on {history.plan.started}", bold=True)
    _print_weeks(weeks(found, history, day))
    click.echo()
    for line in in_terminal(history, day, shutil.get_terminal_size().columns):
        click.echo(line)
    click.echo()
    for line in _said(found, history, day):
        click.echo(line)
    if plot:
        _write_plot(plot, history, found.title, day)
        click.echo(f"{plot}: the plot")
    if table:
        write_file(table, as_csv(history))
        click.echo(f"{table}: {counted(len(history.entries), 'entry', 'entries')}")


@command.command("move-on")
@plan_options
@day_option
@click.option("--clinician", help="Who decided it, where the rule is not met.")
def move_on(programme: str | None, label: str, day: date, clinician: str | None) -> None:
    """Begin the next stage; the rule to move on must be met, or a clinician decides.

    \b
    Example:
      voicecoach progress move-on back-care
    """
    project = find_project()
    library = project.library()
    with opened() as store:
        found, history = find_plan(store, library, programme, label, day)
        refuse_closed(found, history, read_language(project, library, None))
        due = due_on(found, history, day)
        if due.index + 1 == len(found.stages):
            raise ScriptError(f"'{due.stage.stage}' is the last stage", "Ask what comes after it.")
        lacking = verdict(found, history, day).lacking
        if lacking and not clinician:
            message = f"the rule to move on is not met: {'; '.join(lacking)}"
            raise ScriptError(message, 'Where a clinician decides otherwise: --clinician "Name"')
        stage = found.stages[due.index + 1]
        store.move(history.plan, stage.stage, day, clinician if lacking else None)
    click.echo(f"From {day} on: {stage.stage}. {stage.purpose}".rstrip())


@command.command("move-back")
@plan_options
@day_option
def move_back(programme: str | None, label: str, day: date) -> None:
    """Go back to the stage before; that is always allowed.

    \b
    Example:
      voicecoach progress move-back back-care
    """
    with opened() as store:
        found, history = find_plan(store, find_project().library(), programme, label, day)
        due = due_on(found, history, day)
        if due.index == 0:
            message = f"'{due.stage.stage}' is the first stage"
            raise ScriptError(message, "If it is too much, rest, and ask who prescribed it.")
        stage = found.stages[due.index - 1]
        store.move(history.plan, stage.stage, day, None)
    click.echo(f"From {day} on: {stage.stage}. {stage.purpose}".rstrip())


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path))
def export(file: Path) -> None:
    """Write everything that is kept, of all plans, to one JSON file.

    \b
    Example:
      voicecoach progress export everything.json
    """
    with opened() as store:
        everything = store.everything()
    text = json.dumps({"format": EXPORT_FORMAT, **everything}, ensure_ascii=False, indent=1)
    write_file(file, text + "\n")
    click.echo(f"{file}: {counted(len(everything['plans']), 'plan')}")


@command.command("delete")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(yes: bool) -> None:
    """Delete everything that is kept, of all plans.

    \b
    Example:
      voicecoach progress delete --yes
    """
    from voicecoach.progress.store import default_file
    from voicecoach.progress.store import delete as delete_store

    file = default_file()
    if not yes:
        click.confirm(f"Delete {file} with every plan and session?", abort=True)
    click.echo(f"{file} is deleted." if delete_store(file) else "Nothing was kept.")


def _print_weeks(rows: list[Week]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, padding=(0, 1, 0, 0), header_style="bold")
    table.add_column("week", justify="right")
    table.add_column("from", no_wrap=True)
    table.add_column("stage", overflow="fold")
    for name in ("done", "skipped", "adherence", "before", "during", "after", "effort"):
        table.add_column(name, justify="right", no_wrap=True)
    for week in rows:
        adherence = "" if week.adherence is None else f"{week.adherence:.0%}"
        means = (week.pain_before, week.pain_during, week.pain_after, week.effort)
        table.add_row(
            str(week.number),
            str(week.first),
            week.stage,
            f"{week.done} of {week.due}",
            str(week.skipped),
            adherence,
            *("" if mean is None else f"{mean:.1f}" for mean in means),
        )
    Console().print(table)


def _said(programme: Programme, history: History, day: date) -> Iterator[str]:
    """Whether the rule to move on is met, why not, and what else is due."""
    found = verdict(programme, history, day)
    if found.is_met:
        yield "The rule to move on is met: voicecoach progress move-on"
    else:
        yield "The rule to move on is not met:"
        yield from (f"- {reason}" for reason in found.lacking)
    closed = gate(history, programme.pain)
    yield from (f"Before the next session: {reason}." for reason in closed.reasons)
    if day >= history.plan.review:
        yield f"The review was due on {history.plan.review}: ask {history.plan.prescriber}."
    yield "This shows what was logged. It finds no illness and rules none out."


def _write_plot(file: Path, history: History, title: str, day: date) -> None:
    marks = drawing(history, title, day)
    content = png(marks) if file.suffix.lower() == ".png" else svg(marks).encode()
    with Staging(file.parent) as staging:
        staging.write(file.name, [content])
