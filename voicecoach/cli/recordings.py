"""`voicecoach recordings`: a clinician's own voice, from the cue sheet to the set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from voicecoach.base.errors import VoiceError
from voicecoach.base.messages import Fault, described
from voicecoach.cli.completion import complete
from voicecoach.cli.options import as_language, json_option
from voicecoach.cli.output import (
    BadValue,
    Misuse,
    counted,
    print_json,
    print_problems,
    project_here,
    say,
    stands,
)

if TYPE_CHECKING:
    from voicecoach.app.recordings import Intake, SheetWritten, Taken


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
@click.argument(
    "names", nargs=-1, required=True, metavar="ROUTINE...", shell_complete=complete("routines")
)
@_voice_option
@click.option(
    "--language",
    type=as_language,
    metavar="CODE",
    help="Language of the sheet, such as en.",
)
@click.option(
    "-o",
    "--output",
    "place",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write to; the set's own unless given.",
)
@json_option
def sheet(
    names: tuple[str, ...],
    voice: str | None,
    language: str | None,
    place: Path | None,
    as_json: bool,
) -> None:
    """Write the cue sheet of routines: every line numbered, and how much is recorded so far.

    It is written as a page to print and as a table (CSV). Lines keep their numbers for ever, so
    that a printed sheet stays right when routines are added.

    \b
    Examples:
      voicecoach recordings sheet daily --voice anna
      voicecoach recordings sheet daily posture relief -o to-print
    """
    from voicecoach.app.recordings import write_sheet

    made = write_sheet(project_here(), names, voice, language, place)
    print_problems(made.problems)
    if as_json:
        print_json(_sheet_as_json(made))
        return
    for one in made.coverage:
        say(
            f"{one.routine}: {one.recorded_lines} of {counted(one.lines, 'line')} recorded, "
            f"{one.percent} % of what is said"
        )
    say(f"{counted(made.lines, 'line')} in {made.page} and .csv")


def _sheet_as_json(made: SheetWritten) -> dict[str, object]:
    coverage = [
        {
            "routine": one.routine,
            "lines": one.lines,
            "recorded_lines": one.recorded_lines,
            "percent": one.percent,
        }
        for one in made.coverage
    ]
    warnings = [problem.plain() for problem in made.problems]
    files = {"page": str(made.page), "table": str(made.table), "lines": made.lines}
    return {**files, "routines": coverage, "warnings": warnings}


@command.command("import")
@click.argument("source", type=click.Path(path_type=Path, exists=True), metavar="DIR|FILE")
@_voice_option
@click.option(
    "--lines", metavar="NUMBERS", help="What is spoken in one long take, such as 1-40 or 3,7,9."
)
@json_option
def import_(source: Path, voice: str | None, lines: str | None, as_json: bool) -> None:
    """Take recordings in: a folder of numbered files, one such file, or one long take.

    WAV, FLAC, MP3, Ogg and Opus; M4A and AAC where ffmpeg is installed. Each is cut to what is
    spoken, cleaned and levelled. What cannot be used is left out with the reason, and the exit code
    is 4; all else is kept, as is what was recorded before.

    \b
    Examples:
      voicecoach recordings import phone/                  012.wav, ...
      voicecoach recordings import take1.m4a --lines 1-40  one take, split
    """
    if lines is not None and source.is_dir():
        raise Misuse("usage/lines")
    from voicecoach.app.recordings import WrongTake, begin_intake

    try:
        intake = begin_intake(project_here(), source, voice, lines)
    except Fault as fault:
        raise BadValue(fault.phrase, "--lines") from fault
    if intake.aside:
        named = ", ".join(intake.aside[:5]) + (", and more" if intake.aside[5:] else "")
        say(f"Left aside, as no number begins their names: {named}", err=True)
    try:
        _take(intake, as_json)
    except WrongTake as error:
        for row in error.rows:
            say(row, err=True)
        raise


def _take(intake: Intake, as_json: bool) -> None:
    """Say what becomes of each recording, and how far the set is.

    Raises:
        VoiceError: some were refused.
    """
    found: list[Taken] = []
    for taken in intake.taken:
        found.append(taken)
        if taken.cleaned:
            stands(f"{taken.source} is taken")
        if not as_json:
            _print_taken(taken)
    good = [taken for taken in found if taken.cleaned]
    refused = len(found) - len(good)
    present, lines = intake.progress()
    if as_json:
        rows = [*map(_taken_as_json, found)]
        print_json({"taken": rows, "aside": intake.aside, "recorded": present, "lines": lines})
    else:
        say(f"{counted(len(good), 'recording')} taken")
        say(f"{present} of {counted(lines, 'line')} of {intake.set} are recorded")
    if poor := sum(bool(taken.said) for taken in good):
        say(f"{counted(poor, 'recording')} could be better, as is said above", err=True)
    if refused:
        said = counted(refused, "recording")
        raise VoiceError("bad-recording/some", recordings=said, count=refused)


def _taken_as_json(taken: Taken) -> dict[str, object]:
    line = taken.line
    return {
        "source": taken.source,
        "line": line.number if line else None,
        "text": line.text if line else None,
        "length_ms": taken.cleaned.length_ms if taken.cleaned else None,
        "said": [*map(described, taken.said)],
        "remedy": taken.remedy,
    }


def _print_taken(taken: Taken) -> None:
    """Say what became of a recording."""
    line = f"{taken.line.number:4}  {taken.line.text}" if taken.line else "   ?"
    said = ". ".join(map(str, taken.said))
    if taken.cleaned:
        say(f"{line}  ({taken.source}, {taken.cleaned.length_ms / 1000:.1f} s)")
        if said:
            say(f"      but {said}", err=True)
    else:
        say(f"{line}  ({taken.source}) is left out: {said}. {taken.remedy}".rstrip(), err=True)
