"""What is known of each voice: the rows of the package's `figures.json`.

A run that measures some voices leaves the rows of the others as they are, and all else in the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

FIGURES = Path(__file__).parent.parent / "voicecoach" / "voices" / "figures.json"


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
        speed: seconds of speech made in a second of one core: spoken, conditioned, encoded; None
            where others used the machine.
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
    speed: float | None
    memory_mb: int
    worst: list[list[str]]

    @property
    def key(self) -> tuple[str, str, int]:
        """What the row is about; English comes first."""
        return ("" if self.language == "en" else self.language, self.voice, self.rate_wpm)


def read_rows(file: Path = FIGURES) -> list[Row]:
    """The rows that are kept."""
    known = {field.name for field in fields(Row)}
    kept: list[dict[str, Any]] = _read(file)["voices"]
    return [Row(**{key: value for key, value in row.items() if key in known}) for row in kept]


def merged(kept: Iterable[Row], new: Iterable[Row]) -> list[Row]:
    """The rows with new ones in the place of those about the same, in order.

    A new row without a speed keeps the one that was known.
    """
    rows = {row.key: row for row in kept}
    for row in new:
        known = rows.get(row.key, row)
        rows[row.key] = row if row.speed is not None else replace(row, speed=known.speed)
    return [rows[key] for key in sorted(rows)]


def write_rows(rows: list[Row], measured: str, file: Path = FIGURES) -> None:
    """Keep rows.

    Args:
        rows: all, in order.
        measured: how and when, in one line.
        file: what else it has stays.
    """
    told = {**_read(file), "measured": measured, "voices": [asdict(row) for row in rows]}
    file.write_text(f"{_laid_out(told)}\n", encoding="utf-8")


def _laid_out(told: dict[str, Any]) -> str:
    """A line for each thing, and for each row: so that a change shows what was measured anew."""
    voices = ",\n".join(f"  {_json(row)}" for row in told["voices"])
    rest = [f" {_json(key)}: {_json(value)}" for key, value in told.items() if key != "voices"]
    return "{\n" + ",\n".join([*rest, f' "voices": [\n{voices}\n ]']) + "\n}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _read(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content
