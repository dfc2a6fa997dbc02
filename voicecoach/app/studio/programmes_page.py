"""Programmes as a calendar: stages of weeks, the rule to move on, and what each day sounds like."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from voicecoach.app.beginnings import script_folder
from voicecoach.app.drafts import Draft
from voicecoach.app.jobs import Listener
from voicecoach.app.programme_editing import (
    WEEKDAYS,
    ProgrammeEdit,
    ProgrammeProblem,
    SeenProgramme,
    day_lengths,
    edit_programme,
    new_stage,
    read_programme_edit,
    seen_programme,
    value_at,
)
from voicecoach.app.studio.asking import asked_title, text_of
from voicecoach.app.studio.carried import Parts, part_id
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
from voicecoach.app.studio.home import free_name
from voicecoach.app.studio.speaker import Work
from voicecoach.app.workspace import Workspace
from voicecoach.base.files import write_file
from voicecoach.base.names import slug_of
from voicecoach.formats.document import read_document_text
from voicecoach.formats.problems import KeyPath
from voicecoach.web.studio.desk import PageValues, Query, StudioPage
from voicecoach.web.studio.pages import number_told, render_studio

_MOST_WEEKS = 104  # that are drawn of a stage
_HEAD = ("title", "purpose", "review_weeks")
_DAYS = ("every", *WEEKDAYS)

_NEW = """\
programme: {name}
{language}title: {title}
review_weeks: 6
stages:
  - stage: begin
    weeks: 2
    days: {{mon: {routine}, wed: {routine}, fri: {routine}}}
    move_on: {{sessions: 5, days: 14, pain: 2}}
"""


def programmes_page(clinic: OpenClinic, name: str, _query: Query) -> StudioPage | None:
    """All programmes, or one to be written."""
    if not name:
        rows = [_listed(clinic, each) for each in clinic.library.names("programmes")]
        own = [row for row in rows if row["own"]]
        shipped = [row for row in rows if not row["own"]]
        return StudioPage("programmes.html", {"own": own, "shipped": shipped})
    draft = clinic.draft(name, "programmes")
    if draft is None:
        return None
    values = _values(clinic, name, draft)
    clinic.carried.note(draft.file, version_of(draft), values["parts"])
    told = {"shipped": not clinic.is_own(name, "programmes")}
    return StudioPage("programme.html", values | clinic.listening() | told)


def _listed(clinic: OpenClinic, name: str) -> PageValues:
    file = clinic.library.find("programmes", name)
    read = clinic.library.programme(file, clinic.language).value if file else None
    labels = clinic.labels()["programmes"]
    weeks = sum(stage.weeks for stage in read.stages) if read else 0
    return {
        "name": name,
        "title": read.title if read else name,
        "purpose": read.purpose if read else "",
        "weeks": number_told(labels["weeks_one"], labels["weeks"], weeks) if weeks else "",
        "own": clinic.is_own(name, "programmes"),
        "faulty": read is None,
        "unsaved": clinic.is_unsaved(name, "programmes"),
    }


def new_programme(clinic: OpenClinic, _name: str, asked: PageValues) -> PageValues:
    """Begin a programme with a title, and lead to it.

    Raises:
        ValueError: there is no title.
    """
    title = asked_title(asked)
    name = free_name(clinic, slug_of(title) or "programme", "programmes")
    own = clinic.own_routines()
    language = "" if clinic.language == "en" else f"language: {clinic.language}\n"
    told = {"title": json.dumps(title, ensure_ascii=False), "language": language}
    text = _NEW.format(name=name, routine=own[0]["name"] if own else "gentle", **told)
    write_file(script_folder(clinic.project, "programmes") / f"{name}.yaml", text)
    return {"go": f"/programmes/{name}"}


def change_programme(clinic: OpenClinic, name: str, asked: PageValues) -> PageValues | None:
    """Change a field of a programme, or take a stage away, or move it."""
    return _changed(clinic, name, asked, read_programme_edit(asked))


def add_stage(clinic: OpenClinic, name: str, asked: PageValues) -> PageValues | None:
    """Add a stage behind the others."""
    draft = clinic.draft(name, "programmes")
    if draft is None:
        return None
    data = read_document_text(str(draft.file), draft.text).data
    stages = value_at(data, ("stages",))
    names = [str(value_at(each, ("stage",))) for each in stages] if isinstance(stages, list) else []
    number = len(names) + 1
    while f"stage-{number}" in names:
        number += 1
    return _changed(clinic, name, asked, new_stage(data, f"stage-{number}"))


def write_programme(clinic: OpenClinic, name: str, asked: PageValues) -> PageValues | None:
    """Take the text of a programme as somebody has written it."""
    return _changed(clinic, name, asked, text_of(asked, "text", LONGEST_SCRIPT))


def turn_programme(clinic: OpenClinic, name: str, asked: PageValues) -> PageValues | None:
    """Undo, do again, save, take the file, keep the text, or look again.

    Raises:
        ValueError: it is none of these.
    """
    draft = clinic.draft(name, "programmes")
    if draft is None:
        return None
    turn = asked_turn(asked)
    if turn == "look" and asked.get("version") == version_of(draft):
        return draft_values(draft)
    _note(clinic, draft)
    turned = turned_draft(clinic.drafts, draft.file, draft, turn)
    return _told(clinic, name, turned, asked) | moved_by(turn)


def programme_lengths(clinic: OpenClinic, name: str, _asked: PageValues) -> PageValues | None:
    """Begin to find how long each day's session is; give the job's name."""
    file = clinic.library.find("programmes", name)
    if file is None:
        return None
    return {"job": clinic.speaker.begin(_lengths(file, clinic.workspace.unsaved), "lengths")}


def _lengths(file: Path, texts: Mapping[Path, str]) -> Work:
    def work(workspace: Workspace, told: Listener) -> PageValues:
        with workspace.with_texts(texts):
            found = day_lengths(workspace, file, told)
        return {"lengths": {str(day): _minutes(ms) for day, ms in found.items()}}

    return work


def _minutes(ms: int) -> int:
    return max(1, round(ms / 60_000))


def _changed(
    clinic: OpenClinic, name: str, asked: PageValues, change: str | ProgrammeEdit
) -> PageValues | None:
    """Make a change to the text that a page knows; another text is shown to it instead."""
    draft = clinic.draft(name, "programmes")
    if draft is None:
        return None
    if asked.get("version") != version_of(draft):
        return _told(clinic, name, draft, asked) | moved_by("look")
    _note(clinic, draft)
    start = clinic.shipped_text(name, "programmes")
    text = change
    if not isinstance(text, str):
        edited, problems = edit_programme(draft.file, draft.text, text)
        if edited is None:
            refused = ". ".join(each.said(clinic.language) for each in problems)
            return _told(clinic, name, draft, asked) | {"refused": refused}
        text = edited.text
    made, _ = clinic.drafts.change(draft.file, text, start=start, joins=isinstance(change, str))
    return _told(clinic, name, made or draft, asked, change)


def _told(
    clinic: OpenClinic, name: str, draft: Draft, asked: PageValues, change: object = None
) -> PageValues:
    """What a page is told after a change."""
    values = _values(clinic, name, draft)
    shown = render_studio("stages.html", clinic.language, values)
    places = carried_over(clinic.carried, draft, values["parts"], asked, change)
    told = {key: values[key] for key in ("title", *DRAFT_VALUES)}
    return told | {"stages": shown, "places": places}


def _note(clinic: OpenClinic, draft: Draft) -> None:
    """Note the stages of a text that an earlier run has shown, before it becomes another."""
    if not clinic.carried.knows(draft.file, version_of(draft)):
        data = read_document_text(str(draft.file), draft.text).data
        clinic.carried.note(draft.file, version_of(draft), _parts(value_at(data, ("stages",))))


def _parts(stages: object) -> Parts:
    """The stages as what is carried over: each begins with its name."""
    rows = enumerate(stages if isinstance(stages, list) else ())
    return {
        ("stages", index): f"{_text(value_at(each, ('stage',)))}: {each}" for index, each in rows
    }


def _values(clinic: OpenClinic, name: str, draft: Draft) -> PageValues:
    file = clinic.library.find("programmes", name) or draft.file
    found = seen_programme(clinic.workspace, file, clinic.language)
    at = _Placed(found, clinic.language)
    stages, day, titles = [], 0, clinic.titled()
    for index, data in enumerate(at.stages):
        stages.append(_stage(titles, data, index, at, day))
        day += 7 * len(stages[-1]["weeks_drawn"])
    said = {key: _text(value_at(found.data, (key,))) for key in _HEAD}
    return {
        "name": name,
        "title": said["title"] or name,
        "head": [_field((key,), said[key], at) for key in said],
        "stages": stages,
        "parts": _parts(at.stages),
        "problems": at.rest(),
        "sound": found.programme is not None,
        "routines": titles,
        "days": _DAYS,
        **draft_values(draft),
    }


class _Placed:
    """The problems of a programme, each shown at the innermost field that holds its place."""

    def __init__(self, found: SeenProgramme, language: str) -> None:
        stages = value_at(found.data, ("stages",))
        self.stages: list[Any] = [*stages] if isinstance(stages, list) else []
        self._found, self._language = found, language
        self._left = [*found.problems]

    def take(self, path: KeyPath) -> list[PageValues]:
        """The problems at a place or below it; nobody else shows them then."""
        here = [each for each in self._left if path and each.path[: len(path)] == path]
        self._left = [each for each in self._left if each not in here]
        return [_problem(each, self._language) for each in here]

    def rest(self) -> list[PageValues]:
        """Those that no field has shown."""
        return [_problem(each, self._language) for each in self._left]


def _problem(found: ProgrammeProblem, language: str) -> PageValues:
    problem, remedy = found.located.problem, found.remedy
    return {
        "message": problem.said(language),
        "severity": problem.severity,
        "line": found.located.line if found.path else 0,
        "file": Path(problem.where.file).name,
        "meant": remedy.meant if remedy else "",
        "path": json.dumps(remedy.edit.path) if remedy else "",
    }


def _field(path: KeyPath, value: str, at: _Placed) -> PageValues:
    return {
        "id": part_id(path),
        "key": str(path[-1]),
        "path": json.dumps(path),
        "value": value,
        "problems": at.take(path),
    }


def _text(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) else ""


def _stage(titles: Mapping[str, str], data: Any, index: int, at: _Placed, first: int) -> PageValues:
    path: KeyPath = ("stages", index)

    def field(*keys: str) -> PageValues:
        return _field((*path, *keys), _text(value_at(data, keys)), at)

    named = {key: field(key) for key in ("stage", "weeks", "purpose", "length")}
    days = {day: field("days", day) for day in _DAYS}
    weeks = named["weeks"]["value"]
    count = min(int(weeks), _MOST_WEEKS) if weeks.isdecimal() and len(weeks) < 4 else 1
    return {
        "index": index,
        "id": part_id(path),
        "number": index + 1,
        "fields": named,
        "days": days,
        "rule": [field("move_on", key) for key in ("sessions", "days", "pain")],
        "doses": [field(*keys) for keys in _doses(data)],
        "weeks_drawn": [
            [_day(titles, days, number, first + 7 * week) for number in range(7)]
            for week in range(count)
        ],
        "first_week": first // 7 + 1,
        "last": index + 1 == len(at.stages),
        "problems": at.take(path),
    }


def _doses(data: Any) -> Iterator[tuple[str, ...]]:
    """What a stage doses otherwise, and what it adds."""
    doses, more = value_at(data, ("doses",)), value_at(data, ("add",))
    if isinstance(doses, Mapping):
        yield from (("doses", str(each)) for each in doses)
    if isinstance(more, Mapping):
        for routine, added in more.items():
            if isinstance(added, Mapping):
                yield from (("add", str(routine), str(each)) for each in added)


def _day(titles: Mapping[str, str], days: PageValues, number: int, first: int) -> PageValues:
    routine = days[WEEKDAYS[number]]["value"] or days["every"]["value"]
    told = {"day": first + number, "key": WEEKDAYS[number], "routine": routine}
    return told | {"title": titles.get(routine, routine)}
