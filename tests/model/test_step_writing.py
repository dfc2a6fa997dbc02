"""Figures of steps: whatever is written back is read as the same, and written alike again."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.coach.sessions import SHIPPED, library_over
from tests.facts import of_each
from voicecoach.app.explain import explained
from voicecoach.formats.document import read_document
from voicecoach.formats.source import DISK
from voicecoach.formats.tidy import tidy
from voicecoach.formats.writing import Plain, in_flow, on_one_line
from voicecoach.library.library import Library
from voicecoach.model.breathing import parse_breathing
from voicecoach.model.moments import AtLine, Bell
from voicecoach.model.routine import (
    BreatheStep,
    ColdStep,
    ExerciseStep,
    HeatStep,
    RepeatStep,
    RestStep,
    Step,
    StepBody,
)
from voicecoach.model.step_reading import read_routine
from voicecoach.model.step_writing import write_step

OWN = Path("/own.yaml")
MARCH = SHIPPED.exercises()["march"][0]
WORKOUTS = library_over(Path(__file__).parents[1] / "data" / "workouts")
ROUTINES = [
    (library, name)
    for library in (SHIPPED, WORKOUTS)
    for name in library.names("routines")
    if library is SHIPPED or name not in SHIPPED.names("routines")
]

lengths = st.integers(1, 9_999_999)
signs = st.characters(categories=["L", "N", "P", "S", "Zs"])
texts = st.text(signs, min_size=1, max_size=40).map(lambda text: " ".join(tidy(text).split()))
texts = texts.filter(lambda text: any(sign.isalpha() for sign in text) and tidy(text) == text)
at_lines = st.lists(st.builds(AtLine, texts, st.none() | lengths), unique_by=lambda at: at.ms)
bells = st.one_of(
    st.builds(Bell),
    st.builds(Bell, every=lengths),
    st.sets(lengths, min_size=1).map(lambda times: Bell(at=tuple(sorted(times)))),
)
steps: st.SearchStrategy[StepBody] = st.one_of(
    st.builds(ExerciseStep, st.just("march"), at=at_lines.map(tuple), bell=bells),
    st.builds(RepeatStep, st.integers(1, 9), most=st.none() | st.integers(10, 20)),
    st.builds(RepeatStep, st.integers(1, 20), work=lengths, rest=lengths | st.just(0)),
    st.builds(RepeatStep, st.integers(1, 20), every=lengths),
    st.builds(BreatheStep, st.just(parse_breathing("box, for 3m"))),
    st.builds(RestStep, lengths),
    st.builds(HeatStep, st.integers(60_000, 1_800_000)),
    st.builds(ColdStep, st.integers(60_000, 1_800_000)),
)


def read_back(written: dict[str, Plain]) -> Step:
    """The first step of a routine that has a step written on one line."""
    held = {**written, "steps": ["march"]} if "repeat" in written else written
    text = f"routine: own\ntitle: Own\nsteps:\n  - {on_one_line(held)}\n"
    routine, problems = read_routine(read_document(OWN, DISK.with_text(OWN, text)))
    assert problems == []
    assert routine is not None
    return routine.steps[0]


@given(steps)
def test_figures_that_are_written_are_read_as_the_same(body: StepBody) -> None:
    written = write_step(body, MARCH)
    if written:
        assert write_step(read_back(written).body, MARCH) == written


@of_each(ROUTINES)
def test_every_step_of_every_routine_is_written_as_it_is_read(library: Library, name: str) -> None:
    file = library.find("routines", name)
    for each in explained(library, [file] if file else []):
        key = next(iter(each.step))
        named = library.find("exercises", key)
        exercise = library.exercise(named).value if named else None
        again = read_back(each.step)
        assert write_step(again.body, exercise) == each.step


def test_intervals_breaths_lines_and_bells_are_printed_back() -> None:
    files = [WORKOUTS.find("routines", name) for name in ("tabata", "couch-to-5k", "walk")]
    lines = [str(each) for file in files if file for each in explained(WORKOUTS, [file])]
    assert lines == [
        "{repeat: 8, work: 20s, rest: 10s}",
        "walking: for 5m",
        "{repeat: 8, work: 1m, rest: 0s}",
        "walking: for 1m30s",
        "walking: for 5m",
        "walking: {dose: for 20m, at: {half: Turn round here., 3m: A little faster now.}, "
        "bell: every 5m}",
    ]
    box = WORKOUTS.find("routines", "box-breathing")
    assert [str(each) for each in explained(WORKOUTS, [box] if box else [])] == [
        "breathe: in 4s, hold 4s, out 4s, hold 4s, for 3m"
    ]


@given(st.dictionaries(st.sampled_from("abc"), texts, min_size=1))
def test_a_text_on_one_line_is_read_as_it_was(value: dict[str, Plain]) -> None:
    for line, meant in ((on_one_line(value), value), (f"x: {in_flow([value])}", {"x": [value]})):
        assert read_document(OWN, DISK.with_text(OWN, line + "\n")).data == meant
