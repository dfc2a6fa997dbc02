"""Each level of guidance says what it must, and nothing is said over and over."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby, product
from typing import Any

import pytest

from tests.coach.sessions import (
    GUIDANCE,
    ROUTINES,
    estimated_ms,
    every_exercise,
    recorded,
    scheduled,
    shipped,
    told,
    with_steps,
)
from tests.facts import of_each
from voicecoach.coach.compile.counting import spoken_number
from voicecoach.coach.compile.session import compile_session
from voicecoach.formats.fields import Counting, SidedText
from voicecoach.formats.problems import Where
from voicecoach.library.script import Script
from voicecoach.model.dose import parse_dose
from voicecoach.model.routine import (
    ExerciseStep,
    Guidance,
    RepeatStep,
    RestStep,
    Step,
    StepBody,
    TransitionStep,
)
from voicecoach.session.record import RecordedCue, SessionContent

LESS: tuple[Guidance, ...] = ("brief", "tones")


def guided(script: Script, guidance: Guidance) -> SessionContent:
    return recorded(replace(script, guidance=guidance))


def own(*bodies: StepBody) -> Script:
    steps = tuple(Step(body, Where("own.yaml", ("steps", n))) for n, body in enumerate(bodies))
    return with_steps(every_exercise(), steps)


def exercise(name: str, dose: str, **extras: Any) -> ExerciseStep:
    return ExerciseStep(name, parse_dose(dose), **extras)


def texts(record: SessionContent, *roles: str) -> list[str]:
    return [cue.text for cue in record.cues if cue.text and (not roles or cue.role in roles)]


def cues(record: SessionContent, role: str) -> list[RecordedCue]:
    return [cue for cue in record.cues if cue.role == role]


# What each level keeps


@of_each(product(ROUTINES, LESS))
def test_safety_position_side_and_switch_words_are_the_same_at_every_level(
    name: str, guidance: Guidance
) -> None:
    for roles in ("safety", "position", "side", "switch", "say", "dose"):
        assert texts(told(name, guidance), roles) == texts(told(name, "full"), roles)


@of_each(product(ROUTINES, GUIDANCE))
def test_every_hold_ends_with_a_word(name: str, guidance: Guidance) -> None:
    record = told(name, guidance)
    ends = {slot.end_ms for slot in record.slots if slot.kind == "hold"}
    spoken = {cue.start_ms for cue in record.cues if cue.role == "phase" and cue.text}
    assert ends <= spoken


@of_each(ROUTINES)
def test_brief_explains_nothing(name: str) -> None:
    record = told(name, "brief")
    assert not texts(record, "form", "presence", "halfway")
    sided = {
        text
        for exercise in shipped(name).exercises.values()
        for line in exercise.instructions
        if isinstance(line, SidedText)
        for text in (line.left, line.right)
    }
    assert set(texts(record, "setup")) <= sided


@of_each(ROUTINES)
def test_brief_names_dose_start_counts_and_countdown_as_full_does(name: str) -> None:
    brief, full = told(name, "brief"), told(name, "full")
    for role in ("title", "dose", "count", "countdown"):
        assert texts(brief, role) == texts(full, role)


def test_what_a_movement_s_prompt_says_is_not_said_before_it() -> None:
    step = exercise("childs-pose", "hold 30s")
    assert texts(guided(own(step), "full"), "begin") == []
    assert texts(guided(own(step), "brief"), "begin") == ["Begin."]


@of_each(ROUTINES)
def test_tones_say_names_and_what_every_level_keeps(name: str) -> None:
    record = told(name, "tones")
    spoken = {cue.role for cue in record.cues if cue.text}
    assert spoken <= {
        *("title", "opening", "safety", "position", "eyes", "side", "switch", "say"),
        *("setup", "phase", "breath", "rest", "dose", "count", "tones"),
    }
    titles = [exercise.title for exercise in record.exercises]
    named = [text.removeprefix("Next: ").removesuffix(".") for text in texts(record, "title")]
    assert [text for text in named if text in titles] == titles


@pytest.mark.parametrize("guidance", GUIDANCE)
def test_an_effort_begins_with_the_word_to_breathe(guidance: Guidance) -> None:
    record = guided(own(exercise("plank", "3 sets, hold 10s, rest 20s")), guidance)
    words = shipped("daily").language
    lines = {words.keep_breathing, *words.other.keep_breathing}
    assert len(texts(record, "breath")) == 3
    assert set(texts(record, "breath")) <= lines


@pytest.mark.slow
def test_a_session_grows_shorter_with_each_level() -> None:
    for name in ROUTINES:
        full, brief, tones = (told(name, level).duration_ms for level in GUIDANCE)
        assert full > brief > tones


# Who decides


def guidance_of(script: Script) -> str:
    record = recorded(script)
    if any(cue.tone == "begin" for cue in record.cues):
        return "tones"
    return "full" if texts(record, "setup") else "brief"


def test_what_is_asked_for_comes_before_the_step_and_that_before_the_routine() -> None:
    def script(asked: Guidance | None, step: Guidance | None, head: Guidance | None) -> Script:
        found = own(exercise("bridge", "3 reps", guidance=step))
        routine = replace(found.routine, head=replace(found.routine.head, guidance=head))
        return replace(found, routine=routine, guidance=asked)

    assert guidance_of(script(None, None, None)) == "full"
    assert guidance_of(script(None, None, "brief")) == "brief"
    assert guidance_of(script(None, "full", "brief")) == "full"
    assert guidance_of(script(None, "tones", None)) == "tones"
    assert guidance_of(script("brief", "tones", "full")) == "brief"


def test_a_step_s_guidance_ends_with_it() -> None:
    record = recorded(own(exercise("bridge", "3 reps", guidance="tones"), exercise("plank", "")))
    assert texts(record, "setup")
    assert not [text for text in texts(record, "setup") if "Bend your knees" in text]


# Later sets, and what was done before


def phases_of_first_reps(record: SessionContent) -> list[list[str]]:
    """The prompts of each first rep of a set, in the order of the sets."""
    firsts = [slot for slot in record.slots if slot.rep == 1 and slot.kind in ("move", "hold")]
    return [
        [
            cue.text
            for slot in group
            for cue in record.cues
            if cue.role == "phase" and slot.start_ms <= cue.start_ms < slot.end_ms
        ]
        for _, group in groupby(firsts, key=lambda slot: slot.set)
    ]


def test_later_sets_hear_only_what_changes() -> None:
    first, *later = phases_of_first_reps(guided(own(exercise("bridge", "3 x 3, rest 20s")), "full"))
    assert first == ["Out and lift.", "Hold.", "In and lower."]
    assert later == [["Lift.", "Lower."]] * 2


def test_an_exercise_done_before_is_not_explained_again() -> None:
    again = RepeatStep(2, (Step(exercise("bridge", "3 reps"), Where("own.yaml", ("steps", 0))),))
    record = guided(own(again), "full")
    setup = texts(record, "setup")
    assert len(setup) == len(set(setup)) == len(every_exercise().exercises["bridge"].instructions)
    assert texts(record, "safety").count("Lift only as high as is comfortable.") == 2


def test_an_exercise_done_before_still_says_which_side_begins() -> None:
    step = exercise("side-plank", "1 rep, hold 10s")
    record = guided(own(step, RestStep(20_000), step), "full")
    setup = texts(record, "setup")
    assert setup.count("Prop yourself on your left forearm, elbow under your shoulder.") == 2
    assert setup.count("Then you breathe in and lower your hips slowly.") == 1


@pytest.mark.parametrize("guidance", LESS)
def test_eyes_that_were_not_invited_to_close_are_not_asked_to_open(guidance: Guidance) -> None:
    assert not cues(guided(own(exercise("bridge", "3 reps")), guidance), "eyes")


def test_the_eyes_are_opened_before_one_begins_to_rise() -> None:
    record = guided(own(exercise("bridge", "3 reps")), "full")
    opened = [cue.start_ms for cue in record.cues if cue.role == "eyes"]
    rising = [cue.start_ms for cue in record.cues if cue.text.startswith("Now come up slowly")]
    moving = [cue.start_ms for cue in record.cues if cue.text.endswith("roll onto your side.")]
    assert len(opened) == 1
    assert opened[0] < min(rising + moving)


# Wording


def longest_run(lines: list[str]) -> int:
    return max((len(list(group)) for _, group in groupby(lines)), default=0)


@of_each(product(ROUTINES, GUIDANCE))
def test_no_line_but_a_count_is_heard_three_times_in_a_row(name: str, guidance: Guidance) -> None:
    record = told(name, guidance)
    assert longest_run(texts(record)) <= 2
    for role in ("title", "form", "presence"):
        assert longest_run(texts(record, role)) <= 2
    assert longest_run(texts(record, "breath")) <= 3  # where a hold has room for a single word


@pytest.mark.parametrize("counting", ["every fifth", "last three", "last three down"])
def test_fewer_numbers_make_no_word_come_again_and_again(counting: Counting) -> None:
    names = ("pelvic-tilt", "bridge", "superman-hold", "partial-crunch")
    steps = [exercise(name, "12 reps", count=counting) for name in names]
    assert longest_run(texts(guided(own(*steps), "full"), "phase", "count", "form", "breath")) <= 2


def test_form_cues_go_on_where_the_other_side_left_off() -> None:
    form = texts(guided(own(exercise("bird-dog", "4 reps each side, hold 5s")), "full"), "form")
    assert form == [
        "This teaches your middle to keep your back steady.",
        "Keep your back level.",
    ]


def test_what_an_exercise_is_good_for_is_said_once() -> None:
    record = guided(own(exercise("pelvic-tilt", "8 reps"), exercise("bridge", "8 reps")), "full")
    words = shipped("daily").exercises
    for name in ("pelvic-tilt", "bridge"):
        assert [cue.text for cue in record.cues].count(words[name].benefit) == 1


def test_on_the_way_to_an_exercise_one_hears_what_it_is_good_for() -> None:
    script = own(exercise("march", "hold 30s"), exercise("pelvic-tilt", "3 reps"))
    record = guided(script, "full")
    benefit = script.exercises["pelvic-tilt"].benefit
    (said,) = (cue for cue in record.cues if cue.text == benefit)
    (slot,) = (s for s in record.slots if s.start_ms <= said.start_ms < s.end_ms)
    assert slot.kind == "settle"
    assert benefit not in {cue.text for cue in guided(script, "brief").cues}


def test_two_builds_of_a_session_say_the_same() -> None:
    assert guided(shipped("daily"), "full") == guided(shipped("daily"), "full")


@pytest.mark.parametrize("guidance", GUIDANCE)
def test_what_was_said_before_changes_no_length(guidance: Guidance) -> None:
    """Lines take turns where time is fixed: leaving out a step moves nothing else."""
    whole = own(*(exercise(name, "6 reps") for name in ("pelvic-tilt", "bridge", "partial-crunch")))
    steps = whole.routine.steps
    shorter = with_steps(whole, (steps[0], steps[2]))
    lengths = [
        [
            slot.end_ms - slot.start_ms
            for slot in scheduled(timeline, estimated_ms)[0].slots
            if slot.slot.exercise == "partial-crunch"
        ]
        for timeline in (
            compile_session(replace(script, guidance=guidance)) for script in (whole, shorter)
        )
    ]
    assert lengths[0] == lengths[1]


# Counting


@pytest.mark.parametrize(
    ("counting", "said"),
    [
        ("all", [1, 2, 3, 4, 5, 6]),
        ("every fifth", [None, None, None, None, 5, 6]),
        ("last three", [None, None, None, 4, 5, 6]),
        ("down", [6, 5, 4, 3, 2, 1]),
        ("every fifth down", [None, 5, None, None, None, 1]),
        ("last three down", [None, 5, None, 3, 2, 1]),
    ],
)
def test_which_reps_are_counted(counting: Counting, said: list[int | None]) -> None:
    assert [spoken_number(counting, rep, 6) for rep in range(1, 7)] == said


@pytest.mark.parametrize("guidance", GUIDANCE)
def test_a_tone_stands_for_each_rep_that_is_not_counted(guidance: Guidance) -> None:
    step = exercise("bridge", "6 reps", count="every fifth")
    found = cues(guided(own(step), guidance), "count")
    numbers = [cue.text for cue in found if cue.text != "Last one."]
    assert numbers == ["", "", "", "", "Five.", "Six."]


def test_who_says_how_reps_are_counted() -> None:
    def counted(script: Script) -> str:
        return "".join(text[0] for text in texts(recorded(script), "count"))

    step = exercise("bridge", "3 reps")
    script = own(step)
    head = replace(script.routine.head, count="down")
    down = replace(script, routine=replace(script.routine, head=head))
    coached = replace(script, coaching=replace(script.coaching, count="down"))
    assert counted(script) == "OTTL"
    assert counted(down) == counted(coached) == "TTOL"
    up = with_steps(down, (Step(replace(step, count="all"), Where("own.yaml", ("steps", 0))),))
    assert counted(up) == "OTTL"


# Time left, half-way, what is next


WITHOUT_HALF = (
    *("breathing", "desk-break", "gentle", "heat-rest", "office", "posture", "walking-start"),
    *("warm-up", "bed-warm-up", "counter-warm-up"),
)


def marks(dose: str, guidance: Guidance = "full") -> list[tuple[float, str]]:
    """What is said in a hold of child's pose besides prompt and countdown, with its second."""
    record = guided(own(exercise("childs-pose", dose)), guidance)
    (hold,) = [slot for slot in record.slots if slot.kind == "hold"]
    return [
        (round((cue.start_ms - hold.start_ms + 100) / 1000), cue.text)
        for cue in record.cues
        if cue.role in ("halfway", "left", "presence")
        and hold.start_ms < cue.start_ms < hold.end_ms
    ]


def test_a_long_hold_says_how_much_is_left() -> None:
    assert marks("hold 45s") == [(23, "Halfway.")]
    assert marks("hold 1m") == [(30, "Halfway. Thirty seconds left.")]
    assert marks("hold 64s") == [
        (16, "This lets your whole back lengthen and rest."),
        (32, "Halfway."),
    ]
    said = dict(marks("hold 2m"))
    assert (said[60], said[90]) == ("Halfway. One minute left.", "Thirty seconds left.")
    said = dict(marks("hold 5m"))
    assert (said[150], said[180], said[240], said[270]) == (
        "Halfway.",
        "Two minutes left.",
        "One minute left.",
        "Thirty seconds left.",
    )
    assert sorted(said) == [30, 60, 90, 120, 150, 180, 210, 240, 270]


def test_time_left_is_said_in_brief_and_sounds_with_tones() -> None:
    assert [text for _, text in marks("hold 90s", "brief")] == [
        "One minute left.",
        "",
        "Thirty seconds left.",
    ]
    assert {text for _, text in marks("hold 5m", "tones")} == {""}


@of_each(ROUTINES)
def test_the_middle_of_the_session_is_said_near_it_and_changes_no_length(name: str) -> None:
    timeline = compile_session(shipped(name))
    if timeline.halfway is None:  # too short
        assert name in WITHOUT_HALF
        return
    with_it, _ = scheduled(timeline, estimated_ms)
    without, _ = scheduled(replace(timeline, halfway=None), estimated_ms)
    assert [(s.start_ms, s.end_ms) for s in with_it.slots] == [
        (s.start_ms, s.end_ms) for s in without.slots
    ]
    line = timeline.halfway.line
    found = [cue.start_ms / with_it.total_ms for cue in with_it.cues if cue.sound == line]
    assert len(with_it.cues) == len(without.cues) + len(found)
    # Breathing has no pause there, the others are too short for it to be of use.
    assert bool(found) == (name not in WITHOUT_HALF)
    assert all(abs(part - 0.5) < timeline.halfway.within for part in found)


def test_a_change_of_position_names_the_exercise_that_comes_right_after() -> None:
    script = own(exercise("hip-hinge", "2 reps"), TransitionStep("chair"), exercise("sit-tall", ""))
    said = texts(guided(script, "full"), "title", "position")
    place = said.index("Sit down on your chair.")
    assert said[place - 1] == "Next: Sit tall."
    assert said[place + 2] == "Sit tall."


def test_the_side_of_a_later_rep_is_named_in_the_pause_before_it() -> None:
    record = guided(own(exercise("bird-dog", "4 pairs, hold 5s")), "full")
    moves = [slot for slot in record.slots if slot.kind == "move"]
    named = {cue.start_ms: cue.text for cue in record.cues if cue.role == "side"}
    for begun, side in ((18, "right"), (21, "left")):  # the fourth rep: each has three moves
        pause, first = moves[begun - 1], moves[begun]
        (text,) = [t for at, t in named.items() if pause.start_ms <= at < pause.end_ms]
        assert text.lower().startswith(f"{side} arm")
        assert first.side == side
        assert first.start_ms == pause.end_ms
    assert len(named) == 8
