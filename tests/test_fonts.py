"""The shipped fonts hold every letter of the library."""

from __future__ import annotations

import re

import pytest

from voicecoach.fonts import FOLDER, FONT_FAMILIES, font_of, missing_letter
from voicecoach.library.library import shipped_scripts


@pytest.mark.parametrize("language", ["en", "es", "de", "fr", "hi", "pt"])
def test_every_text_of_a_language_can_be_set(language: str) -> None:
    ending = ".yaml" if language == "en" else f".{language}.yaml"
    texts = [shipped_scripts() / "languages" / f"{language}.yaml"]
    texts += shipped_scripts().glob(f"*/*{ending}")
    for file in texts:
        # Sounds, and the signs that an author may write for them: neither is shown as it stands.
        shown = re.sub(r"\bipa: [^,}]+|\bsigns: \[[^]]*\]", "", file.read_text(encoding="utf-8"))
        letters = "".join(sorted({*shown} - {"\n"}))
        assert missing_letter(letters) == "", file


@pytest.mark.parametrize("character", ["\u819d", "\u05e9", "\U0010ffff"])
def test_a_letter_that_is_missing_is_named(character: str) -> None:
    assert missing_letter(f"Knee {character} \u0928") == character


def test_what_people_put_into_titles_is_there() -> None:
    assert (
        missing_letter("\U0001f600 1\ufe0f\u20e3 \U0001f3c3\u200d\u2642\ufe0f \u2264 \u2192") == ""
    )


def test_a_text_is_set_in_one_font_or_none() -> None:
    bold = font_of("\u0918\u0941\u091f\u0928\u0947 1, 2", "Bold")
    assert bold is not None
    assert bold.name == "NotoSansDevanagari-Bold.ttf"
    assert font_of("Knee \u0918", "Regular") is None


def test_every_file_is_one_that_is_named() -> None:
    names = {file.name.partition("-")[0] for file in FOLDER.glob("*.ttf")}
    assert names == {family.replace(" ", "") for family in FONT_FAMILIES}
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "OFL.txt").read_text(encoding="utf-8")
