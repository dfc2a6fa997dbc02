"""The exact search, against trying everything."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from voicecoach.coach.fit.subset_sum import Amounts, ReachableSums, choose_amounts

lengths = st.lists(st.integers(-40, 400), min_size=1, max_size=4).map(tuple)


@st.composite
def quantities(draw: st.DrawFn) -> Amounts:
    chosen = draw(lengths)
    return Amounts(chosen, draw(st.integers(0, len(chosen) - 1)))


several = st.lists(quantities(), max_size=4)
windows = st.tuples(st.integers(-100, 1500), st.integers(0, 40))


def total(amounts: list[Amounts], chosen: tuple[int, ...]) -> int:
    return sum(each.lengths[index] for each, index in zip(amounts, chosen, strict=True))


def share(amounts: list[Amounts], chosen: tuple[int, ...]) -> float:
    pairs = zip(amounts, chosen, strict=True)
    return max((each.share(index) for each, index in pairs), default=0.0)


def everything(amounts: list[Amounts]) -> list[tuple[int, ...]]:
    return list(product(*(range(len(each.lengths)) for each in amounts)))


def goes(amounts: list[Amounts], chosen: tuple[int, ...], down: bool) -> bool:
    """Whether no quantity goes the other way."""
    pairs = zip(amounts, chosen, strict=True)
    return all(i <= each.written if down else i >= each.written for each, i in pairs)


@given(several, windows)
def test_a_choice_is_found_just_when_there_is_one(
    amounts: list[Amounts], window: tuple[int, int]
) -> None:
    low, high = window[0], window[0] + window[1]
    there = [c for c in everything(amounts) if low <= total(amounts, c) <= high]
    chosen = choose_amounts(amounts, low, high)
    assert (chosen is None) == (not there)
    if chosen is not None:
        assert low <= total(amounts, chosen) <= high


@given(several, st.data())
def test_nothing_changes_more_than_it_must(amounts: list[Amounts], data: st.DataObject) -> None:
    wanted = total(amounts, data.draw(st.sampled_from(everything(amounts))))
    low, high = wanted - data.draw(st.integers(0, 20)), wanted + data.draw(st.integers(0, 20))
    chosen = choose_amounts(amounts, low, high)
    assert chosen is not None
    there = [each for each in everything(amounts) if low <= total(amounts, each) <= high]
    if (written := tuple(each.written for each in amounts)) in there:
        assert chosen == written
    down = total(amounts, written) > high
    one_way = [each for each in there if goes(amounts, each, down)]
    assert share(amounts, chosen) == min(share(amounts, each) for each in one_way or there)


@given(several, st.integers(-300, 2000))
def test_the_nearest_sums_are_the_nearest(amounts: list[Amounts], wanted: int) -> None:
    sums = ReachableSums.of_all(amounts)
    there = {total(amounts, chosen) for chosen in everything(amounts)}
    assert sums.up_to(wanted) == max((s for s in there if s <= wanted), default=None)
    assert sums.down_to(wanted) == min((s for s in there if s >= wanted), default=None)


def test_a_long_search_is_short() -> None:
    """Thirty quantities of twenty amounts each: far more choices than anybody could try."""
    amounts = [Amounts(tuple(range(0, 20 * (900 + 7 * n), 900 + 7 * n)), 3) for n in range(30)]
    assert choose_amounts(amounts, 200_001, 200_001) is not None
