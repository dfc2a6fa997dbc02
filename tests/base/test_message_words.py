"""Messages in the languages of the studio's pages: all of them, with the same facts."""

from __future__ import annotations

import ast
import errno
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import voicecoach
from tests.base.test_messages import nodes_of
from tests.checks.test_bad_files import FILES, faults_of
from tests.coach.sessions import SHIPPED
from voicecoach.base import messages
from voicecoach.base.errors import OutputError, ScriptError
from voicecoach.base.intake import TooLarge
from voicecoach.base.messages import Advice, Phrase, phrase, usage
from voicecoach.base.messages.table import REMEDIES, TEMPLATES
from voicecoach.base.system import refused_by_system
from voicecoach.formats.document import read_document
from voicecoach.library.library import Folder
from voicecoach.session.find import SCRIPT_FOLDERS, script_file

WORDS = Path(messages.__file__).with_name("words")
LANGUAGES = ("de", "es", "fr", "hi", "pt")
PACKAGE = Path(voicecoach.__file__).parent
SAME: dict[str, set[str]] = {
    "de": set(),
    "es": set(),
    "fr": {"programme", "routine"},
    "hi": set(),
    "pt": set(),
}
ALSO: dict[str, set[str]] = {
    "de": {"so"},
    "es": {"a", "an"},
    "fr": {"a", "an"},
    "hi": set(),
    "pt": {"a", "an"},
}
"""English words that other languages have as well."""
OF_THE_PROGRAM = {"encoder/splice"}
"""What is no message to anybody but who mends the program."""

OF_OURS = {"system/irregular", "system/large"}
"""What is told as the system's refusal, and is the program's own."""


@pytest.fixture(params=LANGUAGES)
def own(request: pytest.FixtureRequest) -> dict[str, dict[str, str]]:
    text = (WORDS / f"{request.param}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def facts(template: str) -> set[tuple[str, str]]:
    return {(name, form or "") for _, name, form, _ in Formatter().parse(template) if name}


def test_there_is_each_language_and_no_other() -> None:
    assert {file.stem for file in WORDS.glob("*.toml")} == {*LANGUAGES}


def test_every_message_is_there_but_those_of_the_command_line(
    own: dict[str, dict[str, str]],
) -> None:
    assert own["messages"].keys() == TEMPLATES.keys() - usage.TEMPLATES.keys()
    assert own["remedies"].keys() == REMEDIES.keys() - usage.REMEDIES.keys()


def test_a_message_has_the_same_facts(own: dict[str, dict[str, str]]) -> None:
    pairs = [
        *((own["messages"][kind], TEMPLATES[kind]) for kind in own["messages"]),
        *((own["remedies"][kind], REMEDIES[kind]) for kind in own["remedies"]),
    ]
    assert [(said, english) for said, english in pairs if facts(said) != facts(english)] == []
    assert [english for said, english in pairs if not said.strip() and english.strip()] == []


def test_what_is_nested_is_said_in_the_same_language() -> None:
    nested = phrase(
        "unknown-exercise", exercise="brigde", hint=phrase("hint/meant", meant="bridge")
    )
    assert nested.said("de") != nested.said() == str(nested)
    assert phrase("hint/meant", meant="bridge").said("de") in nested.said("de")


def test_a_language_without_words_is_said_in_english() -> None:
    refused = OutputError("no-session/name", name="a", folder="b", hint="")
    assert refused.phrase.said("it") == str(refused)
    assert refused.phrase.remedy("it") == refused.remedy
    assert refused.phrase.said("../de") == str(refused)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_to_do_is_said_in_the_language_of_the_reader(language: str) -> None:
    refused = OutputError("roster/empty", file="roster.csv", line=1, column=1)
    reason = phrase("batch/reason", reason=refused.phrase, remedy=Advice(refused.phrase))
    assert refused.remedy_in(language) in reason.said(language)
    assert refused.remedy not in reason.said(language)
    assert refused.remedy in str(reason)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("folder", SCRIPT_FOLDERS)
def test_the_kind_of_a_script_is_said_in_the_language_of_the_reader(
    language: str, folder: Folder
) -> None:
    with pytest.raises(ScriptError) as refused:
        script_file(SHIPPED, "no-such", (folder, "profiles"))
    words = {*re.findall(r"\w+", refused.value.said(language).replace("no-such", ""))}
    assert words.isdisjoint({"routine", "exercise", "programme", "profile", "or"} - SAME[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_exercise_that_may_be_meant_is_told_in_the_language_of_the_reader(language: str) -> None:
    meant = SHIPPED.exercise_names().meant("brigde")
    file = SHIPPED.find("exercises", "bridge")
    assert isinstance(meant, Phrase)
    assert file
    exercise, own = (SHIPPED.exercise(file, code).value for code in ("en", language))
    assert exercise
    assert own
    assert own.title in meant.said(language)
    assert exercise.purpose.rstrip(".") not in meant.said(language)
    assert exercise.purpose.rstrip(".") in str(meant)


def test_no_fact_is_made_of_english_words() -> None:
    found, kinds = [], TEMPLATES.keys() - OF_THE_PROGRAM
    for file in PACKAGE.rglob("*.py"):
        if "cli" in file.parts:  # which is in English everywhere
            continue
        for call in nodes_of(file):
            if isinstance(call, ast.Call) and _kind(call) in kinds:
                found += [f"{file.name}: {words}" for words in _english(call)]
    assert found == []


ENGLISH = {"a", "an", "and", "for", "like", "of", "or", "so", "the", "to", "whose"}
OF_SCRIPTS = {"never-said", "needless-crossing", "not-in-bed", "needs-clinician"}
"""Whose facts are texts of scripts, in the language of these."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_fact_of_a_faulty_script_is_in_english(language: str) -> None:
    found = {}
    for file in FILES:
        for problem in faults_of(file):
            if problem.code in OF_SCRIPTS:
                continue
            told = re.sub("'[^']*'", "", problem.said(language))
            words = {*re.findall("[a-z]+", told)}
            if len(words & (ENGLISH - ALSO[language])) > 1:
                found[file.name] = told
    assert found == {}


def _kind(call: ast.Call) -> str:
    first = call.args[0] if call.args else None
    return str(first.value) if isinstance(first, ast.Constant) else ""


def _english(call: ast.Call) -> Iterator[str]:
    """Facts of several words, and what is said in English where it is asked for."""
    for node in (node for each in call.keywords for node in ast.walk(each.value)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            is_words = node.value not in TEMPLATES and "/" not in node.value
            if is_words and len(re.findall("[a-z]{2,}", node.value)) > 1:
                yield node.value
        elif isinstance(node, ast.Attribute) and node.attr == "remedy":
            yield "a remedy"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "kind", [kind for kind in TEMPLATES if kind.startswith("system/") and kind not in OF_OURS]
)
def test_why_the_system_refuses_something_is_said_in_the_readers_language(
    language: str, kind: str
) -> None:
    (number,) = (each for each in errno.errorcode if _kind_of(each) == kind)
    error = OutputError("cannot-read", file=Path("a"), reason=OSError(number, os.strerror(number)))
    said = error.phrase.said(language)
    assert said.endswith(phrase(kind).said(language))
    assert os.strerror(number) not in said


def _kind_of(number: int) -> str:
    return refused_by_system(OSError(number, "")).kind


def test_the_system_is_told_as_it_says_in_english_and_where_that_is_not_common() -> None:
    rare = OutputError("cannot-read", file=Path("a"), reason=OSError(errno.EDOM, "Out of domain"))
    assert rare.phrase.said("de").endswith(": Out of domain")
    full = OutputError("cannot-write", file=Path("a"), reason=OSError(28, "No space left"))
    assert str(full) == "cannot write a: No space left"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system says it otherwise")
def test_the_common_reasons_of_the_system_are_told_in_its_own_words_in_english() -> None:
    for number in errno.errorcode:
        told = refused_by_system(OSError(number, os.strerror(number)))
        assert str(told) == os.strerror(number)


def test_what_is_no_file_or_too_large_is_told_of_in_german(tmp_path: Path) -> None:
    (problem,) = read_document(tmp_path).problems
    assert problem.said("de").endswith("lesen: das ist keine gewöhnliche Datei")
    large = OutputError("cannot-read", file=tmp_path, reason=TooLarge(tmp_path, 9, 10**6))
    assert "sie hat mehr als 1 MB" in large.phrase.said("de")
