"""How well somebody knows a session, by what they logged.

Everything here is pure: what was practised and what is due in, an answer out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date

from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.values import dataclass
from voicecoach.model.coaching import Coaching
from voicecoach.model.familiarity import Familiarity
from voicecoach.model.programme import PainLimits
from voicecoach.progress.history import History
from voicecoach.progress.screening import rises


@dataclass(frozen=True, slots=True)
class Practice:
    """One session that was done, or is due.

    Attributes:
        day: of the session.
        profile: label of the profile to which it was tailored; empty without one.
        exercises: its exercises by name, with their doses as `practice_of` gives them.
    """

    day: date
    profile: str = ""
    exercises: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why everything up to a day is explained again."""

    day: date
    why: Phrase


def last_reason(history: History, limits: PainLimits) -> Reason | None:
    """The last reason to explain everything again: pain that rose, or a warning sign.

    Args:
        history: the plan's.
        limits: from which pain on it has risen.
    """
    risen = (entry.day for entry, _ in rises(history, limits))
    found = [Reason(day, phrase("forgotten/pain", day=day)) for day in risen]
    signs = (each.day for each in history.screenings if each.yes)
    found += (Reason(day, phrase("forgotten/sign", day=day)) for day in signs)
    return max(found, key=lambda reason: reason.day, default=None)


def familiarity(
    done: Sequence[Practice], due: Practice, reason: Reason | None, figures: Coaching
) -> Familiarity:
    """How well a session is known that is due.

    An exercise counts as often as it was done with the dose that it has now, since it was last
    forgotten.

    Args:
        done: the sessions before it, in any order.
        due: the session.
        reason: the last one to explain everything again.
        figures: after how many days something is forgotten.
    """
    before = sorted((each for each in done if each.day < due.day), key=lambda each: each.day)
    since = [each for each in before if reason is None or each.day > reason.day]
    counted = [each for each in since if each.profile == due.profile]
    times = {name: _times(name, counted, due, figures) for name in due.exercises}
    known_once = {name for each in before for name in each.exercises}
    forgotten = [name for name, count in times.items() if not count and name in known_once]
    whys = ((name, _why(name, since, counted, reason, due, figures)) for name in forgotten)
    return Familiarity(
        sessions=len(
            _unbroken([each.day for each in counted], due.day, figures.safety_whole_after)
        ),
        times=tuple(times.items()),
        again=tuple(whys),
    )


def _unbroken(days: Iterable[date], until: date, most: int) -> list[date]:
    """The last of some days, without a pause of so many days between them, and up to one."""
    kept: list[date] = []
    for day in days:
        if kept and (day - kept[-1]).days >= most:
            kept.clear()
        kept.append(day)
    return kept if kept and (until - kept[-1]).days < most else []


def _times(name: str, counted: Iterable[Practice], due: Practice, figures: Coaching) -> int:
    with_it = [each for each in counted if name in each.exercises]
    days = set(_unbroken((each.day for each in with_it), due.day, figures.forgotten_after))
    doses = Counter(each.exercises[name] for each in with_it if each.day in days)
    return doses[due.exercises[name]]


def _why(
    name: str,
    since: Sequence[Practice],
    counted: Sequence[Practice],
    reason: Reason | None,
    due: Practice,
    figures: Coaching,
) -> Phrase:
    """Say why an exercise that was done before counts as new."""
    if reason and not any(name in each.exercises for each in since):
        return reason.why
    days = [*_days_of(name, counted)]
    if not days:
        return phrase("forgotten/profile")
    if _unbroken(days, due.day, figures.forgotten_after):
        return phrase("forgotten/dose")
    return phrase("forgotten/pause", day=days[-1])


def _days_of(name: str, done: Iterable[Practice]) -> Iterator[date]:
    return (each.day for each in done if name in each.exercises)
