"""`voicecoach doctor`: what is installed, what is missing, and how to get it."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

import click

from voicecoach import __version__
from voicecoach.cli.play import PLAYERS
from voicecoach.errors import VoiceError
from voicecoach.project import Project, Settings, find_project
from voicecoach.voices.engine import configure_engines
from voicecoach.voices.engines import ENGINES, find_voice, load_engine

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

_SAID = {True: "ok", False: "MISSING", None: "-"}  # None: not here, and not needed


@click.command("doctor")
def command() -> None:
    """Say what is installed, what is missing, and how to get it.

    Voice engines marked with a dash are not here, and are not needed: others are.

    \b
    Example:
      voicecoach doctor
    """
    project = find_project()
    bad = 0
    for state, name, said in _findings(project):
        click.echo(f"{_SAID[state]:7} {name}: {said}")
        bad += state is False
    click.echo("Everything is there." if not bad else f"{bad} missing; see above how to get it.")
    if bad:
        sys.exit(6)


def _findings(project: Project) -> Iterator[tuple[bool | None, str, str]]:
    yield True, "voicecoach", f"{__version__} on Python {platform.python_version()}, {sys.platform}"
    for name, purpose in LIBRARIES.items():
        try:
            yield True, name, f"{version(name)}, for {purpose}"
        except PackageNotFoundError:
            yield False, name, f"for {purpose}; get it with: pip install voicecoach"
    configure_engines(project.engine_settings())
    for name in ENGINES:
        problem = load_engine(name).available()
        yield None if problem else True, f"voice engine {name}", problem or "ready"
    yield _voice(project.settings)
    player = next(filter(None, map(shutil.which, PLAYERS)), None)
    yield True, "player", player or "none, only needed for 'voicecoach play': install mpv"
    root = str(project.root) if project.root else "none here; make one with 'voicecoach init'"
    yield True, "project", root
    yield True, "cache", str(project.cache.root)
    yield _writable(project), "sessions go to", str(project.output)


def _voice(settings: Settings) -> tuple[bool, str, str]:
    try:
        voice = find_voice(settings.voice, settings.language)
    except VoiceError as error:
        return False, "voice", f"{error}. {error.remedy}".rstrip(". ") + "."
    return True, "voice", f"{voice.engine}:{voice.name}"


def _writable(project: Project) -> bool:
    import os

    folder = project.output
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return os.access(folder, os.W_OK)
