"""`voicecoach new`: a commented routine, exercise or profile, or a translation to fill in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Literal, get_args

import click

from voicecoach.app.beginnings import (
    Answers,
    Pack,
    checked_dose,
    is_shipped,
    new_exercise,
    new_rest,
    new_script,
    new_translation,
    read_pack,
)
from voicecoach.app.exercises import BODY_POSITIONS, KINDS
from voicecoach.app.problems import Problem
from voicecoach.base.messages import Fault
from voicecoach.cli.completion import complete
from voicecoach.cli.options import Decorated, as_language, json_option
from voicecoach.cli.output import (
    ONLY_YOU,
    BadValue,
    Misuse,
    ask_for,
    output,
    print_json,
    print_problems,
    project_here,
    say,
)

NewKind = Literal["routine", "exercise", "rest", "profile", "translation"]
_KINDS = click.Choice(get_args(NewKind))
_Given = dict[str, str | None]


def _read_dose(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    return value if value is None else _checked_dose(value)


def _checked_dose(value: str) -> str:
    try:
        return checked_dose(value)
    except Fault as fault:
        raise BadValue(fault.phrase) from None


def _exercise_options(command: Decorated) -> Decorated:
    """What an exercise says; on a terminal it is asked for."""
    options = (
        click.option("--title", help="Of an exercise: its name, as it is spoken."),
        click.option(
            "--position",
            type=click.Choice(BODY_POSITIONS),
            metavar="POSITION",
            help=f"Of an exercise: where it begins, {', '.join(BODY_POSITIONS)}.",
        ),
        click.option("--kind", "movement", type=click.Choice(KINDS), help="Of an exercise."),
        click.option("--setup", help="Of an exercise: what one does, in one short line."),
        click.option("--dose", callback=_read_dose, help="Of an exercise: like '8-10 reps'."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command("new")
@click.argument("kind", type=_KINDS)
@click.argument("name", shell_complete=complete("routines", "exercises", "programmes"))
@_exercise_options
@click.option("--heat", metavar="LENGTH", help="Of a rest: how long a warm pack stays on.")
@click.option("--cold", metavar="LENGTH", help="Of a rest: how long a cold pack stays on.")
@click.option(
    "--language",
    type=as_language,
    metavar="CODE",
    help="Of a translation: its language, such as es.",
)
@json_option
def command(
    kind: NewKind,
    name: str,
    heat: str | None,
    cold: str | None,
    language: str | None,
    as_json: bool,
    **given: str | None,
) -> None:
    """Start a routine, an exercise, a timed rest or a profile, from a commented file.

    It goes into the project's scripts folder, or the current folder outside a project. The length
    of a rest with heat or cold is for a clinician to say. A translation of a script has every text
    of it, to write the other language's behind.

    On a terminal, an exercise is made of the answers to five questions; the options answer them
    elsewhere. Without any, its file has a comment on every key.

    \b
    Examples:
      voicecoach new routine evening
      voicecoach new exercise heel-slide
      voicecoach new rest cold-rest --cold 10m
      voicecoach new translation evening --language es
      voicecoach new profile knee-2
    """
    pack = _pack(kind, heat, cold)
    if (kind == "translation") != (language is not None):
        raise Misuse("usage/translation")
    if kind != "exercise" and any(given.values()):
        raise Misuse("usage/of-exercise")
    is_quiet, output().quiet = output().quiet, True  # what is to be translated is told its writer
    file, problems = _begun(kind, name, pack, language, given, as_json)
    if as_json:
        replaces = kind != "translation" and is_shipped(name)
        print_json({"file": str(file), "replaces_shipped": replaces})
    else:
        if not is_quiet:
            print_problems(problems)
        private = f", {ONLY_YOU}" if kind == "profile" else ""
        say(f"{file} is ready to edit{private}.")
        if kind != "translation" and is_shipped(name):
            say(f"It stands in the place of the '{name}' that comes with voicecoach.", err=True)


def _begun(
    kind: NewKind,
    name: str,
    pack: Pack | None,
    language: str | None,
    given: _Given,
    as_json: bool,
) -> tuple[Path, tuple[Problem, ...]]:
    project = project_here()
    if kind == "translation":
        return new_translation(project, name, language or ""), ()
    if pack:
        return new_rest(project, name, pack), ()
    asks = sys.stdin.isatty() and not as_json
    if kind == "exercise" and (asks or any(given.values())):
        return new_exercise(project, name, _answers(name, given, asks))
    return new_script(project, kind, name), ()


def _answers(name: str, given: _Given, asks: bool) -> Answers:
    """The answers to the five questions: as they were given, or else asked for."""
    title = name.replace("-", " ").capitalize()

    def answer(option: str, question: str, **how: Any) -> Any:
        if given[option]:
            return given[option]
        if not asks:
            if option == "title":
                return title
            raise Misuse("usage/exercise", option="kind" if option == "movement" else option)
        return ask_for(question, **how)

    return Answers(
        answer("title", "What is it called", default=title),
        answer("position", "Where does it begin", type=click.Choice(BODY_POSITIONS)),
        answer("movement", "What kind is it", type=click.Choice(KINDS)),
        answer("setup", "What does one do, in one short line"),
        answer("dose", "How much, such as '8-10 reps' or 'hold 20s'", value_proc=_checked_dose),
    )


def _pack(kind: NewKind, heat: str | None, cold: str | None) -> Pack | None:
    """What a rest is with."""
    given: list[tuple[Literal["heat", "cold"], str]] = []
    given += [("heat", heat)] if heat is not None else []
    given += [("cold", cold)] if cold is not None else []
    if (len(given) == 1) != (kind == "rest"):
        raise Misuse("usage/rest")
    for step, length in given:
        try:
            return read_pack(step, length)
        except Fault as fault:
            raise Misuse("usage/pack", step=step, reason=fault.phrase) from None
    return None
