"""`voicecoach list exercises` and `voicecoach show exercise`: what there is to be done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from voicecoach.app.exercises import (
    AVOIDABLE,
    BODY_POSITIONS,
    GOALS,
    KINDS,
    MOST_LEVEL,
    NEEDS,
    REGIONS,
    Filter,
    ListedExercise,
    ShownExercise,
    drawing_file,
    list_exercises,
    show_exercise,
)
from voicecoach.app.problems import located
from voicecoach.cli.completion import complete
from voicecoach.cli.options import json_option, language_option
from voicecoach.cli.output import counted, output, print_json, print_problems, project_here, say

if TYPE_CHECKING:
    from voicecoach.app.exercises import Part

# What each kind of line is called, in the order in which a session has them.
_PARTS: dict[Part, str] = {
    "benefit": "what for",
    "approach": "first",
    "setup": "set-up",
    "movement": "movement",
    "start": "start",
    "side": "sides",
    "prompt": "prompts",
    "form": "form",
    "relief": "relief",
    "safety": "safety",
    "stop": "stop",
}


@click.command("exercises")
@click.option(
    "--position",
    "positions",
    type=click.Choice(BODY_POSITIONS),
    metavar="POSITION",
    multiple=True,
    help=f"One of {', '.join(BODY_POSITIONS)}.",
)
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True)
@click.option("--region", "regions", type=click.Choice(REGIONS), multiple=True)
@click.option("--goal", "goals", type=click.Choice(GOALS), multiple=True)
@click.option(
    "--level", type=click.IntRange(1, MOST_LEVEL), default=MOST_LEVEL, help="So hard at most."
)
@click.option(
    "--avoid",
    type=click.Choice(AVOIDABLE),
    metavar="WORD",
    multiple=True,
    help=f"Leave out what asks for this: {', '.join(AVOIDABLE)}.",
)
@click.option(
    "--needs",
    type=click.Choice(NEEDS),
    metavar="THING",
    multiple=True,
    help=f"Only what needs this: {', '.join(NEEDS)}.",
)
@click.option("--search", metavar="WORDS", default="", help="What people call it, in any language.")
@language_option
@json_option
def list_some(
    positions: tuple[Any, ...],
    kinds: tuple[Any, ...],
    regions: tuple[Any, ...],
    goals: tuple[Any, ...],
    level: int,
    avoid: tuple[Any, ...],
    needs: tuple[Any, ...],
    search: str,
    language: str | None,
    as_json: bool,
) -> None:
    """List the exercises, with their position, their kind and what they need.

    Options may be given several times: any of the positions, kinds, regions and goals, none of what
    is avoided, all that is needed.

    \b
    Examples:
      voicecoach list exercises
      voicecoach list exercises --position chair --position standing
      voicecoach list exercises --avoid kneeling --avoid wrists
      voicecoach list exercises --search "glute bridge"
    """
    asked = Filter(positions, kinds, regions, goals, level, avoid, needs, search)
    rows = list_exercises(project_here(), asked, language)
    if as_json:
        print_json({"exercises": [*map(_row, rows)]})
    else:
        _print_rows(rows)


@click.command("exercise")
@click.argument("name", metavar="NAME|FILE", shell_complete=complete("exercises"))
@click.option("--open", "opens", is_flag=True, help="Open its drawing.")
@language_option
@json_option
def show_one(name: str, opens: bool, language: str | None, as_json: bool) -> None:
    """Show an exercise: what is said, its dose, where its figures come from, and its variants.

    It is found by its name, or by what people call it in any language.

    \b
    Examples:
      voicecoach show exercise bridge
      voicecoach show exercise "glute bridge" --language es
      voicecoach show exercise bird-dog --open
    """
    found = show_exercise(project_here(), name, language)
    drawing = drawing_file(found) if opens else None
    if as_json:
        print_json({**_as_json(found), "drawing": str(drawing) if drawing else None})
    else:
        _print_exercise(found)
        if not output().quiet:
            print_problems(found.problems)
    if drawing:
        click.launch(str(drawing))


def _row(row: ListedExercise) -> dict[str, Any]:
    return {
        "name": row.name,
        "title": row.title,
        "position": row.position,
        "kind": row.kind,
        "regions": row.regions,
        "goals": row.goals,
        "level": row.level,
        "needs": row.needs,
        "asks": row.asks,
        "purpose": row.purpose,
        "problems": [item.plain() for item in located(row.problems)],
    }


def _print_rows(rows: Sequence[ListedExercise]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("exercise", no_wrap=True)
    for column in ("title", "position", "kind", "needs"):
        table.add_column(column)
    for row in rows:
        table.add_row(row.name, row.title, row.position, row.kind, ", ".join(row.needs))
    Console().print(table)
    say(counted(len(rows), "exercise"))


def _as_json(found: ShownExercise) -> dict[str, Any]:
    exercise = found.exercise
    return {
        "name": exercise.exercise,
        "title": exercise.title,
        "aliases": found.aliases,
        "position": exercise.position,
        "kind": exercise.kind,
        "regions": exercise.regions,
        "goals": exercise.goals,
        "level": exercise.level,
        "requires": exercise.requires,
        "purpose": exercise.purpose,
        "dose": found.dose,
        "sources": [{"source": each.source, "dose": text} for each, text in found.sources],
        "lines": [{"part": part, "text": text} for part, text in found.lines],
        "easier": [name for name, _ in found.easier],
        "harder": [name for name, _ in found.harder],
        "needs": found.needs,
        "asks": found.asks,
        "file": str(found.file),
        "problems": [item.plain() for item in located(found.problems)],
    }


def _print_exercise(found: ShownExercise) -> None:
    exercise = found.exercise
    say(f"{exercise.title} ({exercise.exercise})", bold=True)
    _print_fact("called", ", ".join(found.aliases))
    _print_fact("position", exercise.position)
    _print_fact("kind", exercise.kind)
    _print_fact("region", ", ".join(exercise.regions))
    _print_fact("goal", ", ".join(exercise.goals))
    _print_fact("level", str(exercise.level))
    _print_fact("requires", f"a {exercise.requires}" if exercise.requires else "")
    _print_fact("for", exercise.purpose)
    _print_fact("dose", found.dose)
    for each, text in found.sources:
        _print_fact("source", f"{each.source}: {text}")
    _print_fact("needs", ", ".join(found.needs))
    _print_fact("asks for", ", ".join(found.asks))
    for head, variants in (("easier", found.easier), ("harder", found.harder)):
        _print_fact(head, ", ".join(f"{name} ({title})" for name, title in variants))
    say()
    before = ""
    for part, text in found.lines:
        head = _PARTS[part] if _PARTS[part] != before else ""
        say(f"{head:>10}  {text}")
        before = _PARTS[part]
    say(f"\n{found.file}")


def _print_fact(head: str, text: str) -> None:
    if text:
        say(f"{head:>10}  {text}")
