"""`voicecoach publish`: finished sessions as a site for phones."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from voicecoach.cli.common import counted
from voicecoach.project import Project, find_project
from voicecoach.publish.address import checked_address
from voicecoach.publish.collect import finished
from voicecoach.publish.handout import typst_version
from voicecoach.publish.labels import Labels
from voicecoach.publish.logo import read_logo
from voicecoach.publish.private import Private, is_private
from voicecoach.publish.site import Look, Outcome, Progress, publish
from voicecoach.publish.zipped import write_zip
from voicecoach.units import format_megabytes


@click.command("publish")
@click.argument("names", nargs=-1, metavar="[RECORD|ROUTINE|DIR]...")
@click.option(
    "--to",
    "to",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder of the site; with --zip the file.",
)
@click.option("--base-url", metavar="URL", help="Where the site will be; remembered.")
@click.option("--language", metavar="CODE", help="Language of index and feed, such as en.")
@click.option("--private", is_flag=True, help="Under a path that nobody can guess.")
@click.option("--revoke", is_flag=True, help="Give a private site a new path; the old one ends.")
@click.option("--withdraw", multiple=True, metavar="ID", help="Take a session back.")
@click.option("--restore", multiple=True, metavar="ID", help="Offer a withdrawn session again.")
@click.option("--zip", "zipped", is_flag=True, help="One file for e-mail or a memory stick.")
@click.option("--no-pdf", is_flag=True, help="Sheets as pages alone, this time.")
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
    no_pdf: bool,
) -> None:
    """Make a site of finished sessions: pages with a player, a podcast feed, handouts.

    Without a name, all sessions of the project are published. Those that the site has already stay,
    until they are withdrawn. Nothing is uploaded: put the folder on any web host.

    \b
    Examples:
      voicecoach publish daily --to site --base-url https://clinic.example/back/
      voicecoach publish --to site                    everything in audio/, and only what is new
      voicecoach publish --to site --withdraw daily   a notice stands in its place
      voicecoach publish daily --to daily.zip --zip   opens from disk, without a server
    """
    private = private or revoke
    if is_private(to):  # as it is named when it was published; it stays private
        private, to = True, to.parent
    if zipped and (private or withdraw or restore):
        raise click.UsageError("--zip goes with none of --private, --revoke, --withdraw, --restore")
    project = find_project()
    look = Look(
        project.settings.clinic,
        read_logo(project.settings.clinic, project.root or Path()),
        checked_address(base_url),
        language or project.settings.language,
        Labels(project.library().language),
        private,
        zipped,
        not no_pdf,
    )
    only_manages = not names and bool(revoke or withdraw)
    sessions = [] if only_manages else finished(names, project.output)
    if zipped:
        size = write_zip(to, sessions, look)
        click.echo(f"{to}: {counted(len(sessions), 'session')}, {format_megabytes(size)}")
        return
    keeper = Private(_own_folder(project))
    if revoke:
        keeper.revoke(to)
    root = keeper.root(to) if private else to
    with _progress() as on_progress:
        outcome = publish(root, sessions, look, withdraw, restore, on_progress)
    for line in _told(root, outcome):
        click.echo(line)
    if withdraw:
        click.echo("Podcast apps that have fetched it keep it: tell who may use one.")


def _own_folder(project: Project) -> Path:
    """Where what is secret is kept: in the project, or in the user's own folder outside one."""
    if project.root:
        return project.root / ".voicecoach"
    from platformdirs import user_data_path

    return user_data_path("voicecoach", appauthor=False)


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Publishing", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _told(root: Path, outcome: Outcome) -> Iterator[str]:
    """What was done, and what one should know."""
    site, changes = outcome.site, outcome.changes
    for offer in outcome.new:
        yield f"new: {site.url(offer.folder)}"
    for offer in outcome.changed:
        yield f"changed: {site.url(offer.folder)}"
    for offer in outcome.refused:
        yield f"withdrawn, and so left out: {offer.slug} (--restore offers it again)"
    done = f"{counted(changes.written, 'file')} written, {changes.removed} removed"
    yield f"{root}: {counted(len(site.live), 'session')}; {done}."
    if not site.base_url:
        yield "No feed, poster or QR codes yet: they need the address, --base-url https://..."
    elif not (site.private or site.clinic.email):
        yield "Podcast directories take the feed only with an e-mail address: [clinic] email."
    if site.pdfs and not typst_version():
        yield "No PDFs of the sheets: they need pip install 'voicecoach[handout]'."
