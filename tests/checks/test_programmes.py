"""Programmes: what a stage makes of a routine, and the rules of those that are shipped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.coach.sessions import SHIPPED, estimated_ms, findings, recorded, shipped
from tests.conftest import ROOT
from tests.facts import of_each
from voicecoach.base.once import Once
from voicecoach.checks import routines
from voicecoach.checks.programmes import checked_programme, stage_script
from voicecoach.formats.problems import Problem
from voicecoach.library.script import Script
from voicecoach.model.dose import Dose, Range
from voicecoach.model.exercise import Exercise
from voicecoach.model.programme import MoveOn, Programme, Stage, staged
from voicecoach.model.routine import ExerciseStep

PROGRAMMES = SHIPPED.names("programmes")


def programme(name: str) -> Programme:
    found, problems = SHIPPED.programme(file_of(name))
    assert not problems
    assert found is not None
    return found


def file_of(name: str) -> Path:
    file = SHIPPED.find("programmes", name)
    assert file is not None
    return file


def doses(script: Script) -> dict[str, Dose]:
    """The dose of each exercise of a routine's own steps."""
    bodies = (step.body for step in script.routine.steps)
    return {body.exercise: body.dose for body in bodies if isinstance(body, ExerciseStep)}


def stage_of(name: str, stage: Stage) -> Programme:
    return Programme("own", "Own", (stage,), 6)


SESSIONS = [
    (name, index, routine)
    for name in PROGRAMMES
    for index, stage in enumerate(programme(name).stages)
    for routine in stage.routines
]


@of_each(PROGRAMMES)
def test_no_shipped_programme_has_a_fault(name: str) -> None:
    found, scripts, problems = checked_programme(SHIPPED, file_of(name))
    assert not problems
    assert found == programme(name)
    assert len(scripts) == len([each for each in SESSIONS if each[0] == name])


@of_each(SESSIONS)
def test_every_session_of_a_shipped_programme_keeps_the_coaching_rules(
    name: str, index: int, routine: str
) -> None:
    script, problems = stage_script(SHIPPED, programme(name), index, routine, "en")
    assert script is not None
    assert not problems
    assert findings(recorded(script, estimated_ms), script) == []


def test_an_exercise_is_checked_once_for_all_sessions_of_a_programme(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    checked: list[str] = []

    def count(exercise: Exercise, *_: object) -> Iterator[Problem]:
        checked.append(exercise.exercise)
        return iter(())

    monkeypatch.setattr(routines, "_once", Once())
    monkeypatch.setattr(routines, "check_exercise", count)
    checked_programme(SHIPPED, file_of("back-care"))
    assert len(checked) == len({*checked}) > 10


def test_the_rule_to_advanced_is_the_sourced_one() -> None:
    first = programme("back-care").stages[0]
    assert first.routines == ("daily-15", "daily")
    assert first.move_on == MoveOn(sessions=10, days=14, pain=0)
    assert programme("back-care").stages[-1].routine_on(date(2024, 1, 1)) == "advanced"


def test_advanced_exercises_come_in_one_at_a_time_in_the_order_of_advanced() -> None:
    order = [*doses(shipped("advanced"))]
    added = [[*stage.add["daily-15"]] for stage in programme("back-care").stages[1:-1]]
    assert added == [order[:n] for n in range(1, 5)]


def test_added_exercises_have_the_doses_of_advanced() -> None:
    advanced = doses(shipped("advanced"))
    for stage in programme("back-care").stages:
        for exercises in stage.add.values():
            for exercise, dose in exercises.items():
                assert dose == advanced[exercise]


def test_a_flare_up_starts_with_short_sessions_without_effort() -> None:
    flare_up = programme("flare-up")
    script, _ = stage_script(SHIPPED, flare_up, 0, "gentle", "en")
    assert script is not None
    assert recorded(script).duration_ms < 12 * 60_000
    assert flare_up.requires


def test_the_programme_of_the_how_to_has_no_fault(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "how-to" / "programmes.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    file = tmp_path / "after-surgery.yaml"
    file.write_text(text, encoding="utf-8")
    found, scripts, problems = checked_programme(SHIPPED, file)
    assert found is not None
    assert not problems
    assert len(scripts) == 3


EXERCISES = sorted(doses(shipped("daily")))
ADDITIONS = ["dead-bug", "wall-sit", "superman-hold"]


@given(
    changed=st.dictionaries(st.sampled_from(EXERCISES), st.integers(1, 30)),
    added=st.dictionaries(st.sampled_from(ADDITIONS), st.integers(1, 10)),
)
def test_a_stage_changes_what_it_names_and_nothing_else(
    changed: dict[str, int], added: dict[str, int]
) -> None:
    stage = Stage(
        "one",
        1,
        {"every": "daily"},
        doses={name: Dose(reps=Range(n, n)) for name, n in changed.items()},
        add={"daily": {name: Dose(reps=Range(n, n)) for name, n in added.items()}},
    )
    before = shipped("daily").routine
    after = staged(before, stage_of("own", stage), 0)
    assert staged(after, stage_of("own", stage), 0) == after
    assert after.head == before.head
    assert len(after.steps) == len(before.steps) + len(added)
    for old, new in zip(before.steps, after.steps, strict=False):
        if not isinstance(old.body, ExerciseStep) or old.body.exercise not in changed:
            assert new == old
            continue
        n = changed[old.body.exercise]
        assert isinstance(new.body, ExerciseStep)
        assert new.body.dose == replace(old.body.dose, reps=Range(n, n))
        assert new.where.path[-2:] == ("doses", old.body.exercise)
    tail = [step.body for step in after.steps[len(before.steps) :]]
    assert [body.exercise for body in tail if isinstance(body, ExerciseStep)] == [*added]


def test_a_named_day_comes_before_every_day_and_other_days_are_free() -> None:
    monday, tuesday = date(2024, 1, 1), date(2024, 1, 2)
    both = Stage("one", 1, {"every": "daily", "mon": "relief"})
    assert (both.routine_on(monday), both.routine_on(tuesday)) == ("relief", "daily")
    assert Stage("one", 1, {"mon": "relief"}).routine_on(tuesday) is None
