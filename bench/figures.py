"""What is known of each voice: kept in `bench/voices.json`, told in the package's figures.

The package has only what choosing a voice needs. A run that measures some voices leaves the rows
of the others as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
KEPT = HERE / "voices.json"
SHIPPED = HERE.parent / "voicecoach" / "voices" / "figures.json"

_SHIPPED_KEYS = (
    "voice",
    "language",
    "rate_wpm",
    "sentences_wrong",
    "cues_wrong",
    "confused",
    "opinion",
    "speed",
    "memory_mb",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One voice in one language at one rate.

    Attributes:
        voice: `engine:voice`.
        rate_wpm: words a minute.
        sentences: how many were heard,
        sentences_wrong: and the part of their words that was wrong, of 1.
        cues: how many were heard, each by itself,
        cues_wrong: and the part of them that had anything wrong, of 1.
        asked: how often a critical line had to be told from all others of its kind,
        confused: and those that were taken for another.
        opinion: 1 to 5, of the decoded MP3 at 64 kbit/s; None where nobody gave one.
        opinion_96: the same at 96 kbit/s,
        opinion_pcm: and before encoding.
        speed: seconds of speech made in a second of one core: spoken, conditioned, encoded.
        memory_mb: of the worker, at most.
        worst: lines with the most words wrong: what was said, what was heard.
    """

    voice: str
    language: str
    rate_wpm: int
    sentences: int
    sentences_wrong: float
    cues: int
    cues_wrong: float
    asked: int
    confused: list[str]
    opinion: float | None
    opinion_96: float | None
    opinion_pcm: float | None
    speed: float
    memory_mb: int
    worst: list[list[str]]

    @property
    def key(self) -> tuple[str, str, int]:
        """What the row is about; English comes first."""
        return ("" if self.language == "en" else self.language, self.voice, self.rate_wpm)


def read_rows(file: Path = KEPT) -> list[Row]:
    """The rows that are kept."""
    if not file.is_file():
        return []
    kept: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    known = {field.name for field in fields(Row)}
    return [Row(**{key: value for key, value in row.items() if key in known}) for row in kept]


def merged(kept: Iterable[Row], new: Iterable[Row]) -> list[Row]:
    """The rows with new ones in the place of those about the same, in order."""
    rows = {row.key: row for row in kept} | {row.key: row for row in new}
    return [rows[key] for key in sorted(rows)]


def write_rows(rows: list[Row], measured: str, kept: Path = KEPT, shipped: Path = SHIPPED) -> None:
    """Keep rows, and tell the package of them.

    Args:
        rows: all, in order.
        measured: how and when, in one line.
        kept: the file with everything.
        shipped: the package's.
    """
    every = [asdict(row) for row in rows]
    _write(kept, every)
    voices = [{key: row[key] for key in _SHIPPED_KEYS} for row in every]
    _write(shipped, {"measured": measured, "voices": voices})


def _write(file: Path, value: object) -> None:
    text = json.dumps(value, indent=1, ensure_ascii=False)
    file.write_text(f"{text}\n", encoding="utf-8")
