"""A run that measures some voices leaves what is known of the others."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from bench.figures import Row, merged, read_rows, write_rows
from bench.report import section

ROW = Row(
    voice="hibari:heart",
    language="en",
    rate_wpm=140,
    sentences=60,
    sentences_wrong=0.008,
    cues=40,
    cues_wrong=0.05,
    asked=100,
    confused=["Six. for Three."],
    opinion=4.4,
    opinion_96=4.5,
    opinion_pcm=4.6,
    speed=12.3,
    memory_mb=205,
    worst=[["Let go.", "lets go"]],
)
SLOW = replace(ROW, rate_wpm=90)
SPANISH = replace(ROW, language="es", voice="kokoro:ef_dora", opinion=None)


def test_a_row_takes_the_place_of_the_one_about_the_same() -> None:
    better = replace(ROW, cues_wrong=0.0)
    assert merged([SPANISH, ROW, SLOW], [better]) == [SLOW, better, SPANISH]


def test_a_row_without_a_speed_keeps_the_one_that_was_known() -> None:
    busy = replace(ROW, cues_wrong=0.0, speed=None)
    assert merged([ROW], [busy]) == [replace(busy, speed=ROW.speed)]
    assert merged([SLOW], [busy]) == [SLOW, busy]


def test_rows_are_kept_and_all_else_stays(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    file.write_text('{"order": {"en": ["hibari"]}, "measured": "", "voices": []}')
    assert read_rows(file) == []
    write_rows([ROW, SPANISH], "by nobody", file)
    assert read_rows(file) == [ROW, SPANISH]
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told["measured"] == "by nobody"
    assert told["order"] == {"en": ["hibari"]}


def test_the_report_tells_of_each_row() -> None:
    told = section([ROW, SPANISH, replace(SLOW, speed=None)])
    assert (
        "| hibari:heart | en | 140 | 0.8% of 60 | 5.0% of 40 | 1 of 100 | 4.40 | 12 | 205 |" in told
    )
    assert "| 1 of 100 | 4.40 | - | 205 |" in told
    assert "| hibari:heart | en | 140 | 4.60 | 4.50 | 4.40 |" in told
    assert "Six. for Three." in told
    assert "“Let go.” as “lets go”" in told
