"""What a message cuts is seen to be cut."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from tests.facts import of_each
from tests.running import run_voicecoach
from voicecoach.base.controls import clipped
from voicecoach.base.errors import VoiceError
from voicecoach.base.messages import phrase
from voicecoach.formats.problems import Located, Problem, Where
from voicecoach.voices.engine import Line, Voice
from voicecoach.voices.engines.flite import in_ascii
from voicecoach.voices.synthesiser import LinesFailed


def test_a_text_is_whole_or_ends_in_a_mark() -> None:
    assert clipped("a" * 10, 10) == "a" * 10
    assert clipped("a" * 11, 10) == "a" * 9 + "…"


def test_messages_mark_what_they_cut(project: Path) -> None:
    long = "a" * 300
    refusals = {
        ("build", long): 3,
        ("new", "routine", long): 3,
        ("check", "daily", "--language", long): 2,
    }
    for asked, code in refusals.items():
        assert "aaa…'" in run_voicecoach(*asked, cwd=project, code=code).stderr
    with pytest.raises(VoiceError, match=r"я{19}…"):
        in_ascii("я" * 30)
    failed = {Line(long, Voice("silent", "silence", "1"), "en", 140): phrase("broken/off")}
    assert f"'{'a' * 59}…'" in str(LinesFailed(failed))


@of_each(product([1, 70, 99, 100, 101, 300], [1, 70, 71, 72, 100, 101, 300]))
def test_a_line_over_a_caret_shows_where_it_was_cut(length: int, column: int) -> None:
    line = "".join(chr(ord("a") + index % 26) for index in range(length))
    column = min(column, length)
    fault = Problem.of("long-session", Where("x.yaml", ()), lasts_ms=1)
    _, shown, caret = str(Located(fault, 1, column, line)).split("\n")
    shown, at = shown[4:], len(caret) - 5
    assert len(shown) <= 100
    begin = column - 1 - at
    assert shown.startswith("\u2026") == (begin > 0)
    assert shown.endswith("\u2026") == (begin + len(shown) < length)
    assert shown.strip("\u2026") in line
    if 0 < at < 99:
        assert shown[at] == line[column - 1], "the caret is where it was"
