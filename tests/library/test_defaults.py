"""An exercise in six lines: what its file leaves open comes with its kind and its position."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from tests.coach.sessions import library_over
from voicecoach.checks.exercises import checked_exercise
from voicecoach.checks.routines import checked_script
from voicecoach.formats.fields import Position
from voicecoach.model.exercise import Kind, SourcedDose
from voicecoach.session.order import Order
from voicecoach.session.timing import preview

SIX = """\
exercise: heel-slide
title: Heel slide
position: {position}
kind: {kind}
setup: [Slide one heel away.]
dose: {dose}
language: {language}
"""
LANGUAGES = ("de", "en", "es", "fr", "hi", "pt")


def scripts(tmp_path: Path, **said: str) -> Path:
    root = tmp_path / "scripts"
    for folder in ("routines", "exercises"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    facts = {"position": "lying-on-back", "kind": "movement", "dose": "8 reps", "language": "en"}
    text = SIX.format(**facts | said)
    (root / "exercises" / "heel-slide.yaml").write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("kind", get_args(Kind))
def test_six_lines_are_an_exercise_without_a_fault(kind: str, tmp_path: Path) -> None:
    root = scripts(tmp_path, kind=kind)
    exercise, problems = checked_exercise(
        library_over(root, "en"), root / "exercises" / "heel-slide.yaml"
    )
    assert problems == []
    assert exercise
    assert exercise.benefit
    assert exercise.purpose == exercise.benefit
    assert exercise.safety
    assert exercise.sources == (SourcedDose("editorial", exercise.dose),)
    assert [phase.kind for phase in exercise.phases] == {
        "movement": ["move", "move"],
        "isometric": ["move", "hold", "move"],
        "stretch": ["move", "hold", "move"],
        "timed": ["hold", "move"],
    }[kind]


@pytest.mark.parametrize("position", get_args(Position))
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_position_has_its_word_of_safety_in_every_language(
    code: str, position: str, tmp_path: Path
) -> None:
    root = scripts(tmp_path, position=position, language=code)
    exercise, problems = checked_exercise(
        library_over(root, code), root / "exercises" / "heel-slide.yaml", code
    )
    assert problems == []
    assert exercise
    assert exercise.safety


def test_a_movement_that_is_held_has_a_hold(tmp_path: Path) -> None:
    root = scripts(tmp_path, dose="hold 20s")
    exercise, problems = library_over(root, "en").exercise(root / "exercises/heel-slide.yaml")
    assert problems == []
    assert exercise
    assert exercise.hold_phase


def test_a_dose_that_names_sides_brings_their_names(tmp_path: Path) -> None:
    root = scripts(tmp_path, dose="8 reps each side")
    library = library_over(root, "en")
    exercise, problems = checked_exercise(library, root / "exercises" / "heel-slide.yaml")
    assert problems == []
    assert exercise
    assert exercise.sides
    assert (exercise.sides.left, exercise.sides.default) == ("Left side.", "each")


def test_what_the_file_says_comes_first(tmp_path: Path) -> None:
    root = scripts(tmp_path)
    file = root / "exercises" / "heel-slide.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}benefit: This is my own.\nsafety: Mind the cat.\n", encoding="utf-8")
    exercise, _ = library_over(root, "en").exercise(file)
    assert exercise
    assert (exercise.benefit, exercise.safety) == ("This is my own.", "Mind the cat.")


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_session_of_six_lines_can_be_placed(code: str, tmp_path: Path) -> None:
    root = scripts(tmp_path, language=code, dose="8 reps each side")
    routine = root / "routines" / "own.yaml"
    head = f"routine: own\ntitle: Own\nlanguage: {code}\n"
    steps = "steps:\n  - include: warm-up\n  - heel-slide\n"
    routine.write_text(head + steps, encoding="utf-8")
    script, problems = checked_script(library_over(root, code), routine, code)
    assert script, problems
    schedule, faults = preview(script, Order())
    assert faults == []
    texts = [getattr(cue.sound, "text", "") for cue in schedule.cues]
    assert script.exercises["heel-slide"].safety in texts
