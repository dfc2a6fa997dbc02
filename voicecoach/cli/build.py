"""`voicecoach build`: the MP3 of a routine."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from voicecoach.app.episodes import in_order
from voicecoach.app.jobs import Event, Listener
from voicecoach.app.sessions import Built, Sessions
from voicecoach.cli.common import (
    bitrate_option,
    counted,
    familiar_option,
    faults_shown,
    guidance_option,
    length_option,
    print_problems,
    profile_option,
    tell_changes,
    tell_fitting,
    voice_options,
)
from voicecoach.project import find_project
from voicecoach.script.problems import Problem
from voicecoach.session.order import Order, ResolvedOrder
from voicecoach.units import format_clock


@click.command("build")
@click.argument("names", nargs=-1, required=True, metavar="NAME|FILE...")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File or folder to write.")
@profile_option
@length_option
@voice_options
@guidance_option
@familiar_option
@bitrate_option
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def command(
    names: tuple[str, ...],
    output: Path | None,
    profile: str | None,
    quiet: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Make the MP3 of a routine, to be followed hands-free.

    Beside the MP3 come its session record (.json) and its captions (.vtt). Of a programme its
    sessions are made in order: each is explained less as the weeks go by.

    \b
    Examples:
      voicecoach build daily                  audio/daily.mp3 in a project folder
      voicecoach build daily -o ~/Music       another place
      voicecoach build daily --guidance brief audio/daily.brief.mp3, without explanations
      voicecoach build daily --familiar 10    audio/daily.familiar-10.mp3, for one who knows it
      voicecoach build daily --length 12m     audio/daily.12m.mp3, exactly twelve minutes
      voicecoach build back-care              all sessions of a programme, numbered
      voicecoach build my-routine.yaml --rate 120
      voicecoach build daily --profile knee-2.yaml
    """
    orders = [Order(routine=name, profile=profile, **options) for name in names]
    with Sessions(find_project()) as sessions:
        with faults_shown(quiet):
            orders = [each for order in orders for each in in_order(sessions, order)]
        if len(orders) > 1 and output and output.suffix.lower() == ".mp3":
            raise click.UsageError("several sessions need a folder: -o FOLDER")
        built = make(sessions, resolved(sessions, orders, quiet), output, quiet, as_json)
    if as_json:
        described = [_described(one) for one in built]
        click.echo(json.dumps(described[0] if len(described) == 1 else {"sessions": described}))


def resolved(
    sessions: Sessions, orders: Sequence[Order], quiet: bool = False
) -> list[ResolvedOrder]:
    """Decide everything about sessions; what is wrong with their scripts is printed.

    Raises:
        ScriptError: one cannot be.
    """
    said: set[Problem] = set()
    found = []
    for order in orders:
        with faults_shown(quiet):
            found.append(sessions.resolve(order))
        if not quiet:
            print_problems(problem for problem in found[-1].problems if problem not in said)
        said.update(found[-1].problems)
    return found


def make(
    sessions: Sessions,
    orders: Sequence[ResolvedOrder],
    output: Path | None,
    quiet: bool = False,
    as_json: bool = False,
) -> list[Built]:
    """Build sessions, and tell of them.

    Args:
        sessions: builds them.
        orders: what they are.
        output: file or folder to write; the project's unless given.
        quiet: print nothing but errors.
        as_json: print nothing but warnings and errors.
    """
    speaking = [sessions.speaking(order) for order in orders]
    if not (quiet or as_json):
        for order in orders:
            tell_changes(order.script)
        for said in dict.fromkeys(speaking):
            click.echo(said, err=True)
    made = []
    for order in orders:
        with _progress(order.name, quiet or as_json) as listener, faults_shown():
            made.append(sessions.build(order, output, listener))
        if not quiet:
            print_problems(made[-1].planned.warnings)
        if not (quiet or as_json):
            _tell(made[-1])
    return made


@contextmanager
def _progress(name: str, silent: bool) -> Iterator[Listener | None]:
    """A bar on a terminal, plain lines elsewhere."""
    if silent:
        yield None
        return
    if not sys.stderr.isatty():
        yield _plain_lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"Speaking {name}", total=None)
        yield lambda event: bar.update(task, completed=event.done, total=event.total)


def _plain_lines() -> Listener:
    """Tell of every quarter of the sounds that must be made now."""
    told = 0

    def tell(event: Event) -> None:
        nonlocal told
        made, wanted = event.done - event.known, event.total - event.known
        quarter = made * 4 // wanted if wanted else 0
        if quarter > told:
            told = quarter
            click.echo(f"{event.name}: {made} of {wanted} new sounds made", err=True)

    return tell


def _tell(built: Built) -> None:
    planned, saved = built.planned, built.saved
    if planned.damaged:
        entries = counted(planned.damaged, "damaged entry", "damaged entries")
        click.echo(f"Made anew: {entries} of the cache.", err=True)
    tell_fitting(planned.fitting)
    record = saved.record
    click.echo(
        f"{saved.mp3}: {format_clock(record.duration_ms)} min, "
        f"{counted(len(record.chapters), 'chapter')}, {counted(planned.new, 'new sound')}"
    )


def _described(built: Built) -> dict[str, Any]:
    planned, saved = built.planned, built.saved
    record = saved.record
    return {
        "file": str(saved.mp3),
        "record": str(saved.record_file),
        "vtt": str(saved.vtt),
        "id": record.id,
        "routine": record.routine,
        "title": record.title,
        "duration_ms": record.duration_ms,
        "bytes": record.bytes,
        "sha256": record.sha256,
        "new_clips": planned.new,
        "damaged_cache_entries": planned.damaged,
        "fitting": [line.strip() for line in planned.fitting],
        "warnings": [problem.plain() for problem in planned.warnings],
    }
