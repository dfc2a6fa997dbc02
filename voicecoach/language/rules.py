"""The expressions that find what a language writes in signs, as its file lists them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import TypeVar

from voicecoach.language.phrases import Language

# A number is read when nothing is joined to it that makes it a name, a version or a date: not in
# `L4`, `1/2/2025`.
_FREE = r"(?<!\w)(?<!\d[.,:/\u2044\u2013-])"
_ENDS = r"(?!\w)(?![.,:/\u2044]\d)"
_PLAIN = r"(?:\d+(?:[.,]\d+)*|\.\d+)"
_NUMBER = rf"(?:\d+\s\d+[/\u2044]\d+|\d+[/\u2044]\d+|{_PLAIN})"
_DASH = r"(?:[\u2010-\u2013-]|\s[\u2010-\u2013-]\s)"
_NUMBERS = rf"{_NUMBER}(?:{_DASH}{_NUMBER})*"
_CAPITAL = r"[A-Z\u00c0-\u00d6\u00d8-\u00de]"
_BY = "[xX\u00d7*]"
_WORD = re.compile(r"\w+")
_T = TypeVar("_T")


def rules_of(language: Language) -> re.Pattern[str]:
    """All rules in one expression, so that no rule reads what another has written."""
    ear = language.ear
    any_unit = any_of(ear.units, ends=r"(?!\w)(?!-\w)")  # no unit: `2 S-curves`
    minutes = any_of([*_meaning(language, language.minutes)], ends="")
    seconds = any_of([*_meaning(language, language.seconds)])
    nouns = any_of(noun for words in ear.nouns.values() for noun in words)
    suffixes = {sign for ordinal in ear.ordinals for sign in ordinal.signs}
    inside, joined = any_of(suffixes & {"."}), any_of(suffixes - {"."})

    def amount(name: str, prefix: str = "") -> str:
        unit = rf"(?:(?P<{prefix}hyphen>-)|\s)?(?P<{prefix}unit>{any_unit})(?:\.(?!\S))?"
        noun = rf"(?=\s(?P<{prefix}noun>{nouns}))"
        return rf"(?P<{name}>{_NUMBERS})(?:{unit}|{_ENDS}{noun}|{_ENDS})"

    rules = (
        rf"{_FREE}(?P<minutes>\d+)\s?{minutes}\s?(?P<seconds>\d+)\s?{seconds}",
        rf"{_FREE}(?P<prime_minutes>\d+)\s?'\s?(?P<prime_seconds>\d+)\s?(?:\"|'')",
        rf"{_FREE}(?P<hours>\d+)\s?h\s?(?P<hour_minutes>[0-5]\d)(?:\s?{minutes})?(?!\w)",
        rf"{_FREE}(?P<clock>\d{{1,2}}:[0-5]\d)(?![\w:])(?:\s(?:{any_of(ear.clock.behind)}))?",
        rf"(?<!\w)(?P<counter>{any_of(ear.counted)})\s(?P<which>\d+\s?[/\u2044]\s?\d+){_ENDS}",
        rf"{_FREE}(?P<nth>\d+)(?P<nth_sign>{joined})",
        rf"{_FREE}(?P<inner>\d+){inside}(?=\s+[^\W\d])",
        rf"{_FREE}(?P<sets>\d+)\s?{_BY}\s?{amount('of', 'of_')}",
        rf"(?<!\w){_BY}\s?{amount('times', 'times_')}",
        rf"{_FREE}(?P<primed>{_PLAIN})(?P<prime>[\"'])(?!\w)",
        rf"{_FREE}{amount('amount')}",
        r"(?:^|(?<=[\s(\"']))(?P<minus>[-\u2212])(?=\.?\d)",
        rf"(?<![\w-])(?P<capitals>{_CAPITAL}{{2,}})(?![\w-])",
        rf"(?P<word>{any_of(ear.words, alone=True)})",
    )
    return re.compile("|".join(rules))


def signs_of(language: Language) -> re.Pattern[str]:
    """Finds whether any rule may apply, but for those of abbreviations in letters."""
    signs = {sign for key in language.ear.words for sign in key if not sign.isalpha()} - {"."}
    return re.compile(
        rf"[\d{re.escape(''.join(sorted(signs)))}]|[A-Z\u00c0-\u00d6\u00d8-\u00de]{{2}}"
    )


def short_of(language: Language) -> frozenset[str]:
    """The words with which abbreviations in letters begin."""
    letters = (key.lower() for key in language.ear.words if key.replace(".", "").isalpha())
    return frozenset(_WORD.findall(key)[0] for key in letters)


def words_in(text: str) -> list[str]:
    """The words of a text, in small letters."""
    return _WORD.findall(text.lower())


def any_of(spellings: Iterable[str], alone: bool = False, ends: str = r"(?!\w)") -> str:
    """Any of some spellings, the longest first; what is in small letters may be in capitals too.

    Args:
        spellings: as the language's file has them.
        alone: no letter or digit stands right before one that begins with a letter or a digit.
        ends: what stands behind one that ends in a letter or a digit.
    """

    def around(spelling: str) -> tuple[str, str, str]:
        begins = r"(?<!\w)" if alone and spelling[0].isalnum() else ""
        case = "i" if spelling == spelling.lower() else ""
        return begins, case, ends if spelling[-1].isalnum() else ""

    parts = []  # what stands around many is looked for once
    longest_first = sorted(spellings, key=len, reverse=True)
    for (begins, case, behind), alike in groupby(longest_first, around):
        parts.append(f"{begins}(?{case}:{'|'.join(map(re.escape, alike))}){behind}")
    return f"(?:{'|'.join(parts) or '(?!)'})"


def look_up(table: Mapping[str, _T], spelling: str) -> _T:
    """What a table has for a spelling of one of its keys."""
    key = key_alike(table, spelling)
    assert key is not None, f"{spelling} was found by the table's own expression"
    return table[key]


def key_alike(table: Mapping[str, object], spelling: str) -> str | None:
    """The key of a table that a spelling is, in capitals or not; None where it is none."""
    for key in (spelling, spelling.lower()):
        if key in table:
            return key
    as_long = (key for key in table if len(key) == len(spelling))
    same = (key for key in as_long if re.fullmatch(re.escape(key), spelling, re.IGNORECASE))
    return next(same, None)


def _meaning(language: Language, thing: object) -> Iterable[str]:
    ear = language.ear
    for table in (ear.units, ear.times_units):
        yield from (key for key, unit in table.items() if unit == thing)
