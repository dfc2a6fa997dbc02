"""Texts in another language: what is missing, what is stale, whose texts are taken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from tests.coach.sessions import SHIPPED, library_over
from voicecoach.checks.exercises import checked_exercise
from voicecoach.checks.routines import checked_script
from voicecoach.formats import fields
from voicecoach.formats.document import locate_all
from voicecoach.formats.fields import translated_fields
from voicecoach.formats.problems import Problem, Where
from voicecoach.library.library import Library, shipped_scripts
from voicecoach.library.script import Script
from voicecoach.library.translation import as_yaml, texts_of
from voicecoach.model import programme
from voicecoach.model import routine as model
from voicecoach.model.exercise import Exercise, Sides
from voicecoach.store.local import LocalStore

SCRIPTS = shipped_scripts()
ROUTINE = """\
routine: own
title: My own
steps:
  - include: warm-up
  - bridge: {dose: "10 reps", say: "Well: go on."}
  - section: Part
    steps:
      - say: Hello there.
      - say: Hello there.
"""
TEXTS = {"My own": "La mía", "Well: go on.": "Siga.", "Part": "Parte", "Hello there.": "Hola."}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A scripts folder with one routine and its texts in Spanish."""
    root = tmp_path / "scripts"
    for folder in ("routines", "exercises", "languages"):
        (root / folder).mkdir(parents=True)
    (root / "routines/own.yaml").write_text(ROUTINE, encoding="utf-8")
    write(root, TEXTS)
    return root


def write(root: Path, texts: dict[str, str], name: str = "routines/own") -> None:
    (root / f"{name}.es.yaml").write_text(as_yaml(texts), encoding="utf-8")


def checked(root: Path, cache: LocalStore | None = None) -> tuple[Script | None, list[Problem]]:
    library = Library((root, SCRIPTS), cache) if cache else library_over(root, "es")
    return checked_script(library, root / "routines/own.yaml", "es")


def said(root: Path) -> list[str]:
    """The problems of the routine, each with its file, line and code."""
    found = []
    for item in locate_all(checked(root)[1]):
        name = Path(item.problem.where.file).name
        found.append(f"{name}:{item.line} {item.problem.code} {item.problem.message}")
    return found


def texts(script: Script | None) -> list[str]:
    assert script is not None
    return [text for text, _ in texts_of(script.routine, Where(""))]


def test_a_routine_speaks_the_texts_of_its_translation(own: Path) -> None:
    for cache in (None, LocalStore(own / "cache"), LocalStore(own / "cache")):
        script, problems = checked(own, cache)
        assert not problems
        assert texts(script) == ["La mía", "Siga.", "Parte", "Hola.", "Hola."]
        assert script is not None
        assert script.exercises["bridge"].title == "Puente"
        assert script.routines["warm-up"].head.title == "Calentamiento"
        assert script.language.language == "es"


def test_figures_and_places_stay_those_of_the_script(own: Path) -> None:
    script, _ = checked(own)
    english, _ = checked_script(library_over(own), own / "routines/own.yaml")
    assert script is not None
    assert english is not None
    assert [step.where for step in script.routine.steps] == [
        step.where for step in english.routine.steps
    ]
    for name, exercise in english.exercises.items():
        other = script.exercises[name]
        assert (other.dose, other.sources, other.file) == (
            exercise.dose,
            exercise.sources,
            exercise.file,
        )
        assert [phase.length for phase in other.phases] == [
            phase.length for phase in exercise.phases
        ]


def test_a_text_without_translation_is_an_error_at_its_line(own: Path) -> None:
    write(own, {text: other for text, other in TEXTS.items() if text != "Part"})
    assert checked(own)[0] is None
    assert said(own) == [
        "own.yaml:6 missing-text 'Part' has no translation; add it to own.es.yaml, "
        "with the translation behind it"
    ]


def test_a_text_that_changed_a_little_has_its_old_translation_and_a_warning(own: Path) -> None:
    file = own / "routines/own.yaml"
    file.write_text(ROUTINE.replace("Hello there.", "Hello, you there."), encoding="utf-8")
    script, _ = checked(own)
    assert texts(script)[-1] == "Hola."
    (warning,) = said(own)
    assert warning.startswith(
        "own.es.yaml:5 stale-text this has become 'Hello, you there.'; see whether"
    )


def test_a_text_that_became_another_is_missing_and_the_old_one_to_be_removed(own: Path) -> None:
    file = own / "routines/own.yaml"
    file.write_text(ROUTINE.replace("Hello there.", "Good-bye."), encoding="utf-8")
    assert [line.split()[:2] for line in said(own)] == [
        ["own.es.yaml:5", "stale-text"],
        ["own.yaml:8", "missing-text"],
    ]


def test_a_script_without_any_texts_in_the_language_is_one_error(own: Path) -> None:
    (own / "routines/own.es.yaml").unlink()
    (line,) = said(own)
    assert line.startswith("own.yaml:1 missing-text this has no texts in the language 'es'; ")
    assert "'voicecoach new translation own --language es' begins" in line


def test_a_script_written_in_the_language_needs_no_translation(own: Path) -> None:
    (own / "routines/own.es.yaml").unlink()
    (own / "routines/own.yaml").write_text("language: es\n" + ROUTINE, encoding="utf-8")
    script, problems = checked(own)
    assert not problems
    assert texts(script)[0] == "My own"
    english = checked_script(library_over(own), own / "routines/own.yaml")
    assert [problem.code for problem in english[1]] == ["missing-text"]


def test_a_changed_copy_of_a_shipped_exercise_keeps_the_shipped_translation(own: Path) -> None:
    text = (SCRIPTS / "exercises/bridge.yaml").read_text(encoding="utf-8")
    line = "Keep your knees over your feet."
    (own / "exercises/bridge.yaml").write_text(text.replace(line, "Feet still."), encoding="utf-8")
    assert [problem.code for problem in checked(own)[1]] == ["missing-text"]
    write(own, {"Feet still.": "Los pies, quietos."}, "exercises/bridge")
    script, problems = checked(own)
    assert not problems
    assert script is not None
    assert script.exercises["bridge"].form == ("Empuje con los pies.", "Los pies, quietos.")


def test_a_project_s_wording_comes_before_the_shipped_one(own: Path) -> None:
    write(own, {"Bridge": "El puente"}, "exercises/bridge")
    script, problems = checked(own)
    assert not problems
    assert script is not None
    assert script.exercises["bridge"].title == "El puente"
    assert script.exercises["bridge"].form[0] == "Empuje con los pies."


def test_faults_of_a_translation_s_file_are_reported_in_it(own: Path) -> None:
    (own / "routines/own.es.yaml").write_text("texts:\n  My own:\n  Part: 3\n", encoding="utf-8")
    assert [line.split()[:2] for line in said(own)] == [
        ["own.es.yaml:2", "bad-value"],
        ["own.es.yaml:3", "bad-value"],
    ]


def test_a_translation_is_no_script() -> None:
    assert "bridge" in SHIPPED.names("exercises")
    assert not [name for name in SHIPPED.names("exercises") if "." in name]
    assert SHIPPED.find("exercises", "bridge.es") is None


def test_a_written_translation_is_read_back(own: Path) -> None:
    odd = {"a: b": 'c "d": e', "# f": "- g", "h #i": "'j'", "k:": "yes", "l" * 60: "m" * 60}
    write(own, odd)
    library = library_over(own)
    _, problems = library.exercise(SCRIPTS / "exercises/bridge.yaml", "es")
    assert not problems
    from voicecoach.formats.document import read_document

    assert read_document(own / "routines/own.es.yaml").data == {"texts": odd}


def shapes(shape: Any, seen: set[type]) -> Iterator[type]:
    """A dataclass and all that it holds."""
    if is_dataclass(shape) and isinstance(shape, type) and shape not in seen:
        seen.add(shape)
        yield shape
        for hint in get_type_hints(shape, include_extras=True).values():
            yield from shapes(hint, seen)
    for part in get_args(shape):
        yield from shapes(part, seen)


# Texts of scripts that are the same in every language.
VERBATIM = {"prescriber", "emergency_number", "aliases"}


@pytest.mark.parametrize("shape", [Exercise, model.Routine, programme.Programme])
def test_every_text_of_a_script_is_translated(shape: type) -> None:
    for found in shapes(shape, set()):
        hints = get_type_hints(found, include_extras=True)
        texts = {name for name, hint in hints.items() if "[str, Text(" in str(hint)}
        assert translated_fields(found) == texts - VERBATIM


def test_the_texts_of_an_exercise_are_known_by_their_types() -> None:
    assert translated_fields(Exercise) == {
        *(
            "title",
            "purpose",
            "benefit",
            "setup",
            "movement",
            "start",
            "approach",
            "safety",
            "stop",
            "form",
        ),
    }
    assert translated_fields(fields.SidedText) == {"left", "right"}
    assert translated_fields(Sides) == {"left", "right", "change"}
    assert translated_fields(model.RoutineHead) == {"title", "purpose", "requires"}


# The phrases of a language

LANGUAGE = (SCRIPTS / "languages/es.yaml").read_text(encoding="utf-8")
Spoilt = Callable[..., list[str]]


@pytest.fixture
def spoilt(own: Path) -> Spoilt:
    """What is said of the Spanish phrases when one text of the file is replaced."""

    def check(old: str, new: str) -> list[str]:
        assert LANGUAGE.count(old) == 1, old
        file = own / "languages/es.yaml"
        file.write_text(LANGUAGE.replace(old, new), encoding="utf-8")
        return [line.partition(" ")[2] for line in said(own) if line.startswith("es.yaml")]

    return check


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("about: alrededor de {minutes}", "about: mucho"),
        ("about: alrededor de {minutes}", "about: '{minutos}'"),
        ("about: alrededor de {minutes}", "about: alrededor de {minutes"),
        ("  last: Hasta la próxima", "  last: Hasta {la} próxima"),
        ('{n} milímetro", other', '{m} milímetro", other'),
    ],
)
def test_braces_that_are_not_those_of_the_english_are_an_error(
    spoilt: Spoilt, old: str, new: str
) -> None:
    (line,) = spoilt(old, new)
    assert line.startswith("bad-braces ")


def test_a_phrase_whose_english_changed_is_told(spoilt: Spoilt) -> None:
    assert spoilt('  halfway: "Halfway."', '  halfway: "The middle."') == [
        "stale-text the English was 'The middle.' and is now 'Halfway.'; mend this text if need "
        "be, and write that under 'english' as 'halfway'"
    ]


def test_a_phrase_that_is_new_in_english_is_told(spoilt: Spoilt) -> None:
    (line,) = spoilt('  opening.emergency.1: "Or if', '  opening.emergency.7: "Or if')
    assert "stale-text the English is 'Or if your bladder" in line


def test_a_plural_form_that_the_language_needs_is_asked_for(own: Path) -> None:
    text = re.sub(r"^language: es", "language: pl", LANGUAGE, flags=re.MULTILINE)
    (own / "languages/pl.yaml").write_text(text, encoding="utf-8")
    _, problems = library_over(own).language("pl")
    asked = {p.message for p in problems if p.where.path == ("minutes",)}
    assert "in this language 2 takes the form 'few'; write it here too" in asked


def test_a_language_that_nobody_knows_is_an_error(own: Path) -> None:
    text = re.sub(r"^language: es", "language: xx", LANGUAGE, flags=re.MULTILINE)
    (own / "languages/xx.yaml").write_text(text, encoding="utf-8")
    _, problems = library_over(own).language("xx")
    assert [problem.code for problem in problems] == ["bad-value"]
    assert "write the language's code" in problems[0].message


def test_a_form_of_number_words_that_is_not_there_is_an_error(spoilt: Spoilt) -> None:
    (line,) = spoilt('milímetros", numbers: un}', 'milímetros", numbers: uns}')
    assert line == "bad-value 'number_forms' has no 'uns', did you mean 'un'?"


def test_an_exercise_is_checked_in_a_language_too() -> None:
    exercise, problems = checked_exercise(SHIPPED, SCRIPTS / "exercises/bridge.yaml", "es")
    assert exercise is not None
    assert not problems
    assert exercise.title == "Puente"
