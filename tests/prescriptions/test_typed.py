"""Steps as they are typed: completed, in six languages, and asked about where they are not sure."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.coach.sessions import SHIPPED
from voicecoach.formats.document import read_document_text
from voicecoach.library.begun import BegunNames
from voicecoach.model.dose import parse_dose
from voicecoach.model.exercise import Exercise
from voicecoach.model.step_reading import read_routine
from voicecoach.prescriptions.typed import StepTyping, TypedStep

LANGUAGES = ("en", "de", "es", "fr", "hi", "pt")


@cache
def typing_in(language: str) -> StepTyping:
    names = SHIPPED.exercise_names(SHIPPED.names("languages"))
    own = SHIPPED.exercise_names((language,))
    titles = {name: each.title for name, (each, _) in SHIPPED.exercises(language).items()}
    return StepTyping(BegunNames(names, own, titles), SHIPPED.dose_words())


def read(text: str, language: str = "en") -> TypedStep:
    return typing_in(language).read(text)


@pytest.mark.parametrize(
    ("language", "text", "line"),
    [
        ("en", "bri 3x10 5s", "bridge: 3 sets, 10 reps, hold 5s"),
        ("en", "- bri 3x10 5s", "bridge: 3 sets, 10 reps, hold 5s"),
        ("en", "bridge: 3 sets, 10 reps, hold 5s", "bridge: 3 sets, 10 reps, hold 5s"),
        ("en", "3x10 bridge", "bridge: 3 sets, 10 reps"),
        ("en", "10 glute bridges", "bridge: 10 reps"),
        ("en", "catcow 8", "cat-cow: 8 reps"),
        ("en", "march 2 min", "march: for 2m"),
        ("en", "walk 20 min", "walk: for 20m"),
        ("en", "plank 3x30s", "plank: 3 sets, hold 30s"),
        ("en", "knee chest 3x20s each side", "knee-to-chest: 3 reps, hold 20s, each side"),
        ("en", "single leg st 30s left only", "single-leg-stance: hold 30s, left side"),
        ("en", "side pl 2x20s rest 30s", "side-plank: 2 reps, hold 20s, rest 30s"),
        ("en", "bird dog 10 pairs", "bird-dog: 10 pairs"),
        ("en", "bridge @ 5kg 3x10", "bridge: 3 sets, 10 reps, load 5 kg"),
        ("en", "bridge", "bridge"),
        ("de", "beckenh 3x10 5 Sek", "bridge: 3 sets, 10 reps, hold 5s"),
        (
            "de",
            "knie brust 3 Wdh je Seite, Pause 30 Sek",
            "knee-to-chest: 3 reps, rest 30s, each side",
        ),
        ("de", "einbeinst 30 Sek nur links", "single-leg-stance: hold 30s, left side"),
        ("es", "puente de gl 3 series de 10", "bridge: 3 sets, 10 reps"),
        ("es", "rodilla pecho 3x20s solo izquierda", "knee-to-chest: 3 reps, hold 20s, left side"),
        ("fr", "pont fess 3 séries de 10", "bridge: 3 sets, 10 reps"),
        ("fr", "chat-v 8 répétitions", "cat-cow: 8 reps"),
        ("hi", "ग्लूट ब्रि 3x10", "bridge: 3 sets, 10 reps"),
        ("hi", "एक पैर पर सं 30s", "single-leg-stance: hold 30s"),
        ("pt", "ponte de gl 3x10 5 segundos", "bridge: 3 sets, 10 reps, hold 5s"),
        ("pt", "joelho ao pe 3x20s cada lado", "knee-to-chest: 3 reps, hold 20s, each side"),
    ],
)
def test_the_beginning_of_a_name_and_a_dose_are_enough(language: str, text: str, line: str) -> None:
    typed = read(text, language)
    assert typed.line == line, typed
    assert typed.kind == "exercise"
    assert typed.candidates[0].line == line
    assert "left" not in [part.kind for part in typed.parts]


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_exercise_is_found_by_its_name_and_title_in_every_language(language: str) -> None:
    for name, (exercise, _) in SHIPPED.exercises(language).items():
        for text in (name, exercise.title):
            found = [each.exercise for each in read(f"{text} 10", language).candidates]
            assert name in found, (text, found)
        assert read(name, language).line == name


@pytest.mark.parametrize(
    ("text", "line", "kind"),
    [
        ("rest 30s", "rest: 30s", "rest"),
        ("Pause 30 Sek", "rest: 30s", "rest"),
        ("descanso 1 min", "rest: 1m", "rest"),
        ("rest: 1:30", "rest: 1m30s", "rest"),
        ("repeat 3", "repeat: 3\nsteps:", "repeat"),
        ("repeat 3x", "repeat: 3\nsteps:", "repeat"),
        ("section Strength", "section: Strength\nsteps:", "section"),
        ("heat 15 min", "heat: 15m", "heat"),
        ("in 4s, out 6s, 10 breaths", "breathe: in 4s, out 6s, 10 breaths", "breathe"),
        ("breathe coherent, for 5m", "breathe: coherent, for 5m", "breathe"),
        ("transition lying on b", "transition: lying-on-back", "transition"),
        ("include warm-up", "include: warm-up", "include"),
        ('"Breathe out."', "say: Breathe out.", "say"),
        ("„Und nun: ruhen.“", 'say: "Und nun: ruhen."', "say"),
        ("say Hello: you", 'say: "Hello: you"', "say"),
    ],
)
def test_other_steps_are_typed_too(text: str, line: str, kind: str) -> None:
    typed = read(text)
    assert (typed.line, typed.kind) == (line, kind)
    assert typed.is_sure
    assert not read_document_text("a", line).problems


def test_what_else_begins_so_is_offered() -> None:
    typed = read("bri 10")
    assert typed.line == "bridge: 10 reps"
    assert not typed.is_sure
    assert "bridge-march: 10 reps" in [each.line for each in typed.candidates]
    assert read("bridge 10").is_sure
    assert [each.exercise for each in read("calf 10").candidates[:2]] == [
        "calf-raise",
        "calf-stretch",
    ]


def test_a_slip_of_the_hand_is_asked_about_and_not_taken() -> None:
    typed = read("brigde 10")
    assert (typed.line, typed.is_sure) == ("", False)
    assert typed.candidates[0].line == "bridge: 10 reps"
    assert typed.candidates[0].way == "alike"


def test_a_count_that_may_mean_two_things_is_asked_about() -> None:
    typed = read("heel slide 3x20s")
    assert typed.line == ""
    assert [each.line for each in typed.candidates[:2]] == [
        "heel-slide: 3 reps, hold 20s",
        "heel-slide: 3 sets, hold 20s",
    ]
    assert [each.assumed[0].kind for each in typed.candidates[:2]] == ["typed/reps", "typed/sets"]


def test_what_was_understood_is_told_part_by_part() -> None:
    text = "3x10 bridge 5s slowly please"
    typed = read(text)
    assert [(text[part.start : part.end], part.kind) for part in typed.parts] == [
        ("3x10", "dose"),
        ("bridge", "exercise"),
        ("5s", "dose"),
        ("slowly please", "left"),
    ]
    assert typed.candidates[0].dose == {"sets": "3", "reps": "10", "hold": "5s"}
    assert [phrase.kind for phrase in typed.candidates[0].assumed] == ["typed/held"]


def test_titles_are_in_the_language_that_was_asked_for() -> None:
    (title,) = {each.title for each in read("bridge", "de").candidates if each.exercise == "bridge"}
    assert title == SHIPPED.exercises("de")["bridge"][0].title


@pytest.mark.parametrize(
    "text", ["", " ", "x", "xyzzy 3x10", "3x10", "10", "(", "🦴", "':'", '"\x00"']
)
def test_what_is_no_step_is_none(text: str) -> None:
    typed = read(text)
    assert (typed.line, typed.candidates) == ("", ())
    assert typed.wrong is not None


@given(
    st.lists(
        st.sampled_from(
            ["bri", "cat cow", "knie", "3x10", "5s", "10", "rest 30s", "left", ":", "'"]
        )
        | st.text(max_size=8),
        max_size=6,
    ).map(" ".join)
)
def test_whatever_is_typed_becomes_a_step_that_can_be_read(text: str) -> None:
    typed = read(text)
    for line in filter(None, [typed.line, *(each.line for each in typed.candidates)]):
        if "\n" in line:
            continue
        routine, problems = read_routine(
            read_document_text("a", f"routine: a\ntitle: A\nsteps:\n  - {line}\n")
        )
        assert routine is not None
        assert routine.steps or typed.kind == "include", problems
    assert all(0 <= part.start < part.end <= len(text) for part in typed.parts)


@given(st.sampled_from(sorted(SHIPPED.names("exercises"))), st.data())
def test_a_dose_in_its_written_form_is_read_as_it_is(name: str, data: st.DataObject) -> None:
    exercise: Exercise = SHIPPED.exercises()[name][0]
    sets = data.draw(st.integers(1, 5))
    reps = data.draw(st.integers(1, 20))
    typed = read(f"{name} {sets} sets, {reps} reps")
    assert typed.line.partition(": ")[0] == exercise.exercise
    assert parse_dose(typed.line.partition(": ")[2]) == parse_dose(f"{sets} sets, {reps} reps")
