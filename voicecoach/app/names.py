"""The names of what there is, for whoever types one."""

from __future__ import annotations

from typing import Literal

from voicecoach.project import find_project

Named = Literal["routines", "exercises", "programmes", "profiles", "languages", "sessions"]
"""Kinds of scripts, or sessions that were built."""


def names_of(*kinds: Named) -> list[str]:
    """The names of some kinds of things in the project of the current folder, sorted.

    Raises:
        ScriptError: its settings are at fault.
    """
    project = find_project()
    library = project.library()
    found: set[str] = set()
    for kind in kinds:
        if kind == "sessions":
            found |= {file.stem for file in project.output.glob("*.mp3")}
        else:
            found |= {*library.names(kind)}
    return sorted(found)
