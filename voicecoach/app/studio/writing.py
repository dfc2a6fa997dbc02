"""A routine as it is written: each change is made in its text, and shown at once."""

from __future__ import annotations

from voicecoach.app.drafts import Draft
from voicecoach.app.editing import InsertItem, StepEdit, outline_routine, read_edit
from voicecoach.app.seen import seen
from voicecoach.app.studio.asking import name_of, text_of
from voicecoach.app.studio.clinic_open import OpenClinic
from voicecoach.app.studio.draft_pages import (
    DRAFT_VALUES,
    LONGEST_SCRIPT,
    asked_turn,
    carried_over,
    draft_values,
    moved_by,
    turned_draft,
    version_of,
)
from voicecoach.app.studio.written import loose_problems, session_values, step_rows
from voicecoach.app.typed import read_typed
from voicecoach.web.studio.desk import PageValues, Query, StudioPage
from voicecoach.web.studio.pages import render_studio

_CHOICES = 6


def routine_page(clinic: OpenClinic, name: str, _query: Query) -> StudioPage | None:
    """A routine, to be written."""
    draft = clinic.draft(name) if name else None
    if draft is None:
        return None
    clinic.forget_lengths()
    own = {"shipped": not clinic.is_own(name)}
    values = _values(clinic, name, draft)
    clinic.carried.note(draft.file, version_of(draft), values["parts"])
    return StudioPage("routine.html", {**values, **clinic.listening(), **own})


def _values(clinic: OpenClinic, name: str, draft: Draft, cues: bool = False) -> PageValues:
    """What the page shows of a routine as it is now; its hundreds of cues where they are open."""
    found = seen(clinic.workspace, draft.file, draft.text, known=True)
    rows = step_rows(clinic, found)
    return {
        "name": name,
        "title": clinic.title_of(name),
        "parts": {each.outlined.path: each.outlined.text for each in found.steps},
        "purpose": _purpose(clinic, name),
        "steps": rows,
        "at_steps": sum(len(row["problems"]) for row in rows),
        "problems": loose_problems(clinic, found, str(draft.file)),
        "cues_open": cues,
        **draft_values(draft),
        **session_values(clinic, found),
    }


def _purpose(clinic: OpenClinic, name: str) -> str:
    file = clinic.library.find("routines", name)
    read = clinic.library.routine(file, clinic.language).value if file else None
    return read.head.purpose if read else ""


def _told(
    clinic: OpenClinic,
    name: str,
    draft: Draft,
    asked: PageValues,
    change: object = None,
    **more: object,
) -> PageValues:
    """What a page is told after a change: its parts, filled anew."""
    language, cues = clinic.language, asked.get("cues") is True
    values = _values(clinic, name, draft, cues)
    return {
        **{key: values[key] for key in ("title", *DRAFT_VALUES)},
        "places": carried_over(clinic.carried, draft, values["parts"], asked, change),
        "steps": render_studio("steps.html", language, values),
        "beside": render_studio("beside.html", language, values),
        **more,
    }


def edit(clinic: OpenClinic, name: str, asked: PageValues) -> PageValues | None:
    """Make a change to a routine."""
    return _changed(clinic, name, asked, read_edit(asked.get("edit")))


def write_text(clinic: OpenClinic, name: str, asked: PageValues) -> PageValues | None:
    """Take the text of a routine as somebody has written it."""
    return _changed(clinic, name, asked, text_of(asked, "text", LONGEST_SCRIPT))


def _changed(
    clinic: OpenClinic, name: str, asked: PageValues, change: str | StepEdit
) -> PageValues | None:
    """Make a change to the text that a page knows; another text is shown to it instead."""
    draft = clinic.draft(name)
    if draft is None:
        return None
    if asked.get("version") != version_of(draft):
        return _told(clinic, name, draft, asked, **moved_by("look"))
    _note(clinic, draft)
    start, joins = clinic.shipped_text(name), isinstance(change, str)
    made, problems = clinic.drafts.change(draft.file, change, start=start, joins=joins)
    if made is None:
        refused = ". ".join(each.said(clinic.language) for each in problems)
        return _told(clinic, name, draft, asked, refused=refused)
    return _told(clinic, name, made, asked, change)


def _note(clinic: OpenClinic, draft: Draft) -> None:
    """Note the steps of a text that an earlier run has shown, before it becomes another."""
    if not clinic.carried.knows(draft.file, version_of(draft)):
        steps = outline_routine(clinic.workspace, draft.file, draft.text)
        parts = {each.path: each.text for each in steps}
        clinic.carried.note(draft.file, version_of(draft), parts)


def look_at(clinic: OpenClinic, name: str, asked: PageValues) -> PageValues | None:
    """Show a routine as it is now."""
    draft = clinic.draft(name)
    return None if draft is None else _told(clinic, name, draft, asked)


def turn_routine(clinic: OpenClinic, name: str, asked: PageValues) -> PageValues | None:
    """Undo, do again, save, take the file, keep the text, or look whether it is another by now.

    Raises:
        ValueError: it is none of these.
    """
    draft = clinic.draft(name)
    if draft is None:
        return None
    turn = asked_turn(asked)
    if turn == "look" and asked.get("version") == version_of(draft):
        return draft_values(draft)
    _note(clinic, draft)
    turned = turned_draft(clinic.drafts, draft.file, draft, turn)
    return _told(clinic, name, turned, asked, **moved_by(turn))


def typed_step(clinic: OpenClinic, _name: str, asked: PageValues) -> PageValues:
    """Say what becomes of a step that somebody types, and what else may be meant."""
    found = read_typed(clinic.workspace, text_of(asked, "typed"), clinic.language)
    others = found.candidates if len(found.candidates) > 1 else ()
    return {
        "line": found.line,
        "message": found.wrong.said(clinic.language) if found.wrong else "",
        "candidates": [[each.title, each.line] for each in others[:_CHOICES]],
    }


def add_step(clinic: OpenClinic, name: str, asked: PageValues) -> PageValues | None:
    """Add a step to the end of a routine: as it was typed, or a line that was chosen."""
    draft = clinic.draft(name)
    if draft is None:
        return None
    line = text_of(asked, "line")
    if not line:
        found = read_typed(clinic.workspace, text_of(asked, "typed"), clinic.language)
        if not found.line:
            return {"message": found.wrong.said(clinic.language) if found.wrong else ""}
        line = found.line
    outlined = outline_routine(clinic.workspace, draft.file, draft.text)
    count = sum(1 for step in outlined if len(step.path) == 2)
    return _changed(clinic, name, asked, InsertItem(("steps", count), line))


def add_exercise(clinic: OpenClinic, name: str, asked: PageValues) -> PageValues | None:
    """Add an exercise with its usual dose to the end of a routine, from its card."""
    exercise, draft = name_of(asked, "step"), clinic.draft(name)
    if draft is None or clinic.library.find("exercises", exercise) is None:
        return None
    add_step(clinic, name, {"line": exercise, "version": version_of(draft)})
    told = clinic.labels()["card"]["added"].replace("{title}", clinic.title_of(name))
    return {"told": told}
