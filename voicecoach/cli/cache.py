"""`voicecoach cache`: the store of spoken lines."""

from __future__ import annotations

import click

from voicecoach.app import caching
from voicecoach.base.units import format_megabytes
from voicecoach.cli.options import json_option
from voicecoach.cli.output import Misuse, counted, print_json, project_here, say


@click.group("cache")
def command() -> None:
    """Look after the store of spoken lines: each is kept, so that it is spoken only once.

    \b
    Examples:
      voicecoach cache info
      voicecoach cache prune --days 90
    """


@command.command("info")
@json_option
def info(as_json: bool) -> None:
    """Say where the store is, and how large.

    \b
    Example:
      voicecoach cache info
    """
    project = project_here()
    tally, folder = caching.measure(project), project.cache.root
    if as_json:
        print_json({"folder": str(folder), "entries": tally.entries, "bytes": tally.size_bytes})
    else:
        say(f"{folder}: {_entries(tally.entries)}, {format_megabytes(tally.size_bytes)}")


@command.command("verify")
@json_option
def verify(as_json: bool) -> None:
    """Read every entry, and remove what is damaged.

    \b
    Example:
      voicecoach cache verify
    """
    found = caching.verify(project_here())
    if as_json:
        print_json({"sound": found.sound, "damaged": found.damaged})
    else:
        say(f"sound: {_entries(found.sound)}; damaged and removed: {found.damaged}")


@command.command("prune")
@click.option("--days", type=click.FloatRange(min=0), help="Remove what was not used for so long.")
@click.option("--megabytes", type=click.FloatRange(min=0), help="Keep at most so much.")
@json_option
def prune(days: float | None, megabytes: float | None, as_json: bool) -> None:
    """Remove what is no longer used; it is spoken again when it is needed.

    \b
    Examples:
      voicecoach cache prune --days 90
      voicecoach cache prune --megabytes 200
    """
    if days is None and megabytes is None:
        raise Misuse("usage/prune")
    removed = caching.prune(project_here(), days, megabytes)
    if as_json:
        print_json({"entries": removed.entries, "bytes": removed.size_bytes})
    else:
        size = format_megabytes(removed.size_bytes)
        say(f"{_entries(removed.entries)} removed, {size}")


def _entries(n: int) -> str:
    return counted(n, "entry", "entries")
