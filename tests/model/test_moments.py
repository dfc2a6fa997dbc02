"""Lines and bells in a hold: read as they are written, and refused with what to write instead."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from voicecoach.base.messages import Fault, Faults
from voicecoach.model.moments import AtLine, AtLines, Bell, BellTimes


def read(kind: Any, value: object) -> Any:
    return get_args(kind)[1].check(value)


def test_lines_stand_at_their_times() -> None:
    lines = read(AtLines, {"half": "Soften your knees.", "30s": "Look ahead.", "1:30": "Breathe."})
    assert lines == (
        AtLine("Soften your knees.", None),
        AtLine("Look ahead.", 30_000),
        AtLine("Breathe.", 90_000),
    )
    assert [line.at_ms(60_000) for line in lines] == [30_000, 30_000, 90_000]


@pytest.mark.parametrize(
    ("written", "times"),
    [
        ("every 1m", (60_000, 120_000)),
        ("1m", (60_000,)),
        (["1m", "2m"], (60_000, 120_000)),
        (["2m", "1m", "1m"], (60_000, 120_000)),
    ],
)
def test_a_bell_sounds_at_its_times_but_not_at_the_end(
    written: object, times: tuple[int, ...]
) -> None:
    assert read(BellTimes, written).times(180_000) == times


def test_without_times_there_is_no_bell() -> None:
    assert not Bell()
    assert Bell().times(60_000) == ()


@pytest.mark.parametrize("value", [{}, "half", None, {"soon": "x"}, {"0s": "Begin."}, {"30s": ""}])
def test_what_is_no_line_at_a_time_is_refused(value: object) -> None:
    with pytest.raises((Fault, Faults)):
        read(AtLines, value)


@pytest.mark.parametrize("value", [[], 3, "every now and then", "0s", ["1m", "later"]])
def test_what_is_no_bell_is_refused(value: object) -> None:
    with pytest.raises(Fault):
        read(BellTimes, value)
