"""What the studio's pages say, in each of the six languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

import voicecoach
from voicecoach.web.studio.pages import STUDIO_LANGUAGES, studio_words

STUDIO = Path(voicecoach.__file__).parent / "web" / "studio"
OTHERS = [code for code in STUDIO_LANGUAGES if code != "en"]
# Tables whose keys are values of scripts, or what is sent of them.
BY_VALUE = {"regions", "goals", "levels", "parts", "sides", "kinds", "guidance", "fields"}
BY_VALUE |= {
    "columns",
    "ended",
    "grips",
    "movements",
    "programme_fields",
    "site_kinds",
    "states",
    "verdicts",
    "weekdays",
}


def flat(words: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {f"{table}.{key}": text for table, keys in words.items() for key, text in keys.items()}


def places(text: str) -> list[str]:
    return sorted(re.findall(r"\{\w+\}", text))


@pytest.mark.parametrize("language", OTHERS)
def test_each_language_says_all_with_the_same_places(language: str) -> None:
    english, there = flat(studio_words("en")), flat(studio_words(language))
    assert {*english} - {*there} == set(), "words that are missing"
    assert {*there} - {*english} == set(), "words that nothing asks for"
    assert {k for k, text in there.items() if places(text) != places(english[k])} == set()
    assert {key for key, text in there.items() if text.strip() != text or not text} == set()


@pytest.mark.parametrize("language", OTHERS)
def test_hardly_anything_is_left_in_english(language: str) -> None:
    english, there = flat(studio_words("en")), flat(studio_words(language))
    same = {key for key in there if there[key] == english[key] and len(english[key]) > 12}
    assert same == set()


def test_every_word_is_shown_somewhere() -> None:
    sources = [*STUDIO.glob("templates/*.html"), *STUDIO.parent.parent.glob("app/studio/*.py")]
    told = "".join(file.read_text(encoding="utf-8") for file in sources)
    unused = {
        name
        for name in flat(studio_words("en"))
        if name.split(".")[0] not in BY_VALUE
        and not re.search(rf"\.{name.split('.')[1]}\b|\"{name.split('.')[1]}\"", told)
    }
    assert unused == set()


def test_other_languages_have_english_pages() -> None:
    assert studio_words("it") == studio_words("en")
    assert studio_words("de-AT") == studio_words("de")
