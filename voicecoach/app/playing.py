"""Playing a session, through the player that the machine has."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from voicecoach.base.errors import MissingToolError, OutputError
from voicecoach.base.intake import open_regular
from voicecoach.base.names import check_file_name
from voicecoach.project import find_project

# Players, and the arguments that make each play one file in the terminal; the first found is used.
PLAYERS: dict[str, tuple[str, ...]] = {
    "mpv": ("--no-video",),
    "mpg123": ("-q",),
    "ffplay": ("-nodisp", "-autoexit", "-loglevel", "error"),
    "afplay": (),
    "cvlc": ("--play-and-exit", "--quiet"),
}
# These say nothing on a machine without sound: one plays to nobody, one ends as if it had played.
_UNHEARD = ("mpg123", "ffplay")


def find_player() -> str | None:
    """Find the program that plays; None where there is none but the system's own."""
    _, program = _player()
    return program


def find_session(name: str) -> Path:
    """Find the MP3 of a session, by its file or by the name that it was built under.

    Raises:
        OutputError: there is none, or it is no file.
    """
    given = Path(name)
    is_file = given.suffix.lower() == ".mp3"
    check_file_name(given)
    found = given if is_file else find_project().output / f"{name}.mp3"
    try:
        open_regular(found).close()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise OutputError("no-file/session", file=found, name=given.stem) from error
    except OSError as error:
        raise OutputError("cannot-read", file=found, reason=error) from error
    return found


def play(file: Path) -> None:
    """Play an MP3, and wait for its end where the player does.

    Raises:
        MissingToolError: there is no player.
        OutputError: nothing can be heard here, or the player could not play it.
    """
    player, program = _player()
    if player in _UNHEARD and sys.platform == "linux" and not _sounds():
        raise OutputError("cannot-play/unheard", file=file)
    if program:
        # The file comes as a whole path, which no player takes for an option.
        command = [program, *PLAYERS[player], str(file.resolve())]
        if subprocess.run(command, check=False).returncode:
            raise OutputError("cannot-play", player=player, file=file)
        return
    if sys.platform == "win32":
        os.startfile(file.resolve())
        return
    opener = shutil.which("xdg-open")
    if opener is None:
        raise MissingToolError("no-program/player", file=file)
    subprocess.run([opener, str(file.resolve())], check=False)


def _sounds() -> bool:
    """Whether Linux has a sound card, or a server that takes sound: without, some players go on."""
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or "/nonexistent")
    places = (*Path("/dev/snd").glob("pcm*p"), runtime / "pulse/native", runtime / "pipewire-0")
    return bool(os.environ.get("PULSE_SERVER")) or any(place.exists() for place in places)


def _player() -> tuple[str, str | None]:
    """The name of the first player that is here, and its program."""
    found = ((player, shutil.which(player)) for player in PLAYERS)
    return next(((player, program) for player, program in found if program), ("", None))
