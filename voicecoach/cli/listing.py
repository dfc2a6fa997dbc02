"""`voicecoach list`: the routines, with their length and what they need; the programmes."""

from __future__ import annotations

import json
from typing import Any

import click

from voicecoach.cli.common import familiar_option
from voicecoach.errors import ScriptError
from voicecoach.project import Project, find_project
from voicecoach.script.familiarity import Familiarity
from voicecoach.script.library import Library
from voicecoach.session.order import Order
from voicecoach.session.timing import preview


@click.command("list")
@familiar_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def command(familiarity: Familiarity | None, as_json: bool) -> None:
    """List the routines, with their length and what they need, and the programmes.

    \b
    Examples:
      voicecoach list
      voicecoach list --familiar 10     how long they are for one who knows them
    """
    project = find_project()
    library = project.library()
    order = Order(rate=project.settings.rate, familiarity=familiarity)
    rows = [_routine(project, library, name, order) for name in library.names("routines")]
    rows.sort(key=lambda row: not row.get("first"))  # the others as they were: by name
    language = project.settings.language
    programmes = [_programme(library, name, language) for name in library.names("programmes")]
    if as_json:
        listed = {"routines": rows, "programmes": programmes}
        click.echo(json.dumps(listed, ensure_ascii=False))
    else:
        _print_table(rows)
        _print_programmes(programmes)


def _routine(project: Project, library: Library, name: str, order: Order) -> dict[str, Any]:
    file = library.find("routines", name)
    script, problems = library.script(file, project.settings.language) if file else (None, [])
    if script is None:
        return {"name": name, "title": "", "minutes": None, "faults": len(problems)}
    try:
        schedule, _ = preview(script, order)
    except ScriptError:  # its own length cannot be: 'check' says why
        return {"name": name, "title": "", "minutes": None, "faults": 1}
    timeline = schedule.timeline
    return {
        "name": name,
        "title": timeline.title,
        "minutes": round(schedule.total_ms / 60_000, 1),
        "exercises": len(timeline.exercises),
        "needs": [script.language.needs[need] for need in timeline.needs],
        "purpose": script.routine.head.purpose,
        "first": script.routine.head.offered == "first",
        "included_only": script.routine.head.part,
    }


def _programme(library: Library, name: str, language: str) -> dict[str, Any]:
    file = library.find("programmes", name)
    programme, problems = library.programme(file, language) if file else (None, [])
    if programme is None:
        return {"name": name, "title": "", "stages": [], "faults": len(problems)}
    stages = [stage.stage for stage in programme.stages]
    return {
        "name": name,
        "title": programme.title,
        "purpose": programme.purpose,
        "stages": stages,
    }


def _print_programmes(rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("programme", no_wrap=True)
    table.add_column("title")
    table.add_column("stages")
    for row in rows:
        title = row["title"] or "has faults: voicecoach check shows them"
        table.add_row(row["name"], title, ", ".join(row["stages"]))
    console = Console()
    console.print()
    console.print(table)


def _print_table(rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("routine", no_wrap=True)
    table.add_column("about", justify="right", no_wrap=True)
    table.add_column("title")
    table.add_column("needs")
    for row in rows:
        if row["minutes"] is None:
            table.add_row(row["name"], "", "has faults: voicecoach check shows them", "")
        elif not row["included_only"]:
            needs = ", ".join(row["needs"]) or "nothing"
            table.add_row(row["name"], f"{round(row['minutes'])} min", row["title"], needs)
    Console().print(table)
