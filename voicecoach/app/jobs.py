"""Progress of what takes time, as events that a terminal, a log or a browser can show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple


class Event(NamedTuple):
    """A step of a job.

    Attributes:
        kind: what is being done.
        name: of what it is done for, such as a session's.
        done: how much of it is done; bytes where it is fetched.
        total: how much there is to do; 0 where that is not known.
        known: how much of `done` was there before, and cost nothing.
    """

    kind: Literal["speaking", "planning", "publishing", "fetching"]
    name: str
    done: int
    total: int
    known: int = 0


Listener = Callable[[Event], None]
"""Told of each step as it is done."""
