"""`voicecoach recordings`: a clinician's own voice, from the cue sheet to the set."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voicecoach.cli.common import counted, required
from voicecoach.errors import VoiceError
from voicecoach.files import Staging
from voicecoach.lock import alone
from voicecoach.project import Project, find_project
from voicecoach.script.checks import checked_script
from voicecoach.script.library import Script
from voicecoach.session.find import script_file
from voicecoach.voices.recorded import INDEX_FILE, RecordingSet, check_set_name, read_set

if TYPE_CHECKING:
    from voicecoach.recordings.intake import Taken


def _voice_option(command: click.decorators.FC) -> click.decorators.FC:
    return click.option(
        "--voice", metavar="NAME", help="The set of recordings; needless where there is one only."
    )(command)


@click.group("recordings")
def command() -> None:
    """Have a clinician's own recordings speak.

    \b
    Examples:
      voicecoach recordings sheet daily --voice anna     what is to be recorded
      voicecoach recordings import from-the-phone/       takes the recordings in
      voicecoach build daily --voice recorded:anna
    """


@command.command("sheet")
@click.argument("names", nargs=-1, required=True, metavar="ROUTINE...")
@_voice_option
@click.option("--language", metavar="CODE", help="Language of the sheet, such as en.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write to; the set's own unless given.",
)
def sheet(
    names: tuple[str, ...], voice: str | None, language: str | None, output: Path | None
) -> None:
    """Write the cue sheet of routines: every line numbered, and how much is recorded so far.

    It is written as a page to print and as a table (CSV). Lines keep their numbers for ever, so
    that a printed sheet stays right when routines are added.

    \b
    Examples:
      voicecoach recordings sheet daily --voice anna
      voicecoach recordings sheet daily posture relief -o to-print
    """
    from voicecoach.recordings.keep import keep_set
    from voicecoach.recordings.pages import csv_of, html_of
    from voicecoach.recordings.sheet import make_sheet

    project = find_project()
    code = language or project.settings.language
    folder = _folder(project, voice)
    scripts = [(name, _script(project, name, code)) for name in dict.fromkeys(names)]
    with _alone(folder):
        kept = read_set(folder) or RecordingSet(folder, code, {})
        if kept.language != code:
            raise VoiceError(
                f"the recordings of {folder.name} are in '{kept.language}', not '{code}'",
                "Take another set for another language, such as: --voice "
                f"{folder.name}-{code}; or --language {kept.language}.",
            )
        made = make_sheet(kept, scripts, project.settings.rate)
        keep_set(made.kept)
    place = output or folder
    with Staging(place) as staging:
        staging.write(f"{folder.name}.html", [html_of(made).encode()])
        staging.write(f"{folder.name}.csv", [csv_of(made).encode("utf-8-sig")])  # as Excel wants it
    for one in made.coverage:
        click.echo(
            f"{one.routine}: {one.recorded_lines} of {counted(one.lines, 'line')} recorded, "
            f"{one.percent} % of what is said"
        )
    click.echo(f"{counted(len(made.rows), 'line')} in {place / folder.name}.html and .csv")


@command.command("import")
@click.argument("source", type=click.Path(path_type=Path, exists=True), metavar="DIR|FILE")
@_voice_option
@click.option(
    "--lines", metavar="NUMBERS", help="What is spoken in one long take, such as 1-40 or 3,7,9."
)
def import_(source: Path, voice: str | None, lines: str | None) -> None:
    """Take recordings in: a folder of numbered files, one such file, or one long take.

    WAV, FLAC, MP3, Ogg and Opus; M4A and AAC where ffmpeg is installed. Each is cut to what is
    spoken, cleaned and levelled. What cannot be used is left out with the reason, and the exit code
    is 4; all else is kept, as is what was recorded before.

    \b
    Examples:
      voicecoach recordings import from-the-phone/           012.wav, 13 hold.m4a ...
      voicecoach recordings import take1.m4a --lines 1-40    one take, split at its pauses
    """
    if lines is not None and source.is_dir():
        raise click.UsageError("--lines is for one long take; the files of a folder have numbers")
    folder = _folder(find_project(), voice)
    if not (folder / INDEX_FILE).exists():
        raise VoiceError(
            f"there is no cue sheet in {folder}, which says what the numbers stand for",
            f"Write it first: voicecoach recordings sheet ROUTINE --voice {folder.name}",
        )
    with _alone(folder):
        _import(source, folder, lines)


def _import(source: Path, folder: Path, lines: str | None) -> None:
    from voicecoach.recordings.intake import (
        compared,
        keys_of,
        sound_files,
        take_files,
        take_parts,
        unnumbered,
    )
    from voicecoach.recordings.pauses import WrongParts

    kept = read_set(folder)
    assert kept is not None, "it was there"
    if lines is None:
        files = sound_files(source)
        if others := unnumbered(source):
            named = ", ".join(others[:5]) + (", and more" if others[5:] else "")
            click.echo(f"Left aside, as no number begins their names: {named}", err=True)
        _tell(take_files(kept, files), folder)
        return
    try:
        keys = keys_of(kept, lines)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--lines") from error
    try:
        _tell(take_parts(kept, source, keys), folder)
    except WrongParts as error:
        for row in compared(error.parts, [kept.lines[key] for key in keys]):
            click.echo(row, err=True)
        raise


def _folder(project: Project, voice: str | None) -> Path:
    """The folder of the set that is meant."""
    if voice:
        return project.recordings / check_set_name(voice.removeprefix("recorded:"))
    sets = [info.name for info in project.engines().load("recorded").voices()]
    if len(sets) == 1:
        return project.recordings / sets[0]
    known = f"There are {', '.join(sets)}." if sets else "Choose a name, such as --voice anna."
    raise VoiceError("which set of recordings is meant is not said", f"Add --voice NAME. {known}")


def _alone(folder: Path) -> AbstractContextManager[None]:
    """Keep other processes from changing a set: the last would undo what the others took in."""
    busy = VoiceError(
        f"another process is changing the recordings of {folder.name}",
        "Wait until it is done, and try again.",
    )
    return alone(folder / ".changing", busy)


def _script(project: Project, name: str, language: str) -> Script:
    """A routine without errors; what is wrong with it is printed."""
    library = project.library()
    script, problems = checked_script(library, script_file(library, name), language)
    return required(script, problems, name)


def _tell(steps: Iterable[Taken], folder: Path) -> None:
    """Say what became of each recording, and how far the set is.

    Raises:
        VoiceError: some were refused.
    """
    good = poor = refused = 0
    for taken in steps:
        good += bool(taken.cleaned)
        poor += bool(taken.cleaned and taken.said)
        refused += not taken.cleaned
        _tell_one(taken)
    click.echo(f"{counted(good, 'recording')} taken")
    if kept := read_set(folder):
        present, lines = len(kept.present()), len(kept.lines)
        click.echo(f"{present} of {counted(lines, 'line')} of {folder.name} are recorded")
    if poor:
        click.echo(f"{counted(poor, 'recording')} could be better, as is said above", err=True)
    if refused:
        raise VoiceError(
            f"{counted(refused, 'recording')} could not be used, for the reasons above",
            "Mend or record these again, and import them; all others are kept.",
        )


def _tell_one(taken: Taken) -> None:
    """Say what became of a recording."""
    line = f"{taken.line.number:4}  {taken.line.text}" if taken.line else "   ?"
    said = ". ".join(taken.said)
    if taken.cleaned:
        click.echo(f"{line}  ({taken.source}, {taken.cleaned.length_ms / 1000:.1f} s)")
        if said:
            click.echo(f"      but {said}", err=True)
    else:
        click.echo(
            f"{line}  ({taken.source}) is left out: {said}. {taken.remedy}".rstrip(), err=True
        )
