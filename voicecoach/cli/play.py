"""`voicecoach play`: a built session, through the player that the machine has."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click

from voicecoach.errors import MissingToolError, OutputError
from voicecoach.project import find_project

# Players, and the arguments that make each play one file in the terminal; the first found is used.
PLAYERS: dict[str, tuple[str, ...]] = {
    "mpv": ("--no-video",),
    "mpg123": ("-q",),
    "ffplay": ("-nodisp", "-autoexit", "-loglevel", "error"),
    "afplay": (),
    "cvlc": ("--play-and-exit", "--quiet"),
}


@click.command("play")
@click.argument("name", metavar="NAME|FILE")
def command(name: str) -> None:
    """Play a session that was built.

    \b
    Example:
      voicecoach play daily
    """
    play(_session(name))


def play(file: Path) -> None:
    """Play an MP3, and wait for its end where the player does.

    Raises:
        MissingToolError: there is no player.
    """
    for player, arguments in PLAYERS.items():
        program = shutil.which(player)
        if program:
            # The file comes behind --, or as a path that no player takes for an option.
            done = subprocess.run([program, *arguments, str(file.resolve())], check=False)
            if done.returncode:
                raise OutputError(f"{player} could not play {file}", "Open the file yourself.")
            return
    if sys.platform == "win32":
        os.startfile(file.resolve())
        return
    opener = shutil.which("xdg-open")
    if opener is None:
        raise MissingToolError(
            "there is no player on this machine", f"Install mpv, or open {file} yourself."
        )
    subprocess.run([opener, str(file.resolve())], check=False)


def _session(name: str) -> Path:
    given = Path(name)
    is_file = given.suffix.lower() == ".mp3"
    found = given if is_file else find_project().output / f"{name}.mp3"
    if not found.is_file():
        raise OutputError(f"{found} is not there", f"Make it with: voicecoach build {given.stem}")
    return found
