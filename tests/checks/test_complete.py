"""No exercise lacks what a physiotherapist would miss, and none of those that were asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import get_args

from tests.checks.prescribed import BY_SIGHT_ONLY, HARMLESS, PRESCRIBED
from tests.coach.sessions import SHIPPED
from tests.facts import of_each
from voicecoach.library.library import shipped_scripts
from voicecoach.model.contraindications import OF_POSITION, Contraindication
from voicecoach.model.exercise import Exercise
from voicecoach.publish.drawings import drawing
from voicecoach.publish.drawings.poses import SCENES

FOLDER = shipped_scripts() / "exercises"
NAMES = SHIPPED.names("exercises")
IN = cache(SHIPPED.exercises)
called = cache(SHIPPED.exercise_names)
RESTS = {"side-rest", "constructive-rest", "body-scan"}  # nothing moves in them
LANGUAGES = ("de", "en", "es", "fr", "hi", "pt")

every_exercise = of_each(NAMES)


def exercise_of(name: str) -> Exercise:
    return IN("en")[name][0]


def file_of(name: str, language: str = "") -> Path:
    return FOLDER / f"{name}{language and '.' + language}.yaml"


def strains_of(exercise: Exercise) -> set[Contraindication]:
    return {*exercise.strains, *OF_POSITION[exercise.position]}


@every_exercise
def test_it_is_drawn_in_two_poses(name: str) -> None:
    assert (SCENES[name].start is None) == (name in RESTS)
    assert drawing(name, name) != drawing("", exercise_of(name).position)


@every_exercise
def test_it_has_two_sources_or_is_editorial(name: str) -> None:
    sources = [each.source for each in exercise_of(name).sources]
    assert len({*sources}) >= 2 or "editorial" in sources


@every_exercise
def test_it_has_an_easier_way_or_says_why_not(name: str) -> None:
    lines = file_of(name).read_text("utf-8").splitlines()
    reason = any(line.startswith("# ") and "easier" in line.lower() for line in lines[1:])
    assert bool(exercise_of(name).easier) != reason


@every_exercise
def test_an_easier_way_is_there_and_is_no_harder(name: str) -> None:
    for other in exercise_of(name).easier:
        assert exercise_of(other).level <= exercise_of(name).level
        assert name not in exercise_of(other).easier


@every_exercise
def test_it_says_whom_it_is_not_for_or_is_known_to_harm_nobody(name: str) -> None:
    exercise = exercise_of(name)
    assert bool(strains_of(exercise)) != (name in HARMLESS)
    assert not {*exercise.strains} & {*OF_POSITION[exercise.position]}, "goes without saying"


@every_exercise
def test_it_says_what_it_is_for_and_how_hard_it_is(name: str) -> None:
    exercise = exercise_of(name)
    assert exercise.regions
    assert exercise.goals
    assert f"\nregions: [{', '.join(exercise.regions)}]" in file_of(name).read_text("utf-8")
    assert exercise.level in (1, 2, 3)
    assert exercise.safety
    assert exercise.purpose


@every_exercise
def test_it_is_in_six_languages_with_names_of_its_own(name: str) -> None:
    assert set(SHIPPED.names("languages")) == {*LANGUAGES}
    assert exercise_of(name).aliases
    for language in LANGUAGES:
        if language != "en":
            translated, problems = IN(language)[name]
            assert not problems
            assert translated.title != exercise_of(name).title or name in ("plank", "bridge")
            assert "\naliases:" in file_of(name, language).read_text("utf-8")


@of_each(PRESCRIBED)
def test_what_physiotherapists_prescribe_is_found(asked: str, name: str) -> None:
    assert name in NAMES
    assert called().called(asked) == name


@of_each(BY_SIGHT_ONLY)
def test_what_cannot_be_coached_by_ear_alone_is_not_there(asked: str) -> None:
    assert called().called(asked) is None


@every_exercise
def test_what_a_clinician_has_to_clear_says_when_to_stop(name: str) -> None:
    exercise = exercise_of(name)
    needs = "nerve" in exercise.goals or name == "press-up"
    assert not needs or (exercise.requires == "clinician" and exercise.stop)


@every_exercise
def test_balance_nerves_and_neck_are_done_with_open_eyes_and_not_on_a_mattress(name: str) -> None:
    exercise = exercise_of(name)
    risky = {"balance", "nerve"} & {*exercise.goals} or exercise.regions[0] == "neck"
    assert not risky or (exercise.is_watched and not exercise.mattress)


def test_every_contraindication_keeps_somebody_from_something() -> None:
    used = {strain for exercise in map(exercise_of, NAMES) for strain in strains_of(exercise)}
    assert used == {*get_args(Contraindication)}
