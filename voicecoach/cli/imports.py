"""`voicecoach import`: a prescription from elsewhere becomes a routine or a profile."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from voicecoach.app.imports import (
    FORMATS,
    MAX_PRESCRIPTION_BYTES,
    Format,
    Import,
    Imported,
    ItemReading,
    import_prescription,
)
from voicecoach.app.problems import located
from voicecoach.base.errors import LeftOver, OutputError
from voicecoach.base.intake import open_regular
from voicecoach.base.messages import described
from voicecoach.cli.options import json_option
from voicecoach.cli.output import counted, output, print_json, print_problems, project_here, say


@click.command("import")
@click.argument("source", metavar="FILE|-")
@click.option(
    "--format", "how", type=click.Choice(FORMATS), help="As its content looks unless given."
)
@click.option("--name", default="", help="Name of the script; as the file is called unless given.")
@click.option("--title", default="", help="Title of the routine.")
@click.option("--profile", is_flag=True, help="Make a profile: doses for every routine.")
@json_option
def command(
    source: str, how: Format | None, name: str, title: str, profile: bool, as_json: bool
) -> None:
    """Make a routine of a prescription: pasted text, a table (CSV), or a record (FHIR JSON).

    Above each step stands what it was read from and what was assumed. What was not understood
    stands there too, in its own words, and the exit code is then 9: nothing is guessed in silence.

    \b
    Examples:
      voicecoach import exercises.txt
      pbpaste | voicecoach import - --name anna-1
      voicecoach import plan.csv --title "Knees, first weeks"
      voicecoach import careplan.json --profile --name knee-2
    """
    stem = "pasted text" if source == "-" else Path(source).name
    content = _content(source)
    asked = Import(stem, content, how, name, title, profile)
    found = import_prescription(project_here(), asked)
    if as_json:
        print_json(_as_json(found))
    else:
        _print(found)
    if found.left:
        items = counted(len(found.readings), "item")
        raise LeftOver("import/some-left", left=found.left, items=items, file=found.file)


def _content(source: str) -> bytes:
    """The bytes of a file, or of standard input; no more than are read of one."""
    try:
        if source == "-":
            return sys.stdin.buffer.read(MAX_PRESCRIPTION_BYTES + 1)
        with open_regular(source) as stream:
            return stream.read(MAX_PRESCRIPTION_BYTES + 1)
    except OSError as error:
        raise OutputError("cannot-read", file=source, reason=error) from error


def _print(found: Imported) -> None:
    for assumed in found.assumed:
        say(f"Assumed: {assumed}")
    for reading in found.readings:
        _print_reading(reading)
    if not output().quiet:
        print_problems(found.problems)
    say(f"{found.file} is ready: voicecoach check {found.file.stem}")


def _print_reading(reading: ItemReading) -> None:
    dose = f": {reading.dose}" if reading.dose else ""
    made = f"{reading.exercise}{dose}" if reading.exercise else "nothing"
    say(f"{reading.item.place}: {reading.item.original}")
    say(f"  -> {made}")
    for assumed in reading.assumed:
        say(f"     assumed: {assumed}")
    for left in reading.left:
        say(f"     not understood: {left}")


def _as_json(found: Imported) -> dict[str, Any]:
    return {
        "file": str(found.file),
        "format": found.format,
        "assumed": [*map(described, found.assumed)],
        "items": [
            {
                "place": reading.item.place,
                "original": reading.item.original,
                "exercise": reading.exercise,
                "dose": reading.dose,
                "assumed": [*map(described, reading.assumed)],
                "left": [*map(described, reading.left)],
            }
            for reading in found.readings
        ],
        "left": found.left,
        "problems": [item.plain() for item in located(found.problems)],
    }
