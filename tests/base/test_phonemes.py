"""Sounds that a text carries: what may be written, and how a text is split at them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.base.phonemes import MARKS, SOUNDS, canonical, fault, mark, marked, unmarked

IPA = st.text(st.sampled_from(sorted(SOUNDS | MARKS)), min_size=1).filter(
    lambda ipa: not fault(ipa)
)
WORDS = st.text(st.characters(exclude_characters="[]"), min_size=1)


@pytest.mark.parametrize("ipa", ["kloʊz", "ˈsɛpəˌreɪt", "d͡ʒʌdʒ", "ˈmʌsl̩", "ça", "bɔ̃", "ˈbɝd ˌdɔɡ"])
def test_sounds_are_written_as_dictionaries_do(ipa: str) -> None:
    assert fault(ipa) is None
    assert fault(unicodedata.normalize("NFC", ipa)) is None


@pytest.mark.parametrize(
    ("ipa", "message"),
    [
        ("klOz", "'O' is no sound that voices know; write 'oʊ'"),
        ("kl'oʊz", "''' is no sound that voices know; write 'ˈ'"),
        ("ɫaɪk", "'ɫ' is no sound that voices know; write 'l'"),
        ("жa", "'ж' is no sound that voices know; write the nearest of the IPA, as in kloʊz"),
        ("/kloʊz/", "'/' stands for no sound; leave it out"),
        ("ˈpæ.lɒf", "'.' stands for no sound; leave it out"),
        ("n\u032ao", "' \u032a' stands for no sound; leave it out"),
        ("ˈ ː", "'ˈ ː' has no sound in it"),
        ("", "'' has no sound in it"),
    ],
)
def test_an_unknown_sound_is_named_with_what_to_write(ipa: str, message: str) -> None:
    assert str(fault(ipa)) == message


@given(st.text())
def test_what_to_write_instead_is_right(ipa: str) -> None:
    wrong = fault(ipa)
    if wrong and "meant" in wrong.facts:
        assert fault(wrong.facts["meant"] + "a") is None


@given(WORDS, IPA, WORDS)
def test_a_marked_word_is_found_again(before: str, ipa: str, word: str) -> None:
    text = f"{before}{mark(word, ipa)}"
    assert marked(text) == [(before, None), (word, ipa)]
    assert unmarked(text) == before + word


@given(st.text("[]()/ab "))
def test_splitting_keeps_every_word(text: str) -> None:
    assert "".join(words for words, _ in marked(text)) == unmarked(text)


@given(st.text())
def test_canonical_sounds_stay_as_they_are(ipa: str) -> None:
    assert canonical(canonical(ipa)) == canonical(ipa)
