"""`voicecoach play`: a built session, through the player that the machine has."""

from __future__ import annotations

import click

from voicecoach.app.playing import find_session, play
from voicecoach.cli.completion import complete
from voicecoach.cli.output import say


@click.command("play")
@click.argument("name", metavar="NAME|FILE", shell_complete=complete("sessions"))
def command(name: str) -> None:
    """Play a session that was built.

    \b
    Example:
      voicecoach play daily
    """
    file = find_session(name)
    say(f"Playing {file}; Ctrl-C stops it.", err=True)
    play(file)
