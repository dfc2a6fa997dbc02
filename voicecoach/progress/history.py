"""What is known of a plan: when it began, its stages, its sessions, its screenings.

A plan is a programme that was started. It belongs to nobody by name: where several people share a
machine, each plan has a label.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Literal, get_args

from voicecoach.base.values import dataclass
from voicecoach.formats.fields import Name
from voicecoach.language.printed import EmergencySign
from voicecoach.language.regions import REGION_EMERGENCIES

Status = Literal["done", "skipped"]
SessionLengths = Mapping[tuple[date, str], int]
"""How long a session was, ms, by day and routine, where it was built here."""
EMERGENCY_SIGNS = frozenset({*get_args(EmergencySign), *chain(*REGION_EMERGENCIES.values())})


@dataclass(frozen=True, slots=True)
class Plan:
    """A programme that was started.

    Attributes:
        id: of the plan; later plans have higher ones.
        programme: the programme's name.
        label: tells people on one machine apart; empty where there is one.
        started: its first day.
        prescriber: the clinician who prescribed it.
        review: the day of the clinician's review.
        emergency_number: whom to call in an emergency.
    """

    id: int
    programme: Name
    label: str
    started: date
    prescriber: str
    review: date
    emergency_number: str


@dataclass(frozen=True, slots=True)
class Move:
    """A stage that began.

    Attributes:
        stage: its name.
        since: its first day.
        clinician: who decided it, where the rule to move on was not met.
    """

    stage: Name
    since: date
    clinician: str | None


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One session that was done or skipped.

    Attributes:
        id: of the entry; later written ones have higher ones.
        day: of the session.
        status: done or skipped.
        stage: the stage's name.
        routine: what was due; None on a free day.
        pain_before, pain_during, pain_after: 0 to 10; None where not said, on skipped days only.
        effort: 0 to 10, or None.
        note: the person's own words.
        at: when it was written, with UTC offset.
    """

    id: int
    day: date
    status: Status
    stage: Name
    routine: Name | None
    pain_before: int | None
    pain_during: int | None
    pain_after: int | None
    effort: int | None
    note: str
    at: str

    def pains(self) -> Iterator[tuple[str, int]]:
        """When pain was felt, and how much, as far as it was said."""
        for when in ("before", "during", "after"):
            pain = getattr(self, f"pain_{when}")
            if pain is not None:
                yield when, pain


@dataclass(frozen=True, slots=True)
class Screening:
    """The questions about warning signs, answered.

    Attributes:
        id: of the screening.
        plan: the id of the plan for which they were asked.
        day: when they were answered.
        yes: the signs that are there.
        after_entry: the id of the last entry before it, of any plan; 0 before the first.
        clinician: who has seen the answers, or None.
        at: when it was written, with UTC offset.
    """

    id: int
    plan: int
    day: date
    yes: tuple[str, ...]
    after_entry: int
    clinician: str | None
    at: str

    @property
    def is_emergency(self) -> bool:
        """Whether an emergency sign is there."""
        return not EMERGENCY_SIGNS.isdisjoint(self.yes)


@dataclass(frozen=True, slots=True)
class BuiltLength:
    """How long a session was that was built for a day, ms."""

    day: date
    routine: str
    duration_ms: int


@dataclass(frozen=True, slots=True)
class Done:
    """A session that somebody has done, of whichever plan.

    Attributes:
        programme: the plan's programme.
        stage: the stage's name.
        day: of the session.
        routine: what was due; None on a free day.
        profile: label of the profile for which it was built; None where it was not built here.
        exercises: its exercises with their doses, as they were built; None where it was not.
    """

    programme: str
    stage: str
    day: date
    routine: str | None
    profile: str | None
    exercises: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class History:
    """A plan with everything that happened to it.

    Attributes:
        plan: the plan.
        moves: its stages in the order in which they began.
        entries: its sessions, by day, then by when they were written.
        screenings: of all plans with the label, in the order of their writing: a warning sign
            belongs to the person, not to the programme.
    """

    plan: Plan
    moves: tuple[Move, ...]
    entries: tuple[LogEntry, ...] = ()
    screenings: tuple[Screening, ...] = ()
