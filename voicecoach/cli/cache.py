"""`voicecoach cache`: the store of spoken lines."""

from __future__ import annotations

import click

from voicecoach.cli.common import counted
from voicecoach.project import find_project
from voicecoach.units import format_megabytes


@click.group("cache")
def command() -> None:
    """Look after the store of spoken lines: each is kept, so that it is spoken only once.

    \b
    Examples:
      voicecoach cache info
      voicecoach cache prune --days 90
    """


@command.command("info")
def info() -> None:
    """Say where the store is, and how large.

    \b
    Example:
      voicecoach cache info
    """
    cache = find_project().cache
    tally = cache.info()
    click.echo(f"{cache.root}: {_entries(tally.entries)}, {format_megabytes(tally.size_bytes)}")


@command.command("verify")
def verify() -> None:
    """Read every entry, and remove what is damaged.

    \b
    Example:
      voicecoach cache verify
    """
    found = find_project().cache.verify()
    click.echo(f"sound: {_entries(found.sound)}; damaged and removed: {found.damaged}")


@command.command("prune")
@click.option("--days", type=click.FloatRange(min=0), help="Remove what was not used for so long.")
@click.option("--megabytes", type=click.FloatRange(min=0), help="Keep at most so much.")
def prune(days: float | None, megabytes: float | None) -> None:
    """Remove what is no longer used; it is spoken again when it is needed.

    \b
    Examples:
      voicecoach cache prune --days 90
      voicecoach cache prune --megabytes 200
    """
    if days is None and megabytes is None:
        raise click.UsageError("say what to remove: --days 90, or --megabytes 200")
    most = None if megabytes is None else round(megabytes * 1_000_000)
    removed = find_project().cache.prune(older_than_days=days, max_bytes=most)
    click.echo(f"{_entries(removed.entries)} removed, {format_megabytes(removed.size_bytes)}")


def _entries(n: int) -> str:
    return counted(n, "entry", "entries")
