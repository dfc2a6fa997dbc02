"""Where a clinic's patients are found: made from the roster, looked at, ended, and printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from voicecoach.app import links
from voicecoach.app.batch import BatchOrder, PatientOutcome, RosterRun
from voicecoach.app.jobs import Listener
from voicecoach.app.links import PatientLink
from voicecoach.app.studio.asking import one_of, text_of
from voicecoach.app.studio.clinic_open import OpenClinic
from voicecoach.app.studio.places import links_file, patient_site, roster_file
from voicecoach.app.studio.shown import qr_code
from voicecoach.app.studio.speaker import Work
from voicecoach.app.workspace import Workspace
from voicecoach.base.errors import VoicecoachError
from voicecoach.roster.links import Links
from voicecoach.web.studio.desk import PageValues, Query, StudioPaper
from voicecoach.web.studio.pages import render_studio

_KEPT = ("plans", "mp3")
_ENDS: Mapping[str, Callable[..., PatientLink]] = {
    "revoke": links.revoke,
    "withdraw": links.withdraw,
}


def address_values(clinic: OpenClinic, chosen: str = "") -> PageValues:
    """What the page shows of patients' addresses, with one of them to be looked at.

    Args:
        clinic: the project's.
        chosen: the label of the patient.
    """
    try:
        known = [*Links.read(links_file(clinic.project)).rows.values()]
    except VoicecoachError as error:
        said, remedy = error.said(clinic.language), error.remedy_in(clinic.language)
        fault = {"links_fault": said, "links_remedy": remedy}
        return fault | {"links": [], "base_url": "", "chosen": None, "frame": ""}
    link = next((each for each in known if each.label == chosen), None)
    return {
        "links_fault": "",
        "links_remedy": "",
        "links": [_row(each) for each in known],
        "base_url": next((each.base_url for each in known if each.base_url), ""),
        **_looked_at(clinic, link),
    }


def _row(link: PatientLink) -> PageValues:
    return {
        "label": link.label,
        "address": link.address if link.base_url else "",
        "until": link.until.isoformat() if link.until else "",
        "withdrawn": link.withdrawn.isoformat() if link.withdrawn else "",
    }


def _looked_at(clinic: OpenClinic, link: PatientLink | None) -> PageValues:
    """A patient's pages as their phone shows them, and the code that leads there."""
    if link is None:
        return {"chosen": None, "frame": ""}
    frame, fault = "", ""
    if not link.withdrawn:
        try:
            frame = f"{clinic.shown.place(link.place)}p/{link.secret}/"
        except VoicecoachError as error:
            said = [error.said(clinic.language), error.remedy_in(clinic.language)]
            fault = " ".join(filter(None, said))
    code = qr_code(link.address if link.base_url else "")
    return {"chosen": _row(link) | {"code": code, "fault": fault}, "frame": frame}


def make_sessions(clinic: OpenClinic, _name: str, asked: PageValues) -> PageValues:
    """Begin to make the sessions of all patients of the roster; give the job's name.

    Raises:
        ValueError: what was asked for makes no sense.
    """
    kept = one_of(asked, "kept", _KEPT) or "plans"
    order = BatchOrder(
        roster_file(clinic.project),
        str(patient_site(clinic.project)),
        base_url=text_of(asked, "address").strip() or None,
        kept="mp3" if kept == "mp3" else "plans",
        nearest=asked.get("nearest") is True,
        strict=asked.get("strict") is True,
        pdfs=asked.get("pdfs") is True,
        today=date.today(),
    )
    return {"job": clinic.speaker.begin(_work(clinic, order))}


def _work(clinic: OpenClinic, order: BatchOrder) -> Work:
    def work(workspace: Workspace, told: Listener) -> PageValues:
        run = RosterRun(workspace.project, order)
        outcomes = sorted(run.run(told), key=lambda each: each.line)
        rows = [_outcome(each, clinic.language) for each in outcomes]
        values = {"outcomes": rows, "left": run.left}
        addresses = address_values(clinic)
        return {
            "report": render_studio("report.html", clinic.language, values),
            "addresses": render_studio("addresses.html", clinic.language, addresses),
        }

    return work


def _outcome(each: PatientOutcome, language: str) -> PageValues:
    remarks = [*(warning.said(language) for warning in each.warnings), *each.changes]
    return {
        "label": each.label,
        "state": each.state,
        "sessions": each.sessions,
        "remarks": [each.failed.said(language)] if each.failed else remarks,
    }


def change_address(clinic: OpenClinic, _name: str, asked: PageValues) -> PageValues:
    """Revoke, withdraw or restore a patient's address.

    Raises:
        OutputError: there is no such patient, or a batch is running.
        ValueError: it is none of the three.
    """
    what = one_of(asked, "what", (*_ENDS, "restore"))
    label = text_of(asked, "label")
    if what is None:
        raise ValueError("what")
    project = clinic.project
    file = links_file(project)
    if what == "restore":
        links.restore(project, file, label, None)
    else:
        _ENDS[what](project, file, label, None, date.today())
    values = address_values(clinic)
    said = clinic.labels()["ended"][what].replace("{label}", label)
    return {
        "addresses": render_studio("addresses.html", clinic.language, values),
        "told": said,
    }


def cards_page(clinic: OpenClinic, name: str, query: Query) -> StudioPaper | None:
    """Cards with QR codes for the desk, to be printed and cut.

    Raises:
        OutputError: there is no such patient, or the web address is not known.
    """
    if name:
        return None
    labels = tuple(filter(None, query.get("label", [])))
    return StudioPaper(links.desk_cards(clinic.project, links_file(clinic.project), labels).page)
