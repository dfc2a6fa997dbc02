"""`voicecoach publish`: finished sessions as a site for phones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from voicecoach.app.publishing import (
    Publication,
    PublishedSite,
    is_private_site,
    pack_site,
    publish,
)
from voicecoach.base.messages import described
from voicecoach.base.units import format_megabytes
from voicecoach.cli import bars
from voicecoach.cli.completion import complete
from voicecoach.cli.options import as_language, json_option
from voicecoach.cli.output import Misuse, counted, print_json, project_here, say, stands


@click.command("publish")
@click.argument(
    "names", nargs=-1, metavar="[RECORD|ROUTINE|DIR]...", shell_complete=complete("sessions")
)
@click.option(
    "--to",
    "to",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder of the site; with --zip the file.",
)
@click.option("--base-url", metavar="URL", help="Where the site will be; remembered.")
@click.option(
    "--language",
    type=as_language,
    metavar="CODE",
    help="Language of index and feed, such as en.",
)
@click.option("--private", is_flag=True, help="Under a path that nobody can guess.")
@click.option("--revoke", is_flag=True, help="Give a private site a new path; the old one ends.")
@click.option("--withdraw", multiple=True, metavar="ID", help="Take a session back.")
@click.option("--restore", multiple=True, metavar="ID", help="Offer a withdrawn session again.")
@click.option("--zip", "zipped", is_flag=True, help="One file for e-mail or a memory stick.")
@click.option("--listed", is_flag=True, help="List sessions of one person in index and feed too.")
@click.option("--no-pdf", is_flag=True, help="Sheets as pages alone, this time.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors and addresses.")
@json_option
def command(
    names: tuple[str, ...],
    to: Path,
    base_url: str | None,
    language: str | None,
    private: bool,
    revoke: bool,
    withdraw: tuple[str, ...],
    restore: tuple[str, ...],
    zipped: bool,
    listed: bool,
    no_pdf: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Make a site of finished sessions: pages with a player, a podcast feed, handouts.

    Without a name, all sessions of the project are published. Those that the site has already stay,
    until they are withdrawn. Nothing is uploaded: put the folder on any web host.

    \b
    Examples:
      voicecoach publish daily --to site --base-url https://clinic.example/back/
      voicecoach publish --to site              all of audio/, only what is new
      voicecoach publish --to site --withdraw daily   a notice stands in its place
      voicecoach publish daily --to d.zip --zip opens from disk, no server
    """
    if zipped and (private or revoke or withdraw or restore or is_private_site(to)):
        raise Misuse("usage/zip")
    project, pdfs = project_here(), not no_pdf
    asked = Publication(
        names, to, base_url, language, private, revoke, withdraw, restore, pdfs, listed
    )
    if zipped:
        packed = pack_site(project, asked)
        size = packed.size_bytes
        if as_json:
            print_json({"file": str(to), "sessions": packed.sessions, "bytes": size})
        elif not quiet:
            sessions = counted(packed.sessions, "session")
            say(f"{to}: {sessions}, {format_megabytes(size)}")
        return
    stands(f"some of {to} may be written, and publishing again writes the rest")
    with bars.publishing(as_json or quiet) as listener:
        made = publish(project, asked, listener)
    if as_json:
        print_json(_as_json(made))
        return
    for line in _addresses(made) if quiet else _lines(made):
        say(line)


def _as_json(made: PublishedSite) -> dict[str, object]:
    return {
        "folder": str(made.root),
        "sessions": made.sessions,
        "new": made.new,
        "changed": made.changed,
        "withdrawn": made.refused,
        "files_written": made.files_written,
        "files_removed": made.files_removed,
        "notes": [*map(described, made.notes)],
    }


def _addresses(made: PublishedSite) -> Iterator[str]:
    """Where that is which came, or differs now."""
    for url in made.new:
        yield f"new: {url}"
    for url in made.changed:
        yield f"changed: {url}"


def _lines(made: PublishedSite) -> Iterator[str]:
    """What was done, and what one should know."""
    yield from _addresses(made)
    for slug in made.refused:
        yield f"withdrawn, and so left out: {slug} (--restore offers it again)"
    done = f"{counted(made.files_written, 'file')} written, {made.files_removed} removed"
    yield f"{made.root}: {counted(made.sessions, 'session')}; {done}."
    yield from map(str, made.notes)
