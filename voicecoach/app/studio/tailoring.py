"""A routine tailored to one person: the profile as a form, and what it changes line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from voicecoach.app.differences import difference
from voicecoach.app.exercises import AVOIDABLE, REGIONS
from voicecoach.app.journalled import Draft
from voicecoach.app.key_edits import with_key
from voicecoach.app.studio.asking import name_of, one_of, text_of, texts_of_list
from voicecoach.app.studio.clinic_open import OpenClinic
from voicecoach.app.studio.draft_pages import (
    asked_turn,
    draft_values,
    turned_draft,
    version_of,
)
from voicecoach.base.errors import ScriptError, VoicecoachError
from voicecoach.base.files import write_file
from voicecoach.base.messages import Phrase
from voicecoach.coach.fit.search import CannotFit
from voicecoach.formats.document import read_document_text
from voicecoach.formats.writing import Plain
from voicecoach.session.faults import WITH_PROBLEMS
from voicecoach.session.order import Order
from voicecoach.web.studio.desk import PageValues, Query, StudioPage
from voicecoach.web.studio.pages import STUDIO_LANGUAGES, render_studio

_GUIDANCE = ("full", "brief", "fading", "tones")
_SURFACES = ("floor", "bed")
_FACTORS = ("reps", "hold")


def tailor_page(clinic: OpenClinic, name: str, query: Query) -> StudioPage | None:
    """A routine beside what a profile makes of it."""
    if not name or clinic.library.find("routines", name) is None:
        return None
    profiles = clinic.library.names("profiles")
    chosen = query.get("profile", [""])[0]
    values: PageValues = {
        "name": name,
        "title": clinic.title_of(name),
        "profiles": profiles,
        "profile": chosen if chosen in profiles else "",
        **clinic.listening(),
    }
    if values["profile"]:
        draft = clinic.draft(chosen, "profiles")
        values |= _form(clinic, draft.text if draft else "")
        values |= _differences(clinic, name, chosen)
        values |= _draft_values(draft) if draft else {}
    return StudioPage("tailor.html", values)


def new_profile(clinic: OpenClinic, name: str, asked: PageValues) -> PageValues:
    """Begin a profile, or go to the one of that label.

    Raises:
        ValueError: it is no label.
    """
    label = name_of(asked, "label")
    if not label:
        raise ValueError("label")
    if looks_like_person(clinic, label) and asked.get("sure") != label:
        return {"warning": clinic.labels()["tailor"]["looks_like_name"]}
    file = _file(clinic, label)
    if clinic.library.find("profiles", label) is None:
        write_file(file, f"profile: {label}\n", private=True)
    return {"go": f"/tailor/{name}?profile={label}"}


def looks_like_person(clinic: OpenClinic, label: str) -> bool:
    """Whether a label looks like the name of a person: no number, and no word of the field."""
    words = label.split("-")
    if any(character.isdigit() for character in label):
        return False
    known = {*REGIONS, *(word for each in AVOIDABLE for word in each.split("-"))}
    known |= {word for each in clinic.library.names("exercises") for word in each.split("-")}
    return known.isdisjoint(words)


def take_profile(clinic: OpenClinic, name: str, asked: PageValues) -> PageValues | None:
    """Take what the form says into the profile, unsaved, and show what comes of it."""
    label = name_of(asked, "profile")
    draft = clinic.draft(label, "profiles") if label else None
    if draft is None or clinic.library.find("routines", name) is None:
        return None
    text = draft.text
    for key, value in _asked(asked):
        text = with_key(str(draft.file), text, (key,), value)
    if asked.get("version", "") not in ("", version_of(draft)):
        return _anew(clinic, name, label, draft, asked)
    start, joins = clinic.shipped_text(label, "profiles"), asked.get("joins") is True
    draft = clinic.drafts.write(draft.file, text, start=start, joins=joins)
    return _told(clinic, name, label) | _draft_values(draft)


def save_profile(clinic: OpenClinic, _name: str, asked: PageValues) -> PageValues | None:
    """Write the profile's file, unless something else has changed it."""
    label = name_of(asked, "profile")
    draft = clinic.draft(label, "profiles") if label else None
    if draft is None:
        return None
    draft = turned_draft(clinic.drafts, draft.file, draft, "save")
    told = {} if draft.is_overtaken else {"told": clinic.labels()["tailor"]["saved"]}
    return _draft_values(draft) | told


def turn_profile(clinic: OpenClinic, name: str, asked: PageValues) -> PageValues | None:
    """Undo, do again, take the file, keep the form, or look again.

    Raises:
        ValueError: it is none of these.
    """
    turn, label = asked_turn(asked), name_of(asked, "profile")
    draft = clinic.draft(label, "profiles") if label else None
    if draft is None or clinic.library.find("routines", name) is None:
        return None
    if turn == "look" and asked.get("version") == version_of(draft):
        return _draft_values(draft)
    draft = turned_draft(clinic.drafts, draft.file, draft, turn)
    return _anew(clinic, name, label, draft, asked)


def _draft_values(draft: Draft) -> PageValues:
    """What a page shows of a profile's draft; its text may have a name, and stays here."""
    return {key: value for key, value in draft_values(draft).items() if key != "text"}


def _anew(clinic: OpenClinic, name: str, label: str, draft: Draft, asked: PageValues) -> PageValues:
    """What a page is told of a profile that is another than it has."""
    form = _form(clinic, draft.text)
    factors = {f"factor_{each}": value for each, value in form["factors"].items()}
    return {
        **_told(clinic, name, label),
        **_draft_values(draft),
        "fields": form["said"] | factors,
        "avoided": form["avoided"],
        "moved": True,
        "elsewhere": asked.get("what", "look") == "look",
    }


def _file(clinic: OpenClinic, label: str) -> Path:
    root = clinic.project.root
    if root is None:
        raise ScriptError("no-project", folder=Path())
    return root / "scripts" / "profiles" / f"{label}.yaml"


def _asked(asked: PageValues) -> Iterator[tuple[str, Plain | None]]:
    """The keys of a profile with what the form says of them; None where it says nothing."""
    avoid = texts_of_list(asked, "avoid", AVOIDABLE)
    yield "avoid", [*avoid] or None
    yield "surface", one_of(asked, "surface", _SURFACES)
    yield "language", one_of(asked, "language", STUDIO_LANGUAGES)
    yield "guidance", one_of(asked, "guidance", _GUIDANCE)
    yield "length", text_of(asked, "length", 30).strip() or None
    yield "pace", _number(text_of(asked, "pace", 10))
    factors = {each: _number(text_of(asked, f"factor_{each}", 10)) for each in _FACTORS}
    said = {each: f"x{value}" for each, value in factors.items() if value is not None}
    yield "factors", said or None


def _number(text: str) -> float | int | None:
    """A number as somebody types it, also with a comma.

    Raises:
        ValueError: it is none.
    """
    if not text.strip():
        return None
    number = float(text.strip().replace(",", "."))
    return int(number) if number.is_integer() else number


def _form(clinic: OpenClinic, text: str) -> PageValues:
    """What the form shows: what stands in the profile, as it is written."""
    data = read_document_text("", text).data
    said: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
    factors = said.get("factors")
    words = clinic.words()
    return {
        "said": {key: str(said.get(key, "")) for key in ("surface", "language", "guidance")}
        | {key: str(said.get(key, "")) for key in ("length", "pace")},
        "avoid": [(each, words.subtitle.avoid[each]) for each in AVOIDABLE],
        "avoided": said.get("avoid") or [],
        "factors": {
            each: str(factors.get(each, "")).removeprefix("x") if factors else ""
            for each in _FACTORS
        },
        "guidance": _GUIDANCE,
        "surfaces": _SURFACES,
    }


def _told(clinic: OpenClinic, name: str, label: str) -> PageValues:
    values = _differences(clinic, name, label)
    return {"difference": render_studio("difference.html", clinic.language, values)}


def _differences(clinic: OpenClinic, name: str, label: str) -> PageValues:
    """What a profile changes in a routine, or why that cannot be said."""
    values: PageValues = {"lasts": "", "changes": [], "settings": [], "faults": []}
    sessions = clinic.workspace.sessions
    try:
        resolved = sessions.resolve(Order(name, profile=label))
        found = difference(sessions, resolved)
    except WITH_PROBLEMS as error:
        faults = (each.said(clinic.language) for each in error.problems)
        return values | {"faults": [*dict.fromkeys(faults)]}
    except (CannotFit, VoicecoachError) as error:
        return values | {"faults": [error.said(clinic.language)]}
    lasts = {"before_ms": found.before_ms, "after_ms": found.after_ms}
    return (
        values
        | lasts
        | {
            "lasts": "known",
            "changes": [
                {
                    "before": each.before,
                    "after": each.after,
                    "reason": _said(each.reason, clinic.language),
                }
                for each in found.changes
            ],
            "settings": [each.said(clinic.language) for each in found.settings],
        }
    )


def _said(reason: Phrase | str, language: str) -> str:
    return reason.said(language) if isinstance(reason, Phrase) else reason
