"""What the addresses of a place lead to: patients' pages, their sessions, and today's.

A place is laid out as `voicecoach batch` does it. Nothing is ever served but what lies below
`p/<secret>/`, and of that not `place.json`, which says what is served in its stead; and the files
that all patients' pages share, by their names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from voicecoach.base.errors import OutputError
from voicecoach.base.intake import TooLarge
from voicecoach.base.stored import as_shape
from voicecoach.base.values import dataclass, replace
from voicecoach.publish.episode import ASSETS
from voicecoach.publish.sinks.marker import NAME
from voicecoach.session.packed import NoPlan, unpack_onto
from voicecoach.session.plan import SessionPlan
from voicecoach.store.fragments import MissingFragment
from voicecoach.store.protocol import FragmentStore
from voicecoach.web.ondemand.conditions import Validators
from voicecoach.web.ondemand.held import HeldStore, Recent
from voicecoach.web.ondemand.sources import (
    ALWAYS_S,
    KEPT,
    REVALIDATED,
    SHARED,
    PatientFiles,
    PlannedRecording,
    Sendable,
    Unready,
)

PATIENTS = "p"
TODAY = "today.mp3"
PLACE_FILE = "place.json"
NAMED_CHARS = 16  # of an ETag: a name that has them and no others is the plan's own
_MOST_TOLD = 4096  # patients whose place.json is held
_MOST_PLANS = 128  # each takes some 150 kB, and 2 ms to read again
_MOST_PLACE_BYTES = 1_000_000
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,128}")
_ETAG = re.compile(r"[0-9a-f]{64}")
_BY_CONTENT = re.compile(r"[a-z0-9-]+\.[0-9a-f]{12}\.[a-z0-9]+")
_VERSION = 1


class Moved(NamedTuple):
    """It is elsewhere: an address that is relative to the one that was asked for.

    Attributes:
        kept: whether it is always there; else nothing may remember it.
    """

    to: str
    kept: bool = False


class Gone(NamedTuple):
    """It was here, and is offered no more."""


Reached = Sendable | Moved | Gone | None


class Served(Protocol):
    """What is served."""

    def find(self, parts: tuple[str, ...]) -> tuple[str, Reached]:
        """Find what a path leads to.

        Args:
            parts: of the path; the last is empty where that ends in a slash.

        Returns:
            The kind of thing that it is, in a word that metrics have, and that.

        Raises:
            Unready: it cannot be given now.
        """


@dataclass(frozen=True, slots=True)
class PatientSite:
    """What place.json says of a patient's site.

    Attributes:
        zone: in which days begin.
        until: the last day on which it is offered, as YYYY-MM-DD.
        media: ETags of plans by the addresses of their sessions.
        days: which of them is today's, by the day on which that begins.
    """

    zone: str
    until: date | None
    media: dict[str, str]
    days: tuple[tuple[date, str], ...]


def today_in(zone: str) -> date:
    """Return the day that it is in a time zone.

    Raises:
        ValueError: there is no such zone here.
    """
    return datetime.now(_zone(zone)).date()


@cache
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (OSError, KeyError, ValueError) as error:
        raise ValueError(f"no time zone {name}") from error


class PatientSites:
    """The sites of a clinic's patients, whose sessions are plans or files."""

    def __init__(
        self,
        files: PatientFiles,
        plans: FragmentStore,
        fragments: FragmentStore,
        most_bytes: int,
        today: Callable[[str], date] = today_in,
        at_once: int = 1,
    ) -> None:
        """Prepare.

        Args:
            files: what lies below `p`, and `p` itself.
            plans: packed plans by their ETags.
            fragments: what the plans name.
            most_bytes: of fragments that are held in memory.
            today: gives the day that it is in a time zone.
            at_once: how many fragments are asked for at once.
        """
        self.held = HeldStore(fragments, most_bytes, at_once)
        self.plans: Recent[str, SessionPlan] = Recent(_MOST_PLANS)
        self._files = files
        self._stored = plans
        self._today = today
        self._told: Recent[tuple[str, str], PatientSite] = Recent(_MOST_TOLD)

    def find(self, parts: tuple[str, ...]) -> tuple[str, Reached]:
        """Find what a path leads to."""
        if parts[0] == ASSETS.rstrip("/"):
            return _asset(parts, self._files)
        if len(parts) < 3 or parts[0] != PATIENTS or not _SECRET.fullmatch(parts[1]):
            return _entry(parts, self._files)
        secret, below = parts[1], parts[2:]
        told = self._place(secret)
        if told and told.until and self._day(told) > told.until:
            return "gone", Gone()
        if below == (PLACE_FILE,):
            return "none", None
        if told and below == (TODAY,):
            return "today", self._session_of_today(told)
        if told and (etag := told.media.get("/".join(below))):
            return "recording", self._recording(etag, below[-1])
        return page(parts, self._files)

    def _place(self, secret: str) -> PatientSite | None:
        """Read what is served of a patient's site; None where it is files alone.

        Raises:
            Unready: it cannot be read.
        """
        try:
            found = self._files.read((PATIENTS, secret, PLACE_FILE), _MOST_PLACE_BYTES)
        except TooLarge as error:
            raise Unready("place") from error
        if found is None:
            return None
        version, content = found
        told = self._told.get((secret, version))
        if told is None:
            try:
                told = read_told(content)
            except (ValueError, TypeError, LookupError, RecursionError) as error:
                raise Unready("place") from error
            self._told.put((secret, version), told)
        return told

    def _day(self, told: PatientSite) -> date:
        try:
            return self._today(told.zone)
        except ValueError as error:
            raise Unready("place") from error

    def _session_of_today(self, told: PatientSite) -> Moved | None:
        day = self._day(told)
        begun = [media for begins, media in told.days if begins <= day]
        return Moved(begun[-1]) if begun else None

    def _recording(self, etag: str, name: str) -> PlannedRecording:
        own = name.removesuffix(".mp3") == etag[:NAMED_CHARS]
        told = Validators(etag, ALWAYS_S if own else None)
        return PlannedRecording(self.plan(etag), self.held, told, KEPT if own else REVALIDATED)

    def plan(self, etag: str) -> SessionPlan:
        """Read a plan.

        Raises:
            Unready: it is not there, or is damaged.
        """
        plan = self.plans.get(etag)
        if plan is None:
            try:
                packed = self._stored.get(etag).payload
                if packed is None:
                    raise Unready("plan")
                plan = unpack_onto(packed, self.held.shelf)
            except MissingFragment as error:
                raise Unready("fragment") from error
            except NoPlan as error:
                raise Unready("plan") from error
            except OutputError as error:
                raise Unready("store") from error
            self.plans.put(etag, plan)
        return plan


class StaticSite:
    """A folder that `publish` made, with its recordings."""

    def __init__(self, files: PatientFiles) -> None:
        self._files = files

    def find(self, parts: tuple[str, ...]) -> tuple[str, Reached]:
        """Find what a path leads to."""
        return page(parts, self._files)


def page(parts: tuple[str, ...], files: PatientFiles) -> tuple[str, Reached]:
    """Find a file, or the page of a folder.

    Raises:
        Unready: the place cannot be used.
    """
    names = parts if parts[-1] else (*parts[:-1], "index.html")
    if not all(map(NAME.fullmatch, names)):
        return "none", None
    if found := files.find(names):
        return "recording" if names[-1].endswith(".mp3") else "page", found
    if parts[-1] and files.holds(parts):
        return "page", Moved(f"{parts[-1]}/", kept=True)
    return "none", None


def _asset(parts: tuple[str, ...], files: PatientFiles) -> tuple[str, Reached]:
    """Find a file that all patients' pages share; nobody is told which there are."""
    if len(parts) != 2 or not _BY_CONTENT.fullmatch(parts[1]):
        return "none", None
    found = files.find(parts)
    return "asset", found and replace(found, caching=SHARED)


def _entry(parts: tuple[str, ...], files: PatientFiles) -> tuple[str, Reached]:
    """What stands above the patients' sites: nothing but the empty page that a clinic put there."""
    if parts in (("",), (PATIENTS, "")):
        return page(parts, files)
    if len(parts) == 2 and parts[0] == PATIENTS and _SECRET.fullmatch(parts[1]):
        return page(parts, files)
    return "none", None


def read_told(content: bytes) -> PatientSite:
    """Read a place.json.

    Raises:
        ValueError: it is none, or of another version.
    """
    data = json.loads(content)
    if data["version"] != _VERSION:
        raise ValueError("a place.json of another version")
    media: dict[str, str] = as_shape(dict[str, str], data["media"])
    if not all(map(_ETAG.fullmatch, media.values())):
        raise ValueError("a place.json that names no plan")
    days = [*map(_day, data["days"])]
    until = date.fromisoformat(data["until"]) if data["until"] else None
    zone = data["zone"]
    if not isinstance(zone, str):
        raise ValueError("a place.json without a time zone")
    return PatientSite(zone, until, media, tuple(sorted(days)))


def _day(day: Any) -> tuple[date, str]:
    if not all(map(NAME.fullmatch, day["media"].split("/"))):
        raise ValueError("a day that leads elsewhere")
    return date.fromisoformat(day["from"]), day["media"]
