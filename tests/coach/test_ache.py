"""Less ache is acceptable in the neck than in the back, and least where a nerve glides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.coach.sessions import (
    ROUTINES,
    SHIPPED,
    every_exercise,
    findings,
    language_of,
    recorded,
    shipped,
    with_steps,
)
from voicecoach.coach.ache import ache_in
from voicecoach.formats.problems import Where
from voicecoach.library.script import Script
from voicecoach.model.coaching import with_overrides
from voicecoach.model.dose import Dose
from voicecoach.model.limits import loosened
from voicecoach.model.routine import ExerciseStep, Step

EVERY = every_exercise()
WORDS = EVERY.language


def doing(names: Sequence[str], script: Script = EVERY) -> Script:
    """A session of some exercises, one after the other."""
    steps = (
        Step(ExerciseStep(name, Dose()), Where("r.yaml", ("steps", number)))
        for number, name in enumerate(names)
    )
    return with_steps(script, tuple(steps))


def aches(script: Script) -> list[str]:
    """What a session says of the ache that is acceptable, in order."""
    said = {
        line
        for most in range(11)
        for line in (*script.language.ache_lines(most), script.language.ache_here(most))
    }
    record = recorded(script)
    assert not [each for each in findings(record, script) if each.check == 8]
    return [cue.text for cue in record.cues if cue.text in said]


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("bridge", 5),
        ("wall-slide", 5),
        ("chin-tuck", 3),
        ("neck-isometrics", 3),
        ("sciatic-slider", 2),
        ("sciatic-slider-seated", 2),
    ],
)
def test_a_session_begins_with_the_ache_of_what_it_is_for(name: str, most: int) -> None:
    assert aches(doing(["shoulder-rolls", name])) == [*WORDS.ache_lines(most)]


def test_most_of_its_exercises_say_what_a_session_is_for() -> None:
    assert aches(doing(["chin-tuck", "neck-rotation", "bridge"])) == [*WORDS.ache_lines(3)]
    assert aches(doing(["bridge", "chin-tuck"])) == [*WORDS.ache_lines(3)]
    said = aches(doing(["bridge", "plank", "chin-tuck"]))
    assert said == [*WORDS.ache_lines(5), WORDS.ache_here(3)]


def test_less_is_said_before_what_asks_for_less_and_more_never() -> None:
    backs = ["bridge", "plank", "bird-dog"]
    said = aches(doing([*backs, "sciatic-slider", "bridge", "neck-rotation", "sciatic-slider"]))
    assert said == [*WORDS.ache_lines(5), WORDS.ache_here(2)]
    said = aches(doing([*backs, "neck-rotation", "sciatic-slider", "neck-rotation"]))
    assert said == [*WORDS.ache_lines(5), WORDS.ache_here(3), WORDS.ache_here(2)]


def test_it_is_said_before_the_first_movement_of_that_exercise() -> None:
    cues = recorded(doing(["bridge", "plank", "neck-rotation"])).cues
    line = next(cue for cue in cues if cue.text == WORDS.ache_here(3))
    title = next(cue for cue in cues if "Neck turns" in cue.text and cue.role == "title")
    phase = next(c for c in cues if c.role in ("phase", "side") and c.start_ms > title.start_ms)
    assert title.start_ms < line.start_ms < phase.start_ms


def test_a_session_that_says_too_much_is_found() -> None:
    script = doing(["shoulder-rolls", "chin-tuck"])
    record = recorded(script)
    (three,), (five,) = WORDS.ache_lines(3), WORDS.ache_lines(5)
    cues = tuple(replace(c, text=five) if c.text == three else c for c in record.cues)
    found = findings(replace(record, cues=cues), script)
    assert [each.check for each in found] == [8]
    assert "up to 3 of 10" in str(found[0].phrase)


@pytest.mark.parametrize("language", SHIPPED.names("languages"))
def test_each_language_says_the_figure_in_words(language: str) -> None:
    words = language_of(language)
    for most in (2, 3, 5):
        for line in (*words.ache_lines(most), words.ache_here(most)):
            assert words.number(most) in line
            assert "{" not in line
    assert len({*words.ache_lines(2), *words.ache_lines(3), *words.ache_lines(5)}) == 3


def test_the_neck_routine_does_not_begin_with_five() -> None:
    assert aches(shipped("neck-and-shoulders"))[0] == WORDS.ache_lines(3)[0]


@pytest.mark.parametrize("name", ROUTINES)
def test_a_shipped_routine_says_it_before_each_exercise(name: str) -> None:
    assert aches(shipped(name))


def test_an_exercise_may_ask_for_less_and_not_for_more() -> None:
    coaching = EVERY.coaching
    assert [*loosened(coaching, {"ache_most": 6})] == ["ache_most"]
    assert [*loosened(coaching, {"ache_most_nerve": 1})] == []
    bridge = replace(EVERY.exercises["bridge"], coaching={"ache_most": 4})
    assert ache_in(bridge, coaching) == 4
    assert ache_in(bridge, with_overrides(coaching, {"ache_most": 2})) == 4
