"""What a profile makes of a routine: what it asks for, and rules that hold for any profile."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.coach.sessions import (
    ROUTINES,
    SHIPPED,
    estimated_ms,
    findings,
    recorded,
    scheduled,
    shipped,
    with_steps,
)
from voicecoach.checks.profiles import check_profile
from voicecoach.checks.routines import check_script, checked_script
from voicecoach.coach.compile.session import compile_session
from voicecoach.coach.tailor import tailor, tailoring
from voicecoach.coach.timeline import Fixed, Spoken
from voicecoach.formats.fields import Position
from voicecoach.formats.problems import Where, errors
from voicecoach.library.script import Script
from voicecoach.model.breathing import Breathing
from voicecoach.model.contraindications import Contraindication
from voicecoach.model.dose import Dose, Range, parse_dose
from voicecoach.model.dose_change import DoseChange, Scaled, parse_change
from voicecoach.model.profile import Omission, Profile, Replacement
from voicecoach.model.routine import (
    BreatheStep,
    ExerciseStep,
    IncludeStep,
    RepeatStep,
    RestStep,
    SectionStep,
    Step,
    StepBody,
    TransitionStep,
)
from voicecoach.model.steps import flattened

LIBRARY = {name: exercise for name, (exercise, _) in SHIPPED.exercises().items()}
COACHING = shipped("daily").rules
NAMES = sorted(LIBRARY)


def profile(**said: Any) -> Profile:
    """A profile as it comes from a file."""
    made = Profile("test", **said)
    object.__setattr__(made, "file", "profile.yaml")
    return made


def out(*names: str) -> tuple[Omission, ...]:
    return tuple(Omission(name, "", index) for index, name in enumerate(names))


def script_of(*bodies: StepBody) -> Script:
    steps = (Step(body, Where("own.yaml", ("steps", n))) for n, body in enumerate(bodies))
    return replace(with_steps(shipped("daily"), tuple(steps)), exercises=LIBRARY)


def tailored(script: Script, person: Profile) -> tuple[list[StepBody], list[str]]:
    """What is then done, and the codes of what is wrong with it."""
    changed, problems = tailor(script, person, LIBRARY)
    return bodies(changed), [problem.code for problem in problems]


def bodies(script: Script) -> list[StepBody]:
    return [step.body for step in flattened(script.routine.steps, script.routines)]


def exercises(found: list[StepBody]) -> list[str]:
    return [body.exercise for body in found if isinstance(body, ExerciseStep)]


def doses(
    change: str | dict[str, object], dose: str, exercise: str = "knee-to-chest"
) -> list[Dose]:
    """The doses that come of one dose by a change."""
    person = profile(exercises={exercise: parse_change(change)})
    found, _ = tailored(script_of(ExerciseStep(exercise, parse_dose(dose))), person)
    return [body.dose for body in found if isinstance(body, ExerciseStep)]


# Doses


def test_a_figure_replaces_the_routines_and_leaves_the_others() -> None:
    assert doses("5 reps", "2 sets, 3 reps, hold 20s") == [parse_dose("2 sets, 5 reps, hold 20s")]


def test_a_factor_multiplies_a_figure_in_whole_reps_and_seconds() -> None:
    assert doses("reps x0.5", "3 reps, hold 25s") == [parse_dose("2 reps, hold 25s")]
    assert doses({"hold": "x0.5"}, "3 reps, hold 25s") == [parse_dose("3 reps, hold 13s")]
    assert doses("x0.1 reps", "2-9 reps") == [parse_dose("1 reps")]


def test_a_factor_multiplies_what_the_exercise_gives_where_the_routine_says_nothing() -> None:
    assert doses("hold x0.5", "3 reps") == [parse_dose("3 reps, hold 10-15s")]
    assert doses("rest x2", "3 sets", "bridge") == [parse_dose("3 sets, rest 90s")]


def test_a_factor_of_holds_reaches_into_a_tempo() -> None:
    assert doses("hold x0.5", "3 reps, tempo 3-20-3-3") == [parse_dose("3 reps, tempo 3-10-3-3")]


def test_one_side_only() -> None:
    assert doses({"sides": "left"}, "3 reps each side") == [parse_dose("3 reps left side")]


def test_a_step_of_the_other_side_alone_goes_where_only_one_side_is_done() -> None:
    steps = [ExerciseStep("bird-dog", parse_dose(f"3 reps {side}")) for side in ("left", "right")]
    found, _ = tailored(script_of(*steps), profile(exercises={"bird-dog": parse_change("left")}))
    assert found == steps[:1]


def test_more_on_one_side_makes_two_steps_the_first_side_first() -> None:
    found = doses({"right": "5 reps"}, "3 reps, hold 20s")
    assert found == [
        parse_dose("3 reps, hold 20s, left side"),
        parse_dose("5 reps, hold 20s, right side"),
    ]
    found = doses({"left": "5 reps", "right": "3 reps"}, "4 reps", "bird-dog")
    assert [dose.sides for dose in found] == ["right", "left"]


def test_a_side_that_the_routine_does_not_do_is_not_brought_in() -> None:
    assert doses({"right": "5 reps", "left": "9 reps"}, "3 reps right side") == [
        parse_dose("5 reps right side")
    ]


def test_what_is_said_most_closely_of_a_figure_counts() -> None:
    person = profile(
        exercises={"bridge": parse_change("8 reps")},
        positions={"lying-on-back": parse_change("reps x0.5, hold x2")},
        factors={"reps": 0.1, "sets": 2},
    )
    script = script_of(
        ExerciseStep("bridge", parse_dose("10 reps, hold 5s")),
        ExerciseStep("pelvic-tilt", parse_dose("10 reps, hold 5s")),
        ExerciseStep("cat-cow", parse_dose("10 reps")),
    )
    found, _ = tailored(script, person)
    assert [body.dose for body in found if isinstance(body, ExerciseStep)] == [
        parse_dose("2 sets, 8 reps, hold 10s"),
        parse_dose("2 sets, 5 reps, hold 10s"),
        parse_dose("2 sets, 1 reps"),
    ]


def test_a_position_changes_only_figures_that_an_exercise_has() -> None:
    person = profile(positions={"lying-on-back": parse_change("hold 5s, left side")})
    script = script_of(ExerciseStep("dead-bug"), ExerciseStep("bridge"))
    found, _ = tailored(script, person)
    assert found == [
        ExerciseStep("dead-bug", Dose(sides="left"), source="editorial"),
        ExerciseStep("bridge", parse_dose("hold 5s"), source="editorial"),
    ]


def test_an_unsafe_dose_is_refused_at_its_place_in_the_profile() -> None:
    person = profile(factors={"hold": 5})
    script, _ = tailor(script_of(ExerciseStep("bridge", parse_dose("hold 30s"))), person, LIBRARY)
    (problem,) = errors(check_script(script))
    assert (problem.code, problem.where) == ("unsafe-dose", Where("profile.yaml", ("factors",)))


# What is left out, and what is done instead


def test_what_is_left_out_takes_the_rest_beside_it_along() -> None:
    steps = (ExerciseStep("bridge"), RestStep(30_000), ExerciseStep("plank"))
    assert tailored(script_of(*steps), profile(leave_out=out("plank")))[0] == [steps[0]]
    assert tailored(script_of(*steps), profile(leave_out=out("bridge")))[0] == [steps[2]]
    more = (*steps, RestStep(20_000), ExerciseStep("cat-cow"))
    found, _ = tailored(script_of(*more), profile(leave_out=out("plank")))
    assert found == [more[0], more[1], more[4]]


def test_an_exercise_is_replaced_with_the_others_own_dose() -> None:
    person = profile(
        instead={"superman-hold": Replacement("bird-dog", "sore shoulders")},
        exercises={"bird-dog": parse_change("6 reps")},
    )
    body = ExerciseStep("superman-hold", parse_dose("5 reps, hold 3s"), say="Be brave.")
    script, _ = tailor(script_of(body), person, LIBRARY)
    (change,) = script.changes
    assert bodies(script) == [ExerciseStep("bird-dog", parse_dose("6 reps"), source="editorial")]
    assert change.reason == "sore shoulders"
    assert not change.implied
    assert set(script.exercises) == {"bird-dog"}


def test_two_exercises_can_change_places() -> None:
    person = profile(
        instead={"bridge": Replacement("plank"), "plank": Replacement("bridge")},
    )
    found, _ = tailored(script_of(ExerciseStep("bridge"), ExerciseStep("plank")), person)
    assert exercises(found) == ["plank", "bridge"]


def test_easier_and_harder_take_the_librarys_variants() -> None:
    person = profile(easier=("bird-dog",), harder=("pelvic-tilt",))
    script = script_of(ExerciseStep("bird-dog"), ExerciseStep("pelvic-tilt"))
    assert exercises(tailored(script, person)[0]) == ["leg-reach", "bridge"]


@pytest.mark.parametrize(
    ("avoid", "exercise", "instead"),
    [
        ("prone", "superman-hold", "bird-dog"),
        ("kneeling", "cat-cow", "seated-cat-cow"),
        ("kneeling", "childs-pose", "knee-to-chest"),
        ("floor", "seated-spinal-twist", "chair-twist"),
        ("loaded-flexion", "partial-crunch", "pelvic-tilt"),
        ("on-back", "bridge", None),
        ("wrists", "bird-dog", None),
        ("end-rotation", "lumbar-rotation", None),
        ("end-rotation", "seated-spinal-twist", None),
        ("deep-knees", "wall-sit", None),
        ("deep-knees", "knee-to-chest", None),
        ("loaded-flexion", "seated-cat-cow", None),
    ],
)
def test_what_is_avoided_is_replaced_by_an_easier_variant_or_left_out_and_that_is_said(
    avoid: Contraindication, exercise: str, instead: str | None
) -> None:
    script = script_of(ExerciseStep(exercise), ExerciseStep("shoulder-rolls"))
    found, _ = tailor(script, profile(avoid=(avoid,)), LIBRARY)
    assert exercises(bodies(found))[:-1] == ([instead] if instead else [])
    (change,) = found.changes
    assert change.implied
    assert str(change.reason).startswith("no ")


def test_a_harder_variant_is_named_but_never_given_unasked() -> None:
    script, _ = tailor(
        script_of(ExerciseStep("bird-dog"), ExerciseStep("bridge")),
        profile(avoid=("wrists",), surface="floor"),
        LIBRARY,
    )
    assert exercises(bodies(script)) == ["bridge"]
    assert "'plank' would do, but is harder" in str(script.changes[0].reason)


def test_a_variant_that_the_routine_has_already_is_not_brought_in_again() -> None:
    script = script_of(*map(ExerciseStep, ["childs-pose", "knee-to-chest", "childs-pose"]))
    found, _ = tailored(script, profile(avoid=("kneeling",)))
    assert exercises(found) == ["knee-to-chest"]
    script = script_of(*map(ExerciseStep, ["bridge", "childs-pose", "childs-pose"]))
    found, _ = tailored(script, profile(avoid=("kneeling",)))
    assert exercises(found) == ["bridge", "knee-to-chest", "knee-to-chest"]


def test_two_exercises_with_one_easier_variant_do_not_both_become_it() -> None:
    exercise = replace(LIBRARY["bridge"], strains=("loaded-flexion",))
    script = script_of(ExerciseStep("bridge"), ExerciseStep("partial-crunch"))
    found, _ = tailor(script, profile(avoid=("loaded-flexion",)), LIBRARY | {"bridge": exercise})
    assert exercises(bodies(found)) == ["pelvic-tilt"]


# Sections, circuits, includes


def nested(*names: str) -> tuple[Step, ...]:
    return tuple(Step(ExerciseStep(name), Where("own.yaml", ("inner", name))) for name in names)


def test_an_emptied_section_vanishes_with_a_warning() -> None:
    say = SectionStep("Strength", nested("plank"))
    script = script_of(ExerciseStep("bridge"), say)
    person = profile(leave_out=out("plank"))
    changed, problems = tailor(script, person, LIBRARY)
    assert [type(step.body) for step in changed.routine.steps] == [ExerciseStep]
    assert [(problem.code, problem.severity) for problem in problems] == [
        ("empty-section", "warning")
    ]
    assert "Strength" in problems[0].message


def test_circuits_and_sections_are_tailored_inside() -> None:
    circuit = RepeatStep(2, nested("bridge", "plank"))
    person = profile(leave_out=out("plank"))
    found, codes = tailored(
        script_of(SectionStep("Strength", (Step(circuit, Where("x")),))), person
    )
    assert exercises(found) == ["bridge", "bridge"]
    assert codes == []


def test_an_included_routine_is_tailored_and_vanishes_when_nothing_is_left() -> None:
    found, codes = tailored(shipped("daily"), profile(leave_out=out("march")))
    assert exercises(found)[0] == "shoulder-rolls"
    assert codes == []
    script, problems = tailor(
        shipped("daily"), profile(leave_out=out("march", "shoulder-rolls")), LIBRARY
    )
    assert not any(isinstance(step.body, IncludeStep) for step in script.routine.steps)
    assert [problem.code for problem in problems] == ["empty-section"]
    assert script.routines == {}


def test_a_routine_of_which_only_the_warm_up_is_left_is_an_error() -> None:
    person = profile(avoid=("on-back",))
    script = shipped("gentle")
    steps = tuple(s for s in script.routine.steps if not isinstance(s.body, BreatheStep))
    _, problems = tailor(with_steps(script, steps), person, LIBRARY)
    assert [problem.code for problem in errors(problems)] == ["empty-routine"]


def test_a_change_to_an_avoided_position_goes_to_a_chair_with_a_warning() -> None:
    found, codes = tailored(shipped("breathing"), profile(avoid=("on-back",)))
    assert found[0] == TransitionStep("chair")
    assert codes == ["avoided-position"]


def test_what_a_floor_would_ask_for_is_done_on_a_bed() -> None:
    script, problems = tailor(shipped("gentle"), profile(avoid=("kneeling",)), LIBRARY)
    assert script.surface == "bed"
    assert problems == []
    assert exercises(bodies(script)) == ["march", "shoulder-rolls", "pelvic-tilt", "knee-to-chest"]


def test_a_surface_that_asks_for_what_is_avoided_is_an_error() -> None:
    person = profile(avoid=("kneeling",), surface="floor")
    assert tailored(shipped("gentle"), person)[1] == ["avoided-movement"]
    assert tailored(shipped("desk-break"), person)[1] == []
    by_sofa = profile(avoid=("wrists",), floor="by-sofa")
    assert tailored(shipped("gentle"), by_sofa)[1] == ["avoided-movement"]


# Time


def test_breaths_have_the_persons_lengths_as_often_as_the_routine_says() -> None:
    script = script_of(BreatheStep(Breathing(4000, 0, 6000, 0, 6)), BreatheStep(Breathing(total=9)))
    found, _ = tailored(script, profile(breath=Breathing(3000, 0, 5000, 0)))
    assert found == [
        BreatheStep(Breathing(3000, 0, 5000, 0, 6)),
        BreatheStep(Breathing(3000, 0, 5000, 0, None, 9)),
    ]


def test_a_slow_pace_stretches_movements_and_settling_but_no_hold() -> None:
    script, _ = tailor(shipped("daily"), profile(pace=1.5), LIBRARY)
    before, after = LIBRARY["cat-cow"].phases, script.exercises["cat-cow"].phases
    assert [(phase.length, phase.first) for phase in after] == [(6000, 7500)] * len(before)
    assert script.exercises["bridge"].phases[1] == LIBRARY["bridge"].phases[1]
    assert script.coaching.settle_factor == 1.5
    assert bodies(script) == bodies(shipped("daily"))


def test_a_quick_pace_leaves_settling_as_it_is() -> None:
    script, _ = tailor(shipped("daily"), profile(pace=0.8), LIBRARY)
    assert script.coaching.settle_factor == 1
    assert script.exercises["bridge"].phases[0].length == 2400


def test_a_tempo_of_the_routine_follows_the_pace() -> None:
    body = ExerciseStep("bridge", parse_dose("5 reps, tempo 2-5-2-1"))
    found, _ = tailored(script_of(body), profile(pace=1.5))
    assert found == [replace(body, dose=parse_dose("5 reps, tempo 3-5-3-1.5"), source="editorial")]


def test_rests_follow_their_factor() -> None:
    script = script_of(ExerciseStep("bridge"), RestStep(31_000), ExerciseStep("plank"))
    assert RestStep(47_000) in tailored(script, profile(factors={"rest": 1.5}))[0]


def test_a_figure_of_the_profile_never_loosens_what_routine_or_exercise_have_stricter() -> None:
    routine = shipped("daily")
    strict = replace(
        routine,
        coaching=replace(
            routine.coaching,
            settle_factor=2.0,
            settle={**routine.coaching.settle, "same": (9000,)},
        ),
    )
    person = profile(
        coaching={"settle_factor": 1.5, "settle": {"same": (6000,), "approach": (20_000,)}}
    )
    figures = tailor(strict, person, LIBRARY)[0].coaching
    assert figures.settle_factor == 2
    assert figures.settle["same"] == (9000,)
    assert figures.settle["approach"] == (20_000,)
    person = profile(coaching={"isometric_hold_error": 8000})
    script = script_of(ExerciseStep("bird-dog", parse_dose("5 reps, hold 10s")))
    script, _ = tailor(script, person, LIBRARY)
    assert [problem.code for problem in errors(check_script(script))] == ["unsafe-dose"]


def test_a_greeting_is_spoken_only_when_asked_for() -> None:
    silent = tailor(shipped("gentle"), profile(name="Anna"), LIBRARY)[0]
    assert silent.greeting is None
    spoken = tailor(shipped("gentle"), profile(name="Anna", greet=True), LIBRARY)[0]
    assert spoken.greeting == "Hello, Anna."
    own = profile(name="Anna", greet=True, greeting="Good morning, my dear.")
    assert tailor(shipped("gentle"), own, LIBRARY)[0].greeting == "Good morning, my dear."


@pytest.mark.slow
def test_what_is_brought_in_has_its_faults_told(tmp_path: Path) -> None:
    (tmp_path / "exercises").mkdir()
    source = SHIPPED.find("exercises", "plank")
    assert source is not None
    text = source.read_text(encoding="utf-8").replace("hold 10s", "hold 5m")
    (tmp_path / "exercises" / "plank.yaml").write_text(text, encoding="utf-8")
    library = type(SHIPPED)((tmp_path, *SHIPPED.roots))
    file = library.find("routines", "gentle")
    assert file is not None
    person = profile(instead={"pelvic-tilt": Replacement("plank")})
    script, problems = checked_script(library, file, adapt=tailoring(person, library))
    assert script is None
    assert "unsafe-dose" in {problem.code for problem in problems}


# Any profile

figures = st.integers(1, 12).map(lambda n: Range(n, n))
lengths = st.integers(1, 12).map(lambda n: Range(n * 1000, n * 1000))
factors = st.dictionaries(
    st.sampled_from(get_args(Scaled)), st.sampled_from([0.1, 0.5, 0.8, 1, 1.2, 2])
)


@st.composite
def changes(draw: st.DrawFn, sides: bool = True) -> DoseChange:
    by = draw(factors)
    dose = Dose(
        sets=None
        if "sets" in by
        else draw(st.none() | st.integers(1, 3).map(lambda n: Range(n, n))),
        reps=None if "reps" in by else draw(st.none() | figures),
        hold=None if "hold" in by else draw(st.none() | lengths),
        rest=None if "rest" in by else draw(st.none() | lengths),
    )
    if not sides:
        return DoseChange(dose, by)
    kind = draw(st.sampled_from(["none", "one", "apart"]))
    if kind == "one":
        return DoseChange(replace(dose, sides=draw(st.sampled_from(["left", "right"]))), by)
    apart = changes(sides=False) if kind == "apart" else st.none()
    return DoseChange(dose, by, draw(st.none() | apart), draw(st.none() | apart))


names = st.sampled_from(NAMES)
some = st.lists(names, max_size=3, unique=True)


@st.composite
def profiles(draw: st.DrawFn, sides: bool = True) -> Profile:
    person = profile(
        name=draw(st.none() | st.just("Ada")),
        greet=draw(st.booleans()),
        exercises=draw(st.dictionaries(names, changes(sides), max_size=4)),
        positions=draw(
            st.dictionaries(st.sampled_from(get_args(Position)), changes(sides), max_size=2)
        ),
        factors=draw(factors),
        leave_out=out(*draw(some)),
        instead=draw(st.dictionaries(names, names.map(Replacement), max_size=2)),
        easier=tuple(draw(some)),
        harder=tuple(draw(some)),
        avoid=tuple(
            draw(st.lists(st.sampled_from(get_args(Contraindication)), max_size=2, unique=True))
        ),
        pace=draw(st.sampled_from([0.8, 1, 1.3, 1.5])),
        settle=draw(st.sampled_from([1, 1.5, 2])),
        breath=draw(st.none() | st.just(Breathing(3000, 0, 5000, 0))),
    )
    clashing = {str(p.where.path[0]) for p in errors(check_profile(person, LIBRARY, COACHING))}
    without: dict[str, Any] = {key: type(getattr(person, key))() for key in clashing & EMPTY}
    if not person.name:
        without["greet"] = False
    person = profile(**(fields_of(person) | without))
    assume(not errors(check_profile(person, LIBRARY, COACHING)))
    return person


EMPTY = {"exercises", "positions", "leave_out", "instead", "easier", "harder", "avoid"}


def fields_of(person: Profile) -> dict[str, object]:
    return {name: getattr(person, name) for name in person.__slots__ if name not in SET_LATER}


SET_LATER = ("profile", "file")
routines = st.sampled_from(ROUTINES)


@given(routines, profiles())
def test_tailoring_twice_changes_nothing_more(name: str, person: Profile) -> None:
    once, _ = tailor(shipped(name), person, LIBRARY)
    twice, _ = tailor(once, person, LIBRARY)
    assert twice == once


@pytest.mark.slow
@given(routines, profiles())
def test_any_accepted_profile_compiles_and_says_each_change(name: str, person: Profile) -> None:
    script, problems = tailor(shipped(name), person, LIBRARY)
    assume(not errors([*problems, *check_script(script)]))
    timeline = compile_session(script)
    performed = [each.exercise for each in timeline.exercises]
    assert performed == exercises(bodies(script))
    for exercise in script.exercises.values():
        assert not exercise.strains_on(script.surface) & {*person.avoid}
        assert exercise.suits(script.surface)
    if exercises(bodies(script)) != exercises(bodies(shipped(name))):
        assert script.changes


@pytest.mark.slow
@given(routines, profiles())
def test_a_tailored_session_keeps_the_checks(name: str, person: Profile) -> None:
    script, problems = tailor(shipped(name), person, LIBRARY)
    assume(not errors([*problems, *check_script(script)]))
    _, unfit = scheduled(compile_session(script), estimated_ms)
    assume(not unfit)  # a rest of a second has no room for its words, which a build tells
    found = findings(recorded(script, estimated_ms), script)
    # What somebody puts in the place of the first exercise may take longer to explain.
    assert [each for each in found if not (person.instead and each.check == 14)] == []


@given(routines, profiles(sides=False))
def test_sides_stay_balanced_unless_the_profile_names_one(name: str, person: Profile) -> None:
    script, problems = tailor(shipped(name), person, LIBRARY)
    assume(not errors([*problems, *check_script(script)]))
    done = {"left": 0, "right": 0}
    for slot in compile_session(script).slots:
        if slot.side and slot.kind in ("move", "hold"):
            assert isinstance(slot.length, Fixed | Spoken)
            held = slot.length.ms if isinstance(slot.length, Fixed) else slot.length.least
            done[slot.side] += held
    assert done["left"] == done["right"]


@given(routines)
def test_a_profile_that_asks_for_nothing_changes_nothing(name: str) -> None:
    before = shipped(name)
    script, problems = tailor(before, profile(), LIBRARY)
    assert replace(script, profile=None) == before
    assert problems == []
    assert script.changes == ()
