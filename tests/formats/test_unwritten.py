"""What the program fills in is no key of any file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.coach.sessions import SHIPPED
from voicecoach.formats.document import read_document
from voicecoach.formats.plain import revive, to_plain
from voicecoach.formats.unwritten import unwritten_fields
from voicecoach.language.lexicon import LexiconFile
from voicecoach.language.phrases import Language
from voicecoach.library.json_schema import SCHEMAS
from voicecoach.library.translation import Translation
from voicecoach.model.exercise import Exercise
from voicecoach.model.profile import Profile
from voicecoach.model.programme import Programme
from voicecoach.model.shapes import read_shape

SHAPES = {
    "exercise": Exercise,
    "language": Language,
    "lexicon": LexiconFile,
    "profile": Profile,
    "programme": Programme,
    "translation": Translation,
}


@pytest.mark.parametrize("kind", SHAPES)
def test_an_author_cannot_write_it(kind: str, tmp_path: Path) -> None:
    shape: Any = SHAPES[kind]
    names = sorted(unwritten_fields(shape))
    assert "file" in names
    file = tmp_path / "own.yaml"
    file.write_text("".join(f"{name}: x\n" for name in names), encoding="utf-8")
    value, problems = read_shape(read_document(file), shape)
    assert value is None
    refused = [problem for problem in problems if problem.code == "unknown-key"]
    assert [problem.where.path for problem in refused] == [(name,) for name in names]
    assert all("is not a key here" in problem.message for problem in refused)


@pytest.mark.parametrize("kind", SHAPES)
def test_editors_do_not_offer_it(kind: str) -> None:
    shape: Any = SHAPES[kind]
    assert not unwritten_fields(shape) & SCHEMAS[kind]()["properties"].keys()


def test_it_is_there_when_a_file_was_read_and_when_it_comes_from_the_cache() -> None:
    file = SHIPPED.find("languages", "de")
    assert file is not None
    language, _ = SHIPPED.language("de")
    assert language is not None
    assert (language.file, bool(language.categories)) == (str(file), True)
    assert revive(Language, to_plain(language)) == language
