"""Finished sessions as a site for phones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from voicecoach.app.jobs import Event, Listener
from voicecoach.app.logo import read_logo
from voicecoach.base.errors import OutputError
from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.values import dataclass
from voicecoach.project import Project
from voicecoach.publish import site
from voicecoach.publish.address import checked_address
from voicecoach.publish.builders.handout import typst_version
from voicecoach.publish.catalogue import finished
from voicecoach.publish.episode import Site
from voicecoach.publish.labels import Labels
from voicecoach.publish.paths import record_path
from voicecoach.publish.sinks.folder import SiteFolder
from voicecoach.publish.sinks.marker import EpisodeState
from voicecoach.publish.sinks.private import Private, is_private
from voicecoach.publish.sinks.zipped import write_zip
from voicecoach.publish.site import SiteConfig
from voicecoach.session.record import read_record
from voicecoach.web.preview import find_root


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


@dataclass(frozen=True, slots=True)
class OfferedSession:
    """A session that a site has.

    Attributes:
        slug: the name of its folder, by which it is withdrawn.
        name: its title, with what sets it apart; the slug of one that is withdrawn.
        address: where it is, from the site's own where that is not known.
        sheets: its sheets to print, from the site's own address.
        withdrawn: its clinic has taken it back.
    """

    slug: str
    name: str
    address: str
    sheets: tuple[str, ...]
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class OfferedSite:
    """What a site has.

    Attributes:
        address: where it is; empty where that is not known.
        sessions: all, also those that are withdrawn.
    """

    address: str
    sessions: tuple[OfferedSession, ...]


def offered_site(folder: Path) -> OfferedSite | None:
    """Read what a site has; None where there is none.

    Args:
        folder: the site's, or that which holds a private one.

    Raises:
        OutputError: its marker is damaged.
    """
    try:
        found = find_root(folder)
    except OutputError as error:
        if error.phrase.kind in ("no-site/none", "no-site/folder"):
            return None
        raise
    site = SiteFolder.open(found.folder / found.start)
    known = site.state.sessions.values()
    base = site.state.base_url
    return OfferedSite(base, tuple(_offered(site, each, base) for each in known))


def _offered(site: SiteFolder, kept: EpisodeState, base: str) -> OfferedSession:
    name = kept.slug
    if not kept.withdrawn:
        content = read_record(site.place(record_path(kept.slug))).content
        name = f"{content.title} ({content.subtitle})" if content.subtitle else content.title
    sheets = [each for each in kept.files if each.endswith(("handout.html", ".pdf"))]
    return OfferedSession(kept.slug, name, f"{base}s/{kept.slug}/", tuple(sheets), kept.withdrawn)


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
    keeper = Private(project.own_folder)
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


def pack_site(project: Project, publication: Publication) -> Packed:
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
        read_logo(project),
        checked_address(publication.base_url),
        publication.language or project.settings.language,
        Labels(project.library().language),
        private,
        standalone,
        publication.pdfs,
        publication.listed,
    )


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
