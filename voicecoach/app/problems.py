"""What is wrong with scripts, as whoever asked is told of it."""

from __future__ import annotations

from collections.abc import Iterable

from voicecoach.formats.problems import MOST_SHOWN, Located, Problem, errors, hint, short_path
from voicecoach.session.faults import WITH_PROBLEMS, DoesNotFit, Faulty, NotSpoken

__all__ = ["WITH_PROBLEMS", "DoesNotFit", "Faulty", "NotSpoken", "Problem", "errors", "hint"]
__all__ += ["MOST_SHOWN", "Located", "located", "short_path"]


_OF_SAFETY = ("high-dose", "outside-sources", "no-warm-up", "long-session")


def of_safety(problems: Iterable[Problem]) -> list[Problem]:
    """The warnings that are for a clinician to see, whoever asked for no others."""
    return [problem for problem in problems if problem.code in _OF_SAFETY]


def located(problems: Iterable[Problem]) -> list[Located]:
    """Give problems their lines and columns, in the order of their places, each once."""
    there = [*problems]
    if not there:
        return []
    from voicecoach.formats.document import locate_all as locate

    return locate(there)
