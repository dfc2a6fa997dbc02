"""`voicecoach today`: what a programme has for today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from voicecoach.app.practice import known_to, label_of
from voicecoach.app.sessions import Sessions
from voicecoach.cli.build import make, resolved
from voicecoach.cli.common import (
    bitrate_option,
    familiar_option,
    guidance_option,
    length_option,
    profile_option,
    read_profile,
    voice_options,
)
from voicecoach.cli.plans import (
    any_day_option,
    find_plan,
    opened,
    plan_options,
    read_language,
    refuse_closed,
)
from voicecoach.coach.dosetext import dose_line
from voicecoach.coach.fading import faded
from voicecoach.coach.practice import practice_of
from voicecoach.coach.prescription import prescribe
from voicecoach.progress.history import History
from voicecoach.progress.plan import Due, due_on, verdict
from voicecoach.project import find_project
from voicecoach.record import RecordedPlan
from voicecoach.script.coaching import with_overrides
from voicecoach.script.library import Script
from voicecoach.script.model import ExerciseStep
from voicecoach.script.programme import Programme
from voicecoach.script.steps import own_steps
from voicecoach.session.order import Order, StageDay
from voicecoach.session.resolve import language_of


@click.command("today")
@plan_options
@any_day_option
@click.option("--build", "builds", is_flag=True, help="Build the session too.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File or folder to write.")
@profile_option
@length_option
@voice_options
@guidance_option
@familiar_option
@bitrate_option
def command(
    programme: str | None,
    label: str,
    day: date,
    builds: bool,
    output: Path | None,
    profile: str | None,
    **options: Any,
) -> None:
    """Say what a programme has for today, or build it.

    Without a name, the programme is meant that was started. What was logged often is explained
    less, unless the routine, the profile or --guidance says how much is said.

    \b
    Examples:
      voicecoach today
      voicecoach today back-care --build
      voicecoach today --build --profile knee-2.yaml
      voicecoach today --build --length 10-15m
    """
    order = Order(profile=profile, **options)
    with Sessions(find_project()) as sessions:
        library, settings = sessions.library, sessions.project.settings
        code = language_of(order, settings, read_profile(library, profile)).value
        language = read_language(sessions.project, library, code)
        with opened() as store:
            found, history = find_plan(store, library, programme, label, day, code)
            done = store.done(label)
        refuse_closed(found, history, language)
        due = due_on(found, history, day)
        order = replace(order, routine=due.routine or "", day=_day(found, history, due))
        ordered = resolved(sessions, [order] if due.routine else [])
        if ordered and order.familiarity is None:
            known = known_to(library, found, history, done, ordered[0].script, day)
            ordered = [sessions.resolve(replace(order, familiarity=known))]
        for line in _said(found, history, due, ordered[0].script if ordered else None):
            click.echo(line)
        if builds and ordered:
            make(sessions, ordered, output)
            _note(history, due, ordered[0].script)


def _note(history: History, due: Due, script: Script) -> None:
    """Write down what was built for a day: what is done of it, the log will say."""
    with opened() as store:
        store.build(history.plan, due.day, due.routine or "", label_of(script), practice_of(script))


def _day(programme: Programme, history: History, due: Due) -> StageDay:
    """What an order of the session says of its programme."""
    plan = history.plan
    said = RecordedPlan(
        programme.title, plan.prescriber, plan.review.isoformat(), plan.emergency_number
    )
    return StageDay(programme.file, due.stage.stage, said)


def _said(programme: Programme, history: History, due: Due, script: Script | None) -> Iterator[str]:
    plan = history.plan
    yield f"{programme.title}: stage {due.stage.stage}, week {due.week}"
    if script is None:
        yield f"{due.day} is a free day."
    else:
        yield f"Due on {due.day}: {due.routine} ({script.routine.head.title})"
        yield from _prescribed(script, programme)
        yield from (f"  tailored: {change}" for change in script.changes)
        yield from (f"  {line}" for line in faded(script))
    for entry in history.entries:
        if entry.day == due.day:
            yield f"Logged: {entry.status}."
    if due.day < plan.review:
        yield f"Prescribed by {plan.prescriber}, review on {plan.review}."
    else:
        yield f"The review was due on {plan.review}: ask {plan.prescriber}."
    found = verdict(programme, history, due.day)
    if found.is_met:
        following = programme.stages[due.index + 1].stage
        yield f"The rule to move on is met. To begin '{following}': "
        yield f"  voicecoach progress move-on {programme.programme}"


def _prescribed(script: Script, programme: Programme) -> Iterator[str]:
    """What the stage changes in the routine, or adds to it."""
    for step in own_steps(script.routine.steps):
        if isinstance(step.body, ExerciseStep) and step.where.file == programme.file:
            exercise = script.exercises[step.body.exercise]
            figures = with_overrides(script.coaching, exercise.coaching)
            dose = prescribe(exercise, step.body.dose, figures)
            said = dose_line(dose, exercise.kind, script.language)
            added = "added: " if "add" in step.where.path else ""
            yield f"  {added}{exercise.title}. {said}"
