"""Errors are counted as the fewest that explain what was heard, and each belongs to a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.scoring import aligned, errors, judged, share

few = st.lists(st.sampled_from("abc"), max_size=7)


@pytest.mark.parametrize(
    ("said", "heard", "wrong"),
    [
        ("left knee", "right knee", 1),
        ("left knee", "", 2),
        ("", "oh", 1),
        ("hold and keep breathing", "hold keep on breathing", 2),
        ("in and up", "in and up", 0),
    ],
)
def test_errors(said: str, heard: str, wrong: int) -> None:
    assert errors(said.split(), heard.split()) == wrong


@given(few, few)
def test_an_alignment_has_each_word_once_in_order(said: list[str], heard: list[str]) -> None:
    pairs = list(aligned(said, heard))
    assert [mine for mine, _ in pairs if mine is not None] == list(range(len(said)))
    assert [theirs for _, theirs in pairs if theirs is not None] == list(range(len(heard)))


@given(few, few, few)
def test_errors_are_a_distance(one: list[str], two: list[str], three: list[str]) -> None:
    assert errors(one, two) == errors(two, one)
    assert (errors(one, two) == 0) == (one == two)
    assert errors(one, three) <= errors(one, two) + errors(two, three)


def test_each_error_belongs_to_its_line() -> None:
    lines = ["Hold for ten seconds.", "Lower your left leg.", "And rest."]
    found = judged(lines, "Hold for 10 seconds, lower your right leg, and, rest")
    assert [verdict.wrong for verdict in found] == [0, 1, 0]
    assert [verdict.of for verdict in found] == [4, 4, 2]
    assert found[1].heard == "lower your right leg"
    assert share(found) == pytest.approx(0.1)


def test_a_line_that_was_not_heard_is_all_wrong() -> None:
    found = judged(["Reach.", "Lower."], "Lower")
    assert [(verdict.wrong, verdict.heard) for verdict in found] == [(1, ""), (0, "lower")]


def test_what_was_added_counts() -> None:
    assert share(judged(["Lower."], "Lower your arms and legs and all")) > 1
    assert [verdict.wrong for verdict in judged(["Stop."], "")] == [1]


def test_joined_words_count_where_they_begin() -> None:
    found = judged(["Squeeze your shoulder blades.", "Rest."], "squeeze your shoulderblades rest")
    assert [(verdict.wrong, verdict.of) for verdict in found] == [(0, 3), (0, 1)]


def test_hindi_is_judged_by_letters() -> None:
    (found,) = judged(["आराम करें।"], "आराम करे", "hi")
    assert 0 < found.wrong < found.of
    assert found.of == len("आरामकरें")


@pytest.mark.parametrize(
    ("language", "said", "heard"),
    [
        ("es", "Exhale y afloje.", "exale y a floje"),
        ("es", "Póngase la compresa.", "pongase la compresa"),
        ("es", "Doce.", "¡Dose!"),
        ("fr", "Soufflez et relâchez.", "souffler et relâcher"),
        ("fr", "Bras et jambe opposés.", "bras et jambes opposées"),
        ("pt", "E relaxe.", "e relache"),
    ],
)
def test_what_is_read_alike_was_heard(language: str, said: str, heard: str) -> None:
    assert judged([said], heard, language)[0].wrong == 0


@pytest.mark.parametrize(
    ("language", "said", "heard"),
    [
        ("es", "Estire.", "Estiré."),
        ("es", "Exhale.", "Exhala."),
        ("es", "Tres.", "Trece."),
        ("fr", "Dix.", "Six."),
        ("fr", "Genou gauche.", "Je nous gauche."),
        ("pt", "Três.", "Treze."),
        ("en", "Knot.", "Nod."),
    ],
)
def test_what_is_read_otherwise_was_not(language: str, said: str, heard: str) -> None:
    assert judged([said], heard, language)[0].wrong > 0
