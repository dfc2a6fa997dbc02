"""A prescription that somebody pastes: what was understood of it, and what is to be settled.

What is typed, read and chosen is kept, and can be undone, until a routine is made of it.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import PurePosixPath

from markupsafe import Markup

from voicecoach.app.beginnings import script_folder
from voicecoach.app.imports import (
    MAX_PRESCRIPTION_BYTES,
    Import,
    ItemReading,
    ReadPrescription,
    read_prescription,
    warmed_up,
)
from voicecoach.app.journalled import Draft
from voicecoach.app.pasted import PastedPaper, paper_text, read_paper
from voicecoach.app.studio.asking import TITLE_MOST, asked_title, one_line_of, text_of
from voicecoach.app.studio.clinic_open import OpenClinic
from voicecoach.app.studio.draft_pages import (
    asked_turn,
    draft_values,
    turned_draft,
    version_of,
)
from voicecoach.app.studio.home import free_name
from voicecoach.base.controls import clipped
from voicecoach.base.errors import ScriptError
from voicecoach.base.names import slug_of
from voicecoach.base.values import dataclass, replace
from voicecoach.model.dose import DoseError, parse_dose
from voicecoach.model.dose_context import in_context, is_timed
from voicecoach.model.dose_writing import write_dose
from voicecoach.model.exercise import Exercise
from voicecoach.prescriptions.settle import Settlement, Settling
from voicecoach.prescriptions.write import Head
from voicecoach.web.studio.desk import PageValues, Query, StudioPage
from voicecoach.web.studio.pages import render_studio

_MOST_BASE64 = 4 * (MAX_PRESCRIPTION_BYTES // 3 + 1) + 4  # one byte more is told what is wrong
_AT = "here"  # one prescription at a time
_OTHER, _WORDS, _OUT = "other", "words", "out"
_AT_FAULT = {
    "imported/unknown": "exercise",
    "imported/dose": "dose",
    "imported/words": "dose",
    "imported/unfit": "dose",
}
_LINE = "line "  # how the place of an item begins where it is one


@dataclass(frozen=True, slots=True)
class _Row:
    """An item, what was chosen for it, and what comes of that.

    Attributes:
        reading: as it was read.
        pick: an exercise, or `other`, `words` or `out`; empty where nothing was chosen.
        settled: what comes of it.
    """

    reading: ItemReading
    pick: str
    asked: Mapping[str, str]
    settled: ItemReading

    @property
    def status(self) -> str:
        """Whether it was understood, is open, or was settled."""
        if not self.pick:
            return "open" if self.reading.left else "understood"
        if self.settled.left:
            return "open"
        return "left_out" if self.pick == _OUT else "settled"


@dataclass(frozen=True, slots=True)
class _Pasted:
    """A prescription with what was chosen.

    Attributes:
        found: what it says.
        rows: its items.
        settling: offers what they may mean.
    """

    found: ReadPrescription
    rows: tuple[_Row, ...]
    settling: Settling

    @property
    def open(self) -> int:
        """How many items are to be settled."""
        return sum(row.status == "open" for row in self.rows)

    @property
    def kept(self) -> tuple[ItemReading, ...]:
        """What becomes a step."""
        settled = (row.settled for row in self.rows)
        return tuple(each for each in settled if each.exercise or each.words)


def paste_page(clinic: OpenClinic, name: str, _query: Query) -> StudioPage | None:
    """Where a prescription is pasted: empty, or as far as somebody has come."""
    if name:
        return None
    draft = clinic.papers.open(_AT)
    paper = read_paper(draft.text)
    shown, fault = _shown(clinic, paper)
    values = {
        "most": MAX_PRESCRIPTION_BYTES,
        "title_most": TITLE_MOST,
        "paper": paper,
        "pasted": Markup(shown),
        "fault": fault,
    }
    return StudioPage("paste.html", values | draft_values(draft))


def type_pasted(clinic: OpenClinic, _name: str, asked: PageValues) -> PageValues:
    """Keep what is typed: the prescription, the title, or what becomes of a line.

    Raises:
        ScriptError: it cannot be kept.
        OutputError: as well.
        ValueError: what was sent makes no sense.
    """
    draft, paper = _known(clinic, asked)
    if draft is None:
        return _anew(clinic, clinic.papers.open(_AT), asked)
    typed = text_of(asked, "typed", MAX_PRESCRIPTION_BYTES) if "typed" in asked else paper.typed
    title = text_of(asked, "title", TITLE_MOST) if "title" in asked else paper.title
    chosen = {"choices": asked["choices"]} if "choices" in asked else {}
    paper = replace(_asked(chosen, paper), typed=typed, title=title)
    return draft_values(_keep(clinic, paper, joins=asked.get("joins") is True))


def read_pasted(clinic: OpenClinic, _name: str, asked: PageValues) -> PageValues:
    """Read a prescription, or the one that was read, with what was chosen so far.

    Raises:
        ScriptError: it cannot be read, or prescribes nothing.
        ValueError: what was sent makes no sense.
    """
    draft, paper = _known(clinic, asked)
    if draft is None:
        return _anew(clinic, clinic.papers.open(_AT), asked)
    paper = _asked(asked, paper)
    told = _told(clinic, _pasted(clinic, paper))
    return told | draft_values(_keep(clinic, paper))


def make_pasted(clinic: OpenClinic, _name: str, asked: PageValues) -> PageValues:
    """Make a routine of a prescription of which nothing is open; it is saved as any other is.

    Raises:
        ScriptError: it cannot be read, or prescribes nothing.
        ValueError: what was sent makes no sense, or there is no title.
    """
    title = asked_title(asked)
    draft, paper = _known(clinic, asked)
    if draft is None:
        return _anew(clinic, clinic.papers.open(_AT), asked)
    paper = replace(_asked(asked, paper), title=title)
    pasted = _pasted(clinic, paper)
    kept = pasted.kept
    if not kept or pasted.open:
        return _told(clinic, pasted) | draft_values(_keep(clinic, paper))
    name = free_name(clinic, slug_of(title) or "routine")
    file = script_folder(clinic.project, "routines") / f"{name}.yaml"
    source = _source(clinic, paper)
    head = Head(name, title, clinic.language, source, pasted.found.encoding)
    _, text = warmed_up(clinic.project, clinic.library, file, head, kept)
    clinic.drafts.change(file, text)
    clinic.papers.discard(_AT)
    return {"go": f"/routines/{name}"}


def turn_pasted(clinic: OpenClinic, _name: str, asked: PageValues) -> PageValues:
    """Undo, do again, clear all of it (`take`), or look again.

    Raises:
        ValueError: it is none of these.
    """
    turn, draft = asked_turn(asked), clinic.papers.open(_AT)
    if turn in ("save", "keep"):
        raise ValueError("what")
    if turn == "look" and asked.get("version") == version_of(draft):
        return draft_values(draft)
    return _anew(clinic, turned_draft(clinic.papers, _AT, draft, turn), asked)


def _known(clinic: OpenClinic, asked: PageValues) -> tuple[Draft | None, PastedPaper]:
    """The prescription as it is kept; None where a page knows another one."""
    draft = clinic.papers.open(_AT)
    is_known = asked.get("version", "") in ("", version_of(draft))
    return draft if is_known else None, read_paper(draft.text)


def _keep(clinic: OpenClinic, paper: PastedPaper, joins: bool = False) -> Draft:
    return clinic.papers.write(_AT, paper_text(paper), joins=joins)


def _anew(clinic: OpenClinic, draft: Draft, asked: PageValues) -> PageValues:
    """What a page is told of a prescription that is another than it has."""
    paper = read_paper(draft.text)
    shown, fault = _shown(clinic, paper)
    anew = {"moved": True, "elsewhere": asked.get("what", "look") == "look", "refused": fault}
    told = {"typed": paper.typed, "title": paper.title, "pasted": shown}
    return draft_values(draft) | told | anew


def _shown(clinic: OpenClinic, paper: PastedPaper) -> tuple[str, str]:
    """What is shown of a prescription as far as it was read; and why it cannot be read any more."""
    if not paper.content:
        return "", ""
    try:
        return _told(clinic, _pasted(clinic, paper))["pasted"], ""
    except (ScriptError, ValueError) as error:
        return "", error.said(clinic.language) if isinstance(error, ScriptError) else str(error)


def _asked(asked: PageValues, paper: PastedPaper) -> PastedPaper:
    """The prescription that was kept, with what was sent; what is read anew is settled anew."""
    choices = asked.get("choices", {} if "content" in asked else paper.choices)
    if not isinstance(choices, Mapping):
        raise ValueError("choices")
    if "content" in asked:
        content = text_of(asked, "content", _MOST_BASE64)
        paper = replace(paper, content=content, file=one_line_of(asked, "file"))
    made = {str(number): _choice(chosen) for number, chosen in choices.items()}
    return replace(paper, choices=made)


def _choice(chosen: object) -> dict[str, str]:
    """What was chosen for an item."""
    if not isinstance(chosen, dict):
        raise ValueError("choices")
    return {key: one_line_of(chosen, key) for key in ("pick", "exercise", "dose", "words")}


def _pasted(clinic: OpenClinic, paper: PastedPaper) -> _Pasted:
    settling = clinic.settling()
    source = _source(clinic, paper)
    content = base64.b64decode(paper.content, validate=True)
    found = read_prescription(Import(source, content), settling.understanding)
    if not found.readings:
        raise ScriptError("import/empty", source=source)
    rows = (
        _row(settling, reading, paper.choices.get(str(index)))
        for index, reading in enumerate(found.readings)
    )
    return _Pasted(found, tuple(rows), settling)


def _source(clinic: OpenClinic, paper: PastedPaper) -> str:
    """The name of the file that was chosen, without its folders; or that a text was pasted."""
    name = PurePosixPath(paper.file.replace("\\", "/")).name
    return clipped(name, 100) or clinic.labels()["paste"]["source"]


def _row(settling: Settling, reading: ItemReading, asked: Mapping[str, str] | None) -> _Row:
    """An item with what was chosen for it."""
    if asked is None:
        return _Row(reading, "", {}, reading)
    pick = asked["pick"]
    if pick == _OUT:
        choice = Settlement("out")
    elif pick == _WORDS:
        choice = Settlement("words", words=asked["words"])
    else:
        exercise = asked["exercise"] if pick == _OTHER else pick
        choice = Settlement("exercise", exercise, asked["dose"])
    return _Row(reading, pick, asked, settling.settled(reading, choice))


def _told(clinic: OpenClinic, pasted: _Pasted) -> PageValues:
    """What a page shows of a prescription."""
    exercises = clinic.library.exercises(clinic.language)
    known = {name: exercise for name, (exercise, _) in exercises.items()}
    values = {
        "rows": [_values(clinic, pasted, known, index) for index in range(len(pasted.rows))],
        "titles": sorted(exercise.title for exercise in known.values()),
        "format": pasted.found.format,
        "encoding": [each.said(clinic.language) for each in pasted.found.encoding],
        "open": pasted.open,
        "kept": len(pasted.kept),
    }
    return {"pasted": render_studio("pasted.html", clinic.language, values), "open": pasted.open}


def _values(
    clinic: OpenClinic, pasted: _Pasted, known: Mapping[str, Exercise], index: int
) -> PageValues:
    row = pasted.rows[index]
    reading, settled, pick = row.reading, row.settled, row.pick
    candidates = pasted.settling.candidates(reading)
    became = known.get(settled.exercise or "")
    notes = settled.assumed if pick else (*reading.assumed, *reading.left)
    return {
        "index": index,
        "place": _place(clinic, reading.item.place),
        "original": clipped(reading.item.original, 1000),
        "status": row.status,
        "title": became.title if became else settled.words,
        "dose_shown": _dose_shown(settled.dose, became) if became else "",
        "notes": [each.said(clinic.language) for each in notes],
        "faults": [each.said(clinic.language) for each in settled.left] if pick else [],
        "faulty": _faulty(settled) if pick else "",
        "picks": [(name, known[name].title) for name in candidates if name in known],
        "pick": pick or ("" if reading.left else reading.exercise or ""),
        "dose": row.asked.get("dose", pasted.settling.dose(reading)),
        "exercise": row.asked.get("exercise", ""),
        "words": row.asked.get("words", clipped(reading.item.original, 300)),
    }


def _faulty(settled: ItemReading) -> str:
    """The field that is at fault; empty where none is."""
    return _AT_FAULT.get(settled.left[0].kind, "words") if settled.left else ""


def _place(clinic: OpenClinic, place: str) -> str:
    """Where an item stands, in the words of the page where it is a line."""
    if not place.startswith(_LINE):
        return place
    return clinic.labels()["routine"]["line"].replace("{n}", place.removeprefix(_LINE))


def _dose_shown(text: str, exercise: Exercise) -> str:
    """A dose as it is meant for an exercise: its own where there is none."""
    try:
        dose = in_context(parse_dose(text), exercise) if text else exercise.dose
    except DoseError:  # the checks of the routine ask what is meant
        return text
    return write_dose(dose, is_timed(exercise))
