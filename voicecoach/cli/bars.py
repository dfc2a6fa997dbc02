"""How far something is: a bar on a terminal, plain lines or nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING

from voicecoach.app.jobs import Event, Listener
from voicecoach.base.controls import one_line
from voicecoach.cli.output import say

if TYPE_CHECKING:
    from rich.progress import ProgressColumn

Bar = AbstractContextManager[Listener | None]


def speaking_bar(name: str, silent: bool) -> Bar:
    """Show how many sounds of a session are there."""
    if silent:
        return nullcontext()
    if not sys.stderr.isatty():
        return nullcontext(_quarters(_sounds))
    return _counting(f"Speaking {name}")


def publishing(silent: bool) -> Bar:
    """Show how many sessions are written; nothing but on a terminal."""
    return nullcontext() if silent or not sys.stderr.isatty() else _counting("Publishing")


@contextmanager
def batch(silent: bool) -> Iterator[Listener | None]:
    """Show what a batch does, how much of it is done, and how long it still takes."""
    if silent or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        tasks = {}

        def tell(event: Event) -> None:
            if event.kind not in tasks:
                tasks[event.kind] = bar.add_task(event.kind.capitalize(), total=None)
            bar.update(tasks[event.kind], completed=event.done, total=event.total or None)

        yield tell


def fetching(name: str, silent: bool) -> Bar:
    """Show how much of a voice has arrived."""
    if silent:
        return nullcontext()
    if not sys.stderr.isatty():
        return nullcontext(_quarters(_megabytes))
    from rich.progress import DownloadColumn, TransferSpeedColumn

    return _bar(f"Fetching {name}", DownloadColumn(), TransferSpeedColumn())


def _counting(what: str) -> Bar:
    from rich.progress import MofNCompleteColumn

    return _bar(what, MofNCompleteColumn())


@contextmanager
def _bar(what: str, *columns: ProgressColumn) -> Iterator[Listener]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    shown = (TextColumn("{task.description}", markup=False), BarColumn(), *columns)
    with Progress(*shown, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(one_line(what), total=None)
        yield lambda event: bar.update(task, completed=event.done, total=event.total or None)


def _quarters(line: Callable[[Event], str]) -> Listener:
    """Print a line for every quarter of what must be done now."""
    told = 0

    def tell(event: Event) -> None:
        nonlocal told
        made, wanted = event.done - event.known, event.total - event.known
        quarter = made * 4 // wanted if event.total and wanted else 0
        if quarter > told:
            told = quarter
            say(line(event), err=True)

    return tell


def _sounds(event: Event) -> str:
    made, wanted = event.done - event.known, event.total - event.known
    return f"{event.name}: {made} of {wanted} new sounds made"


def _megabytes(event: Event) -> str:
    return f"{event.name}: {event.done / 1e6:.0f} of {event.total / 1e6:.0f} MB"
