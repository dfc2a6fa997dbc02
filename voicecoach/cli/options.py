"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from voicecoach.app.orders import (
    BITRATES,
    GUIDANCE,
    RATE_LEAST,
    RATE_MOST,
    SILENCES,
    UNDERS,
    Bitrate,
    Familiarity,
    Order,
    parse_length,
)
from voicecoach.base.messages import Fault, phrase
from voicecoach.cli.completion import complete
from voicecoach.cli.output import BadValue, output

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

DATE = click.DateTime(["%Y-%m-%d"])


def as_language(value: str) -> str:
    """The code of a language, which becomes a part of file names."""
    from voicecoach.app.projects import language_code

    try:
        return language_code(value)
    except Fault as fault:
        raise BadValue(fault.phrase) from None


def _wants_json(_context: click.Context, _option: click.Parameter, value: bool) -> bool:
    output().as_json = value
    return value


json_option = click.option(
    "--json",
    "as_json",
    is_flag=True,
    is_eager=True,
    callback=_wants_json,
    help="Print one JSON object and nothing else.",
)


def place_option(command: Decorated) -> Decorated:
    """The option of where a session goes."""
    place = click.Path(path_type=Path)
    return click.option("-o", "--output", "place", type=place, help="File or folder to write.")(
        command
    )


def voice_options(command: Decorated) -> Decorated:
    """The options that say how a session is spoken."""
    options = (
        click.option(
            "--language",
            type=as_language,
            metavar="CODE",
            shell_complete=complete("languages"),
            help="Language of the session, such as en.",
        ),
        click.option(
            "--voice", metavar="ENGINE[:NAME]", help="Voice, as 'voicecoach voices' names it."
        ),
        click.option(
            "--rate",
            type=click.IntRange(RATE_LEAST, RATE_MOST),
            help="Words a minute; 140 unless routine or voicecoach.toml say otherwise.",
        ),
        click.option(
            "--counter", metavar="ENGINE[:NAME]", help="Voice that counts holds, rests and breaths."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def guidance_option(command: Decorated) -> Decorated:
    """The option that says how much of a session is said."""
    return click.option(
        "--guidance",
        type=click.Choice(GUIDANCE),
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
        raise BadValue(phrase("usage/familiar"))
    return Familiarity.by_hand(times)


def familiar_option(command: Decorated) -> Decorated:
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
    except Fault as fault:
        raise BadValue(fault.phrase) from None


def length_option(command: Decorated) -> Decorated:
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


def bitrate_option(command: Decorated) -> Decorated:
    """The option of the MP3's quality."""
    choices = click.Choice([str(rate) for rate in BITRATES])
    said = "Kilobits a second; 64 unless set."
    return click.option("--bitrate", type=choices, callback=_read_bitrate, help=said)(command)


def silence_option(command: Decorated) -> Decorated:
    """The option of what there is where nothing is heard."""
    said = "What holds have for silence: carrier, which players do not cut out, unless set."
    return click.option("--silence", type=click.Choice(SILENCES), help=said)(command)


def under_option(command: Decorated) -> Decorated:
    """The option of what sounds softly between what is said."""
    said = "A soft sound in holds, rests and breathing; none unless set."
    return click.option("--under", type=click.Choice(UNDERS), help=said)(command)


def _read_profile(
    _context: click.Context, _option: click.Parameter, names: tuple[str, ...]
) -> str | None:
    """One profile: of two, one would win in silence."""
    if len(names) > 1:
        raise BadValue(phrase("usage/profiles"))
    return names[0] if names else None


def profile_option(command: Decorated) -> Decorated:
    """The option of the person's profile."""
    return click.option(
        "--profile",
        metavar="FILE|NAME",
        multiple=True,
        callback=_read_profile,
        shell_complete=complete("profiles"),
        help="Tailor it to a person, as this profile says.",
    )(command)


BUILT = (
    profile_option,
    length_option,
    voice_options,
    guidance_option,
    familiar_option,
    bitrate_option,
    silence_option,
    under_option,
)
"""The options of what is built, in the order in which help shows them."""

# What an option says of a session has the name that it has in `Order`.
_OF_ORDER = frozenset(each.name for each in fields(Order)) - {"day", "episode"}


def order_options(*options: Decorator) -> Decorator:
    """The options of a session, which the command gets as one value: its `order`.

    Args:
        options: decorators of this module or of click, in the order in which help shows them.
    """

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def with_order(**given: Any) -> Any:
            asked = {name: given.pop(name) for name in _OF_ORDER & given.keys()}
            order = Order(**{name: value for name, value in asked.items() if value is not None})
            return command(order=order, **given)

        for option in reversed(options):
            option(with_order)
        return with_order

    return decorate


# Programmes


def _read_label(_context: click.Context, _option: click.Parameter, value: str) -> str:
    from voicecoach.app.projects import is_name

    if value and not is_name(value):
        raise BadValue(phrase("usage/label"))
    return value


def _read_day(_context: click.Context, _option: click.Parameter, value: datetime | None) -> date:
    return value.date() if value else date.today()


def _read_past_day(context: click.Context, option: click.Parameter, value: datetime | None) -> date:
    day = _read_day(context, option, value)
    if day > date.today():
        raise BadValue(phrase("usage/future"))
    return day


label_option = click.option(
    "--label",
    default="",
    callback=_read_label,
    help="Tells people apart who share this machine; not a name.",
)
day_option = click.option(
    "--date", "day", type=DATE, callback=_read_past_day, help="An earlier day, like 2026-03-31."
)
any_day_option = click.option(
    "--date", "day", type=DATE, callback=_read_day, help="Another day, like 2026-03-31."
)
language_option = click.option(
    "--language",
    type=as_language,
    metavar="CODE",
    shell_complete=complete("languages"),
    help="Language, such as en.",
)


def plan_options(command: Decorated) -> Decorated:
    """The programme, and whose plan of it."""
    argument = click.argument("programme", required=False, shell_complete=complete("programmes"))
    return argument(label_option(command))
