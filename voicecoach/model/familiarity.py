"""How well somebody knows what a session asks for: how often they have done each thing of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from voicecoach.base.messages import Phrase
from voicecoach.base.values import dataclass

FadedTo = Literal["familiar", "known", "short"]
"""How far the explanation of something faded; `short` is that of the warning signs."""


@dataclass(frozen=True)
class Familiarity:
    """How often somebody has done a session and its exercises, where that still counts.

    What was done before a reason to explain everything again (pain that rose, a warning sign,
    another profile) does not.

    Attributes:
        sessions: how many.
        times: how often each exercise was done, by name.
        otherwise: how often those that are not named were.
        source: who says so: the person by hand, what they logged, or only a calendar that says
            what should have been done; by that nothing counts as known.
        pressed: time is short, so what is familiar counts as known.
        again: exercises that were done before and are explained in full again, each with why.
    """

    sessions: int = 0
    times: tuple[tuple[str, int], ...] = ()
    otherwise: int = 0
    source: Literal["hand", "log", "calendar"] = "log"
    pressed: bool = False
    again: tuple[tuple[str, Phrase], ...] = ()

    @classmethod
    def by_hand(cls, times: int) -> Familiarity:
        """Everything was done so often, as somebody says."""
        return cls(sessions=times, otherwise=times, source="hand")

    def of(self, exercise: str) -> int:
        """How often an exercise was done."""
        return self._by_name.get(exercise, self.otherwise)

    @property
    def is_new(self) -> bool:
        """Whether nothing was done that counts."""
        return not (self.sessions or self.otherwise or any(times for _, times in self.times))

    def marks(self) -> Iterator[str]:
        """Name it for a file's name, where it has no number of its own.

        What somebody logs changes from day to day, and is no name; a calendar's episodes have one.
        """
        if self.source != "calendar":
            yield f"familiar-{self.sessions}" if self.source == "hand" else "fading"

    @cached_property
    def _by_name(self) -> dict[str, int]:
        return dict(self.times)
