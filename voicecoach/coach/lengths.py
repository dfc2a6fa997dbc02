"""How long sounds and slots take on a grid of frames."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import field
from math import ceil
from typing import NamedTuple

from voicecoach.base.grid import Grid
from voicecoach.coach.timeline import Cue, Fixed, Slot, Sound, Spoken

LengthOf = Callable[[Sound], int]


class TriedWording(NamedTuple):
    """What is tried first of a cue.

    Attributes:
        first: the first wording that is short enough for the cue's own limit; None without one.
        frames: how many it takes.
        most_frames: the most that it or a later one takes.
    """

    first: int | None
    frames: int = 0
    most_frames: int = 0


@dataclasses.dataclass(slots=True, eq=False, repr=False)
class Lengths:
    """How long sounds take on a grid, each asked for once."""

    length_of: LengthOf
    grid: Grid
    known: dict[Sound, int] = field(default_factory=dict)
    wordings: dict[tuple[tuple[Sound, ...], int | None], TriedWording] = field(default_factory=dict)

    def frames(self, sound: Sound) -> int:
        """Whole frames that a sound takes."""
        known = self.known.get(sound)
        if known is None:
            known = self.known[sound] = self.grid.frames(self.length_of(sound))
        return known

    def ms(self, sound: Sound) -> int:
        """How long a sound takes in whole frames, ms."""
        return self.grid.ms(self.frames(sound))

    def wording(self, cue: Cue) -> TriedWording:
        """What is tried first of a cue: it is within the cue's own limit, to within a frame."""
        key = cue.sounds, cue.most_ms
        known = self.wordings.get(key)
        if known is None:
            known = self.wordings[key] = self._wording(*key)
        return known

    def _wording(self, sounds: tuple[Sound, ...], most_ms: int | None) -> TriedWording:
        frames = [*map(self.frames, sounds)]
        for index, each in enumerate(frames):
            if most_ms is None or self.grid.ms(each - 1) < most_ms:
                return TriedWording(index, each, max(frames[index:]))
        return TriedWording(None)

    def slot_ms(self, slot: Slot) -> int:
        """How long a slot is, ms."""
        length = slot.length
        if isinstance(length, Spoken):
            return max(length.least, self._spoken_ms(slot, length.share))
        return length.ms if isinstance(length, Fixed) else length.ideal

    def _spoken_ms(self, slot: Slot, share: float) -> int:
        """The lines and their gaps; below a share of 1 the last line may fill so much of it."""
        grid = self.grid
        total = end = 0
        for cue in slot.cues:
            total = total or cue.anchor.offset_ms
            tried = self.wording(cue)
            frames = self.frames(cue.sounds[-1]) if tried.first is None else tried.frames
            end = total + grid.ms(frames)
            total = end + max(cue.gap_ms, grid.gap_ms)
        return total if share == 1.0 else ceil(end / share)

    def gap_frames(self, cue: Cue) -> int:
        """The frames between a cue and the next of its group."""
        least = self.grid.gap_frames
        return max(least, self.grid.nearest(cue.gap_ms)) if cue.gap_ms else least
