"""What is done in bed begins there lying, stays there, and ends at its edge, for whomever."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.coach.sessions import SHIPPED, findings, recorded, shipped
from tests.facts import of_each
from voicecoach.checks.routines import check_script
from voicecoach.coach.compile.opening import surface_of
from voicecoach.coach.tailor import tailor
from voicecoach.formats.problems import Where, errors
from voicecoach.library.script import Script
from voicecoach.model.dose import Dose
from voicecoach.model.profile import Profile, Replacement
from voicecoach.model.routine import ExerciseStep, Step, StepBody, TransitionStep
from voicecoach.session.record import SessionContent

MORNING = shipped("bed-morning")
EXERCISES = {name: exercise for name, (exercise, _) in SHIPPED.exercises().items()}
WORDS = MORNING.language
IN_BED = sorted(
    name
    for name, each in EXERCISES.items()
    if each.mattress and each.suits("bed") and each.position in ("lying-on-back", "lying-on-side")
)


def doing(*bodies: StepBody) -> Script:
    """The morning's routine with other steps."""
    steps = tuple(Step(body, Where("r.yaml", ("steps", n))) for n, body in enumerate(bodies))
    routine = replace(MORNING.routine, steps=steps, head=replace(MORNING.routine.head, length=None))
    return replace(MORNING, routine=routine, exercises=EXERCISES)


def person(**figures: object) -> Profile:
    return Profile("x", **figures)  # type: ignore[arg-type]


def is_in_bed(record: SessionContent) -> bool:
    """Whether a session begins in bed, needs nothing else to lie on, and ends at its edge."""
    texts = [cue.text for cue in record.cues]
    return (
        "bed" in record.needs
        and "mat" not in record.needs
        and WORDS.opening.first["lying-on-back"] in texts
        and not ON_THE_FLOOR & {*texts}
    )


FLOOR = shipped("daily").language
ON_THE_FLOOR = {
    line
    for move in ("lying-on-back > standing", "standing > floor-sitting")
    for line in FLOOR.moves[move]
} - {line for lines in WORDS.moves.values() for line in lines}


def test_who_lies_there_has_only_to_get_ready() -> None:
    record = recorded(MORNING)
    settle = next(slot for slot in record.slots if slot.kind == "settle")
    assert round((settle.end_ms - settle.start_ms) / 1000) == 12
    floor = recorded(shipped("gentle"))
    assert surface_of(record.needs) == "bed" != surface_of(floor.needs)


def test_it_ends_at_the_edge_with_the_time_of_a_rise() -> None:
    record = recorded(MORNING)
    moves = [line for line in WORDS.moves["lying-on-back > standing"] if isinstance(line, str)]
    said = {cue.text: cue.end_ms for cue in record.cues}
    assert [*map(said.__contains__, moves)] == [True] * 3
    times = MORNING.coaching.settle["lying-on-back > standing"]
    for line, ms in zip(moves, times, strict=True):
        slot = next(s for s in record.slots if s.kind == "settle" and s.start_ms >= said[line] - 50)
        assert slot.end_ms - slot.start_ms == pytest.approx(ms, abs=30)


@pytest.mark.parametrize(
    "figures",
    [
        {},
        {"surface": "floor"},
        {"surface": "bed"},
        {"floor": "by-sofa"},
        {"avoid": ("floor",)},
        {"avoid": ("kneeling", "wrists", "deep-knees")},
    ],
    ids=str,
)
def test_a_profile_does_not_take_it_out_of_bed(figures: dict[str, object]) -> None:
    script, problems = tailor(MORNING, person(**figures), EXERCISES)
    assert not errors(problems)
    assert script.surface == "bed"
    record = recorded(script)
    assert is_in_bed(record)
    assert findings(record, script) == []


def test_what_a_person_avoids_is_left_out_there_too() -> None:
    script, problems = tailor(MORNING, person(avoid=("end-rotation",)), EXERCISES)
    assert not errors(problems)
    assert "lumbar-rotation" not in {each.id for each in recorded(script).exercises}


@of_each(IN_BED)
def test_whatever_a_mattress_allows_can_open_it(name: str) -> None:
    script = doing(ExerciseStep(name, Dose()))
    assert not errors(check_script(script))
    record = recorded(script)
    assert "mat" not in record.needs
    assert [str(each.phrase) for each in findings(record, script)] == []


@pytest.mark.parametrize(
    "body",
    [
        ExerciseStep("bird-dog", Dose()),
        ExerciseStep("deep-neck-flexor", Dose()),
        ExerciseStep("sciatic-slider", Dose()),
        TransitionStep("childs-pose"),
    ],
    ids=["bird-dog", "deep-neck-flexor", "sciatic-slider", "childs-pose"],
)
def test_what_no_mattress_allows_is_refused(body: StepBody) -> None:
    found = [each for each in check_script(doing(body)) if each.code == "not-in-bed"]
    assert [each.severity for each in found] == ["error"]
    assert "surface: bed" in found[0].message


def test_on_the_floor_it_is_not() -> None:
    script = doing(ExerciseStep("bird-dog", Dose()))
    head = replace(script.routine.head, surface=None)
    floor = replace(script, routine=replace(script.routine, head=head), surface="floor")
    assert "not-in-bed" not in {each.code for each in check_script(floor)}


def test_nobody_gets_out_of_bed_for_what_a_profile_gives_instead() -> None:
    given = {"ankle-pumps": Replacement("adductor-stretch"), "pelvic-tilt": Replacement("bridge")}
    script, problems = tailor(MORNING, person(instead=given), EXERCISES)
    assert not errors(problems)
    done = {each.id for each in recorded(script).exercises}
    assert not done & {"ankle-pumps", "adductor-stretch"}
    assert ("bridge" in done) == EXERCISES["bridge"].suits("bed")
