"""The publications that a library knows: its own `sources.yaml`, and the shipped one."""

from __future__ import annotations

from voicecoach.formats.problems import Problem
from voicecoach.library.library import Library
from voicecoach.model.reference import Reference, References

SOURCES_FILE = "sources.yaml"


def references_of(library: Library) -> References:
    """Read where figures come from: the project's own sources before the shipped ones."""
    return read_references(library)[0]


def read_references(library: Library) -> tuple[References, list[Problem]]:
    """Read the same, and say what is wrong with the files."""
    found: dict[str, Reference] = {}
    problems: list[Problem] = []
    for root in reversed(library.roots):
        if library.reader.source.is_file(root / SOURCES_FILE):
            read, faults = library.reader.load(root / SOURCES_FILE, References, "")
            found.update(read.sources if read else {})
            problems += faults
    return References(found), problems
