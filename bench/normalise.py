"""What was said and what was heard, in words that can be compared: the same for every voice.

A recogniser writes `10` for "ten", `center` for "centre", `knee-to-chest`, and `to` where "two" was
meant. None of that is a fault of the voice, so none of it may count. What is done, in this order:

1. Capitals, signs and the ways in which Unicode writes one letter go.
2. Digits are spelt out: by num2words, or, in a language that it lacks, by our own number words.
   The hyphen of an English range, `10-15`, is "to".
3. A hyphen parts words; an apostrophe parts them in French, and is dropped elsewhere.
4. English: of British and American spelling one is taken, and of words that sound exactly alike
   the first. Words that are merely similar ("thirteen" and "thirty") stay apart.
   Spanish, French, Portuguese: see `alike`.
5. Hindi: spellings that are read alike become one.
6. Two words that the other side writes as one become that one: "shoulder blades".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

from voicecoach.library.library import Library, shipped_scripts

_BY_CHARACTER = frozenset({"hi"})
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_RANGE = re.compile(r"(?<=\d)\s?[-\u2013]\s?(?=\d)")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)\b")
_OF_BRAZIL = {"pt": "pt_BR"}  # num2words has Portugal's "dezassete" for Brazil's "dezessete"
_SIGNS = {"en": {"%": " percent ", "°": " degrees ", "&": " and "}}
_LETTERS = {"œ": "oe", "æ": "ae", "ँ": "ं", "़": ""}

_SPELLINGS = {
    "centre": "center",
    "centres": "centers",
    "grey": "gray",
    "metre": "meter",
    "metres": "meters",
    "ok": "okay",
    "practise": "practice",
    "programme": "program",
    "tyre": "tire",
    "upwards": "upward",
    "towards": "toward",
    "forwards": "forward",
    "backwards": "backward",
    "downwards": "downward",
}
_SUFFIXES = (
    (re.compile(r"(?<=\w{3})iz(?=(?:e|ed|es|er|ing|ation)$)"), "is"),
    (re.compile(r"(?<=\w{3})our(?=(?:s|ed|ing|ful)?$)"), "or"),
)
_ALIKE = (
    ("allowed", "aloud"),
    ("be", "bee"),
    ("brake", "break"),
    ("by", "buy", "bye"),
    ("eight", "ate"),
    ("feet", "feat"),
    ("for", "four", "fore"),
    ("forth", "fourth"),
    ("heel", "heal"),
    ("heels", "heals"),
    ("here", "hear"),
    ("higher", "hire"),
    ("in", "inn"),
    ("its", "it's"),
    ("need", "knead"),
    ("no", "know"),
    ("nose", "knows"),
    ("not", "knot"),
    ("one", "won"),
    ("or", "oar"),
    ("pause", "paws"),
    ("right", "write"),
    ("ring", "wring"),
    ("roll", "role"),
    ("rolls", "roles"),
    ("rows", "rose"),
    ("see", "sea"),
    ("side", "sighed"),
    ("sink", "sync"),
    ("so", "sew"),
    ("sore", "soar"),
    ("straight", "strait"),
    ("their", "there", "they're"),
    ("through", "threw"),
    ("tires", "tyres"),
    ("to", "too", "two"),
    ("toe", "tow"),
    ("toes", "tows"),
    ("waist", "waste"),
    ("way", "weigh"),
    ("week", "weak"),
    ("weight", "wait"),
    ("which", "witch"),
    ("whole", "hole"),
    ("your", "you're"),
)
_SAME = {other.replace("'", ""): group[0] for group in _ALIKE for other in group}


def by_character(language: str) -> bool:
    """Whether errors are counted by letter: where signs are joined, a word is too coarse."""
    return language in _BY_CHARACTER


def words(text: str, language: str = "en") -> list[str]:
    """The words of a text, as they are compared.

    Args:
        text: as it was written, by an author or by the recogniser.
        language: ISO 639-1 code.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    for sign, said in _SIGNS.get(language, {}).items():
        plain = plain.replace(sign, said)
    plain = _spelt_out(plain, language)
    plain = plain.replace("'", " " if language == "fr" else "")
    for letter, other in _LETTERS.items():
        plain = plain.replace(letter, other)
    parts = "".join(sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in plain)
    return [_one_spelling(word) if language == "en" else word for word in parts.split()]


def rejoined(said: Sequence[str], heard: Sequence[str]) -> tuple[list[str], list[str]]:
    """Join neighbours, on both sides, that one side writes as one word."""
    ones = _pairs(said) & frozenset(heard) | _pairs(heard) & frozenset(said)
    return _joined(said, ones), _joined(heard, ones)


def _pairs(parts: Sequence[str]) -> frozenset[str]:
    return frozenset(first + second for first, second in pairwise(parts))


def _joined(parts: Sequence[str], ones: frozenset[str]) -> list[str]:
    found: list[str] = []
    for word in parts:
        if found and found[-1] + word in ones:
            found[-1] += word
        else:
            found.append(word)
    return found


def _one_spelling(word: str) -> str:
    word = _SPELLINGS.get(word, word)
    if word not in _SAME:
        for suffix, instead in _SUFFIXES:
            word = suffix.sub(instead, word)
    return _SAME.get(word, word)


def _spelt_out(text: str, language: str) -> str:
    spell = _speller(language)
    if language == "en":
        text = _RANGE.sub(" to ", text)
        text = _ORDINAL.sub(lambda found: f" {spell(found[1], True)} ", text)
    return _NUMBER.sub(lambda found: f" {spell(found[0], False)} ", text)


@cache
def _speller(language: str) -> Callable[[str, bool], str]:
    """What writes digits out in a language."""
    from num2words import CONVERTER_CLASSES, num2words

    own: tuple[str, ...] = ()
    if language not in CONVERTER_CLASSES:
        found, _ = Library((shipped_scripts(),)).language(language)
        own = found.numbers if found else ()

    def spell(digits: str, ordinal: bool) -> str:
        number = digits.replace(",", ".")
        if own:
            return own[int(number)] if number.isdecimal() and int(number) < len(own) else digits
        value = int(number) if number.isdecimal() else float(number)
        return str(
            num2words(
                value,
                lang=_OF_BRAZIL.get(language, language),
                to="ordinal" if ordinal else "cardinal",
            )
        )

    return spell
