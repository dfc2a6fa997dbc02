"""How good the voices are, as `make bench` measured it, and the order that follows from it.

The figures are data, in `figures.json` beside this: `order` names the engines that may speak where
nobody asked for one, the best first, by language (the empty one stands for all others); `counter`
the voice that counts beside the best one; `voices` has a row for each voice and rate.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from voicecoach.base.values import dataclass

_FILE = Path(__file__).with_name("figures.json")


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of a voice at a rate.

    Attributes:
        voice: `engine:name`.
        language: ISO 639-1 code.
        rate_wpm: words a minute.
        sentences_wrong: words of sentences that a recogniser got wrong, of 1.
        cues_wrong: short cues that it did not get exactly, of 1.
        opinion: of listeners as a model predicts it, 1 (bad) to 5 (excellent); None if not asked.
    """

    voice: str
    language: str
    rate_wpm: int
    sentences_wrong: float
    cues_wrong: float
    opinion: float | None = None


def order_of(language: str) -> tuple[str, ...]:
    """Return the engines that may speak a language unasked, the best first."""
    orders = _data()["order"]
    return tuple(orders.get(language.lower().partition("-")[0], orders[""]))


def every_engine() -> tuple[str, ...]:
    """Return the engines that may speak any language unasked, each once."""
    return tuple(dict.fromkeys(name for names in _data()["order"].values() for name in names))


def counter_of(language: str) -> str:
    """Return the voice that counts beside the best one; empty where it is the same."""
    return str(_data()["counter"].get(language.lower().partition("-")[0], ""))


def figures_of(voice: str, rate_wpm: int = 140) -> Figures | None:
    """Return what was measured of a voice; None where nothing was.

    Args:
        voice: `engine:name`.
        rate_wpm: at which rate.
    """
    names = Figures.__slots__
    for row in _data()["voices"]:
        if (row["voice"], row["rate_wpm"]) == (voice, rate_wpm):
            return Figures(**{name: row[name] for name in names if name in row})
    return None


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(_FILE.read_bytes())
    return data
