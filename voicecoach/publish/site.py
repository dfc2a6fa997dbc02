"""Publishing on one screen: finished sessions become a site, and nothing is done twice."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, field
from functools import cache
from pathlib import Path

from voicecoach import __version__
from voicecoach.base.errors import OutputError
from voicecoach.base.values import dataclass
from voicecoach.model.clinic import Clinic
from voicecoach.publish.assets import logo_of
from voicecoach.publish.builders.feed import identity_of
from voicecoach.publish.builders.handout import check_handout, check_logo, typst_version
from voicecoach.publish.builders.parts import SESSION_PARTS, SITE_PARTS
from voicecoach.publish.catalogue import Finished, empty_record, read_finished
from voicecoach.publish.episode import ABOVE, Episode, File, Site, shown_order
from voicecoach.publish.labels import Labels
from voicecoach.publish.paths import media_path, new_slug, record_path
from voicecoach.publish.sinks.common import CommonFiles
from voicecoach.publish.sinks.folder import Changes, SiteFolder, lock_site
from voicecoach.publish.sinks.marker import EpisodeState
from voicecoach.session.record import SessionContent

_BATCH = 16  # sessions whose files are made before they are written

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
        tailored: whether sessions that were made for one person are listed like all others.
        computed: whether recordings are made when they are asked for, and are no files of it.
        state: where what is known of the site is kept; beside its folder when None.
        exact: what is not given goes, and leaves no trace.
        common: takes the assets, where the site lies in a place whose sites share them.
        feed: whether recordings are at their addresses, so that podcast programs find them.
    """

    clinic: Clinic
    logo: tuple[str, bytes] | None
    base_url: str | None
    language: str
    labels: Labels
    private: bool = False
    standalone: bool = False
    pdfs: bool = True
    tailored: bool = False
    computed: bool = False
    state: Path | None = None
    exact: bool = False
    common: CommonFiles | None = None
    feed: bool = True

    def lists(self, content: SessionContent) -> bool:
        """Whether index and feed lead to a session: for others to see, or to him alone."""
        return not content.tailored or self.tailored or self.private or self.standalone


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What a run did.

    Attributes:
        site: as it is now.
        new: sessions that came.
        changed: sessions that were there, and differ now.
        refused: sessions that were given, but have been withdrawn.
        changes: of files.
        common: paths of the files that it shares with others.
    """

    site: Site
    new: tuple[Episode, ...]
    changed: tuple[Episode, ...]
    refused: tuple[Episode, ...]
    changes: Changes
    common: tuple[str, ...]


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
    _withdrawn(SiteFolder.open(root, look.state), given, *names)
    with lock_site(root, look.state):
        folder = SiteFolder.open(root, look.state, look.common)
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
    published: dict[str, int] = field(default_factory=dict)  # by id, when those that are new come
    records: dict[str, str] = field(default_factory=dict)  # by id, the hash of each
    looks: dict[str, str] = field(default_factory=dict)  # by language, the hash of the site's look

    def run(self, on_progress: SiteProgress) -> PublishReport:
        state = self.folder.state
        before = dict(state.sessions)
        if self.look.exact:
            state.sessions = {key: kept for key, kept in before.items() if key in self.given}
        state.base_url = _address(self.look, state.base_url, self.folder.root.name)
        if state.base_url and not state.identity:
            state.identity = identity_of(state.base_url)
        self.published = self._dates()
        site = self._site()
        due = [offer for offer in site.offers if not self._is_done(site, offer)]
        if due:
            check_logo(site)
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
        changes, common = self.folder.changes, self.folder.shared
        return PublishReport(site, (*new,), (*changed,), (*refused,), changes, common)

    # What is offered

    def _site(self) -> Site:
        look, kept = self.look, self.folder.state.sessions
        offers = [self._offer(identity) for identity in dict.fromkeys([*kept, *self.given])]
        offers.sort(key=lambda offer: (shown_order(offer.content), offer.slug))
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
            computed=look.computed,
            above=ABOVE if look.common else "",
            feed=look.feed,
        )

    def _dates(self) -> dict[str, int]:
        """When the new sessions come: a second after one another, in the order of the index.

        Readers of feeds sort by these times, and take two that are equal in any order.
        """
        known = self.folder.state.sessions
        new = sorted(
            (key for key in self.given if key not in known),
            key=lambda key: (shown_order(self.given[key].record.content), key),
        )
        last = max((kept.published for kept in known.values()), default=0)
        first = max(self.now, last + 1)
        return {key: first + number for number, key in enumerate(new)}

    def _offer(self, identity: str) -> Episode:
        kept = self.folder.state.sessions.get(identity)
        if identity in self.withdrawn:
            assert kept is not None, "only what was published can be withdrawn"
            return self._notice(identity, kept)
        look, session = self.look, self.given.get(identity) or self._stored(kept)
        content = session.record.content
        self.records[identity] = session.inputs
        name = kept.slug if kept else new_slug(session.record)
        same = kept is not None and kept.record == session.inputs
        media = media_path(name, session.record)
        return Episode(
            session.record,
            session.mp3,
            name,
            media,
            look.labels.words(content.language),
            published=kept.published if kept else self.published[identity],
            changed=kept.changed if kept and same else self.now,
            listed=(identity in self.given and look.lists(content)) or bool(kept and kept.listed),
            spliced=session.spliced,
        )

    def _stored(self, kept: EpisodeState | None) -> Finished:
        assert kept is not None, "a session that was not given is kept"
        try:
            record = self.folder.place(record_path(kept.slug))
            return read_finished(record, self.folder.root / "s" / kept.slug)
        except OutputError as error:
            raise OutputError("stored-session", reason=error.phrase, slug=kept.slug) from error

    def _notice(self, identity: str, kept: EpisodeState) -> Episode:
        """What stands in the place of a session that was withdrawn: nothing of it but its id."""
        self.records[identity] = ""
        record = empty_record(identity, kept.language)
        words = self.look.labels.words(kept.language)
        times = kept.published, kept.changed
        return Episode(record, None, kept.slug, "", words, *times, True, kept.listed)

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
        state = (offer.published, offer.changed, offer.withdrawn, offer.listed)
        about = (offer.slug, *state, *following)
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
        shown = (asdict(site.clinic), site.base_url, logo.path if logo else "")
        labels = self.look.labels.hash(language)
        shaped = (_program(), labels, site.private, site.pdfs, site.computed, site.above, site.feed)
        return _hash(*shown, *shaped)

    def _differs_from(self, before: dict[str, EpisodeState], identity: str) -> bool:
        return identity in before and before[identity].record != self.records[identity]

    # Writing

    def _write_sessions(self, site: Site, offers: list[Episode]) -> None:
        made = [(offer, [*files_of_session(site, offer), *self._record(offer)]) for offer in offers]
        self._write(file for _, files in made for file in files)
        for offer, files in made:
            paths = tuple(file.path for file in files) + offer.sounds
            kept = EpisodeState(
                offer.slug,
                offer.content.language,
                offer.published,
                offer.changed,
                self.records[offer.record.id],
                self._inputs(site, offer),
                paths,
                offer.withdrawn,
                offer.listed,
            )
            self.folder.marker.keep(offer.record.id, kept)

    def _write(self, files: Iterable[File]) -> None:
        self.folder.write(files)

    def _record(self, offer: Episode) -> Iterator[File]:
        """The record, from which the session's files are made anew; it is no part of the site."""
        if not (offer.withdrawn or self.look.exact):
            own = offer.record.named(Path(offer.media).name).to_json().encode()
            yield File(record_path(offer.slug), own, "asset")


def files_of_session(site: Site, offer: Episode) -> list[File]:
    """Everything that one session has; a notice alone when it was withdrawn."""
    files = [file for part in SESSION_PARTS for file in part(site, offer)]
    if offer.mp3 and not site.computed:
        files.append(File(offer.media, offer.mp3, "asset", offer.record.media.sha256))
    return files


def _address(look: SiteConfig, known: str, folder: str) -> str:
    """Where the site is: a private one under its path of today."""
    if look.base_url is None:
        return (
            f"{known.rstrip('/').rpartition('/')[0]}/{folder}/" if look.private and known else known
        )
    return f"{look.base_url}{folder}/" if look.private else look.base_url


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
