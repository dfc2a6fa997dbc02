"""Patients' addresses: revoked, withdrawn, backed up, and printed for the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

from voicecoach.app.ahead import open_shelf
from voicecoach.app.batch import place_named, shelf_of, state_of_place
from voicecoach.app.patient_sites import PatientPages, SitesConfig
from voicecoach.base.errors import OutputError, VoicecoachError
from voicecoach.base.files import write_file
from voicecoach.base.lock import exclusive_lock
from voicecoach.base.values import replace
from voicecoach.formats.problems import hint
from voicecoach.project import Project
from voicecoach.publish.builders.desk import DeskCard, desk_page
from voicecoach.publish.labels import Labels
from voicecoach.publish.sinks.common import CommonFiles
from voicecoach.publish.site import SiteConfig
from voicecoach.roster.links import Links, PatientLink, list_alone
from voicecoach.store.place import open_place

__all__ = ["PatientLink", "backup", "desk_sheet", "known_links", "recover"]
__all__ += ["restore", "revoke", "withdraw"]

LinkChange = Callable[[PatientLink], PatientLink]


def known_links(file: Path) -> list[PatientLink]:
    """Give all addresses of a list.

    Raises:
        OutputError: it cannot be read, is damaged, or has none.
    """
    links = [*Links.read(file).rows.values()]
    if not links:
        raise OutputError("links/none", file=file)
    return links


def revoke(project: Project, file: Path, label: str, to: str | None, day: date) -> PatientLink:
    """End a patient's address and choose another, which the next batch fills.

    Args:
        project: of the place.
        file: the list of addresses.
        label: the patient's.
        to: the place, where they have addresses in several.
        day: that it is.

    Raises:
        OutputError: there is no such patient, or a file cannot be written.
    """
    return _ended(project, file, label, to, day, again=True)


def withdraw(project: Project, file: Path, label: str, to: str | None, day: date) -> PatientLink:
    """Take away all that a patient was given; batches leave them out from now on.

    Args: as those of `revoke`.

    Raises:
        OutputError: as in `revoke`.
    """
    return _ended(project, file, label, to, day)


def restore(project: Project, file: Path, label: str, to: str | None) -> PatientLink:
    """Let batches make the sessions of a patient again who was withdrawn, at the address of before.

    Args: as those of `revoke`.

    Raises:
        OutputError: as in `revoke`.
    """
    with _place_alone(project, file, label, to):
        return _changed(project, file, label, to, lambda link: replace(link, withdrawn=None))


def _ended(
    project: Project, file: Path, label: str, to: str | None, day: date, again: bool = False
) -> PatientLink:
    """Take a patient's pages away; the list says so first, so that no batch brings them back.

    Another address is chosen when they are gone: until then the list knows which that is.
    """
    with _place_alone(project, file, label, to) as state:
        before = _find(Links.read(file), label, to)
        link = _changed(project, file, label, to, lambda link: replace(link, withdrawn=day))
        try:
            _pages(project, link, state).end()
        except (VoicecoachError, OSError) as error:
            reason = error.phrase if isinstance(error, VoicecoachError) else error
            told = {"label": label, "file": file, "pages": f"{link.place}/p/{link.secret}"}
            raise OutputError("links/not-ended", reason=reason, **told) from error
        if again:
            link = _changed(project, file, label, to, lambda _: before.again(day))
    return link


@contextmanager
def _place_alone(project: Project, file: Path, label: str, to: str | None) -> Iterator[Path]:
    """Keep batches from a patient's place; gives the folder of what is known of it."""
    place = _find(Links.read(file), label, to).place
    state = state_of_place(project, place)
    with exclusive_lock(state / "lock", OutputError("busy/batch", place=place)):
        yield state


def _changed(
    project: Project, file: Path, label: str, to: str | None, change: LinkChange
) -> PatientLink:
    with list_alone(project.own_folder, file):
        links = Links.read(file)  # again: another may have changed it before the lock was had
        changed = change(_find(links, label, to))
        links.keep(changed)
        links.save()
    return changed


def _pages(project: Project, link: PatientLink, state: Path) -> PatientPages:
    look = SiteConfig(
        project.settings.clinic,
        None,
        None,
        project.settings.language,
        Labels(project.library().language),
    )
    stores = open_shelf(shelf_of(project, link.place, "mp3"))
    zone = project.settings.clinic.time_zone
    place = open_place(link.place)
    common = CommonFiles(place.files)
    return PatientPages(SitesConfig(place, stores, look, state, zone, True, common), link)


def _find(links: Links, label: str, to: str | None) -> PatientLink:
    """Find the one patient that is meant.

    Raises:
        OutputError: there is none, or they have addresses in several places.
    """
    place = None if to is None else place_named(to)
    labelled = [link for link in links.rows.values() if link.label == label]
    found = [link for link in labelled if place in (None, link.place)]
    if len(found) == 1:
        return found[0]
    if found:
        raise OutputError("links/several", label=label, places=[link.place for link in found])
    known = {link.label for link in links.rows.values()}
    raise OutputError("links/label", label=label, file=links.file, hint=hint(label, known))


def backup(file: Path, to: Path) -> int:
    """Write a copy of the addresses, for its owner alone.

    Returns:
        How many they are.

    Raises:
        OutputError: there are none, or a file cannot be read or written; or the copy would take
            the place of something else, or of addresses that the list has lost.
    """
    links = Links(to, known_links(file))
    try:
        before = Links.read(to).rows
    except OutputError as error:
        if error.phrase.kind != "links/damaged":
            raise
        raise OutputError("links/foreign", file=to) from error
    if lost := [link.label for at, link in before.items() if at not in links.rows]:
        raise OutputError("links/fewer", backup=to, file=file, labels=lost[:12])
    links.save()
    return len(links.rows)


def recover(project: Project, file: Path, source: Path, force: bool = False) -> int:
    """Put the addresses of a backup back; those that only the list has stay.

    Args:
        project: of the clinic.
        file: the list of addresses; one that is damaged is replaced.
        source: the backup.
        force: take the backup's where both have an address of one patient.

    Returns:
        How many were put back.

    Raises:
        OutputError: they differ for a patient, or a file cannot be read or written.
    """
    kept = known_links(source)
    with list_alone(project.own_folder, file):
        return _put_back(_read_or_begun(file), kept, source, force)


def _read_or_begun(file: Path) -> Links:
    """The list; an empty one for one that is damaged."""
    try:
        return Links.read(file)
    except OutputError as error:
        if error.phrase.kind != "links/damaged":
            raise
        return Links(file)


def _put_back(links: Links, kept: list[PatientLink], source: Path, force: bool) -> int:
    known = {link: links.of(link.place, link.label) for link in kept}
    differ = [link.label for link, other in known.items() if other and other.secret != link.secret]
    if differ and not force:
        raise OutputError("links/differ", file=links.file, backup=source, labels=differ[:12])
    put = [link for link in kept if known[link] is None or link.label in differ]
    for link in put:
        links.keep(link)
    links.save()
    return len(put)


def desk_sheet(
    project: Project,
    file: Path,
    to: Path,
    labels: tuple[str, ...] = (),
    language: str | None = None,
) -> int:
    """Write cards with QR codes as a page to print, for its owner alone.

    Args:
        project: of the clinic.
        file: the list of addresses.
        to: the page.
        labels: of the patients; all that are offered when empty.
        language: of the cards; the project's unless given.

    Returns:
        How many cards there are.

    Raises:
        OutputError: there is no such patient, or the web address is not known.
    """
    sheet = desk_cards(project, file, labels, language)
    write_file(to, sheet.page, private=True)
    return sheet.cards


class DeskSheet(NamedTuple):
    """Cards to be printed: the page (HTML), and how many they are."""

    page: str
    cards: int


def desk_cards(
    project: Project, file: Path, labels: tuple[str, ...] = (), language: str | None = None
) -> DeskSheet:
    """Make cards with QR codes; see `desk_sheet`.

    Raises:
        OutputError: there is no such patient, or the web address is not known.
    """
    links = Links.read(file)
    offered = [link for link in known_links(file) if not link.withdrawn]
    wanted = [_find(links, label, None) for label in labels] or offered
    if unknown := next((link for link in wanted if not link.base_url), None):
        raise OutputError("links/no-address", place=unknown.place)
    cards = [DeskCard(link.label, link.address, link.until) for link in wanted]
    words = Labels(project.library().language).words(language or project.settings.language)
    return DeskSheet(desk_page(cards, project.settings.clinic.name, words).decode(), len(cards))
