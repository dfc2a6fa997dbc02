"""Exercises by what somebody begins to type: `bri`, `knie brust`; and by slips of the hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, get_args

from voicecoach.base.values import dataclass
from voicecoach.library.naming import Names, NameWords, Naming, alike, words_of

Way = Literal["called", "begun", "in order", "in part", "alike"]
WAYS: tuple[Way, ...] = get_args(Way)
"""How a name was found, the surest first: it is called so; it begins so; its words begin so, the
first with the first; some of its words do; they do but for slips of the hand."""
MatchRank = tuple[int, bool, bool, int, str]
_LEAST = 2  # letters


@dataclass(frozen=True, slots=True)
class NameMatch:
    """An exercise that may be meant.

    Attributes:
        exercise: its name in the library.
        way: how it was found.
        more: how many letters of what it is called were not typed.
        is_own: it is called so in the language that was asked for, or in that of scripts.
        is_title: that is its name or its title, and no alias.
    """

    exercise: str
    way: Way
    more: int
    is_own: bool
    is_title: bool

    @property
    def rank(self) -> MatchRank:
        """The less, the likelier it is meant."""
        return WAYS.index(self.way), not self.is_own, not self.is_title, self.more, self.exercise


class BegunNames:
    """Finds exercises by the beginnings of what they are called."""

    def __init__(self, names: Names, own: Names, titles: Mapping[str, str]) -> None:
        """Collect what they are called.

        Args:
            names: in all languages.
            own: in the language that comes first.
            titles: of the exercises in that language, by their names.
        """
        self.names, self.titles = names, titles
        self._own = {*own.namings}
        self._titles = {
            (name, words_of(text))
            for name, exercise in names.exercises.items()
            for text in (name, exercise.title, titles.get(name, name))
        }
        self._by_letter: dict[str, set[int]] = {}
        for index, each in enumerate(names.namings):
            for word in {*each.words, "".join(each.words)}:
                self._by_letter.setdefault(word[0], set()).add(index)

    def find(self, text: str) -> tuple[NameMatch, ...]:
        """The exercises that may be meant, each once, the likeliest first."""
        words = words_of(text)
        if sum(map(len, words)) < _LEAST:
            return ()
        best: dict[str, NameMatch] = {}
        for naming in self._near(words):
            way = _way(words, naming.words)
            if way is None:
                continue
            more = max(0, sum(map(len, naming.words)) - sum(map(len, words)))
            is_title = (naming.exercise, naming.words) in self._titles
            match = NameMatch(naming.exercise, way, more, naming in self._own, is_title)
            known = best.get(naming.exercise)
            if known is None or match.rank < known.rank:
                best[naming.exercise] = match
        found = sorted(best.values(), key=lambda each: each.rank)
        if found and found[0].way != "alike":
            found = [each for each in found if each.way != "alike"]
        return tuple(found)

    def _near(self, words: NameWords) -> Iterator[Naming]:
        """What has words with all the first letters that were typed."""
        sets = [self._by_letter.get(word[0], set()) for word in words]
        for index in sorted(set.intersection(*sets)):
            yield self.names.namings[index]


def _way(words: NameWords, named: NameWords) -> Way | None:
    """How words lead to a name; None where they do not."""
    joined, joined_name = "".join(words), "".join(named)
    if joined == joined_name:
        return "called"
    if joined_name.startswith(joined):
        return "begun"
    if len(words) > len(named):
        return None
    if named[0].startswith(words[0]) and _in_order(words, named):
        return "in order"
    if _each(words, named, slips=False):
        return "in part"
    return "alike" if _each(words, named, slips=True) else None


def _in_order(words: NameWords, named: NameWords) -> bool:
    """Whether each word begins one of a name, in its order."""
    rest = iter(named)
    return all(any(each.startswith(word) for each in rest) for word in words)


def _each(words: NameWords, named: NameWords, slips: bool) -> bool:
    """Whether each word begins another one of a name, in any order."""
    left = list(named)
    for word in words:
        found = next((each for each in left if _begins(word, each, slips)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def _begins(word: str, named: str, slips: bool) -> bool:
    if named.startswith(word):
        return True
    return slips and len(word) > _LEAST and alike(word, named[: len(word)])
