"""Sessions handed out: built, published into the project's own folders, shown, and taken back."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

from voicecoach.app.jobs import Listener
from voicecoach.app.publishing import (
    OfferedSession,
    OfferedSite,
    Publication,
    offered_site,
    publish,
)
from voicecoach.app.studio.asking import name_of, one_of, text_of, texts_of_list
from voicecoach.app.studio.clinic_open import OpenClinic
from voicecoach.app.studio.places import PRIVATE_SITE, PUBLIC_SITE
from voicecoach.app.studio.shown import ShownSites, qr_code
from voicecoach.app.studio.speaker import Work
from voicecoach.app.workspace import Workspace
from voicecoach.base.values import dataclass, replace
from voicecoach.session.order import Order
from voicecoach.web.studio.desk import PageValues, Query, StudioPage

_SITES = {"public": PUBLIC_SITE, "private": PRIVATE_SITE}


@dataclass(frozen=True, slots=True)
class Handout:
    """What is to be handed out, and how.

    Attributes:
        routines: their names.
        profile: whom they are tailored to; None for everybody.
        private: under an address that nobody can guess.
        address: where the site will be; None where nobody knows yet.
        pdfs: sheets as PDFs too.
    """

    routines: tuple[str, ...]
    profile: str | None = None
    private: bool = False
    address: str | None = None
    pdfs: bool = False


def to_be_handed_out(handout: Handout, shows: ShownSites, language: str) -> Work:
    """Build the sessions, and publish them into the project's folder.

    What was withdrawn before, and is now chosen again, is offered again.
    """

    def work(workspace: Workspace, told: Listener) -> PageValues:
        project, sessions = workspace.project, workspace.sessions
        order = Order(profile=handout.profile)
        orders = [replace(order, routine=name) for name in handout.routines]
        built = [sessions.build(sessions.resolve(each), None, told) for each in orders]
        records = tuple(str(each.saved.record_file) for each in built)
        which = "private" if handout.private else "public"
        folder = (project.root or Path()) / _SITES[which]
        asked = Publication(
            records, folder, handout.address, private=handout.private, pdfs=handout.pdfs
        )
        made = publish(project, asked, told)
        if made.refused:
            made = publish(project, replace(asked, restore=made.refused), told)
        return {
            "folder": str(made.root),
            "links": [*made.new, *made.changed],
            "notes": [note.said(language) for note in made.notes],
            "look": shows.url(folder),
            "go": f"/out?look={which}",
        }

    return work


def hand_out_page(clinic: OpenClinic, name: str, query: Query) -> StudioPage | None:
    """Which sessions are handed out, to whom, and where; and what the project's sites have."""
    if name:
        return None
    looked = query.get("look", [""])[0]
    sites = {which: _site(clinic, which) for which in _SITES}
    there = {which: site for which, site in sites.items() if site}
    looked = looked if looked in there else next(iter(there), "")
    frame = there[looked]["look"] if looked else ""
    values = {
        "routines": clinic.own_routines(),
        "profiles": clinic.library.names("profiles"),
        "chosen": query.get("routine", []),
        "profile": query.get("profile", [""])[0],
        "sites": there,
        "looked": looked,
        "frame": frame,
    }
    return StudioPage("out.html", values, frames=(frame,) if frame else ())


def hand_out(clinic: OpenClinic, _name: str, asked: PageValues) -> PageValues:
    """Begin to build and publish; give the job's name.

    Raises:
        ValueError: no routine was chosen, or what was asked for makes no sense.
    """
    own = [each["name"] for each in clinic.own_routines()]
    routines = texts_of_list(asked, "routines", own)
    if not routines:
        raise ValueError("routines")
    profile = name_of(asked, "profile") or None
    address = text_of(asked, "address").strip() or None
    private, pdfs = asked.get("private") is True, asked.get("pdfs") is True
    handout = Handout(routines, profile, private, address, pdfs)
    return {"job": clinic.speaker.begin(to_be_handed_out(handout, clinic.shown, clinic.language))}


def take_back(clinic: OpenClinic, _name: str, asked: PageValues) -> PageValues:
    """Withdraw a session from a site, or give a private site another address.

    Raises:
        OutputError: there is no such session.
        ValueError: it is no such site, or what was asked for makes no sense.
    """
    which, what = one_of(asked, "site", [*_SITES]), one_of(asked, "what", ("withdraw", "revoke"))
    if which is None or what is None or (what == "revoke" and which != "private"):
        raise ValueError("what")
    folder, private = _folder(clinic, which), which == "private"
    slug = text_of(asked, "session")
    asked_for = Publication((), folder, private=private, pdfs=_has_pdfs(offered_site(folder)))
    if what == "revoke":
        asked_for = replace(asked_for, revoke=True)
    else:
        asked_for = replace(asked_for, withdraw=(slug,))
    publish(clinic.project, asked_for)
    clinic.shown.forget(folder)
    return {"go": f"/out?look={which}"}


def _has_pdfs(site: OfferedSite | None) -> bool:
    """Whether a site has sheets as PDFs: what is taken back changes nothing of the others."""
    sheets = (sheet for each in (site.sessions if site else ()) for sheet in each.sheets)
    return any(sheet.endswith(".pdf") for sheet in sheets)


def _folder(clinic: OpenClinic, which: str) -> Path:
    return (clinic.project.root or Path()) / _SITES[which]


def _site(clinic: OpenClinic, which: str) -> PageValues | None:
    """What the page shows of a site; None where there is none."""
    folder = _folder(clinic, which)
    found = offered_site(folder)
    if found is None:
        return None
    look = clinic.shown.url(folder)
    return {
        "look": look,
        "address": found.address,
        "folder": str(folder),
        "code": qr_code(found.address),
        "pdfs": _has_pdfs(found),
        "sessions": [_session(each, found, look) for each in found.sessions],
    }


def _session(each: OfferedSession, site: OfferedSite, look: str) -> PageValues:
    page = f"s/{each.slug}/"
    address = each.address if site.address else ""
    return {
        "slug": each.slug,
        "name": each.name,
        "link": address or urljoin(look, page),
        "code": qr_code(address),
        "sheets": [(Path(sheet).name, urljoin(look, sheet)) for sheet in each.sheets],
        "withdrawn": each.withdrawn,
    }
