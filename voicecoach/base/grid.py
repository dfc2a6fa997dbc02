"""The grid of a sound format: whole frames, on which cues begin and end."""

from __future__ import annotations

from math import gcd
from typing import Self

from voicecoach.base.values import dataclass

_APART_MS = 100  # words that follow closer run into one another


@dataclass(frozen=True, slots=True)
class Grid:
    """Where cues may begin, and how close to each other.

    Attributes:
        length: of so many frames as `parts` says, ms.
        parts: see `length`; both in lowest terms, for most formats 1.
        pre_roll_frames: what a cue's own frames begin with, before its first sample.
        gap_frames: least silence between two cues, in which the pre-roll of the second has room.

    Raises:
        ValueError: the pre-roll has no room in the gap.
    """

    length: int
    parts: int
    pre_roll_frames: int
    gap_frames: int

    def __post_init__(self) -> None:
        if self.gap_frames < self.pre_roll_frames:
            raise ValueError(
                f"{self.gap_frames} frames between cues leave no room for {self.pre_roll_frames} "
                "before each"
            )

    @classmethod
    def of(cls, samples: int, rate_hz: int, pre_roll_frames: int) -> Self:
        """The grid of a format, in which cues are heard apart.

        Args:
            samples: in a frame.
            rate_hz: of samples.
            pre_roll_frames: what a cue's own frames begin with.
        """
        whole = gcd(1000 * samples, rate_hz)
        length, parts = 1000 * samples // whole, rate_hz // whole
        apart = -(-_APART_MS * parts // length)
        return cls(length, parts, pre_roll_frames, max(pre_roll_frames, apart))

    @property
    def gap_ms(self) -> int:
        """Least silence between two cues, ms."""
        return self.ms(self.gap_frames)

    def ms(self, frames: int) -> int:
        """The whole milliseconds in which so many frames have room: exact where they are whole."""
        return -(-frames * self.length // self.parts)

    def frames(self, ms: int) -> int:
        """The frames in which so many milliseconds have room."""
        return -(-ms * self.parts // self.length)

    def nearest(self, ms: int) -> int:
        """The frame whose start is nearest to a time; of two, the even one."""
        frame, over = divmod(ms * self.parts, self.length)
        return frame + (2 * over + frame % 2 > self.length)
