"""The sessions of a clinic's patients: planned, spoken once, and put where they are found."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from voicecoach.app.ahead import PlaceRef, Row, RowOutcome, open_shelf
from voicecoach.app.batch_inputs import BatchInputs
from voicecoach.app.crew import Crew, LocalCrew, plan_in_rounds
from voicecoach.app.jobs import Event, Listener
from voicecoach.app.logo import read_logo
from voicecoach.app.patient_sites import PatientPages, PlacedSession, SitesConfig, read_plan
from voicecoach.app.patients import (
    Patients,
    PatientSession,
    column_of,
    read_roster,
    reason_of,
)
from voicecoach.app.problems import of_safety
from voicecoach.app.sessions import Sessions
from voicecoach.app.shared_sounds import SharedSounds
from voicecoach.base.errors import OutputError, Unsafe, VoicecoachError
from voicecoach.base.lock import exclusive_lock
from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.values import dataclass, replace
from voicecoach.formats.problems import Located
from voicecoach.project import Project
from voicecoach.publish.address import checked_address
from voicecoach.publish.labels import Labels
from voicecoach.publish.sinks.common import CommonFiles
from voicecoach.publish.sinks.folder import make_private
from voicecoach.publish.site import SiteConfig
from voicecoach.roster.links import Links, PatientLink, list_alone, new_secret
from voicecoach.roster.rows import RosterRow
from voicecoach.session.plan import SessionPlan
from voicecoach.speech import Cast
from voicecoach.store.fragments import MissingFragment
from voicecoach.store.place import is_cloud, open_place

PatientState = Literal["made", "same", "expired", "withdrawn", "failed"]
SessionsAs = Literal["plans", "mp3", "shared"]


@dataclass(frozen=True, slots=True)
class BatchOrder:
    """What a batch is to make.

    Attributes:
        roster: the file.
        to: the place: a folder, or `s3://…`.
        links: the list of addresses; `links.csv` beside the roster when None.
        base_url: address of the place on the web; None leaves it as it was.
        kept: sessions as plans, which `serve` computes; as whole MP3s; or as sounds that all share,
            which browsers lay together.
        feed: whole MP3s besides, where browsers lay sessions together: podcast programs do not.
        nearest: where a session cannot be as long as a row asks, the nearest length will do.
        strict: a row with a warning of safety or a change that nobody asked for fails.
        pdfs: sheets as PDFs too.
        again: look at what was made before too.
        today: the day that it is.
    """

    roster: Path
    to: str
    links: Path | None = None
    base_url: str | None = None
    kept: SessionsAs = "plans"
    nearest: bool = False
    strict: bool = False
    pdfs: bool = False
    again: bool = False
    feed: bool = False
    today: date = date.min

    @property
    def shaping(self) -> tuple[str, ...]:
        """What of it sessions and pages differ by."""
        return self.kept, str(self.pdfs), str(self.nearest), str(self.feed)


class PatientOutcome(NamedTuple):
    """What came of a patient.

    Attributes:
        line: of the roster.
        label: theirs.
        state: in a word.
        sessions: how many they have.
        address: where they are found; empty where they have none.
        warnings: about their sessions.
        changes: what their profile changed without having named the exercise.
        failed: why they have no sessions, or those of before.
        files: how many were written.
    """

    line: int
    label: str
    state: PatientState
    sessions: int = 0
    address: str = ""
    warnings: tuple[Phrase, ...] = ()
    changes: tuple[str, ...] = ()
    failed: Phrase | None = None
    files: int = 0


class RosterRun:
    """One run over a roster.

    Attributes:
        asked: what it is to make.
        problems: of the roster, with their places.
        patients: how many rows it has.
        left: labels that have an address here, and are not in the roster any more.
    """

    def __init__(self, project: Project, asked: BatchOrder, crew: Crew | None = None) -> None:
        """Read the roster and the addresses.

        Args:
            project: has scripts, settings and voices.
            asked: what it is to make.
            crew: who plans and speaks; this process when None.

        Raises:
            ScriptError: as in `read_roster`.
            OutputError: a file cannot be read, or is where it would be published.
        """
        self.asked = asked
        self.project = project
        self._crew = crew or LocalCrew()
        self._roster = read_roster(asked.roster)
        self._place = place_named(asked.to)
        file = asked.links or asked.roster.parent / "links.csv"
        _refuse_published(file, self._place)
        self._links = Links.read(file)
        self._base_url = checked_address(asked.base_url)
        self.problems: tuple[Located, ...] = self._roster.problems
        self.patients = len(self._roster.rows) + len(self._roster.faulty)
        known = {row.label for row in self._roster.rows} | {*self._roster.faulty.values()}
        self.left = tuple(
            link.label
            for link in self._links.rows.values()
            if link.place == self._place and link.label not in known and not link.withdrawn
        )

    def run(self, listener: Listener | None = None) -> Iterator[PatientOutcome]:
        """Make what is new or differs; what has not changed is not written.

        Args:
            listener: told what is planned, spoken and written.

        Returns:
            What came of each row, in the order in which that is known.

        Raises:
            OutputError: the place cannot be used, or another batch writes to it.
        """
        state = state_of_place(self.project, self._place)
        with exclusive_lock(state / "lock", OutputError("busy/batch", place=self._place)):
            for line, label in self._roster.faulty.items():
                yield PatientOutcome(line, label, "failed", failed=phrase("batch/row"))
            with Sessions(self.project) as sessions:
                yield from self._run(sessions, state, listener)

    def _run(
        self, sessions: Sessions, state: Path, listener: Listener | None
    ) -> Iterator[PatientOutcome]:
        with list_alone(self.project.own_folder, self._links.file):
            self._links = Links.read(self._links.file)  # another may have changed it meanwhile
            links = {row.line: self._link(row) for row in self._roster.rows}
            self._links.save()  # before anything is put there: no address is ever lost
        sites, seen = self._sites(state), BatchInputs(sessions, self.asked.shaping)
        patients = Patients(sessions, self.asked.nearest)
        wanted = []
        for row in self._roster.rows:
            pages = PatientPages(sites, links[row.line])
            if over := self._over(pages.link):
                if pages.made():
                    pages.end()
                yield PatientOutcome(row.line, row.label, over)
                continue
            try:
                found = patients.sessions_of(row)
                casts = tuple(sessions.cast(each.order) for each in found)
            except VoicecoachError as error:
                yield self._failed(row, reason_of(error), column_of(row, error))
                continue
            want = _Wanted(row, pages, found, casts, seen.digest(row, pages.link, casts))
            if self.asked.strict and (unsafe := want.unsafe):
                yield self._failed(row, Unsafe("strict/warned", what=unsafe).phrase, "profile")
            elif not self.asked.again and want.is_made(sites):
                yield want.outcome("same")
            else:
                wanted.append(want)
        yield from self._make(sites, wanted, listener)

    def _make(
        self, sites: SitesConfig, wanted: Iterable[_Wanted], listener: Listener | None
    ) -> Iterator[PatientOutcome]:
        """Plan the sessions of patients, and make the pages of each who has all of theirs.

        Sessions that are one value are planned once, whoever they are for.
        """
        rows: dict[int, Row] = {}
        whose: dict[int, list[_Wanted]] = {}
        for want in wanted:
            for each, cast in zip(want.sessions, want.casts, strict=True):
                row = rows.get(id(each.order))
                if row is None:
                    row = rows[id(each.order)] = Row.of(len(rows), each.order, cast)
                want.numbers.append(row.number)
                whose.setdefault(row.number, []).append(want)
        patients = len({id(want) for all_ in whose.values() for want in all_})
        settings = self.project.engines().settings
        shelf = shelf_of(self.project, self._place, self.asked.kept)

        def ready() -> Iterator[_Wanted]:
            for told in plan_in_rounds(self._crew, settings, shelf, rows.values(), listener):
                for want in dict.fromkeys(whose[told.number]):
                    want.told[told.number] = told
                    if len(want.told) == len({*want.numbers}):
                        yield want

        all_ready = ready() if sites.sounds is None else _with_sounds(sites, [*ready()])
        for done, want in enumerate(all_ready, 1):
            if listener:
                listener(Event("publishing", "", done, patients))
            yield self._published(want)

    def _published(self, want: _Wanted) -> PatientOutcome:
        """Make the pages of a patient whose sessions are planned."""
        failed = next((told.failed for told in want.told.values() if told.failed), None)
        if failed:
            return self._failed(want.row, failed, "what")
        placed = [
            PlacedSession(each.name, want.told[number].etag, each.days)
            for each, number in zip(want.sessions, want.numbers, strict=True)
        ]
        language = want.sessions[0].order.script.language.language
        try:
            files = want.pages.publish(placed, language, want.inputs)
        except MissingFragment:
            return self._failed(want.row, OutputError("cache/missing").phrase, "what")
        except VoicecoachError as error:
            return self._failed(want.row, reason_of(error), "what")
        return want.outcome("made" if files else "same", files)

    def _failed(self, row: RosterRow, reason: Phrase, column: str) -> PatientOutcome:
        self.problems = (*self.problems, self._roster.located(row, column, reason))
        return PatientOutcome(row.line, row.label, "failed", failed=reason)

    def _link(self, row: RosterRow) -> PatientLink:
        """The address of a patient, kept with what the row says of it."""
        known = self._links.of(self._place, row.label)
        base_url = known.base_url if known and self._base_url is None else self._base_url or ""
        link = known or PatientLink(
            row.label, self._place, base_url, new_secret(), self.asked.today
        )
        link = replace(link, until=row.until, base_url=base_url)
        self._links.keep(link)
        return link

    def _over(self, link: PatientLink) -> PatientState | None:
        if link.withdrawn:
            return "withdrawn"
        return "expired" if link.until and link.until < self.asked.today else None

    def _sites(self, state: Path) -> SitesConfig:
        project, asked = self.project, self.asked
        shelf = shelf_of(project, self._place, asked.kept)
        look = SiteConfig(
            project.settings.clinic,
            read_logo(project),
            None,
            project.settings.language,
            Labels(project.library().language),
            pdfs=asked.pdfs,
        )
        place = open_shelf(shelf) if asked.kept == "plans" else open_place(self._place)
        common = CommonFiles(place.files)
        return SitesConfig(
            place,
            open_shelf(shelf),
            look,
            state,
            project.settings.clinic.time_zone,
            asked.kept == "mp3" or asked.feed,
            common,
            SharedSounds(common, state) if asked.kept == "shared" else None,
        )


@dataclasses.dataclass(slots=True, eq=False)
class _Wanted:
    """A patient's sessions, until all of them are planned.

    Attributes:
        inputs: a digest of all that sessions and pages are made of.
        numbers: of the rows that are planned, one for each session.
        told: what came of these.
    """

    row: RosterRow
    pages: PatientPages
    sessions: tuple[PatientSession, ...]
    casts: tuple[Cast, ...]
    inputs: str
    numbers: list[int] = field(default_factory=list)
    told: dict[int, RowOutcome] = field(default_factory=dict)

    def is_made(self, sites: SitesConfig) -> bool:
        """Whether just this was made before, and is there."""
        made = self.pages.made()
        if made is None or made.inputs != self.inputs:
            return False
        there = sites.stores.plans.has(made.etags)
        return there == {*made.etags} and sites.common.has(made.common)

    @property
    def unsafe(self) -> str:
        """What is for a clinician to look at, counted; or nothing."""
        warnings = len({p for each in self.sessions for p in of_safety(each.order.problems)})
        counts = {"warnings of safety": warnings, "changes of the profile": len(self._changes)}
        return ", ".join(f"{what}: {count}" for what, count in counts.items() if count)

    @property
    def _changes(self) -> tuple[str, ...]:
        found = (change for each in self.sessions for change in each.order.script.changes)
        return tuple(dict.fromkeys(str(change) for change in found if change.implied))

    def outcome(self, state: PatientState, files: int = 0) -> PatientOutcome:
        """Say what came of it."""
        problems = [p for each in self.sessions for p in each.order.problems]
        problems += [p for told in self.told.values() for p in told.warnings]
        return PatientOutcome(
            self.row.line,
            self.row.label,
            state,
            len(self.sessions),
            self.pages.link.address,
            tuple(dict.fromkeys(problem.phrase for problem in problems)),
            self._changes,
            files=files,
        )


def _with_sounds(sites: SitesConfig, wanted: list[_Wanted]) -> list[_Wanted]:
    """Put the sounds of all sessions that browsers lay together where these find them."""
    etags = {told.etag: None for want in wanted for told in want.told.values() if told.etag}

    def plans() -> Iterator[SessionPlan]:
        for etag in etags:
            with contextlib.suppress(MissingFragment):  # which is told where it is missed
                yield read_plan(sites.stores, etag)

    if sites.sounds:
        sites.sounds.add(plans())
    return wanted


def shelf_of(project: Project, place: str, kept: SessionsAs) -> PlaceRef:
    """Where a batch keeps sounds and plans: in the place, or here where that gets whole MP3s."""
    state = state_of_place(project, place)
    if kept != "plans":
        return PlaceRef(str(state / "stores"), sounds=str(project.cache.root))
    return PlaceRef(place, near=str(state / "near"))


def place_named(to: str) -> str:
    """A place as lists and states of it name it, however it was written."""
    return to if is_cloud(to) else str(Path(to).expanduser().resolve())


def state_of_place(project: Project, place: str) -> Path:
    """The folder of what is known here of a place; nobody else looks into it."""
    folder = project.own_folder / "places" / hashlib.sha256(place.encode()).hexdigest()[:16]
    make_private(folder)
    return folder


def _refuse_published(file: Path, place: str) -> None:
    """See that the list of addresses does not lie where all is published.

    Raises:
        OutputError: it does.
    """
    if not is_cloud(place) and file.expanduser().resolve().is_relative_to(place):
        raise OutputError("links/published", file=file, place=place)
