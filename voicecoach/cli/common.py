"""What several commands share: names of routines to files, options, printed problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from voicecoach.build import Speech
from voicecoach.errors import ScriptError
from voicecoach.mp3.frames import Bitrate
from voicecoach.project import BITRATES, RATE_LEAST, RATE_MOST, Project
from voicecoach.script.library import Folder, Library
from voicecoach.script.problems import Problem, did_you_mean, errors
from voicecoach.voices.base import Voice

Command = TypeVar("Command", bound=Callable[..., Any])


def voice_options(command: Command) -> Command:
    """The options that say how a session is spoken."""
    options = (
        click.option("--language", metavar="CODE", help="Language of the session, such as en."),
        click.option(
            "--voice", metavar="ENGINE[:NAME]", help="Voice, as 'voicecoach voices' names it."
        ),
        click.option(
            "--rate",
            type=click.IntRange(RATE_LEAST, RATE_MOST),
            help="Words a minute; 140 unless voicecoach.toml says otherwise.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def bitrate_option(command: Command) -> Command:
    """The option of the MP3's quality."""
    choices = click.Choice([str(rate) for rate in BITRATES])
    return click.option("--bitrate", type=choices, help="Kilobits a second; 64 unless set.")(
        command
    )


def script_file(library: Library, name: str, folders: tuple[Folder, ...] = ("routines",)) -> Path:
    """The file of a script, given by name or by path.

    Raises:
        ScriptError: there is none.
    """
    if name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name:
        path = Path(name)
        if not path.exists():
            raise ScriptError(f"there is no file {name}")
        return path.resolve()
    for folder in folders:
        if file := library.find(folder, name):
            return file
    known = [known for folder in folders for known in library.names(folder)]
    here = f"{name}.yaml"
    hint = f", did you mean '{here}'?" if Path(here).is_file() else did_you_mean(name, known)
    kinds = " or ".join(folder.removesuffix("s") for folder in folders)
    raise ScriptError(f"no {kinds} is called '{name}'{hint}", "'voicecoach list' shows routines.")


def settings_of(project: Project, **options: Any) -> dict[str, Any]:
    """The options that were given, over the project's settings."""
    from dataclasses import asdict

    given = {key: value for key, value in options.items() if value is not None}
    return asdict(project.settings) | given


def counted(n: int, thing: str, things: str | None = None) -> str:
    """So many of a thing: `1 error`, `2 entries`."""
    return f"{n} {thing if n == 1 else things or thing + 's'}"


def print_problems(problems: Iterable[Problem]) -> None:
    """Print problems to standard error, in the order of their places, each once."""
    from voicecoach.script.document import located

    for item in located(problems):
        click.echo(str(item), err=True)


def refuse_errors(problems: list[Problem], what: str, warn: bool = True) -> None:
    """Stop when there are errors, having printed them, and the warnings unless told not to.

    Raises:
        ScriptError: there are errors.
    """
    print_problems(problems if warn else errors(problems))
    count = len(errors(set(problems)))
    if count:
        raise ScriptError(
            f"{what} has {counted(count, 'fault')}, shown above", "Mend that and try again."
        )


def speech_of(settings: dict[str, Any]) -> tuple[Speech, str]:
    """Who speaks, and a line that says so when nobody chose it, or when it may surprise.

    Raises:
        VoiceError: the voice that was asked for is not here.
    """
    from voicecoach.voices.base import configure_engines
    from voicecoach.voices.engines import find_voice

    configure_engines(settings["engines"])
    language = settings["language"]
    voice = find_voice(settings["voice"], language)
    bitrate: Bitrate = 96 if int(settings["bitrate"]) == 96 else 64
    speech = Speech(voice, language, settings["rate"], bitrate)
    if not settings["voice"]:  # the default one speaks the language
        return speech, f"Speaking with {voice.engine}:{voice.name}."
    spoken = _languages(voice)
    if spoken and not any(code.partition("-")[0] == language for code in spoken):
        return speech, f"{voice.engine}:{voice.name} speaks {', '.join(spoken)}, not {language}."
    return speech, ""


def _languages(voice: Voice) -> tuple[str, ...]:
    from voicecoach.voices.engines import load_engine

    offered = load_engine(voice.engine).voices()
    return next((info.languages for info in offered if info.name == voice.name), ())
