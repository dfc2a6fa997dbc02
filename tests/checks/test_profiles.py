"""Profiles as they are read, and that what they say of exercises fits the library."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.coach.sessions import SHIPPED
from voicecoach.checks.profiles import checked_profile
from voicecoach.library.library import Library, shipped_scripts
from voicecoach.model.contraindications import CONTRAINDICATIONS, OF_POSITION
from voicecoach.model.profile import Profile
from voicecoach.store.local import LocalStore

EXERCISES = {name: exercise for name, (exercise, _) in SHIPPED.exercises().items()}


def read(folder: Path, text: str, library: Library = SHIPPED) -> Profile:
    file = folder / "any-name.yaml"
    file.write_text(f"profile: knee-2\n{text}", encoding="utf-8")
    found, problems = checked_profile(library, file)
    assert not problems
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("12m", (720_000, 720_000)),
        ("10-15m", (600_000, 900_000)),
        ("9m30s-12m", (570_000, 720_000)),
        ("10m - 15m", (600_000, 900_000)),
    ],
)
def test_a_length_is_one_or_two_limits(tmp_path: Path, text: str, limits: tuple[int, int]) -> None:
    assert read(tmp_path, f"length: {text}").length == limits


def test_what_is_left_out_is_a_list_or_has_reasons(tmp_path: Path) -> None:
    (listed,) = read(tmp_path, "leave_out: [plank]").leave_out
    (reasoned,) = read(tmp_path, "leave_out: {plank: sore shoulder}").leave_out
    (alone,) = read(tmp_path, "leave_out: plank").leave_out
    assert listed.exercise == reasoned.exercise == alone.exercise == "plank"
    assert (listed.reason, reasoned.reason) == ("", "sore shoulder")


@pytest.mark.slow
@pytest.mark.usefixtures("knows_nothing")
def test_the_cache_keeps_nothing_of_a_profile(tmp_path: Path) -> None:
    cache = LocalStore(tmp_path / "cache")
    read(tmp_path, "name: Zebulonia\n", Library((shipped_scripts(),), cache))
    kept = [file.read_bytes() for file in (tmp_path / "cache").rglob("*") if file.is_file()]
    assert kept
    assert not any(b"Zebulonia" in content for content in kept)


@pytest.mark.parametrize(
    ("name", "label"), [("Jürgen", "jurgen-1"), ("Li Na", "knee-li"), ("Ann", "anns-knee")]
)
def test_a_label_with_the_person_s_name_in_it_is_refused(
    tmp_path: Path, name: str, label: str
) -> None:
    file = tmp_path / "any.yaml"
    file.write_text(f"profile: {label}\nname: {name}\n", encoding="utf-8")
    _, problems = checked_profile(SHIPPED, file)
    assert [problem.code for problem in problems] == ["personal-label"]


def test_every_position_and_load_has_its_meaning() -> None:
    used = {strain for strains in OF_POSITION.values() for strain in strains}
    used |= {strain for exercise in EXERCISES.values() for strain in exercise.strains}
    assert used == set(CONTRAINDICATIONS)


def test_an_exercise_names_no_load_that_its_position_has_already() -> None:
    for exercise in EXERCISES.values():
        assert not {*exercise.strains} & {*OF_POSITION[exercise.position]}, exercise.exercise


def test_an_easier_variant_never_asks_for_more_of_what_people_avoid_in_secret() -> None:
    """What it asks for that the harder one does not is known: this list is read by a clinician."""
    found = {
        (name, easier, strain)
        for name, exercise in EXERCISES.items()
        for easier in exercise.easier
        if easier in EXERCISES
        for strain in EXERCISES[easier].strains_on("floor") - exercise.strains_on("floor")
    }
    assert found == {
        ("calf-raise", "ankle-pumps", "floor"),
        ("calf-raise", "ankle-pumps", "on-back"),
        ("cat-cow", "seated-cat-cow", "loaded-flexion"),
        ("childs-pose", "knee-to-chest", "on-back"),
        ("chin-tuck", "deep-neck-flexor", "floor"),
        ("chin-tuck", "deep-neck-flexor", "on-back"),
        ("dead-bug", "partial-crunch", "loaded-flexion"),
        ("dead-bug", "partial-crunch", "neck-load"),
        ("farmer-carry", "march", "one-leg"),
        ("hamstring-curl", "bridge", "floor"),
        ("hamstring-curl", "bridge", "on-back"),
        ("hamstring-stretch-seated", "hamstring-stretch", "floor"),
        ("hamstring-stretch-seated", "hamstring-stretch", "on-back"),
        ("hip-abduction", "clamshell", "floor"),
        ("hip-abduction", "clamshell", "hip-precautions"),
        ("hip-extension", "bridge", "floor"),
        ("hip-extension", "bridge", "on-back"),
        ("hip-hitch", "clamshell", "floor"),
        ("mini-squat", "sit-to-stand", "hip-precautions"),
        ("open-book", "lumbar-rotation", "on-back"),
        ("pallof-press", "abdominal-bracing", "floor"),
        ("pallof-press", "abdominal-bracing", "on-back"),
        ("piriformis-stretch", "knee-to-chest", "deep-knees"),
        ("plank", "bird-dog", "overhead"),
        ("plank", "bird-dog", "wrists"),
        ("prone-leg-lift", "bridge", "on-back"),
        ("quadriceps-stretch", "quadriceps-stretch-side-lying", "floor"),
        ("sciatic-slider-seated", "sciatic-slider", "floor"),
        ("sciatic-slider-seated", "sciatic-slider", "on-back"),
        ("seated-knee-extension", "quad-set", "floor"),
        ("seated-knee-extension", "quad-set", "on-back"),
        ("seated-piriformis-stretch", "piriformis-stretch", "floor"),
        ("seated-piriformis-stretch", "piriformis-stretch", "on-back"),
        ("side-plank", "plank", "prone"),
        ("stationary-cycle", "march", "one-leg"),
        ("stationary-cycle", "march", "unsupported"),
        ("step-up", "sit-to-stand", "hip-precautions"),
        ("superman-hold", "bird-dog", "kneeling"),
        ("superman-hold", "bird-dog", "wrists"),
        ("terminal-knee-extension", "quad-set", "floor"),
        ("terminal-knee-extension", "quad-set", "on-back"),
        ("thoracic-extension", "seated-cat-cow", "loaded-flexion"),
        ("toe-raise", "ankle-pumps", "floor"),
        ("toe-raise", "ankle-pumps", "on-back"),
        ("walk", "march", "one-leg"),
        ("walk", "march", "unsupported"),
    }
