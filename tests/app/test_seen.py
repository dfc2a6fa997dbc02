"""What a text comes to while somebody writes it: what a check and a plan say, and no more work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.coach.sessions import ROUTINES, SHIPPED
from voicecoach.app.editing import SeenRoutine, SetField, edit_routine, seen
from voicecoach.app.workspace import Workspace
from voicecoach.formats import document, layout
from voicecoach.session import timing
from voicecoach.session.order import Order
from voicecoach.voices.synthesiser import Synthesiser

TEXT = """\
routine: mine
title: Mine
steps:
  - include: warm-up
  - section: Strength
    steps:
      - bridge: 10 reps, hold 5s
      - rest: 30s
  - repeat: 2
    steps:
      - cat-cow: 10 reps
  - transition: standing
  - calf-raise: 10 reps
    extra: true
"""


@pytest.fixture
def workspace(project: Path) -> Workspace:
    opened = Workspace.open(project)
    opened.library.reader.know(SHIPPED.reader)
    return opened


@pytest.fixture
def file(project: Path) -> Path:
    return project / "scripts" / "routines" / "mine.yaml"


@pytest.fixture
def see(workspace: Workspace, file: Path) -> Callable[..., SeenRoutine]:
    def run(text: str, **how: Any) -> SeenRoutine:
        return seen(workspace, file, text, **how)

    return run


@pytest.mark.parametrize("name", ROUTINES)
def test_it_says_what_a_check_and_a_plan_say(workspace: Workspace, name: str) -> None:
    file = SHIPPED.find("routines", name)
    assert file is not None
    found = seen(workspace, file, file.read_bytes().decode())
    report = workspace.check((name,))
    own = [each for each in report.problems if each.where.file.endswith(f"{name}.yaml")]
    assert [each.located.problem for each in found.problems] == own
    script, _ = SHIPPED.script(file)
    assert script is not None
    planned, _ = timing.preview(script, Order(name, rate=140))
    assert found.length_ms == planned.total_ms
    assert [cue.start_ms for cue in found.cues] == [cue.start_ms for cue in planned.cues]


@pytest.mark.parametrize("name", ROUTINES)
def test_the_steps_take_all_the_time_but_the_beginning_and_the_end(
    workspace: Workspace, name: str
) -> None:
    file = SHIPPED.find("routines", name)
    assert file is not None
    found = seen(workspace, file, file.read_bytes().decode())
    done = [step for step in found.steps if step.start_ms is not None]
    outer = [step for step in done if step.outlined.depth == 0]
    assert outer
    assert found.length_ms is not None
    first = outer[0].start_ms
    assert first is not None
    at = first
    for step in outer:
        assert step.start_ms == at
        at += step.length_ms
    assert first < at < found.length_ms
    for cue in found.cues:
        holder = [step for step in done if step.outlined.path == cue.step[:2]]
        for step in holder:
            assert step.start_ms is not None
            assert step.start_ms - 12 <= cue.start_ms < step.start_ms + step.length_ms  # a frame


def test_each_step_has_its_title_place_and_time(see: Callable[..., SeenRoutine]) -> None:
    found = see(TEXT)
    assert [
        (step.outlined.line, step.title, step.position, step.start_ms is not None)
        for step in found.steps
    ] == [
        (4, "Warm-up", None, True),
        (5, "Strength", None, True),
        (7, "Bridge", "lying-on-back", True),
        (8, "", None, True),
        (9, "", None, True),
        (11, "Cat and cow", "hands-and-knees", True),
        (12, "", "standing", True),
        (13, "Heel raise", "standing", False),
    ]
    by_line = {step.outlined.line: step for step in found.steps}
    assert by_line[5].length_ms == by_line[7].length_ms + by_line[8].length_ms
    assert by_line[8].length_ms == 30_000
    assert [change.goal for change in found.changes] == [
        "lying-on-back",
        "hands-and-knees",
        "standing",
    ]
    assert [change.step for change in found.changes] == [
        ("steps", 1, "steps", 0),
        ("steps", 2, "steps", 0),
        ("steps", 3),
    ]
    assert [chapter.title for chapter in found.chapters][-4:-1] == [
        "Strength",
        "Cat and cow",
        "Cat and cow (2)",
    ]
    assert {cue.speaker for cue in found.cues} == {"coach", "counter", "tone"}


def test_a_problem_has_its_place_and_its_step(see: Callable[..., SeenRoutine]) -> None:
    found = see(TEXT.replace("bridge: 10 reps", "brigde: 10 reps"))
    (problem,) = found.problems
    assert (problem.located.problem.code, problem.located.line, problem.located.column) == (
        "unknown-exercise",
        7,
        9,
    )
    assert problem.step == ("steps", 1, "steps", 0)
    assert found.length_ms is None
    assert [step.title for step in found.steps][:4] == ["Warm-up", "Strength", "", ""]
    assert found.steps[2].outlined.name == "brigde"


def test_a_text_that_is_no_yaml_says_where(see: Callable[..., SeenRoutine]) -> None:
    found = see(TEXT + "  - say: 'Hello\n")
    (problem,) = found.problems
    assert (problem.located.problem.code, problem.located.line) == ("yaml", 15)
    assert (problem.step, found.steps, found.length_ms) == ((), (), None)


def test_the_order_counts(see: Callable[..., SeenRoutine]) -> None:
    full = see(TEXT).length_ms or 0
    assert (see(TEXT, order=Order(guidance="tones")).length_ms or 0) < full
    longer = see(TEXT, order=Order(length=(full + 60_000, full + 90_000)))
    assert longer.length_ms is not None
    assert full + 60_000 <= longer.length_ms <= full + 90_000
    german = see(TEXT, order=Order(language="de"))  # which it has not been translated to
    assert (german.steps[2].title, german.length_ms) == ("Brücke", None)
    assert [each.located.problem.code for each in see(TEXT, order=Order(length=(9, 9))).problems][
        -1
    ] == "unreachable-length"


def test_nothing_is_spoken_written_or_kept(
    see: Callable[..., SeenRoutine],
    workspace: Workspace,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def speak(*_: object) -> None:
        raise AssertionError("it speaks")

    monkeypatch.setattr(Synthesiser, "_make", speak)
    found = see(TEXT)
    assert found.estimated
    assert see(TEXT, known=True, order=Order(voice="silent")).estimated
    assert not workspace.unsaved
    assert not file.exists()


@pytest.mark.slow
def test_lines_that_were_spoken_have_their_own_length(
    see: Callable[..., SeenRoutine], workspace: Workspace, file: Path
) -> None:
    file.write_text(TEXT)
    order = Order("mine", voice="silent")
    with workspace:
        built = workspace.sessions.build(workspace.sessions.resolve(order))
    found = see(TEXT, order=order, known=True)
    assert found.estimated == 0
    assert found.length_ms == built.planned.plan.content.duration_ms


def test_an_edit_costs_one_plan_and_reads_the_text_once(
    see: Callable[..., SeenRoutine],
    workspace: Workspace,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: Counter[str] = Counter()

    def counted(module: Any, name: str) -> None:
        run = getattr(module, name)

        def count(*args: Any, **named: Any) -> Any:
            done[name] += 1
            return run(*args, **named)

        monkeypatch.setattr(module, name, count)

    see(TEXT)
    for module, name in (
        (timing, "compile_session"),
        (timing, "schedule"),
        (document, "parse_text"),
        (layout, "_Builder"),
    ):
        counted(module, name)
    change = SetField(("steps", 1, "steps", 0), "reps", "11")
    edited, _ = edit_routine(workspace, file, TEXT, change)
    assert edited is not None
    found = see(edited.text)
    assert not found.problems
    assert done == {"compile_session": 1, "schedule": 1, "parse_text": 1, "_Builder": 1}
