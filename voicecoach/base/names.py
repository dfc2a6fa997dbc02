"""Names of files, of scripts and of languages: which can be, and what to write instead."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

from voicecoach.base.errors import OutputError
from voicecoach.base.messages import Phrase, phrase

LONGEST_NAME = 60
"""Characters of the name of a script."""
_LONGEST_FILE = 200  # bytes: systems take 255, and others are made of it
# What Windows takes for a device, whatever follows behind a full stop.
_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(1, 10)))
)
_SOUNDS = (".wav", ".m4a", ".mp4", ".aac", ".ogg", ".opus", ".flac", ".wma")


def is_name(text: str) -> bool:
    """Whether a text can name a routine or an exercise, and so a file."""
    parts = text.split("-")
    plain = text.isascii() and text == text.lower() and len(text) <= LONGEST_NAME
    return plain and all(part.isalnum() for part in parts) and text not in _DEVICES


def slug_of(text: str) -> str:
    """Make a name of a text, or an empty text where nothing of it can be in one."""
    letters = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    plain = letters.encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_NAME].strip("-")
    return f"my-{slug}" if slug in _DEVICES else slug


def meant(text: str) -> Phrase | str:
    """A hint at the name that a text could be meant as, or nothing."""
    near = slug_of(text)
    return phrase("hint/meant", meant=near) if near else ""


def check_file_name(file: Path) -> None:
    """See that a file can have its name, on every system that it may be copied to.

    Raises:
        OutputError: it cannot; the error proposes one.
    """
    name = file.name
    plain = name.isprintable() and name == unicodedata.normalize("NFC", name)
    plain = plain and name.partition(".")[0].lower() not in _DEVICES
    if plain and len(os.fsencode(name)) <= _LONGEST_FILE:
        return
    near = f"{slug_of(file.stem) or 'session'}{file.suffix if file.suffix.isascii() else ''}"[-80:]
    shown = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}\u2026"
    raise OutputError("unusable-file-name", name=shown, meant=near)


def check_sound_name(file: Path) -> None:
    """See that a place for a session is not named after a sound of another kind.

    Raises:
        OutputError: it is.
    """
    if file.suffix.lower() in _SOUNDS and not file.is_dir():
        raise OutputError("unusable-file-name/sound", name=file.name, meant=f"{file.stem}.mp3")
