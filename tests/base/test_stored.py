"""Stored values are input: read through their shape, or named with their place."""

from __future__ import annotations

from typing import Any

import pytest

from voicecoach.base.stored import Misshapen, as_shape

HUGE = 10**400  # no float is as large


@pytest.mark.parametrize("value", [{"a": {"b": [1, HUGE]}}, {"a": {"b": [0, -HUGE]}}])
def test_a_number_that_nobody_can_reckon_with_is_named(value: Any) -> None:
    with pytest.raises(Misshapen) as found:
        as_shape(dict[str, dict[str, list[int]]], value)
    assert found.value.place == "a.b.1"


@pytest.mark.parametrize("value", [str(HUGE), "1", 1e300, float("inf"), float("nan")])
def test_a_text_is_no_number_nor_is_what_no_whole_number_can_be(value: object) -> None:
    with pytest.raises(Misshapen) as found:
        as_shape(dict[str, list[int]], {"a": [value]})
    assert found.value.place == "a.0"


def test_what_has_its_shape_is_read() -> None:
    assert as_shape(dict[str, list[int]], {"a": [2**53]}) == {"a": [2**53]}
