"""What is prescribed: the exercise of each item, by what people call it, and its dose.

An exercise is taken where it is called so, word for word. What stands between it and its dose could
make it another exercise, so then nothing is taken; what follows a dose is kept as a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.values import dataclass, replace
from voicecoach.checks.exercises import check_dose
from voicecoach.formats.problems import Where, errors
from voicecoach.language.prescribing import DoseVocabulary
from voicecoach.library.naming import Names, words_of
from voicecoach.model.coaching import Coaching
from voicecoach.model.dose import DoseError, parse_dose
from voicecoach.model.dose_context import is_timed
from voicecoach.model.dose_writing import write_dose
from voicecoach.prescriptions.items import Item, ItemReading

_WORD = re.compile(r"[^\s\-\u2010-\u2015_/,;:.()\[\]!?\"\u201c\u201d\u201e\u00ab\u00bb\u0964]+")
_PARTS = re.compile(r"[,;()\[\]]|\s[-\u2013\u2014]\s|\.(?=\s|$)")
_APART = re.compile(r"\s*(?:[,;:()\[\]\u2013\u2014.]|-\s|\|)[\s,;:()\[\]\u2013\u2014.|-]*")
_TIMES = re.compile(r"\s*(?:\bof|[x\u00d7])\s*$", re.IGNORECASE)
_LONGEST = 1000  # characters of an item: no line of a prescription is as long
_FIGURE = re.compile(r"[\d\s.:/'\"-]+[^\W\d_]{0,4}\.?")


class _NotUnderstood(Exception):
    """An item of which nothing is taken; says why."""

    def __init__(self, reason: Phrase) -> None:
        self.reason = reason
        super().__init__(str(reason))


@dataclass(frozen=True, slots=True)
class Understanding:
    """What prescriptions are understood by.

    Attributes:
        names: what exercises are called.
        words: what terms of doses are called.
        coaching: the limits of doses.
    """

    names: Names
    words: DoseVocabulary
    coaching: Coaching

    def read(self, item: Item) -> ItemReading:
        """Read an item: what is not understood of it is said, never guessed."""
        try:
            if item.refused:
                raise _NotUnderstood(item.refused)
            if len(item.original) > _LONGEST:
                raise _NotUnderstood(phrase("imported/long", most=_LONGEST))
            found = self._line(item) if item.name is None else self._columns(item)
            return self._sound(found)
        except _NotUnderstood as refused:
            return ItemReading(item, left=(refused.reason,))

    def chosen(self, item: Item, exercise: str, dose: str) -> ItemReading:
        """Read an item as an exercise and a dose that somebody chose.

        Args:
            item: what was prescribed, whatever it says.
            exercise: its name in the library.
            dose: in the words of any language; empty where the exercise's own holds.
        """
        try:
            return self._sound(self._with_dose(item, exercise, dose.strip()))
        except _NotUnderstood as refused:
            return ItemReading(item, left=(refused.reason,))

    def _columns(self, item: Item) -> ItemReading:
        """An item whose name is told from its dose."""
        exercise = self.names.called(item.name or "")
        if exercise is None:
            raise _NotUnderstood(self._unknown(item.name or ""))
        return self._with_dose(item, exercise, item.dose)

    def _with_dose(self, item: Item, exercise: str, text: str) -> ItemReading:
        dose, left = self._dose(text) if text else ("", ())
        return ItemReading(item, exercise, dose, left=(*map(_kept, (*left, *item.left)),))

    def _line(self, item: Item) -> ItemReading:
        """An item in one line: a name, and a dose before it or behind."""
        exercise, before, after = self._named(item.original)
        before = before.strip(" ,;:-")
        first, assumed = self._before(before) if before else ("", ())
        apart = _APART.match(after)
        rest = after[apart.end() :] if apart else after.strip()
        dose, left = self._behind(rest, bool(apart), bool(first)) if rest.strip() else ("", ())
        apart_said, more = self._dose(item.dose) if item.dose else ("", ())
        said = ", ".join(filter(None, (first, dose, apart_said)))
        if said:
            self._parsed(said)
        kept = (*map(_kept, (*left, *more, *item.left)),)
        return ItemReading(item, exercise, said, assumed, kept)

    def _named(self, line: str) -> tuple[str, str, str]:
        """The one exercise that a line names, and what stands before that name and behind it."""
        found = sorted(self.namings(line), key=lambda naming: naming[1])
        names = [*dict.fromkeys(name for name, _ in found)]
        if not names:
            raise _NotUnderstood(self._unknown(line))
        if len(names) > 1:
            raise _NotUnderstood(phrase("imported/several", names=names))
        (name, (start, end)), *again = found
        for _, (first, last) in reversed(again):  # it is named in two ways: `cat-cow (cat camel)`
            line = line[:first] + line[last:]
        return name, line[:start], line[end:]

    def namings(self, line: str) -> Iterator[tuple[str, tuple[int, int]]]:
        """The exercises that a line names, the longest names first."""
        words = [match.span() for match in _WORD.finditer(line)]
        taken: list[tuple[int, int]] = []
        for count in range(min(len(words), self.names.longest()), 0, -1):
            for first in range(len(words) - count + 1):
                span = words[first][0], words[first + count - 1][1]
                text = line[slice(*span)]
                if re.search(r"[,;:()]", text) or any(_overlap(span, each) for each in taken):
                    continue
                if exercise := self.names.by_words(words_of(text)):
                    taken.append(span)
                    yield exercise, span

    def _before(self, text: str) -> tuple[str, tuple[Phrase, ...]]:
        """A dose in front of a name: `3 x 10 bridges`, or a bare number of reps."""
        bare = _TIMES.sub("", self.words.as_scripts(text)).strip()
        article = bare == "1" and bare not in text  # `un puente` is no dose
        if re.fullmatch(r"\d{1,3}(\s*-\s*\d{1,3})?", bare) and not article:
            return f"{bare} reps", (phrase("imported/count", count=bare),)
        if not self.is_dose(bare):
            raise _NotUnderstood(phrase("imported/words", text=text))
        return bare, ()

    def _behind(self, text: str, apart: bool, has_dose: bool) -> tuple[str, tuple[str, ...]]:
        """A dose behind a name, and what follows it."""
        if not apart and not self.is_dose(self.words.as_scripts(text)):
            first = _PARTS.split(text)[0]
            if has_dose or not self.is_dose(self.words.as_scripts(first)):
                raise _NotUnderstood(self._no_dose(first))
        if has_dose and not self.is_dose(self.words.as_scripts(text)):
            return "", (text,)
        return self._dose(text)

    def _dose(self, text: str) -> tuple[str, tuple[str, ...]]:
        """A dose as a script says it, and what follows it; it begins with what is understood."""
        whole = self.words.as_scripts(text)
        if self.is_dose(whole):
            return whole, ()
        taken: list[str] = []
        left: list[str] = []
        for part in filter(None, map(str.strip, _PARTS.split(text))):
            said = self.words.as_scripts(part)
            if self.is_dose(", ".join([*taken, said])):
                taken.append(said)
            elif not taken or _FIGURE.fullmatch(said) or self.is_dose(said):
                raise _NotUnderstood(self._no_dose(text))
            else:
                left.append(part)
        return ", ".join(taken), tuple(left)

    def _sound(self, found: ItemReading) -> ItemReading:
        """What was read, where the exercise can be done so; without a dose it has the library's."""
        assert found.exercise is not None, "an exercise was found"
        exercise = self.names.exercises[found.exercise]
        if not found.dose:
            assumed = phrase(
                "imported/own-dose", dose=write_dose(exercise.dose, is_timed(exercise))
            )
            return replace(found, assumed=(*found.assumed, assumed))
        dose = parse_dose(found.dose)
        problems = errors(check_dose(dose, Where(""), exercise, self.coaching))
        if problems:
            raise _NotUnderstood(phrase("imported/unfit", reason=problems[0].phrase))
        return found

    def is_dose(self, text: str) -> bool:
        """Whether a text is a dose as a script says it."""
        try:
            return parse_dose(text) != parse_dose("")
        except DoseError:
            return False

    def _parsed(self, text: str) -> None:
        """See that two doses of one line, in front of its name and behind, go together."""
        try:
            parse_dose(text)
        except DoseError as error:
            raise _NotUnderstood(phrase("imported/dose", text=text, reason=error.phrase)) from None

    def _no_dose(self, text: str) -> Phrase:
        try:
            parse_dose(self.words.as_scripts(text))
        except DoseError as error:
            return phrase("imported/dose", text=text, reason=error.phrase)
        return phrase("imported/words", text=text)

    def _unknown(self, text: str) -> Phrase:
        """No exercise is called so; one that may be meant is asked about."""
        meant = self.names.meant(re.split(r"[,;:(]|\d", text)[0])
        return phrase("imported/unknown", hint=meant)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _kept(text: str) -> Phrase:
    return phrase("imported/left", text=text)
