"""A project as somebody works on it: texts before files, and files as they are now."""

from __future__ import annotations

from pathlib import Path

import pytest

from voicecoach.app.workspace import Workspace
from voicecoach.base.errors import ScriptError
from voicecoach.formats.problems import errors
from voicecoach.session.faults import Faulty
from voicecoach.session.order import Order

ROUTINE = """\
routine: mine
title: Mine
steps:
  - march: hold 20s
"""
SILENT = Order("mine", voice="silent")


@pytest.fixture
def workspace(project: Path) -> Workspace:
    return Workspace.open(project)


@pytest.fixture
def file(project: Path) -> Path:
    return project / "scripts" / "routines" / "mine.yaml"


def texts(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in folder.rglob("*.yaml")}


def test_a_text_that_was_never_saved_is_checked_and_planned(
    workspace: Workspace, project: Path, file: Path
) -> None:
    before = texts(project / "scripts")
    with workspace:
        workspace.edit(file, ROUTINE)
        assert "mine" in workspace.library.names("routines")
        assert not errors(workspace.check(["mine"]).problems)
        plan = workspace.sessions.plan(workspace.sessions.resolve(SILENT)).plan
        workspace.edit(file, ROUTINE.replace("20s", "60s"))
        longer = workspace.sessions.plan(workspace.sessions.resolve(SILENT)).plan
    assert plan.content.title == "Mine"
    assert longer.content.duration_ms > plan.content.duration_ms + 39_000
    assert texts(project / "scripts") == before == {}


def test_what_is_wrong_with_it_has_its_place_in_the_text(workspace: Workspace, file: Path) -> None:
    file.write_text(ROUTINE, encoding="utf-8")
    workspace.edit(file, "# a line more\n" + ROUTINE.replace("march", "marhc"))
    (problem,) = errors(workspace.check(["mine"]).problems)
    (found,) = workspace.located([problem])
    assert (problem.code, found.line, found.source) == (
        "unknown-exercise",
        5,
        "  - marhc: hold 20s",
    )
    with pytest.raises(Faulty):
        workspace.sessions.resolve(SILENT)
    workspace.discard(file)
    assert not errors(workspace.check(["mine"]).problems)


def test_the_cache_keeps_nothing_of_a_text_that_was_not_saved(
    workspace: Workspace, file: Path
) -> None:
    before = set(workspace.project.cache)
    workspace.edit(file, ROUTINE.replace("Mine", "Not yet"))
    workspace.check(["mine"])
    kept = [workspace.project.cache.get(key).payload or b"" for key in workspace.project.cache]
    assert not any(b"Not yet" in payload for payload in kept)
    assert before <= set(workspace.project.cache)


@pytest.mark.parametrize("edited", [False, True])
def test_a_changed_file_is_noticed(workspace: Workspace, file: Path, edited: bool) -> None:
    """A routine, and an exercise that it names: of the same size, and as old as before."""
    file.write_text(ROUTINE, encoding="utf-8")
    exercise = file.parent.parent / "exercises" / "march.yaml"
    shipped = workspace.library.find("exercises", "march")
    assert shipped is not None
    text = shipped.read_text(encoding="utf-8")
    resolved = workspace.sessions.resolve(SILENT)
    title = resolved.script.exercises["march"].title
    changed = text.replace(f"title: {title}", f"title: {title.swapcase()}")
    assert changed != text
    if edited:
        workspace.edit(exercise, changed)
    else:
        exercise.write_text(changed, encoding="utf-8")
    again = workspace.sessions.resolve(SILENT)
    assert again.script.exercises["march"].title == title.swapcase()
    file.write_text(ROUTINE.replace("Mine", "Ours"), encoding="utf-8")
    assert workspace.sessions.resolve(SILENT).script.routine.head.title == "Ours"


def test_what_did_not_change_is_not_read_again(workspace: Workspace, file: Path) -> None:
    file.write_text(ROUTINE, encoding="utf-8")
    first, again = (workspace.sessions.resolve(SILENT).script for _ in range(2))
    assert first.exercises["march"] is again.exercises["march"]
    assert first.language is again.language


def test_a_text_is_saved_once_and_not_over_another(workspace: Workspace, file: Path) -> None:
    file.write_text(ROUTINE, encoding="utf-8")
    workspace.edit(file, ROUTINE.replace("Mine", "Ours"))
    assert not workspace.changed_meanwhile(file)
    workspace.save(file)
    assert "Ours" in file.read_text(encoding="utf-8")
    assert not workspace.unsaved
    with pytest.raises(ScriptError, match="nothing to be saved"):
        workspace.save(file)
    workspace.edit(file, ROUTINE)
    file.write_text("another's", encoding="utf-8")
    assert workspace.changed_meanwhile(file)
    with pytest.raises(ScriptError, match="changed by something else"):
        workspace.save(file)
    assert file.read_text(encoding="utf-8") == "another's"


def test_a_new_file_is_saved_where_there_was_none(workspace: Workspace, file: Path) -> None:
    workspace.edit(file, ROUTINE)
    assert not workspace.changed_meanwhile(file)
    workspace.save(file)
    assert file.read_text(encoding="utf-8") == ROUTINE


def test_an_exercise_a_lexicon_and_a_translation_count_before_they_are_saved(
    workspace: Workspace, project: Path, file: Path
) -> None:
    file.write_text(ROUTINE, encoding="utf-8")
    scripts = project / "scripts"
    workspace.edit(scripts / "lexicon.yaml", "lexicon:\n  march: stride\n")
    script = workspace.sessions.resolve(SILENT).script
    assert script.ear("silent").for_ear("March now.") == "stride now."
    workspace.edit(scripts / "routines" / "mine.es.yaml", "texts:\n  Mine: La mía\n")
    spanish = workspace.sessions.resolve(Order("mine", voice="silent", language="es")).script
    assert spanish.routine.head.title == "La mía"
