from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.facts import of_each
from voicecoach.model.dose import DOSE_KEYS, Chain, Dose, DoseError, Range, parse_dose
from voicecoach.model.dose_writing import write_dose
from voicecoach.model.figures import count_text, span_text
from voicecoach.model.frequency import RHYTHMS, Frequency
from voicecoach.model.load import COLOURS, Load

S = 1000
TEN = Range(10, 10)
HOLD_5 = Range(5 * S, 5 * S)
HALF_MINUTE = Range(30 * S, 30 * S)
DOWN = Dose(sets=Range(3, 3), reps=Range.of_sets(12, 10, 8))
UP = Dose(sets=Range(3, 3), hold=Range.of_sets(20 * S, 30 * S, 40 * S))
TWICE = Frequency(2, 2, "times a day")

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
    "2-3 x 10": Dose(sets=Range(2, 3), reps=TEN),
    "3 sets x 30s": Dose(sets=Range(3, 3), hold=HALF_MINUTE),
    "3 sets of 30s": Dose(sets=Range(3, 3), hold=HALF_MINUTE),
    "30s x 3 sets": Dose(sets=Range(3, 3), hold=HALF_MINUTE),
    "30s x 3 reps": Dose(reps=Range(3, 3), hold=HALF_MINUTE),
    "10 reps x 5s": Dose(reps=TEN, hold=HOLD_5),
    # What the exercise tells the meaning of.
    "3 x 30s": Dose(hold=HALF_MINUTE, chain=Chain(Range(3, 3))),
    "30s x 3 each side": Dose(hold=HALF_MINUTE, chain=Chain(Range(3, 3)), sides="each"),
    "3 x 20-30s": Dose(hold=Range(20 * S, 30 * S), chain=Chain(Range(3, 3))),
    "10 x 5s": Dose(hold=HOLD_5, chain=Chain(TEN)),
    "2 min": Dose(hold=Range(120 * S, 120 * S), chain=Chain()),
    "3 x 30s, 2 sets": Dose(sets=Range(2, 2), reps=Range(3, 3), hold=HALF_MINUTE),
    # One value for each set.
    "12, 10, 8 reps": DOWN,
    "12,10,8 reps": DOWN,
    "12/10/8 reps": DOWN,
    "12 / 10 / 8 times": DOWN,
    "3 sets, 12/10/8 reps": DOWN,
    "3 x 12/10/8": DOWN,
    "hold 20s, 30s, 40s": UP,
    "hold 20, 30, 40s": UP,
    "hold 20/30/40s": UP,
    "20/30/40s hold": UP,
    "12/10/8 reps per side": replace(DOWN, sides="each"),
    "12/10/8/side": replace(DOWN, sides="each"),
    "12/10/8 pairs": replace(DOWN, sides="alternating"),
    "12, 10, 8 reps, hold 20s, 30s, 40s, rest 0s": Dose(
        sets=Range(3, 3), reps=DOWN.reps, hold=UP.hold, rest=Range(0, 0)
    ),
    "10/10 reps": Dose(sets=Range(2, 2), reps=TEN),
    "10 pairs": Dose(reps=TEN, sides="alternating"),
    "10-12 pairs": Dose(reps=Range(10, 12), sides="alternating"),
    # Loads, behind the dose or anywhere.
    "3 x 10 @ 5 kg": Dose(sets=Range(3, 3), reps=TEN, load=Load(weight="5")),
    "3 x 10 with 7.50kg": Dose(sets=Range(3, 3), reps=TEN, load=Load(weight="7.5")),
    "10 reps with a red band": Dose(reps=TEN, load=Load(band="red")),
    "10 reps @ gray band": Dose(reps=TEN, load=Load(band="grey")),
    "10 reps at level 3": Dose(reps=TEN, load=Load(level=3)),
    "load 10 lbs, 10 reps": Dose(reps=TEN, load=Load(weight="10", unit="lb")),
    "load red": Dose(load=Load(band="red")),
    "load 5 kg each side": Dose(load=Load(weight="5"), sides="each"),
    "load 5 kg dumbbell": Dose(load=Load(words="5 kg dumbbell")),
    "load  Both  ankle weights, 10 reps": Dose(reps=TEN, load=Load(words="Both ankle weights")),
    # How often.
    "10 reps, 2 times a day": Dose(reps=TEN, frequency=TWICE),
    "10 reps twice a day": Dose(reps=TEN, frequency=TWICE),
    "2x/day": Dose(frequency=TWICE),
    "daily": Dose(frequency=Frequency(1, 1, "times a day")),
    "3 days a week": Dose(frequency=Frequency(3, 3, "days a week")),
    "2-3 times per week": Dose(frequency=Frequency(2, 3, "times a week")),
    "every other day": Dose(frequency=Frequency(1, 1, "every other day")),
    "no rest": Dose(rest=Range(0, 0)),
    "30s rest between sets": Dose(rest=HALF_MINUTE),
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
    ("20s, 30s", 0, "hold 20s/30s"),
    ("12, 10, 8", 0, "'12/10/8 reps'"),
    ("2 sets, 12/10/8 reps", 8, "as many values as sets"),
    ("hold 7,5s", 0, "'hold 7.5s', or 'hold 7/5s'"),
    ("rest 7,5s", 0, "'rest 7.5s'"),
    ("10 reps, load 7,5 kg", 9, "'load 7.5 kg'"),
    ("10 reps @ 7,5 kg", 8, "'load 7.5 kg'"),
    ("7,5 kg", 0, "'load 7.5 kg'"),
    ("5 kg", 0, "'load 5 kg'"),
    ("load 5", 0, "'load 5 kg', or 'load level 5'"),
    ("10 reps @ 5", 8, "'load 5 kg', or 'load level 5'"),
    ("10 reps @ heavy", 8, "'load heavy'"),
    ("10 reps with a stick", 8, "'load stick'"),
    ("load vest each side", 0, "'load vest, each side'"),
    ("20 reps alternating", 0, "'20 pairs' for so many on each side, or '10 pairs'"),
    ("5 reps, alternating", 0, "'5 pairs'"),
    ("10 pairs, left side", 0, "both sides"),
    ("8 days a week", 0, "3 days a week"),
    ("hold 20s, 3 reps each", 17, "each side"),
    ("10 reps, 12 reps", 9, "twice"),
    ("3 x 10, 2 sets", 8, "twice"),
    ("tempo 3-1-3, hold 5s", 0, "not both"),
    ("10 reps each sied", 8, "each side"),
    ("2-3 sets of", 9, "of"),
    ("9999999 reps", 0, "reps"),
    ("hold " + "9" * 5000 + "s", 0, "1m30s"),
]


@of_each(text for text, dose in READ.items() if dose)
def test_a_dose_is_read(text: str) -> None:
    assert parse_dose(text) == READ[text]


@of_each(REFUSED)
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
    assert parse_dose({"reps": [12, 10, 8]}) == parse_dose("12/10/8 reps")
    assert parse_dose({"hold": ["20s", "30s", "40s"]}) == parse_dose("hold 20/30/40s")
    assert parse_dose({"pairs": 10, "load": "red band"}) == parse_dose("10 pairs, load red band")


def test_a_list_has_as_many_values_as_there_are_sets() -> None:
    assert parse_dose("2 sets").over(DOWN) == parse_dose("12/10 reps")
    assert parse_dose("4 sets").over(DOWN) == parse_dose("12/10/8/8 reps")
    assert parse_dose("10 reps").over(DOWN) == parse_dose("3 sets, 10 reps")
    assert DOWN.over(UP) == parse_dose("12/10/8 reps, hold 20/30/40s")


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
loads = (
    st.integers(1, 9999).map(lambda n: Load(weight=f"{n / 100:.2f}".rstrip("0").rstrip(".")))
    | st.sampled_from(COLOURS).map(lambda colour: Load(band=colour))
    | st.integers(1, 999).map(lambda n: Load(level=n))
    | st.sampled_from(["ankle weights", "A 5 kg bag", "reps of hope", "red shoes"]).map(
        lambda words: Load(words=words)
    )
)
DAYS = {"days a week": 7, "every other day": 1}
frequencies = st.sampled_from(RHYTHMS).flatmap(
    lambda rhythm: ranges(st.integers(1, DAYS.get(rhythm, 99))).map(
        lambda many: Frequency(many.low, many.high, rhythm)
    )
)


def ranges(figures: st.SearchStrategy[int]) -> st.SearchStrategy[Range]:
    return st.tuples(figures, figures).map(lambda pair: Range(min(pair), max(pair)))


def listed(figures: st.SearchStrategy[int], sets: int) -> st.SearchStrategy[Range]:
    values = st.lists(figures, min_size=sets, max_size=sets)
    return values.filter(lambda each: len({*each}) > 1).map(lambda each: Range.of_sets(*each))


@st.composite
def doses(draw: st.DrawFn) -> Dose:
    shapes: dict[str, st.SearchStrategy[Any]] = {
        "sets": ranges(numbers),
        "reps": ranges(numbers),
        "hold": ranges(lengths),
        "rest": ranges(st.integers(0, 100 * 60 * S)),
        "sides": st.sampled_from(["each", "left", "right", "alternating"]),
        "tempo": st.lists(st.integers(0, 99 * S), min_size=1, max_size=6).map(tuple),
        "load": loads,
        "frequency": frequencies,
    }
    assert {*shapes, "pairs"} == {*DOSE_KEYS}
    said = draw(st.sets(st.sampled_from(sorted(shapes))))
    if {"hold", "tempo"} <= said:
        said.remove(draw(st.sampled_from(["hold", "tempo"])))
    dose = Dose(**{key: draw(shapes[key]) for key in sorted(said)})
    return draw(of_sets(dose))


@st.composite
def of_sets(draw: st.DrawFn, dose: Dose) -> Dose:
    """A dose, some of them with a list, some with what only the exercise tells."""
    form = draw(st.sampled_from(["plain", "lists", "chain"]))
    if form == "lists" and (dose.reps or dose.hold):
        sets = draw(st.integers(2, 6))
        reps = dose.reps and draw(listed(numbers, sets) | st.just(dose.reps))
        hold = dose.hold and draw(listed(lengths, sets) | st.just(dose.hold))
        if any(figure and figure.listed for figure in (reps, hold)):
            return replace(dose, sets=Range(sets, sets), reps=reps, hold=hold)
    if form == "chain" and dose.hold and not (dose.sets or dose.reps):
        return replace(dose, chain=Chain(draw(st.none() | ranges(numbers))))
    return dose


def terms(dose: Dose) -> dict[str, str]:
    """A dose in its long form."""
    written: dict[str, Callable[[Any], str]] = {
        "sets": count_text,
        "reps": count_text,
        "hold": span_text,
        "rest": span_text,
        "sides": str,
        "tempo": lambda tempo: "-".join(f"{ms / S:g}" for ms in tempo),
        "load": str,
        "frequency": str,
    }
    said = {key: getattr(dose, key) for key in written}
    long_form = {key: written[key](value) for key, value in said.items() if value is not None}
    if dose.sides == "alternating" and dose.reps:
        long_form["pairs"] = long_form.pop("reps")
    return long_form


@given(doses(), st.randoms())
def test_any_dose_that_is_written_is_read_again(dose: Dose, random: Random) -> None:
    canonical = write_dose(dose)
    assert parse_dose(canonical) == dose
    parts = canonical.split(", ")
    random.shuffle(parts)
    assert parse_dose(", ".join(parts)) == dose
    if not (dose.load and dose.load.words):
        assert parse_dose(canonical.upper()) == dose
    if dose.chain is None:
        assert parse_dose(terms(dose)) == dose


@of_each(READ)
def test_the_form_that_is_printed_back_is_a_fixed_point(text: str) -> None:
    if READ[text]:
        canonical = write_dose(parse_dose(text))
        assert write_dose(parse_dose(canonical)) == canonical


WORDS = [
    "hold",
    "rest",
    "reps",
    "sets",
    "x",
    "tempo",
    "each side",
    "per",
    "/",
    "load",
    "@",
    "red band",
    "kg",
    "pairs",
    "times a day",
    "alternating",
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
        assert parse_dose(write_dose(dose)) == dose


@pytest.mark.slow
@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists))
def test_any_value_is_a_dose_or_a_dose_error(value: object) -> None:
    for written in (value, *({key: value} for key in DOSE_KEYS)):
        try:
            assert isinstance(parse_dose(written), Dose)
        except DoseError as error:
            assert str(error)
