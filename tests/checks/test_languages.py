"""What is found in the wording of texts, and what is left alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.coach.sessions import SHIPPED, language_of, library_over
from voicecoach.checks import languages
from voicecoach.checks.languages import Wordings, check_phrases
from voicecoach.formats.problems import Problem
from voicecoach.language.phrases import Language
from voicecoach.library.library import Library, shipped_scripts
from voicecoach.library.translation import as_yaml

SCRIPTS = shipped_scripts()
ROUTINE = "routine: own\ntitle: My own\npart: true\nsteps:\n  - say: Go on.\n"


def found(tmp_path: Path, code: str, text: str) -> list[Problem]:
    """What is said of a routine's line in a language."""
    (tmp_path / "routines").mkdir()
    file = tmp_path / "routines/own.yaml"
    file.write_text(ROUTINE, encoding="utf-8")
    beside = tmp_path / f"routines/own.{code}.yaml"
    beside.write_text(as_yaml({"My own": "A", "Go on.": text}), encoding="utf-8")
    return Wordings(library_over(tmp_path, code)).check("routines", file, code)


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("es", "Con los PIES PLANOS.", ["never-said"]),
        ("es", "Apoye los pies.", []),
        ("es", "Estire la espalda y tutee a nadie.", []),
        ("fr", "Grandissez.", ["never-said"]),
        ("fr", "Grandissez-vous.", []),
        ("hi", "तू रुक।", ["never-said"]),
        ("hi", "तूफ़ान में रुकें।", []),
        ("es", "Baje, y suba.", ["needless-comma"]),
        ("es", "Baje. Luego suba, y pare.", ["needless-comma"]),
        ("es", "Siga, como antes, y pare.", []),
        ("de", "Beugen Sie die Knie, und stehen Sie auf.", []),
        ("es", "Descanse 1m.", ["read-as-metres"]),
        ("es", "A 2 m de la pared.", []),
        ("fr", "Demandez l\u2019avis d'un médecin.", []),
        ("fr", "Demandez l'avis d'un médecin.", []),
    ],
)
def test_a_line_is_found_at_its_place(
    tmp_path: Path, code: str, text: str, expected: list[str]
) -> None:
    problems = found(tmp_path, code, text)
    assert [problem.code for problem in problems] == expected
    for problem in problems:
        assert Path(problem.where.file).name == f"own.{code}.yaml"
        assert problem.where.path == ("texts", "Go on.")


def test_the_sign_of_a_borrowed_sound_is_written_as_the_phrases_do(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "hi", "यह आखिरी है।")
    assert problem.code == "two-spellings"
    assert "आख़िरी" in problem.message


def test_a_letter_with_a_dot_that_makes_another_letter_is_no_spelling(tmp_path: Path) -> None:
    assert not found(tmp_path, "hi", "पेड बड़ा है।")


def test_a_phrase_of_the_language_itself_is_found() -> None:
    words = language_of("es")
    assert not list(check_phrases(words))
    (problem,) = check_phrases(replace(words, halfway="Crezca."))
    assert (problem.code, problem.where.path) == ("never-said", ("halfway",))


@pytest.mark.parametrize("code", SHIPPED.names("languages"))
def test_the_shipped_phrases_have_no_fault(code: str) -> None:
    assert not list(check_phrases(language_of(code)))


def test_a_script_that_cannot_be_read_has_no_wording(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("title: [", encoding="utf-8")
    assert Wordings(SHIPPED).check("routines", file, "en") == []
    assert Wordings(SHIPPED).check("profiles", file, "en") == []


@pytest.mark.usefixtures("knows_nothing")
def test_what_a_language_asks_of_its_texts_is_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    usual = languages._usual_spellings

    def counted(words: Language) -> Mapping[str, str]:
        read.append(words.language)
        return usual(words)

    monkeypatch.setattr(languages, "_usual_spellings", counted)
    wordings = Wordings(Library(SHIPPED.roots))
    for name in ("bridge", "plank", "walk"):
        for code in ("en", "de"):
            file = SHIPPED.find("exercises", name)
            assert file is not None
            assert wordings.check("exercises", file, code) == []
    assert sorted(read) == ["de", "en"]
