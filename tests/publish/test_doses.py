from __future__ import annotations

from dataclasses import replace

import pytest

from tests.coach.sessions import language_of
from voicecoach.publish.doses import dose_signs, short_time
from voicecoach.session.record import RecordedDose, RecordedSet

TEN = RecordedDose(1, 10, None, None, None, None)


@pytest.mark.parametrize(
    ("dose", "signs"),
    [
        (TEN, "10 \u00d7"),
        (replace(TEN, sides="each", hold_ms=5000), "10 \u00d7 each side \u00b7 hold 5 s"),
        (replace(TEN, sets=3, rest_ms=90_000), "3 \u00d7 10 \u00b7 rest 1 min 30 s"),
        (replace(TEN, sides="alternating"), "10 \u00d7 each side, alternating"),
        (replace(TEN, sides="left", load="a red band"), "10 \u00d7 left \u00b7 a red band"),
        (replace(TEN, reps=1, hold_ms=60_000), "1 min"),
        (replace(TEN, reps=1, hold_ms=30_000, sides="each"), "30 s each side"),
        (
            replace(TEN, sets=3, reps=1, hold_ms=10_000, rest_ms=30_000),
            "3 \u00d7 10 s \u00b7 rest 30 s",
        ),
        (
            replace(TEN, ladder=tuple(RecordedSet(reps, 10_000) for reps in (6, 4, 2))),
            "6, 4, 2 \u00d7 \u00b7 hold 10 s",
        ),
        (
            replace(TEN, ladder=tuple(RecordedSet(1, ms) for ms in (20_000, 30_000))),
            "20 s, 30 s",
        ),
    ],
)
def test_doses_are_jotted_down(dose: RecordedDose, signs: str) -> None:
    assert dose_signs(dose, language_of("en")).replace("\u00a0", " ") == signs


def test_parts_of_a_second_have_the_languages_sign() -> None:
    assert short_time(2500, language_of("en")) == "2.5\u00a0s"
    assert short_time(2500, language_of("de")) == "2,5\u00a0s"
