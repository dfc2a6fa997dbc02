"""The example clinic: a project to play with, made at the first start outside any other."""

from __future__ import annotations

from pathlib import Path

from voicecoach.base.files import write_file

EXAMPLE = "example-clinic"
"""Name of its folder."""

_SETTINGS = """\
# The example clinic. Change what you like: nobody gets to hear it but you.
language = "{language}"

[clinic]
name = "{name}"
"""

_ROUTINE = """\
# A routine to play with.
routine: morning-back
title: {title}
purpose: {purpose}
steps:
  - include: warm-up
  - cat-cow: 10 reps
  - pelvic-tilt: 10 reps, hold 5s
  - bridge: 2 sets, 10 reps, hold 5s, rest 45s
  - knee-to-chest: 3 reps each side, hold 20s
  - childs-pose: hold 1m
"""

_PROFILE = """\
# What differs for one person; the name of a profile is a label, never a person's name.
profile: knee-2
avoid: [kneeling, deep-knees]
"""

# Title, purpose and the clinic's name, by language.
_TEXTS = {
    "en": ("Morning back care", "Moves and strengthens the back in the morning.", "Example clinic"),
    "de": (
        "Morgens für den Rücken",
        "Bewegt und kräftigt den Rücken am Morgen.",
        "Beispielpraxis",
    ),
    "es": (
        "Espalda por la mañana",
        "Mueve y fortalece la espalda por la mañana.",
        "Clínica de ejemplo",
    ),
    "fr": ("Le dos le matin", "Mobilise et renforce le dos le matin.", "Cabinet exemple"),
    "hi": (
        "सुबह पीठ की देखभाल",
        "सुबह पीठ को चलाता और मज़बूत करता है।",
        "उदाहरण क्लिनिक",
    ),
    "pt": (
        "Costas pela manhã",
        "Mexe e fortalece as costas pela manhã.",
        "Clínica de exemplo",
    ),
}


def fill_example(folder: Path, language: str | None = None) -> None:
    """Write what the example clinic has into a new project.

    Args:
        folder: the project's.
        language: of its texts; that of the machine unless given, English where it has none.

    Raises:
        OutputError: it cannot be written.
    """
    code = language if language in _TEXTS else machine_language()
    title, purpose, name = _TEXTS[code]
    write_file(folder / "voicecoach.toml", _SETTINGS.format(language=code, name=name))
    routine = _ROUTINE.format(title=title, purpose=purpose)
    if code != "en":  # of what no other language says, its texts are in that
        routine = routine.replace("title:", f"language: {code}\ntitle:")
    write_file(folder / "scripts" / "routines" / "morning-back.yaml", routine)
    write_file(folder / "scripts" / "profiles" / "knee-2.yaml", _PROFILE, private=True)


def machine_language() -> str:
    """The language of the machine, where there are texts in it; else English."""
    import locale

    code = (locale.getlocale()[0] or "").partition("_")[0].lower()
    return code if code in _TEXTS else "en"
