"""`voicecoach new`: a commented routine, exercise or profile, or a translation to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from voicecoach.cli.common import refuse_errors
from voicecoach.cli.init import SCHEMA_LINE
from voicecoach.errors import OutputError, ScriptError
from voicecoach.files import write_file
from voicecoach.project import Project, find_project
from voicecoach.script.fields import is_name
from voicecoach.script.library import Folder
from voicecoach.script.problems import Where
from voicecoach.session.find import SCRIPT_FOLDERS, folder_of, script_file
from voicecoach.units import format_duration, parse_duration

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

REST = """\
# A rest with a {pack} pack: slow breathing, and a word when the pack comes off. How long it stays
# on is for a clinician to say; nothing here knows a usual length.
routine: {name}
title: {title}
purpose: {purpose}

steps:
  - transition: chair   # or lying-on-side; do not lie on the pack
  - {step}: {length}

# 'voicecoach build {name}' makes the session.
"""

# What heat and cold are for (source C), by the step that times them.
PURPOSES = {"heat": "Relaxes tense muscles.", "cold": "Calms inflammation and numbs pain."}

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
# loads: [deep-knees]   # what people must avoid who may not do this, besides its position
# sides: {{default: each, first: left, left: Left leg., right: Right leg.}}
"""

PROFILE = """\
# A profile: what differs for one person, in every routine. Take away the '#' where it applies.
# 'voicecoach check' finds every mistake; 'voicecoach show daily --profile {name} --diff' shows what
# comes of it.
profile: {name}              # shows in file names, so it is never a person's name

# name: "Anna"               # spoken if you ask for it, and written nowhere
# greet: true

# exercises:                 # doses: what is left out stays as the routine has it
#   bridge: 8 reps, hold 5s
#   pelvic-tilt: reps x0.5
#   knee-to-chest: {{left: 3 reps, right: 1 rep}}
# positions:                 # the same for all that begins in a position
#   hands-and-knees: {{reps: x0.8}}
# factors: {{hold: x0.8}}      # and for everything

# leave_out:
#   partial-crunch: sore neck
# instead:
#   superman-hold: bird-dog
# easier: [bird-dog]         # by the library's easier or harder variant
# harder: [pelvic-tilt]
# avoid: []                  # prone, kneeling, deep-knees, wrists, on-back, floor, loaded-flexion,
                             # end-rotation: what asks for it is replaced or left out
# surface: floor             # or bed, as it is by itself where 'avoid' rules out getting down;
                             # 'floor: by-sofa' instead is a way that a clinician has practised

# pace: 1.2                  # movements take that much longer
# settle: 1.5                # changes of position take that much longer
# breath: in 3s, out 5s      # in paced breathing
# voice: pyttsx3
# rate: 130
"""


# Each kind of file: the folder it goes into, and its text.
TEMPLATES: dict[str, tuple[Folder, str]] = {
    "routine": ("routines", ROUTINE),
    "exercise": ("exercises", EXERCISE),
    "rest": ("routines", REST),
    "profile": ("profiles", PROFILE),
}


@click.command("new")
@click.argument("kind", type=click.Choice([*TEMPLATES, "translation"]))
@click.argument("name")
@click.option("--heat", metavar="LENGTH", help="Of a rest: how long a warm pack stays on.")
@click.option("--cold", metavar="LENGTH", help="Of a rest: how long a cold pack stays on.")
@click.option("--language", metavar="CODE", help="Of a translation: its language, such as es.")
def command(kind: str, name: str, heat: str | None, cold: str | None, language: str | None) -> None:
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
        raise click.UsageError("a translation needs its language: --language CODE")
    project = find_project()
    if language:
        _write(*_translation(project, name, language), "translation")
        return
    if not is_name(name):
        raise ScriptError(
            f"'{name}' cannot be a name",
            "Use small letters, digits and hyphens, like 'my-evening'.",
        )
    folder, template = TEMPLATES[kind]
    place = _place(project, folder)
    text = template.format(name=name, title=name.replace("-", " ").capitalize(), **pack)
    _write(place / f"{name}.yaml", text, folder.removesuffix("s"))


def _place(project: Project, folder: str) -> Path:
    """Where scripts of a kind go."""
    return project.root / "scripts" / folder if project.root else Path.cwd()


def _write(file: Path, text: str, schema: str) -> None:
    """Write a new file, with the schema that editors check it by where the project has those."""
    if file.exists():
        raise OutputError(f"{file} is there already", "Choose another name, or edit that file.")
    with_schemas = (file.parent.parent / "schema").is_dir()
    write_file(file, (SCHEMA_LINE.format(kind=schema) if with_schemas else "") + text)
    click.echo(f"{file} is ready to edit.")


def _translation(project: Project, name: str, language: str) -> tuple[Path, str]:
    """The file of a script's texts in a language, and what is in it at first."""
    from voicecoach.script.translation import as_yaml, texts_of, translation_file

    library = project.library()
    read = {
        "exercises": library.exercise,
        "programmes": library.programme,
        "routines": library.routine,
    }
    file = script_file(library, name, SCRIPT_FOLDERS)
    folder = folder_of(file)
    if folder not in read:
        raise ScriptError(
            f"a {folder.removesuffix('s')} is not translated",
            "Name a routine, an exercise or a programme.",
        )
    script, problems = read[folder](file)
    refuse_errors(problems, name, warn=False)
    texts = (text for text, _ in texts_of(script, Where(str(file))))
    target = translation_file(_place(project, folder) / file.name, language)
    return target, as_yaml(dict.fromkeys(texts, ""))


def _pack(kind: str, heat: str | None, cold: str | None) -> dict[str, str]:
    """What the file of a rest says of its pack."""
    lengths = {"heat": heat, "cold": cold}
    given = {step: length for step, length in lengths.items() if length is not None}
    if (len(given) == 1) != (kind == "rest"):
        raise click.UsageError(
            "a rest is given as 'new rest NAME --heat LENGTH' or '--cold LENGTH', with the length "
            "that a clinician has set"
        )
    for step, length in given.items():
        try:
            written = format_duration(parse_duration(length))
        except ValueError as error:
            raise click.UsageError(f"--{step}: {error}") from None
        pack = "warm" if step == "heat" else "cold"
        return {"step": step, "length": written, "pack": pack, "purpose": PURPOSES[step]}
    return {}
