"""What several commands share: names of routines to files, options, printed problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from voicecoach.errors import ScriptError
from voicecoach.mp3.frames import BITRATES
from voicecoach.project import SETTINGS_FILE, Project
from voicecoach.script.fields import RATE_LEAST, RATE_MOST
from voicecoach.script.length import parse_length
from voicecoach.script.library import Folder, Library, Script
from voicecoach.script.model import CounterVoice, Guidance
from voicecoach.script.problems import Problem, did_you_mean, errors
from voicecoach.speech import Asked, Chosen, Wish, choose

if TYPE_CHECKING:
    from voicecoach.script.profile import Profile

Command = TypeVar("Command", bound=Callable[..., Any])
_T = TypeVar("_T")

SCRIPT_FOLDERS: tuple[Folder, ...] = ("routines", "exercises", "programmes", "profiles")


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
            help="Words a minute; 140 unless routine or voicecoach.toml say otherwise.",
        ),
        click.option(
            "--counter", metavar="ENGINE[:NAME]", help="Voice of numbers, countdowns and breaths."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def guidance_option(command: Command) -> Command:
    """The option that says how much of a session is said."""
    return click.option(
        "--guidance",
        type=click.Choice(get_args(Guidance)),
        help="How much is said; full unless the routine says otherwise.",
    )(command)


def _read_length(
    _context: click.Context, _option: click.Parameter, value: str | None
) -> tuple[int, int] | None:
    """A length, or two as limits, as profiles have them."""
    try:
        return parse_length(value) if value is not None else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def length_option(command: Command) -> Command:
    """The option that says how long a session is made."""
    return click.option(
        "--length",
        callback=_read_length,
        metavar="LENGTH",
        help="Make it exactly so long, like 12m, or so long at least and at most, like 10-15m.",
    )(command)


def bitrate_option(command: Command) -> Command:
    """The option of the MP3's quality."""
    choices = click.Choice([str(rate) for rate in BITRATES])
    return click.option("--bitrate", type=choices, help="Kilobits a second; 64 unless set.")(
        command
    )


def profile_option(command: Command) -> Command:
    """The option of the person's profile."""
    return click.option(
        "--profile", metavar="FILE|NAME", help="Tailor it to a person, as this profile says."
    )(command)


def read_profile(library: Library, name: str | None) -> Profile | None:
    """The profile that the command line names, checked; its faults are printed.

    Raises:
        ScriptError: there is none, or it has faults.
    """
    if name is None:
        return None
    from voicecoach.script.profile_checks import checked_profile

    profile, problems = checked_profile(library, script_file(library, name, ("profiles",)))
    refuse_errors(problems, name)
    return profile


def tell_changes(script: Script) -> None:
    """Say what a profile changes in a routine without having named the exercise."""
    profile = script.profile
    if profile is None:
        return
    click.echo(
        f"Tailored to '{profile.profile}': {counted(len(script.changes), 'change')}.", err=True
    )
    for change in script.changes:
        if change.unasked:
            click.echo(f"  {change}", err=True)


def tell_fitting(lines: Iterable[str]) -> None:
    """Say what was changed so that a session is as long as was asked."""
    for line in lines:
        click.echo(line, err=True)


def guided(script: Script, asked: Guidance | None) -> Script:
    """A script with how much is said: as the command line says, else the profile."""
    wished = script.profile.guidance if script.profile else None
    return replace(script, guidance=asked or wished)


def language_of(project: Project, code: str | None, profile: Profile | None) -> str:
    """The language of a session: as the command line says, else the profile, else the settings."""
    return code or (profile and profile.language) or project.settings.language


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


def folder_of(file: Path) -> Folder:
    """The kind of script that a file is: by its folder, or by its first key."""
    for folder in SCRIPT_FOLDERS:
        if file.parent.name == folder:
            return folder
    from voicecoach.script.document import read_document

    data = read_document(file).data
    if isinstance(data, dict) and "steps" not in data:
        return next((folder for folder in SCRIPT_FOLDERS if folder[:-1] in data), "routines")
    return "routines"


def counted(n: int, thing: str, things: str | None = None) -> str:
    """So many of a thing: `1 error`, `2 entries`."""
    return f"{n} {thing if n == 1 else things or thing + 's'}"


def print_problems(problems: Iterable[Problem]) -> None:
    """Print problems to standard error, in the order of their places, each once."""
    there = [*problems]
    if not there:
        return
    from voicecoach.script.document import located

    for item in located(there):
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


def required(value: _T | None, problems: list[Problem], what: str, warn: bool = True) -> _T:
    """What was read and checked, when it has no errors; what is wrong with it is printed.

    Args:
        value: what a check gave back, which is there unless it found errors.
        problems: all that it found.
        what: it is called so.
        warn: print warnings too.

    Raises:
        ScriptError: there are errors.
    """
    refuse_errors(problems, what, warn)
    assert value is not None, "what has no errors is there"
    return value


def chosen(project: Project, options: dict[str, Any], script: Script | None = None) -> Chosen:
    """Who speaks: as the command line says, else the profile, the routine, the settings.

    Args:
        project: has the settings.
        options: those of `voice_options` and `bitrate_option`, None where not given.
        script: the routine, and the profile to which it is tailored.

    Raises:
        VoiceError: the voice that was asked for is not here.
    """
    from voicecoach.voices.engine import configure_engines

    settings = project.settings
    configure_engines(project.engine_settings())
    counter = CounterVoice(voice=options.get("counter"))
    wishes: list[tuple[str, Wish]] = [
        ("as you asked", Asked(options["voice"], options["rate"], counter))
    ]
    profile = script.profile if script else None
    if profile:
        wishes.append(("as the profile says", profile))
    if script:
        wishes.append(("as the routine says", script.routine.head))
    wishes.append((f"as {SETTINGS_FILE} says", settings))
    asked_kbps = options.get("bitrate")
    bitrate = next((kbps for kbps in BITRATES if str(kbps) == asked_kbps), settings.bitrate)
    return choose(language_of(project, options["language"], profile), bitrate, wishes)
