"""Chooses amounts whose lengths add up: the pure, exact search behind fitting to a length.

Sums are sets of integers, kept as the bits of one number: bit n is set when n milliseconds above
the least sum can be reached. So nothing is tried out: every sum of every choice is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from typing import Self

from voicecoach.base.values import dataclass

_WORK = 100_000_000  # bits that are moved at most to know all sums: some milliseconds


@dataclass(frozen=True, slots=True)
class Amounts:
    """One quantity.

    Attributes:
        lengths: what each of its amounts adds to the session, ms.
        written: the index of the amount that is written.
    """

    lengths: tuple[int, ...]
    written: int

    def share(self, index: int) -> float:
        """How much of the way to its end an amount lies: 0 as written, 1 at an end."""
        if index == self.written:
            return 0.0
        way = self.written if index < self.written else len(self.lengths) - 1 - self.written
        return abs(index - self.written) / way

    def within(self, share: float, down: bool, up: bool) -> tuple[int, ...]:
        """The amounts up to a share of the way, in the directions that are open; nearest first."""
        indices = (
            index
            for index in range(len(self.lengths))
            if self.share(index) <= share
            and (down or index >= self.written)
            and (up or index <= self.written)
        )
        return tuple(sorted(indices, key=lambda index: (abs(index - self.written), index)))


class ReachableSums:
    """Every sum of one amount of each quantity."""

    def __init__(self, amounts: Sequence[Amounts], open_to: Sequence[tuple[int, ...]]) -> None:
        """Prepare.

        Args:
            amounts: the quantities.
            open_to: of each, the indices that may be chosen.
        """
        self.choices = [
            [each.lengths[index] for index in indices]
            for each, indices in zip(amounts, open_to, strict=True)
        ]

    @classmethod
    def of_all(cls, amounts: Sequence[Amounts]) -> Self:
        """The sums of every amount that there is."""
        return cls(amounts, [tuple(range(len(each.lengths))) for each in amounts])

    @cached_property
    def least(self) -> int:
        """The least sum."""
        return sum(map(min, self.choices))

    @cached_property
    def greatest(self) -> int:
        """The greatest sum."""
        return sum(map(max, self.choices))

    @cached_property
    def tails(self) -> list[tuple[int, int]]:
        """The sums of the quantities from each on, and of none: the least, and the bits above."""

        def with_one(tail: tuple[int, int], lengths: list[int]) -> tuple[int, int]:
            least, bits = tail
            shortest, summed = min(lengths), 0
            for length in set(lengths):
                summed |= bits << (length - shortest)
            return least + shortest, summed

        return [*accumulate(reversed(self.choices), with_one, initial=(0, 1))][::-1]

    def between(self, low: int, high: int, after: int = 0) -> bool:
        """Whether the quantities from one on have a sum that is not below low nor above high."""
        if not after and (high < self.least or low > self.greatest):
            return False  # seen without any sum
        least, bits = self.tails[after]
        low, high = max(0, low - least), high - least
        return high >= low and bool(bits >> low & (1 << high - low + 1) - 1)

    def up_to(self, most: int) -> int | None:
        """The greatest sum that is not above."""
        if most >= self.greatest or most < self.least:
            return self.greatest if most >= self.greatest else None
        least, bits = self.tails[0]
        bits &= (1 << max(0, most - least + 1)) - 1
        return least + bits.bit_length() - 1 if bits else None

    def down_to(self, least_wanted: int) -> int | None:
        """The least sum that is not below."""
        if least_wanted <= self.least or least_wanted > self.greatest:
            return self.least if least_wanted <= self.least else None
        least, bits = self.tails[0]
        low = max(0, least_wanted - least)
        bits >>= low
        return least + low + (bits & -bits).bit_length() - 1 if bits else None


def unit_of(amounts: Sequence[Amounts]) -> int:
    """To how many ms sums are known: to one, but where there are so many that it takes long."""
    values = sum(len(each.lengths) for each in amounts)
    span = sum(max(each.lengths) - min(each.lengths) for each in amounts)
    return max(1, values * span // _WORK)


def in_units(amounts: Sequence[Amounts], unit: int) -> Sequence[Amounts]:
    """Quantities whose lengths are in other units than ms, each to the nearest."""
    if unit == 1:
        return amounts
    return [
        Amounts(tuple(round(length / unit) for length in each.lengths), each.written)
        for each in amounts
    ]


def choose_amounts(amounts: Sequence[Amounts], low: int, high: int) -> tuple[int, ...] | None:
    """Choose an amount of each quantity so that the sum is not below low nor above high, ms.

    Where sums are not known to one ms it may lie outside, if it cannot well within: by half a unit
    for each quantity.

    Returns:
        The index of each amount, or None when there is no such sum.
    """
    unit = unit_of(amounts)
    rounded, error = in_units(amounts, unit), len(amounts) // 2 + 1 if unit > 1 else 0
    first, last = -(-low // unit) + error, high // unit - error
    chosen = _chosen(rounded, first, last) if first <= last else None
    if chosen is None and unit > 1:
        chosen = _chosen(rounded, low // unit, -(-high // unit))
    return chosen


def _chosen(amounts: Sequence[Amounts], low: int, high: int) -> tuple[int, ...] | None:
    """Choose amounts.

    No quantity goes a greater part of its way from what is written than must be; within that, each
    in its turn stays as near as the others leave it. All go one way, unless only both will do.

    Returns:
        The index of each amount, or None when there is no such sum.
    """
    if not ReachableSums.of_all(amounts).between(low, high):
        return None
    down = sum(each.lengths[each.written] for each in amounts) > high
    shares = sorted({each.share(i) for each in amounts for i in range(len(each.lengths))} | {0.0})
    for ways in ((down, not down), (True, True)):
        open_to = [
            [each.within(share, *ways) for each in amounts] for share in (shares[0], shares[-1])
        ]
        if not ReachableSums(amounts, open_to[-1]).between(low, high):
            continue
        first, last = 0, len(shares) - 1  # the least share that will do, by halves
        while first < last:
            middle = (first + last) // 2
            some = [each.within(shares[middle], *ways) for each in amounts]
            if ReachableSums(amounts, some).between(low, high):
                last = middle
            else:
                first = middle + 1
        return _nearest(amounts, [each.within(shares[last], *ways) for each in amounts], low, high)
    raise AssertionError("a sum that is there is found")


def _nearest(
    amounts: Sequence[Amounts], open_to: Sequence[tuple[int, ...]], low: int, high: int
) -> tuple[int, ...]:
    """Each amount in its turn as near to what is written as the sums of the others allow."""
    sums = ReachableSums(amounts, open_to)
    chosen: list[int] = []
    for number, (each, indices) in enumerate(zip(amounts, open_to, strict=True)):
        index = next(
            index
            for index in indices
            if sums.between(low - each.lengths[index], high - each.lengths[index], number + 1)
        )
        chosen.append(index)
        low, high = low - each.lengths[index], high - each.lengths[index]
    return tuple(chosen)
