"""`voicecoach new`: a commented routine, exercise or profile, or a translation to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

import click

from voicecoach.app.beginnings import (
    Pack,
    is_shipped,
    new_rest,
    new_script,
    new_translation,
    read_pack,
)
from voicecoach.base.messages import Fault
from voicecoach.cli.options import json_option, read_language
from voicecoach.cli.output import ONLY_YOU, Misuse, output, print_json, project_here, say

NewKind = Literal["routine", "exercise", "rest", "profile", "translation"]
_KINDS = click.Choice(get_args(NewKind))


@click.command("new")
@click.argument("kind", type=_KINDS)
@click.argument("name")
@click.option("--heat", metavar="LENGTH", help="Of a rest: how long a warm pack stays on.")
@click.option("--cold", metavar="LENGTH", help="Of a rest: how long a cold pack stays on.")
@click.option(
    "--language",
    type=read_language,
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
) -> None:
    """Start a routine, an exercise, a timed rest or a profile, from a commented file.

    It goes into the project's scripts folder, or the current folder outside a project. The length
    of a rest with heat or cold is for a clinician to say. A translation of a script has every text
    of it, to write the other language's behind.

    \b
    Examples:
      voicecoach new routine evening
      voicecoach new rest cold-rest --cold 10m
      voicecoach new translation evening --language es
      voicecoach new profile knee-2
    """
    pack = _pack(kind, heat, cold)
    if (kind == "translation") != (language is not None):
        raise Misuse("usage/translation")
    output().quiet = True  # warnings about what is to be translated are for whoever wrote it
    file = _begun(kind, name, pack, language)
    if as_json:
        print_json({"file": str(file)})
    else:
        private = f", {ONLY_YOU}" if kind == "profile" else ""
        say(f"{file} is ready to edit{private}.")
        if kind != "translation" and is_shipped(name):
            say(f"It stands in the place of the '{name}' that comes with voicecoach.", err=True)


def _begun(kind: NewKind, name: str, pack: Pack | None, language: str | None) -> Path:
    project = project_here()
    if kind == "translation":
        return new_translation(project, name, language or "")
    if pack:
        return new_rest(project, name, pack)
    return new_script(project, kind, name)


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
