"""Peers' workouts as a test of the language: each checks clean, and has its expected timeline.

Rewrite with `pytest tests/coach/test_workouts.py --update-golden`, then read the diff.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise, product
from pathlib import Path

import pytest

from tests.coach.sessions import (
    GUIDANCE,
    SHIPPED,
    estimated_ms,
    every_exercise,
    findings,
    language_of,
    library_over,
    recorded,
    scheduled,
    with_steps,
)
from tests.coach.test_golden import lines
from tests.facts import of_each
from voicecoach.audio.mp3.frames import GRID
from voicecoach.audio.pcm.tones import length_ms as tone_ms
from voicecoach.checks.routines import checked_script
from voicecoach.coach.compile.session import compile_session
from voicecoach.coach.fit.search import fit
from voicecoach.coach.timeline import Sound, Tone
from voicecoach.formats.problems import Where
from voicecoach.library.script import Script
from voicecoach.library.translation import texts_of
from voicecoach.model.breathing import parse_breathing
from voicecoach.model.dose import parse_dose
from voicecoach.model.familiarity import Familiarity
from voicecoach.model.moments import AtLine, Bell
from voicecoach.model.routine import (
    BreatheStep,
    ExerciseStep,
    Guidance,
    RepeatStep,
    RestStep,
    Step,
    StepBody,
    TransitionStep,
)
from voicecoach.session.record import RecordedSlot
from voicecoach.session.timing import length_problems
from voicecoach.voices.estimate import estimate_ms

WORKOUTS = Path(__file__).parents[1] / "data" / "workouts"
GOLDEN = WORKOUTS / "golden"
NAMES = sorted(file.stem for file in (WORKOUTS / "routines").glob("*.yaml"))
LANGUAGES = SHIPPED.names("languages")
LIBRARY = library_over(WORKOUTS)


@cache
def workout(name: str) -> Script:
    file = LIBRARY.find("routines", name)
    assert file is not None
    script, problems = checked_script(LIBRARY, file)
    assert problems == []
    assert script is not None
    return script


@pytest.mark.parametrize("name", NAMES)
def test_a_workout_has_its_timeline(name: str, update_golden: bool) -> None:
    schedule, problems = scheduled(compile_session(workout(name)), estimated_ms)
    assert problems == []
    found = "\n".join(lines(schedule)) + "\n"
    file = GOLDEN / f"{name}.txt"
    if update_golden:
        file.write_text(found, encoding="utf-8", newline="\n")
    assert found == file.read_text(encoding="utf-8")


@of_each(product(NAMES, GUIDANCE))
def test_a_workout_passes_all_checks(name: str, guidance: Guidance) -> None:
    script = replace(workout(name), guidance=guidance)
    assert findings(recorded(script), script) == []


def works(name: str, guidance: Guidance = "full") -> list[RecordedSlot]:
    record = recorded(replace(workout(name), guidance=guidance))
    return [slot for slot in record.slots if slot.kind == "work"]


@pytest.mark.parametrize("guidance", GUIDANCE)
def test_tabata_lasts_three_minutes_fifty_at_every_guidance(guidance: Guidance) -> None:
    found = works("tabata", guidance)
    assert len(found) == 8
    assert abs(found[-1].end_ms - found[0].start_ms - 230_000) <= 24


def test_running_and_walking_take_turns_without_a_gap() -> None:
    found = works("couch-to-5k")[1:-1]  # the walks before and after are no intervals
    assert [slot.exercise for slot in found] == ["running", "walking"] * 8
    for number, slot in enumerate(found):
        exact_ms = (number // 2) * 150_000 + (number % 2) * 60_000
        assert abs(slot.start_ms - found[0].start_ms - exact_ms) <= 24


def test_on_the_minute_each_round_begins_with_its_minute() -> None:
    record = recorded(workout("on-the-minute"))
    firsts = {slot.set: slot for slot in reversed(record.slots) if slot.exercise and slot.rep == 1}
    squats = [slot for slot in record.slots if slot.exercise == "squats" and slot.rep == 1]
    begins = sorted({min(s.start_ms for s in squats if s.set == number) for number in firsts})
    assert [round(ms - begins[0], -2) for ms in begins] == [0, 60_000, 120_000, 180_000]


def warned(*bodies: StepBody) -> list[str]:
    """The codes of what is wrong with how long the warm-up takes, and these steps."""
    steps = tuple(Step(body, Where("walk.yaml", ("steps", n))) for n, body in enumerate(bodies))
    script = with_steps(workout("walk"), steps)
    schedule, _ = scheduled(compile_session(script), estimated_ms)
    return [problem.code for problem in length_problems(script, schedule)]


def test_a_walk_of_an_hour_is_no_unusual_session_but_an_hour_of_rest_is() -> None:
    assert warned(ExerciseStep("walking", parse_dose("for 60m"))) == []
    assert warned(RestStep(3_000_000)) == ["long-session"]
    walk = ExerciseStep("walking", parse_dose("for 60m"))
    assert warned(walk, RestStep(2_800_000)) == ["long-session"]
    assert warned(walk, walk, walk) == ["too-long"]


# In every language


def script_in(code: str, *bodies: StepBody) -> Script:
    """A script of shipped exercises, in a language."""
    found = {name: exercise for name, (exercise, _) in SHIPPED.exercises(code).items()}
    steps = tuple(Step(body, Where("own.yaml", ("steps", n))) for n, body in enumerate(bodies))
    return replace(with_steps(every_exercise(), steps), exercises=found, language=language_of(code))


def inner(name: str, dose: str = "") -> Step:
    return Step(ExerciseStep(name, parse_dose(dose)), Where("own.yaml", ("steps", name, dose)))


def everything(code: str) -> Script:
    """All that this language of routines has beside doses, in one session."""
    line = language_of(code).presence[0]
    return script_in(
        code,
        ExerciseStep("march"),
        ExerciseStep("march", parse_dose("for 20m"), at=(AtLine(line, None),), bell=Bell(300_000)),
        RepeatStep(3, (inner("march"), inner("hip-hinge")), None, 30_000, 20_000),
        RepeatStep(2, (inner("march", "for 1m"), inner("hip-hinge")), None, 30_000, 0),
        RepeatStep(2, (inner("shoulder-rolls", "4 reps"),), every=60_000),
        TransitionStep("half-kneeling", "right"),
        RepeatStep(2, (inner("plank"),), None, 30_000, 20_000),
        RepeatStep(2, (inner("side-plank"),), None, 15_000, 30_000),
        TransitionStep("chair"),
        BreatheStep(parse_breathing("4-7-8, 6 breaths"), "clinician"),
    )


@pytest.mark.parametrize("guidance", GUIDANCE)
@pytest.mark.parametrize("code", LANGUAGES)
def test_all_of_it_passes_all_checks_in_every_language(code: str, guidance: Guidance) -> None:
    def length(sound: Sound) -> int:
        return (
            tone_ms(sound.name) if isinstance(sound, Tone) else estimate_ms(sound.text, 140, code)
        )

    script = replace(everything(code), guidance=guidance)
    assert findings(recorded(script, length), script) == []


@pytest.mark.parametrize("times", [(0, 0), (3, 3), (10, 10)])
def test_intervals_fade_as_all_else_does(times: tuple[int, int]) -> None:
    known = Familiarity(sessions=times[0], times=(("jumping-jacks", times[1]),))
    script = replace(workout("tabata"), guidance="fading", familiarity=known)
    assert findings(recorded(script), script) == []


def test_a_thing_without_a_name_is_said_in_words_and_asks_for_a_translation() -> None:
    file = LIBRARY.find("exercises", "shoulder-sweeps")
    assert file is not None
    exercise, problems = LIBRARY.exercise(file)
    assert problems == []
    said = [text for text, _ in texts_of(exercise, Where(str(file)))]
    assert "a broomstick" in said
    named = SHIPPED.exercises()["side-rest"][0]
    assert "pillow" not in [text for text, _ in texts_of(named, named.where)]
    record = recorded(workout("list"))
    assert any("a broomstick" in cue.text for cue in record.cues)


def test_a_length_adds_rounds_and_keeps_their_time() -> None:
    warm_up, circuit = workout("tabata").routine.steps
    assert isinstance(circuit.body, RepeatStep)
    body = replace(circuit.body, repeat=4, most=12)
    steps = (warm_up, replace(circuit, body=body))
    script = replace(with_steps(workout("tabata"), steps), length=(480_000, 480_000))
    whole = compile_session(script)
    timeline = fit(script, (480_000, 480_000), whole, estimated_ms, lambda _: estimated_ms, GRID)
    schedule, problems = scheduled(timeline, estimated_ms)
    assert problems == []
    assert schedule.total_ms == 480_000
    done = [placed for placed in schedule.slots if placed.slot.kind == "work"]
    assert len(done) > 8
    begins = [placed.start_ms for placed in done]
    assert {later - earlier for earlier, later in pairwise(begins)} == {30_000}
