"""Texts that look the same are the same, however they came in."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.formats.document import read_document
from voicecoach.formats.tidy import tidy, visible


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("u\u0308ben", "üben"),
        ("Child\u2019s pose", "Child's pose"),
        ("say \u201cyes\u201d, \u201eja\u201c", 'say "yes", "ja"'),
        ("1\u203230\u2033", "1'30\""),
        ("soft\u00adly, \u200bnow\ufeff", "softly, now"),
        ("\u202eturned\u202c", "turned"),
        ("🧘\u200d♀\ufe0f", "🧘♀"),
        ("« Soufflez »", "« Soufflez »"),
        ("क्\u200dष", "क्\u200dष"),  # seen in Devanagari
        ("a\u200db", "ab"),
    ],
)
def test_what_looks_the_same_is_the_same(text: str, same: str) -> None:
    assert tidy(text) == same


@given(st.text())
def test_a_tidy_text_stays_as_it_is(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert unicodedata.is_normalized("NFC", visible(text)) or not visible(text).isascii()


def test_a_file_s_texts_and_names_are_tidy_and_its_places_right(tmp_path: Path) -> None:
    file = tmp_path / "lexicon.yaml"
    file.write_text('lexicon:\n  child\u2019s u\u0308: "\u201cba\u201d"  # x\n', encoding="utf-8")
    document = read_document(file)
    assert document.data == {"lexicon": {"child's ü": '"ba"'}}
    assert document.values[("lexicon", "child's ü")].column == 14
