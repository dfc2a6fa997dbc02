"""An exercise of one's own: its six fields, its words in other languages, and its drawing."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from voicecoach.app.exercises import BODY_POSITIONS, KINDS
from voicecoach.app.journalled import Draft
from voicecoach.app.own_exercises import (
    OwnExercise,
    check_own,
    own_text,
    text_before,
    texts_to_translate,
)
from voicecoach.app.own_forms import OwnForm, SaidIn, form_text, read_form
from voicecoach.app.studio.asking import one_line_of, one_of, text_of
from voicecoach.app.studio.clinic_open import OpenClinic
from voicecoach.app.studio.draft_pages import (
    asked_turn,
    draft_values,
    turned_draft,
    version_of,
)
from voicecoach.base.messages import Fault
from voicecoach.base.names import is_name, slug_of
from voicecoach.formats.drawn import DRAWN_POSES, Drawn, DrawnPose, Handle, read_drawn
from voicecoach.formats.problems import Problem, errors
from voicecoach.publish.drawings import drawing
from voicecoach.publish.drawings.bent import bent_scene, grips, moved
from voicecoach.publish.drawings.poses import POSITIONS, SCENES
from voicecoach.publish.drawings.scene import Box, Scene, frame_box, scene_svg
from voicecoach.publish.text import language_name
from voicecoach.web.studio.desk import PageValues, Query, StudioPage
from voicecoach.web.studio.pages import number_told, render_studio

_FIELDS = ("name", "title", "position", "kind", "setup", "dose")
_MOST_LINES = 12
_LONGEST = 3000  # characters of all lines
_AROUND = 14.0  # room to move in
_STEP = 400.0  # of one request, at most


def own_page(clinic: OpenClinic, name: str, _query: Query) -> StudioPage | None:
    """The form of an exercise: a new one, or one of the project's."""
    draft = clinic.own_forms.open(name)
    if name and not _is_there(draft):
        return None
    words, labels = clinic.words(), clinic.labels()
    form = read_form(draft.text)
    values: PageValues = {
        "name": name,
        "form": form,
        "own": form.own,
        "positions": [(each, words.pages.positions[each]) for each in BODY_POSITIONS],
        "kinds": [(each, labels["movements"][each]) for each in KINDS],
        "likes": _likes(clinic),
        "like": _like(form),
        "words_in": [
            {"code": code, "language": language_name(code), "missing": missing}
            for code, missing in _missing(clinic, name, form).items()
        ],
        **draft_values(draft),
        **_drawn(clinic, form.own.drawing, form.own.position, "end"),
    }
    return StudioPage("own.html", values)


def _is_there(draft: Draft) -> bool:
    """Whether there is an exercise that a form is of, or was when the form was begun."""
    return bool(draft.text or draft.digest)


def _like(form: OwnForm) -> str:
    """What the drawing of a form began with."""
    return form.own.drawing.partition(";")[0].strip()


def _likes(clinic: OpenClinic) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a drawing can begin with: positions, and the exercises that begin in each."""
    positions = clinic.words().pages.positions
    exercises = clinic.library.exercises(clinic.language)
    drawn = [exercise for name, (exercise, _) in exercises.items() if name in SCENES]
    return [
        (
            positions[position],
            [
                (position, positions[position]),
                *sorted(
                    ((each.exercise, each.title) for each in drawn if each.position == position),
                    key=lambda pair: pair[1].casefold(),
                ),
            ],
        )
        for position in POSITIONS
    ]


def _missing(clinic: OpenClinic, name: str, form: OwnForm) -> dict[str, str]:
    """How much is not said yet in each other language; empty where all is."""
    labels, texts = clinic.labels()["own"], texts_to_translate(form.own)
    missing = {}
    for code in clinic.own_forms.others_of(name):
        said = form.pairs(code)
        count = sum(not said.get(text) for text in texts)
        told = number_told(labels["missing_one"], labels["missing"], count)
        missing[code] = told if count else ""
    return missing


def check_own_exercise(clinic: OpenClinic, name: str, asked: PageValues) -> PageValues:
    """Keep what the form says; tell what is wrong with it, field by field, and what is missing.

    Raises:
        ScriptError: it cannot be kept.
        OutputError: as well.
        ValueError: what was sent makes no sense.
    """
    draft, known = _kept(clinic, name, asked)
    return _told(clinic, name, draft) if known else _anew(clinic, name, draft, asked)


def save_own_exercise(clinic: OpenClinic, name: str, asked: PageValues) -> PageValues:
    """Write the exercise and its words, where nothing is wrong with it.

    Raises:
        ScriptError: a file says it in a way that a form cannot change.
        OutputError: it cannot be written.
        ValueError: what was sent makes no sense.
    """
    draft, known = _kept(clinic, name, asked)
    if not known:
        return _anew(clinic, name, draft, asked)
    told = _told(clinic, name, draft)
    if told["faulty"] or told["on_disk"]:
        return told
    if name:
        saved = clinic.labels()["own"]["saved"]
        return _told(clinic, name, clinic.own_forms.save(name)) | {"told": saved}
    clinic.own_forms.write_new(told["name"])
    return {"go": f"/exercises/{told['name']}"}


def turn_own_exercise(clinic: OpenClinic, name: str, asked: PageValues) -> PageValues | None:
    """Undo, do again, take the files, keep the form, or look again.

    Raises:
        ValueError: it is none of these.
    """
    turn, draft = asked_turn(asked), clinic.own_forms.open(name)
    if name and not _is_there(draft):
        return None
    if turn == "look" and asked.get("version") == version_of(draft):
        return draft_values(draft)
    if turn == "save":
        raise ValueError("what")
    return _anew(clinic, name, turned_draft(clinic.own_forms, name, draft, turn), asked)


def _kept(clinic: OpenClinic, name: str, asked: PageValues) -> tuple[Draft, bool]:
    """Keep a form; one that knows another version is not kept, and it is said that it is none."""
    draft = clinic.own_forms.open(name)
    if name and not _is_there(draft):
        raise ValueError("name")
    form = _asked(clinic, name, asked, read_form(draft.text))
    if asked.get("version", "") not in ("", version_of(draft)):
        return draft, False
    joins = asked.get("joins") is True
    return clinic.own_forms.write(name, form_text(form), joins=joins), True


def _told(clinic: OpenClinic, name: str, draft: Draft) -> PageValues:
    """What a page is told of a form that it has."""
    form = read_form(draft.text)
    missing = {"missing": _missing(clinic, name, form)}
    return _checked(clinic, name, form) | missing | draft_values(draft)


def _anew(clinic: OpenClinic, name: str, draft: Draft, asked: PageValues) -> PageValues:
    """What a page is told of a form that is another than it has."""
    form = read_form(draft.text)
    own = form.own
    said = {code: form.words.get(code, SaidIn()) for code in clinic.own_forms.others_of(name)}
    fields = {key: getattr(own, key) for key in ("title", "position", "kind", "dose", "drawing")}
    fields |= {"name": form.name, "setup": "\n".join(own.setup or ()), "like": _like(form)}
    drawn = _drawn(clinic, own.drawing, own.position, _stage({"stage": "end", **asked}))
    return _told(clinic, name, draft) | {
        "fields": fields,
        "words": {
            code: {"title": each.title, "setup": "\n".join(each.setup)}
            for code, each in said.items()
        },
        "drawn": render_studio("bending.html", clinic.language, drawn),
        "moved": True,
        "elsewhere": asked.get("what", "look") == "look",
    }


def _asked(clinic: OpenClinic, name: str, asked: PageValues, before: OwnForm) -> OwnForm:
    """The form that was sent."""
    lines = _lines(asked, "setup")
    own = OwnExercise(
        " ".join(one_line_of(asked, "title").split()),
        one_of(asked, "position", BODY_POSITIONS) or "",
        one_of(asked, "kind", KINDS) or "",
        None if before.own.setup is None else lines,
        one_line_of(asked, "dose").strip(),
        _drawing_of(asked),
    )
    sent = asked.get("words", {})
    if not isinstance(sent, dict):
        raise ValueError("words")
    words = {code: _said(sent.get(code, {})) for code in clinic.own_forms.others_of(name)}
    return OwnForm(own, "" if name else one_line_of(asked, "name").strip(), words)


def _lines(asked: PageValues, key: str) -> tuple[str, ...]:
    lines = [" ".join(each.split()) for each in text_of(asked, key, _LONGEST).splitlines()]
    while lines and not lines[-1]:
        lines.pop()
    if len(lines) > _MOST_LINES:
        raise ValueError(key)
    return tuple(lines)


def _drawing_of(asked: PageValues) -> str:
    """What the drawing is made of, as a file has it.

    Raises:
        ValueError: it cannot be read.
    """
    text = text_of(asked, "drawing", 600)
    try:
        return str(read_drawn(text)) if text else ""
    except Fault:
        raise ValueError("drawing") from None


def _said(sent: object) -> SaidIn:
    """The words in another language that were sent."""
    if not isinstance(sent, dict):
        raise ValueError("words")
    return SaidIn(" ".join(one_line_of(sent, "title").split()), _lines(sent, "setup"))


def _checked(clinic: OpenClinic, name: str, form: OwnForm) -> PageValues:
    """What is wrong with an exercise, by field; nothing is checked before all is filled in."""
    faults: dict[str, list[str]] = {field: [] for field in (*_FIELDS, "rest")}
    labels, own = clinic.labels()["own"], form.own
    called = name or form.name or slug_of(own.title)
    if not name and called and not is_name(called):
        faults["name"].append(labels["name_how"])
    elif not name and called and clinic.library.find("exercises", called):
        faults["name"].append(labels["taken"])
    is_whole = all((called, own.title, own.position, own.kind, own.setup != (), own.dose))
    found: list[Problem] = []
    if is_whole and not faults["name"]:
        before = text_before(clinic.project, called)
        text = own_text(called, before, own, clinic.language)
        found = check_own(clinic.project, clinic.library, called, text)
    for problem in found:
        key = str(problem.where.path[0]) if problem.where.path else "rest"
        faults[key if key in faults else "rest"].append(problem.said(clinic.language))
    is_faulty = not is_whole or bool(faults["name"]) or bool(errors(found))
    return {"name": called, "faults": faults, "faulty": is_faulty}


def draw_own(clinic: OpenClinic, _name: str, asked: PageValues) -> PageValues:
    """Draw an exercise, with a part of the body moved where that is asked for.

    Raises:
        ValueError: what was sent makes no sense.
    """
    text, position = _drawing_of(asked), one_of(asked, "position", BODY_POSITIONS) or ""
    stage = _stage(asked)
    handle = text_of(asked, "handle")
    if handle:
        text = str(_moved(read_drawn(text), stage, handle, asked))
    values = _drawn(clinic, text, position, stage)
    return {"drawing": text, "drawn": render_studio("bending.html", clinic.language, values)}


def _stage(asked: PageValues) -> DrawnPose:
    found = next((each for each in DRAWN_POSES if each == asked.get("stage")), None)
    if found is None:
        raise ValueError("stage")
    return found


def _moved(drawn: Drawn, stage: DrawnPose, handle: str, asked: PageValues) -> Drawn:
    scene = bent_scene(drawn)
    at = {**grips(scene, stage)} if scene else {}
    part = next((each for each in at if each == handle), None)
    if part is None:
        raise ValueError("handle")
    x, y = _pair(asked, "to") or (0.0, 0.0)
    if "by" in asked:
        left, up = _pair(asked, "by") or (0.0, 0.0)
        x, y = at[part][0] + left, at[part][1] + up
    return moved(drawn, stage, part, (x, y))


def _pair(asked: PageValues, key: str) -> tuple[float, float] | None:
    pair: Any = asked.get(key)
    if pair is None:
        return None
    if not isinstance(pair, list) or len(pair) != 2:
        raise ValueError(key)
    x, y = (float(each) for each in pair if type(each) in (int, float))
    if not all(-_STEP <= each <= _STEP for each in (x, y)):
        raise ValueError(key)
    return x, y


def _drawn(clinic: OpenClinic, text: str, position: str, stage: DrawnPose) -> PageValues:
    """A drawing, and what one takes hold of in it; nothing where it is that of its position."""
    scene = bent_scene(read_drawn(text)) if text else None
    base = bent_scene(Drawn(text.partition(";")[0].strip())) if text else None
    if scene is None or base is None:
        return {"svg": Markup(drawing("", position)), "grips": [], "box": ""}
    box = _room(base, scene)
    left, bottom, right, top = box
    return {
        "svg": Markup(scene_svg(scene, box)),
        "stage": stage,
        "grips": [_grip(clinic, handle, x, y) for handle, (x, y) in grips(scene, stage).items()],
        "box": " ".join(f"{each:.0f}" for each in (left, -top, right - left, top - bottom)),
    }


def _room(base: Scene, scene: Scene) -> Box:
    """The frame in which a drawing is bent: it stays as long as that is large enough."""
    left, bottom, right, top = frame_box(base)
    far_left, low, far_right, high = frame_box(scene)
    return (
        min(left - _AROUND, far_left),
        min(bottom, low) - 2,
        max(right + _AROUND, far_right),
        max(top + _AROUND, high),
    )


def _grip(clinic: OpenClinic, handle: Handle, x: float, y: float) -> PageValues:
    labels = clinic.labels()
    name = handle.replace(" ", "_")
    at = labels["own"]["at"].replace("{x}", f"{x:.0f}").replace("{y}", f"{y:.0f}")
    value = {"x": round(x, 1), "y": round(-y, 1), "now": round(x), "at": at}
    return {"handle": handle, "id": name, "label": labels["grips"][name], **value}
