"""What a prescription says, item by item, before anything of it is understood."""

from __future__ import annotations

from voicecoach.base.messages import Phrase
from voicecoach.base.values import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is prescribed.

    Attributes:
        place: where it stands: a line, a row, a resource.
        original: its own words, in one line.
        name: what the exercise is called, where the source tells it from the dose.
        dose: the words of its dose, where the source tells them apart.
        left: further words of the source, which no script can say.
        refused: why it is not to be done as it stands, where the source says so.
    """

    place: str
    original: str
    name: str | None = None
    dose: str = ""
    left: tuple[str, ...] = ()
    refused: Phrase | None = None


@dataclass(frozen=True, slots=True)
class ItemReading:
    """What was made of an item.

    Attributes:
        item: as it was read.
        exercise: its name in the library; None where the item was not understood.
        dose: as a script says it; empty where the exercise's own holds.
        assumed: what the source does not say.
        left: what was not understood of it.
        words: to be said in its place, where somebody chose that.
    """

    item: Item
    exercise: str | None = None
    dose: str = ""
    assumed: tuple[Phrase, ...] = ()
    left: tuple[Phrase, ...] = ()
    words: str = ""
