"""The publications that a library knows: its own `sources.yaml`, and the shipped one."""

from __future__ import annotations

from voicecoach.library.library import Library
from voicecoach.model.reference import Reference, References

SOURCES_FILE = "sources.yaml"


def references_of(library: Library) -> References:
    """Read where figures come from: the project's own sources before the shipped ones."""
    found: dict[str, Reference] = {}
    for root in reversed(library.roots):
        if library.reader.source.is_file(root / SOURCES_FILE):
            read, _ = library.reader.load(root / SOURCES_FILE, References, "")
            found.update(read.sources if read else {})
    return References(found)
