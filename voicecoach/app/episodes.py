"""The sessions of a programme in their order, as orders."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from voicecoach.app.sessions import Sessions
from voicecoach.session.find import script_file
from voicecoach.session.order import Order, StageDay
from voicecoach.session.record import RecordedPlan

if TYPE_CHECKING:
    from voicecoach.model.programme import Programme


def orders_of(sessions: Sessions, order: Order) -> list[Order]:
    """Give the orders that one stands for: a programme's episodes, else itself.

    Args:
        sessions: of the project.
        order: of a routine, or with the name of a programme in its place.

    Raises:
        ScriptError: there is no such script; or `Faulty`, a programme has errors.
    """
    file = script_file(sessions.library, order.routine, ("routines", "programmes"))
    return _episodes(sessions, order, file) if file.parent.name == "programmes" else [order]


def _episodes(sessions: Sessions, order: Order, file: Path) -> list[Order]:
    from voicecoach.checks.programmes import checked_programme, stage_script
    from voicecoach.coach.practice import practice_of
    from voicecoach.progress.episodes import episodes
    from voicecoach.session.faults import required
    from voicecoach.session.resolve import language_of, profile_of

    library = sessions.library
    profile, _ = profile_of(order, library)
    language = language_of(order, sessions.project.settings, profile).value
    programme, _, problems = checked_programme(library, file, language)
    programme = required(programme, problems, order.routine)
    coaching = required(*library.coaching(), "the coaching figures")

    @cache
    def practised(stage: int, routine: str) -> dict[str, str]:
        script, _ = stage_script(library, programme, stage, routine, language)
        return practice_of(script) if script else {}

    return [
        replace(
            order,
            routine=each.routine,
            day=StageDay(str(file), programme.stages[each.stage].stage, _plan(programme)),
            episode=each.number,
            familiarity=order.familiarity or each.known,
        )
        for each in episodes(programme, practised, coaching)
    ]


def _plan(programme: Programme) -> RecordedPlan | None:
    """What the programme itself says of its plan, where it says all of it."""
    who, until, whom = programme.prescriber, programme.review, programme.emergency_number
    if not (who and until and whom):
        return None
    return RecordedPlan(programme.title, who, until, whom)
