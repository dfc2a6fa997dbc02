from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from random import Random
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voicecoach.base.units import format_duration
from voicecoach.model.dose import DOSE_KEYS, Dose, DoseError, Range, parse_dose

S = 1000
TEN = Range(10, 10)
HOLD_5 = Range(5 * S, 5 * S)

READ = {
    "10 reps": Dose(reps=TEN),
    "1 rep": Dose(reps=Range(1, 1)),
    "10 Reps": Dose(reps=TEN),
    "10 repetitions": Dose(reps=TEN),
    "10 times": Dose(reps=TEN),
    "10-15 reps": Dose(reps=Range(10, 15)),
    "10 to 15 reps": Dose(reps=Range(10, 15)),
    "10\u201315 reps": Dose(reps=Range(10, 15)),
    "3 x 10": Dose(sets=Range(3, 3), reps=TEN),
    "3x10": Dose(sets=Range(3, 3), reps=TEN),
    "3 \u00d7 10-15 reps": Dose(sets=Range(3, 3), reps=Range(10, 15)),
    "2 sets": Dose(sets=Range(2, 2)),
    "3 sets of 10": Dose(sets=Range(3, 3), reps=TEN),
    "2-3 sets of 10": Dose(sets=Range(2, 3), reps=TEN),
    "3 sets of 10-15 reps": Dose(sets=Range(3, 3), reps=Range(10, 15)),
    "3 x 10 x 5s": Dose(sets=Range(3, 3), reps=TEN, hold=HOLD_5),
    "10 x 5s hold": Dose(reps=TEN, hold=HOLD_5),
    "10 reps x 5 second hold": Dose(reps=TEN, hold=HOLD_5),
    "10 reps with 5s hold": Dose(reps=TEN, hold=HOLD_5),
    "10 reps with a 5-second hold": Dose(reps=TEN, hold=HOLD_5),
    "5s hold": Dose(hold=HOLD_5),
    "hold for 5s": Dose(hold=HOLD_5),
    "for 2m": Dose(hold=Range(120 * S, 120 * S)),
    "10 reps per side": Dose(reps=TEN, sides="each"),
    "10/side": Dose(reps=TEN, sides="each"),
    "10 reps / leg": Dose(reps=TEN, sides="each"),
    "10 reps both legs": Dose(reps=TEN, sides="each"),
    "2-3 sets of": None,
    "hold 5s": Dose(hold=HOLD_5),
    "hold 5 s": Dose(hold=HOLD_5),
    "hold 5 sec": Dose(hold=HOLD_5),
    "hold 1.5s": Dose(hold=Range(1500, 1500)),
    "hold 1m": Dose(hold=Range(60 * S, 60 * S)),
    "hold 1 min": Dose(hold=Range(60 * S, 60 * S)),
    "hold 1m30s": Dose(hold=Range(90 * S, 90 * S)),
    "hold 1m 30s": Dose(hold=Range(90 * S, 90 * S)),
    "hold 20-30s": Dose(hold=Range(20 * S, 30 * S)),
    "hold 20s to 30s": Dose(hold=Range(20 * S, 30 * S)),
    "hold 30s-2m": Dose(hold=Range(30 * S, 120 * S)),
    "rest 1:30": Dose(rest=Range(90 * S, 90 * S)),
    'rest 90"': Dose(rest=Range(90 * S, 90 * S)),
    "rest 1'30\"": Dose(rest=Range(90 * S, 90 * S)),
    "rest 1.5m": Dose(rest=Range(90 * S, 90 * S)),
    "rest 0s": Dose(rest=Range(0, 0)),
    "rest 30s": Dose(rest=Range(30 * S, 30 * S)),
    "each side": Dose(sides="each"),
    "on each side": Dose(sides="each"),
    "both sides": Dose(sides="each"),
    "each leg": Dose(sides="each"),
    "left side": Dose(sides="left"),
    "right": Dose(sides="right"),
    "alternating": Dose(sides="alternating"),
    "tempo 3-1-3": Dose(tempo=(3 * S, S, 3 * S)),
    "tempo 3s-1.5s": Dose(tempo=(3 * S, 1500)),
    "2 sets, 12 reps, hold 5s, rest 30s": Dose(
        sets=Range(2, 2), reps=Range(12, 12), hold=HOLD_5, rest=Range(30 * S, 30 * S)
    ),
    "3 reps each side, hold 20s": Dose(reps=Range(3, 3), sides="each", hold=Range(20 * S, 20 * S)),
    "hold 30s each side": Dose(hold=Range(30 * S, 30 * S), sides="each"),
    "10 reps; hold 5s": Dose(reps=TEN, hold=HOLD_5),
    "": Dose(),
}
# A text, where its fault begins, and what the message must name.
REFUSED = [
    ("10", 0, "10 reps"),
    ("10 reps, hold 5", 9, "hold 5s"),
    ("hold 5-10", 0, "hold 5-10s"),
    ("hold 5s, 12", 9, "12 reps"),
    ("10 resp", 0, "reps"),
    ("10 reps, holt 5s", 9, "hold"),
    ("10 reps hold", 8, "hold 5s"),
    ("0 reps", 0, "1 or more"),
    ("hold 0s", 0, "leave it out"),
    ("-3 reps", 0, "below zero"),
    ("hold -3s", 0, "below zero"),
    ("2.5 reps", 0, "whole number"),
    ("15-10 reps", 0, "10-15"),
    ("hold 2m-30s", 0, "shorter first"),
    ("30s", 0, "hold 30s"),
    ("3 x 30s", 0, "3 reps, hold 30s"),
    ("30s x 3 each side", 0, "3 sets, hold 30s"),
    ("12, 10, 8 reps", 0, "12 reps"),
    ("hold 20s, 3 reps each", 17, "each side"),
    ("10 reps, 12 reps", 9, "twice"),
    ("3 x 10, 2 sets", 8, "twice"),
    ("tempo 3-1-3, hold 5s", 0, "not both"),
    ("10 reps each sied", 8, "each side"),
    ("2-3 sets of", 9, "of"),
    ("9999999 reps", 0, "reps"),
    ("hold " + "9" * 5000 + "s", 0, "1m30s"),
]


@pytest.mark.parametrize("text", [text for text, dose in READ.items() if dose])
def test_a_dose_is_read(text: str) -> None:
    assert parse_dose(text) == READ[text]


@pytest.mark.parametrize(("text", "offset", "hint"), REFUSED, ids=[row[0][:20] for row in REFUSED])
def test_a_faulty_dose_says_where_and_what_to_write(text: str, offset: int, hint: str) -> None:
    with pytest.raises(DoseError) as caught:
        parse_dose(text)
    assert caught.value.offset == offset
    assert hint in str(caught.value)


@pytest.mark.parametrize("value", [True, False, None, 0, -5, 2.5, [], ["10 reps"], object()])
def test_what_is_no_text_is_no_dose(value: object) -> None:
    with pytest.raises(DoseError, match="write one as a text"):
        parse_dose(value)


def test_a_bare_number_is_taken_for_reps() -> None:
    with pytest.raises(DoseError, match="did you mean '10 reps'"):
        parse_dose(10)


def test_the_long_form_says_the_same_as_the_short_one() -> None:
    long = {"sets": 2, "reps": "10-15", "hold": "5s", "rest": "30s", "sides": "each"}
    assert parse_dose(long) == parse_dose("2 sets, 10-15 reps, hold 5s, rest 30s, each side")
    assert parse_dose({"tempo": "3-1-3"}) == parse_dose("tempo 3-1-3")


@pytest.mark.parametrize(
    ("key", "value", "hint"),
    [
        ("reps", "ten", "whole number"),
        ("reps", 0, "1 or more"),
        ("reps", -1, "whole number"),
        ("hold", 5, "5s"),
        ("hold", None, "length of time"),
        ("sides", "eahc side", "each side"),
        ("tempo", "3-x", "3-1-3"),
        ("tempo", "", "3-1-3"),
        ("hodl", "5s", "hold"),
    ],
)
def test_a_fault_of_the_long_form_names_its_key(key: str, value: object, hint: str) -> None:
    with pytest.raises(DoseError, match=hint) as caught:
        parse_dose({key: value})
    assert caught.value.below == (key,)


def test_what_a_dose_leaves_open_comes_from_the_other() -> None:
    default = parse_dose("2 sets, 10 reps, hold 5s, each side")
    assert parse_dose("12 reps").over(default) == parse_dose("2 sets, 12 reps, hold 5s, each side")
    assert parse_dose("").over(default) == default


def test_tempo_and_hold_replace_one_another() -> None:
    hold, tempo = parse_dose("10 reps, hold 5s"), parse_dose("10 reps, tempo 3-5-3")
    assert tempo.over(hold) == tempo
    assert hold.over(tempo) == hold


numbers = st.integers(1, 999_999)
lengths = st.integers(1, 100 * 60 * S)


def ranges(figures: st.SearchStrategy[int]) -> st.SearchStrategy[Range]:
    return st.tuples(figures, figures).map(lambda pair: Range(min(pair), max(pair)))


@st.composite
def doses(draw: st.DrawFn) -> Dose:
    shapes: dict[str, st.SearchStrategy[Any]] = {
        "sets": ranges(numbers),
        "reps": ranges(numbers),
        "hold": ranges(lengths),
        "rest": ranges(lengths),
        "sides": st.sampled_from(["each", "left", "right", "alternating"]),
        "tempo": st.lists(st.integers(0, 99 * S), min_size=1, max_size=6).map(tuple),
    }
    assert set(shapes) == set(DOSE_KEYS)
    said = draw(st.sets(st.sampled_from(sorted(shapes))))
    if {"hold", "tempo"} <= said:
        said.remove(draw(st.sampled_from(["hold", "tempo"])))
    return Dose(**{key: draw(shapes[key]) for key in sorted(said)})


def number_text(figure: Range) -> str:
    return str(figure.low) if figure.low == figure.high else f"{figure.low}-{figure.high}"


def length_text(figure: Range) -> str:
    low, high = format_duration(figure.low), format_duration(figure.high)
    return low if low == high else f"{low}-{high}"


def terms(dose: Dose) -> dict[str, str]:
    """A dose in its long form."""
    written: dict[str, Callable[[Any], str]] = {
        "sets": number_text,
        "reps": number_text,
        "hold": length_text,
        "rest": length_text,
        "sides": str,
        "tempo": lambda tempo: "-".join(f"{ms / S:g}" for ms in tempo),
    }
    said = {f.name: getattr(dose, f.name) for f in fields(dose)}
    return {key: written[key](value) for key, value in said.items() if value is not None}


@given(doses(), st.randoms())
def test_any_dose_that_is_written_is_read_again(dose: Dose, random: Random) -> None:
    forms = {
        "sets": "{} sets",
        "reps": "{} reps",
        "hold": "hold {}",
        "rest": "rest {}",
        "sides": "{}",
        "tempo": "tempo {}",
    }
    spoken = {"each": "each side", "left": "left side", "right": "right side"}
    parts = [forms[key].format(spoken.get(text, text)) for key, text in terms(dose).items()]
    random.shuffle(parts)
    assert parse_dose(", ".join(parts)) == dose
    assert parse_dose(", ".join(parts).upper()) == dose
    assert parse_dose(terms(dose)) == dose


WORDS = [
    "hold",
    "rest",
    "reps",
    "sets",
    "x",
    "tempo",
    "each side",
    "5s",
    "1m30s",
    "10",
    "-",
    ",",
    " ",
]


@given(st.text() | st.lists(st.sampled_from(WORDS)).map(" ".join))
@example("\u0130 reps")
@example("hold \u0663s")
@example("1" * 5000 + " reps")
@example("hold " + "1" * 5000)
@example("tempo " + "1" * 5000)
@example("hold 1.5m")
def test_a_text_is_a_dose_or_says_where_it_is_not(text: str) -> None:
    try:
        dose = parse_dose(text)
    except DoseError as error:
        assert 0 <= error.offset <= len(text)
        assert str(error)
    else:
        assert parse_dose(terms(dose)) == dose


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists))
def test_any_value_is_a_dose_or_a_dose_error(value: object) -> None:
    for written in (value, *({key: value} for key in DOSE_KEYS)):
        try:
            assert isinstance(parse_dose(written), Dose)
        except DoseError as error:
            assert str(error)
