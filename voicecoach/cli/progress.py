"""`voicecoach progress`: what a plan's history comes to, and what to do with it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voicecoach.app.plans import data_file, delete_all, export_all
from voicecoach.app.programmes import follow
from voicecoach.base.messages import described
from voicecoach.cli.options import day_option, json_option, plan_options
from voicecoach.cli.output import (
    ONLY_YOU,
    Misuse,
    confirm,
    counted,
    output,
    print_json,
    print_table,
    project_here,
    say,
)
from voicecoach.cli.screening import gate_as_json

if TYPE_CHECKING:
    from rich.table import Table

    from voicecoach.app.programmes import Stage
    from voicecoach.app.standing import Standing, Week


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
@json_option
def show(
    programme: str | None,
    label: str,
    day: date,
    plot: Path | None,
    table: Path | None,
    as_json: bool,
) -> None:
    """Show a plan's weeks, its pain over time, and whether to move on.

    \b
    Example:
      voicecoach progress back-care --plot pain.svg
    """
    if plot and plot.suffix.lower() not in (".svg", ".png"):
        raise Misuse("usage/plot")
    from voicecoach.app.standing import standing

    output().quiet = True
    found = standing(project_here(), programme, label, day)
    if as_json:
        print_json(_as_json(found))
    else:
        _print_standing(found)
    if plot:
        found.write_plot(plot)
        say(f"{plot}: the plot, {ONLY_YOU}", err=as_json)
    if table:
        found.write_table(table)
        entries = counted(len(found.history.entries), "entry", "entries")
        say(f"{table}: {entries}, {ONLY_YOU}", err=as_json)


@command.command("move-on")
@plan_options
@day_option
@click.option("--clinician", help="Who decided it, where the rule is not met.")
@json_option
def move_on(
    programme: str | None, label: str, day: date, clinician: str | None, as_json: bool
) -> None:
    """Begin the next stage; the rule to move on must be met, or a clinician decides.

    \b
    Example:
      voicecoach progress move-on back-care
    """
    output().quiet = True
    with follow(project_here(), programme, label, day) as following:
        stage = following.move_on(day, clinician)
    _print_stage(stage, day, as_json)


@command.command("move-back")
@plan_options
@day_option
@json_option
def move_back(programme: str | None, label: str, day: date, as_json: bool) -> None:
    """Go back to the stage before; that is always allowed.

    \b
    Example:
      voicecoach progress move-back back-care
    """
    output().quiet = True
    with follow(project_here(), programme, label, day) as following:
        stage = following.move_back(day)
    _print_stage(stage, day, as_json)


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def export(file: Path, as_json: bool) -> None:
    """Write everything that is kept, of all plans, to one JSON file.

    \b
    Example:
      voicecoach progress export everything.json
    """
    plans = export_all(file)
    if as_json:
        print_json({"file": str(file), "plans": plans})
    else:
        say(f"{file}: {counted(plans, 'plan')}, {ONLY_YOU}")


@command.command("delete")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(yes: bool) -> None:
    """Delete everything that is kept, of all plans.

    \b
    Example:
      voicecoach progress delete --yes
    """
    file = data_file()
    if not yes:
        confirm(f"Delete {file} with every plan and session?")
    say(f"{file} is deleted." if delete_all() else "Nothing was kept.")


def _print_stage(stage: Stage, day: date, as_json: bool) -> None:
    if as_json:
        print_json({"stage": stage.stage, "purpose": stage.purpose, "since": str(day)})
    else:
        say(f"From {day} on: {stage.stage}. {stage.purpose}".rstrip())


def _as_json(found: Standing) -> dict[str, object]:
    plan = found.history.plan
    return {
        "programme": plan.programme,
        "title": found.title,
        "started": str(plan.started),
        "weeks": [
            {**asdict(week), "first": str(week.first), "adherence": week.adherence}
            for week in found.weeks
        ],
        "may_move_on": found.verdict.is_met,
        "lacking": [described(reason, "rule-not-met") for reason in found.verdict.lacking],
        "gate": gate_as_json(found.gate),
        "prescriber": plan.prescriber,
        "review": str(plan.review),
        "review_due": found.is_review_due,
    }


def _print_standing(found: Standing) -> None:
    say(f"{found.title}, started on {found.history.plan.started}", bold=True)
    _print_weeks(found.weeks)
    say()
    for line in found.in_terminal(shutil.get_terminal_size().columns):
        say(line)
    say()
    for line in _lines(found):
        say(line)


def _print_weeks(rows: Sequence[Week]) -> None:
    def columns(table: Table) -> None:
        table.add_column("week", justify="right")
        table.add_column("from", no_wrap=True)
        table.add_column("stage", overflow="fold")
        for name in ("done", "skipped", "adherence", "before", "during", "after", "effort"):
            table.add_column(name, justify="right", no_wrap=True)

    print_table(map(_week_cells, rows), columns, padding=(0, 1, 0, 0))


def _week_cells(week: Week) -> tuple[str, ...]:
    means = (week.pain_before, week.pain_during, week.pain_after, week.effort)
    return (
        str(week.number),
        str(week.first),
        week.stage,
        f"{week.done} of {week.due}",
        str(week.skipped),
        "" if week.adherence is None else f"{week.adherence:.0%}",
        *("" if mean is None else f"{mean:.1f}" for mean in means),
    )


def _lines(found: Standing) -> Iterator[str]:
    """Whether the rule to move on is met, why not, and what else is due."""
    if found.verdict.is_met:
        yield "The rule to move on is met: voicecoach progress move-on"
    else:
        yield "The rule to move on is not met:"
        yield from (f"- {reason}" for reason in found.verdict.lacking)
    yield from (f"Before the next session: {reason}." for reason in found.gate.reasons)
    if found.is_review_due:
        plan = found.history.plan
        yield f"The review was due on {plan.review}: ask {plan.prescriber}."
    yield "This shows what was logged. It finds no illness and rules none out."
