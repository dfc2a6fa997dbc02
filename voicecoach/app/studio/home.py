"""The studio's first page: the routines that there are, and the beginnings of new ones."""

from __future__ import annotations

import json

from voicecoach.app.beginnings import script_folder
from voicecoach.app.listing import ListedRoutine
from voicecoach.app.studio.asking import asked_title
from voicecoach.app.studio.clinic_open import OpenClinic
from voicecoach.app.studio.example import EXAMPLE
from voicecoach.base.files import write_file
from voicecoach.base.names import slug_of
from voicecoach.library.library import Folder
from voicecoach.web.studio.desk import PageValues, Query, StudioPage
from voicecoach.web.studio.pages import number_told


def home_page(clinic: OpenClinic, name: str, _query: Query) -> StudioPage | None:
    """The project's routines, and those that come with the program."""
    if name:
        return None
    rows = [(_row(clinic, each), clinic.is_own(each.name)) for each in clinic.routines()]
    root = clinic.project.root
    values = {
        "is_example": root is not None and root.name == EXAMPLE,
        "own": [row for row, own in rows if own],
        "shipped": [row for row, own in rows if not own],
    }
    return StudioPage("home.html", values)


def _row(clinic: OpenClinic, routine: ListedRoutine) -> PageValues:
    """What the list shows of a routine."""
    labels, count = clinic.labels()["home"], routine.exercises
    minutes = max(1, round((routine.length_ms or 0) / 60_000))
    return {
        "name": routine.name,
        "title": routine.title,
        "purpose": routine.purpose,
        "length": labels["minutes"].replace("{n}", str(minutes)) if routine.length_ms else "",
        "exercises": number_told(labels["exercises_one"], labels["exercises"], count)
        if count
        else "",
        "faulty": bool(routine.problems),
        "unsaved": clinic.is_unsaved(routine.name),
    }


def new_routine(clinic: OpenClinic, _name: str, asked: PageValues) -> PageValues:
    """Begin a routine with a title, and lead to it.

    Raises:
        ValueError: there is no title.
    """
    title = asked_title(asked)
    name = free_name(clinic, slug_of(title) or "routine")
    spoken = json.dumps(title, ensure_ascii=False)
    language = "" if clinic.language == "en" else f"language: {clinic.language}\n"
    _write(clinic, name, f"routine: {name}\n{language}title: {spoken}\nsteps:\n")
    return {"go": f"/routines/{name}"}


def copy_routine(clinic: OpenClinic, name: str, _asked: PageValues) -> PageValues | None:
    """Begin a routine as a copy of another, and lead to it."""
    file = clinic.library.find("routines", name)
    if file is None:
        return None
    made = free_name(clinic, f"{name}-2"[:60])
    text = file.read_text(encoding="utf-8").replace(f"routine: {name}\n", f"routine: {made}\n", 1)
    shown = [line for line in text.splitlines(keepends=True) if "yaml-language-server" not in line]
    _write(clinic, made, "".join(shown))
    return {"go": f"/routines/{made}"}


def free_name(clinic: OpenClinic, name: str, folder: Folder = "routines") -> str:
    """A name that no script of its kind has: with a number, where it must be."""
    taken, number, stem = {*clinic.library.names(folder)}, 2, name[:56]
    while name in taken:
        name, number = f"{stem}-{number}", number + 1
    return name


def _write(clinic: OpenClinic, name: str, text: str) -> None:
    write_file(script_folder(clinic.project, "routines") / f"{name}.yaml", text)
