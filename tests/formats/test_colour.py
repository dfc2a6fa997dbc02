"""A clinic's colour can be read on, or one is told which is the nearest that can."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from voicecoach.formats.colour import BLACK, LEGIBLE, WHITE, DarkColour, contrast, legible

COLOUR = TypeAdapter[str](DarkColour)
colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def test_contrasts_are_those_of_the_standard() -> None:
    assert contrast(WHITE, BLACK) == pytest.approx(21)
    assert contrast("#777777", WHITE) == pytest.approx(4.48, abs=0.01)
    assert contrast(BLACK, BLACK) == 1


@given(colours)
def test_a_colour_is_taken_or_the_nearest_that_would_be_is_named(colour: str) -> None:
    try:
        assert COLOUR.validate_python(colour) == colour
    except ValidationError as error:
        near = re.findall("#[0-9a-f]{6}", str(error.errors()[0]["msg"]))[-1]
        assert COLOUR.validate_python(near) == near
        assert contrast(near, WHITE) < LEGIBLE + 0.5, "no darker than it must be"


@given(colours, colours)
def test_what_can_be_read_can_be_found_on_every_ground(colour: str, ground: str) -> None:
    towards = max((WHITE, BLACK), key=lambda each: contrast(each, ground))
    found = legible(colour, ground, towards)
    assert found == towards or contrast(found, ground) >= LEGIBLE


@pytest.mark.parametrize("text", ["blue", "#12345", "17414d", "#17414g", 7, None, ["#000"]])
def test_what_is_no_colour_is_refused(text: object) -> None:
    with pytest.raises(ValidationError, match="is no colour"):
        COLOUR.validate_python(text)


def test_a_short_colour_is_written_out() -> None:
    assert COLOUR.validate_python("#125") == "#112255"
    assert COLOUR.validate_python("") == ""
