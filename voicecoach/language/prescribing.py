"""How doses are written in people's languages, and how they are read: in the language of scripts.

Only words are exchanged here. What a dose may say, and what it means, is for the reader of doses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import partial
from types import MappingProxyType
from typing import ClassVar

from voicecoach.base.values import dataclass
from voicecoach.formats.fields import Label, strict
from voicecoach.formats.unwritten import UNWRITTEN

# What stands in a dose for each term.
_TERMS = {
    "sets": "sets",
    "reps": "reps",
    "hold": "hold",
    "rest": "rest",
    "each": "each side",
    "left": "left side",
    "right": "right side",
    "alternating": "alternating",
    "seconds": "s",
    "minutes": "min",
    "times_a_day": "times a day",
    "times_a_week": "times a week",
    "days_a_week": "days a week",
    "of": "of",
    "to": "to",
}
# Vowel signs of Devanagari are no word characters to a pattern, but parts of words.
_LETTER = r"(?:[^\W\d_]|[\u0900-\u0963])"
_SIGNS = str.maketrans({"\u2013": "-", "\u2014": "-", "\u2212": "-", "\u00a0": " ", "\u2009": " "})
_LENGTH = r"\d[\d.:]*(?:\s*(?:s|m|min)\b)?(?:\s*-\s*\d[\d.]*)?\s*(?:s|m|min|\"|')"
# `30 s rest` and `pause of 30 s` say what scripts say as `rest 30 s`.
_REST_BEHIND = re.compile(rf"({_LENGTH})\s+(?:of\s+)?rest\b(?!\s+(?:of\s+)?\d)")
# A number, and the ends of a range: the lower may have its unit.
_FIGURE = r"\d+(?:[.,]\d+)?"
_PLACES = {"n": r"\d+", "low": rf"{_FIGURE}(?: ?{_LETTER}{{1,9}}\.?)?", "high": _FIGURE}
_NO_NUMBERS: Mapping[str, int] = MappingProxyType({})
_OF_BEFORE = re.compile(r"\b(hold|rest)\s+of\s+(?=\d)")


@dataclass(frozen=True, slots=True)
class PrescriptionWords:
    """How doses are written in a language: a file in `scripts/prescriptions/`."""

    __pydantic_config__: ClassVar = strict

    prescription: Label
    """The language's code, which is the file's name."""
    sets: tuple[Label, ...] = ()
    """Words for sets."""
    reps: tuple[Label, ...] = ()
    """Words for repetitions."""
    hold: tuple[Label, ...] = ()
    """Words beside the length of a hold."""
    rest: tuple[Label, ...] = ()
    """Words beside the length of a rest between sets."""
    each: tuple[Label, ...] = ()
    """Words for each side in turn."""
    left: tuple[Label, ...] = ()
    """Words for the left side alone."""
    right: tuple[Label, ...] = ()
    """Words for the right side alone."""
    alternating: tuple[Label, ...] = ()
    """Words for sides that change at each repetition."""
    seconds: tuple[Label, ...] = ()
    """The unit, and its short forms."""
    minutes: tuple[Label, ...] = ()
    """The unit, and its short forms."""
    times_a_day: tuple[Label, ...] = ()
    """How often in a day, behind a number."""
    times_a_week: tuple[Label, ...] = ()
    """How often in a week."""
    days_a_week: tuple[Label, ...] = ()
    """On how many days of a week."""
    of: tuple[Label, ...] = ()
    """Between sets and repetitions."""
    to: tuple[Label, ...] = ()
    """Between the ends of a range."""
    onto: tuple[Label, ...] = ()
    """Words that are written onto a number in words: `zehnmal`."""
    ways: Mapping[Label, Label] = field(default_factory=dict)
    """Ways to write figures, and how scripts do: `de {low} à {high}` is `{low}-{high}`. `{n}` is a
    number. One without a place comes before number words are read: `once` is eleven in Spanish."""
    file: str = field(default="", kw_only=True, metadata=UNWRITTEN)


class DoseVocabulary:
    """The words of several languages, to be exchanged for those of scripts."""

    def __init__(
        self, languages: Iterable[PrescriptionWords], numbers: Mapping[str, int] = _NO_NUMBERS
    ) -> None:
        """Collect them; a word that two languages have means the same in both.

        Args:
            languages: how doses are written in each.
            numbers: the numbers in words, of all of them.
        """
        found = [*languages]
        self._numbers = {unstyled(word): number for word, number in numbers.items()}
        onto = [unstyled(word) for words in found for word in words.onto]
        ends = rf"(?!{_LETTER})|(?={_any_of(onto)}(?!{_LETTER}))"
        self._number = re.compile(rf"(?<![\w\u0900-\u0963]){_any_of(self._numbers)}(?:{ends})")
        ways = [(way, unstyled(said)) for words in found for way, said in words.ways.items()]
        self._whole = [(_way(way), said) for way, said in ways if "{" not in way]
        self._ways = [(_way(way), said) for way, said in ways if "{" in way]
        self._terms: dict[str, str] = {}
        for words in found:
            for name, said in _TERMS.items():
                for word in getattr(words, name):
                    self._terms.setdefault(unstyled(word), said)
        terms = _any_of(self._terms)
        self._pattern = re.compile(rf"(?<!{_LETTER}){terms}(?!{_LETTER})\.?")

    def as_scripts(self, text: str) -> str:
        """A dose with its words exchanged; what has no word here stays as it is."""
        said = _rewritten(unstyled(text), self._whole)
        said = self._number.sub(lambda found: f"{self._numbers[found[0]]} ", said)
        said = _rewritten(" ".join(said.split()), self._ways)
        said = self._pattern.sub(lambda found: self._said(found[0]), said)
        said = _OF_BEFORE.sub(r"\1 ", said)
        said = _REST_BEHIND.sub(r"rest \1", said)
        return " ".join(said.split())

    def _said(self, found: str) -> str:
        """The term for a word; a full stop behind is that of a short form."""
        return self._terms.get(found) or self._terms[found.removesuffix(".")]


def _any_of(words: Iterable[str]) -> str:
    """A pattern of words, the longest first; of none nothing is found."""
    longest = sorted(words, key=len, reverse=True)
    return rf"(?:{'|'.join(map(re.escape, longest)) or '(?!)'})"


def _rewritten(text: str, ways: Iterable[tuple[re.Pattern[str], str]]) -> str:
    """A text in which ways to write figures are as scripts have them."""
    for way, said in ways:
        text = way.sub(partial(_filled, said), text)
    return text


def _filled(said: str, found: re.Match[str]) -> str:
    """What scripts say, with the figures that were found in its places."""
    for place, figure in found.groupdict().items():
        said = said.replace(f"{{{place}}}", figure)
    return said


def _way(way: str) -> re.Pattern[str]:
    """A pattern of a way to write figures, with a group for each of its places."""
    written = re.escape(unstyled(way)).replace(r"\{", "{").replace(r"\}", "}")
    for place, figure in _PLACES.items():
        written = written.replace(f"{{{place}}}", f"(?P<{place}>{figure})", 1)
    return re.compile(rf"(?<![\w\u0900-\u0963]){written}(?!{_LETTER}|\d)")


def unstyled(text: str) -> str:
    """A text in small letters and with ASCII digits, hyphens and blanks."""
    composed = unicodedata.normalize("NFC", text).lower().translate(_SIGNS)
    return "".join(_digit(character) for character in composed)


def _digit(character: str) -> str:
    return str(unicodedata.digit(character)) if character.isdecimal() else character
