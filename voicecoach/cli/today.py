"""`voicecoach today`: what a programme has for today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from voicecoach.app.day import Today, note_built, of_day
from voicecoach.app.orders import Order
from voicecoach.app.sessions import Built, Sessions
from voicecoach.base.messages import described
from voicecoach.cli.build import built_as_json, make, print_warnings
from voicecoach.cli.options import (
    BUILT,
    any_day_option,
    json_option,
    order_options,
    place_option,
    plan_options,
)
from voicecoach.cli.output import print_json, project_here, say


@click.command("today")
@plan_options
@any_day_option
@click.option("--build", "builds", is_flag=True, help="Build the session too.")
@place_option
@order_options(*BUILT)
@json_option
def command(
    programme: str | None,
    label: str,
    day: date,
    builds: bool,
    place: Path | None,
    order: Order,
    as_json: bool,
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
    with Sessions(project_here()) as sessions:
        found = of_day(sessions, order, programme, label, day)
        print_warnings(found.problems)
        if not as_json:
            for line in _lines(found):
                say(line)
        built = []
        if builds and found.order:
            built = make(sessions, [found.order], place, as_json)
            note_built(found, built[0].saved.record.content.duration_ms)
    if as_json:
        print_json(_as_json(found, built))


def _as_json(found: Today, built: list[Built]) -> dict[str, object]:
    plan, due = found.plan, found.due
    return {
        "programme": found.name,
        "title": found.programme,
        "day": str(due.day),
        "stage": due.stage.stage,
        "week": due.week,
        "routine": due.routine,
        "prescribed": [{"text": one.text, "added": one.is_added} for one in found.prescribed],
        "fading": [*map(described, found.fading)],
        "logged": [entry.status for entry in found.logged],
        "prescriber": plan.prescriber,
        "review": str(plan.review),
        "next_stage": found.following,
        "warnings": [problem.plain() for problem in found.problems],
        "built": built_as_json(built[0]) if built else None,
    }


def _lines(found: Today) -> Iterator[str]:
    plan, due = found.plan, found.due
    yield f"{found.programme}: stage {due.stage.stage}, week {due.week}"
    if found.order is None:
        yield f"{due.day} is a free day."
    else:
        script = found.order.script
        yield f"Due on {due.day}: {due.routine} ({script.routine.head.title})"
        for one in found.prescribed:
            yield f"  {'added: ' if one.is_added else ''}{one.text}"
        yield from (f"  tailored: {change}" for change in script.changes)
        yield from (f"  {line}" for line in found.fading)
    for entry in found.logged:
        yield f"Logged: {entry.status}."
    if due.day < plan.review:
        yield f"Prescribed by {plan.prescriber}, review on {plan.review}."
    else:
        yield f"The review was due on {plan.review}: ask {plan.prescriber}."
    if found.following:
        yield f"The rule to move on is met. To begin '{found.following}': "
        yield f"  voicecoach progress move-on {found.name}"
