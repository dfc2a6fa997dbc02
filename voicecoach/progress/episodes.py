"""A programme as sessions in their order, where nobody logs: each week explains what is new in it.

Everything here is pure: a programme and what its sessions practise in, an order out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from voicecoach.base.values import dataclass, replace
from voicecoach.model.coaching import Coaching
from voicecoach.model.familiarity import Familiarity
from voicecoach.model.programme import Programme
from voicecoach.progress.familiar import Practice, familiarity

_MONDAY = date(2024, 1, 1)  # any one will do

PracticeOf = Callable[[int, str], Mapping[str, str]]
"""What a routine practises in a stage, which is given by its place from 0."""


@dataclass(frozen=True, slots=True)
class ProgrammeEpisode:
    """A session of a programme, to be done until the next one comes.

    Attributes:
        number: its place, from 1.
        stage: the stage's place in the programme, from 0.
        week: of the programme, from 1: the first in which it is done.
        routine: its name.
        known: what the calendar says of how often everything was done before.
    """

    number: int
    stage: int
    week: int
    routine: str
    known: Familiarity


def episodes(
    programme: Programme, practice_of: PracticeOf, figures: Coaching
) -> Iterator[ProgrammeEpisode]:
    """Give a programme's sessions in the order in which they are first done.

    A stage lasts as many weeks as it must. What a week begins with stays the same until its end, so
    that what is new in it can be heard again.
    """
    yield from dict.fromkeys(each for _, each in calendar(programme, practice_of, figures, _MONDAY))


def calendar(
    programme: Programme, practice_of: PracticeOf, figures: Coaching, start: date
) -> Iterator[tuple[date, ProgrammeEpisode]]:
    """Give a programme's days on which there is a session, with that; free days are left out.

    Args:
        programme: its stages last as many weeks as they must.
        practice_of: what its sessions practise in.
        figures: of coaching.
        start: its first day, with which each of its weeks begins.
    """
    done: list[Practice] = []
    made: dict[object, ProgrammeEpisode] = {}
    for week, (stage, begins) in enumerate(_weeks(programme, start), 1):
        days = [begins + timedelta(n) for n in range(7)]
        due = [(day, name) for day in days if (name := programme.stages[stage].routine_on(day))]
        of_week = {}
        for routine in dict.fromkeys(name for _, name in due):
            known = _known(done, Practice(begins, "", practice_of(stage, routine)), figures)
            heard = (stage, routine, _heard(known, figures))
            if heard not in made:
                made[heard] = ProgrammeEpisode(len(made) + 1, stage, week, routine, known)
            of_week[routine] = made[heard]
        yield from ((day, of_week[name]) for day, name in due)
        done += (Practice(day, "", practice_of(stage, name)) for day, name in due)


def _weeks(programme: Programme, start: date) -> Iterator[tuple[int, date]]:
    """Each week's stage, and its first day."""
    stages = (index for index, stage in enumerate(programme.stages) for _ in range(stage.weeks))
    for week, index in enumerate(stages):
        yield index, start + timedelta(7 * week)


def _known(done: list[Practice], due: Practice, figures: Coaching) -> Familiarity:
    return replace(familiarity(done, due, None, figures), source="calendar", again=())


def _heard(known: Familiarity, figures: Coaching) -> tuple[bool, ...]:
    """What is explained in full: more than familiar nothing is by the calendar."""
    return tuple(times < figures.familiar_after for _, times in known.times)
