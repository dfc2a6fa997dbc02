"""How profiles write what differs in a dose, and how several layers of it go together."""

from __future__ import annotations

import pytest

from voicecoach.model.dose import Dose, DoseError, Range, parse_dose
from voicecoach.model.dose_change import DoseChange, parse_change, parse_factor, scaled


@pytest.mark.parametrize(
    "text",
    ["reps x0.5, hold 5s", "x0.5 reps, hold 5s", "hold 5s; reps x 0.5", "HOLD 5s, Reps \u00d70.5"],
)
def test_a_factor_stands_in_the_text_of_a_dose(text: str) -> None:
    assert parse_change(text) == DoseChange(parse_dose("hold 5s"), {"reps": 0.5})


def test_sets_by_reps_are_no_factor() -> None:
    assert parse_change("3 x 10") == DoseChange(parse_dose("3 sets, 10 reps"))
    assert parse_change("3x5 reps, hold 5s").factors == {}
    assert parse_change("hold 5s, 3 x 5 reps").factors == {}


def test_the_long_form_says_the_same() -> None:
    assert parse_change({"reps": "x0.5", "hold": "5s", "sides": "left"}) == DoseChange(
        parse_dose("hold 5s, left side"), {"reps": 0.5}
    )
    assert parse_change({"left": "8 reps", "right": {"reps": "x2"}}) == DoseChange(
        Dose(), {}, DoseChange(parse_dose("8 reps")), DoseChange(Dose(), {"reps": 2})
    )


def test_a_fault_behind_a_factor_keeps_its_column() -> None:
    with pytest.raises(DoseError) as caught:
        parse_change("reps x0.5, hold 5")
    assert caught.value.offset == len("reps x0.5, ")


@pytest.mark.parametrize("value", ["x9", "x0", "half", "-1", True, None, 0.05])
def test_what_is_no_factor_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"out of range|not a number"):
        parse_factor(value)


def test_layers_go_together_figure_by_figure() -> None:
    close = parse_change("8 reps")
    assert close.over(parse_change("reps x0.5, hold x2")) == DoseChange(
        parse_dose("8 reps"), {"hold": 2}
    )
    assert parse_change("reps x0.5").over(close) == DoseChange(Dose(), {"reps": 0.5})
    assert parse_change("hold x2").over(parse_change("tempo 3-1-3")).dose.tempo is None
    assert parse_change("tempo 3-1-3").over(parse_change("hold x2")).factors == {}


def test_figures_are_multiplied_to_whole_ones_of_at_least_one() -> None:
    assert scaled(Range(10, 15), "reps", 0.5) == Range(5, 8)
    assert scaled(Range(1, 2), "sets", 0.1) == Range(1, 1)
    assert scaled(Range(5000, 5000), "hold", 0.5) == Range(3000, 3000)


def test_a_change_is_printed_back_as_it_is_read() -> None:
    for text in ("hold 5s, reps x0.5", "load green band", "12/10 reps", "hold x0.5"):
        change = parse_change(text)
        assert parse_change(change.written()) == change


def test_a_factor_takes_each_value_of_a_list() -> None:
    assert scaled(Range.of_sets(12, 10, 8), "reps", 0.5) == Range.of_sets(6, 5, 4)


def test_what_stands_behind_a_number_is_no_factor() -> None:
    assert parse_change("3 sets x 5") == DoseChange(parse_dose("3 sets, 5 reps"))
    assert parse_change("10 reps x 5 second hold") == DoseChange(parse_dose("10 reps, hold 5s"))
