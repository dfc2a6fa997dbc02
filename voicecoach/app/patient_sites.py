"""A patient's private pages in a place, over sessions that are plans or whole MP3s."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import NamedTuple

from voicecoach.app.shared_sounds import SharedSounds
from voicecoach.base.files import Staging, cannot_write, write_file
from voicecoach.base.intake import read_bounded
from voicecoach.base.stored import as_shape
from voicecoach.base.values import dataclass, replace
from voicecoach.publish.catalogue import Finished
from voicecoach.publish.episode import ABOVE
from voicecoach.publish.pages import render_page
from voicecoach.publish.sinks.common import CommonFiles
from voicecoach.publish.sinks.folder import SiteFolder, lock_site
from voicecoach.publish.site import SiteConfig, publish_site
from voicecoach.roster.links import PatientLink
from voicecoach.session.packed import unpack
from voicecoach.session.plan import SessionPlan
from voicecoach.session.record import VERSION, Media, SessionRecord
from voicecoach.store.fragments import MissingFragment
from voicecoach.store.place import Place
from voicecoach.web.ondemand.place import PATIENTS, PLACE_FILE

_MADE = "made.json"
_SENT = "sent.json"
_MOST_BYTES = 4_000_000
_NEVER = date(2000, 1, 1)  # the last day of what is offered no more


class PlacedSession(NamedTuple):
    """A session of a patient that is planned.

    Attributes:
        name: tells it apart from their others, and stays the same.
        etag: of its plan in the place's store.
        days: on which it is theirs, where a programme says.
    """

    name: str
    etag: str
    days: tuple[date, ...] = ()


class SitesConfig(NamedTuple):
    """How patients' pages are made.

    Attributes:
        place: where they go.
        stores: has the plans, and what they name.
        look: of all of them; base address, language and private state are a patient's own.
        state: folder of what is known of them here.
        zone: in which their days begin.
        recordings: write whole MP3s, for hosts that compute nothing.
        common: takes what all of them share.
        sounds: takes the sounds of sessions that browsers lay together; None where they do not.
    """

    place: Place
    stores: Place
    look: SiteConfig
    state: Path
    zone: str
    recordings: bool
    common: CommonFiles
    sounds: SharedSounds | None = None

    @property
    def has_media(self) -> bool:
        """Whether sessions are at their addresses: as files, or as plans for `serve`."""
        return self.recordings or self.sounds is None


@dataclass(frozen=True, slots=True)
class MadePages:
    """What was made of a patient before.

    Attributes:
        inputs: a digest of all that it was made of.
        etags: of its sessions.
        secret: of the address under which that is.
        common: paths of the place's shared files that they need.
    """

    inputs: str
    etags: tuple[str, ...]
    secret: str
    common: tuple[str, ...] = ()


class PatientPages:
    """The pages of one patient, in a place.

    Attributes:
        link: where they are found.
    """

    def __init__(self, sites: SitesConfig, link: PatientLink) -> None:
        self.link = link
        self._sites = sites
        self._state = sites.state / hashlib.sha256(link.label.encode()).hexdigest()[:32]
        self._path = f"{PATIENTS}/{link.secret}"
        own = sites.place.folder
        self._root = (own or self._state / "mirror") / PATIENTS / link.secret
        self._sends = own is None

    def made(self) -> MadePages | None:
        """Read what was made before; None where that is nothing, or is there no more."""
        made = self._read_made()
        there = made and made.secret == self.link.secret and (self._root / PLACE_FILE).is_file()
        return made if there else None

    def _read_made(self) -> MadePages | None:
        try:
            return as_shape(MadePages, json.loads(read_bounded(self._state / _MADE, _MOST_BYTES)))
        except (OSError, ValueError, RecursionError):
            return None

    def publish(self, sessions: Iterable[PlacedSession], language: str, inputs: str) -> int:
        """Bring the pages up to date.

        Args:
            sessions: all that the patient is given.
            language: of the pages.
            inputs: a digest of all this, to be remembered when it is done.

        Returns:
            How many files were written.

        Raises:
            OutputError: a file cannot be written.
            MissingFragment: the store has lost something of a plan.
        """
        sites, link, there = self._sites, self.link, [*sessions]
        plans = {each.etag: self._plan(each.etag) for each in there}
        finished = {each.name: self._finished(each, plans[each.etag]) for each in there}
        look = replace(
            sites.look,
            base_url=f"{link.base_url}{PATIENTS}/" if link.base_url else None,
            language=language,
            private=True,
            computed=not sites.recordings,
            state=self._state,
            exact=True,
            common=sites.common,
            feed=sites.has_media,
        )
        self._end_other()
        self._close()
        report = publish_site(self._root, finished.values(), look)
        media = {each.record.id: each.media for each in report.site.offers}
        paths = {name: media[session.record.id] for name, session in finished.items()}
        written = report.changes.written + self._tell(self._told(there, paths, report.common))
        written = self._send() if self._sends else written
        made = MadePages(inputs, (*plans,), link.secret, report.common)
        write_file(self._state / _MADE, json.dumps(asdict(made)), private=True)
        return written

    def _end_other(self) -> None:
        """End the address of before, where the patient has another now."""
        before = self._read_made()
        if before and before.secret != self.link.secret:
            PatientPages(self._sites, replace(self.link, secret=before.secret)).end()

    def end(self) -> None:
        """Take everything away; that it was there is answered with 410.

        Raises:
            OutputError: a file cannot be removed or written.
        """
        (self._state / _MADE).unlink(missing_ok=True)
        self._close()
        with lock_site(self._root, self._state):
            folder = SiteFolder.open(self._root, self._state)
            folder.state.sessions, folder.state.shared, folder.state.inputs = {}, [], ""
            folder.finish()
        self._tell({"media": {}, "days": [], "common": [], "until": _NEVER.isoformat()})
        if self._sends:
            self._send()

    def _plan(self, etag: str) -> SessionPlan:
        return read_plan(self._sites.stores, etag)

    def _finished(self, session: PlacedSession, plan: SessionPlan) -> Finished:
        """A session as it is published: known by the patient's own address and its name."""
        told = f"{self.link.secret} {session.name}"
        identity = hashlib.sha256(told.encode()).hexdigest()[:32]
        media = Media("", plan.size, "", session.etag)
        inputs = hashlib.sha256(f"{identity} {session.etag}".encode()).hexdigest()
        record = SessionRecord(VERSION, identity, plan.content, media)
        sounds = self._sites.sounds
        if sounds is None:
            return Finished(record, plan, inputs)
        spliced = sounds.spliced(plan, ABOVE + ABOVE)  # from s/<session>/, and p/<secret>/
        return Finished(record, plan, f"{inputs} {spliced.stem}", spliced)

    def _told(
        self, sessions: list[PlacedSession], paths: Mapping[str, str], common: Iterable[str]
    ) -> dict[str, object]:
        """What `serve` and `store prune` are to know: plans, files, and which is a day's."""
        sites, until = self._sites, self.link.until
        return {
            "until": until.isoformat() if until else "",
            "media": {}
            if sites.recordings or sites.sounds
            else {paths[each.name]: each.etag for each in sessions},
            "days": [*_days(sessions, paths)] if sites.has_media else [],
            "common": [*common],
        }

    def _tell(self, told: Mapping[str, object]) -> int:
        content = json.dumps({"version": 1, "zone": self._sites.zone, **told}).encode()
        return self._write(PLACE_FILE, content)

    def _write(self, name: str, content: bytes) -> int:
        with Staging(self._root, public=True) as staging:
            return staging.write(name, [content]).is_new

    def _close(self) -> None:
        """Keep the folder of all patients from being listed."""
        above = self._root.parent
        try:
            above.mkdir(parents=True, exist_ok=True)
            above.chmod(0o711)  # a web server passes through, and nobody else looks into it
            self._root.mkdir(exist_ok=True)
            self._root.chmod(0o755)
        except OSError as error:
            raise cannot_write(above, error) from error
        if not (above / "index.html").exists():
            with Staging(above, public=True) as staging:
                staging.write("index.html", [render_page("closed.html")])

    def _send(self) -> int:
        """Send what differs to a place that is no folder; what leads to the others comes last."""
        files = self._sites.place.files
        sent = self._sent()
        here = {each.relative_to(self._root).as_posix(): each for each in _files(self._root)}
        stamps = {path: _sha256(each) for path, each in here.items()}
        changed = sorted((p for p in stamps if sent.get(p) != stamps[p]), key=_last)
        for path in changed:
            files.write(f"{self._path}/{path}", here[path].read_bytes())
        for path in sent.keys() - stamps.keys():
            files.remove(f"{self._path}/{path}")
        if changed or sent.keys() - stamps.keys():
            told = {"path": self._path, "files": stamps}
            write_file(self._state / _SENT, json.dumps(told), private=True)
        return len(changed)

    def _sent(self) -> dict[str, str]:
        """What was sent before to the path of today."""
        try:
            told = json.loads(read_bounded(self._state / _SENT, _MOST_BYTES))
            return as_shape(dict[str, str], told["files"]) if told["path"] == self._path else {}
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            return {}


def read_plan(stores: Place, etag: str) -> SessionPlan:
    """Read a plan.

    Raises:
        MissingFragment: the store has lost it, or something of it.
    """
    packed = stores.plans.get(etag).payload
    if packed is None:
        raise MissingFragment
    return unpack(packed, stores.fragments)


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _last(path: str) -> tuple[int, str]:
    """What others lead to comes first."""
    ranks = {PLACE_FILE: 3, "index.html": 2, "feed.xml": 2, "sw.js": 2}
    return ranks.get(path, 1 if path.endswith(".html") else 0), path


def _files(root: Path) -> Iterator[Path]:
    return (each for each in sorted(root.rglob("*")) if each.is_file())


def _days(sessions: list[PlacedSession], paths: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """From which day on which session is today's; one that no programme dates is always."""
    dated = sorted((day, each.name) for each in sessions for day in each.days)
    if not dated and sessions:
        dated = [(_NEVER, sessions[0].name)]
    before = ""
    for day, name in dated:
        if name != before:
            before = name
            yield {"from": day.isoformat(), "media": paths[name]}
