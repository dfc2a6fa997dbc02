"""`voicecoach store`: the places that sessions of a clinic are served from."""

from __future__ import annotations

import click

from voicecoach.app import retention
from voicecoach.base.units import format_megabytes
from voicecoach.cli.options import json_option
from voicecoach.cli.output import counted, print_json, say


@click.group("store")
def command() -> None:
    """Look after a place that sessions are served from: a folder, or a bucket in the cloud.

    \b
    Examples:
      voicecoach store prune site --dry-run
      voicecoach store prune s3://clinic/site
    """


@command.command("prune")
@click.argument("place")
@click.option(
    "--grace",
    "grace_days",
    type=click.FloatRange(min=retention.LEAST_GRACE_DAYS),
    default=7,
    show_default=True,
    help="Keep what is younger, in days: a batch that runs may need it.",
)
@click.option("--most", type=click.IntRange(min=1), help="Remove at most so many, and stop.")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@json_option
def prune(place: str, grace_days: float, most: int | None, dry_run: bool, as_json: bool) -> None:
    """Remove plans and shared files that no patient has any more, and sounds that no plan names.

    \b
    Examples:
      voicecoach store prune site --dry-run
      voicecoach store prune s3://clinic/site --grace 30
    """
    found = retention.prune_place(place, grace_days, most, dry_run)
    if as_json:
        print_json({**found._asdict(), "dry_run": dry_run})
        return
    gone = f"{counted(found.plans, 'plan')} and {counted(found.entries, 'sound')}"
    if found.files:
        gone = f"{counted(found.files, 'file')} of old pages, {gone}"
    kept = f"{counted(found.kept_plans, 'plan')} and {counted(found.kept_entries, 'sound')}"
    done = "would be removed" if dry_run else "removed"
    say(f"{gone} {done}, {format_megabytes(found.size_bytes)}; {kept} stay")
    if found.stopped:
        say("There is more to remove: run this again.")
