"""`voicecoach batch`: the sessions of all patients of a roster."""

from __future__ import annotations

import csv
import io
import json
import os
from collections import Counter
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import click

from voicecoach.app.batch import BatchOrder, PatientOutcome, RosterRun, SessionsAs
from voicecoach.app.crew import Crew, LocalCrew
from voicecoach.base.errors import BatchFailed, SomeFailed
from voicecoach.base.files import write_file
from voicecoach.base.messages import described
from voicecoach.cli import bars
from voicecoach.cli.output import (
    Misuse,
    counted,
    output,
    print_line,
    print_located,
    project_here,
    say,
    stands,
)


@click.command("batch")
@click.argument("roster", type=click.Path(path_type=Path))
@click.option("--to", "place", required=True, metavar="PLACE", help="A folder, or s3://…")
@click.option("--base-url", metavar="URL", help="Where the place is on the web; remembered.")
@click.option(
    "--sessions",
    "kept",
    type=click.Choice(("plans", "mp3", "shared")),
    default="plans",
    show_default=True,
    help="Plans, which serve computes; for any web host whole MP3s, or shared sounds.",
)
@click.option("--feed", is_flag=True, help="With shared sounds: MP3s for podcast programs too.")
@click.option("--jobs", type=click.IntRange(1, 64), help="Processes that plan; one for each core.")
@click.option("--on", "scheduler", metavar="SCHEDULER", help="A Dask scheduler, or local:N.")
@click.option("--strict", is_flag=True, help="A patient with a warning of safety gets nothing.")
@click.option("--nearest", is_flag=True, help="The nearest length, where one cannot be kept to.")
@click.option("--pdf", is_flag=True, help="Sheets as PDFs too.")
@click.option("--links", "links", type=click.Path(path_type=Path), help="The list of addresses.")
@click.option("--csv", "table", type=click.Path(path_type=Path), help="Write the report to a file.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object for each patient.")
@click.option("--again", is_flag=True, help="Look at what was made before too.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors and what concerns safety.")
def command(
    roster: Path,
    place: str,
    base_url: str | None,
    kept: SessionsAs,
    feed: bool,
    jobs: int | None,
    scheduler: str | None,
    strict: bool,
    nearest: bool,
    pdf: bool,
    links: Path | None,
    table: Path | None,
    as_json: bool,
    again: bool,
    quiet: bool,
) -> None:
    """Make the sessions of all patients of a roster, each under a private address.

    All are planned first, then what they lack is spoken once, then their pages are written. What
    has not changed is not written. A run that was stopped goes on where it was. The addresses stand
    in links.csv beside the roster: it is secret, and must not be lost (voicecoach links backup).

    \b
    Examples:
      voicecoach batch roster.csv --to site --base-url https://ex.example/
      voicecoach batch roster.csv --to site --sessions shared   for any web host
      voicecoach batch roster.csv --to s3://clinic/site --on local:4
    """
    if jobs and scheduler:
        raise Misuse("batch/jobs")
    if feed and kept != "shared":
        raise Misuse("batch/feed")
    output().quiet = quiet
    today = date.today()
    asked = BatchOrder(
        roster, place, links, base_url, kept, nearest, strict, pdf, again, feed, today
    )
    told: list[PatientOutcome] = []
    with ExitStack() as stack:
        batch = RosterRun(project_here(), asked, _crew(stack, jobs, scheduler))
        stands(f"some of {place} may be written, and the same command writes the rest")
        listener = stack.enter_context(bars.batch(as_json or quiet))
        for outcome in batch.run(listener):
            told.append(outcome)
            if as_json:
                print_line(json.dumps(_as_json(outcome), ensure_ascii=False))
    told.sort(key=lambda each: each.line)
    if table:
        write_file(table, _as_csv(told), private=True)
    if not as_json:
        print_located(batch.problems)
        _print(told, batch.left, quiet)
    _refuse_failed(told)


def _crew(stack: ExitStack, jobs: int | None, scheduler: str | None) -> Crew:
    """Those who plan and speak."""
    if scheduler:
        from voicecoach.app.cluster import joined

        return stack.enter_context(joined(scheduler))
    return LocalCrew(jobs or os.cpu_count() or 1)


def _print(told: list[PatientOutcome], left: tuple[str, ...], quiet: bool) -> None:
    for each in told:
        for line in (*each.warnings, *each.changes):
            say(f"{each.label}: {line}", err=True)
        if each.state == "made" and not quiet:
            say(f"made: {each.label}, {counted(each.sessions, 'session')}: {each.address}")
    if quiet:
        return
    for label in left:
        say(f"not in the roster any more: {label} (voicecoach links withdraw {label})")
    counts = Counter(each.state for each in told)
    said = ", ".join(f"{count} {state}" for state, count in counts.items())
    warned = sum(bool(each.warnings or each.changes) for each in told)
    say(f"{counted(len(told), 'patient')}: {said}; {warned} with warnings.")


def _refuse_failed(told: list[PatientOutcome]) -> None:
    """End with another exit code where some or all failed.

    Raises:
        SomeFailed: some did.
        BatchFailed: all did.
    """
    failed = sum(each.state == "failed" for each in told)
    patients = counted(len(told), "patient")
    if failed == len(told):
        raise BatchFailed("batch/all", patients=patients)
    if failed:
        raise SomeFailed("batch/some", failed=failed, patients=patients)


def _as_json(each: PatientOutcome) -> dict[str, Any]:
    return {
        "line": each.line,
        "label": each.label,
        "state": each.state,
        "sessions": each.sessions,
        "address": each.address,
        "files_written": each.files,
        "warnings": [*map(described, each.warnings)],
        "changes": [*each.changes],
        "failed": described(each.failed) if each.failed else None,
    }


def _as_csv(told: list[PatientOutcome]) -> str:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["line", "label", "state", "sessions", "address", "warnings", "reason"])
    for each in told:
        warned = "; ".join(map(str, (*each.warnings, *each.changes)))
        reason = str(each.failed or "")
        row = [each.line, each.label, each.state, each.sessions, each.address, warned, reason]
        table.writerow(row)
    return out.getvalue()
