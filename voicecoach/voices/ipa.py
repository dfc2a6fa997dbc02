"""The phonetic alphabet as engines write it: misaki's for Kokoro and hibari, espeak-ng's for Piper.

Both set stress right before the vowel, not before the syllable, and a content word has some.
"""

from __future__ import annotations

import re

from voicecoach.base.phonemes import canonical, mark, marked

__all__ = ["marked", "misaki_text", "to_misaki", "to_piper", "untied"]

_VOWELS = "aeiouyAIOQWYɐɑɒæɔəɚɛɜɝɨɪɯɤøœʊʌᵊᵻ"
_STRESS = re.compile(rf"([ˈˌ])([^{_VOWELS}ˈˌ ]+)(?=[{_VOWELS}])")
_VOWEL = re.compile(rf"(?:[aeiouɐɑɒæɔəɛɜɪʊʌ]ː|[aeɔoəʌ][ɪʊ]|[ɛɪʊ]ə|[{_VOWELS}])")
_LIGHT = frozenset("əɐᵊᵻ")
_LITTLE = re.compile(rf"(?<![{_VOWELS}])əl(?![{_VOWELS}ˈˌ])")  # behind a consonant
_OPENING = "([{\"'\u2018\u201c\u00ab\u00bf\u00a1"
_SIGNS = ".,;:!?)]}\"'\u2019\u201d\u00bb\u2026"
_SYLLABIC = re.compile("([^\u0329])\u0329")


def _table(pairs: str) -> dict[str, str]:
    return dict(pair.split(">") for pair in pairs.split())


# Sounds that English lacks, by the nearest that it has; engines for English were taught no others.
_NEAREST = _table(
    "r>ɹ g>ɡ ʔ>t x>k χ>k c>k q>k ç>k y>i ø>ɜ œ>ɜ ɯ>u ɤ>ʌ ɨ>ɪ ɐ>ə β>v ʋ>v ɸ>f ɕ>ʃ ʂ>ʃ ʝ>j ɟ>ɡ ɣ>ɡ "
    "ɖ>d ʈ>t ɳ>n ɴ>ŋ ɲ>nj ʎ>lj ɥ>w ɰ>w ɻ>ɹ ɽ>ɹ ʁ>ɹ ʣ>dz ʦ>ts ʥ>dʒ ʨ>tʃ ʤ>dʒ ʧ>tʃ "
    "\u0361> \u0303> \u0329> ʰ> ʲ>"
)
# How dictionaries write one and the same vowel. A pair comes before its halves.
_BROAD = _table(
    "eɪ>eɪ aɪ>aɪ aʊ>aʊ ɔɪ>ɔɪ oʊ>oʊ əʊ>əʊ ʌɪ>aɪ oɪ>ɔɪ aː>ɑː eə>ɛə oː>ɔː oɹ>ɔɹ e>ɛ a>æ o>oʊ"
)
_AMERICAN = _table(
    "tʃ>ʧ dʒ>ʤ eɪ>A aɪ>I aʊ>W ɔɪ>Y oʊ>O əʊ>O ɝː>ɜɹ ɝ>ɜɹ ɜːɹ>ɜɹ ɜɹ>ɜɹ ɜː>ɜɹ ɜ>ɜɹ ɚ>əɹ ɒ>ɑ ɾ>T ː>"
)
_BRITISH = _table(
    "tʃ>ʧ dʒ>ʤ eɪ>A aɪ>I aʊ>W ɔɪ>Y oʊ>Q əʊ>Q ɝː>ɜːɹ ɝ>ɜːɹ ɜː>ɜː ɜ>ɜː ɚ>əɹ ɛə>ɛː æ>a ᵻ>ɪ ɾ>t"
)
# An r that no vowel follows is not said in British English; the vowel before it is longer for it.
_RHOTIC = re.compile(rf"(ɑ|ɔ|ɛ|ɪ|ʊ|ɜ|ə|)ː?ɹ(?![ˈˌ]?[{_VOWELS}])")
_LONGER = _table("ɑ>ɑː ɔ>ɔː ɛ>ɛː ɜ>ɜː ɪ>ɪə ʊ>ʊə ə>ə")
# In other languages only sounds that are tied together are one.
_TIED = _table(
    "a\u0361ɪ>I a\u0361ʊ>W e\u0361ɪ>A o\u0361ʊ>O ə\u0361ʊ>Q ɔ\u0361ɪ>Y d\u0361z>ʣ "
    "d\u0361ʒ>ʤ t\u0361s>ʦ t\u0361ʃ>ʧ s\u0361s>S g>ɡ ɝ>ɜ \u0361> \u0329>"
)
_PIPER = _table("ɝː>ɜː ɝ>ɜː ᵊ>ə g>ɡ ʣ>dz ʤ>dʒ ʥ>dʑ ʦ>ts ʧ>tʃ ʨ>tɕ \u0361>")


def to_misaki(ipa: str, british: bool = False, language: str = "en") -> str:
    """Sounds in the alphabet of misaki, which Kokoro and hibari are given.

    Args:
        ipa: as a lexicon has it, checked.
        british: for a voice that speaks British English.
        language: ISO 639-1 code of the voice; other languages than English keep their own sounds.
    """
    if language != "en":
        return _stressed(untied(canonical(ipa)))
    sounds = _replaced(_english(ipa), _BRITISH if british else _AMERICAN)
    if british:
        sounds = _RHOTIC.sub(lambda found: _LONGER.get(found[1], ""), sounds)
    return _stressed(_LITTLE.sub("ᵊl", sounds))


def untied(sounds: str) -> str:
    """Sounds with those that are tied together as the one sign that misaki has for them."""
    return _replaced(sounds, _TIED)


def misaki_text(text: str, british: bool = False, language: str = "en") -> str:
    """A text with the sounds of its words in the alphabet of misaki; see `to_misaki`."""
    parts = marked(text)
    if all(ipa is None for _, ipa in parts):
        return text
    return "".join(
        words if ipa is None else mark(words, to_misaki(ipa, british, language))
        for words, ipa in parts
    )


def to_piper(text: str, language: str = "en") -> str:
    """A text with the sounds of its words as Piper takes them: `[[ klˈoʊz. ]]`.

    Piper reads what is between sounds by itself, and would say the name of a sign alone there; so
    signs that end a word go in with its sounds.

    Args:
        text: as an engine is given it; doubled brackets of its own are parted already.
        language: ISO 639-1 code of the voice.
    """
    parts: list[str] = []
    sounds = ""
    for words, ipa in marked(text):
        if ipa is not None:
            parts += _raw(sounds)
            english = _english(ipa) if language == "en" else canonical(ipa)
            sounds = _stressed(_replaced(english, _PIPER))
            continue
        if sounds:
            rest = words.lstrip(_SIGNS)
            ending = words[: len(words) - len(rest)]
            parts += _raw(sounds + "".join(sign for sign in ending if sign in ".,;:!?"))
            words, sounds = rest, ""
        spoken = any(map(str.isalnum, words))
        parts.append(words.rstrip(_OPENING) if spoken else " " * (" " in words))
    return "".join([*parts, *_raw(sounds)])


def _raw(sounds: str) -> list[str]:
    return [f"[[ {sounds} ]]"] if sounds else []


def _english(ipa: str) -> str:
    """Sounds by those of English, each vowel written in one way, the phonetic alphabet's."""
    syllabic = _SYLLABIC.sub(r"ᵊ\1", canonical(ipa))
    return _replaced(_replaced(syllabic, _NEAREST), _BROAD)


def _replaced(sounds: str, table: dict[str, str]) -> str:
    keys = sorted(table, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, keys)), lambda found: table[found[0]], sounds)


def _stressed(sounds: str) -> str:
    """Sounds with stress before the vowel; dictionaries leave it out where there is one vowel."""
    sounds = _STRESS.sub(r"\2\1", sounds)
    if "ˈ" in sounds or "ˌ" in sounds:
        return sounds
    vowels = list(_VOWEL.finditer(sounds))
    if len(vowels) != 1 or vowels[0][0] in _LIGHT:
        return sounds
    at = vowels[0].start()
    return f"{sounds[:at]}ˈ{sounds[at:]}"
