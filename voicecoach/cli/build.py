"""`voicecoach build`: the MP3 of a routine."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from voicecoach.build import Built, build
from voicecoach.cli.common import (
    bitrate_option,
    counted,
    faults_shown,
    guidance_option,
    length_option,
    print_problems,
    profile_option,
    tell_changes,
    tell_fitting,
    voice_options,
)
from voicecoach.project import Project, find_project
from voicecoach.script.problems import Problem
from voicecoach.session.order import Order, ResolvedOrder
from voicecoach.session.resolve import resolve, speakers, speaking
from voicecoach.units import format_clock
from voicecoach.voices.engine import configure_engines
from voicecoach.voices.studio import Progress, Studio


@click.command("build")
@click.argument("names", nargs=-1, required=True, metavar="NAME|FILE...")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File or folder to write.")
@profile_option
@length_option
@voice_options
@guidance_option
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

    Beside the MP3 come its session record (.json) and its captions (.vtt).

    \b
    Examples:
      voicecoach build daily                  audio/daily.mp3 in a project folder
      voicecoach build daily -o ~/Music       another place
      voicecoach build daily --guidance brief audio/daily.brief.mp3, without explanations
      voicecoach build daily --length 12m     audio/daily.12m.mp3, exactly twelve minutes
      voicecoach build my-routine.yaml --rate 120
      voicecoach build daily --profile knee-2.yaml
    """
    if len(names) > 1 and output and output.suffix.lower() == ".mp3":
        raise click.UsageError("several routines need a folder: -o FOLDER")
    project = find_project()
    orders = [Order(routine=name, profile=profile, **options) for name in names]
    sessions = make(project, resolved(project, orders, quiet), output, quiet, as_json)
    if as_json:
        described = [_described(built) for built in sessions]
        click.echo(json.dumps(described[0] if len(described) == 1 else {"sessions": described}))


def resolved(project: Project, orders: Sequence[Order], quiet: bool = False) -> list[ResolvedOrder]:
    """Decide everything about sessions; what is wrong with their scripts is printed.

    Raises:
        ScriptError: one cannot be.
    """
    library = project.library()
    said: set[Problem] = set()
    found = []
    for order in orders:
        with faults_shown(quiet):
            found.append(resolve(order, project, library))
        if not quiet:
            print_problems(problem for problem in found[-1].problems if problem not in said)
        said.update(found[-1].problems)
    return found


def make(
    project: Project,
    orders: Sequence[ResolvedOrder],
    output: Path | None,
    quiet: bool = False,
    as_json: bool = False,
) -> list[Built]:
    """Build sessions, and tell of them.

    Args:
        project: has the cache.
        orders: what they are.
        output: file or folder to write; the project's unless given.
        quiet: print nothing but errors.
        as_json: print nothing but warnings and errors.
    """
    configure_engines(project.engine_settings())
    cast = [speakers(order.choices) for order in orders]
    if not (quiet or as_json):
        for order in orders:
            tell_changes(order.script)
        told = (speaking(o.choices, speech) for o, speech in zip(orders, cast, strict=True))
        for said in dict.fromkeys(told):
            click.echo(said, err=True)
    sessions = []
    with Studio(project.cache, orders[0].choices.bitrate.value) as studio:
        for order, speech in zip(orders, cast, strict=True):
            single = output is not None and output.suffix.lower() == ".mp3"
            target = output if output and single else (output or project.output) / order.file_name
            with _progress(order.name, quiet or as_json) as on_progress, faults_shown():
                sessions.append(build(order, speech, studio, target, on_progress))
            if not quiet:
                print_problems(sessions[-1].warnings)
            if not (quiet or as_json):
                _tell(sessions[-1])
    return sessions


@contextmanager
def _progress(name: str, silent: bool) -> Iterator[Progress | None]:
    """A bar on a terminal, plain lines elsewhere."""
    if silent:
        yield None
        return
    if not sys.stderr.isatty():
        yield _plain_lines(name)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"Speaking {name}", total=None)
        yield lambda done, total, _: bar.update(task, completed=done, total=total)


def _plain_lines(name: str) -> Progress:
    """Tell of every quarter of the sounds that must be made now."""
    told = 0

    def tell(done: int, total: int, from_cache: int) -> None:
        nonlocal told
        wanted = total - from_cache
        quarter = (done - from_cache) * 4 // wanted if wanted else 0
        if quarter > told:
            told = quarter
            click.echo(f"{name}: {done - from_cache} of {wanted} new sounds made", err=True)

    return tell


def _tell(built: Built) -> None:
    record = built.record
    if built.damaged:
        entries = counted(built.damaged, "damaged entry", "damaged entries")
        click.echo(f"Made anew: {entries} of the cache.", err=True)
    tell_fitting(built.fitting)
    click.echo(
        f"{built.mp3}: {format_clock(record.duration_ms)} min, "
        f"{counted(len(record.chapters), 'chapter')}, {counted(built.new_clips, 'new sound')}"
    )


def _described(built: Built) -> dict[str, Any]:
    record = built.record
    return {
        "file": str(built.mp3),
        "record": str(built.record_file),
        "vtt": str(built.vtt),
        "id": record.id,
        "routine": record.routine,
        "title": record.title,
        "duration_ms": record.duration_ms,
        "bytes": record.bytes,
        "sha256": record.sha256,
        "new_clips": built.new_clips,
        "damaged_cache_entries": built.damaged,
        "fitting": [line.strip() for line in built.fitting],
        "warnings": [problem.message for problem in built.warnings],
    }
