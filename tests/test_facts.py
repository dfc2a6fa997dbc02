from __future__ import annotations

import pytest

from tests.facts import of_each


def test_every_case_for_which_a_fact_does_not_hold_is_named() -> None:
    @of_each([1, 2, 3])
    def test_it_is_even(number: int) -> None:
        assert number % 2 == 0

    with pytest.raises(ExceptionGroup, match="for 2 of 3") as caught:
        test_it_is_even()
    assert [error.__notes__ for error in caught.value.exceptions] == [["for 1"], ["for 3"]]


def test_a_fact_that_holds_for_each_passes_and_one_of_nothing_does_not() -> None:
    def test_the_first_is_less(one: int, other: int) -> None:
        assert one < other

    of_each([(1, 2), (3, 4)])(test_the_first_is_less)()
    with pytest.raises(AssertionError, match="of nothing"):
        of_each([])(test_the_first_is_less)()
