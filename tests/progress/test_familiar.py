"""How well somebody knows a session, by what they logged."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.coach.sessions import SHIPPED, shipped
from tests.progress.conftest import START, day, entry, history, screening
from voicecoach.app.practice import known_to
from voicecoach.base.messages import phrase
from voicecoach.coach.practice import practice_of
from voicecoach.model.familiarity import Familiarity
from voicecoach.model.programme import PainLimits, Programme, Stage
from voicecoach.progress.familiar import Practice, Reason, familiarity, last_reason
from voicecoach.progress.history import Done

COACHING, _ = SHIPPED.coaching()


def practice(n: int, profile: str = "", **doses: str) -> Practice:
    return Practice(day(n), profile, {name.replace("_", "-"): d for name, d in doses.items()})


def known(done: list[Practice], due: Practice, reason: Reason | None = None) -> Familiarity:
    assert COACHING is not None
    return familiarity(done, due, reason, COACHING)


def bridges(*days: int, dose: str = "10", profile: str = "") -> list[Practice]:
    return [practice(n, profile, bridge=dose) for n in days]


def test_what_was_done_counts_once_a_session_and_only_before_its_day() -> None:
    found = known(bridges(1, 2, 3, 4), practice(4, bridge="10", plank="3"))
    assert (found.sessions, found.of("bridge"), found.of("plank")) == (3, 3, 0)
    assert found.again == ()
    assert found.source == "log"
    assert known([], practice(1, bridge="10")).is_new


def test_what_was_not_done_for_four_weeks_is_forgotten() -> None:
    kept, lost = practice(37, bridge="10"), practice(38, bridge="10")
    assert known(bridges(*range(1, 11)), kept).of("bridge") == 10
    found = known(bridges(*range(1, 11)), lost)
    assert found.of("bridge") == 0
    assert found.again == (("bridge", phrase("forgotten/pause", day=day(10))),)
    assert known(bridges(1, 2, 40, 41), practice(42, bridge="10")).of("bridge") == 2


def test_another_dose_is_explained_anew_and_the_first_stays_known() -> None:
    done = [*bridges(1, 2, 3), *bridges(4, 5, dose="15")]
    assert known(done, practice(6, bridge="15")).of("bridge") == 2
    assert known(done, practice(6, bridge="10")).of("bridge") == 3
    found = known(done, practice(6, bridge="20"))
    assert found.again == (("bridge", phrase("forgotten/dose")),)


def test_another_profile_makes_everything_new() -> None:
    found = known(bridges(1, 2, 3), practice(4, "knee-2", bridge="10"))
    assert found.is_new
    assert found.again == (("bridge", phrase("forgotten/profile")),)
    done = [*bridges(1, 2, 3), *bridges(4, profile="knee-2")]
    assert known(done, practice(5, "knee-2", bridge="10")).of("bridge") == 1


def test_pain_that_rose_and_a_warning_sign_make_everything_new() -> None:
    reason = last_reason(history(entry(1), entry(2, 1, 6, 1), entry(3)), PainLimits())
    assert reason == Reason(day(2), phrase("forgotten/pain", day=day(2)))
    found = known(bridges(1, 2), practice(3, bridge="10"), reason)
    assert found.is_new
    assert found.again == (("bridge", phrase("forgotten/pain", day=day(2))),)
    assert known(bridges(1, 2, 3), practice(4, bridge="10"), reason).of("bridge") == 1
    sign = last_reason(history(entry(1), screenings=(screening("fever"),)), PainLimits())
    assert sign == Reason(START, phrase("forgotten/sign", day=START))
    assert last_reason(history(entry(1), screenings=(screening(),)), PainLimits()) is None


@pytest.mark.parametrize(("due", "sessions"), [(4, 3), (9, 3), (10, 0)])
def test_after_a_week_s_pause_the_session_counts_as_the_first(due: int, sessions: int) -> None:
    found = known(bridges(1, 2, 3), practice(due, bridge="10"))
    assert (found.sessions, found.of("bridge")) == (sessions, 3)


days = st.lists(st.integers(1, 60), max_size=20)


@given(days, st.integers(1, 90))
def test_nothing_is_known_better_than_it_was_done(when: list[int], due: int) -> None:
    found = known(bridges(*when), practice(due, bridge="10"))
    before = [n for n in when if n < due]
    assert 0 <= found.of("bridge") <= len(before)
    if not any(due - n < 28 for n in before):
        assert found.of("bridge") == 0


def test_what_was_not_built_here_is_taken_as_the_programme_has_it() -> None:
    programme = Programme("own", "Own", (Stage("first", 2, {"every": "daily"}),), 6)
    past, script = history(), shipped("daily")
    done = [Done("own", "first", day(n), "daily", None, None) for n in (1, 2, 3)]
    done += [Done("gone", "first", day(4), "daily", None, None)]
    found = known_to(SHIPPED, programme, past, done, script, day(5))
    assert (found.sessions, found.of("cat-cow")) == (4, 3)
    built = [Done("own", "first", day(1), "daily", "knee-2", practice_of(script))]
    assert known_to(SHIPPED, programme, past, built, script, day(2)).is_new
    later = known_to(SHIPPED, programme, past, done, script, day(5) + timedelta(60))
    assert later.is_new
    assert ("cat-cow", phrase("forgotten/pause", day=day(3))) in later.again


def test_a_dose_is_the_same_in_every_language() -> None:
    file = SHIPPED.find("routines", "daily")
    assert file is not None
    german, _ = SHIPPED.script(file, "de")
    assert german is not None
    assert practice_of(german) == practice_of(shipped("daily"))
