"""When the questions are asked, and what their answers allow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.progress.conftest import entry, history, screening
from voicecoach.model.programme import PainLimits
from voicecoach.progress.history import EMERGENCY_SIGNS, Screening
from voicecoach.progress.screening import gate

LIMITS = PainLimits()


def state(*screenings: Screening) -> str:
    return gate(history(screenings=screenings), LIMITS).state


def test_the_questions_come_before_the_first_session() -> None:
    assert state() == "ask"
    assert state(screening()) == "open"


def test_answers_for_another_programme_do_not_stand_in_for_this_one() -> None:
    assert state(screening(plan=2)) == "ask"


def test_a_yes_needs_a_clinician() -> None:
    assert state(screening("fever")) == "clinician"
    assert state(screening("fever", clinician="Dr. B")) == "open"


def test_a_yes_is_not_taken_back_by_a_later_no_alone() -> None:
    assert state(screening("fever"), screening()) == "clinician"
    assert state(screening("fever"), screening(clinician="Dr. B")) == "open"


@pytest.mark.parametrize("sign", sorted(EMERGENCY_SIGNS))
def test_no_name_lifts_an_emergency_sign(sign: str) -> None:
    assert state(screening(sign)) == "emergency"
    assert state(screening(sign, clinician="Dr. B")) == "emergency"
    assert state(screening(sign), screening()) == "clinician"
    assert state(screening(sign), screening(clinician="Dr. B")) == "open"


def test_an_emergency_sign_named_for_one_programme_stops_every_other() -> None:
    assert state(screening(), screening("bladder", plan=2)) == "emergency"
    assert state(screening(), screening("fever", plan=2)) == "clinician"


@given(
    st.lists(
        st.tuples(
            st.sets(st.sampled_from(["fever", "fall", "bladder"])), st.sampled_from([None, "Dr. B"])
        )
    )
)
def test_whatever_was_answered_an_open_gate_has_every_yes_seen(
    answers: list[tuple[set[str], str | None]],
) -> None:
    given_ = [screening(*sorted(yes), clinician=name) for yes, name in answers]
    if state(*given_) != "open":
        return
    assert given_
    assert not given_[-1].is_emergency
    for index, each in enumerate(given_):
        later = given_[index if not each.is_emergency else index + 1 :]
        assert not each.yes or any(s.clinician and not s.is_emergency for s in later)


@pytest.mark.parametrize(
    ("pains", "said"),
    [
        ((6, 6, 6), "pain was 6 of 10 before, above 5"),
        ((2, 6, 2), "pain was 6 of 10 during, above 5"),
        ((1, 1, 3), "pain rose from 1 before to 3 after"),
        ((4, 4, 4), "pain rose to 4, from 2 before the session of 2024-01-01"),
    ],
)
def test_pain_that_rises_asks_anew(pains: tuple[int, int, int], said: str) -> None:
    past = history(entry(1, 2, 2, 2), entry(2, *pains), screenings=(screening(),))
    found = gate(past, LIMITS)
    assert (found.state, [*map(str, found.reasons)]) == ("ask", [f"on 2024-01-02 {said}"])


@pytest.mark.parametrize("pains", [(2, 2, 2), (3, 5, 4), (0, 5, 1), (2, 2, 0)])
def test_a_mild_ache_that_settles_does_not(pains: tuple[int, int, int]) -> None:
    past = history(entry(1, 2, 2, 2), entry(2, *pains), screenings=(screening(),))
    assert gate(past, LIMITS).state == "open"


def test_what_was_logged_before_the_answers_asks_no_more() -> None:
    bad = entry(1, 7, 7, 7)
    assert gate(history(bad, screenings=(screening(after=0),)), LIMITS).state == "ask"
    assert gate(history(bad, screenings=(screening(after=1),)), LIMITS).state == "open"


def test_a_bad_day_that_is_added_later_asks_all_the_same() -> None:
    late = entry(1, 7, 7, 7, identity=9)
    found = gate(history(late, entry(2), screenings=(screening(after=8),)), LIMITS)
    assert found.state == "ask"


def test_a_clinician_may_set_the_limits() -> None:
    past = history(entry(1, 6, 6, 6), screenings=(screening(),))
    assert gate(past, PainLimits(most=7)).state == "open"
    past = history(entry(1, 1, 1, 2), screenings=(screening(),))
    assert gate(past, PainLimits(rise=1)).state == "ask"
