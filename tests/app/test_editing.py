"""Routines as they are put together: over all that are shipped, and whatever somebody changes."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.coach.sessions import SHIPPED
from voicecoach.app.editing import (
    EditedText,
    InsertItem,
    MoveItem,
    OutlinedStep,
    RemoveItem,
    ReplaceStep,
    SetField,
    SetHead,
    Splice,
    StepEdit,
    edit_routine,
    outline_routine,
    plain_edit,
    read_edit,
)
from voicecoach.app.workspace import Workspace
from voicecoach.base.errors import ScriptError
from voicecoach.formats.document import read_document_text
from voicecoach.formats.tidy import tidy
from voicecoach.model.dose_fields import DOSE_FIELDS, dose_fields, dose_of_data, with_field
from voicecoach.model.routine import ExerciseStep, Routine
from voicecoach.model.step_reading import read_routine
from voicecoach.model.steps import step_at

pytestmark = pytest.mark.slow

FOLDER = SHIPPED.roots[0] / "routines"
FILES = sorted(file for file in FOLDER.glob("*.yaml") if "." not in file.stem)
TEXTS = {file: file.read_bytes().decode() for file in FILES}
FORMS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "with CRLF": lambda text: text.replace("\n", "\r\n"),
    "with a mark": lambda text: "\ufeff" + text,
    "without a last end": lambda text: text.rstrip("\n"),
}

files, forms = st.sampled_from(FILES), st.sampled_from([*FORMS.values()])
counts = st.integers(1, 30).map(str) | st.tuples(st.integers(1, 9), st.integers(10, 20)).map(
    lambda pair: f"{pair[0]}-{pair[1]}"
)
lengths = st.sampled_from(["5s", "20-30s", "1m30s", "2m", "7.5s"])
values: dict[str, st.SearchStrategy[Any]] = {
    "sets": counts,
    "reps": counts | st.just("12/10/8"),
    "hold": lengths,
    "rest": lengths | st.just("0s"),
    "sides": st.sampled_from(["each", "left", "right", "alternating"]),
    "tempo": st.sampled_from(["3-1-3", "2-2", "1.5-4"]),
    "load": st.sampled_from(["5 kg", "red band", "level 3"]),
    "frequency": st.sampled_from(["2 times a day", "3 days a week"]),
}
words = st.text("aé ü'\"#:,{}[]-*&!%@|>?\u2019\u201cक\u00a0", min_size=1, max_size=20)
spoken = words.map(lambda text: f"Go {text.strip()}".strip())


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace.open(tmp_path_factory.mktemp("clinic"))


def routine_of(text: str) -> Routine:
    routine, problems = read_routine(read_document_text("a.yaml", text))
    assert routine is not None, problems
    return routine


def data_of(text: str) -> Any:
    return copy.deepcopy(read_document_text("a.yaml", text).data)  # what was read is shared


def made(workspace: Workspace, text: str, edit: StepEdit) -> EditedText:
    edited, problems = edit_routine(workspace, Path("a.yaml"), text, edit)
    assert edited is not None, [str(problem.message) for problem in problems]
    assert edited.splice.apply(text) == edited.text
    assert edited.splice.inverse.apply(edited.text) == text
    return edited


def lines_of(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def steps_of(workspace: Workspace, text: str) -> tuple[OutlinedStep, ...]:
    return outline_routine(workspace, Path("a.yaml"), text)


def assert_others_stay(before: str, after: str, step: OutlinedStep) -> None:
    """All lines but those of a step are the same, and in it at most one is another."""
    old, new = lines_of(before), lines_of(after)
    behind = len(old) - step.last_line
    assert new[: step.line - 1] == old[: step.line - 1]
    assert "".join(new[len(new) - behind :]) == "".join(old[step.last_line :])
    own, own_new = old[step.line - 1 : step.last_line], new[step.line - 1 : len(new) - behind]
    assert abs(len(own) - len(own_new)) <= 1
    assert sum(line not in own_new for line in own) <= 1


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_outline_says_what_stands_in_a_script(workspace: Workspace, file: Path) -> None:
    text = TEXTS[file]
    steps, lines, data = steps_of(workspace, text), lines_of(text), data_of(text)
    assert len(steps) == text.count("\n  - ") + text.count("\n      - ")
    for step in steps:
        assert step.text in lines[step.line - 1]
        item = data
        for key in step.path:
            item = item[key]
        said = data_of(f"- {step.text}")[0]
        said = {said: None} if isinstance(said, str) else said
        assert said == {step.name: item[step.name] if isinstance(item, dict) else None}
    assert [step.line for step in steps] == sorted(step.line for step in steps)


@given(st.data(), files, forms)
def test_a_field_of_a_dose_changes_alone(
    workspace: Workspace, data: st.DataObject, file: Path, form: Callable[[str], str]
) -> None:
    text = form(TEXTS[file])
    steps = [step for step in steps_of(workspace, text) if step.kind == "exercise"]
    assume(steps)
    step, field = data.draw(st.sampled_from(steps)), data.draw(st.sampled_from(DOSE_FIELDS))
    value = data.draw(st.none() | values[field])
    edited = made(workspace, text, SetField(step.path, field, value))
    assert_others_stay(text, edited.text, step)
    assert edited.path == step.path
    exercise = SHIPPED.exercises()[step.name][0]
    before, after = (dose_of_data(_behind(t, step), exercise) for t in (text, edited.text))
    assert before is not None
    assert after == with_field(before, field, value)
    body = step_at(routine_of(edited.text).steps, {}, step.path[1::2]).body
    assert isinstance(body, ExerciseStep)
    (shown,) = (s for s in steps_of(workspace, edited.text) if s.path == step.path)
    assert shown.dose == dose_fields(after)


def _behind(text: str, step: OutlinedStep) -> Any:
    item = data_of(text)
    for key in step.path:
        item = item[key]
    return item[step.name] if isinstance(item, dict) else None


@given(st.data(), files, forms)
def test_an_option_changes_alone_and_back(
    workspace: Workspace, data: st.DataObject, file: Path, form: Callable[[str], str]
) -> None:
    text = form(TEXTS[file])
    step = data.draw(st.sampled_from(steps_of(workspace, text)))
    field, value = data.draw(
        st.tuples(st.just("optional"), st.booleans() | st.none())
        | st.tuples(st.just("rank"), st.integers(1, 9) | st.none())
        | st.tuples(st.sampled_from(["say", "title"]), spoken)
    )
    is_word = isinstance(value, str)
    assume(not is_word or step.kind == "exercise" or (step.kind == field == "say"))
    edited = made(workspace, text, SetField(step.path, field, value))
    assert_others_stay(text, edited.text, step)
    (after,) = (s for s in steps_of(workspace, edited.text) if s.path == step.path)
    expected = None if value is False else value
    assert after.fields.get(field) == (tidy(expected) if isinstance(expected, str) else expected)
    if is_word:
        body: Any = step_at(routine_of(edited.text).steps, {}, step.path[1::2]).body
        assert getattr(body, field) == " ".join(tidy(str(value)).split())
    back = made(workspace, edited.text, SetField(step.path, field, step.fields.get(field)))
    if field in step.fields and not is_word:
        again = made(workspace, back.text, SetField(step.path, field, value))
        assert sorted(lines_of(again.text)) == sorted(lines_of(edited.text))
    elif field not in step.fields:
        assert back.text == text


@given(st.data(), files, forms)
def test_a_step_that_is_put_in_and_taken_out_leaves_no_trace(
    workspace: Workspace, data: st.DataObject, file: Path, form: Callable[[str], str]
) -> None:
    text = form(TEXTS[file])
    path = data.draw(st.sampled_from(_places(text)))
    line = data.draw(
        st.sampled_from(
            ["bridge: 3 sets, 10 reps", "rest: 30s", "- march", "repeat: 2\nsteps:\n  - bridge"]
        )
        | spoken.map(lambda said: f"say: {json.dumps(said)}")
    )
    edited = made(workspace, text, InsertItem(path, line))
    meant = data_of(text)
    _list_of(meant, path).insert(path[-1], data_of(line.removeprefix("- ")))
    assert data_of(edited.text) == meant
    assert made(workspace, edited.text, RemoveItem(path)).text == text


@given(st.data(), files, forms)
def test_a_step_that_goes_takes_its_lines_with_it_and_no_others(
    workspace: Workspace, data: st.DataObject, file: Path, form: Callable[[str], str]
) -> None:
    text = form(TEXTS[file])
    step = data.draw(st.sampled_from(steps_of(workspace, text)))
    edited = made(workspace, text, RemoveItem(step.path))
    old = lines_of(text)
    kept = old[: step.line - 1] + old[step.last_line :]
    assert lines_of(edited.text)[:-1] == kept[:-1]
    assert edited.text.rstrip() == "".join(kept).rstrip()
    meant = data_of(text)
    del _list_of(meant, step.path)[step.path[-1]]
    assert (data_of(edited.text)["steps"] or []) == meant["steps"] or not _list_of(meant, step.path)


@given(st.data(), files, forms)
def test_a_step_that_moves_takes_all_its_lines_along(
    workspace: Workspace, data: st.DataObject, file: Path, form: Callable[[str], str]
) -> None:
    text = form(TEXTS[file])
    step = data.draw(st.sampled_from(steps_of(workspace, text)))
    to = data.draw(st.sampled_from(_places(text)))
    assume(to[: len(step.path)] != step.path)
    edited = made(workspace, text, MoveItem(step.path, to))
    assert sorted(map(str.strip, lines_of(edited.text))) == sorted(map(str.strip, lines_of(text)))
    meant = data_of(text)
    source, target = _list_of(meant, step.path), _list_of(meant, to)
    index = step.path[-1]
    assert isinstance(index, int)
    item = source[index]
    target.insert(to[-1], item)
    del source[index + (source is target and to[-1] <= index)]
    if source:
        assert data_of(edited.text) == meant
    moved = data_of(edited.text)
    for key in edited.path:
        moved = moved[key]
    assert moved == item


@given(st.data(), files)
def test_a_step_that_moves_and_comes_back_leaves_no_trace(
    workspace: Workspace, data: st.DataObject, file: Path
) -> None:
    text = TEXTS[file]
    step = data.draw(st.sampled_from(steps_of(workspace, text)))
    siblings = len(_list_of(data_of(text), step.path))
    to = data.draw(st.integers(0, siblings))
    index = step.path[-1]
    assert isinstance(index, int)
    edited = made(workspace, text, MoveItem(step.path, (*step.path[:-1], to)))
    back = index + 1 if to <= index else index
    assert made(workspace, edited.text, MoveItem(edited.path, (*step.path[:-1], back))).text == text


def _places(text: str) -> list[tuple[Any, ...]]:
    """Where a step can be put."""
    found: list[tuple[Any, ...]] = []

    def walk(items: Any, path: tuple[Any, ...]) -> None:
        found.extend((*path, index) for index in range(len(items or ()) + 1))
        for index, item in enumerate(items or ()):
            if isinstance(item, dict) and "steps" in item:
                walk(item["steps"], (*path, index, "steps"))

    walk(data_of(text)["steps"], ("steps",))
    return found


def _list_of(data: Any, path: tuple[Any, ...]) -> Any:
    for key in path[:-1]:
        data = data[key]
    return data


@given(files, forms, spoken)
def test_the_head_changes_in_one_line(
    workspace: Workspace, file: Path, form: Callable[[str], str], title: str
) -> None:
    text = form(TEXTS[file])
    edited = made(workspace, text, SetHead("title", title))
    assert routine_of(edited.text).head.title == " ".join(tidy(title).split())
    old, new = lines_of(text), lines_of(edited.text)
    assert sum(a != b for a, b in zip(old, new, strict=True)) <= 1
    longer = made(workspace, text, SetHead("length", "12m"))
    assert routine_of(longer.text).head.length == (720_000, 720_000)
    if routine_of(text).head.length is None:
        assert made(workspace, longer.text, SetHead("length", None)).text == text


def test_another_line_takes_the_place_of_a_step(workspace: Workspace) -> None:
    text = TEXTS[FOLDER / "daily.yaml"]
    edited = made(workspace, text, ReplaceStep(("steps", 2), "- bridge: 3 x 10"))
    assert "  - bridge: 3 x 10\n    optional: true\n    rank: 8\n" in edited.text
    edited = made(workspace, text, ReplaceStep(("steps", 7), "bridge"))
    assert "  - bridge: # B holds for 10 s; 5 s is A's\n    optional: true\n" in edited.text


@pytest.mark.parametrize(
    ("before", "edit", "after"),
    [
        ("bridge: 15 reps, hold 5s", ("hold", "10s"), "bridge: 15 reps, hold 10s"),
        ("bridge: 3 x 10", ("reps", "12"), "bridge: 3 sets, 12 reps"),
        ("bridge: hold 5s , 12 reps", ("reps", "10"), "bridge: hold 5s, 10 reps"),
        ("bridge", ("hold", "10s"), "bridge: hold 10s"),
        ("bridge: hold 10s", ("hold", None), "bridge"),
        ("bird-dog: 10 pairs", ("reps", "8"), "bird-dog: 8 pairs"),
        ("bird-dog: 10 pairs", ("sides", "each"), "bird-dog: 10 reps, each side"),
        ("bridge: tempo 3-1-3", ("hold", "5s"), "bridge: hold 5s"),
        ("bridge: {reps: 10, hold: 5s}", ("reps", "12"), "bridge: {reps: 12, hold: 5s}"),
        ("bridge: 10 reps", ("say", "One, two."), 'bridge: {dose: 10 reps, say: "One, two."}'),
        ('bridge: {dose: "1 set, 9 reps", say: Up.}', ("say", None), "bridge: 1 set, 9 reps"),
        ("bridge: {say: Up.}", ("say", None), "bridge"),
        ("bridge: {say: Up.}", ("reps", "9"), "bridge: {say: Up., dose: 9 reps}"),
        ("say: Hello.", ("wait", "5s"), "say: Hello.\n    wait: 5s"),
        ("say: {text: Hello., wait: 5s}", ("say", "Bye."), "say: {text: Bye., wait: 5s}"),
        ("rest: 30s", ("rest", "45s"), "rest: 45s"),
        ("breathe: in 4s, out 6s, 5 breaths", ("breathe", "for 3m"), "breathe: for 3m"),
    ],
)
def test_a_field_is_written_as_an_author_would(
    workspace: Workspace, before: str, edit: tuple[str, str | None], after: str
) -> None:
    text = f"routine: a\ntitle: A\nsteps:\n  - {before}\n  - cat-cow\n"
    edited = made(workspace, text, SetField(("steps", 0), *edit))
    assert edited.text == text.replace(before, after)


@pytest.mark.parametrize(
    ("edit", "kind"),
    [
        (SetField(("steps", 0), "reps", "many"), "dose/count"),
        (SetField(("steps", 0), "wait", "5s"), "not-editable/field"),
        (SetField(("steps", 9), "reps", "5"), "not-editable/gone"),
        (SetField((), "reps", "5"), "not-editable/gone"),
        (SetField(("title",), "reps", "5"), "not-editable/gone"),
        (SetHead("steps", "5"), "not-editable/field"),
        (SetField(("steps", 1), "rest", None), "not-editable/only"),
        (ReplaceStep(("steps", 0), "bridge: 'x"), "yaml/quote"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_changes(
    workspace: Workspace, edit: StepEdit, kind: str
) -> None:
    text = "routine: a\ntitle: A\nsteps:\n  - bridge: 5 reps\n  - rest: 30s\n"
    edited, (problem,) = edit_routine(workspace, Path("a.yaml"), text, edit)
    assert edited is None
    assert problem.phrase.kind == kind


@pytest.mark.parametrize(
    "edit",
    [
        SetField(("steps", 0), "reps", "5"),
        SetHead("title", None),
        ReplaceStep(("steps", 0), "bridge"),
        InsertItem(("steps", 0), "bridge"),
        RemoveItem(("steps", 0, "steps", 2)),
        MoveItem(("steps", 0), ("steps", 4)),
        Splice(3, "a", "b"),
    ],
)
def test_changes_go_through_json(edit: StepEdit) -> None:
    assert read_edit(json.loads(json.dumps(plain_edit(edit)))) == edit


@pytest.mark.parametrize(
    "plain",
    [
        None,
        {"kind": "sing"},
        {"kind": "remove", "path": "steps"},
        {"kind": "remove", "path": ["steps", -1]},
        {"kind": "remove", "path": ["steps", True]},
        {"kind": "remove", "path": [0] * 99},
        {"kind": "splice", "at": -1, "old": "", "new": ""},
        {"kind": "set", "path": ["steps", 0], "field": 3, "value": "5"},
        {"kind": "set", "path": ["steps", 0], "field": "say", "value": {"a": {"b": {"c": {}}}}},
    ],
)
def test_what_is_no_change_is_refused(plain: object) -> None:
    with pytest.raises(ScriptError) as refused:
        read_edit(plain)
    assert refused.value.phrase.kind.startswith("no-edit/")
