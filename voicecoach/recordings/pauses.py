"""Where somebody speaks in a recording, and where there is only the room to be heard."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from voicecoach.audio.pcm.levels import SILENT_DBFS, STEP_MS
from voicecoach.base.values import dataclass
from voicecoach.recordings.decode import RecordingError

if TYPE_CHECKING:
    from voicecoach.audio.pcm.levels import Levels

_QUIET_STEPS = 20  # so long is a pause at least that tells how loud the room is
_LOUD_STEPS = 10  # speech is at least so long as loud as it is said to be; a click is not
_SOFT_DB = 20.0  # so much below speech lies its echo, or a breath
_DEEP_DB = 20.0  # a pause is so much below speech, or it is none
_ABOVE_DB = 6.0  # what is so much above the room is no longer the room
_BETWEEN = 0.4  # of the way from the room's level to that of speech lies the edge of a pause
_BREAK_MS = 150  # a shorter gap lies within a word: p, t and k are silent before they burst
_CLICK_MS = 60  # a sound that is loud for a shorter time is no word
_LEAST_PAUSE_MS = 600
_CLEAR = 0.75  # a pause within a line is at most this part of one between lines

Span = tuple[int, int]
"""From a step to the one that is no longer part of it."""


@dataclass(frozen=True, slots=True)
class Room:
    """How loud a recording is.

    Attributes:
        speech_db: its speech, dBFS.
        background_db: what is heard in its pauses, dBFS; None where it has no pause.
    """

    speech_db: float
    background_db: float | None

    @property
    def edge_db(self) -> float:
        """What is no louder than this is the room; all is speech where it has no pause."""
        return -math.inf if self.background_db is None else self.background_db + _ABOVE_DB


class WrongParts(RecordingError):
    """A take has not the parts that were expected.

    Attributes:
        parts: those that it has, in steps.
    """

    def __init__(self, kind: str, parts: list[Span], **facts: object) -> None:
        super().__init__(kind, **facts)
        self.parts = parts


def room_of(levels: Levels) -> Room:
    """How loud speech is, and the room behind it."""
    import numpy as np

    if levels.size < _QUIET_STEPS:
        return Room(float(levels.max(initial=SILENT_DBFS)), None)
    speech_db = float(np.partition(levels, -_LOUD_STEPS)[-_LOUD_STEPS])
    power = np.convolve(10 ** (levels / 10), np.full(_QUIET_STEPS, 1 / _QUIET_STEPS), "valid")
    quiet_db = float(10 * np.log10(power.min()))
    return Room(speech_db, quiet_db if speech_db - quiet_db >= _DEEP_DB else None)


def spoken_span(levels: Levels, room: Room) -> Span:
    """From the first to the last sound that is no click or breath; all where it has no pause."""
    least_db = room.speech_db - _SOFT_DB
    sounds = _sounding(levels, room.edge_db)
    found = [span for span in sounds if levels[slice(*span)].max() > least_db]
    return (found[0][0], found[-1][1]) if found else (0, levels.size)


def split(levels: Levels, count: int) -> list[Span]:
    """Split a take at its longest pauses.

    Args:
        levels: of the whole take.
        count: the number of lines that are spoken in it.

    Returns:
        Each line, from its first to its last sound.

    Raises:
        WrongParts: it has not so many, or pauses that could be within a line or between two.
        RecordingError: no pause can be told from speech.
    """
    room = room_of(levels)
    if room.background_db is None:
        raise RecordingError("bad-recording/no-pause")
    edge_db = room.background_db + _BETWEEN * (room.speech_db - room.background_db)
    sounds = [*_sounding(levels, edge_db)]
    gaps = sorted((after[0] - before[1] for before, after in pairwise(sounds)), reverse=True)
    least = _LEAST_PAUSE_MS // STEP_MS
    between, within = gaps[: count - 1], gaps[count - 1 :]
    shortest, longest = min(between, default=2 * least), max(within, default=0)
    if len(between) < count - 1 or shortest < least or longest > _CLEAR * shortest:
        parts = _joined(sounds, least)
        raise WrongParts("wrong-parts/count", parts, heard=len(parts), expected=count)
    return _joined(sounds, shortest)


def _sounding(levels: Levels, edge_db: float) -> Iterator[Span]:
    """Stretches above an edge, those within one word joined, without clicks."""
    import numpy as np

    loud = np.concatenate([[False], levels > edge_db, [False]])
    turns = np.flatnonzero(loud[1:] != loud[:-1]).tolist()
    spans = list(zip(turns[::2], turns[1::2], strict=True))
    for start, end in _joined(spans, _BREAK_MS // STEP_MS):
        heard = levels[start:end]
        if (heard > heard.max() - _SOFT_DB).sum() * STEP_MS >= _CLICK_MS:
            yield start, end


def _joined(spans: list[Span], least: int) -> list[Span]:
    """Join what is parted by less than so many steps."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and start - joined[-1][1] < least:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined
