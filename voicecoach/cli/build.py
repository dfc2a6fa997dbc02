"""`voicecoach build`: the MP3 of a routine."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from voicecoach.build import Built, DoesNotFit, NotSpoken, Speech, build
from voicecoach.cli.common import (
    bitrate_option,
    counted,
    print_problems,
    refuse_errors,
    script_file,
    settings_of,
    speech_of,
    voice_options,
)
from voicecoach.project import Project, find_project
from voicecoach.script.checks import checked_script
from voicecoach.script.library import Script
from voicecoach.units import format_clock
from voicecoach.voices.studio import Progress, Studio


@click.command("build")
@click.argument("names", nargs=-1, required=True, metavar="NAME|FILE...")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File or folder to write.")
@voice_options
@bitrate_option
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def command(
    names: tuple[str, ...], output: Path | None, quiet: bool, as_json: bool, **options: Any
) -> None:
    """Make the MP3 of a routine, to be followed hands-free.

    Beside the MP3 come its session record (.json) and its captions (.vtt).

    \b
    Examples:
      voicecoach build daily                  audio/daily.mp3 in a project folder
      voicecoach build daily -o ~/Music       another place
      voicecoach build my-routine.yaml --rate 120
    """
    if len(names) > 1 and output and output.suffix.lower() == ".mp3":
        raise click.UsageError("several routines need a folder: -o FOLDER")
    project = find_project()
    settings = settings_of(project, **options)
    speech, said = speech_of(settings)
    if said and not (quiet or as_json):
        click.echo(said, err=True)
    sessions = []
    with Studio(project.cache, speech.bitrate_kbps) as studio:
        scripts = [_script(project, name, settings["language"], not quiet) for name in names]
        for name, script in zip(names, scripts, strict=True):
            target = _target(project, output, script.routine.head.routine, options)
            with _progress(name, quiet or as_json) as on_progress:
                sessions.append(
                    _build(script, speech, studio, target, settings["artist"], on_progress)
                )
            if not quiet:
                print_problems(sessions[-1].warnings)
            if not (quiet or as_json):
                _tell(sessions[-1])
    if as_json:
        described = [_described(built) for built in sessions]
        click.echo(json.dumps(described[0] if len(described) == 1 else {"sessions": described}))


def _script(project: Project, name: str, language: str, warn: bool) -> Script:
    """A routine without errors; what is wrong with it is printed."""
    library = project.library()
    script, problems = checked_script(library, script_file(library, name), language)
    refuse_errors(problems, name, warn)
    assert script is not None, "a script without errors is there"
    return script


def _build(
    script: Script,
    speech: Speech,
    studio: Studio,
    target: Path,
    artist: str,
    on_progress: Progress | None,
) -> Built:
    try:
        return build(script, speech, studio, target, artist, on_progress)
    except (DoesNotFit, NotSpoken) as error:
        print_problems(error.problems)
        raise


def _target(project: Project, output: Path | None, routine: str, options: dict[str, Any]) -> Path:
    """Where the MP3 goes: every option that changes it is in its name."""
    if output and output.suffix.lower() == ".mp3":
        return output
    set_here = settings_of(project)
    marks = {"language": "{}", "voice": "{}", "rate": "{}wpm", "bitrate": "{}k"}
    parts = [
        mark.format(options[key])
        for key, mark in marks.items()
        if options.get(key) is not None and str(options[key]) != str(set_here[key])
    ]
    stem = ".".join([routine, *parts])
    safe = "".join(c if c.isalnum() or c in "-._" else "-" for c in stem)
    return (output or project.output) / f"{safe}.mp3"


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
        "warnings": [problem.message for problem in built.warnings],
    }
