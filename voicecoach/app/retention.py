"""What a place keeps: plans that patients' places name, and the entries that these plans name.

Of the files that patients share, those that some of them name.

All else goes, when it is older than the grace period: a batch that runs has put, or planned with,
entries that no plan names yet. Just before something is removed, plans are looked at again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from voicecoach.base.errors import OutputError
from voicecoach.publish.sinks.common import SHARED_FOLDERS
from voicecoach.session.packed import NoPlan, entries_of
from voicecoach.store.place import Place, open_place
from voicecoach.store.protocol import Kept

DAY_S = 86_400
LEAST_GRACE_DAYS = 1
"""No batch runs longer."""

_AT_ONCE = 1000  # entries that are removed between two looks


class Removed(NamedTuple):
    """What was removed, or would be.

    Attributes:
        plans, entries: how many.
        files: how many shared files, of pages as they are no more.
        size_bytes: of all.
        kept_plans, kept_entries: how many stay.
        stopped: something is left that may go, for only so much was asked to be removed.
    """

    plans: int
    entries: int
    files: int
    size_bytes: int
    kept_plans: int
    kept_entries: int
    stopped: bool


def prune_place(
    address: str,
    grace_days: float = 7,
    most: int | None = None,
    dry_run: bool = False,
    now_s: Callable[[], float] = time.time,
) -> Removed:
    """Remove what nobody's sessions need any more.

    Args:
        address: of the place.
        grace_days: what was written or used since stays.
        most: how many plans, entries and files are removed at most; None for all.
        dry_run: only count.
        now_s: the time, s since the epoch.

    Raises:
        OutputError: the place cannot be used, or a file or plan in it is damaged, so that nobody
            knows what it needs; nothing is removed then but that plan, as wherever one is read.
    """
    place = open_place(address)
    if place.folder and not (place.folder / "p").is_dir():  # nobody's would be needed there
        raise OutputError("no-site/place", folder=place.folder)
    before_s = now_s() - max(grace_days, LEAST_GRACE_DAYS) * DAY_S
    named = _media(place)
    stored = [*place.plans.entries()]
    old_plans = [kept for kept in stored if kept.key not in named and kept.used_s < before_s]
    gone = {kept.key for kept in old_plans[:most]}
    needed: dict[str, set[str]] = {}
    _read(place, (kept.key for kept in stored if kept.key not in gone), needed)
    used = set().union(*needed.values())
    there = [*place.fragments.entries()]
    old = [kept for kept in there if kept.key not in used and kept.used_s < before_s]
    old_files = [*_unshared(place, before_s)]
    room = None if most is None else max(most - len(gone), 0)
    plans, entries = old_plans[:most], old[:room]
    files = old_files[: None if room is None else room - len(entries)]
    if not dry_run:
        _remove(place.plans.discard, plans, lambda: _media(place))
        entries = _remove(place.fragments.discard, entries, lambda: _newly(place, needed))
        files = _remove(lambda paths: _remove_files(place, paths), files, lambda: _shared(place))
    removed = (*plans, *entries, *files)
    return Removed(
        len(plans),
        len(entries),
        len(files),
        sum(kept.size_bytes for kept in removed),
        len(stored) - len(plans),
        len(there) - len(entries),
        len(removed) < len(old_plans) + len(old) + len(old_files),
    )


def _remove(
    discard: Callable[[list[str]], None], old: list[Kept], needed: Callable[[], set[str]]
) -> list[Kept]:
    """Remove what is old, looking before each lot whether somebody needs it by now."""
    removed = []
    for begin in range(0, len(old), _AT_ONCE):
        now = needed()
        lot = [kept for kept in old[begin : begin + _AT_ONCE] if kept.key not in now]
        discard([kept.key for kept in lot])
        removed += lot
    return removed


def _newly(place: Place, needed: dict[str, set[str]]) -> set[str]:
    """Read the plans that came meanwhile; return all that is needed."""
    _read(place, (etag for etag in place.plans if etag not in needed), needed)
    return set().union(*needed.values())


def _read(place: Place, etags: Iterable[str], needed: dict[str, set[str]]) -> None:
    """Note what plans name.

    Raises:
        OutputError: one is damaged, or of another version.
    """
    for etag in etags:
        found = place.plans.get(etag)
        if found.damaged:
            raise NoPlan("packed-plan/stored", plan=etag)
        if found.payload is not None:
            needed[etag] = {entry.key for entry in entries_of(found.payload)}


def _media(place: Place) -> set[str]:
    """The plans that patients' places name.

    Raises:
        OutputError: a file is damaged.
    """
    return {etag for told in _told(place) for etag in told.media}


def _shared(place: Place) -> set[str]:
    """The shared files that patients' places name.

    Raises:
        OutputError: a file is damaged.
    """
    return {path for told in _told(place) for path in told.common}


def _unshared(place: Place, before_s: float) -> Iterator[Kept]:
    """The shared files that nobody names, and that are old; the page that hides them stays."""
    needed = _shared(place)
    for folder in SHARED_FOLDERS:
        for kept in place.files.entries(folder):
            is_page = kept.key.endswith("/index.html")
            if not is_page and kept.key not in needed and kept.used_s < before_s:
                yield kept


def _remove_files(place: Place, paths: list[str]) -> None:
    for path in paths:
        place.files.remove(path)


class _Told(NamedTuple):
    """What a patient's place names: plans by their ETags, and shared files by their paths."""

    media: tuple[str, ...]
    common: tuple[str, ...]


def _told(place: Place) -> Iterator[_Told]:
    """Read what all patients' places name.

    Raises:
        OutputError: one is damaged.
    """
    for path in place.files.list("p"):
        content = place.files.read(path) if path.endswith("/place.json") else None
        if content is None:  # something else, or withdrawn meanwhile
            continue
        try:
            told = json.loads(content)
            yield _Told((*map(str, told["media"].values()),), (*map(str, told.get("common", ())),))
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            raise OutputError("place/damaged", address=place.address, path=path) from error
