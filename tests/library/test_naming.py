"""Exercises by what people call them, and what is asked where nobody calls one so."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.coach.sessions import SHIPPED
from voicecoach.library.naming import Names, Naming, words_of

LANGUAGES = ("de", "en", "es", "fr", "hi", "pt")


@cache
def every() -> Names:
    """What exercises are called in any language."""
    return SHIPPED.exercise_names(LANGUAGES)


@cache
def english() -> Names:
    return SHIPPED.exercise_names()


@pytest.mark.parametrize(
    ("called", "exercise"),
    [
        ("glute bridge", "bridge"),
        ("Glute-Bridges", "bridge"),
        ("Crunches", "partial-crunch"),
        ("Child\u2019s pose", "childs-pose"),
        ("CHILD'S POSE", "childs-pose"),
        ("windscreen wipers", "lumbar-rotation"),
        ("Seated twist", "seated-spinal-twist"),
        ("Beckenheben", "bridge"),
        ("schulterbrucke", "bridge"),
        ("puente de glúteos", "bridge"),
        ("Posture de l\u2019enfant", "childs-pose"),
        ("prancha", "plank"),
        ("सेतु आसन", "bridge"),
    ],
)
def test_an_exercise_is_found_by_what_people_call_it(called: str, exercise: str) -> None:
    assert every().called(called) == exercise


def test_every_shipped_exercise_has_aliases_in_every_language() -> None:
    own = {name for name, exercise in every().exercises.items() if exercise.aliases}
    assert own == {*SHIPPED.names("exercises")}
    for code in LANGUAGES:
        for name in SHIPPED.names("exercises") if code != "en" else ():
            file = SHIPPED.find("exercises", name)
            assert file
            _, _, translations = SHIPPED.in_language("exercises", file, code)
            assert any(each.aliases for each in translations), f"{name} in {code}"


@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_that_a_language_calls_an_exercise_is_another(code: str) -> None:
    found: dict[tuple[str, ...], set[str]] = {}
    for each in SHIPPED.exercise_names((code,)).namings:
        found.setdefault(each.words, set()).add(each.exercise)
    assert {words: names for words, names in found.items() if len(names) > 1} == {}


@pytest.mark.parametrize(
    "other",
    [
        "jumping jacks",
        "rope climbing",
        "cartwheel",
        "ice skating",
        "reverse plank",
        "seated row",
        "turkish get-up",
        "pelvic clock",
        "handstand",
        "burpee",
        "squat",
        "kettlebell swing",
        "x",
        "",
        "-",
    ],
)
def test_what_merely_looks_alike_is_not_suggested(other: str) -> None:
    assert every().meant(other) == ""


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("catcow", "cat-cow"),
        ("cat-cwo", "cat-cow"),
        ("brigde", "bridge"),
        ("plonk", "plank"),
        ("bird-dogg", "bird-dog"),
        ("dead-bg", "dead-bug"),
        ("pelvic-tlit", "pelvic-tilt"),
        ("glute_bridge", "bridge"),
        ("hip-bridge", "bridge"),
        ("band-row", "resistance-band-row"),
        ("chest to knee", "knee-to-chest"),
        ("sitting-side-bend", "seated-side-bend"),
    ],
)
def test_a_question_is_by_alias_or_by_words_in_common(written: str, meant: str) -> None:
    assert english().closest(written) == meant


def test_a_question_says_what_the_exercise_is() -> None:
    said = str(english().meant("glute-bridge"))
    assert said.startswith(", did you mean 'bridge' (Bridge: Strengthens the glutes")


def test_only_what_can_be_meant_is_asked_about() -> None:
    assert english().closest("bridg", among=["plank", "bridge"]) == "bridge"
    assert english().closest("bridg", among=["plank"]) is None


def test_a_name_that_two_exercises_have_is_nobodys() -> None:
    some = {name: english().exercises[name] for name in ("bridge", "plank")}
    names = Names.of(some, [("bridge", "Both"), ("plank", "both")])
    assert names.called("both") is None


@given(st.text(max_size=40))
def test_any_text_is_read_or_asked_about_and_words_stay_as_they_are(text: str) -> None:
    words = words_of(text)
    assert words_of(" ".join(words)) == words or any(len(w) > 3 for w in words)
    assert all(words)
    english().meant(text)


@given(st.deferred(lambda: st.sampled_from(english().namings)), st.data())
def test_a_letter_left_out_of_a_name_still_asks_about_some_exercise(
    naming: Naming, data: st.DataObject
) -> None:
    word = data.draw(st.sampled_from([w for w in naming.words if len(w) > 3] or ["plank"]))
    at = data.draw(st.integers(1, len(word) - 1))
    shorter = word[:at] + word[at + 1 :]
    assume(not shorter.endswith("s"))  # it would be taken for a plural
    written = " ".join(w if w != word else shorter for w in naming.words)
    if word in naming.words:
        assert english().closest(written) is not None
