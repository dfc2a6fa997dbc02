"""`voicecoach new`: a commented routine or exercise to start from."""

from __future__ import annotations

from pathlib import Path

import click

from voicecoach.cli.init import SCHEMA_LINE
from voicecoach.errors import OutputError, ScriptError
from voicecoach.files import write_file
from voicecoach.project import find_project
from voicecoach.script.fields import is_name
from voicecoach.script.library import Folder

ROUTINE = """\
# A routine: the exercises in order, each with its dose. 'voicecoach check' finds every mistake.
routine: {name}
title: {title}
purpose: What this routine is for, in one sentence.

steps:
  - include: warm-up            # another routine's steps
  - cat-cow: 10 reps
  - pelvic-tilt: 10 reps, hold 5s
  - rest: 30s
  - knee-to-chest: 2 reps each side, hold 20s
  - bridge: 2 sets, 10 reps, hold 5s, rest 45s
  - say: "You have done well."  # a line of your own; keep it in quotes
  - childs-pose: hold 1m
    optional: true              # may be left out when time is short

# 'voicecoach show {name}' shows when everything happens; 'voicecoach list' shows other routines.
"""

EXERCISE = """\
# An exercise: what the coach says and how long each part takes. Sentences for the ear: short,
# second person, one action a line. 'voicecoach check' finds every mistake.
exercise: {name}
title: {title}
position: lying-on-back        # where the body is when the movement starts
kind: movement                 # movement, isometric (held with effort) or stretch
purpose: What it is for, as printed on sheets.
benefit: The same, in one short spoken sentence.
setup:                         # at most six lines of at most 14 words
  - Bend your knees, feet flat on the floor.
  - You breathe out and lift one foot, then breathe in and lower it.
phases:                        # the parts of one rep; move or hold
  - {{kind: move, length: 3s, breath: exhale, say: Out and lift., short: Lift.}}
  - {{kind: move, length: 3s, breath: inhale, say: In and lower., short: Lower.}}
form:                          # said now and then in later reps
  - Keep your shoulders heavy.
safety: Move only as far as is comfortable.
dose: 8-10 reps                # what a routine that gives no dose gets
sources:                       # where the figures come from
  - {{source: editorial, dose: "8-10 reps"}}
# sides: {{default: each, first: left, left: Left leg., right: Right leg., switch: other-leg}}
"""


@click.command("new")
@click.argument("kind", type=click.Choice(["routine", "exercise"]))
@click.argument("name")
def command(kind: str, name: str) -> None:
    """Start a routine or an exercise of your own, from a commented file.

    It goes into the project's scripts folder, or the current folder outside a project.

    \b
    Example:
      voicecoach new routine evening
    """
    if not is_name(name):
        raise ScriptError(
            f"'{name}' cannot be a name",
            "Use small letters, digits and hyphens, like 'my-evening'.",
        )
    folder: Folder = "routines" if kind == "routine" else "exercises"
    project = find_project()
    place = project.root / "scripts" / folder if project.root else Path.cwd()
    file = place / f"{name}.yaml"
    if file.exists():
        raise OutputError(f"{file} is there already", "Choose another name, or edit that file.")
    template = ROUTINE if kind == "routine" else EXERCISE
    text = template.format(name=name, title=name.replace("-", " ").capitalize())
    if (place.parent / "schema").is_dir():
        text = SCHEMA_LINE.format(kind=kind) + text
    write_file(file, text)
    click.echo(f"{file} is ready to edit.")
