from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from tests.coach.sessions import language_of
from tests.conftest import Session
from voicecoach.publish.moments import Moment, moments_of


def _at(moments: list[Moment], ms: int) -> Moment:
    return [moment for moment in moments if moment.start_ms <= ms][-1]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("routine", "language"),
    [("everything", "en"), ("foundations", "hi"), ("breathing", "de"), ("daily", "en")],
)
def test_each_slot_is_shown_as_what_it_is(
    built_silent: Callable[..., Session], routine: str, language: str
) -> None:
    content = built_silent(routine, language=language).content
    moments = moments_of(content, language_of(language))
    assert all(one.start_ms < two.start_ms for one, two in pairwise(moments))
    for slot in content.slots:
        moment = _at(moments, slot.start_ms)
        assert moment.side == (slot.side if slot.exercise else None)
        if slot.kind in ("hold", "work", "rest", "settle", "switch", "breathe"):
            assert moment.start_ms == slot.start_ms, "its seconds are counted from its start"
        if slot.kind in ("hold", "rest", "settle", "switch"):
            assert moment.kind == slot.kind
        if moment.rep is not None:
            assert moment.reps is not None
            assert moment.rep == slot.rep
            assert 1 <= moment.rep <= moment.reps


def test_later_reps_are_called_as_the_first(built_silent: Callable[..., Session]) -> None:
    content = built_silent("everything").content
    moments = moments_of(content, language_of("en"))
    second = next(s for s in content.slots if s.exercise == "bridge" and s.set == 2 and s.rep == 2)
    assert _at(moments, second.start_ms) == Moment(
        second.start_ms, "move", "Out and lift", rep=2, reps=3, set=2, sets=2
    )


def test_breaths_are_told_apart_when_only_tones_are_left(
    built_silent: Callable[..., Session],
) -> None:
    content = built_silent("breathing").content
    moments = moments_of(content, language_of("en"))
    breaths = [_at(moments, slot.start_ms) for slot in content.slots if slot.kind == "breathe"]
    assert len(breaths) > 40
    assert [each.kind for each in breaths] == ["in", "out"] * (len(breaths) // 2)
    assert {each.prompt for each in breaths} == {"Breathe in", "Breathe out"}


def test_a_session_without_slots_has_no_moments(built_silent: Callable[..., Session]) -> None:
    content = replace(built_silent("desk-break").content, slots=())
    assert moments_of(content, language_of("en")) == []
