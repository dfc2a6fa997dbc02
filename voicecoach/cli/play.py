"""`voicecoach play`: a built session, through the player that the machine has."""

from __future__ import annotations

import click

from voicecoach.app.playing import find_session, play
from voicecoach.cli.completion import complete


@click.command("play")
@click.argument("name", metavar="NAME|FILE", shell_complete=complete("sessions"))
def command(name: str) -> None:
    """Play a session that was built.

    \b
    Example:
      voicecoach play daily
    """
    play(find_session(name))
