"""`voicecoach build`: the MP3 of a routine."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voicecoach.build import Built, DoesNotFit, NotSpoken, build
from voicecoach.cli.common import (
    bitrate_option,
    chosen,
    counted,
    guidance_option,
    guided,
    language_of,
    length_option,
    print_problems,
    profile_option,
    read_profile,
    required,
    script_file,
    tell_changes,
    tell_fitting,
    voice_options,
)
from voicecoach.deliver import Programme
from voicecoach.project import Project, find_project
from voicecoach.script.checks import Adapt, checked_script
from voicecoach.script.length import format_length
from voicecoach.script.library import Library, Script
from voicecoach.speech import Speech, Wish
from voicecoach.units import format_clock
from voicecoach.voices.studio import Progress, Studio

if TYPE_CHECKING:
    from voicecoach.script.profile import Profile


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
    library = project.library()
    person = read_profile(library, profile)
    language = language_of(project, options["language"], person)
    adapt = _adapt(library, person)
    scripts = [_script(library, name, language, adapt, not quiet) for name in names]
    jobs = [(script.routine.head.routine, script) for script in scripts]
    sessions = make(project, jobs, output, options, quiet, as_json)
    if as_json:
        described = [_described(built) for built in sessions]
        click.echo(json.dumps(described[0] if len(described) == 1 else {"sessions": described}))


def make(
    project: Project,
    jobs: list[tuple[str, Script]],
    output: Path | None,
    options: dict[str, Any],
    quiet: bool = False,
    as_json: bool = False,
    programme: Programme | None = None,
) -> list[Built]:
    """Build sessions, and tell of them.

    Args:
        project: has the cache, and the settings where an option is not given.
        jobs: what the file's name begins with, and the checked script.
        output: file or folder to write; the project's unless given.
        options: those of `length_option`, `voice_options`, `guidance_option` and
            `bitrate_option`.
        quiet: print nothing but errors.
        as_json: print nothing but warnings and errors.
        programme: that the sessions are a part of.
    """
    jobs = [
        (name, replace(guided(script, options["guidance"]), length=options["length"]))
        for name, script in jobs
    ]
    speakers = [chosen(project, options, script) for _, script in jobs]
    if not (quiet or as_json):
        for _, script in jobs:
            tell_changes(script)
        for said in dict.fromkeys(speaker.said for speaker in speakers):
            click.echo(said, err=True)
    sessions = []
    with Studio(project.cache, speakers[0].speech.bitrate_kbps) as studio:
        for (name, script), speaker in zip(jobs, speakers, strict=True):
            target = _target(project, output, name, script, options)
            with _progress(name, quiet or as_json) as on_progress:
                sessions.append(
                    _build(script, speaker.speech, studio, target, project, on_progress, programme)
                )
            if not quiet:
                print_problems(sessions[-1].warnings)
            if not (quiet or as_json):
                _tell(sessions[-1])
    return sessions


def _adapt(library: Library, person: Profile | None) -> Adapt | None:
    """What tailors scripts to a person; most builds are for nobody, and do without importing it."""
    if person is None:
        return None
    from voicecoach.coach.tailor import tailoring

    return tailoring(person, library)


def _script(library: Library, name: str, language: str, adapt: Adapt | None, warn: bool) -> Script:
    """A routine without errors; what is wrong with it is printed."""
    file = script_file(library, name)
    script, problems = checked_script(library, file, language, adapt=adapt)
    return required(script, problems, name, warn)


def _build(
    script: Script,
    speech: Speech,
    studio: Studio,
    target: Path,
    project: Project,
    on_progress: Progress | None,
    programme: Programme | None,
) -> Built:
    artist = project.settings.artist
    try:
        return build(script, speech, studio, target, artist, on_progress, programme)
    except (DoesNotFit, NotSpoken) as error:
        print_problems(error.problems)
        raise


def _target(
    project: Project, output: Path | None, name: str, script: Script, options: dict[str, Any]
) -> Path:
    """Where the MP3 goes: the profile's label and every option that changes it are in its name."""
    if output and output.suffix.lower() == ".mp3":
        return output
    settings, profile, head = project.settings, script.profile, script.routine.head
    wishes: list[Wish] = [*([profile] if profile else []), head, settings]
    own_length = (profile and profile.length) or head.length
    unasked = {
        "language": ("{}", language_of(project, None, profile)),
        "voice": ("{}", next(filter(None, (wish.voice for wish in wishes)), "")),
        "rate": ("{}wpm", next(filter(None, (wish.rate for wish in wishes)), "")),
        "counter": ("count-{}", next(filter(None, (w.counter.voice for w in wishes)), "")),
        "guidance": (
            "{}",
            (profile and profile.guidance) or script.routine.head.guidance or "full",
        ),
        "length": ("{}", format_length(own_length) if own_length else ""),
        "bitrate": ("{}k", settings.bitrate),
    }
    asked = options | {"length": format_length(options["length"])} if options["length"] else options
    parts = [
        mark.format(asked[key])
        for key, (mark, value) in unasked.items()
        if asked[key] is not None and str(asked[key]) != str(value)
    ]
    labels = [profile.profile] if profile else []
    stem = ".".join([name, *labels, *parts])
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
        "warnings": [problem.plain() for problem in built.warnings],
    }
