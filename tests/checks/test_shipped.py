"""The shipped scripts say what the published facts say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.coach.sessions import SHIPPED
from tests.facts import of_each
from voicecoach.checks.exercises import checked_exercise
from voicecoach.checks.routines import checked_script
from voicecoach.coach.prescription import Prescription, prescribe
from voicecoach.formats.fields import SidedText
from voicecoach.formats.problems import Problem
from voicecoach.language.placeholders import phrases_of
from voicecoach.library.library import shipped_scripts
from voicecoach.library.script import Script
from voicecoach.model.dose import Dose, parse_dose
from voicecoach.model.exercise import Exercise
from voicecoach.model.routine import ExerciseStep
from voicecoach.model.steps import flattened

SCRIPTS = shipped_scripts()

ROUTINES = SHIPPED.names("routines")
EXERCISES = SHIPPED.names("exercises")

# What the articles give for each exercise: the doses by source, and its position.
ARTICLES = ("A", "B", "C")  # from which the facts are
FACTS: dict[str, tuple[str, dict[str, str]]] = {
    "pelvic-tilt": ("lying-on-back", {"A": "10-15 reps, hold 5s", "B": "10-15 reps, hold 5s"}),
    "cat-cow": ("hands-and-knees", {"A": "10 reps", "B": "10-15 reps"}),
    "childs-pose": ("childs-pose", {"A": "hold 20-30s", "B": "hold 30s-2m"}),
    "knee-to-chest": ("lying-on-back", {"A": "2-3 reps, hold 20s", "B": "3 reps, hold 20-30s"}),
    "bridge": ("lying-on-back", {"A": "10-15 reps, hold 5s", "B": "12-15 reps, hold 10s"}),
    "lumbar-rotation": ("lying-on-back", {"A": "5-10 reps, hold 10s"}),
    "bird-dog": ("hands-and-knees", {"B": "10 reps, hold 5-10s"}),
    "seated-spinal-twist": ("floor-sitting", {"B": "hold 20-30s"}),
    "partial-crunch": ("lying-on-back", {"B": "10-15 reps, hold 2s"}),
    "plank": ("lying-face-down", {}),
    "dead-bug": ("lying-on-back", {}),
    "superman-hold": ("lying-face-down", {}),
    "side-plank": ("lying-on-side", {}),
    "wall-sit": ("standing", {}),
    "resistance-band-row": ("standing", {}),
}
SIDES_OF_FACTS = {
    "knee-to-chest": "left",
    "lumbar-rotation": "left",
    "bird-dog": "right",
    "seated-spinal-twist": "right",
}
# The daily routine after its warm-up: reps, hold in seconds, sides.
DAILY: list[tuple[str, int, int | None, tuple[str | None, ...]]] = [
    ("cat-cow", 15, None, (None,)),
    ("pelvic-tilt", 15, 5, (None,)),
    ("childs-pose", 1, 60, (None,)),
    ("knee-to-chest", 3, 20, ("left", "right")),
    ("seated-spinal-twist", 1, 30, ("right", "left")),
    ("bird-dog", 10, 5, ("right", "left")),
    ("bridge", 15, 5, (None,)),
    ("partial-crunch", 15, 2, (None,)),
    ("childs-pose", 1, 120, (None,)),
]
ORDER = {
    "relief": [
        "pelvic-tilt",
        "cat-cow",
        "childs-pose",
        "knee-to-chest",
        "bridge",
        "lumbar-rotation",
    ],
    "foundations": [
        "plank",
        "bird-dog",
        "cat-cow",
        "childs-pose",
        "pelvic-tilt",
        "lumbar-rotation",
    ],
    "advanced": ["dead-bug", "superman-hold", "side-plank", "wall-sit", "resistance-band-row"],
}


def exercise(name: str) -> Exercise:
    file = SHIPPED.find("exercises", name)
    assert file is not None
    found, problems = SHIPPED.exercise(file)
    assert found is not None, problems
    return found


def script(name: str) -> Script:
    file = SHIPPED.find("routines", name)
    assert file is not None
    found, problems = SHIPPED.script(file)
    assert found is not None, problems
    return found


def done(found: Script) -> list[tuple[str, Prescription]]:
    """Each exercise of a routine after its warm-up, and its dose."""
    steps = found.routine.steps
    if "warm-up" in found.routines:
        steps = steps[1:]
    return [
        (
            step.body.exercise,
            prescribe(found.exercises[step.body.exercise], step.body.dose, found.coaching),
        )
        for step in flattened(steps, found.routines)
        if isinstance(step.body, ExerciseStep)
    ]


def said(problems: list[Problem]) -> list[str]:
    return [f"{problem.code}: {problem.message}" for problem in problems]


@pytest.mark.parametrize("name", ROUTINES)
def test_a_shipped_routine_has_no_fault(name: str) -> None:
    problems = checked_script(SHIPPED, SCRIPTS / "routines" / f"{name}.yaml")[1]
    assert said(problems) == []


@of_each(EXERCISES)
def test_a_shipped_exercise_has_no_fault(name: str) -> None:
    problems = checked_exercise(SHIPPED, SCRIPTS / "exercises" / f"{name}.yaml")[1]
    assert said(problems) == []


def test_the_routines_of_the_facts_are_there() -> None:
    known = {"daily", "relief", "foundations", "advanced", "desk-break", "daily-15", "posture"}
    assert {*known, "breathing", "heat-rest", "warm-up"} <= set(ROUTINES)


def test_daily_is_exactly_the_published_routine() -> None:
    found = [
        (name, dose.sets, dose.reps, dose.hold_ms and dose.hold_ms // 1000, dose.sides)
        for name, dose in done(script("daily"))
    ]
    assert found == [(name, 1, reps, hold, sides) for name, reps, hold, sides in DAILY]


@pytest.mark.parametrize("name", ORDER)
def test_a_routine_has_the_facts_exercises_in_their_order(name: str) -> None:
    assert [exercise for exercise, _ in done(script(name))] == ORDER[name]


@pytest.mark.parametrize("name", ["daily", "relief", "foundations", "advanced", "daily-15"])
def test_a_routine_begins_with_the_warm_up(name: str) -> None:
    assert next(iter(script(name).routines)) == "warm-up"


@pytest.mark.parametrize("name", FACTS)
def test_an_exercise_has_the_facts_figures(name: str) -> None:
    position, doses = FACTS[name]
    found = exercise(name)
    assert found.position == position
    assert {entry.source: entry.dose for entry in found.sources if entry.source in ARTICLES} == {
        source: parse_dose(dose) for source, dose in doses.items()
    }


@pytest.mark.parametrize("name", SIDES_OF_FACTS)
def test_an_exercise_begins_on_the_facts_side(name: str) -> None:
    sides = exercise(name).sides
    assert sides is not None
    assert sides.first == SIDES_OF_FACTS[name]


@of_each(EXERCISES)
def test_every_figure_of_a_default_dose_has_a_source(name: str) -> None:
    found = exercise(name)
    for figure in ("reps", "hold", "sets"):
        if getattr(found.dose, figure):
            assert any(getattr(entry.dose, figure) for entry in found.sources), figure
    assert found.sources
    assert found.dose != Dose()


@of_each(EXERCISES)
def test_an_exercise_says_what_it_is_for(name: str) -> None:
    found = exercise(name)
    assert found.regions
    assert found.goals


@of_each(EXERCISES)
def test_easier_and_harder_exercises_exist_and_are_others(name: str) -> None:
    found = exercise(name)
    others = {*found.easier, *found.harder}
    assert others <= set(EXERCISES) - {name}


def texts(found: Exercise) -> list[str]:
    """Everything of an exercise that is heard or read."""
    sides = [found.sides.left, found.sides.right, *found.sides.change] if found.sides else []
    phases = [text for phase in found.phases for text in (phase.say, phase.short) if text]
    wordings = [
        found.title,
        found.purpose,
        found.benefit,
        *found.instructions,
        *found.form,
        found.safety,
        *phases,
        *sides,
    ]
    return [
        text
        for said in wordings
        for text in ([said.left, said.right] if isinstance(said, SidedText) else [said])
    ]


@of_each(EXERCISES)
def test_set_up_can_be_followed_by_ear(name: str) -> None:
    found = exercise(name)
    assert 1 <= len(found.instructions) <= 6
    for line in found.instructions:
        for text in [line.left, line.right] if isinstance(line, SidedText) else [line]:
            assert len(text.split()) <= 14, text


@of_each(EXERCISES)
def test_phase_prompts_have_at_most_three_words(name: str) -> None:
    for phase in exercise(name).phases:
        for said in (phase.say, phase.short):
            for text in [said.left, said.right] if isinstance(said, SidedText) else [said or ""]:
                assert len(text.split()) <= 3, text


@of_each(EXERCISES)
def test_an_exercise_never_says_arch(name: str) -> None:
    assert not [text for text in texts(exercise(name)) if re.search(r"\barch", text, re.IGNORECASE)]


def test_no_routine_says_arch() -> None:
    for file in (SCRIPTS / "routines").glob("*.yaml"):
        assert not re.search(r"\barch", file.read_text(encoding="utf-8"), re.IGNORECASE), file


@pytest.mark.parametrize("code", SHIPPED.names("languages"))
def test_no_phrase_says_arch(code: str) -> None:
    words, _ = SHIPPED.language(code)
    assert words is not None
    arched = re.compile(r"\barch(?!iv)", re.IGNORECASE)
    assert not [text for _, text in phrases_of(words) if arched.search(text)]


@pytest.mark.parametrize("folder", ["routines", "exercises", "languages", "programmes"])
def test_a_file_names_its_schema_for_editors(folder: str) -> None:
    for file in (SCRIPTS / folder).glob("*.yaml"):
        first = file.read_text(encoding="utf-8").splitlines()[0]
        kind = "translation" if "." in file.stem else folder.removesuffix("s")
        assert first.endswith(f"docs/schema/{kind}.schema.json")
        schema = (file.parent / first.partition("$schema=")[2]).resolve()
        assert not is_checkout() or schema.is_file(), schema


def is_checkout() -> bool:
    return (Path(SCRIPTS).parent / "pyproject.toml").is_file()
