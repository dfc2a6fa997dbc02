"""`voicecoach voices install` and `remove`: neural voices for the engine piper."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from voicecoach.errors import VoiceError
from voicecoach.voices import catalogue
from voicecoach.voices.engines import load_engine
from voicecoach.voices.install import (
    Progress,
    Source,
    install_voice,
    known_voice,
    remove_voice,
)
from voicecoach.voices.packages import package_version


@click.command("install")
@click.argument("name", required=False)
@click.option("--language", metavar="CODE", help="Show only voices that speak it, such as en.")
@click.option(
    "--from",
    "place",
    metavar="URL|FOLDER",
    default=catalogue.SITE,
    help="A mirror, or a folder with the voice's two files.",
)
@click.option(
    "--accept-licence",
    is_flag=True,
    help="Also a voice that a clinic or a business may not use, or whose licence is unclear.",
)
def install(name: str | None, language: str | None, place: str, accept_licence: bool) -> None:
    """Fetch a voice for the engine piper; without a NAME, show which there are.

    What broke off is continued by the same command. A voice is used only if its SHA-256 is right.

    \b
    Examples:
      voicecoach voices install
      voicecoach voices install en_US-ljspeech-high
      voicecoach voices install de_DE-mls-medium --from /media/stick/voices
    """
    if name is None:
        _show(language)
        return
    if language:
        raise click.UsageError("--language goes with the list; leave it out, or the NAME")
    name, source = name.removeprefix("piper:"), Source(place)
    known = known_voice(name, source)
    use = known.use if known else catalogue.UNKNOWN
    if not (use.free or accept_licence):
        raise VoiceError(
            f"the licence of {name} ({known.licence if known else 'unknown'}) is {use.says}",
            "Install it with --accept-licence if you may use it, or choose another voice: "
            "'voicecoach voices install' shows them.",
        )
    with _progress(name) as progress:
        install_voice(name, source, progress)
    click.echo(f"Installed: piper:{name}")
    if known:
        click.echo(f"{known.licence}: {use.says}. Its sources: {catalogue.card_of(name)}")
    if not package_version("piper_tts"):
        click.echo('To speak with it: pip install "voicecoach[piper]"')


@click.command("remove")
@click.argument("name")
def remove(name: str) -> None:
    """Remove a voice that was installed.

    \b
    Example:
      voicecoach voices remove en_US-ljspeech-high
    """
    remove_voice(name.removeprefix("piper:"))
    click.echo(f"Removed: piper:{name.removeprefix('piper:')}")


def _show(language: str | None) -> None:
    """Print the recommended voices, the installed ones with a star."""
    here = {voice.name for voice in load_engine("piper").voices()}
    for voice in catalogue.VOICES:
        if language and voice.name.partition("_")[0] != language.partition("-")[0].lower():
            continue
        mark = "*" if voice.name in here else " "
        size = f"{voice.size_bytes / 1e6:.0f} MB"
        click.echo(f"{mark} {voice.name:22} {size:>7}  {voice.licence:24} {voice.use.says}")
    click.echo("* is installed; the part after the language is the voice, the last its quality")


@contextmanager
def _progress(name: str) -> Iterator[Progress]:
    """A bar on a terminal, plain lines elsewhere."""
    if not sys.stderr.isatty():
        yield _plain_lines(name)
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TransferSpeedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Bar(*columns, TransferSpeedColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"Fetching {name}", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)


def _plain_lines(name: str) -> Progress:
    """Tell of every quarter."""
    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        quarter = done * 4 // total if total else 0
        if quarter > told:
            told = quarter
            click.echo(f"{name}: {done / 1e6:.0f} of {total / 1e6:.0f} MB", err=True)

    return tell
