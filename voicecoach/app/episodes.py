"""The sessions of a programme in their order, as orders."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from voicecoach.app.sessions import Sessions
from voicecoach.base.values import dataclass, replace
from voicecoach.session.find import script_file
from voicecoach.session.order import Order, StageDay
from voicecoach.session.record import RecordedPlan

if TYPE_CHECKING:
    from voicecoach.model.coaching import Coaching
    from voicecoach.model.programme import Programme
    from voicecoach.progress.episodes import PracticeOf, ProgrammeEpisode


def orders_of(sessions: Sessions, order: Order) -> list[Order]:
    """Give the orders that one stands for: a programme's episodes, else itself.

    Args:
        sessions: of the project.
        order: of a routine, or with the name of a programme in its place.

    Raises:
        ScriptError: there is no such script; or `Faulty`, a programme has errors.
    """
    if not is_programme(sessions, order):
        return [order]
    from voicecoach.progress.episodes import episodes

    told = _told(sessions, order)
    return [told.order(each) for each in episodes(told.programme, told.practised, told.coaching)]


def is_programme(sessions: Sessions, order: Order) -> bool:
    """Whether an order has the name of a programme in the place of a routine's.

    Raises:
        ScriptError: there is no such script.
    """
    return _file(sessions, order).parent.name == "programmes"


def calendar_of(sessions: Sessions, order: Order, start: date) -> dict[date, Order]:
    """Give the orders that a programme stands for, by the days on which they are done.

    Args:
        sessions: of the project.
        order: with the name of the programme.
        start: its first day.

    Raises:
        ScriptError: as in `orders_of`.
    """
    from voicecoach.progress.episodes import calendar

    told = _told(sessions, order)
    days = calendar(told.programme, told.practised, told.coaching, start)
    return {day: told.order(each) for day, each in days}


def _file(sessions: Sessions, order: Order) -> Path:
    return script_file(sessions.library, order.routine, ("routines", "programmes"))


@dataclass(frozen=True, slots=True)
class _ProgrammeOrder:
    """An order of a programme, and what its episodes are found by."""

    asked: Order
    file: Path
    programme: Programme
    coaching: Coaching
    practised: PracticeOf

    def order(self, each: ProgrammeEpisode) -> Order:
        """The order of an episode."""
        stage = self.programme.stages[each.stage].stage
        return replace(
            self.asked,
            routine=each.routine,
            day=StageDay(str(self.file), stage, _plan(self.programme)),
            episode=each.number,
            familiarity=self.asked.familiarity or each.known,
        )


def _told(sessions: Sessions, order: Order) -> _ProgrammeOrder:
    from voicecoach.checks.programmes import checked_programme, stage_script
    from voicecoach.coach.practice import practice_of
    from voicecoach.session.faults import required
    from voicecoach.session.resolve import language_of, profile_of

    library, file = sessions.library, _file(sessions, order)
    profile, _ = profile_of(order, library)
    language = language_of(order, sessions.project.settings, profile).value
    programme, _, problems = checked_programme(library, file, language)
    programme = required(programme, problems, order.routine)
    coaching = required(*library.coaching(), "the coaching figures")

    @cache
    def practised(stage: int, routine: str) -> dict[str, str]:
        script, _ = stage_script(library, programme, stage, routine, language)
        return practice_of(script) if script else {}

    return _ProgrammeOrder(order, file, programme, coaching, practised)


def _plan(programme: Programme) -> RecordedPlan | None:
    """What the programme itself says of its plan, where it says all of it."""
    who, until, whom = programme.prescriber, programme.review, programme.emergency_number
    if not (who and until and whom):
        return None
    return RecordedPlan(programme.title, who, until, whom)
