"""The languages' own labels, each read once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from voicecoach.base.errors import OutputError
from voicecoach.formats.problems import Problem
from voicecoach.language.phrases import Language

ReadLanguage = Callable[[str], tuple[Language | None, Sequence[Problem]]]
"""Reads the words of a language by its code, and says what is wrong with them."""


@dataclass(slots=True)
class Labels:
    """The labels of every language that is asked for.

    Attributes:
        read: gives them, from wherever they are kept.
    """

    read: ReadLanguage
    _known: dict[str, tuple[Language, str]] = field(default_factory=dict)

    def words(self, language: str) -> Language:
        """The labels of a language.

        Raises:
            OutputError: they have faults.
            ScriptError: there are none.
        """
        return self._entry(language)[0]

    def hash(self, language: str) -> str:
        """What changes when a label does."""
        return self._entry(language)[1]

    def _entry(self, language: str) -> tuple[Language, str]:
        if language not in self._known:
            words, problems = self.read(language)
            if words is None:
                raise OutputError("labels", language=language, reason=problems[0].phrase)
            self._known[language] = words, hashlib.sha256(repr(words).encode()).hexdigest()
        return self._known[language]
