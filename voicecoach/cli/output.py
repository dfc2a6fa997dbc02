"""What commands print: for people or, with `--json`, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from voicecoach.base.errors import VoicecoachError
from voicecoach.base.messages import Phrase, described, phrase

if TYPE_CHECKING:
    from voicecoach.app.problems import Problem


@dataclass(slots=True)
class Output:
    """How one run of the program prints; the root context has it.

    Attributes:
        as_json: one JSON object goes to standard output, whatever happens.
        quiet: warnings are left out.
        is_done: that object was printed.
    """

    as_json: bool = False
    quiet: bool = False
    is_done: bool = False


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


def print_json(value: Any) -> None:
    """Print the one JSON object that a command gives."""
    output().is_done = True
    click.echo(json.dumps(value, ensure_ascii=False))


def print_problems(problems: Iterable[Problem]) -> None:
    """Print problems to standard error, in the order of their places, each once."""
    from voicecoach.app.problems import located  # help needs none of it

    for item in located(problems):
        click.echo(str(item), err=True)


def print_fitting(fitting: Sequence[Phrase]) -> None:
    """Say what was changed so that a session is as long as was asked."""
    for head in fitting[:1]:
        click.echo(head, err=True)
    for change in fitting[1:]:
        click.echo(f"  {change}", err=True)


def print_fading(lines: Sequence[Phrase]) -> None:
    """Say what is explained less than at first, and why."""
    if lines:
        click.echo("Explained less, as it was done before:", err=True)
    for line in lines:
        click.echo(f"  {line}", err=True)


def print_error(error: VoicecoachError) -> None:
    """Print an error and its remedy."""
    click.echo(f"voicecoach: {error}", err=True)
    if error.remedy:
        click.echo(f"  {error.remedy}", err=True)


def print_refusal(error: VoicecoachError, how: Output) -> None:
    """Print why a command was refused: all faults with their places, the error and its remedy."""
    from voicecoach.app.problems import WITH_PROBLEMS, errors, located

    problems = error.problems if isinstance(error, WITH_PROBLEMS) else ()
    print_problems(errors(problems) if how.quiet else problems)
    if how.as_json and not how.is_done:
        faults = [item.plain() for item in located(problems)]
        click.echo(json.dumps({"refused": error.plain(), "problems": faults}, ensure_ascii=False))
    print_error(error)


def print_misuse(error: click.ClickException, how: Output) -> None:
    """Print what is wrong with the command line."""
    if how.as_json:
        said = getattr(error, "phrase", None) or phrase("usage/other", reason=error.message)
        refused = {**described(said, "usage"), "remedy": "", "exit_code": error.exit_code}
        click.echo(json.dumps({"refused": refused, "problems": []}, ensure_ascii=False))
    error.show()


def counted(n: int, thing: str, things: str | None = None) -> str:
    """So many of a thing: `1 error`, `2 entries`."""
    return f"{n} {thing if n == 1 else things or thing + 's'}"
