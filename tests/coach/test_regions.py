"""A region's own warning signs are said before its first movement, and stand in the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

import pytest

from tests.coach.sessions import (
    SHIPPED,
    every_exercise,
    findings,
    language_of,
    recorded,
    with_steps,
)
from voicecoach.formats.problems import Where
from voicecoach.language.regions import REGION_EMERGENCIES, REGION_WARNINGS, WarnedRegion
from voicecoach.library.script import Script
from voicecoach.model.dose import Dose, SidesChoice
from voicecoach.model.familiarity import Familiarity
from voicecoach.model.routine import ExerciseStep, Step

EVERY = every_exercise()
REGIONS = EVERY.language.regions
ONE_OF: dict[WarnedRegion, str] = {
    "neck": "chin-tuck",
    "effort": "walk",
    "joints": "clamshell",
    "balance": "tandem-stance",
}


def doing(names: Sequence[str], sides: SidesChoice | None = None) -> Script:
    """A session of some exercises, one after the other."""
    steps = tuple(
        Step(ExerciseStep(name, Dose(sides=sides)), Where("r.yaml", ("steps", number)))
        for number, name in enumerate(names)
    )
    return with_steps(EVERY, steps)


def said(script: Script) -> list[str]:
    content = recorded(script)
    assert findings(content, script) == []
    return [cue.text for cue in content.cues]


def own_lines(region: WarnedRegion) -> list[str]:
    """What is said of a region and of nothing else."""
    others = [line for other, words in REGIONS.items() if other != region for line in words.spoken]
    known = {*EVERY.language.opening.emergency, *others}
    return [line for line in REGIONS[region].spoken if line not in known]


@pytest.mark.parametrize("region", ONE_OF)
def test_they_are_said_once_before_the_first_movement(region: WarnedRegion) -> None:
    script = doing([ONE_OF[region]] * 2)
    assert said(script)
    cues = recorded(script).cues
    moves_ms = next(cue.start_ms for cue in cues if cue.role == "phase")
    for sign in own_lines(region):
        places = [cue.start_ms for cue in cues if cue.text == sign]
        assert len(places) == 1
        assert places[0] < moves_ms


@pytest.mark.parametrize("region", ONE_OF)
def test_the_record_has_them_behind_those_of_the_back(region: WarnedRegion) -> None:
    words = EVERY.language.warnings
    found = recorded(doing([ONE_OF[region]])).warnings
    for name in ("emergency", "ask_first", "tell"):
        general, own = getattr(words, name).signs, getattr(REGIONS[region], name)
        signs = getattr(found, name)
        assert signs[: len(general)] == general
        assert {*own} <= {*signs[len(general) :]}


def test_a_session_for_the_back_names_no_other() -> None:
    script = doing(["pelvic-tilt", "bridge"])
    lines, found = said(script), recorded(script).warnings
    assert not any(line in own_lines(region) for region in REGIONS for line in lines)
    assert found.emergency == EVERY.language.warnings.emergency.signs


def test_who_heard_them_hears_one_sentence_and_now_and_then_all() -> None:
    script = replace(doing(["chin-tuck"]), guidance="fading")
    whole = script.coaching.safety_whole_every
    often = replace(script, familiarity=Familiarity.by_hand(whole + 1))
    again = replace(script, familiarity=Familiarity.by_hand(whole))
    assert {*REGIONS["neck"].short} <= {*said(often)}
    assert REGIONS["neck"].spoken[0] not in said(often)
    assert REGIONS["neck"].spoken[0] in said(again)


@pytest.mark.parametrize("language", SHIPPED.names("languages"))
def test_every_language_asks_for_each_sign(language: str) -> None:
    words, problems = SHIPPED.language(language)
    assert words is not None, problems
    for region in get_args(WarnedRegion):
        assert tuple(words.regions[region].asked_emergency) == REGION_EMERGENCIES[region]
        assert tuple(words.regions[region].asked_warning) == REGION_WARNINGS[region]


def test_every_exercise_of_the_neck_and_for_balance_is_warned_of() -> None:
    for name, exercise in EVERY.exercises.items():
        if exercise.regions[:1] == ("neck",):
            assert "neck" in exercise.warned_of, name
        if "balance" in exercise.goals and exercise.position == "standing":
            assert "balance" in exercise.warned_of, name


# The side that works


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("clamshell", "On each count, breathe out and open your right knee upwards."),
        ("side-lying-abduction", "On each count, breathe out and lift your right leg a little."),
        ("side-lying-external-rotation", "turn your right forearm up."),
        ("levator-scapulae", "look down towards your left armpit."),
        ("upper-trapezius", "lean your left ear towards your left shoulder."),
    ],
)
def test_the_side_that_is_prescribed_is_the_one_that_works(name: str, line: str) -> None:
    script = doing([name], sides="right")
    lines = said(script)
    assert any(line in each for each in lines)
    assert any("on the right side only" in each for each in lines)
    (done,) = recorded(script).exercises
    assert done.dose.sides == "right"
    assert {slot.side for slot in recorded(script).slots} == {None, "left"}


def test_other_exercises_name_the_side_that_works() -> None:
    script = doing(["knee-to-chest"], sides="right")
    assert {slot.side for slot in recorded(script).slots} == {None, "right"}


# The way


def test_the_way_to_the_counter_is_told_once_while_one_stays_there() -> None:
    way = EVERY.exercises["calf-raise"].approach
    assert said(doing(["calf-raise", "toe-raise", "mini-squat"])).count(way or "") == 1
    assert said(doing(["calf-raise", "wall-slide", "toe-raise"])).count(way or "") == 2
    assert said(doing(["calf-raise", "pelvic-tilt", "toe-raise"])).count(way or "") == 2


FALLS = {
    "en": "sudden falls",
    "de": "plötzlichen Stürzen",
    "es": "caídas repentinas",
    "fr": "chutes soudaines",
    "hi": "अचानक गिरना",
    "pt": "quedas repentinas",
}


@pytest.mark.parametrize("language", FALLS)
def test_the_neck_s_one_sentence_names_falls_without_warning_too(language: str) -> None:
    assert FALLS[language] in language_of(language).regions["neck"].short[0]
