"""Problems: what is wrong with a script, where, and what to write instead.

A pass over a script gives back its result and its problems. Each problem names one of the codes
below; a problem without an entry here cannot be made.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

_SHOWN = 100  # characters of a line at most, so many of them before the caret
_SHOWN_BEFORE = 70

Severity = Literal["error", "warning"]
KeyPath = tuple[str | int, ...]

CODES: dict[str, tuple[Severity, str]] = {
    "unreadable": ("error", "The file cannot be read, or is not UTF-8 text."),
    "too-large": ("error", "The file is over 64 KiB or 32 levels deep, or grows by its aliases."),
    "yaml": ("error", "The text is not YAML. Other faults of the file show after this is mended."),
    "unquoted-text": (
        "error",
        "A text with ` #` or `: ` in it, spoken or shown, must stand in quotes.",
    ),
    "duplicate-key": ("error", "The same key stands twice in one place."),
    "unknown-key": ("error", "A key that the format does not have."),
    "missing-key": ("error", "A key that the format needs."),
    "bad-value": ("error", "A value of the wrong kind."),
    "bad-dose": ("error", "A dose that cannot be read, or that contradicts itself."),
    "bad-step": ("error", "A step that is neither an exercise nor one of the other kinds."),
    "bad-name": ("error", "The name in the file is not the file's own name."),
    "unknown-exercise": ("error", "No exercise of that name."),
    "unknown-routine": ("error", "No routine of that name."),
    "include-cycle": ("error", "A routine that includes itself, directly or by others."),
    "no-sides": ("error", "A side is prescribed for an exercise that has no sides."),
    "no-hold": ("error", "A hold is prescribed for an exercise without a hold phase."),
    "tempo-phases": ("error", "A tempo whose number of lengths differs from the phases."),
    "unsafe-dose": ("error", "A dose beyond the limits of the coaching rules."),
    "unsafe-figure": ("error", "A coaching figure made less safe than the rules have it."),
    "high-dose": ("warning", "A dose that is unusually high."),
    "outside-sources": ("warning", "A dose outside the range that the exercise's sources give."),
    "no-warm-up": ("warning", "A routine that moves without warming up first."),
    "long-session": ("warning", "A session longer than most people finish."),
    "too-long": ("error", "A session longer than the coaching rules allow."),
    "unreachable-length": ("error", "A session cannot be as long as it is asked to be."),
    "unknown-engine": ("warning", "A word is respelt for an engine that there is not."),
    "long-line": ("warning", "A set-up line of more words than can be followed."),
    "not-in-routine": ("error", "A programme's dose for an exercise that its routines lack."),
    "empty-stage": ("error", "A programme without stages, or a stage without days."),
    "impossible-rule": ("error", "A rule to move on that the stage's own days cannot meet."),
    "contradiction": ("error", "A profile asks for two things that cannot both be."),
    "no-variant": ("error", "A profile asks for a variant that the library does not have."),
    "personal-label": ("error", "A profile's label, which shows in file names, names the person."),
    "empty-section": ("warning", "A profile leaves nothing of a section, circuit or include."),
    "empty-routine": ("error", "A profile leaves nothing of a routine."),
    "avoided-position": ("warning", "A change to a position that a profile avoids goes elsewhere."),
    "avoided-in-passing": ("warning", "A change of position leads over what a profile avoids."),
    "does-not-fit": ("error", "A required line that does not fit its place in the session."),
    "not-spoken": ("error", "A line that the voice could not speak."),
    "spoken-again": ("warning", "A line that came out wrong, and was spoken in another way."),
    "missing-text": ("error", "The language has no words for something the session must say."),
    "stale-text": ("warning", "A translation of an English text that has changed since."),
    "bad-braces": ("error", "A phrase whose braces are not those of the English one."),
}


class PlacedError(ValueError):
    """A text that cannot be read.

    Attributes:
        offset: characters into the text at which the fault begins.
        below: the keys that lead to it, when a mapping stands in the text's place.
    """

    def __init__(self, message: str, offset: int = 0, key: str | None = None) -> None:
        super().__init__(message)
        self.offset = offset
        self.below: KeyPath = () if key is None else (key,)

    def under(self, key: str) -> PlacedError:
        """The same fault, of a text that stands under a key."""
        self.below = (key, *self.below)
        return self


class PlacedErrors(ValueError):
    """Several faults of one value; `errors` holds them."""

    def __init__(self, errors: list[PlacedError]) -> None:
        super().__init__(str(errors[0]))
        self.errors = errors


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
        code: a key of `CODES`.
        where: the value at fault.
        message: what is wrong and what to write instead, one sentence.
        offset: characters into the value's text at which the fault begins.
        on_key: the key itself is at fault, not what it holds.
    """

    code: str
    where: Where
    message: str
    offset: int = 0
    on_key: bool = False

    @property
    def severity(self) -> Severity:
        """`error` or `warning`, from the table of codes."""
        return CODES[self.code][0]


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
            f"{_short(problem.where.file)}:{self.line}:{self.column}: "
            f"{problem.severity}: {problem.message} [{problem.code}]"
        )
        if not self.source.strip():
            return head
        begin = max(0, self.column - 1 - _SHOWN_BEFORE)
        shown = self.source[begin : begin + _SHOWN]
        shown = "".join(c if c.isprintable() or c == "\t" else "?" for c in shown)
        lead = "".join(c if c == "\t" else " " for c in self.source[begin : self.column - 1])
        return f"{head}\n    {shown}\n    {lead}^"


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that stop a build."""
    return [problem for problem in problems if problem.severity == "error"]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint for a misspelt word: `did you mean 'cat-cow'?`, or what there is, or nothing."""
    names = sorted(known)
    plain = word.strip().lower().replace(" ", "-").replace("_", "-")
    canonical = {name.replace("_", "-"): name for name in names}
    close = difflib.get_close_matches(plain, canonical, n=1, cutoff=0.6)
    if close:
        return f", did you mean '{canonical[close[0]]}'?"
    if names and len(names) <= 12:
        return f"; it can be {', '.join(names)}"
    return ""


def _short(file: str) -> str:
    """A file as seen from the current folder, when it lies below it."""
    try:
        return str(Path(file).relative_to(Path.cwd()))
    except ValueError:
        return file
