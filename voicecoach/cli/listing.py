"""`voicecoach list`: the routines, with their length and what they need; the programmes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from voicecoach.app.listing import ListedProgramme, ListedRoutine, list_scripts
from voicecoach.app.orders import Familiarity
from voicecoach.app.problems import Problem, located
from voicecoach.base.controls import one_line
from voicecoach.cli.exercises import list_some
from voicecoach.cli.groups import WithDefault
from voicecoach.cli.options import familiar_option, json_option
from voicecoach.cli.output import print_json, print_table, project_here, say

if TYPE_CHECKING:
    from rich.table import Table

_FAULTY = "has faults: voicecoach check shows them"


@click.command("routines")
@familiar_option
@json_option
def routines(familiarity: Familiarity | None, as_json: bool) -> None:
    """List the routines, with their length and what they need, and the programmes.

    \b
    Examples:
      voicecoach list
      voicecoach list --familiar 10     how long they are for one who knows them
      voicecoach list exercises --position lying-on-back --avoid wrists
    """
    listing = list_scripts(project_here(), familiarity)
    if as_json:
        routines = [*map(_routine, listing.routines)]
        programmes = [*map(_programme, listing.programmes)]
        profiles = [*listing.profiles]
        print_json({"routines": routines, "programmes": programmes, "profiles": profiles})
    else:
        _print_routines(listing.routines)
        _print_programmes(listing.programmes)
        if listing.profiles:
            say(f"\nprofiles (private): {', '.join(map(one_line, listing.profiles))}")


command = WithDefault("list", routines)
command.add_command(list_some)


def _routine(row: ListedRoutine) -> dict[str, object]:
    if row.length_ms is None:
        return {"name": row.name, "title": "", "minutes": None, **_faults(row.problems)}
    return {
        "name": row.name,
        "title": row.title,
        "minutes": round(row.length_ms / 60_000, 1),
        "exercises": row.exercises,
        "needs": row.needs,
        "purpose": row.purpose,
        "first": row.is_first,
        "included_only": row.is_part,
    }


def _programme(row: ListedProgramme) -> dict[str, object]:
    if not row.title:
        return {"name": row.name, "title": "", "stages": [], **_faults(row.problems)}
    return {"name": row.name, "title": row.title, "purpose": row.purpose, "stages": row.stages}


def _faults(problems: Sequence[Problem]) -> dict[str, object]:
    return {"faults": len(problems), "problems": [item.plain() for item in located(problems)]}


def _print_routines(rows: Sequence[ListedRoutine]) -> None:
    def columns(table: Table) -> None:
        table.add_column("routine", no_wrap=True)
        table.add_column("about", justify="right", no_wrap=True)
        table.add_column("title")
        table.add_column("needs")

    shown = (_routine_cells(row) for row in rows if not row.is_part)
    print_table(shown, columns, pad_edge=False)


def _routine_cells(row: ListedRoutine) -> tuple[str, ...]:
    if row.length_ms is None:
        return row.name, "", _FAULTY, ""
    minutes = round(round(row.length_ms / 60_000, 1))
    return row.name, f"{minutes} min", row.title, ", ".join(row.needs) or "nothing"


def _print_programmes(rows: Sequence[ListedProgramme]) -> None:
    def columns(table: Table) -> None:
        table.add_column("programme", no_wrap=True)
        table.add_column("title")
        table.add_column("stages")

    say()
    shown = ((row.name, row.title or _FAULTY, ", ".join(row.stages)) for row in rows)
    print_table(shown, columns, pad_edge=False)
