"""What is made of values once, as long as they are the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, TypeVar

_Made = TypeVar("_Made")
_CHEAP = (Path, str, int, float, frozenset)  # to compare


class Once:
    """Remembers what was made of values.

    They are told apart by being the same, not by being equal, for to compare them costs as much as
    to make it again; but for paths, texts, numbers and sets of them.
    """

    def __init__(self, most: int = 1 << 16) -> None:
        """Remember nothing yet.

        Args:
            most: so many things; then all are forgotten.
        """
        self._most = most
        self._made: dict[tuple[Callable[..., Any], Hashable], tuple[tuple[object, ...], Any]] = {}

    def __call__(self, make: Callable[..., _Made], *values: object, of: Hashable) -> _Made:
        """Make something of values, if that was not made of the same.

        Args:
            make: makes it.
            values: of which.
            of: tells it apart from what else is made so.
        """
        before, made = self._made.get((make, of), ((), None))
        if len(before) != len(values) or not all(map(_is_same, before, values)):
            made = make(*values)
            if len(self._made) >= self._most:
                self._made.clear()
            self._made[make, of] = values, made
        known: _Made = made
        return known


def _is_same(before: object, now: object) -> bool:
    return before is now or (isinstance(now, _CHEAP) and before == now)
