"""The phonetic alphabet in the alphabets of engines."""

from __future__ import annotations

import json
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.base.test_phonemes import IPA
from tests.coach.sessions import language_of
from voicecoach.base.phonemes import mark
from voicecoach.voices.ipa import misaki_text, to_misaki, to_piper

# What misaki writes for the two kinds of English: https://github.com/hexgrad/misaki EN_PHONES.md
AMERICAN = frozenset("AIOTWYbdfhijklmnpstuvwzæðŋɑɔəɛɜɡɪɹʃʊʌʒʤʧˈˌθᵊᵻ ")
BRITISH = frozenset("AIQWYabdfhijklmnpstuvwzðŋɑɒɔəɛɜɡɪɹʃʊʌʒʤʧˈˌːθᵊ ")


@pytest.mark.parametrize(
    ("ipa", "american", "british"),
    [
        ("kloʊz", "klˈOz", "klˈQz"),
        ("kləʊs", "klˈOs", "klˈQs"),
        ("ˈsɛpəˌreɪt", "sˈɛpəɹˌAt", "sˈɛpəɹˌAt"),
        ("lid", "lˈid", "lˈid"),
        ("liːd", "lˈid", "lˈiːd"),
        ("tɛɹ", "tˈɛɹ", "tˈɛː"),
        ("ˈfɔːrwɚd", "fˈɔɹwəɹd", "fˈɔːwəd"),
        ("ˈfɛmɚəl", "fˈɛməɹᵊl", "fˈɛməɹᵊl"),
        ("ˌpɛɹəˈniəl", "pˌɛɹənˈiəl", "pˌɛɹənˈiəl"),
        ("bed", "bˈɛd", "bˈɛd"),
        ("tʃeə", "ʧˈɛə", "ʧˈɛː"),
        ("d͡ʒʌdʒ", "ʤˈʌʤ", "ʤˈʌʤ"),
        ("nɝs", "nˈɜɹs", "nˈɜːs"),
        ("nɜːs", "nˈɜɹs", "nˈɜːs"),
        ("ˈmʌsl̩", "mˈʌsᵊl", "mˈʌsᵊl"),
        ("ˈmʌsəl", "mˈʌsᵊl", "mˈʌsᵊl"),
        ("ˈpæləf", "pˈæləf", "pˈaləf"),
        ("ˈstrɛtʃɪŋ", "stɹˈɛʧɪŋ", "stɹˈɛʧɪŋ"),
        ("stɒp", "stˈɑp", "stˈɒp"),
        ("ðə", "ðə", "ðə"),
    ],
)
def test_sounds_in_the_alphabet_of_misaki(ipa: str, american: str, british: str) -> None:
    assert to_misaki(ipa) == american
    assert to_misaki(ipa, british=True) == british


@given(IPA)
def test_english_voices_are_given_only_sounds_of_english(ipa: str) -> None:
    assert set(to_misaki(ipa)) <= AMERICAN
    assert set(to_misaki(ipa, british=True)) <= BRITISH


@given(IPA, st.sampled_from(["en", "es", "fr", "hi", "pt"]))
def test_kokoro_has_a_sign_for_every_sound(ipa: str, language: str) -> None:
    pytest.importorskip("hibari")
    known = json.loads((resources.files("hibari") / "assets" / "vocab.json").read_text("utf-8"))
    assert set(to_misaki(ipa, language=language)) <= set(known)


@pytest.mark.parametrize(
    ("ipa", "language", "sounds"),
    [
        ("ˈkasa", "es", "kˈasa"),
        ("ˈplãʃ", "fr", "plˈa\u0303ʃ"),
        ("ˈt͡ʃiko", "es", "ʧˈiko"),
        ("ˈgato", "es", "ɡˈato"),
    ],
)
def test_other_languages_keep_their_sounds(ipa: str, language: str, sounds: str) -> None:
    assert to_misaki(ipa, language=language) == sounds


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Now [close](/kloʊz/) your eyes.", "Now [[ klˈoʊz ]] your eyes."),
        ("[Close](/kloʊz/).", "[[ klˈoʊz. ]]"),
        ("“[Close](/kloʊz/)!” Then rest.", "[[ klˈoʊz! ]] Then rest."),
        ("Now ([use](/juːz/), [live](/lɪv/)) it", "Now [[ jˈuːz, ]] [[ lˈɪv ]] it"),
        ("[Judge](/d͡ʒʌdʒ/)", "[[ dʒˈʌdʒ ]]"),
        ("[muscle](/ˈmʌsl̩/)", "[[ mˈʌsəl ]]"),
        ("Rest.", "Rest."),
        ("a [b](c) d", "a [b](c) d"),
    ],
)
def test_sounds_in_a_text_for_piper(text: str, spoken: str) -> None:
    assert to_piper(text) == spoken


@given(IPA)
def test_piper_has_a_sign_for_every_sound(ipa: str) -> None:
    known = pytest.importorskip("piper.phoneme_ids").DEFAULT_PHONEME_ID_MAP
    sounds = to_piper(f"[word](/{ipa}/)")[3:-3]
    assert set(sounds) <= set(known)


def test_the_shipped_sounds_reach_hibari() -> None:
    g2p = pytest.importorskip("hibari.g2p").G2P()
    language = language_of("en")
    assert language is not None
    shipped = {word: said["ipa"] for word, said in language.lexicon.items()}
    for word, readings in language.ear.homographs.items():
        shipped |= {f"{word} {place}": each.ipa for place, each in enumerate(readings)}
    for word, ipa in shipped.items():
        said = g2p(misaki_text(f"Then {mark(word, ipa)}."))
        assert said == f"{g2p('Then')} {to_misaki(ipa)}.", word


def test_a_text_keeps_its_words_beside_their_sounds() -> None:
    assert misaki_text("[warm](/wɔɹm/) up", british=True) == "[warm](/wˈɔːm/) up"
    assert misaki_text("as it is") == "as it is"
