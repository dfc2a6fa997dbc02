"""A programme's sessions in order: the first weeks explain, the later ones coach."""

from __future__ import annotations

from dataclasses import replace

from tests.coach.sessions import SHIPPED
from tests.progress.conftest import programme
from voicecoach.model.programme import Programme
from voicecoach.progress.episodes import ProgrammeEpisode, episodes

COACHING, _ = SHIPPED.coaching()
DOSES = {"daily": {"bridge": "15"}, "relief": {"bridge": "10", "cat-cow": "10"}}


def made(plan: Programme) -> list[ProgrammeEpisode]:
    assert COACHING is not None
    return [*episodes(plan, lambda _, routine: DOSES[routine], COACHING)]


def test_the_first_week_explains_and_the_second_coaches() -> None:
    plan = replace(programme(), stages=programme().stages[:1])
    found = made(plan)
    assert [(each.number, each.week, each.routine) for each in found] == [
        (1, 1, "daily"),
        (2, 2, "daily"),
    ]
    assert [each.known.of("bridge") for each in found] == [0, 7]
    assert {each.known.source for each in found} == {"calendar"}


def test_a_new_routine_explains_what_is_new_in_it() -> None:
    found = made(programme())
    assert [(each.week, each.routine, each.known.of("bridge")) for each in found] == [
        (1, "daily", 0),
        (2, "daily", 7),
        (3, "relief", 0),  # with another dose
    ]
    longer = replace(programme().stages[1], weeks=3)
    found = made(replace(programme(), stages=(programme().stages[0], longer)))
    assert [each.week for each in found] == [1, 2, 3, 4]
    assert found[-1].known.of("cat-cow") == 3
