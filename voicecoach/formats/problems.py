"""Problems: what is wrong with a script, where, and what to write instead.

A pass over a script gives back its result and its problems. Each problem names its message, and the
facts that fill it in: the words are in the table of `voicecoach.base.messages`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from voicecoach.base.controls import clipped
from voicecoach.base.messages import Phrase, Severity, described, phrase
from voicecoach.base.values import dataclass

MOST_SHOWN = 100
"""Problems at most that are shown; the rest is counted."""
_SHOWN = 100  # characters of a line at most, so many of them before the caret
_SHOWN_BEFORE = 70
_CHOICES = 12  # as many can be taken in at a glance

_Value = TypeVar("_Value")

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a script: a file, and the keys and indices that lead to the value."""

    file: str
    path: KeyPath = ()

    def at(self, *keys: str | int) -> Where:
        """The place below this one."""
        return Where(self.file, self.path + keys)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault.

    Attributes:
        code: a key of `messages.table.CODES`.
        where: the value at fault.
        phrase: what is wrong and what to write instead, one sentence.
        offset: characters into the value's text at which the fault begins.
        on_key: the key itself is at fault, not what it holds.
    """

    code: str
    where: Where
    phrase: Phrase
    offset: int = 0
    on_key: bool = False

    @classmethod
    def of(
        cls, kind: str, where: Where, /, *, offset: int = 0, on_key: bool = False, **facts: object
    ) -> Problem:
        """A problem by its message and the facts that fill it in.

        Args:
            kind: of the message: a code, or a code with what is behind `/`.
            where: the value at fault.
            offset: characters into the value's text at which the fault begins.
            on_key: the key itself is at fault.
            facts: by the names in the message.
        """
        return cls(kind.partition("/")[0], where, phrase(kind, **facts), offset, on_key)

    def plain(self) -> dict[str, Any]:
        """The problem as JSON has it: code and facts, and the words."""
        place = {"file": self.where.file, "path": [*self.where.path]}
        return {**described(self.phrase, self.code), **place}

    @property
    def message(self) -> str:
        """What is wrong and what to write instead, in English."""
        return str(self.phrase)

    def said(self, language: str) -> str:
        """The same in a language."""
        return self.phrase.said(language)

    @property
    def severity(self) -> Severity:
        """`error` or `warning`, from the table of codes."""
        from voicecoach.base.messages.table import CODES

        return CODES[self.code].severity


@dataclass(frozen=True, slots=True)
class Located:
    """A problem with its line and column (both from 1) and the text of the line."""

    problem: Problem
    line: int
    column: int
    source: str

    def __str__(self) -> str:
        """The problem as people read it: place, message, the line and a caret."""
        problem = self.problem
        head = (
            f"{short_path(problem.where.file)}:{self.line}:{self.column}: "
            f"{problem.severity}: {problem.message} [{problem.code}]"
        )
        if not self.source.strip():
            return head
        begin = max(0, self.column - 1 - _SHOWN_BEFORE)
        shown = clipped(self.source[begin:], _SHOWN)
        if begin:
            shown = f"\u2026{shown[1:]}"
        shown = "".join(c if c.isprintable() or c == "\t" else "?" for c in shown)
        lead = "".join(c if c == "\t" else " " for c in self.source[begin : self.column - 1])
        return f"{head}\n    {shown}\n    {lead}^"

    def plain(self) -> dict[str, Any]:
        """The problem as JSON has it, with its line and column."""
        return {**self.problem.plain(), "line": self.line, "column": self.column}


class Checked(NamedTuple, Generic[_Value]):
    """What came of reading something.

    Attributes:
        value: what can be read of it; None where that is nothing.
        problems: all that is wrong with it.
    """

    value: _Value | None
    problems: list[Problem]

    @property
    def sound(self) -> _Value | None:
        """The value, unless there are errors."""
        return None if errors(self.problems) else self.value


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that stop a build."""
    return [problem for problem in problems if problem.severity == "error"]


def hint(word: str, known: Iterable[str]) -> Phrase | str:
    """A hint for a misspelt word: `did you mean 'cat-cow'?`, or what there is, or nothing."""
    names = sorted(known)
    return misspelt(word, names) or choices(names)


def misspelt(word: str, known: Iterable[str]) -> Phrase | str:
    """A hint for a misspelt word: `did you mean 'cat-cow'?`, or nothing."""
    import difflib  # only where something is wrong

    plain = word.strip().lower().replace(" ", "-").replace("_", "-")
    canonical = {name.replace("_", "-"): name for name in sorted(known)}
    close = difflib.get_close_matches(plain, canonical, n=1, cutoff=0.6)
    return phrase("hint/meant", meant=canonical[close[0]]) if close else ""


def choices(known: Iterable[str]) -> Phrase | str:
    """A hint of what there is, where that is not too much to be read."""
    names = sorted(known)
    return phrase("hint/choices", choices=names) if 0 < len(names) <= _CHOICES else ""


def in_its_term(meant: Phrase | str, term: str, word: str) -> Phrase | str:
    """A hint about a word as one about the whole term: `did you mean 'hold 5s'?`."""
    if not isinstance(meant, Phrase) or meant.kind != "hint/meant":
        return meant
    return phrase("hint/meant", meant=term.replace(word, str(meant.facts["meant"]), 1))


def short_path(file: str) -> str:
    """A file as seen from the current folder, when it lies below it."""
    try:
        return str(Path(file).relative_to(Path.cwd()))
    except ValueError:
        return file
