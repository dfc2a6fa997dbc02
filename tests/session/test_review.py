"""A good session passes all checks; one spoilt in one way fails exactly that check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import pairwise, product
from typing import Any

import pytest

from tests.coach.sessions import (
    GUIDANCE,
    ROUTINES,
    estimated_ms,
    every_exercise,
    findings,
    recorded,
    scattered_ms,
    shipped,
    told,
    with_steps,
)
from tests.facts import of_each
from voicecoach.base.errors import SessionError
from voicecoach.coach.timeline import Sound
from voicecoach.formats.problems import Where
from voicecoach.library.script import Script
from voicecoach.model.breathing import parse_breathing
from voicecoach.model.dose import parse_dose
from voicecoach.model.moments import AtLine, Bell
from voicecoach.model.routine import (
    BreatheStep,
    ExerciseStep,
    Guidance,
    RepeatStep,
    RestStep,
    SayStep,
    Step,
    StepBody,
    TransitionStep,
)
from voicecoach.model.wait import Wait
from voicecoach.session.record import RecordedCue, RecordedSlot, SessionContent
from voicecoach.session.review import CHECKS

Spoil = Callable[[SessionContent], SessionContent]


def script_with(*bodies: StepBody) -> Script:
    steps = tuple(Step(body, Where("own.yaml", ("steps", n))) for n, body in enumerate(bodies))
    return with_steps(every_exercise(), steps)


def exercise(name: str, dose: str) -> ExerciseStep:
    return ExerciseStep(name, parse_dose(dose))


def at(body: StepBody) -> Step:
    return Step(body, Where("own.yaml", ("steps", 0, "steps", str(body))))


@cache
def script_of(name: str) -> Script:
    if name == "intervals":
        return script_with(RepeatStep(3, (at(exercise("march", "")),), None, 20_000, 10_000))
    if name != "sets":
        return shipped(name)
    return script_with(
        exercise("plank", "2 sets, hold 15s, rest 20s"),
        exercise("wall-sit", "2 reps, hold 12s"),
        RestStep(30_000),
        exercise("childs-pose", "hold 3m"),
        TransitionStep("standing"),
        exercise("side-plank", "2 reps, hold 12s, left side"),
    )


@cache
def good(name: str) -> SessionContent:
    return recorded(script_of(name))


# Routines that an author may write, whose sessions break a rule.
OWN = {
    "an isometric hold of 25 s": (
        exercise("shoulder-rolls", "2 reps"),
        exercise("wall-sit", "2 reps, hold 25s"),
    ),
    "an isometric hold of 40 s": (exercise("plank", "1 set, hold 40s"),),
    "two moves to one position": (
        exercise("shoulder-rolls", "2 reps"),
        exercise("childs-pose", "hold 20s"),
        TransitionStep("standing"),
        exercise("childs-pose", "hold 20s"),
    ),
    "one side only": (exercise("knee-to-chest", "2 reps right side, hold 20s"),),
    "parts of a second": (exercise("bridge", "4 reps, hold 2.5s"),),
    "a tempo": (exercise("bridge", "4 reps, tempo 2-4-2-2"),),
    "a tempo with a hold of parts of a second": (exercise("bridge", "4 reps, tempo 2-3.25-2-2"),),
    "alternating sets": (exercise("bird-dog", "2 sets, 4 pairs, hold 5s, rest 20s"),),
    "a single rep": (exercise("bridge", "1 rep, hold 5s"),),
    "many reps": (exercise("cat-cow", "30 reps"),),
    "the same twice": (exercise("bridge", "3 reps"), exercise("bridge", "4 reps")),
    "a circuit": (
        RepeatStep(
            3,
            (
                Step(exercise("bridge", "3 reps"), Where("own.yaml", ("steps", 0))),
                Step(RestStep(10_000), Where("own.yaml", ("steps", 1))),
                Step(exercise("wall-sit", "1 rep, hold 10s"), Where("own.yaml", ("steps", 2))),
            ),
        ),
    ),
    "breathing between": (
        exercise("bridge", "3 reps"),
        BreatheStep(parse_breathing("in 4s, hold 2s, out 6s, pause 1s, 6 breaths")),
        exercise("bird-dog", "3 reps"),
    ),
    "breathing by the coach's pattern": (BreatheStep(parse_breathing("for 4m")),),
    "a long rest": (exercise("bridge", "3 reps"), RestStep(120_000), exercise("plank", "1 set")),
    "short rests": (exercise("bridge", "3 x 3, rest 5s"),),
    "intervals of one exercise": (
        RepeatStep(8, (at(exercise("march", "")),), None, 20_000, 10_000),
    ),
    "intervals of an effort": (RepeatStep(3, (at(exercise("plank", "")),), None, 30_000, 20_000),),
    "intervals of several": (
        RepeatStep(
            2, (at(exercise("plank", "")), at(exercise("bird-dog", ""))), None, 20_000, 15_000
        ),
    ),
    "intervals whose sides take turns": (
        RepeatStep(4, (at(exercise("side-plank", "")),), None, 15_000, 25_000),
    ),
    "intervals without rests": (
        exercise("shoulder-rolls", "2 reps"),
        RepeatStep(
            2, (at(exercise("march", "for 60s")), at(exercise("hip-hinge", ""))), None, 30_000, 0
        ),
    ),
    "each minute on the minute": (
        RepeatStep(3, (at(exercise("bridge", "3 reps")),), every=60_000),
    ),
    "a walk": (exercise("march", "for 20m"),),
    "lines and bells in a hold": (
        ExerciseStep(
            "childs-pose",
            parse_dose("hold 3m"),
            at=(AtLine("Let your hips sink.", None), AtLine("Soften your hands.", 40_000)),
            bell=Bell(every=60_000),
        ),
    ),
    "lines in an effort": (
        ExerciseStep(
            "wall-sit",
            parse_dose("2 reps, hold 30s"),
            at=(AtLine("Soften your knees.", None), AtLine("Look ahead.", 9_000)),
            bell=Bell(at=(24_000,)),
        ),
    ),
    "a breath that is held long": (
        TransitionStep("chair"),
        BreatheStep(parse_breathing("4-7-8, 8 breaths"), "clinician"),
    ),
    "kneeling on one knee": (
        TransitionStep("half-kneeling", "right"),
        SayStep("Stay.", Wait(8000)),
    ),
    "a long wait": (SayStep("Lie still for a while.", Wait(60_000)),),
}


@of_each(product(OWN, GUIDANCE))
def test_a_session_of_an_author_s_own_passes_all_checks(name: str, guidance: Guidance) -> None:
    script = replace(script_with(*OWN[name]), guidance=guidance)
    assert findings(recorded(script), script) == []


def test_where_a_frame_falls_breaks_no_rule() -> None:
    for wait_ms in range(24):
        script = script_with(
            exercise("shoulder-rolls", "2 reps"),
            SayStep("Now the mat.", Wait(wait_ms)),
            exercise("childs-pose", "hold 20s"),
            TransitionStep("standing"),
            exercise("childs-pose", "hold 20s"),
        )
        assert findings(recorded(script), script) == []


def checks_that_report(record: SessionContent, name: str) -> set[int]:
    return {finding.check for finding in findings(record, script_of(name))}


@of_each(product([*ROUTINES, "sets"], GUIDANCE))
def test_a_session_as_compiled_passes_all_checks(name: str, guidance: Guidance) -> None:
    script = replace(script_of(name), guidance=guidance)
    record = told(name, guidance) if name in ROUTINES else recorded(script)
    assert findings(record, script) == []


# How to find a place in a session


def cue_at(
    record: SessionContent, role: str, text: str = "", after: int = 0, nth: int = 0
) -> RecordedCue:
    found = [c for c in record.cues if c.role == role and text in c.text and c.start_ms >= after]
    return found[nth]


def slot_at(
    record: SessionContent, kind: str, exercise: str | None = None, **figures: object
) -> RecordedSlot:
    return next(
        slot
        for slot in record.slots
        if slot.kind == kind
        and (exercise is None or slot.exercise == exercise)
        and all(getattr(slot, name) == value for name, value in figures.items())
    )


def cues_in(record: SessionContent, slot: RecordedSlot, role: str) -> list[RecordedCue]:
    return [
        cue
        for cue in record.cues
        if cue.role == role and slot.start_ms <= cue.start_ms + 12 < slot.end_ms
    ]


def begins(record: SessionContent, exercise: str) -> int:
    return next(slot.start_ms for slot in record.slots if slot.exercise == exercise)


# How to spoil it


def with_cues(record: SessionContent, cues: list[RecordedCue]) -> SessionContent:
    return replace(record, cues=tuple(sorted(cues, key=lambda cue: cue.start_ms)))


def without(record: SessionContent, *gone: RecordedCue) -> SessionContent:
    assert gone
    return with_cues(record, [cue for cue in record.cues if cue not in gone])


def instead(record: SessionContent, cue: RecordedCue, **changed: Any) -> SessionContent:
    others = [other for other in record.cues if other is not cue]
    return with_cues(record, [*others, replace(cue, **changed)])


def moved(record: SessionContent, cue: RecordedCue, ms: int) -> SessionContent:
    return instead(record, cue, start_ms=cue.start_ms + ms, end_ms=cue.end_ms + ms)


def added(
    record: SessionContent, role: str, text: str, start_ms: int, end_ms: int
) -> SessionContent:
    return with_cues(record, [*record.cues, RecordedCue(text, role, "coach", start_ms, end_ms)])


def cut(record: SessionContent, start_ms: int, length_ms: int) -> SessionContent:
    """Take a stretch of time out; the end of the session is lengthened by as much."""
    end_ms = start_ms + length_ms

    def after(ms: int) -> int:
        return ms if ms <= start_ms else max(start_ms, ms - length_ms)

    slots = [
        replace(slot, start_ms=after(slot.start_ms), end_ms=after(slot.end_ms))
        for slot in record.slots
        if not (start_ms <= slot.start_ms and slot.end_ms <= end_ms)
    ]
    slots[-1] = replace(slots[-1], end_ms=record.duration_ms)
    cues = [
        replace(cue, start_ms=after(cue.start_ms), end_ms=after(cue.end_ms))
        for cue in record.cues
        if not start_ms <= cue.start_ms < end_ms
    ]
    return with_cues(replace(record, slots=tuple(slots)), cues)


def put_off(record: SessionContent, start_ms: int, ms: int) -> SessionContent:
    """Let all that comes from a time on come later."""

    def after(at_ms: int) -> int:
        return at_ms if at_ms < start_ms else at_ms + ms

    slots = [
        replace(slot, start_ms=after(slot.start_ms), end_ms=after(slot.end_ms))
        for slot in record.slots
    ]
    cues = [
        replace(cue, start_ms=after(cue.start_ms), end_ms=after(cue.end_ms)) for cue in record.cues
    ]
    later = replace(record, slots=tuple(slots), duration_ms=record.duration_ms + ms)
    return with_cues(later, cues)


# 1. Settling


def no_time_after_the_last_instruction(record: SessionContent) -> SessionContent:
    return cut(record, slot_at(record, "settle", "cat-cow").start_ms, 2000)


def no_time_to_kneel(record: SessionContent) -> SessionContent:
    return cut(record, cue_at(record, "position", "Kneel down").end_ms + 500, 5000)


def no_time_to_swap_legs(record: SessionContent) -> SessionContent:
    return cut(record, slot_at(record, "settle", "knee-to-chest", side="right").start_ms, 1500)


# 2. Wording


def a_long_set_up_line(record: SessionContent) -> SessionContent:
    return instead(record, cue_at(record, "setup"), text="one more word " * 5)


def speech_without_a_pause(record: SessionContent) -> SessionContent:
    lines = [cue for cue in record.cues if cue.role == "safety"][:5]
    joined = {
        cue: replace(cue, end_ms=following.start_ms - 100) for cue, following in pairwise(lines)
    }
    return with_cues(record, [joined.get(cue, cue) for cue in record.cues])


# 3. Holds


def a_hold_cut_short(record: SessionContent) -> SessionContent:
    slot = slot_at(record, "hold", "bridge", rep=4)
    return cut(record, slot.end_ms - 1000, 1000)


def a_hold_drawn_out(record: SessionContent) -> SessionContent:
    return cut(record, slot_at(record, "hold", "bridge", rep=4).end_ms - 1, -1000)


def a_number_off_its_second(record: SessionContent) -> SessionContent:
    return moved(record, cue_at(record, "countdown", "Two."), 120)


def a_number_too_early(record: SessionContent) -> SessionContent:
    return moved(record, cue_at(record, "countdown", "Three.", nth=3), -120)


def a_line_among_the_last_seconds(record: SessionContent) -> SessionContent:
    slot = slot_at(record, "hold", "knee-to-chest")
    return added(record, "form", "Easy.", slot.end_ms - 400, slot.end_ms - 100)


def a_line_that_ends_among_the_last_seconds(record: SessionContent) -> SessionContent:
    slot = slot_at(record, "hold", "childs-pose")
    return added(record, "presence", "Easy.", slot.end_ms - 4000, slot.end_ms - 3400)


def a_number_left_out(record: SessionContent) -> SessionContent:
    slot = slot_at(record, "hold", "knee-to-chest")
    return without(record, cues_in(record, slot, "countdown")[0])


def prescribed(record: SessionContent, exercise: str, **figures: object) -> SessionContent:
    """Another dose than what is done."""
    exercises = tuple(
        replace(each, dose=replace(each.dose, **figures)) if each.id == exercise else each  # type: ignore[arg-type]
        for each in record.exercises
    )
    return replace(record, exercises=exercises)


def a_longer_hold_in_the_dose(record: SessionContent) -> SessionContent:
    return prescribed(record, "bridge", hold_ms=5500)


# 4. Phase cues


def a_prompt_that_comes_late(record: SessionContent) -> SessionContent:
    slot = slot_at(record, "move", "cat-cow")
    return moved(record, cues_in(record, slot, "phase")[0], 120)


def a_prompt_that_lasts_too_long(record: SessionContent) -> SessionContent:
    slot = slot_at(record, "move", "cat-cow")
    return instead(record, cues_in(record, slot, "phase")[0], end_ms=slot.start_ms + 1400)


def a_prompt_that_fills_its_phase(record: SessionContent) -> SessionContent:
    slot = slot_at(record, "hold", "partial-crunch", rep=1)
    return instead(record, cues_in(record, slot, "phase")[0], end_ms=slot.start_ms + 1000)


# 5. Quiet and presence


def a_long_silence(record: SessionContent) -> SessionContent:
    slot = slot_at(record, "hold", "childs-pose")
    gone = [*cues_in(record, slot, "presence"), *cues_in(record, slot, "halfway")]
    return without(record, *gone, *cues_in(record, slot, "form"))


def a_talkative_hold(record: SessionContent) -> SessionContent:
    slot = slot_at(record, "hold", "seated-spinal-twist")
    (halfway,) = cues_in(record, slot, "halfway")
    return instead(record, halfway, end_ms=halfway.start_ms + 4000)


def a_talkative_rep(record: SessionContent) -> SessionContent:
    slot = [s for s in record.slots if s.exercise == "cat-cow" and s.rep == 4][-1]
    return added(record, "form", "On and on.", slot.start_ms + 700, slot.end_ms - 200)


# 6. Sides


def one_side_short(record: SessionContent) -> SessionContent:
    slots = [
        s for s in record.slots if s.exercise == "knee-to-chest" and (s.side, s.rep) == ("right", 3)
    ]
    return cut(record, slots[0].start_ms, slots[-1].end_ms - slots[0].start_ms)


def another_rep_in_the_dose(record: SessionContent) -> SessionContent:
    (reps,) = (each.dose.reps for each in record.exercises if each.id == "bridge")
    return prescribed(record, "bridge", reps=reps + 1)


def another_set_in_the_dose(record: SessionContent) -> SessionContent:
    return prescribed(record, "knee-to-chest", sets=2)


def a_side_not_named(record: SessionContent) -> SessionContent:
    return without(record, cue_at(record, "side", "Right knee."))


def a_side_named_too_early(record: SessionContent) -> SessionContent:
    return moved(record, cue_at(record, "side", "Right knee."), -5000)


# 7. Breath


def no_breath_cue_in_the_first_rep(record: SessionContent) -> SessionContent:
    return without(record, cue_at(record, "breath", after=begins(record, "bridge")))


def no_breath_cue_in_a_fourth_rep(record: SessionContent) -> SessionContent:
    slot = slot_at(record, "hold", "pelvic-tilt", rep=4)
    return without(record, *cues_in(record, slot, "breath"))


def no_breath_cue_in_a_long_hold(record: SessionContent) -> SessionContent:
    slot = slot_at(record, "hold", "plank", set=2)
    return without(record, *cues_in(record, slot, "breath"))


def a_breath_too_short(record: SessionContent) -> SessionContent:
    return cut(record, slot_at(record, "breathe", rep=6).end_ms - 1500, 1500)


# 8. Safety, counts, length, rising


def no_emergency_line(record: SessionContent) -> SessionContent:
    return without(record, cue_at(record, "safety", "numbness between your legs"))


def no_stop_line(record: SessionContent) -> SessionContent:
    return without(record, cue_at(record, "safety", "sharp pain"))


def an_emergency_line_too_late(record: SessionContent) -> SessionContent:
    line = cue_at(record, "safety", "bladder")
    return moved(record, line, slot_at(record, "rest").start_ms + 7000 - line.start_ms)


def a_wrong_number(record: SessionContent) -> SessionContent:
    return instead(record, cue_at(record, "count", "Three."), text="Four.")


def a_rep_not_announced(record: SessionContent) -> SessionContent:
    return without(record, cue_at(record, "count", "Two.", nth=1))


def a_rep_announced_twice(record: SessionContent) -> SessionContent:
    count = cue_at(record, "count", "Three.", after=begins(record, "bridge"))
    return added(record, "count", "Three.", count.end_ms + 200, count.end_ms + 500)


def a_length_that_is_not_true(record: SessionContent) -> SessionContent:
    return instead(
        record,
        cue_at(record, "opening", "This session takes"),
        text="This session takes about nine minutes, and you need a mat.",
    )


def no_length(record: SessionContent) -> SessionContent:
    return without(record, cue_at(record, "opening", "This session takes"))


def eyes_not_opened(record: SessionContent) -> SessionContent:
    return without(record, [c for c in record.cues if c.text == "Open your eyes."][-1])


def no_time_to_rise(record: SessionContent) -> SessionContent:
    rise = cue_at(record, "closing", "come up slowly")
    settle = [
        slot for slot in record.slots if slot.kind == "settle" and slot.start_ms > rise.end_ms
    ]
    return cut(record, settle[-1].start_ms, 5000)


# 9. Eyes


def eyes_opened_unasked(record: SessionContent) -> SessionContent:
    settle = slot_at(record, "settle")
    return added(record, "eyes", "Open your eyes.", settle.start_ms + 2000, settle.start_ms + 3000)


def told_to_rise_before_the_eyes_are_open(record: SessionContent) -> SessionContent:
    rise = cue_at(record, "closing", "come up slowly")
    opened = [c for c in record.cues if c.text == "Open your eyes."][-1]
    return moved(record, opened, rise.end_ms - opened.start_ms)


# 10. Tones


def a_tone_not_explained(record: SessionContent) -> SessionContent:
    return without(record, *[cue for cue in record.cues if cue.role == "tones"])


def a_tone_explained_twice(record: SessionContent) -> SessionContent:
    told = next(cue for cue in record.cues if cue.role == "tones" and cue.tone)
    begun = slot_at(record, "breathe", rep=4).start_ms
    return with_cues(
        record, [*record.cues, replace(told, start_ms=begun + 600, end_ms=begun + 900)]
    )


def a_tone_with_two_meanings(record: SessionContent) -> SessionContent:
    cue = next(cue for cue in record.cues if cue.tone == "exhale" and cue.role == "phase")
    return instead(record, cue, role="countdown-of-none")


def a_breath_tone_in_a_hold(record: SessionContent) -> SessionContent:
    slot = slot_at(record, "hold", "childs-pose")
    start = slot.start_ms + 9000
    tone = RecordedCue("", "presence", "tone", start, start + 400, "exhale")
    return with_cues(record, [*record.cues, tone])


def tones_explained_at_length(record: SessionContent) -> SessionContent:
    last = [cue for cue in record.cues if cue.role == "tones"][-1]
    return instead(record, last, end_ms=last.start_ms + 14_500)


# 12. The period of breathing


def a_wait_between_two_breaths(record: SessionContent) -> SessionContent:
    begun = slot_at(record, "breathe", rep=6).start_ms

    def after(ms: int) -> int:
        return ms + 2000 if ms >= begun else ms

    slots = tuple(
        replace(slot, start_ms=after(slot.start_ms), end_ms=after(slot.start_ms) + length)
        for slot in record.slots
        for length in [slot.end_ms - slot.start_ms]
    )
    later = replace(record, slots=slots, duration_ms=record.duration_ms + 2000)
    cues = [
        replace(c, start_ms=after(c.start_ms), end_ms=after(c.start_ms) + c.end_ms - c.start_ms)
        for c in record.cues
    ]
    return with_cues(later, cues)


# 13. The side in the move


def the_other_side_in_the_move(record: SessionContent) -> SessionContent:
    cue = cue_at(record, "position", "left side")
    return instead(record, cue, text=cue.text.replace("left", "right"))


def a_change_of_side_half_explained(record: SessionContent) -> SessionContent:
    return without(record, cue_at(record, "switch", "Bend your left knee"))


# 14. The first movement


def a_long_wait_before(record: SessionContent) -> SessionContent:
    """In two parts: one of them alone would be a silence that nobody asked for."""
    once = put_off(record, record.slots[2].start_ms, 18_000)
    return put_off(once, once.slots[3].start_ms, 18_000)


# 15. Dose and rep


def the_last_rep_not_told(record: SessionContent) -> SessionContent:
    return instead(record, cue_at(record, "count", "Fifteen."), text="", voice="tone")


def five_reps_not_told(record: SessionContent) -> SessionContent:
    for number in ("Two.", "Three.", "Four.", "Five.", "Six."):
        count = cue_at(record, "count", number, after=begins(record, "bridge"))
        record = instead(record, count, text="", voice="tone")
    return record


def a_dose_not_told(record: SessionContent) -> SessionContent:
    return without(record, *[cue for cue in record.cues if cue.role == "dose"][-2:])


# 16. Intervals


def a_rest_cut_short(record: SessionContent) -> SessionContent:
    return cut(record, slot_at(record, "rest", "march").start_ms + 1, 500)


SPOILT: list[tuple[int, str, Spoil]] = [
    (1, "daily", no_time_after_the_last_instruction),
    (1, "daily", no_time_to_kneel),
    (1, "daily", no_time_to_swap_legs),
    (2, "daily", a_long_set_up_line),
    (2, "daily", speech_without_a_pause),
    (3, "daily", a_hold_cut_short),
    (3, "daily", a_hold_drawn_out),
    (3, "daily", a_longer_hold_in_the_dose),
    (3, "daily", a_number_off_its_second),
    (3, "daily", a_number_too_early),
    (3, "breathing", a_number_off_its_second),
    (3, "daily", a_line_among_the_last_seconds),
    (3, "daily", a_line_that_ends_among_the_last_seconds),
    (3, "daily", a_number_left_out),
    (4, "daily", a_prompt_that_comes_late),
    (4, "daily", a_prompt_that_lasts_too_long),
    (4, "daily", a_prompt_that_fills_its_phase),
    (5, "daily", a_long_silence),
    (5, "daily", a_talkative_hold),
    (5, "daily", a_talkative_rep),
    (6, "daily", one_side_short),
    (6, "daily", another_rep_in_the_dose),
    (6, "daily", another_set_in_the_dose),
    (6, "daily", a_side_not_named),
    (6, "daily", a_side_named_too_early),
    (7, "daily", no_breath_cue_in_the_first_rep),
    (7, "daily", no_breath_cue_in_a_fourth_rep),
    (7, "sets", no_breath_cue_in_a_long_hold),
    (7, "breathing", a_breath_too_short),
    (8, "daily", no_emergency_line),
    (8, "breathing", no_emergency_line),
    (8, "daily", no_stop_line),
    (8, "sets", an_emergency_line_too_late),
    (8, "daily", a_wrong_number),
    (8, "daily", a_rep_not_announced),
    (8, "daily", a_rep_announced_twice),
    (8, "daily", a_length_that_is_not_true),
    (8, "daily", no_length),
    (8, "daily", eyes_not_opened),
    (8, "daily", no_time_to_rise),
    (8, "breathing", eyes_not_opened),
    (8, "breathing", no_time_to_rise),
    (9, "daily", eyes_opened_unasked),
    (9, "daily", told_to_rise_before_the_eyes_are_open),
    (10, "breathing", a_tone_not_explained),
    (10, "breathing", a_tone_explained_twice),
    (10, "breathing", a_tone_with_two_meanings),
    (10, "daily", a_breath_tone_in_a_hold),
    (10, "breathing", tones_explained_at_length),
    (12, "breathing", a_wait_between_two_breaths),
    (13, "sets", the_other_side_in_the_move),
    (13, "daily", a_change_of_side_half_explained),
    (14, "daily", a_long_wait_before),
    (15, "daily", the_last_rep_not_told),
    (16, "intervals", a_rest_cut_short),
    (15, "daily", five_reps_not_told),
    (15, "daily", a_dose_not_told),
]


@of_each(SPOILT)
def test_what_is_spoilt_is_reported_by_its_check_alone(check: int, name: str, spoil: Spoil) -> None:
    spoilt = spoil(good(name))
    assert spoilt != good(name)
    assert checks_that_report(spoilt, name) == {check}


def test_a_record_that_names_other_exercises_than_its_slots_is_refused() -> None:
    record = replace(good("daily"), exercises=good("daily").exercises[1:])
    with pytest.raises(SessionError, match="its slots are of") as raised:
        findings(record, script_of("daily"))
    assert "Build the session again" in raised.value.remedy


def test_every_check_is_put_to_the_test() -> None:
    of_profiles = {11}  # test_avoid has it: a session without a profile avoids nothing
    assert {check for check, _, _ in SPOILT} | of_profiles == {*CHECKS}


def test_findings_come_in_the_order_of_the_session() -> None:
    record = eyes_not_opened(a_wrong_number(no_emergency_line(a_long_set_up_line(good("daily")))))
    times = [finding.at_ms for finding in findings(record, script_of("daily"))]
    assert len(times) == 4
    assert times == sorted(times)


@pytest.mark.parametrize("name", ROUTINES)
def test_no_voice_can_make_a_hold_differ_from_its_dose(name: str) -> None:
    """Lines of any length may break other rules, which the review finds without an error."""
    script = script_of(name)
    found = findings(recorded(script, scattered_ms(1), may_fail=True), script)
    assert not [finding for finding in found if finding.phrase.kind == "rule-holds/length"]


def test_a_slow_half_way_becomes_a_tone_where_a_hold_would_be_talked_full() -> None:
    """As long as flite takes for what is said in a hold."""
    said_ms = {"Halfway.": 965, "Stay.": 785, "Three.": 590, "Two.": 420, "One.": 590}

    def length_ms(sound: Sound) -> int:
        return said_ms.get(getattr(sound, "text", ""), 0) or estimated_ms(sound)

    heard = set()
    for name in ("daily-15", "daily", "relief"):
        record = recorded(shipped(name), length_ms)
        assert findings(record, shipped(name)) == []
        for slot in record.slots:
            seconds = (slot.end_ms - slot.start_ms) // 1000
            if slot.kind == "hold" and seconds in (20, 30):
                heard |= {(seconds, cue.text) for cue in cues_in(record, slot, "halfway")}
    assert heard == {(20, ""), (30, "Halfway.")}
