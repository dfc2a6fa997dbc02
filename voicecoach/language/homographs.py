"""Words that are written alike and said in two ways: which of them a text means, by position."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar

from voicecoach.base.values import dataclass
from voicecoach.formats.fields import Maybe, Words, strict
from voicecoach.language.lexicon import Ipa

_LAST = re.compile(r"([\w'\u2019]+) $")
_FIRST = re.compile(r" ([\w'\u2019]+)")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to say a word, and where it is said so.

    A place before the word (`begins`, `after`) and one behind it (`before`) must both be right
    where both are named; a reading without any holds everywhere.
    """

    __pydantic_config__: ClassVar = strict

    ipa: Ipa
    """Its sounds, for engines that take them,"""
    otherwise: Maybe[Words] = None
    """and letters that the others read in this way."""
    begins: bool = False
    """It begins a sentence or a part of one,"""
    after: tuple[Words, ...] = ()
    """or stands right behind one of these words."""
    before: tuple[Words, ...] = ()
    """It stands right before one of these words."""

    def why(self, left: str, right: str) -> str | None:
        """Where the word stands, if this is how it is said there.

        Args:
            left: the text before the word, with single blanks,
            right: and the text behind it.

        Returns:
            The place in words, for people; None if it is said in another way.
        """
        places = []
        if self.begins or self.after:
            word = _word(_LAST.search(left))
            if self.begins and _begins(left):
                places.append("at the start")
            elif word in self.after:
                places.append(f"after '{word}'")
            else:
                return None
        if self.before:
            word = _word(_FIRST.match(right))
            if word not in self.before:
                return None
            places.append(f"before '{word}'")
        return ", ".join(places) or "everywhere"


def reading_of(readings: Iterable[Reading], left: str, right: str) -> tuple[Reading, str] | None:
    """The first reading that is right between two texts, with where that is; None if none is."""
    if left.endswith("-") or right.startswith("-"):
        return None  # a part of another word
    whys = ((reading, reading.why(left, right)) for reading in readings)
    return next(((reading, why) for reading, why in whys if why), None)


def _begins(left: str) -> bool:
    last = left.rstrip()[-1:]
    return not last or not (last.isalnum() or last in "'\u2019%\u00b0")


def _word(found: re.Match[str] | None) -> str:
    return found[1].lower().replace("\u2019", "'") if found else ""
