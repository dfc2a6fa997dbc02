from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voicecoach.base.units import format_duration
from voicecoach.model.breathing import (
    Breathing,
    BreathingError,
    format_breathing,
    parse_breathing,
)

READ = {
    "in 4s, out 6s, 10 breaths": Breathing(inhale=4000, exhale=6000, breaths=10),
    "in 4s, out 6s, 1 breath": Breathing(inhale=4000, exhale=6000, breaths=1),
    "In 4.5s, Out 6s, for 3m": Breathing(inhale=4500, exhale=6000, total=180_000),
    "in 4s, hold 2s, out 6s, pause 1s, for 3m": Breathing(4000, 2000, 6000, 1000, total=180_000),
    "in 4s, hold 4s, out 4s, hold 4s, 8 breaths": Breathing(4000, 4000, 4000, 4000, breaths=8),
    "in 4s, hold 0s, out 6s, 10 breaths": Breathing(inhale=4000, exhale=6000, breaths=10),
    "for 5m": Breathing(total=300_000),
    "12 breaths": Breathing(breaths=12),
}
# A text, where its fault begins, and what the message must name.
REFUSED = [
    ("in 4s, out 6s", 0, "10 breaths"),
    ("in 4s, out 6s, 10 breaths, for 3m", 0, "not both"),
    ("in 4s, 10 breaths", 0, "out 6s"),
    ("in 4, out 6s, 10 breaths", 0, "'4s'"),
    ("in 4s, uot 6s, 10 breaths", 7, "'out 6s'"),
    ("in 4s,  out 0s, 10 breaths", 8, "out 4s"),
    ("in 4s, out 6s, 0 breaths", 15, "10 breaths"),
    ("in 4s, out 6s, ten breaths", 15, "10 breaths"),
    ("in 4s, out 6s, 99999 breaths", 15, "10 breaths"),
    ("in 4s, in 5s, out 6s, 10 breaths", 7, "keep one"),
    ("for 0s", 0, "for 4s"),
    ("for -3m", 0, "1m30s"),
    ("", 0, "10 breaths"),
]


@pytest.mark.parametrize("text", READ)
def test_a_pattern_is_read(text: str) -> None:
    assert parse_breathing(text) == READ[text]


@pytest.mark.parametrize(("text", "offset", "hint"), REFUSED, ids=[row[0] for row in REFUSED])
def test_a_faulty_pattern_says_where_and_what_to_write(text: str, offset: int, hint: str) -> None:
    with pytest.raises(BreathingError) as caught:
        parse_breathing(text)
    assert caught.value.offset == offset
    assert hint in str(caught.value)


def test_a_bare_number_is_taken_for_breaths() -> None:
    with pytest.raises(BreathingError, match="did you mean '10 breaths'"):
        parse_breathing(10)


@pytest.mark.parametrize(
    ("key", "value"), [("in", 4), ("in", None), ("breaths", 0), ("breth", 3), ("for", "0s")]
)
def test_a_fault_of_the_long_form_names_its_key(key: str, value: object) -> None:
    with pytest.raises(BreathingError) as caught:
        parse_breathing({key: value})
    assert caught.value.below == (key,)


positive = st.integers(1, 99_999)


@st.composite
def patterns(draw: st.DrawFn) -> Breathing:
    own = draw(st.booleans())
    counted = draw(st.booleans())
    return Breathing(
        inhale=draw(positive) if own else None,
        hold=draw(st.integers(0, 9999)),
        exhale=draw(positive) if own else None,
        pause=draw(st.integers(0, 9999)),
        breaths=draw(st.integers(1, 9999)) if counted else None,
        total=None if counted else draw(positive),
    )


@given(patterns())
def test_any_pattern_that_is_written_is_read_again(pattern: Breathing) -> None:
    said = {
        "in": pattern.inhale,
        "hold": pattern.hold,
        "out": pattern.exhale,
        "pause": pattern.pause,
        "for": pattern.total,
    }
    written = {key: format_duration(ms) for key, ms in said.items() if ms is not None}
    terms = [f"{key} {length}" for key, length in written.items()]
    if pattern.breaths:
        terms.append(f"{pattern.breaths} breaths")
        written["breaths"] = str(pattern.breaths)
    assert parse_breathing(", ".join(terms)) == pattern
    assert parse_breathing(written) == pattern


WORDS = ["in", "out", "hold", "pause", "for", "breaths", "4s", "3m", "10", "-1", ",", ", "]
VALUES = st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(), st.lists)


@given(st.text() | st.lists(st.sampled_from(WORDS)).map(" ".join) | VALUES)
@example("in " + "9" * 5000 + "s, out 4s, 3 breaths")
@example("\u0130n 4s")
def test_a_value_is_a_pattern_or_says_where_it_is_not(value: object) -> None:
    for written in (value, {"in": value}, {"breaths": value}):
        try:
            assert isinstance(parse_breathing(written), Breathing)
        except BreathingError as error:
            assert 0 <= error.offset <= len(str(value))
            assert str(error)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("box, 10 breaths", "in 4s, hold 4s, out 4s, hold 4s, 10 breaths"),
        ("4-7-8, for 3m", "in 4s, hold 7s, out 8s, for 3m"),
        ("coherent, for 5-10m", "in 5.5s, out 5.5s, for 5-10m"),
        ("Box breathing, for 2m", "in 4s, hold 4s, out 4s, hold 4s, for 2m"),
        ("3-3-3-3, 6-12 breaths", "in 3s, hold 3s, out 3s, hold 3s, 6-12 breaths"),
        ("in 4s, pause 1s, out 6s, for 3m", "in 4s, out 6s, hold 1s, for 3m"),
        ("pause 2s, for 3m", "pause 2s, for 3m"),
    ],
)
def test_a_breath_has_one_canonical_form(written: str, canonical: str) -> None:
    assert format_breathing(parse_breathing(written)) == canonical
    assert format_breathing(parse_breathing(canonical)) == canonical


_LENGTHS = st.integers(1, 60).map(lambda tenths: tenths * 100)
_PAUSES = st.one_of(st.just(0), _LENGTHS)
_COUNTS = st.tuples(st.integers(1, 100), st.integers(0, 50))
BREATHS = st.builds(
    lambda inhale, hold, exhale, pause, count: Breathing(
        inhale,
        hold,
        exhale,
        pause,
        breaths=count[0],
        breaths_most=count[0] + count[1] if count[1] else None,
    ),
    _LENGTHS,
    _PAUSES,
    _LENGTHS,
    _PAUSES,
    _COUNTS,
)


@given(BREATHS)
def test_every_breath_reads_as_it_is_written(pattern: Breathing) -> None:
    assert parse_breathing(format_breathing(pattern)) == pattern


@pytest.mark.parametrize("text", ["4-6, for 3m", "4 - 6, 10 breaths", "5.5-5.5, for 3m"])
def test_two_bare_figures_are_asked_about(text: str) -> None:
    with pytest.raises(BreathingError, match="may be two lengths, or a range"):
        parse_breathing(text)
