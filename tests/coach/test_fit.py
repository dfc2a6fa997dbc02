"""Sessions of a length: exactly so long, with nothing changed that must not be."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.coach.sessions import (
    OF_A_QUARTER,
    ROUTINES,
    SHIPPED,
    estimated_ms,
    findings,
    record_from,
    recorded,
    scattered_ms,
    shipped,
    with_steps,
)
from tests.coach.test_tailor import LIBRARY, profiles
from tests.coach.test_timing import SCRIPT, bodies, exercise_steps, seeds
from voicecoach.checks.routines import check_script
from voicecoach.coach.compile.session import compile_session
from voicecoach.coach.fit.edits import AS_WRITTEN, quantities
from voicecoach.coach.fit.search import CannotFit
from voicecoach.coach.lengths import LengthOf
from voicecoach.coach.schedule import Schedule
from voicecoach.coach.tailor import tailor
from voicecoach.coach.timeline import Elastic, Fixed, Slot, Sound, Utterance
from voicecoach.formats.problems import Problem, Where, errors
from voicecoach.library.script import Script
from voicecoach.model.breathing import Breathing
from voicecoach.model.dose import Dose, Range
from voicecoach.model.profile import Profile
from voicecoach.model.routine import (
    BreatheStep,
    ExerciseStep,
    Guidance,
    IncludeStep,
    RepeatStep,
    RestStep,
    SayStep,
    SectionStep,
    Step,
    StepBody,
)
from voicecoach.model.steps import map_steps
from voicecoach.session.timing import planned

MINUTE = 60_000
shares = st.floats(0.4, 2.0)  # of a session as it is written


def fitted(
    script: Script, ms: int, length_of: LengthOf = estimated_ms, most: int | None = None
) -> tuple[Schedule, list[Problem]]:
    asked = replace(script, length=(ms, most or ms))
    return planned(asked, length_of, lambda _: length_of)


def changes(script: Script, ms: int) -> list[str]:
    """What was changed, as it is told, without the pauses."""
    told = map(str, fitted(script, ms)[0].timeline.fitting[1:])
    return [line for line in told if not line.startswith("pauses")]


def natural_ms(script: Script, length_of: LengthOf = estimated_ms) -> int:
    return planned(script, length_of, lambda _: length_of)[0].total_ms


def natural_problems(script: Script, length_of: LengthOf) -> list[Problem]:
    return planned(script, length_of, lambda _: length_of)[1]


def own(*steps: Step) -> Script:
    return with_steps(SCRIPT, steps)


def step(body: StepBody, index: int = 0, **of_length: Any) -> Step:
    return Step(body, Where("", ("steps", index)), **of_length)


def exercise(name: str, reps: tuple[int, int] | int | None = None, **dose: Any) -> ExerciseStep:
    if isinstance(reps, int):
        reps = (reps, reps)
    return ExerciseStep(name, Dose(reps=Range(*reps) if reps else None, **dose))


# Any routine, any voice, any length


@st.composite
def ranged(draw: st.DrawFn) -> StepBody:
    """An exercise with a range of reps, or breathing with a range."""
    low, more = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    if draw(st.booleans()):
        return BreatheStep(Breathing(4000, 0, 6000, 0, breaths=low, breaths_most=low + more))
    if draw(st.booleans()):
        return BreatheStep(Breathing(total=low * 20_000, total_most=(low + more) * 20_000))
    body = draw(exercise_steps())
    return replace(body, dose=replace(body.dose, reps=Range(low, low + more)))


@st.composite
def with_ways(draw: st.DrawFn, inner: st.SearchStrategy[Step]) -> Step:
    """A step that says what a length may do with it."""
    way = draw(st.sampled_from(["", "", "optional", "extra", "keep"]))
    said: dict[str, Any] = {way: True} if way else {}
    return replace(draw(inner), rank=draw(st.integers(1, 9)), **said)


places = st.integers(0, 99).map(lambda index: Where("generated.yaml", ("steps", index)))
plain = st.one_of(bodies, ranged(), ranged())
leaves = with_ways(st.builds(Step, plain, places))
groups = st.one_of(
    st.builds(SectionStep, st.just("Section"), st.lists(leaves, min_size=1, max_size=3).map(tuple)),
    st.builds(
        RepeatStep,
        st.integers(1, 2),
        st.lists(leaves, min_size=1, max_size=3).map(tuple),
        st.none() | st.integers(2, 4),
    ),
)
grouped = with_ways(st.builds(Step, groups, places))
routines = st.lists(st.one_of(leaves, leaves, grouped), min_size=1, max_size=5)
scripts = routines.map(lambda steps: own(*steps))


def met(script: Script, share: float, length_of: LengthOf) -> Schedule:
    """A session of another length, or else of the nearest one that the error names."""
    ms = round(natural_ms(script, length_of) * share)
    try:
        schedule, _ = fitted(script, ms, length_of)
    except CannotFit as error:
        assert (error.below or 0) < ms < (error.above or ms + 1)
        sessions = [fitted(script, near, length_of)[0] for near in error.lengths]
        assert [schedule.total_ms for schedule in sessions] == [*error.lengths]
        return sessions[0]
    assert schedule.total_ms == ms
    return schedule


def of_most_reps(script: Script) -> Script:
    """A script with as many reps as its doses allow: later ones say other words."""

    def most(_key: object, _before: Step, each: Step) -> tuple[Step, ...]:
        body = each.body
        if isinstance(body, ExerciseStep) and body.dose and (reps := body.dose.reps):
            dose = replace(body.dose, reps=replace(reps, low=reps.high))
            each = replace(each, body=replace(body, dose=dose))
        return (each,)

    return with_steps(script, map_steps(script.routine.steps, most))


def everything_in(script: Script) -> Script:
    """A script with its extra steps done."""

    def done(steps: tuple[Step, ...]) -> tuple[Step, ...]:
        found = []
        for each in steps:
            body = each.body
            if isinstance(body, SectionStep | RepeatStep):
                body = replace(body, steps=done(body.steps))
            found.append(replace(each, body=body, extra=False))
        return tuple(found)

    return with_steps(script, done(script.routine.steps))


def holds(slots: tuple[Slot, ...]) -> set[tuple[str | None, int]]:
    return {
        (slot.exercise, slot.length.ms)
        for slot in slots
        if slot.kind == "hold" and isinstance(slot.length, Fixed)
    }


def sides_of(slots: tuple[Slot, ...], name: str) -> tuple[int, int]:
    done = [slot.side for slot in slots if slot.exercise == name and slot.kind == "move"]
    return done.count("left"), done.count("right")


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(scripts, shares, seeds)
def test_a_length_is_met_or_the_nearest_are_named_and_holds_and_sides_stay(
    script: Script, share: float, seed: int
) -> None:
    schedule = met(script, share, scattered_ms(seed))
    fitted_slots = schedule.timeline.slots
    again, problems = fitted(script, schedule.total_ms, scattered_ms(seed))
    assert schedule == again
    everything = everything_in(script)
    if not any(
        planned(each, scattered_ms(seed), lambda _: scattered_ms(seed))[1]
        for each in (script, everything, of_most_reps(everything))
    ):
        assert problems == []  # what has room in the routine has it in any length
    assert holds(fitted_slots) <= holds(compile_session(everything_in(script)).slots)
    written = compile_session(script).slots
    for name in {slot.exercise for slot in written if slot.side and slot.exercise}:
        left, right = sides_of(written, name)
        if left == right:
            left, right = sides_of(fitted_slots, name)
            assert left == right
    for slot in schedule.slots:
        if isinstance(slot.slot.length, Fixed):
            assert slot.end_ms - slot.start_ms == slot.slot.length.ms


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(scripts, shares, shares, seeds)
def test_within_limits_nothing_changes_and_otherwise_the_nearer_is_met(
    script: Script, one: float, other: float, seed: int
) -> None:
    length_of = scattered_ms(seed)
    natural = natural_ms(script, length_of)
    low, high = sorted(round(natural * share) for share in (one, other))
    assume(low < high)
    try:
        schedule, _ = fitted(script, low, length_of, most=high)
    except CannotFit as error:
        assert not low <= natural <= high
        assert not any(low <= near <= high for near in error.lengths)
        return
    assert low <= schedule.total_ms <= high
    if low <= natural <= high:
        assert schedule.total_ms == natural
        assert not schedule.timeline.fitting


# Sides


def one_side(side: str, index: int, **of_length: Any) -> Step:
    return step(exercise("side-plank", 2, sides=side), index, **of_length)


@pytest.mark.slow
def test_one_side_never_goes_without_the_other() -> None:
    march = step(exercise("march"))
    sides = one_side("left", 1, optional=True), one_side("right", 2, optional=True)
    script = own(march, *sides)
    alone = natural_ms(own(march))
    assert changes(script, alone) == [
        "Side plank (step 2): left out",
        "Side plank (step 3): left out",
    ]
    for ms in range(alone + 15_000, natural_ms(script) - 5000, 20_000):
        with pytest.raises(CannotFit):
            fitted(script, ms)
    kept = own(march, sides[0], replace(sides[1], optional=False))
    with pytest.raises(CannotFit) as error:
        fitted(kept, alone)
    assert error.value.below is None


# What changes first, and what never does


def test_pauses_come_first_then_reps_then_what_is_optional() -> None:
    script = own(
        step(exercise("march")),
        step(exercise("bridge", 12), 1),
        step(exercise("cat-cow", 12), 2, optional=True),
    )
    written = natural_ms(script)
    assert changes(script, written) == []
    assert changes(script, written + 25_000) == []
    fewer = ["Bridge: 12 -> 11 reps", "Cat and cow: 12 -> 10 reps"]
    assert changes(script, written - 30_000) == fewer
    assert changes(script, written - 90_000) == [
        "Bridge: 12 -> 8 reps (editorial: no source has so few)",
        "Cat and cow: 12 -> 7 reps (editorial: no source has so few)",
    ]
    assert "Cat and cow: left out" in changes(script, written - 150_000)
    assert changes(script, written + 75_000) == [
        "Bridge: 12 -> 14 reps",
        "Cat and cow: 12 -> 15 reps",
    ]


def test_pauses_are_at_most_so_long_and_lie_after_exercises() -> None:
    script = own(step(exercise("march")), step(exercise("bridge", 10), 1))
    schedule, _ = fitted(script, natural_ms(script) + 12_345)
    pauses = [slot for slot in schedule.slots if slot.slot.kind == "rest"]
    assert sum(slot.end_ms - slot.start_ms for slot in pauses) > 10_000
    assert all(slot.end_ms - slot.start_ms <= script.coaching.pause_most for slot in pauses)
    said = [cue.cue.role for cue in schedule.cues if schedule.slots[cue.slot] in pauses]
    assert said == ["rest"] * len(pauses)
    kinds = [slot.slot.kind for slot in schedule.slots]
    assert all(kinds[index - 1] in ("move", "hold") for index, k in enumerate(kinds) if k == "rest")


def test_rests_give_way_within_their_limits() -> None:
    script = own(
        step(exercise("march")), step(RestStep(40_000), 1), step(exercise("bridge", 10), 2)
    )
    written = natural_ms(script)
    (change,) = changes(script, written - 20_000)  # another number of minutes is said as fast
    assert re.fullmatch(r"rests: 40s -> 20(\.1)?s in all", change)
    with pytest.raises(CannotFit):
        fitted(own(*script.routine.steps[:2], step(exercise("plank"), 2)), 100_000)


def test_a_rest_keeps_the_time_that_its_words_take() -> None:
    script = own(step(exercise("march")), step(RestStep(7000), 1), step(exercise("bridge", 10), 2))
    for less in range(0, 3000, 500):
        try:
            _, problems = fitted(script, natural_ms(script) - less)
        except CannotFit:
            continue
        assert problems == []


def ranked(*ranks: int) -> Script:
    names = ("bridge", "partial-crunch", "dead-bug")
    steps = [
        step(exercise(name, 5), index + 1, optional=True, rank=rank)
        for index, (name, rank) in enumerate(zip(names, ranks, strict=True))
    ]
    return own(step(exercise("march")), *steps)


def left_out(script: Script, *indices: int) -> list[str]:
    """What goes when a session is to be as long as it is without these steps."""
    left = (each for index, each in enumerate(script.routine.steps) if index not in indices)
    return [line.partition(":")[0] for line in changes(script, natural_ms(own(*left)) + 8000)]


def test_the_lowest_rank_goes_first_and_of_equal_ones_the_last() -> None:
    assert left_out(ranked(3, 1, 2), 2) == ["Partial crunch"]
    assert left_out(ranked(1, 2, 2), 1) == ["Bridge"]
    assert left_out(ranked(5, 5, 5), 3) == ["Dead bug"]


def test_a_higher_rank_goes_only_where_no_lower_ones_will_do() -> None:
    assert left_out(ranked(9, 1, 2), 2, 3) == ["Partial crunch", "Dead bug"]
    assert left_out(ranked(1, 9, 2), 1, 3) == ["Bridge", "Dead bug"]


def test_what_is_kept_always_stays_as_it_is() -> None:
    optional = step(exercise("cat-cow", 12), 2, optional=True)
    script = own(
        step(exercise("march")),
        step(exercise("bridge", (10, 15)), 1, keep=True),
        step(SectionStep("Section", (optional,)), 2, keep=True),
    )
    written = natural_ms(script)
    with pytest.raises(CannotFit) as error:
        fitted(script, written + 120_000)
    assert error.value.above is None
    with pytest.raises(CannotFit) as error:
        fitted(script, written - 10_000)
    assert error.value.below is None


def test_a_rest_goes_with_the_step_beside_it_and_a_section_with_its_last() -> None:
    bridge, crunch = exercise("bridge", 10), exercise("partial-crunch", 10)
    section = SectionStep("Strength", (step(crunch, 3, optional=True),))
    script = own(
        step(exercise("march")), step(RestStep(30_000), 1), step(bridge, 2), step(section, 3)
    )
    few = step(exercise("bridge", 5), 2)  # fewer reps come before leaving out
    left = own(*script.routine.steps[:2], few)
    schedule, _ = fitted(script, natural_ms(left))
    assert "Strength" not in {slot.slot.chapter for slot in schedule.slots}
    script = own(
        step(exercise("march")), step(bridge, 1), step(RestStep(30_000), 2),
        step(crunch, 3, optional=True),
    )  # fmt: skip
    schedule, _ = fitted(script, natural_ms(own(*script.routine.steps[:2])))
    rests = [slot.length for slot in schedule.timeline.slots if isinstance(slot.length, Elastic)]
    assert all(length.least == 0 for length in rests)


def test_extra_steps_and_rounds_come_where_there_is_time() -> None:
    circuit = RepeatStep(1, (step(exercise("bridge", 5, hold=Range(5000, 5000)), 1),), most=3)
    script = own(
        step(exercise("march")),
        step(circuit, 1, rank=2),
        step(exercise("cat-cow", (5, 6)), 2, extra=True, rank=7),
    )
    assert "cat-cow" not in {slot.exercise for slot in compile_session(script).slots}
    written = natural_ms(script)
    with_cat = natural_ms(own(*script.routine.steps[:2], step(exercise("cat-cow", (5, 6)), 2)))
    assert changes(script, with_cat + 10_000)[0] == "Cat and cow: added"
    told = changes(script, with_cat + 200_000)
    assert {"Cat and cow: added", "circuit: 1 -> 2 rounds"} <= {
        *told
    } or "circuit: 1 -> 3 rounds" in told
    assert changes(script, written + 1000) == []


def test_a_number_outside_of_the_library_s_range_is_not_exceeded() -> None:
    low = own(step(exercise("march")), step(exercise("bridge", 5), 1))  # below the library's 10-15
    with pytest.raises(CannotFit):
        fitted(low, natural_ms(low) + 60_000)
    high = own(step(exercise("march")), step(exercise("bridge", 18), 1))
    with pytest.raises(CannotFit):
        fitted(high, natural_ms(high) + 60_000)
    assert changes(high, natural_ms(high) - 60_000) == ["Bridge: 18 -> 13 reps"]
    assert changes(low, natural_ms(low) + 10_000) == []


@pytest.mark.parametrize(
    ("name", "dose", "least"),
    [
        ("cat-cow", {"reps": 15}, 7),
        ("cat-cow", {"reps": 8}, 5),
        ("cat-cow", {"reps": 4}, 4),
        ("bird-dog", {"reps": 10, "sides": "alternating"}, 5),
        ("bird-dog", {"reps": 5, "sides": "alternating"}, 3),
        ("knee-to-chest", {"reps": 3, "sides": "each"}, 1),
        ("dead-bug", {"reps": 12, "sides": "each"}, 6),
        ("pelvic-tilt", {"reps": 6}, 5),
    ],
)
def test_reps_go_down_to_half_of_what_is_written_and_to_a_least(
    name: str, dose: dict[str, Any], least: int
) -> None:
    script = own(step(exercise("march")), step(exercise(name, **dose), 1))
    numbers = {number.key: number for number in quantities(script, AS_WRITTEN)}
    found = numbers[(1,)].values[0] if (1,) in numbers else dose["reps"]
    assert found == least


def test_what_is_prescribed_to_a_person_or_a_stage_is_done_as_it_is() -> None:
    bridge = exercise("bridge", 12)
    script = own(
        step(exercise("march")), Step(bridge, Where("knee-2.yaml", ("exercises", "bridge")))
    )
    for more in (45_000, -25_000):
        with pytest.raises(CannotFit):
            fitted(script, natural_ms(script) + more)
    dose = replace(bridge.dose, reps=Range(12, 14))
    ranged = own(step(exercise("march")), Step(replace(bridge, dose=dose), Where("knee-2.yaml")))
    assert changes(ranged, natural_ms(ranged) + 45_000) == ["Bridge: 12 -> 14 reps"]


def test_a_rest_whose_exercise_is_left_out_needs_no_room_for_another_word() -> None:
    """It said the exercise's name; without that it says "Rest.", which may be longer."""

    def length_of(sound: Sound) -> int:
        return 2000 if sound == Utterance(SCRIPT.language.rest) else 300

    bridge = step(SectionStep("Section", (step(exercise("bridge", 3), 20, optional=True),)), 2)
    script = own(
        step(exercise("march")), step(RestStep(1500), 1), bridge, step(SayStep("Well."), 3)
    )
    assert natural_problems(script, length_of) == []
    shorter = natural_ms(own(step(exercise("march")), step(RestStep(1500), 1)), length_of)
    schedule, problems = fitted(script, shorter - 3000, length_of, most=shorter + 3000)
    assert "bridge" not in {slot.slot.exercise for slot in schedule.slots}
    assert problems == []


def test_the_last_exercise_of_a_routine_is_never_left_out() -> None:
    script = replace(shipped("daily"), length=(2 * MINUTE, 2 * MINUTE))
    steps = tuple(
        replace(each, optional=not isinstance(each.body, IncludeStep), keep=False)
        for each in script.routine.steps
    )
    with pytest.raises(CannotFit) as error:
        planned(with_steps(script, steps), estimated_ms, lambda _: estimated_ms)
    assert error.value.above is not None
    schedule, _ = fitted(with_steps(script, steps), error.value.above)
    done = {slot.slot.exercise for slot in schedule.slots} - {None, "march", "shoulder-rolls"}
    assert len(done) == 1 or any(slot.slot.kind == "breathe" for slot in schedule.slots)


# The shipped routines


def texts(slots: tuple[Slot, ...], role: str) -> list[str]:
    cues = (cue for slot in slots for cue in slot.cues if cue.role == role)
    return [s.text for cue in cues for s in cue.sounds[:1] if isinstance(s, Utterance)]


@pytest.mark.parametrize(
    ("guidance", "minutes"),
    [
        ("full", 12),
        ("tones", 10),
        *(pytest.param(*each, marks=pytest.mark.slow) for each in (("full", 10), ("full", 15))),
        pytest.param("brief", 12, marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("name", OF_A_QUARTER)
def test_a_shipped_routine_of_a_length_keeps_the_eight_checks(
    name: str, guidance: Guidance, minutes: int
) -> None:
    script = replace(shipped(name), guidance=guidance)
    schedule, problems = fitted(script, minutes * MINUTE)
    assert schedule.total_ms == minutes * MINUTE
    assert problems == []
    assert findings(record_from(schedule, script), script) == []


def before_first_exercise(slots: tuple[Slot, ...]) -> list[Slot]:
    found = []
    for slot in slots:
        if slot.exercise:
            break
        found.append(slot)
    return found


@pytest.mark.parametrize(
    "minutes", [7, 15, *(pytest.param(each, marks=pytest.mark.slow) for each in (10, 12, 25))]
)
@pytest.mark.parametrize(
    "name", [n for n in ROUTINES if n not in ("warm-up", "desk-break", "heat-rest")]
)
def test_the_warm_up_and_the_safety_lines_stay(name: str, minutes: int) -> None:
    script = shipped(name)
    warms_up = any(isinstance(each.body, IncludeStep) for each in script.routine.steps)
    try:
        schedule, _ = fitted(script, minutes * MINUTE)
    except CannotFit as error:
        schedule, _ = fitted(script, error.lengths[0])
    slots = schedule.timeline.slots
    written = compile_session(script).slots
    if warms_up:
        warm_up = {"march", "shoulder-rolls"}
        assert [s for s in slots if s.exercise in warm_up] == [
            s for s in written if s.exercise in warm_up
        ]
    opening = {*texts(tuple(before_first_exercise(written)), "safety")}
    assert {text for text in opening if "need" not in text} <= {
        *texts(tuple(before_first_exercise(slots)), "safety")
    }


@pytest.mark.slow
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(ROUTINES), profiles(), shares)
def test_a_tailored_session_can_be_of_a_length_too(
    name: str, person: Profile, share: float
) -> None:
    script, problems = tailor(shipped(name), person, LIBRARY)
    assume(not errors([*problems, *check_script(script)]))
    schedule = met(script, share, estimated_ms)
    written = compile_session(everything_in(script)).slots
    assert holds(schedule.timeline.slots) <= holds(written)


def test_a_script_with_a_length_has_it() -> None:
    """Who gives it, `resolve` decides."""
    length = (12 * MINUTE, 12 * MINUTE)
    assert natural_ms(replace(shipped("daily"), length=length)) == 12 * MINUTE


@pytest.mark.slow
def test_a_length_that_cannot_be_names_the_nearest() -> None:
    with pytest.raises(CannotFit, match="cannot last 3m: the shortest that can be is ") as e:
        fitted(shipped("daily"), 3 * MINUTE)
    assert e.value.exit_code == 3
    with pytest.raises(CannotFit, match="the longest that can be is ") as e:
        fitted(shipped("desk-break"), 60 * MINUTE)
    assert e.value.below
    assert e.value.below % 1000 == 0
    gap = own(step(exercise("march")), step(exercise("plank"), 1, optional=True))
    with pytest.raises(CannotFit, match="the nearest lengths that can be are ") as e:
        fitted(gap, natural_ms(gap) - 60_000)
    assert e.value.lengths == (e.value.below, e.value.above)


def test_every_shipped_script_still_compiles_as_it_is_written() -> None:
    for name in SHIPPED.names("routines"):
        assert recorded(shipped(name)).duration_ms == natural_ms(shipped(name))
