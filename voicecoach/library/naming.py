"""What exercises are called: by their names, titles and aliases, in any language.

An exercise is found by what people call it. What is written otherwise is never taken for one that
merely looks alike: it may be asked about, by the words that the two have in common.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field

from voicecoach.base.messages import Phrase, Translations, phrase
from voicecoach.base.values import dataclass
from voicecoach.model.exercise import Exercise

NameWords = tuple[str, ...]
"""A text as it is compared: small letters without accents, plurals as singulars."""

_BETWEEN = r"[\s\-\u2010-\u2015_/,;:.()\[\]!?\"\u201c\u201d\u201e\u00ab\u00bb\u0964]+"
_APOSTROPHES = str.maketrans("", "", "'\u2019\u02bc`")
_ACCENTS = "[\u0300-\u036f]"  # of Latin letters; signs of other scripts are letters
_IN_COMMON = 0.6  # of the words of the longer one: half are not enough, as in wall slide, wall sit


def words_of(text: str) -> NameWords:
    """The words of a text, as they are compared."""
    folded = unicodedata.normalize("NFKD", text).casefold()  # first the letters, then their case
    plain = re.sub(_ACCENTS, "", unicodedata.normalize("NFKD", folded))
    plain = unicodedata.normalize("NFC", plain).translate(_APOSTROPHES)
    return tuple(_singular(word) for word in re.split(_BETWEEN, plain) if word)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def alike(one: str, other: str) -> bool:
    """Whether two words may be one with a slip of the hand, behind its first letter.

    A letter is left out, added, taken for another, or swapped with the next.
    """
    if one[0] != other[0] or abs(len(one) - len(other)) > 1 or max(len(one), len(other)) < 3:
        return False
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if same is None:
        return True  # one letter is missing at the end, or none
    rest, others = one[same:], other[same:]
    swapped = rest[1::-1] == others[:2] and rest[2:] == others[2:]
    return swapped or rest[1:] in (others, others[1:]) or rest == others[1:]


@dataclass(frozen=True, slots=True)
class Naming:
    """One thing that an exercise is called.

    Attributes:
        exercise: its name in the library.
        words: of what it is called, as they are compared.
    """

    exercise: str
    words: NameWords


Translated = Callable[[str], Mapping[str, Exercise]]
"""Gives an exercise, by its name, in all languages that it has, by their codes."""


def _untranslated(_name: str) -> Mapping[str, Exercise]:
    return {}


@dataclass(frozen=True, slots=True)
class Names:
    """Everything that the exercises of a library are called.

    Attributes:
        exercises: by their names.
        namings: what they are called, their names included.
        translated: gives an exercise in all languages that it has, by their codes.
    """

    exercises: Mapping[str, Exercise]
    namings: tuple[Naming, ...]
    translated: Translated = field(default=_untranslated, compare=False, repr=False)
    _initials: dict[str, list[int]] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Find out where each letter begins a word: words that differ in it are never alike."""
        found: dict[str, list[int]] = {}
        for index, each in enumerate(self.namings):
            for letter in {word[0] for word in each.words}:
                found.setdefault(letter, []).append(index)
        object.__setattr__(self, "_initials", found)

    @classmethod
    def of(
        cls,
        exercises: Mapping[str, Exercise],
        others: Iterable[tuple[str, str]] = (),
        translated: Translated = _untranslated,
    ) -> Names:
        """Collect names, titles and aliases.

        Args:
            exercises: by their names.
            others: what they are called in other languages: name and text.
            translated: gives an exercise in all languages that it has.
        """
        called = [
            (name, text)
            for name, exercise in exercises.items()
            for text in (name, exercise.title, *exercise.aliases)
        ]
        namings = (Naming(name, words_of(text)) for name, text in (*called, *others))
        words = tuple(dict.fromkeys(each for each in namings if each.words))
        return cls(exercises, words, translated)

    def called(self, text: str) -> str | None:
        """The exercise that is called so; None where none is, or several are."""
        return self.by_words(words_of(text))

    def by_words(self, words: NameWords) -> str | None:
        """The exercise that is called so, by words as they are compared."""
        found = {each.exercise for each in self.namings if each.words == words}
        return found.pop() if len(found) == 1 else None

    def longest(self) -> int:
        """How many words the longest of them has."""
        return max((len(each.words) for each in self.namings), default=0)

    def closest(self, text: str, among: Iterable[str] | None = None) -> str | None:
        """The exercise that may be meant: called so, or else with most of its words in common.

        Args:
            text: what somebody wrote.
            among: the names of those that can be meant; all unless given.
        """
        allowed = self.exercises.keys() if among is None else {*among}
        words = words_of(text)
        if (exact := self.by_words(words)) in allowed:
            return exact
        scores: dict[str, tuple[float, int]] = {}
        letters = {word[0] for word in words}
        for index in sorted({i for letter in letters for i in self._initials.get(letter, ())}):
            each = self.namings[index]
            if each.exercise in allowed:
                scores[each.exercise] = max(
                    scores.get(each.exercise, (0.0, 0)), _in_common(words, each.words)
                )
        best = max(scores.values(), default=(0.0, 0))
        if best[0] < _IN_COMMON:
            return None
        return next(name for name, score in scores.items() if score == best)

    def meant(self, text: str, among: Iterable[str] | None = None) -> Phrase | str:
        """A question whether an exercise is meant, which says what that is; empty without one."""
        name = self.closest(text, among)
        if name is None:
            return ""
        told = {"en": self.exercises[name], **self.translated(name)}
        titles = {code: each.title for code, each in told.items()}
        purposes = {code: each.purpose.rstrip(".\u0964") for code, each in told.items()}
        said = {"title": Translations(titles), "purpose": Translations(purposes)}
        return phrase("hint/exercise", meant=name, **said)


def _in_common(words: NameWords, others: NameWords) -> tuple[float, int]:
    """The share of words in common, and how few letters of them differ (as a negative number)."""
    if not words or not others:
        return 0.0, 0
    if (joined := "".join(words)) == (joined_others := "".join(others)):
        return 1.0, 0
    left = list(others)
    common = slips = 0
    for word in words:
        found = word if word in left else next((o for o in left if alike(word, o)), None)
        if found is not None:
            left.remove(found)
            common += 1
            slips += found != word
    share = common / max(len(words), len(others))
    if share < 1 and len(joined) > 5 and alike(joined, joined_others):
        return 1.0, -1
    return share, -slips


@dataclass(frozen=True, slots=True)
class KnownExercises:
    """The names of all exercises that there are; what else they are called is read when asked.

    Attributes:
        names: of the exercises.
        read: reads what they are called.
    """

    names: frozenset[str]
    read: Callable[[], Names] = field(compare=False, repr=False)

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def meant(self, text: str) -> Phrase | str:
        """A question whether an exercise is meant; empty without one."""
        return self.read().meant(text)
