"""How much of a session is said: a slot's cues as a level of guidance leaves them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from voicecoach.coach.timeline import Cue, Slot, Tone
from voicecoach.formats.problems import Where
from voicecoach.model.routine import Detail


def guided(slot: Slot, detail: Detail) -> Slot:
    """A slot with what is heard in it where so much is said."""
    if detail == "full":
        return slot
    left = (_guided(cue, detail) for cue in slot.cues)
    return slot._replace(cues=tuple(cue for cue in left if cue))


def _guided(cue: Cue, detail: Detail) -> Cue | None:
    if cue.kept or cue.rules.spoken(detail):
        return cue
    tones = tuple(sound for sound in cue.sounds if isinstance(sound, Tone))
    return cue._replace(sounds=tones) if tones else None


@dataclass(slots=True, eq=False, repr=False)
class Turns:
    """Takes the wordings of a line in turn, so that none is heard again and again.

    Only for cues that do not change the length of their slot: what is said before must not change
    when a step comes.
    """

    taken: Counter[tuple[str, ...]] = field(default_factory=Counter)
    told: set[str] = field(default_factory=set)

    def take(self, lines: Sequence[str]) -> str:
        """The next of these lines; after the last comes the first."""
        key = tuple(lines)
        self.taken[key] += 1
        return key[(self.taken[key] - 1) % len(key)]

    def is_new(self, line: str) -> bool:
        """Whether a line that is said once in a session was not said yet; from now on it was."""
        new = line not in self.told
        self.told.add(line)
        return new


def by_place(lines: Sequence[str], where: Where) -> str:
    """The wording for a place in a script: steps that follow each other get different ones."""
    return lines[sum(key for key in where.path if isinstance(key, int)) % len(lines)]
