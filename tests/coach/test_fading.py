"""What one has done often is explained less; what keeps one safe is said every time."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.coach.sessions import (
    FAMILIAR,
    ROUTINES,
    SHIPPED,
    findings,
    recorded,
    shipped,
    told,
    worded_ms,
)
from tests.coach.test_guidance import exercise, own, texts
from tests.coach.test_timing import seeds
from tests.facts import of_each
from voicecoach.base.messages import phrase
from voicecoach.coach.fading import can_be_pressed, exercise_detail, faded, opening_is_short
from voicecoach.coach.roles import MANNERS, ROLES, Role
from voicecoach.library.script import Script
from voicecoach.model.familiarity import Familiarity
from voicecoach.model.routine import Detail
from voicecoach.session.record import SessionContent

LANGUAGES = SHIPPED.names("languages")
NEVER_FADE: tuple[Role, ...] = (
    *("greeting", "title", "dose", "safety", "position", "side", "switch", "eyes", "say"),
    *("rest", "breath", "count", "countdown", "begin", "phase", "closing"),
)


def knowing(script: Script, times: int) -> Script:
    """A script for somebody who has done all of it so often."""
    return replace(script, guidance="fading", familiarity=Familiarity.by_hand(times))


def fading(script: Script, times: int) -> SessionContent:
    return recorded(knowing(script, times))


# The table


def test_what_keeps_people_safe_never_fades() -> None:
    for role in NEVER_FADE:
        assert ROLES[role].fades is None, role


def test_what_is_gone_once_familiar_is_gone_once_known() -> None:
    for rules in (*ROLES.values(), *MANNERS.values()):
        assert rules.spoken("familiar") or not rules.spoken("known")


# Steps


@pytest.mark.parametrize(
    ("times", "detail"),
    [(0, "full"), (2, "full"), (3, "familiar"), (9, "familiar"), (10, "known"), (99, "known")],
)
def test_an_exercise_is_explained_in_full_then_briefly_then_named(
    times: int, detail: Detail
) -> None:
    assert exercise_detail(knowing(shipped("daily"), times), "bridge") == detail


def test_each_exercise_fades_by_itself_and_an_exercise_may_have_figures_of_its_own() -> None:
    script = own(exercise("bridge", "5 reps"), exercise("dead-bug", "5 pairs"))
    known = Familiarity(12, (("bridge", 12), ("dead-bug", 3)))
    script = replace(script, familiarity=known)
    assert exercise_detail(script, "bridge") == "known"
    assert exercise_detail(script, "dead-bug") == "familiar"
    assert exercise_detail(script, "plank") == "full"
    slower = replace(script.exercises["bridge"], coaching={"known_after": 20})
    script = replace(script, exercises={**script.exercises, "bridge": slower})
    assert exercise_detail(script, "bridge") == "familiar"


def test_where_only_the_calendar_is_known_nothing_is_known() -> None:
    known = replace(Familiarity.by_hand(99), source="calendar")
    script = replace(shipped("daily"), guidance="fading", familiarity=known)
    assert {exercise_detail(script, name) for name in script.exercises} == {"familiar"}
    assert not can_be_pressed(script)


def test_guidance_that_does_not_fade_says_the_same_to_everybody() -> None:
    for guidance in ("full", "brief", "tones"):
        script = replace(shipped("daily"), guidance=guidance)
        assert recorded(replace(script, familiarity=Familiarity.by_hand(10))) == recorded(script)
    new = replace(shipped("daily"), guidance="fading")
    assert recorded(new) == recorded(knowing(shipped("daily"), 0)) == recorded(shipped("daily"))


def test_a_step_that_asks_for_more_gets_it() -> None:
    steps = exercise("bridge", "5 reps", guidance="full"), exercise("cat-cow", "5 reps")
    record = recorded(replace(own(*steps), familiarity=Familiarity.by_hand(10)))
    assert {"bridge"} == {slot.exercise for slot in record.slots if setup_in(record, slot)}
    assert record.faded == {"cat-cow": "known", "the tones": "known", "warning signs": "short"}


def setup_in(record: SessionContent, slot: object) -> bool:
    begin, end = slot.start_ms, slot.end_ms  # type: ignore[attr-defined]
    return any(cue.role == "setup" and begin <= cue.start_ms < end for cue in record.cues)


# The opening


@pytest.mark.parametrize(("sessions", "short"), [(0, False), (1, True), (6, True), (7, False)])
def test_the_warning_signs_are_whole_at_first_and_every_seventh_time(
    sessions: int, short: bool
) -> None:
    script = knowing(shipped("daily"), sessions)
    assert opening_is_short(script) == short
    said, words = texts(recorded(script), "safety"), script.language.opening
    assert (words.emergency_short in said) == short
    assert (set(words.emergency) <= set(said)) != short
    assert set(words.stop) <= set(said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_conditions_never_fade(language: str) -> None:
    script = shipped("advanced", language)
    requires = script.routine.head.requires
    assert requires
    line = script.language.opening.requires.format(requires=requires)
    assert line in texts(fading(script, 10), "safety")


@of_each(product(ROUTINES, [3, 10]))
def test_position_side_dose_and_safety_are_said_to_those_who_know_them(
    name: str, times: int
) -> None:
    script = shipped(name)
    known, new = fading(script, times), told(name, "full")
    for roles in (("position", "eyes"), ("switch",), ("say",), ("dose",)):
        assert texts(known, *roles) == texts(new, *roles)
    assert len(texts(known, "side")) == len(texts(new, "side"))
    safety = {each.safety for each in script.exercises.values()} & {*texts(new, "safety")}
    assert safety <= {*texts(known, "safety")}
    isometric = len(texts(new, "breath"))
    assert len(texts(known, "breath")) == isometric


@pytest.mark.parametrize("name", ["breathing", "gentle", "heat-rest"])
def test_who_knows_the_tones_is_not_told_again_what_they_mean(name: str) -> None:
    script = knowing(shipped(name), 10)
    known = recorded(script)
    assert texts(recorded(shipped(name)), "tones")
    assert not [cue for cue in known.cues if cue.role == "tones"]
    assert known.faded["the tones"] == "known"
    assert "the tones: not explained again, done 10 times before" in map(str, faded(script))
    assert findings(known, script) == []


# Whole sessions


@pytest.mark.parametrize("name", ROUTINES)
def test_the_better_it_is_known_the_shorter_it_is_and_its_work_stays(name: str) -> None:
    sessions = [fading(shipped(name), times) for times in FAMILIAR]
    lengths = [record.duration_ms for record in sessions]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[1] < lengths[0]
    holds = [[slot.exercise for slot in record.slots if slot.kind == "hold"] for record in sessions]
    assert holds == [holds[0]] * len(holds)


counts = st.one_of(st.integers(0, 12), st.sampled_from([0, 3, 10]))
names = st.dictionaries(st.sampled_from(SHIPPED.names("exercises")), counts).map(
    lambda times: tuple(times.items())
)
sources = st.sampled_from(["hand", "log", "calendar"])
familiarities = st.builds(Familiarity, counts, names, counts, sources, st.booleans())


@pytest.mark.slow
@example("advanced", Familiarity(0, (("march", 3),), 0, "hand", True), 231)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(ROUTINES), familiarities, seeds)
def test_however_well_each_exercise_is_known_nothing_takes_longer(
    name: str, known: Familiarity, seed: int
) -> None:
    script = replace(shipped(name), guidance="fading", familiarity=known)
    new = recorded(shipped(name), worded_ms(seed), may_fail=True)
    record = recorded(script, worded_ms(seed), may_fail=True)
    assert record.duration_ms <= new.duration_ms
    assert texts(record, "position") == texts(new, "position")
    if known.is_new:
        assert record == new


def test_what_faded_is_told_with_why() -> None:
    known = Familiarity(4, (("cat-cow", 4),), again=(("bridge", phrase("forgotten/dose")),))
    script = replace(shipped("daily"), familiarity=known)
    assert [*map(str, faded(script))] == [
        "warning signs: in one sentence, done 4 times before",
        "Cat and cow: explained briefly, done 4 times before",
        "Bridge: explained in full again, its dose has changed",
    ]
    assert [*faded(shipped("daily"))] == []
