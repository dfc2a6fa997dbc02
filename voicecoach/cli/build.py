"""`voicecoach build`: the MP3 of a routine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from voicecoach.app.episodes import orders_of
from voicecoach.app.orders import Order
from voicecoach.app.problems import Problem, of_safety
from voicecoach.app.sessions import Built, ResolvedOrder, Sessions
from voicecoach.base.clock import format_clock
from voicecoach.base.errors import Unsafe
from voicecoach.base.messages import described
from voicecoach.base.values import replace
from voicecoach.cli import bars
from voicecoach.cli.completion import complete
from voicecoach.cli.options import (
    BUILT,
    json_option,
    order_options,
)
from voicecoach.cli.output import (
    Misuse,
    counted,
    output,
    print_fitting,
    print_json,
    print_problems,
    project_here,
    say,
    stands,
)


@click.command("build")
@click.argument(
    "names",
    nargs=-1,
    required=True,
    metavar="NAME|FILE...",
    shell_complete=complete("routines"),
)
@click.option(
    "-o", "--output", "place", type=click.Path(path_type=Path), help="File or folder to write."
)
@order_options(*BUILT)
@click.option("--quiet", is_flag=True, help="Print nothing but errors and what concerns safety.")
@click.option(
    "--strict",
    is_flag=True,
    help="Build nothing where a warning of safety or a profile's change is to be looked at.",
)
@json_option
def command(
    names: tuple[str, ...],
    order: Order,
    place: Path | None,
    quiet: bool,
    strict: bool,
    as_json: bool,
) -> None:
    """Make the MP3 of a routine, to be followed hands-free.

    Beside the MP3 come its session record (.json) and its captions (.vtt). Of a programme its
    sessions are made in order: each is explained less as the weeks go by.

    \b
    Examples:
      voicecoach build daily                  audio/daily.mp3 in a project folder
      voicecoach build daily -o ~/Music       another place
      voicecoach build daily --guidance brief audio/daily.brief.mp3, not explained
      voicecoach build daily --familiar 10    for one who did all of it ten times
      voicecoach build daily --length 12m     exactly twelve minutes
      voicecoach build back-care              all sessions of a programme
      voicecoach build my-routine.yaml --rate 120
      voicecoach build daily --profile knee-2.yaml
    """
    output().quiet = quiet
    with Sessions(project_here()) as sessions:
        asked = [replace(order, routine=name) for name in names]
        orders = [each for one in asked for each in orders_of(sessions, one)]
        if len(orders) > 1 and place and place.suffix.lower() == ".mp3":
            raise Misuse("usage/one-output")
        found = resolved(sessions, orders)
        if strict:
            _refuse_unsafe(found)
        built = make(sessions, found, place, quiet or as_json)
    if as_json:
        shown = [built_as_json(one) for one in built]
        print_json(shown[0] if len(shown) == 1 else {"sessions": shown})


def resolved(sessions: Sessions, orders: Sequence[Order]) -> list[ResolvedOrder]:
    """Decide everything about sessions; what is wrong with their scripts is printed.

    Raises:
        ScriptError: one cannot be.
    """
    said: set[Problem] = set()
    found = []
    for order in orders:
        found.append(sessions.resolve(order))
        print_warnings(problem for problem in found[-1].problems if problem not in said)
        said.update(found[-1].problems)
    return found


def make(
    sessions: Sessions, orders: Sequence[ResolvedOrder], place: Path | None, silent: bool = False
) -> list[Built]:
    """Build sessions, and tell of them.

    Args:
        sessions: builds them.
        orders: what they are.
        place: file or folder to write; the project's unless given.
        silent: print nothing but warnings and errors.
    """
    speaking = [sessions.speaking(order) for order in orders]
    for order in orders:
        _print_changes(order)
    if not silent:
        for said in dict.fromkeys(speaking):
            say(" ".join(map(str, said)), err=True)
    made = []
    for order in orders:
        with bars.speaking_bar(order.name, silent) as listener:
            made.append(sessions.build(order, place, listener))
        stands(f"{made[-1].saved.mp3} is built")
        print_warnings(made[-1].planned.warnings)
        if not silent:
            _print_built(made[-1])
    return made


def _refuse_unsafe(orders: Sequence[ResolvedOrder]) -> None:
    """Stop where something is for a clinician to look at.

    Raises:
        Unsafe: a warning of safety, or a change of a profile without having named the exercise.
    """
    warnings = len({problem for order in orders for problem in of_safety(order.problems)})
    changes = sum(change.implied for order in orders for change in order.script.changes)
    counts = [counted(warnings, "warning")] if warnings else []
    counts += [counted(changes, "change")] if changes else []
    if counts:
        for order in orders:
            _print_changes(order)
        raise Unsafe("strict/warned", what=" and ".join(counts))


def print_warnings(problems: Iterable[Problem]) -> None:
    """Print warnings; those of safety only, where the others were asked to be left out."""
    print_problems(of_safety(problems) if output().quiet else problems)


def _print_changes(order: ResolvedOrder) -> None:
    """Say what a profile changes in a routine without having named the exercise."""
    script = order.script
    if script.profile is None:
        return
    changes = counted(len(script.changes), "change")
    say(f"Tailored to '{script.profile.profile}': {changes}.", err=True)
    for change in script.changes:
        if change.implied:
            say(f"  {change}", err=True)


def _print_built(built: Built) -> None:
    planned, saved = built.planned, built.saved
    if planned.damaged:
        entries = counted(planned.damaged, "damaged entry", "damaged entries")
        say(f"Made anew: {entries} of the cache.", err=True)
    for remark in planned.remarks:
        say(f"Note: {remark}", err=True)
    print_fitting(planned.fitting)
    content = saved.record.content
    said = (
        f"{format_clock(content.duration_ms)} min",
        counted(len(content.chapters), "chapter"),
        counted(planned.new, "new sound") if saved.is_new else "as it was",
    )
    say(f"{saved.mp3}: {', '.join(said)}")


def built_as_json(built: Built) -> dict[str, object]:
    """A session that was built, as JSON has it."""
    planned, saved = built.planned, built.saved
    record = saved.record
    return {
        "file": str(saved.mp3),
        "record": str(saved.record_file),
        "vtt": str(saved.vtt),
        "id": record.id,
        "routine": record.content.routine,
        "title": record.content.title,
        "subtitle": record.content.subtitle,
        "duration_ms": record.content.duration_ms,
        "silence": record.content.silence,
        "under": record.content.under,
        "written": saved.is_new,
        "bytes": record.media.bytes,
        "sha256": record.media.sha256,
        "etag": record.media.etag,
        "speaking": [*map(described, built.speaking)],
        "new_clips": planned.new,
        "damaged_cache_entries": planned.damaged,
        "remarks": [*map(described, planned.remarks)],
        "fitting": [*map(described, planned.fitting)],
        "warnings": [problem.plain() for problem in built.warnings],
        "changes": [*built.changes],
    }
