"""`voicecoach init`: a project folder."""

from __future__ import annotations

from pathlib import Path

import click

from voicecoach.app.beginnings import new_project
from voicecoach.cli.options import json_option
from voicecoach.cli.output import print_json, say


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@json_option
def command(folder: Path, as_json: bool) -> None:
    """Make a project folder: settings, and a place for scripts and sessions of your own.

    \b
    Example:
      voicecoach init my-clinic
    """
    made = new_project(folder)
    if as_json:
        print_json({"folder": str(made)})
        return
    say(f"{made} is a voicecoach project.")
    say("Next: voicecoach new routine my-routine")
