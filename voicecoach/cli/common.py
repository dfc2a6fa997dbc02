"""What several commands share: names of routines to files, options, printed problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from voicecoach.mp3.frames import BITRATES, Bitrate
from voicecoach.script.familiarity import Familiarity
from voicecoach.script.fields import RATE_LEAST, RATE_MOST
from voicecoach.script.length import parse_length
from voicecoach.script.library import Library, Script
from voicecoach.script.model import Guidance
from voicecoach.script.problems import Problem, errors
from voicecoach.session.faults import WITH_PROBLEMS, Faulty
from voicecoach.session.order import Order
from voicecoach.session.resolve import profile_of

if TYPE_CHECKING:
    from voicecoach.script.profile import Profile

Command = TypeVar("Command", bound=Callable[..., Any])
_T = TypeVar("_T")


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
        is_eager=True,  # `--familiar` looks at it
        help="How much is said; full unless the routine says otherwise.",
    )(command)


def _read_familiar(
    context: click.Context, _option: click.Parameter, times: int | None
) -> Familiarity | None:
    """How often everything was done; what is known of that is for guidance that fades."""
    if times is None:
        return None
    if context.params.get("guidance") not in (None, "fading"):
        raise click.BadParameter("only guidance that fades looks at it: --guidance fading")
    return Familiarity.by_hand(times)


def familiar_option(command: Command) -> Command:
    """The option that says how often the person did everything before: guidance fades by it."""
    return click.option(
        "--familiar",
        "familiarity",
        type=click.IntRange(0, 9999),
        callback=_read_familiar,
        metavar="N",
        help="What was done N times before is explained less.",
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
    """The options that say how long a session is made."""
    nearest = click.option(
        "--nearest",
        is_flag=True,
        help="Where it cannot be so long, make it as nearly so long as can be, and warn.",
    )
    return click.option(
        "--length",
        callback=_read_length,
        metavar="LENGTH",
        help="Make it exactly so long, like 12m, or so long at least and at most, like 10-15m.",
    )(nearest(command))


def _read_bitrate(
    _context: click.Context, _option: click.Parameter, value: str | None
) -> Bitrate | None:
    return next((kbps for kbps in BITRATES if str(kbps) == value), None)


def bitrate_option(command: Command) -> Command:
    """The option of the MP3's quality."""
    choices = click.Choice([str(rate) for rate in BITRATES])
    said = "Kilobits a second; 64 unless set."
    return click.option("--bitrate", type=choices, callback=_read_bitrate, help=said)(command)


def profile_option(command: Command) -> Command:
    """The option of the person's profile."""
    return click.option(
        "--profile", metavar="FILE|NAME", help="Tailor it to a person, as this profile says."
    )(command)


@contextmanager
def faults_shown(quiet: bool = False) -> Iterator[None]:
    """Print the faults that an error knows, with their places."""
    try:
        yield
    except WITH_PROBLEMS as error:
        print_problems(errors(error.problems) if quiet else error.problems)
        raise


def read_profile(library: Library, name: str | None) -> Profile | None:
    """The profile that the command line names, checked; its faults are printed.

    Raises:
        ScriptError: there is none, or it has faults.
    """
    with faults_shown():
        profile, problems = profile_of(Order(profile=name), library)
    print_problems(problems)
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


def tell_fading(lines: Sequence[str]) -> None:
    """Say what is explained less than at first, and why."""
    if lines:
        click.echo("Explained less, as it was done before:", err=True)
    for line in lines:
        click.echo(f"  {line}", err=True)


def tell_fitting(lines: Iterable[str]) -> None:
    """Say what was changed so that a session is as long as was asked."""
    for line in lines:
        click.echo(line, err=True)


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
    if errors(problems):
        raise Faulty(what, problems)


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
