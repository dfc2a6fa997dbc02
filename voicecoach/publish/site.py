"""Publishing on one screen: finished sessions become a site, and nothing is done twice."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, field
from functools import cache
from pathlib import Path

from voicecoach import __version__
from voicecoach.base.clinic import Clinic
from voicecoach.base.errors import OutputError
from voicecoach.base.lock import exclusive_lock
from voicecoach.base.values import dataclass
from voicecoach.publish.assets import logo_of
from voicecoach.publish.builders.feed import identity_of
from voicecoach.publish.builders.handout import check_handout, typst_version
from voicecoach.publish.builders.parts import SESSION_PARTS, SITE_PARTS
from voicecoach.publish.catalogue import Finished, checked_chunks, read_finished
from voicecoach.publish.episode import Episode, File, Site
from voicecoach.publish.labels import Labels
from voicecoach.publish.sinks.folder import LOCK, Changes, SiteFolder, busy
from voicecoach.publish.sinks.marker import EpisodeState
from voicecoach.publish.text import slug
from voicecoach.session.record import VERSION, Media, SessionContent, SessionRecord, Warnings

RECORD_FILE = "session.json"
_BATCH = 16  # sessions whose files are made before they are written
_SLUG_DIGITS = 10  # of the id's hash: nobody comes upon a session by trying

SiteProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SiteConfig:
    """How a site is to be.

    Attributes:
        clinic: who offers the sessions.
        logo: the clinic's, as file ending and content, or None.
        base_url: where the site will be, ending in a slash; None leaves that as it was.
        language: of index, feed and poster.
        labels: those of every language.
        private: whether it is to be found by nobody who was not told of it.
        standalone: whether it is opened from disk.
        pdfs: whether handouts come as PDFs too.
    """

    clinic: Clinic
    logo: tuple[str, bytes] | None
    base_url: str | None
    language: str
    labels: Labels
    private: bool = False
    standalone: bool = False
    pdfs: bool = True


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What a run did.

    Attributes:
        site: as it is now.
        new: sessions that came.
        changed: sessions that were there, and differ now.
        refused: sessions that were given, but have been withdrawn.
        changes: of files.
    """

    site: Site
    new: tuple[Episode, ...]
    changed: tuple[Episode, ...]
    refused: tuple[Episode, ...]
    changes: Changes


def publish_site(
    root: Path,
    sessions: Iterable[Finished],
    look: SiteConfig,
    withdraw: Iterable[str] = (),
    restore: Iterable[str] = (),
    on_progress: SiteProgress = lambda done, total: None,
) -> PublishReport:
    """Bring a site up to date. Sessions that it has stay; those of the same id are replaced.

    Args:
        root: the site's folder.
        sessions: to be added or replaced.
        look: how the site is to be.
        withdraw: sessions to be taken back, by id or folder, or by the beginning of either.
        restore: sessions that were taken back, to be offered again.
        on_progress: told how many sessions are done, of how many.

    Raises:
        OutputError: a file could not be written, the folder is not ours, a session is unknown, or a
            handout cannot be set.
    """
    given = {session.record.id: session for session in sessions}
    names = (*withdraw,), (*restore,)
    # Refuses a folder that is not ours and a session that it has not, before anything is put there.
    _withdrawn(SiteFolder.open(root), given, *names)
    with exclusive_lock(root / LOCK, busy(root)):
        folder = SiteFolder.open(root)
        folder.sweep()
        publishing = _Publishing(folder, look, given, _withdrawn(folder, given, *names))
        return publishing.run(on_progress)


def _withdrawn(
    folder: SiteFolder, given: dict[str, Finished], withdraw: Iterable[str], restore: Iterable[str]
) -> set[str]:
    """Which sessions are withdrawn from now on."""
    sessions = folder.state.sessions
    found = {key for key, kept in sessions.items() if kept.withdrawn}
    found |= {_find(sessions, name) for name in withdraw}
    for name in restore:
        identity = _find(sessions, name)
        if identity not in given and sessions[identity].withdrawn:
            raise OutputError("withdrawn", name=name)
        found.discard(identity)
    return found


def _find(sessions: dict[str, EpisodeState], name: str) -> str:
    matching = [
        identity
        for identity, kept in sessions.items()
        if name and (identity.startswith(name) or kept.slug.startswith(name))
    ]
    exact = [identity for identity in matching if name in (identity, sessions[identity].slug)]
    if len(exact or matching) == 1:
        return (exact or matching)[0]
    which = "several" if matching else "none" if sessions else "empty"
    raise OutputError(
        f"no-session/{which}", name=name, there=[kept.slug for kept in sessions.values()]
    )


@dataclasses.dataclass(slots=True)
class _Publishing:
    """One run."""

    folder: SiteFolder
    look: SiteConfig
    given: dict[str, Finished]
    withdrawn: set[str]
    now: int = field(default_factory=lambda: int(time.time()))
    records: dict[str, str] = field(default_factory=dict)  # by id, the hash of each
    media: dict[str, Finished] = field(default_factory=dict)  # by the path of each MP3
    looks: dict[str, str] = field(default_factory=dict)  # by language, the hash of the site's look

    def run(self, on_progress: SiteProgress) -> PublishReport:
        state = self.folder.state
        before = dict(state.sessions)
        state.base_url = _address(self.look, state.base_url, self.folder.root.name)
        if state.base_url and not state.identity:
            state.identity = identity_of(state.base_url)
        site = self._site()
        due = [offer for offer in site.offers if not self._is_done(site, offer)]
        for offer in due:
            check_handout(site, offer)  # what cannot be set stops the run before it writes
        shared = [file for part in SITE_PARTS for file in part(site)] if self._differs(site) else []
        self._write(file for file in shared if file.stage == "asset")
        for start in range(0, len(due), _BATCH):
            self._write_sessions(site, due[start : start + _BATCH])
            on_progress(min(start + _BATCH, len(due)), len(due))
        self._write(file for file in shared if file.stage != "asset")
        if shared:
            state.shared = [file.path for file in shared]
            state.inputs = self._site_inputs(site)
        self.folder.finish()
        new = [offer for offer in site.live if offer.record.id not in before]
        changed = [offer for offer in site.live if self._differs_from(before, offer.record.id)]
        refused = [o for o in site.offers if o.withdrawn and o.record.id in self.given]
        return PublishReport(site, (*new,), (*changed,), (*refused,), self.folder.changes)

    # What is offered

    def _site(self) -> Site:
        look, kept = self.look, self.folder.state.sessions
        offers = [self._offer(identity) for identity in dict.fromkeys([*kept, *self.given])]
        offers.sort(
            key=lambda o: (
                o.content.programme or "\uffff",
                o.content.title.casefold(),
                o.slug,
            )
        )
        words, state = look.labels.words(look.language), self.folder.state
        return Site(
            (*offers,),
            look.clinic,
            look.logo,
            state.base_url,
            words,
            private=look.private,
            standalone=look.standalone,
            identity=state.identity,
            pdfs=look.pdfs,
        )

    def _offer(self, identity: str) -> Episode:
        kept = self.folder.state.sessions.get(identity)
        if identity in self.withdrawn:
            assert kept is not None, "only what was published can be withdrawn"
            return self._notice(identity, kept)
        session = self.given.get(identity) or self._stored(kept)
        self.records[identity] = session.inputs
        name = kept.slug if kept else new_slug(session.record)
        same = kept is not None and kept.record == session.inputs
        media = media_path(name, session.record)
        self.media[media] = session
        return Episode(
            session.record,
            session.mp3,
            name,
            media,
            self.look.labels.words(session.record.content.language),
            published=kept.published if kept else self.now,
            changed=kept.changed if kept and same else self.now,
        )

    def _stored(self, kept: EpisodeState | None) -> Finished:
        assert kept is not None, "a session that was not given is kept"
        try:
            return read_finished(self.folder.root / "s" / kept.slug / RECORD_FILE)
        except OutputError as error:
            raise OutputError("stored-session", reason=error.phrase, slug=kept.slug) from error

    def _notice(self, identity: str, kept: EpisodeState) -> Episode:
        """What stands in the place of a session that was withdrawn: nothing of it but its id."""
        self.records[identity] = ""
        record = _empty_record(identity, kept.language)
        words = self.look.labels.words(kept.language)
        none = self.folder.root / "s" / kept.slug / "withdrawn"
        return Episode(record, none, kept.slug, "", words, kept.published, kept.changed, True)

    # Whether anything has changed

    def _is_done(self, site: Site, offer: Episode) -> bool:
        kept = self.folder.state.sessions.get(offer.record.id)
        if kept is None or kept.inputs != self._inputs(site, offer):
            return False
        return self.folder.has(kept.files)

    def _differs(self, site: Site) -> bool:
        state = self.folder.state
        return state.inputs != self._site_inputs(site) or not self.folder.has(state.shared)

    def _inputs(self, site: Site, offer: Episode) -> str:
        after = site.after(offer)
        following = (after.slug, after.name) if after else ()
        about = (offer.slug, offer.published, offer.changed, offer.withdrawn, *following)
        language = offer.words.language
        if language not in self.looks:
            self.looks[language] = self._look_inputs(site, language)
        return _hash(self.looks[language], self.records[offer.record.id], *about)

    def _site_inputs(self, site: Site) -> str:
        return _hash(
            *(self._inputs(site, offer) for offer in site.offers),
            self.look.labels.hash(site.words.language),
        )

    def _look_inputs(self, site: Site, language: str) -> str:
        logo = logo_of(site)
        shown = (asdict(site.clinic), site.base_url, logo.path if logo else "", site.contact)
        shaped = (_program(), self.look.labels.hash(language), site.private, site.pdfs)
        return _hash(*shown, *shaped)

    def _differs_from(self, before: dict[str, EpisodeState], identity: str) -> bool:
        return identity in before and before[identity].record != self.records[identity]

    # Writing

    def _write_sessions(self, site: Site, offers: list[Episode]) -> None:
        made = [(offer, files_of_session(site, offer)) for offer in offers]
        self._write(file for _, files in made for file in files)
        for offer, files in made:
            paths = tuple(file.path for file in files)
            kept = EpisodeState(
                offer.slug,
                offer.content.language,
                offer.published,
                offer.changed,
                self.records[offer.record.id],
                self._inputs(site, offer),
                paths,
                offer.withdrawn,
            )
            self.folder.marker.keep(offer.record.id, kept)

    def _write(self, files: Iterable[File]) -> None:
        self.folder.write(files, self._chunks)

    def _chunks(self, file: File) -> Iterable[bytes]:
        """The content of a file; that of a session that was given is checked on its way."""
        if isinstance(file.content, bytes):
            return [file.content]
        session = self.media.get(file.path)
        return checked_chunks(session) if session else [file.content.read_bytes()]


def files_of_session(site: Site, offer: Episode) -> list[File]:
    """Everything that one session has; a notice alone when it was withdrawn."""
    files = [file for part in SESSION_PARTS for file in part(site, offer)]
    if not offer.withdrawn:
        own = offer.record.named(Path(offer.media).name).to_json().encode()
        files += [
            File(offer.media, offer.mp3, "asset"),
            File(offer.folder + RECORD_FILE, own, "asset"),
        ]
    return files


def _address(look: SiteConfig, known: str, folder: str) -> str:
    """Where the site is: a private one under its path of today."""
    if look.base_url is None:
        return (
            f"{known.rstrip('/').rpartition('/')[0]}/{folder}/" if look.private and known else known
        )
    return f"{look.base_url}{folder}/" if look.private else look.base_url


def new_slug(record: SessionRecord) -> str:
    """The name of a session's folder, the same each time."""
    digits = hashlib.sha256(record.id.encode()).hexdigest()[:_SLUG_DIGITS]
    return "-".join(filter(None, (slug(record.content.routine), digits)))


def media_path(slug: str, record: SessionRecord) -> str:
    """Where a session's MP3 is, named by its content so that it can be kept for ever."""
    return f"s/{slug}/{record.media.sha256[:16]}.mp3"


def _empty_record(identity: str, language: str) -> SessionRecord:
    nothing: tuple[()] = ()
    content = SessionContent(
        routine="",
        title="",
        subtitle="",
        language=language,
        voices={},
        duration_ms=0,
        needs=nothing,
        warnings=Warnings(nothing, nothing, nothing),
        programme=None,
        plan=None,
        episode=None,
        faded={},
        personal=False,
        chapters=nothing,
        exercises=nothing,
        slots=nothing,
        cues=nothing,
    )
    return SessionRecord(VERSION, identity, content, Media("", 0, "", ""))


def _hash(*values: object) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


@cache
def _program() -> str:
    """A hash of everything that shapes a page: templates, assets, drawings and code."""
    digest = hashlib.sha256(f"{__version__} {typst_version()}".encode())
    for file in sorted(Path(__file__).parent.rglob("*")):
        if file.suffix in (".py", ".html", ".js", ".css", ".svg", ".typ"):
            digest.update(file.read_bytes())
    return digest.hexdigest()
