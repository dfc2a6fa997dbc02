"""Text for the ear: what authors write, as the words that an engine is to speak.

Authors write `2 x 10`, `5s`, `30°`, `L/R`; engines read such signs each in its own way, and often
wrongly. So they are written out as words here, by the rules of the language's file. What people
read (record, captions, tags) keeps what the author wrote.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, cached_property, partial
from typing import Any, TypeVar

from voicecoach.script.language import Language, Plural
from voicecoach.script.lexicon import respellings
from voicecoach.script.respelling import Change, Respelling, round_brackets

# A number is read when nothing is joined to it that makes it a name, a time or a date: not in `L4`,
# `1:30`, `1/2/2025`.
_FREE = r"(?<!\w)(?<!\d[.,:/\u2044\u2013-])"
_ENDS = r"(?!\w)(?![.,:/\u2044]\d)"
_PLAIN = r"(?:\d+(?:[.,]\d+)*|\.\d+)"
_NUMBER = rf"(?:\d+\s\d+[/\u2044]\d+|\d+[/\u2044]\d+|{_PLAIN})"
_NUMBERS = rf"{_NUMBER}(?:[\u2010-\u2013-]{_NUMBER})*"
_HYPHEN = re.compile(r"[\u2010-\u2013-]")
_SLASH = re.compile(r"[/\u2044]")
_HALF = re.compile(r"1[/\u2044]2")
_POINT = re.compile(r"(?<=\d)\.(?=\d\d?(?!\d))")
_BEHIND = ("", *".,;:!?)]}'\"\u2019\u201d\u2026-\u2013/")  # what may follow a word at once
_WORD = re.compile(r"\w+")
_BY = "[xX\u00d7*]"
_T = TypeVar("_T")
_PASSES = 4  # signs in a heap, like `&x&101`, may leave something to a second pass; prose does not
_LONGEST = 6  # digits of a number that is read at all; those above the language's list stay digits


class Ear:
    """Writes texts of one language out for the ear of one engine.

    Attributes:
        language: its rules are `language.ear`.
    """

    def __init__(
        self, language: Language, lexicons: Iterable[Mapping[str, Any]] = (), engine: str = ""
    ) -> None:
        """Prepare.

        Args:
            language: whose words are written.
            lexicons: respelt words; a later lexicon has the last word.
            engine: for which they are respelt.
        """
        self.language = language
        lexicons = tuple(lexicons)
        self._respelling = cache(partial(_respelling, language, lexicons, engine))
        self._units = language.ear.units
        self._signs, self._short = _signs_of(language), _short_of(language)
        self._expanded: dict[str, str] = {}  # sessions share most of their texts

    def for_ear(self, text: str, phonemes: bool = False) -> str:
        """The words that an engine is sent for a text, with sounds if it takes `phonemes`."""
        return self.respell(self.expand(text), phonemes)

    def respell(
        self, text: str, phonemes: bool = False, changes: list[Change] | None = None
    ) -> str:
        """Put the lexicons' respellings in the place of their words; capitals do not matter.

        Args:
            text: in words, see `expand`.
            phonemes: the engine takes `[word](/sounds/)`.
            changes: is added to.
        """
        return self._respelling(phonemes)(text, changes)

    def expand(self, text: str) -> str:
        """Write signs, units, numbers and abbreviations out as words.

        What it gives back it would not change again. Square brackets become round, so that no
        author's text is taken for the sounds of a word.
        """
        expanded = self._expanded.get(text)
        if expanded is None:
            expanded = self._expanded[text] = self._expand(text)
        return expanded

    @cached_property
    def _rules(self) -> re.Pattern[str]:
        return _rules(self.language)

    def _expand(self, text: str) -> str:
        text = round_brackets(_spaced(text))
        if not self._signs.search(text) and self._short.isdisjoint(_WORD.findall(text.lower())):
            return text  # most lines: a hundred times as fast as looking for each rule
        for _ in range(_PASSES):
            before, text = text, _spaced(self._rules.sub(self._spoken, text))
            if text == before:
                break
        return text

    def _spoken(self, found: re.Match[str]) -> str:
        said = self._read(found)
        if found[0].endswith(".") and not said.endswith("."):
            said += _stop(found)
        return said if said == found[0] else _apart(said, found)

    def _read(self, found: re.Match[str]) -> str:
        language = self.language
        if found["word"]:
            return _look_up(language.ear.words, found["word"])
        if found["minutes"]:
            if max(len(found["minutes"]), len(found["seconds"])) > _LONGEST:
                return found[0]
            seconds = int(found["minutes"]) * 60 + int(found["seconds"])
            return language.duration(seconds * 1000)
        if found["sets"]:
            of = self._quantity(found["of"], found["of_unit"], found["of_hyphen"])
            sets = self._counted(language.sets, found["sets"])
            return language.ear.by.format(sets=sets, reps=of)
        if found["times"]:
            if any(map(str.isdecimal, self._numbers(found["times"]))):
                return found[0]  # without its sign it might be read with what is before it
            if found["times_unit"]:
                return self._quantity(found["times"], found["times_unit"], found["times_hyphen"])
            return self._counted(language.ear.times, found["times"])
        return self._quantity(found["amount"], found["unit"], found["hyphen"])

    def _quantity(self, numbers: str, unit: str | None, hyphen: str | None) -> str:
        """A number, or a range of them, with its unit."""
        if not unit:
            return self._numbers(numbers)
        thing = _look_up(self._units, unit)
        if hyphen and self.language.ear.hyphen_singular:
            return thing.one.format(n=self._numbers(numbers, thing.numbers))
        return self._counted(thing, numbers)

    def _counted(self, thing: Plural, numbers: str) -> str:
        numbers = self._own_decimals(numbers)
        if _HALF.fullmatch(numbers) and thing.half:
            return thing.half
        halves = self._and_half(thing.and_half, numbers, thing.numbers)
        if mixed := halves or self._mixed(thing, numbers):
            return mixed
        return self._wording(thing, numbers).format(n=self._numbers(numbers, thing.numbers))

    def _own_decimals(self, numbers: str) -> str:
        """Decimals of a measured thing behind a point, where the language writes another sign.

        Elsewhere it may part thousands, or the minutes of a time of day.
        """
        return _POINT.sub(self.language.ear.decimal, numbers)

    def _and_half(self, wordings: Mapping[str, str], text: str, form: str | None) -> str | None:
        """So many and a half, where the language has words for that."""
        whole, _, part = text.rpartition(" ")
        if not whole.isdecimal() or not _HALF.fullmatch(part):
            return None
        wording = wordings.get(whole) or wordings.get("other")
        return wording and wording.format(n=self._whole(whole, form))

    def _mixed(self, thing: Plural, numbers: str) -> str | None:
        """So many of a thing and a part, where the language puts the thing between them."""
        whole, _, part = numbers.rpartition(" ")
        template = self.language.ear.mixed_thing
        if not template or not whole.isdecimal():
            return None
        return template.format(whole=self._counted(thing, whole), part=self._number(part))

    def _wording(self, thing: Plural, numbers: str) -> str:
        """A thing in the form that goes with a number, or with a range or a fraction."""
        if self._fraction(numbers) is not None:
            return thing.one
        number = numbers.replace(self.language.ear.decimal, ".", 1)
        whole, _, part = number.partition(".")
        plain = (whole + part).isdecimal() and len(whole) <= _LONGEST
        return self.language.plural(thing, number) if plain else thing.other

    def _numbers(self, text: str, form: str | None = None) -> str:
        parts = _HYPHEN.split(text)
        if len(parts) > 1 and any(part.isdecimal() and len(part) > 3 for part in parts):
            return text  # a telephone number, as like as not
        said = [self._number(part, form) for part in parts]
        if len(parts) == 2 and _rises(*parts):
            return self.language.ear.span.format(low=said[0], high=said[1])
        return ", ".join(said)

    def _number(self, text: str, form: str | None = None) -> str:
        ear = self.language.ear
        whole, _, part = text.rpartition(" ")
        if whole:
            if halves := self._and_half(ear.and_half, text, form):
                return halves
            return ear.mixed.format(whole=self._whole(whole, form), part=self._number(part))
        top, *below = _SLASH.split(text)
        if below:
            return self._fraction(text) or self._out_of(text, top, below[0])
        whole, _, digits = text.partition(ear.decimal)
        if not digits:
            return self._whole(text, form)
        if not (digits.isdecimal() and (not whole or whole.isdecimal())):
            return text
        spoken = " ".join(self._whole(digit) for digit in digits)
        return f"{self._whole(whole or '0')} {ear.point} {spoken}"

    def _out_of(self, text: str, top: str, below: str) -> str:
        if max(len(top), len(below)) > _LONGEST or int(top) > int(below):
            return text  # blood pressure, a date
        return self.language.ear.out_of.format(n=self._whole(top), of=self._whole(below))

    def _fraction(self, text: str) -> str | None:
        return self.language.ear.fractions.get(text.replace("\u2044", "/"))

    def _whole(self, digits: str, form: str | None = None) -> str:
        """A whole number in words, when the language's list has it."""
        if not digits.isdecimal() or len(digits) > _LONGEST:
            return digits
        number = int(digits)
        known = number < len(self.language.numbers)
        return self.language.number(number, form) if known else digits


def _respelling(
    language: Language, lexicons: Iterable[Mapping[str, Any]], engine: str, phonemes: bool
) -> Respelling:
    words = {
        round_brackets(word): round_brackets(said) if isinstance(said, str) else said
        for word, said in respellings(lexicons, engine, phonemes).items()
    }
    homographs = language.ear.homographs
    return Respelling(words, homographs, _any_of({**words, **homographs}, alone=True), phonemes)


def _rules(language: Language) -> re.Pattern[str]:
    """All rules in one expression, so that no rule reads what another has written."""
    units = language.ear.units
    any_unit = _any_of(units, ends=r"(?!\w)(?!-\w)")  # no unit: `2 S-curves`
    minutes = _any_of((key for key, unit in units.items() if unit == language.minutes), ends="")
    seconds = _any_of(key for key, unit in units.items() if unit == language.seconds)

    def amount(name: str, prefix: str = "") -> str:
        unit = rf"(?:(?P<{prefix}hyphen>-)|\s)?(?P<{prefix}unit>{any_unit})(?:\.(?!\S))?"
        return rf"(?P<{name}>{_NUMBERS})(?:{unit}|{_ENDS})"

    rules = (
        rf"{_FREE}(?P<minutes>\d+)\s?{minutes}\s?(?P<seconds>\d+)\s?{seconds}",
        rf"{_FREE}(?P<sets>\d+)\s?{_BY}\s?{amount('of', 'of_')}",
        rf"(?<!\w){_BY}\s?{amount('times', 'times_')}",
        rf"{_FREE}{amount('amount')}",
        rf"(?P<word>{_any_of(language.ear.words, alone=True)})",
    )
    return re.compile("|".join(rules))


def _signs_of(language: Language) -> re.Pattern[str]:
    """Finds whether any rule may apply, but for those of abbreviations in letters."""
    signs = {sign for key in language.ear.words for sign in key if not sign.isalpha()} - {"."}
    return re.compile(rf"[\d{re.escape(''.join(sorted(signs)))}]")


def _short_of(language: Language) -> frozenset[str]:
    """The words with which abbreviations in letters begin."""
    letters = (key.lower() for key in language.ear.words if key.replace(".", "").isalpha())
    return frozenset(_WORD.findall(key)[0] for key in letters)


def _any_of(spellings: Iterable[str], alone: bool = False, ends: str = r"(?!\w)") -> str:
    """Any of some spellings, the longest first; what is in small letters may be in capitals too.

    Args:
        spellings: as the language's file has them.
        alone: no letter or digit stands right before one that begins with a letter or a digit.
        ends: what stands behind one that ends in a letter or a digit.
    """
    parts = []
    for spelling in sorted(spellings, key=len, reverse=True):
        begins = r"(?<!\w)" if alone and spelling[0].isalnum() else ""
        behind = ends if spelling[-1].isalnum() else ""
        case = "i" if spelling == spelling.lower() else ""
        parts.append(f"{begins}(?{case}:{re.escape(spelling)}){behind}")
    return f"(?:{'|'.join(parts) or '(?!)'})"


def _look_up(table: Mapping[str, _T], spelling: str) -> _T:
    if spelling in table:
        return table[spelling]
    same = (key for key in table if re.fullmatch(re.escape(key), spelling, re.IGNORECASE))
    return table[next(same)]


def _stop(found: re.Match[str]) -> str:
    """The full stop of an abbreviation, where it ends the sentence too."""
    rest = found.string[found.end() :].lstrip()
    return "." if not rest or rest[0].isupper() else ""


def _apart(said: str, found: re.Match[str]) -> str:
    """Words that took the place of a sign do not run into those beside it."""
    before = found.string[: found.start()][-1:]
    after = found.string[found.end() :][:1]
    lead = " " if before.isalnum() or before in tuple(")]") else ""
    return f"{lead}{said}{'' if after.isspace() or after in _BEHIND else ' '}"


def _spaced(text: str) -> str:
    """A text with one space between words, and `1/2` for a sign such as `\u00bd`."""
    if not text.isascii():
        text = "".join(map(_fraction_sign, text))
    return " ".join(text.split())


def _fraction_sign(sign: str) -> str:
    kind, *parts = unicodedata.decomposition(sign).split() or [""]
    digits = "".join(chr(int(part, 16)) for part in parts)
    return f" {digits} " if kind == "<fraction>" and digits[-1:].isdecimal() else sign


def _rises(low: str, high: str) -> bool:
    """Whether a range goes upwards; `4-2` is a pattern."""
    return not (low.isdecimal() and high.isdecimal()) or int(low) < int(high)
