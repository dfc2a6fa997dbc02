"""Finished sessions as a site for phones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from voicecoach.app.jobs import Event, Listener
from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.values import dataclass
from voicecoach.project import Project
from voicecoach.publish import site
from voicecoach.publish.address import checked_address
from voicecoach.publish.builders.handout import typst_version
from voicecoach.publish.catalogue import finished
from voicecoach.publish.episode import Site
from voicecoach.publish.labels import Labels
from voicecoach.publish.logo import read_logo
from voicecoach.publish.sinks.private import Private, is_private
from voicecoach.publish.sinks.zipped import write_zip
from voicecoach.publish.site import SiteConfig


@dataclass(frozen=True, slots=True)
class Publication:
    """What is to be published, and how.

    Attributes:
        names: of sessions, records or folders; all of the project when empty.
        to: the site's folder, or the ZIP file.
        base_url: where the site will be; None leaves that as it was.
        language: of index and feed; the project's unless given.
        private: under a path that nobody can guess.
        revoke: give a private site a new path.
        withdraw: sessions to be taken back.
        restore: sessions that were taken back, to be offered again.
        pdfs: whether handouts come as PDFs too.
        listed: sessions that were made for one person are listed like all others.
    """

    names: tuple[str, ...]
    to: Path
    base_url: str | None = None
    language: str | None = None
    private: bool = False
    revoke: bool = False
    withdraw: tuple[str, ...] = ()
    restore: tuple[str, ...] = ()
    pdfs: bool = True
    listed: bool = False


@dataclass(frozen=True, slots=True)
class PublishedSite:
    """What came of publishing.

    Attributes:
        root: the site's folder.
        sessions: how many it offers.
        new, changed: where those sessions are that came, or that differ now.
        refused: names of sessions that were given, but have been withdrawn.
        files_written, files_removed: how many.
        notes: what one should know of it.
    """

    root: Path
    sessions: int
    new: tuple[str, ...]
    changed: tuple[str, ...]
    refused: tuple[str, ...]
    files_written: int
    files_removed: int
    notes: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Packed:
    """A ZIP file: where it is, how many sessions are in it, and its size."""

    file: Path
    sessions: int
    size_bytes: int


def publish(
    project: Project, publication: Publication, listener: Listener | None = None
) -> PublishedSite:
    """Bring a site up to date; sessions that it has stay.

    Args:
        project: has the sessions, and what secrets of private sites are kept with.
        publication: what is to be published.
        listener: told of each batch of sessions.

    Raises:
        OutputError: a file cannot be written, the folder is not ours, a session is unknown or not
            to be published, or a handout cannot be set.
    """
    to, private = publication.to, publication.private or publication.revoke
    if is_private(to):  # as it is named when it was published; it stays private
        private, to = True, to.parent
    look = _look(project, publication, private=private)
    only_manages = not publication.names and bool(publication.revoke or publication.withdraw)
    sessions = [] if only_manages else finished(publication.names, project.output)
    keeper = Private(_own_folder(project))
    if publication.revoke:
        keeper.revoke(to)
    root = keeper.root(to) if private else to

    def told(done: int, total: int) -> None:
        if listener:
            listener(Event("publishing", str(root), done, total))

    outcome = site.publish_site(
        root, sessions, look, publication.withdraw, publication.restore, told
    )
    return _published(root, outcome, publication)


def pack(project: Project, publication: Publication) -> Packed:
    """Write a site as one ZIP file, which opens without a server.

    Raises:
        OutputError: as with `publish`.
    """
    look = _look(project, publication, standalone=True)
    sessions = finished(publication.names, project.output)
    size = write_zip(publication.to, sessions, look)
    return Packed(publication.to, len(sessions), size)


def is_private_site(to: Path) -> bool:
    """Tell whether a folder is a private site itself."""
    return is_private(to)


def _look(
    project: Project, publication: Publication, private: bool = False, standalone: bool = False
) -> SiteConfig:
    return SiteConfig(
        project.settings.clinic,
        read_logo(project.settings.clinic, project.root or Path()),
        checked_address(publication.base_url),
        publication.language or project.settings.language,
        Labels(project.library().language),
        private,
        standalone,
        publication.pdfs,
        publication.listed,
    )


def _own_folder(project: Project) -> Path:
    """Where what is secret is kept: in the project, or in the user's own folder outside one."""
    if project.root:
        return project.root / ".voicecoach"
    from platformdirs import user_data_path

    return user_data_path("voicecoach", appauthor=False)


def _published(root: Path, outcome: site.PublishReport, publication: Publication) -> PublishedSite:
    made, changes = outcome.site, outcome.changes
    return PublishedSite(
        root,
        len(made.live),
        tuple(made.url(offer.folder) for offer in outcome.new),
        tuple(made.url(offer.folder) for offer in outcome.changed),
        tuple(offer.slug for offer in outcome.refused),
        changes.written,
        changes.removed,
        tuple(_notes(outcome, bool(publication.withdraw))),
    )


def _same_names(made: Site) -> list[str]:
    """Names that several sessions of one language have: nobody can tell those apart."""
    counted = Counter((offer.words.language, offer.name) for offer in made.live)
    return [name for (_, name), count in counted.items() if count > 1]


def _notes(outcome: site.PublishReport, withdrew: bool) -> Iterator[Phrase]:
    """What one should know of a site."""
    made = outcome.site
    if not made.base_url:
        yield phrase("published/no-address")
    elif not (made.private or made.clinic.email):
        yield phrase("published/no-email")
    if hidden := len(made.live) - len(made.listed):
        yield phrase("published/unlisted", sessions=hidden)
    for name in _same_names(made):
        yield phrase("published/same-name", name=name)
    if made.pdfs and not typst_version():
        yield phrase("published/no-pdfs")
    if withdrew:
        yield phrase("published/fetched")
