"""Odd texts: changed as is meant, or refused with a reason, and never spoilt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.app.editing import (
    InsertItem,
    MoveItem,
    RemoveItem,
    ReplaceStep,
    SetField,
    SetHead,
    StepEdit,
    edit_routine,
    outline_routine,
    seen,
)
from voicecoach.app.workspace import Workspace
from voicecoach.formats.document import read_document_text
from voicecoach.formats.problems import KeyPath

pytestmark = pytest.mark.slow

# Steps in every form that YAML has, some of them none at all.
STEPS = [
    "bridge: 10 reps",
    "bridge",
    "'bridge': 10 reps # so",
    '"bridge": {dose: "1 set, 5 reps", say: Up.}',
    "{bridge: 10 reps, optional: true}",
    "{bridge: 10 reps,\n   optional: true}",
    "bridge:\n    dose: 10 reps\n    # why\n    say: Up.\n  rank: 3\n  optional: true",
    "bridge:\n  # why\n    10 reps",
    "bridge: 10 reps,\n    hold 5s",
    "&a bridge: 5 reps",
    "&b {bridge: 5 reps}",
    "bridge: &c 5 reps",
    "*b",
    "cat-cow: *c",
    "say: |\n    One.\n\n    Two.",
    "say: >-\n    One\n    two.\n  wait: 5s",
    "say: 'It''s\n    two lines.'",
    'say: "a # b: c"',
    "say: {text: Now., wait: 5s}",
    "repeat: 2\n  steps:\n    - bridge\n    - rest: 30s",
    "repeat: 2\n  steps: [bridge, cat-cow]",
    "repeat: 2\n  steps: []",
    "repeat: 2\n  steps:",
    "repeat: 2\n  work: 20s\n  rest: 10s\n  steps:\n  - bridge\n\n  # two\n  - cat-cow",
    "steps:\n    - bridge\n  section: Legs # first",
    "optional: true\n  bridge: 5 reps",
    "- nested",
    "? bridge\n  : 5 reps",
    "bridge: ~",
    "",
    "5: 6",
    "true",
    "say: \u2028one",
    "bridge: 5\u200b reps",
    "say: \ufeffOne",
    "bridge:\t5 reps",
    "include: mine",
]
# What names others, and what others name, together.
NAMED = {
    "*b": "&b {bridge: 5 reps}",
    "cat-cow: *c": "bridge: &c 5 reps",
    "bridge:\t5 reps": "bridge",
}
BETWEEN = ["", "", "", "\n", "  # a comment\n", "# far out\n", "      # far in\n", "\n\n"]
VALUES: st.SearchStrategy[Any] = st.sampled_from(
    [
        "5",
        "5s",
        "each",
        None,
        True,
        False,
        3,
        "",
        "It: # \"'",
        "a\nb",
        {"half": "a"},
        ["a"],
        "\u2028",
    ]
)
FIELDS = [
    "reps",
    "hold",
    "sides",
    "say",
    "optional",
    "rank",
    "rest",
    "title",
    "repeat",
    "dose",
    "x",
]
LINES = ["bridge: 5 reps", "bridge", "- rest: 5s", "{a: b}", "a: b: c", "*a", "&c x: y", "", "# c"]
LINES += ['say: "x"', "a\nb: c", "repeat: 2\nsteps:\n  - bridge", "say: |\n  x", "- - x", "[a]"]


@st.composite
def odd_texts(draw: st.DrawFn) -> str:
    steps = draw(st.lists(st.sampled_from(STEPS), min_size=1, max_size=5))
    steps = [NAMED.get(step, step) for step in steps] if draw(st.booleans()) else steps
    indent = draw(st.sampled_from(["", "  "]))
    lines = ["routine: mine\ntitle: Mine\nsteps:\n"]
    for step in steps:
        lines.append(draw(st.sampled_from(BETWEEN)))
        lines.append(f"{indent}- {step}\n".replace("\n  ", f"\n{indent}  "))
    text = "".join(lines)
    ending = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    text = text.replace("\n", ending)
    return draw(st.sampled_from([text, "\ufeff" + text, text.rstrip()]))


@st.composite
def changes(draw: st.DrawFn) -> StepEdit:
    index = st.integers(0, 3)
    nested = st.tuples(st.just("steps"), index, st.just("steps"), st.integers(0, 2))
    paths: st.SearchStrategy[KeyPath] = st.tuples(st.just("steps"), index) | nested
    odd: st.SearchStrategy[KeyPath] = st.sampled_from(
        [(), ("steps",), (0,), ("title",), ("steps", "x"), ("steps", 0, "bridge")]
    )
    path = draw(paths | paths | paths | odd)
    kind = draw(st.integers(0, 5))
    if kind == 0:
        return SetField(path, draw(st.sampled_from(FIELDS)), draw(VALUES))
    if kind == 1:
        return SetHead(draw(st.sampled_from(["title", "length", "needs", "x"])), draw(VALUES))
    if kind == 2:
        return ReplaceStep(path, draw(st.sampled_from(LINES)))
    if kind == 3:
        return InsertItem(path, draw(st.sampled_from(LINES)))
    return RemoveItem(path) if kind == 4 else MoveItem(path, draw(paths | odd))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace.open(tmp_path_factory.mktemp("clinic"))


FILE = Path("/clinic/scripts/routines/mine.yaml")


@given(odd_texts(), changes())
def test_a_change_is_made_as_meant_or_refused_with_a_reason(
    workspace: Workspace, text: str, edit: StepEdit
) -> None:
    edited, problems = edit_routine(workspace, FILE, text, edit)
    if edited is None:
        assert problems
        assert all(str(problem.message) for problem in problems)
        return
    assert edited.splice.apply(text) == edited.text
    assert edited.splice.inverse.apply(edited.text) == text
    document = read_document_text(str(FILE), edited.text)
    assert not document.refused
    before = read_document_text(str(FILE), text).data
    if isinstance(edit, SetField | ReplaceStep | SetHead):
        steps, others = before["steps"] or [], document.data["steps"] or []
        assert len(steps) == len(others)
        touched = edit.path[1] if not isinstance(edit, SetHead) else None
        for index, (old, new) in enumerate(zip(steps, others, strict=True)):
            assert index == touched or old == new


@given(odd_texts())
def test_any_text_can_be_looked_at(workspace: Workspace, text: str) -> None:
    steps = outline_routine(workspace, FILE, text)
    found = seen(workspace, FILE, text)
    assert [each.outlined.path for each in found.steps] == [each.path for each in steps]
    for step in steps:
        assert 1 <= step.line <= step.last_line <= len(text.splitlines()) + 1
    for problem in found.problems:
        for remedy in problem.remedies:
            assert remedy.edit.apply(text) != text
