"""What commands print: for people or, with `--json`, for programs."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from voicecoach.base.controls import one_line, printable, printable_json
from voicecoach.base.errors import VoicecoachError
from voicecoach.base.messages import Phrase, described, phrase

if TYPE_CHECKING:
    from rich.table import Table

    from voicecoach.app.problems import Located, Problem
    from voicecoach.app.projects import Project


ONLY_YOU = "which only you may read"
"""Said of files that tell of somebody's health."""


@dataclass(slots=True, eq=False, repr=False)
class Output:
    """How one run of the program prints; the root context has it.

    Attributes:
        as_json: one JSON object goes to standard output, whatever happens.
        quiet: warnings are left out.
        is_done: that object was printed.
        stands: what this run has done that stays done, whatever comes of the rest.
        project: in which this run is, once that was looked for.
    """

    as_json: bool = False
    quiet: bool = False
    is_done: bool = False
    stands: list[str] = field(default_factory=list)
    project: Project | None = None


class Misuse(click.UsageError):
    """A mistake on the command line.

    Attributes:
        phrase: the message with its facts.
    """

    def __init__(self, kind: str, /, **facts: object) -> None:
        self.phrase = Phrase(kind, facts)
        super().__init__(str(self.phrase))


class BadValue(click.BadParameter):
    """A value of an option that it does not take.

    Attributes:
        phrase: the message with its facts.
    """

    def __init__(self, phrase: Phrase, option: str | None = None) -> None:
        self.phrase = phrase
        super().__init__(str(phrase), param_hint=option)


def output() -> Output:
    """How the run that is going on prints."""
    return click.get_current_context().find_root().ensure_object(Output)


def project_here() -> Project:
    """The project that the current folder lies in.

    Raises:
        ScriptError: its settings are at fault.
    """
    from voicecoach.app.projects import find_project

    found = output().project = find_project()
    return found


def print_unkept(how: Output) -> None:
    """Say once that a run was slower than it need be, as its cache could not be used."""
    failed = how.project.cache.failed if how.project else None
    if failed and not how.quiet:
        say(f"Note: {failed}; what was made is made again the next time", err=True)


def say(text: object = "", *, err: bool = False, bold: bool = False, **style: Any) -> None:
    """Print lines: the one place where a text goes to a terminal, which obeys nothing in it.

    Args:
        text: the lines.
        err: to standard error.
        bold: where colours are shown.
        style: others of `click.style`.
    """
    shown = printable(str(text))
    click.echo(click.style(shown, bold=bold or None, **style) if bold or style else shown, err=err)


def ask_for(question: str, **how: Any) -> Any:
    """Ask for a value, until it is one; `how` is that of `click.prompt`."""
    return click.prompt(printable(question), **how)


def confirm(question: str) -> None:
    """Go on after a yes.

    Raises:
        click.Abort: it was no.
    """
    click.confirm(printable(question), abort=True)


def stands(done: str) -> None:
    """Note what is done and stays done: it is told where the run stops before its end."""
    output().stands.append(done)


def print_table(
    rows: Iterable[Sequence[str]], columns: Callable[[Table], None], **how: Any
) -> None:
    """Print a table to standard output.

    Args:
        rows: texts, one for each column.
        columns: adds these to the table.
        how: the table looks, as `rich.table.Table` takes it.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", **how)
    columns(table)
    for row in rows:
        table.add_row(*(Text(one_line(cell)) for cell in row))
    Console().print(table)


def print_json(value: Any) -> None:
    """Print the one JSON object that a command gives."""
    output().is_done = True
    _print_object(value)


def _print_object(value: Any) -> None:
    say(printable_json(json.dumps(value, ensure_ascii=False)))


def print_line(text: str) -> None:
    """Print one JSON object of several, each on a line of its own."""
    output().is_done = True
    say(printable_json(text))


def print_located(found: Sequence[Located]) -> None:
    """Print problems whose places are known to standard error."""
    from voicecoach.app.problems import MOST_SHOWN

    for item in found[:MOST_SHOWN]:
        say(item, err=True)
    if more := found[MOST_SHOWN:]:
        say(f"and {counted(len(more), 'problem')} more", err=True)


def print_problems(problems: Iterable[Problem]) -> None:
    """Print problems to standard error, in the order of their places, each once."""
    from voicecoach.app.problems import located  # help needs none of it

    print_located(located(problems))


def print_fitting(fitting: Sequence[Phrase]) -> None:
    """Say what was changed so that a session is as long as was asked."""
    for head in fitting[:1]:
        say(head, err=True)
    for change in fitting[1:]:
        say(f"  {change}", err=True)


def print_fading(lines: Sequence[Phrase]) -> None:
    """Say what is explained less than at first, and why."""
    if lines:
        say("Explained less, as it was done before:", err=True)
    for line in lines:
        say(f"  {line}", err=True)


def print_error(error: VoicecoachError) -> None:
    """Print an error and its remedy."""
    say(f"voicecoach: {error}", err=True)
    if error.remedy:
        say(f"  {error.remedy}", err=True)


def print_refusal(error: VoicecoachError, how: Output) -> None:
    """Print why a command was refused: all faults with their places, the error and its remedy."""
    from voicecoach.app.problems import WITH_PROBLEMS, errors, located

    problems = error.problems if isinstance(error, WITH_PROBLEMS) else ()
    print_problems(errors(problems) if how.quiet else problems)
    if how.as_json and not how.is_done:
        faults = [item.plain() for item in located(problems)]
        _print_object({"refused": error.plain(), "problems": faults})
    print_error(error)


def print_misuse(error: click.ClickException, how: Output) -> None:
    """Print what is wrong with the command line."""
    if how.as_json:
        said = getattr(error, "phrase", None) or phrase("usage/other", reason=error.message)
        refused = {**described(said, "usage"), "remedy": "", "exit_code": error.exit_code}
        _print_object({"refused": refused, "problems": []})
    shown = io.StringIO()
    error.show(shown)
    say(shown.getvalue().rstrip("\n"), err=True)


def counted(n: int, thing: str, things: str | None = None) -> str:
    """So many of a thing: `1 error`, `2 entries`."""
    return f"{n} {thing if n == 1 else things or thing + 's'}"
