"""What is due, and whether the rule to move on is met."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.progress.conftest import day, entry, history, moved, programme
from voicecoach.base.errors import ScriptError
from voicecoach.progress.history import LogEntry
from voicecoach.progress.plan import due_on, verdict


def lacking(n: int, *entries: LogEntry) -> tuple[str, ...]:
    return tuple(map(str, verdict(programme(), history(*entries), day(n)).lacking))


def test_a_day_has_the_routine_of_the_stage_that_it_lies_in() -> None:
    past = moved(history(), "second", 15)
    found = [
        (d.stage.stage, d.week, d.routine)
        for d in (due_on(programme(), past, day(n)) for n in (1, 8, 14, 15, 16, 22))
    ]
    assert found == [
        ("first", 1, "daily"),
        ("first", 2, "daily"),
        ("first", 2, "daily"),
        ("second", 1, "relief"),
        ("second", 1, None),
        ("second", 2, "relief"),
    ]


def test_a_stage_that_its_file_has_lost_is_named() -> None:
    with pytest.raises(ScriptError, match="no stage 'gone' any more"):
        due_on(programme(), moved(history(), "gone", 3), day(4))


def test_ten_painless_sessions_in_two_weeks_meet_the_rule() -> None:
    assert lacking(15, *(entry(n) for n in range(2, 12))) == ()


def test_nine_sessions_do_not() -> None:
    assert lacking(15, *(entry(n) for n in range(2, 11))) == (
        "9 of 10 sessions in the last 14 days",
    )


def test_two_sessions_of_one_day_are_one() -> None:
    twice = (entry(2, identity=100 + n) for n in range(5))
    assert lacking(15, *(entry(n) for n in range(2, 11)), *twice) == (
        "9 of 10 sessions in the last 14 days",
    )


def test_ten_sessions_in_ten_days_are_no_two_weeks() -> None:
    assert lacking(10, *(entry(n) for n in range(1, 11))) == (
        "the stage lasts 14 days at least, until 2024-01-15",
    )


@pytest.mark.parametrize("index", range(3))
def test_any_pain_in_any_session_breaks_the_rule_and_is_named(index: int) -> None:
    pains = [0, 0, 0]
    pains[index] = 1
    when = ("before", "during", "after")[index]
    (reason,) = lacking(15, *(entry(n) for n in range(2, 14)), entry(14, *pains))
    assert f"no pain in the last 14 days, and on 2024-01-14 it was 1 of 10 {when}" in reason


def test_pain_on_a_skipped_day_counts_too() -> None:
    bad = entry(14, 3, None, None, status="skipped")
    assert "it was 3 of 10 before" in lacking(15, *(entry(n) for n in range(2, 13)), bad)[0]


def test_pain_of_more_than_two_weeks_ago_no_longer_counts() -> None:
    entries = [entry(1, 5, 5, 5), *(entry(n) for n in range(2, 12))]
    assert lacking(15, *entries) == ()
    assert len(lacking(14, *entries)) == 2  # then it did, and the two weeks were not over


def test_sessions_of_the_stage_before_do_not_count() -> None:
    stages = programme().stages
    three = replace(programme(), stages=(*stages, replace(stages[0], stage="third")))
    past = moved(moved(history(*(entry(n) for n in range(1, 20))), "second", 15), "first", 18)
    assert tuple(map(str, verdict(three, past, day(19)).lacking)) == (
        "the stage lasts 14 days at least, until 2024-02-01",
        "2 of 10 sessions in the last 14 days",
    )


def test_a_stage_without_a_rule_lasts_its_weeks_and_the_last_one_ends_nowhere() -> None:
    past = moved(history(), "second", 2)
    assert [*map(str, verdict(programme(), past, day(3)).lacking)] == ["this is the last stage"]


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 2)), max_size=40), st.integers(1, 30))
def test_the_rule_is_met_just_when_it_says(entries: list[tuple[int, int]], today: int) -> None:
    made = [entry(n, pain, pain, pain, identity=i + 1) for i, (n, pain) in enumerate(entries)]
    window = [(n, pain) for n, pain in entries if today - 14 < n <= today]
    met = today >= 15 and len({n for n, _ in window}) >= 10 and not any(p for _, p in window)
    assert verdict(programme(), history(*made), day(today)).is_met is met
