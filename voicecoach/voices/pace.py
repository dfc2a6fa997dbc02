"""One meaning of words a minute for every engine: measured for each voice, never believed.

What is measured is the calibration text of the language, from its first sound to its last, with
the pauses that the voice makes between its sentences and at its commas (conditioning shortens long
ones afterwards): so many words in so much time. A voice speaks at 140 words a minute when that
comes to 140. What an engine calls 140 is its own affair: flite, asked
for its own pace, makes 194 of it, and espeak-ng, asked for 140, makes 147 (196 of 180).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from voicecoach.base.phonemes import unmarked

_Spoken = TypeVar("_Spoken")

VERSION = 2  # part of a clip's cache key: raise it when another rate would be asked for

CLEAR_WPM = 140
"""Below it a number or a prompt by itself is taken for another: bench/README.md."""

_FEW_WORDS = 3
_CLEAR = 0.85  # of a neural voice's own pace: below it "six" is heard as another word
_TRIES = 3
_NEAR = 0.01  # a part of the rate: rounding what is asked to whole words costs as much
_FARTHEST = 3.0  # what is asked over what is wanted, or the reverse: some engines have one pace


def find_pace(
    speak: Callable[[int], tuple[_Spoken, float]], text: str, wanted_wpm: int
) -> tuple[int, _Spoken]:
    """Find what to ask an engine for, so that it speaks at a wanted rate.

    Args:
        speak: speaks the calibration text at the rate that is asked for; gives what was spoken,
            and how long it is in seconds.
        text: the calibration text.
        wanted_wpm: words a minute, as described above.

    Returns:
        The rate to ask for, and what was spoken at it: the nearest in three tries.
    """
    found: dict[int, tuple[float, _Spoken]] = {}
    asked_wpm = wanted_wpm
    for _ in range(_TRIES):
        spoken, length_s = speak(asked_wpm)
        rate = words_a_minute(text, length_s) / wanted_wpm
        found[asked_wpm] = abs(rate - 1), spoken
        asked_wpm = _within(asked_wpm / rate, wanted_wpm)
        if abs(rate - 1) <= _NEAR or asked_wpm in found:
            break
    nearest = min(found, key=lambda asked: found[asked][0])
    return nearest, found[nearest][1]


def words_a_minute(text: str, length_s: float) -> float:
    """Return how fast a text was spoken: words are what white space parts."""
    return 60 * len(text.split()) / length_s


def clear_wpm(text: str, asked_wpm: int, natural_wpm: int) -> int:
    """Return what to ask an engine for, so that a line of few words is spoken clearly.

    Args:
        text: what is spoken.
        asked_wpm: what speaks sentences at the wanted rate.
        natural_wpm: the engine's own pace; 0 where slow speech is as clear.
    """
    return max(asked_wpm, round(_CLEAR * natural_wpm)) if has_few_words(text) else asked_wpm


def has_few_words(text: str) -> bool:
    """Tell whether a line is told by its sounds alone: a number, or a prompt by itself."""
    return len(unmarked(text).split()) <= _FEW_WORDS


def _within(asked_wpm: float, wanted_wpm: int) -> int:
    return round(min(max(asked_wpm, wanted_wpm / _FARTHEST), wanted_wpm * _FARTHEST))
