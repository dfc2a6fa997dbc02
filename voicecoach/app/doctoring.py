"""What is installed, what is missing, and how to get it."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Literal

from voicecoach import __version__
from voicecoach.app.playing import find_player
from voicecoach.base.errors import VoiceError
from voicecoach.base.messages import Advice, Phrase, phrase
from voicecoach.base.values import dataclass
from voicecoach.project import Project
from voicecoach.voices.engines import ENGINES, Engines

# Libraries that a build needs, and what for.
LIBRARIES = {
    "pyttsx3": "the default voice",
    "lameenc": "MP3 encoding",
    "soxr": "resampling",
    "soundfile": "reading and decoding",
    "pydub": "clip work",
    "numpy": "clip work",
    "mutagen": "tags",
    "pillow": "covers",
    "pydantic": "checks",
    "ruamel.yaml": "scripts",
    "babel": "plural forms",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked for.

    Attributes:
        state: `needless` is not here, and not needed.
        name: of it.
        said: how it is, or how to get it.
    """

    state: Literal["ok", "missing", "needless"]
    name: str
    said: Phrase


def examine(project: Project) -> Iterator[Finding]:
    """Look at this machine: libraries, voices, player, folders."""
    python, system = platform.python_version(), sys.platform
    here = phrase("here/program", version=__version__, python=python, system=system)
    yield Finding("ok", "voicecoach", here)
    for name, purpose in LIBRARIES.items():
        yield _library(name, purpose)
    engines = project.engines()
    for name in ENGINES:
        problem = engines.load(name).available()
        state: Literal["ok", "needless"] = "needless" if problem else "ok"
        yield Finding(state, f"voice engine {name}", problem or phrase("here/ready"))
    yield _voice(project, engines)
    player = find_player()
    said = phrase("here/place", place=player) if player else phrase("not-here/player")
    yield Finding("ok", "player", said)
    root = phrase("here/place", place=project.root) if project.root else phrase("not-here/project")
    yield Finding("ok", "project", root)
    yield Finding("ok", "cache", phrase("here/place", place=project.cache.root))
    writable = _is_writable(project)
    said = phrase("here/place", place=project.output)
    yield Finding("ok" if writable else "missing", "sessions go to", said)


def _library(name: str, purpose: str) -> Finding:
    try:
        found = phrase("here/library", version=version(name), purpose=purpose)
    except PackageNotFoundError:
        return Finding("missing", name, phrase("not-here/library", purpose=purpose))
    return Finding("ok", name, found)


def _voice(project: Project, engines: Engines) -> Finding:
    settings = project.settings
    try:
        voice = engines.find_voice(settings.voice, settings.language)
    except VoiceError as error:
        said = phrase("not-here/voice", reason=error.phrase, remedy=Advice(error.phrase))
        if not error.remedy:
            said = phrase("not-here/voice-alone", reason=error.phrase)
        return Finding("missing", "voice", said)
    return Finding("ok", "voice", phrase("here/place", place=f"{voice.engine}:{voice.name}"))


def _is_writable(project: Project) -> bool:
    folder = project.output
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return os.access(folder, os.W_OK)
