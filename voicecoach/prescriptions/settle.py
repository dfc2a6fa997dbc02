"""What becomes of an item that was not understood: whoever knows what is meant chooses."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from voicecoach.base.messages import Fault, phrase
from voicecoach.base.values import dataclass, replace
from voicecoach.formats.fields import Text
from voicecoach.prescriptions.items import ItemReading
from voicecoach.prescriptions.typed import StepTyping
from voicecoach.prescriptions.understand import Understanding

LONGEST_WORDS = 300
_MOST_CANDIDATES = 5
_MOST_OF_PART = 2  # where some words say nothing, the others may mean anything
_MOST_WORDS = 40  # of an item, among which a dose is looked for
_LONGEST = 300  # characters of an item that is compared with names
_REMEMBERED = 1024  # texts: a page asks for the same again with every choice
_NAME_END = re.compile(r"[,;:(]|\d")
SettlementKind = Literal["exercise", "words", "out"]


@dataclass(frozen=True, slots=True)
class Settlement:
    """What somebody chose for an item.

    Attributes:
        kind: an exercise; or words to be said in its place; or that it is left out.
        exercise: its name in the library, or what it is called.
        dose: in the words of any language; empty where the exercise's own holds.
        words: to be said.
    """

    kind: SettlementKind
    exercise: str = ""
    dose: str = ""
    words: str = ""


class Settling:
    """Offers what an item may mean, and makes of it what somebody chose.

    Attributes:
        understanding: what prescriptions are understood by.
        typing: finds exercises by what is only begun, or has a slip of the hand.
    """

    def __init__(self, understanding: Understanding, typing: StepTyping) -> None:
        """Prepare.

        Args:
            understanding: what prescriptions are understood by.
            typing: finds exercises by what is only begun, or has a slip of the hand.
        """
        self.understanding, self.typing = understanding, typing
        self._near = lru_cache(maxsize=_REMEMBERED)(self._find_near)
        self._dose_in = lru_cache(maxsize=_REMEMBERED)(self._find_dose)

    def candidates(self, reading: ItemReading) -> tuple[str, ...]:
        """The exercises that an item may mean, the likeliest first."""
        near = self._near((reading.item.name or reading.item.original)[:_LONGEST])
        found = dict.fromkeys([reading.exercise, *near] if reading.exercise else near)
        return tuple(found)[:_MOST_CANDIDATES]

    def _find_near(self, text: str) -> tuple[str, ...]:
        named = [name for name, _ in self.understanding.namings(text)]
        closest = self.understanding.names.closest(_NAME_END.split(text)[0])
        typed = self.typing.read(text)
        is_whole = all(part.kind != "left" for part in typed.parts)
        begun = typed.candidates if is_whole else typed.candidates[:_MOST_OF_PART]
        return (*named, *filter(None, [closest]), *(each.exercise for each in begun))

    def dose(self, reading: ItemReading) -> str:
        """The dose of an item as a script says it: what was understood, or looks like one."""
        item = reading.item
        return reading.dose if reading.exercise else self._dose_in(item.dose or item.original)

    def _find_dose(self, text: str) -> str:
        """The longest run of words that is a dose; empty where none is."""
        words = text.split()[:_MOST_WORDS]
        for count in range(len(words), 0, -1):
            for first in range(len(words) - count + 1):
                run = " ".join(words[first : first + count]).strip(" ,;:.()-")
                said = self.understanding.words.as_scripts(run)
                if self.understanding.is_dose(said):
                    return said
        return ""

    def settled(self, reading: ItemReading, choice: Settlement) -> ItemReading:
        """Make of an item what was chosen: its `left` says why that cannot be.

        What was not understood of it before is settled with that: its own words stay in `item`.
        """
        if choice.kind == "exercise":
            return self._exercise(reading, choice)
        if choice.kind == "out":
            return ItemReading(reading.item)
        try:
            return ItemReading(reading.item, words=Text(LONGEST_WORDS).check(choice.words))
        except Fault as fault:
            return ItemReading(reading.item, left=(fault.phrase,))

    def _exercise(self, reading: ItemReading, choice: Settlement) -> ItemReading:
        name = self._named(choice.exercise)
        if name is None:
            meant = self.understanding.names.meant(choice.exercise)
            unknown = phrase("imported/unknown", hint=meant)
            return ItemReading(reading.item, left=(unknown,))
        if (name, choice.dose.strip()) == (reading.exercise, reading.dose):
            return replace(reading, left=())
        item = replace(reading.item, left=())
        return replace(self.understanding.chosen(item, name, choice.dose), item=reading.item)

    def _named(self, text: str) -> str | None:
        """The exercise that is called so, or the only one that can be meant."""
        names = self.understanding.names
        if text in names.exercises:
            return text
        if called := names.called(text):
            return called
        found = {each.exercise for each in self.typing.read(text).candidates if each.way != "alike"}
        return found.pop() if len(found) == 1 else None
