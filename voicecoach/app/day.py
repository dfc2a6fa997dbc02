"""What a programme has for a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from voicecoach.app.plans import find_plan, opened_store, read_language, refuse_closed
from voicecoach.app.practice import known_to, label_of
from voicecoach.app.sessions import Sessions
from voicecoach.base.messages import Phrase
from voicecoach.base.values import dataclass, replace
from voicecoach.coach.dose_text import dose_line, often_line
from voicecoach.coach.fading import faded
from voicecoach.coach.practice import practice_of
from voicecoach.coach.prescription import prescribe
from voicecoach.formats.problems import Problem
from voicecoach.library.script import Script
from voicecoach.model.coaching import with_overrides
from voicecoach.model.programme import Programme
from voicecoach.model.routine import ExerciseStep
from voicecoach.model.steps import own_steps
from voicecoach.progress.history import History, LogEntry, Plan
from voicecoach.progress.plan import Due, due_on, verdict
from voicecoach.progress.screening import gate
from voicecoach.session.order import Order, ResolvedOrder, StageDay
from voicecoach.session.record import RecordedPlan
from voicecoach.session.resolve import language_of, profile_of


@dataclass(frozen=True, slots=True)
class Prescribed:
    """An exercise that a stage changes in a routine, or adds to it: with its dose, in words."""

    text: str
    is_added: bool


@dataclass(frozen=True, slots=True)
class Today:
    """What a programme has for a day.

    Attributes:
        programme: its title.
        name: its name.
        due: stage, week and routine.
        plan: who prescribed it, and the review.
        order: the session; None on a free day.
        prescribed: what the stage changes in the routine.
        fading: what is explained less than at first, and why.
        logged: what was written down for the day.
        following: the next stage, where the rule to move on is met.
        problems: warnings about profile and routine.
    """

    programme: str
    name: str
    due: Due
    plan: Plan
    order: ResolvedOrder | None
    prescribed: tuple[Prescribed, ...]
    fading: tuple[Phrase, ...]
    logged: tuple[LogEntry, ...]
    following: str | None
    problems: tuple[Problem, ...]


def of_day(sessions: Sessions, order: Order, name: str | None, label: str, day: date) -> Today:
    """Find what a programme has for a day.

    Args:
        sessions: of the project.
        order: how the session is to be.
        name: of the programme, or its file; None where only one was started.
        label: tells people apart who share the machine.
        day: the day.

    Raises:
        ScriptError: as with `follow`, or a script has errors.
        ScreeningError: warning signs do not allow a session.
    """
    library, project = sessions.library, sessions.project
    profile, problems = profile_of(order, library)
    code = language_of(order, project.settings, profile).value
    words = read_language(project, library, code)
    with opened_store() as store:
        found, history = find_plan(store, library, name, label, day, code)
        done = store.done(label)
    refuse_closed(gate(history, found.pain), history.plan, words)
    due = due_on(found, history, day)
    resolved = None
    if due.routine:
        stage_day = _stage_day(found, history, due)
        asked = replace(order, routine=due.routine, day=stage_day)
        resolved = sessions.resolve(asked)
        if order.familiarity is None:
            known = known_to(library, found, history, done, resolved.script, day)
            resolved = sessions.resolve(replace(asked, familiarity=known))
    met = verdict(found, history, day).is_met
    return Today(
        found.title,
        found.programme,
        due,
        history.plan,
        resolved,
        tuple(_prescribed(resolved.script, found)) if resolved else (),
        tuple(faded(resolved.script)) if resolved else (),
        tuple(entry for entry in history.entries if entry.day == day),
        found.stages[due.index + 1].stage if met else None,
        tuple(dict.fromkeys([*problems, *(resolved.problems if resolved else ())])),
    )


def note_built(found: Today, duration_ms: int) -> None:
    """Write down what was built for a day: what is done of it, the log will say.

    Args:
        found: what the day has.
        duration_ms: of the session that was built.

    Raises:
        OutputError: the log cannot be written.
    """
    if found.order is None:
        return
    script, due = found.order.script, found.due
    with opened_store() as store:
        practice, label = practice_of(script), label_of(script)
        store.build(found.plan, due.day, due.routine or "", label, practice, duration_ms)


def _stage_day(programme: Programme, history: History, due: Due) -> StageDay:
    """What an order of the session says of its programme."""
    plan = history.plan
    said = RecordedPlan(
        programme.title, plan.prescriber, plan.review.isoformat(), plan.emergency_number
    )
    return StageDay(programme.file, due.stage.stage, said, (due.day - plan.started).days)


def _prescribed(script: Script, programme: Programme) -> Iterator[Prescribed]:
    """What the stage changes in the routine, or adds to it."""
    for step in own_steps(script.routine.steps):
        if isinstance(step.body, ExerciseStep) and step.where.file == programme.file:
            exercise = script.exercises[step.body.exercise]
            figures = with_overrides(script.coaching, exercise.coaching)
            dose = prescribe(exercise, step.body.dose, figures)
            said = dose_line(dose, exercise.kind, script.language)
            often = often_line(dose.frequency, script.language)
            yield Prescribed(f"{exercise.title}. {said} {often}".rstrip(), "add" in step.where.path)
