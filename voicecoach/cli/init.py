"""`voicecoach init`: a project folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from voicecoach.errors import OutputError
from voicecoach.files import write_file
from voicecoach.project import SETTINGS_FILE

SETTINGS = """\
# Settings of this voicecoach project. Each line shows the value that holds without it.
# The command line comes before this file.

# Language of the sessions: a file in scripts/languages.
# language = "en"

# Voice, as 'voicecoach voices' names it. Empty: the best that this machine has.
# voice = ""

# Words a minute, 90 to 180.
# rate = 140

# Kilobits a second of the MP3: 64, or 96 for music-grade earphones.
# bitrate = 64

# Who players show as the artist: your clinic's name.
# artist = "voicecoach"

# Another voice for numbers, countdowns and breaths; what is left out is the coach's. The level is
# how much louder than the coach, in dB.
# [counter]
# voice = "flite:rms"
# rate = 150
# level = -3

# Who gives the sessions out, as pages, feed and sheets name it.
# [clinic]
# name = "Harbour Physiotherapy"
# email = "desk@clinic.example"
# url = "https://clinic.example/"
# emergency_number = "112"
# logo = "logo.png"

# The program that speaks where the voice is "command": one that writes a sound file. It is run once
# a line, never through a shell. {out} is the file to write, {text} the line (without it, the line
# comes by standard input), {rate} the pace in words a minute.
# [engines.command]
# arguments = []
# arguments = ["say", "-r", "{rate}", "--data-format=LEI16@22050", "-o", "{out}", "{text}"]

# The voice of the lines that were not recorded, where the voice is "recorded:NAME".
# [engines.recorded]
# otherwise = ""
"""

SCHEMA_LINE = "# yaml-language-server: $schema=../schema/{kind}.schema.json\n"

IGNORED = "/audio/*\n!/audio/cache/\n/audio/cache/*\n"


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
def command(folder: Path) -> None:
    """Make a project folder: settings, and a place for scripts and sessions of your own.

    \b
    Example:
      voicecoach init my-clinic
    """
    settings = folder / SETTINGS_FILE
    if settings.exists():
        raise OutputError(f"{settings} is there already", "Edit it; nothing was changed.")
    try:
        for place in ("scripts/routines", "scripts/exercises", "audio/cache"):
            (folder / place).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        from voicecoach.files import cannot_write

        raise cannot_write(folder, error) from error
    ignore = folder / ".gitignore"
    if not ignore.exists():
        write_file(ignore, IGNORED)
    for name, text in schemas():
        write_file(folder / "scripts" / "schema" / name, text)
    write_file(settings, SETTINGS)
    click.echo(f"{folder.resolve()} is a voicecoach project.")
    click.echo("Next: voicecoach new routine my-routine")


def schemas() -> Iterator[tuple[str, str]]:
    """The JSON Schemas by which editors complete and check scripts: file names and texts."""
    from voicecoach.script.schema import SCHEMAS

    for kind, schema in SCHEMAS.items():
        yield f"{kind}.schema.json", json.dumps(schema(), indent=2) + "\n"
