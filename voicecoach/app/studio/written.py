"""What the page of a routine shows of its text: the steps, and the session that they will be."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from voicecoach.app.editing import OutlinedStep, plain_edit
from voicecoach.app.seen import SeenProblem, SeenRoutine, SeenStep
from voicecoach.app.studio.carried import part_id
from voicecoach.app.studio.clinic_open import OpenClinic
from voicecoach.model.dose_fields import dose_fields
from voicecoach.model.exercise import Exercise
from voicecoach.model.slots import SlotKind
from voicecoach.web.studio.desk import PageValues
from voicecoach.web.studio.pages import number_told

_DOSE = ("sets", "reps", "hold", "rest", "sides")
_OF_KIND: Mapping[str, tuple[str, ...]] = {
    "rest": ("rest",),
    "say": ("say",),
    "section": ("section",),
    "repeat": ("repeat", "work", "rest"),
}
"""The fields of steps that are no exercises; of all others there is the line."""
_MENDS = 3  # of a problem: more are no help
_WIDTH = 1000
_BARS: Mapping[SlotKind, str] = {
    "move": "move",
    "work": "move",
    "hold": "hold",
    "breathe": "breathe",
    "rest": "rest",
}
_HEIGHTS = {"listen": 12, "move": 34, "hold": 56, "breathe": 24, "rest": 4}


def step_rows(clinic: OpenClinic, found: SeenRoutine) -> list[PageValues]:
    """The steps as the page lists them, each with what is wrong with it."""
    paths = {each.outlined.path for each in found.steps}
    rows, number = [], 0
    for step in found.steps:
        path = step.outlined.path
        own = [each for each in found.problems if each.step == path]
        row = _row(clinic, step, _exercise(clinic, step.outlined), own)
        number += step.outlined.depth == 0
        row["number"] = number if step.outlined.depth == 0 else ""
        row["first"] = path[-1] == 0
        row["last"] = (*path[:-1], int(path[-1]) + 1) not in paths
        rows.append(row)
    return rows


def _exercise(clinic: OpenClinic, step: OutlinedStep) -> Exercise | None:
    """The exercise that a step names, where there is such a one; its words are not asked for."""
    file = clinic.library.find("exercises", step.name) if step.kind == "exercise" else None
    return clinic.library.exercise(file).value if file else None


def _row(
    clinic: OpenClinic, step: SeenStep, exercise: Exercise | None, problems: Sequence[SeenProblem]
) -> PageValues:
    outlined = step.outlined
    return {
        "id": part_id(outlined.path),
        "path": json.dumps(outlined.path),
        "depth": outlined.depth,
        "name": outlined.name,
        "title": _title(clinic, step),
        "position": exercise.position if exercise else "",
        "drawing": exercise.drawing if exercise else "",
        "fields": [*_fields(clinic, outlined, exercise, problems)],
        "line": outlined.text,
        "problems": [shown_problem(clinic, each) for each in problems],
    }


def _title(clinic: OpenClinic, step: SeenStep) -> str:
    kinds, kind = clinic.labels()["kinds"], step.outlined.kind
    if kind == "exercise":
        return step.title or step.outlined.name
    included = str(step.outlined.fields.get("include", ""))
    named = clinic.title_of(included) if included else ""
    title = kinds.get(kind, kinds["unknown"])
    return f"{title}: {named}" if named else title


def _fields(
    clinic: OpenClinic,
    step: OutlinedStep,
    exercise: Exercise | None,
    problems: Sequence[SeenProblem],
) -> Iterator[PageValues]:
    names = _DOSE if step.kind == "exercise" else _OF_KIND.get(step.kind, ())
    at_fault = {str(each.located.problem.where.path[-1]) for each in problems}
    usual = dose_fields(exercise.dose) if exercise else {}
    for name in names:
        value = str(step.dose.get(name) or step.fields.get(name) or "")
        if exercise and not value and not _takes(exercise, name):
            continue
        is_pairs = name == "reps" and step.dose.get("sides") == "alternating"
        yield {
            "name": name,
            "label": "pairs" if is_pairs else name,
            "value": value,
            "usual": usual.get(name, ""),
            "choices": [*clinic.labels()["sides"].items()] if name == "sides" else [],
            "problems": name in at_fault,
        }


def _takes(exercise: Exercise, field: str) -> bool:
    """Whether a field of the dose means anything for an exercise."""
    if field == "sides":
        return exercise.sides is not None
    if field == "hold":
        return exercise.hold_phase is not None or exercise.kind == "timed"
    return True


def shown_problem(clinic: OpenClinic, found: SeenProblem) -> PageValues:
    """What is shown of a problem, with the changes that mend it, where there are such."""
    labels, problem = clinic.labels()["routine"], found.located.problem
    mends = [
        {
            "edit": json.dumps(plain_edit(each.edit)),
            "label": labels["mend"].replace("{change}", each.meant)
            if each.meant
            else labels["mend_away"],
        }
        for each in found.remedies[:_MENDS]
    ]
    message = problem.said(clinic.language)
    shown = {"severity": problem.severity, "message": message, "line": 0}
    return shown | {"mends": mends}


def loose_problems(clinic: OpenClinic, found: SeenRoutine, file: str) -> list[PageValues]:
    """What is wrong with anything but a step, with its line where it is of this file."""
    rows = []
    for each in found.problems:
        if not each.step:
            row = shown_problem(clinic, each)
            here = each.located.problem.where.file == file
            rows.append(row | {"line": each.located.line if here else 0})
    return rows


def session_values(clinic: OpenClinic, found: SeenRoutine) -> PageValues:
    """The session that a routine will be: length, a drawing of it, and what is heard when."""
    labels, kinds = clinic.labels()["routine"], clinic.words().pages.course_kinds
    bars, shares = _course(found)
    count = len([each for each in found.changes if each.step])
    return {
        "total_ms": found.length_ms or 0,
        "estimated": found.estimated > 0,
        "moves": number_told(labels["moves_one"], labels["moves"], count) if found.slots else "",
        "bars": bars,
        "key": [(kind, kinds[kind], share) for kind, share in shares.items()],
        "cues": [
            {"start_ms": each.start_ms, "text": "" if each.speaker == "tone" else each.text}
            for each in found.cues
        ],
    }


def _course(found: SeenRoutine) -> tuple[list[PageValues], dict[str, int]]:
    """The session as bars, and how long one does what in all."""
    scale = _WIDTH / max(found.length_ms or 0, 1)
    bars: list[PageValues] = []
    shares: dict[str, int] = {}
    for each in found.slots:
        kind, length = _BARS.get(each.slot.kind, "listen"), each.end_ms - each.start_ms
        shares[kind] = shares.get(kind, 0) + length
        if bars and bars[-1]["kind"] == kind:
            bars[-1]["end"] = each.end_ms
        else:
            bars.append({"kind": kind, "start": each.start_ms, "end": each.end_ms})
    for bar in bars:
        bar["x"] = f"{bar['start'] * scale:.1f}"
        bar["width"] = f"{(bar['end'] - bar['start']) * scale:.1f}"
        bar["height"] = _HEIGHTS[bar["kind"]]
    return bars, {kind: shares[kind] for kind in _HEIGHTS if kind in shares}
