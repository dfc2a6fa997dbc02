"""Text for the ear: what authors write, as the words that an engine is to speak.

Authors write `2 x 10`, `5s`, `30°`, `L/R`; engines read such signs each in its own way, and often
wrongly. So they are written out as words here, by the rules of the language's file. What people
read (record, captions, tags) keeps what the author wrote.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property, partial
from typing import Any

from voicecoach.base.once import Once
from voicecoach.formats.tidy import tidy
from voicecoach.language.counting import HYPHEN, NumberWriter
from voicecoach.language.ear_words import Plural
from voicecoach.language.lexicon import respellings
from voicecoach.language.marks import undecorated
from voicecoach.language.phrases import Language
from voicecoach.language.respelling import AppliedRule, Respelling, round_brackets
from voicecoach.language.rules import any_of, look_up, rules_of, short_of, signs_of, words_in

_BEHIND = ("", *".,;:!?)]}'\"\u2026-\u2013/")  # what may follow a word at once
_ROMAN = r"I{2,3}|I?V|VI{1,3}|I?X|XI{1,3}"
_LETTER = r"[A-Z]"
_LETTER_BEFORE = r"(?<![\w'])[A-Z] $"
_LETTER_BEHIND = r" [A-Z](?![\w'])"
_FOREIGN = r"[^\x00-\x7f]"
_CLAUSE = r"[.;:!?]\s"
_SPELT = 5  # letters of an abbreviation at most; longer ones are words
_LONGEST_TIME = 60  # minutes behind a short sign that elsewhere is another unit
_NEAR = 200  # signs on either side that tell what one means
_PASSES = 4  # signs in a heap, like `&x&101`, may leave something to a second pass; prose does not


class TextNormaliser:
    """Writes texts of one language out for the ear of one engine.

    Attributes:
        language: its rules are `language.ear`.
        once: remembers what others make of it.
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
        self.language, self.once = language, Once()
        lexicons = tuple(lexicons)
        self._respelling = cache(partial(_respelling, language, lexicons, engine))
        self._expanded: dict[str, str] = {}  # sessions share most of their texts
        self._known = {word for lexicon in lexicons for key in lexicon for word in words_in(key)}
        self._stressed = frozenset(word.lower() for word in language.ear.capitals)
        self._forms = {
            word.lower(): form for form, words in language.ear.nouns.items() for word in words
        }
        self._counting = NumberWriter(language)
        self._signs, self._short = signs_of(language), short_of(language)
        signs = (*language.ear.words, *language.ear.units)
        self._spoken_signs = frozenset(sign for key in signs for sign in key)
        # What each group of the rules is called where it is shown, and what reads it; a reader that
        # is not sure gives None, and the text is left as it is.
        self._readers: dict[str, tuple[str, Callable[[re.Match[str]], str | None]]] = {
            "minutes": ("time", self._minutes),
            "prime_minutes": ("time", self._primes),
            "hours": ("time", self._hours),
            "clock": ("time", self._clock),
            "which": ("one of several", self._which),
            "nth": ("ordinal", self._nth),
            "inner": ("ordinal", self._inner),
            "sets": ("dose", self._sets),
            "times": ("dose", self._times),
            "primed": ("time", self._prime),
            "amount": ("number", self._amount),
            "minus": ("minus", self._minus),
            "capitals": ("capitals", self._capitals),
            "word": ("abbreviation", self._word),
        }

    def for_ear(self, text: str, phonemes: bool = False) -> str:
        """The words that an engine is sent for a text, with sounds if it takes `phonemes`."""
        return self.respell(self.expand(text), phonemes)

    def respell(
        self, text: str, phonemes: bool = False, changes: list[AppliedRule] | None = None
    ) -> str:
        """Put the lexicons' respellings in the place of their words; capitals do not matter.

        Args:
            text: in words, see `expand`.
            phonemes: the engine takes `[word](/sounds/)`.
            changes: is added to.
        """
        return self._respelling(phonemes)(text, changes)

    def expand(self, text: str, changes: list[AppliedRule] | None = None) -> str:
        """Write signs, units, numbers and abbreviations out as words.

        What it gives back it would not change again. Square brackets become round, so that no
        author's text is taken for the sounds of a word.

        Args:
            text: as it is written.
            changes: is added to.
        """
        if changes is None:
            if text not in self._expanded:
                self._expanded[text] = self._expand(text, [])
            return self._expanded[text]
        return self._expand(text, changes)

    @cached_property
    def _rules(self) -> re.Pattern[str]:
        return rules_of(self.language)

    def _expand(self, text: str, made: list[AppliedRule]) -> str:
        text = self._plain(text, made)
        if not self._signs.search(text) and self._short.isdisjoint(words_in(text)):
            return text  # most lines: a hundred times as fast as looking for each rule
        for _ in range(_PASSES):
            before, text = text, _spaced(self._rules.sub(partial(self._spoken, made), text))
            if text == before:
                break
        return text

    def _plain(self, text: str, changes: list[AppliedRule]) -> str:
        """A text without what is only seen."""
        tidied = _spaced(tidy(text))
        plain = _spaced(undecorated(tidied, self._spoken_signs))
        if plain != tidied:
            changes.append(AppliedRule("decoration", tidied, plain))
        return round_brackets(plain)

    def _spoken(self, changes: list[AppliedRule], found: re.Match[str]) -> str:
        rule, said = self._read(found)
        if found[0].endswith(".") and rule != "ordinal" and not said.endswith("."):
            said += _stop(found)
        if said == found[0]:
            return said
        changes.append(AppliedRule(rule, found[0], said))
        return _apart(said, found)

    def _read(self, found: re.Match[str]) -> tuple[str, str]:
        """The rule that found something, and what it makes of it."""
        name = next(name for name in self._readers if found[name] is not None)
        rule, read = self._readers[name]
        return rule, read(found) or found[0]

    def _word(self, found: re.Match[str]) -> str | None:
        if re.fullmatch(_LETTER, found["word"]) and _among_letters(found):
            return None  # of an abbreviation that is spelt
        return look_up(self.language.ear.words, found["word"])

    def _minus(self, found: re.Match[str]) -> str | None:
        before = _before(found).rstrip()
        return None if before[-1:].isdecimal() else self.language.ear.minus

    def _minutes(self, found: re.Match[str]) -> str | None:
        return self._counting.duration(found["minutes"], found["seconds"])

    def _primes(self, found: re.Match[str]) -> str | None:
        return self._counting.duration(found["prime_minutes"], found["prime_seconds"])

    def _hours(self, found: re.Match[str]) -> str | None:
        hour = self.language.ear.units.get("h")
        if hour is None:
            return None
        parts = [self._counting.counted(hour, found["hours"])]
        if int(found["hour_minutes"]):
            minutes = str(int(found["hour_minutes"]))
            parts.append(self._counting.counted(self.language.minutes, minutes))
        return self.language.listing(parts)

    def _clock(self, found: re.Match[str]) -> str | None:
        hours, minutes = map(int, found["clock"].split(":"))
        if self._is_time(found):
            return self._counting.duration(str(hours), str(minutes))
        if hours >= 24:
            return None
        clock, number = self.language.ear.clock, self.language.number
        template = clock.other if minutes else clock.full
        if 0 < minutes < 10:
            template = clock.early or template
        return template.format(hours=number(hours, clock.numbers), minutes=number(minutes))

    def _prime(self, found: re.Match[str]) -> str | None:
        sign = found["prime"]
        if re.search(rf"(?<!\w){sign}[^{sign}]*$", _before(found)):
            return self._counting.numbers(found["primed"]) + sign  # it closes what another opened
        if not self._is_time(found):
            return None  # inches, feet: half of it in words is worse than none
        thing = self.language.seconds if sign == '"' else self.language.minutes
        return self._counting.counted(thing, found["primed"])

    def _which(self, found: re.Match[str]) -> str | None:
        of = self._counting.which_of(found["which"])
        return of and f"{found['counter']} {of}"

    def _nth(self, found: re.Match[str]) -> str | None:
        return self._ordinal(found, found["nth"], found["nth_sign"])

    def _inner(self, found: re.Match[str]) -> str | None:
        """A number with a full stop inside a sentence, as German writes ordinals."""
        said = self._ordinal(found, found["inner"], ".")
        behind = words_in(_behind(found))[:1]
        listed = not _before(found).strip() or self._counts(behind)
        if said or listed:
            return said
        return f"{self._counting.numbers(found['inner'])}."

    def _sets(self, found: re.Match[str]) -> str:
        of = self._quantity(found, "of")
        sets = self._counting.counted(self.language.sets, found["sets"])
        return self.language.ear.by.format(sets=sets, reps=of)

    def _times(self, found: re.Match[str]) -> str | None:
        if any(map(str.isdecimal, self._counting.numbers(found["times"]))):
            return None  # without its sign it might be read with what is before it
        if found["times_unit"]:
            return self._quantity(found, "times")
        return self._counting.counted(self.language.ear.times, found["times"])

    def _amount(self, found: re.Match[str]) -> str:
        return self._quantity(found, "amount", "")

    def _capitals(self, found: re.Match[str]) -> str | None:
        word = found["capitals"]
        small = word.lower()
        if small in self._known or re.fullmatch(_ROMAN, word):
            return None
        if small in self._stressed or len(word) > _SPELT or self._shouted(found.string):
            return word.capitalize() if _begins(found) else small
        return " ".join(word)

    def _shouted(self, text: str) -> bool:
        """Whether a whole text is in capitals, so that they tell nothing of a word."""
        return text == text.upper() and not self._stressed.isdisjoint(words_in(text))

    def _ordinal(self, found: re.Match[str], digits: str, sign: str) -> str | None:
        before = words_in(_before(found))[-1:]
        for ordinal in self.language.ear.ordinals:
            fits = sign in ordinal.signs and 0 < int(digits) <= len(ordinal.words)
            if fits and (not ordinal.after or set(before) & set(ordinal.after)):
                return ordinal.words[int(digits) - 1]
        return None

    def _counts(self, words: list[str]) -> bool:
        return bool(set(words) & {word.lower() for word in self.language.ear.counted})

    def _is_time(self, found: re.Match[str]) -> bool:
        """Whether what was found stands behind a word of time."""
        before = words_in(_before(found))[-1:]
        return bool(set(before) & set(self.language.ear.time_after))

    def _quantity(self, found: re.Match[str], name: str, prefix: str | None = None) -> str:
        prefix = f"{name}_" if prefix is None else prefix
        unit, noun = found[f"{prefix}unit"], found[f"{prefix}noun"]
        thing = self._thing(found, unit, found[name]) if unit else None
        form = noun and self._forms[noun.lower()]
        return self._counting.quantity(found[name], thing, bool(found[f"{prefix}hyphen"]), form)

    def _thing(self, found: re.Match[str], unit: str, numbers: str) -> Plural:
        """What a unit's sign stands for here."""
        ear = self.language.ear
        if unit in ear.times_units and self._is_time(found) and not self._is_far(found, numbers):
            return ear.times_units[unit]
        return look_up(ear.units, unit)

    def _is_far(self, found: re.Match[str], numbers: str) -> bool:
        before = re.split(_CLAUSE, _before(found))[-1]
        behind = "" if found[0].endswith(".") else re.split(_CLAUSE, _behind(found))[0]
        around = {*words_in(before), *words_in(behind)}
        highest = re.split(HYPHEN, numbers)[-1]
        too_long = highest.isdecimal() and int(highest) > _LONGEST_TIME
        return too_long or not around.isdisjoint(self.language.ear.distance)


def _respelling(
    language: Language, lexicons: Iterable[Mapping[str, Any]], engine: str, phonemes: bool
) -> Respelling:
    words = {
        round_brackets(word): round_brackets(said) if isinstance(said, str) else said
        for word, said in respellings(lexicons, engine, phonemes).items()
    }
    homographs = language.ear.homographs
    return Respelling(words, homographs, any_of({**words, **homographs}, alone=True), phonemes)


def _before(found: re.Match[str]) -> str:
    return found.string[max(0, found.start() - _NEAR) : found.start()]


def _behind(found: re.Match[str]) -> str:
    return found.string[found.end() : found.end() + _NEAR]


def _begins(found: re.Match[str]) -> bool:
    before = _before(found).rstrip()
    return not before or before[-1] in ".!?"


def _among_letters(found: re.Match[str]) -> bool:
    before, behind = _before(found), _behind(found)
    return bool(re.search(_LETTER_BEFORE, before) or re.match(_LETTER_BEHIND, behind))


def _stop(found: re.Match[str]) -> str:
    """The full stop of an abbreviation, where it ends the sentence too."""
    rest = _behind(found).lstrip()
    return "." if not rest or rest[0].isupper() else ""


def _apart(said: str, found: re.Match[str]) -> str:
    """Words that took the place of a sign do not run into those beside it."""
    before = _before(found)[-1:]
    after = _behind(found)[:1]
    lead = " " if before.isalnum() or before in tuple(")]") else ""
    return f"{lead}{said}{'' if after.isspace() or after in _BEHIND else ' '}"


def _spaced(text: str) -> str:
    """A text with one space between words, and `1/2` for a sign such as \u00bd."""
    if not text.isascii():
        text = re.sub(_FOREIGN, lambda found: _fraction_sign(found[0]), text)
    return " ".join(text.split())


def _fraction_sign(sign: str) -> str:
    kind, *parts = unicodedata.decomposition(sign).split() or [""]
    digits = "".join(chr(int(part, 16)) for part in parts)
    return f" {digits} " if kind == "<fraction>" and digits[-1:].isdecimal() else sign
