"""Where the figures of exercises come from: the bibliography of `scripts/sources.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, ClassVar

from voicecoach.base.values import dataclass
from voicecoach.formats.fields import Figure, Label, strict
from voicecoach.formats.unwritten import UNWRITTEN

Year = Annotated[int, Figure(1900, 2100)]
UNPUBLISHED = ("clinician", "editorial")
"""Sources of a figure that no publication gives."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A publication from which facts were taken."""

    __pydantic_config__: ClassVar = strict

    title: Label
    """What it is called."""
    publisher: Label
    """Who published it: a health service, a society, a journal."""
    taken: Label
    """Which facts were taken from it."""
    year: Year | None = None
    """When it was published or last reviewed, where it says so."""
    url: Label = ""
    """Where it can be read."""


@dataclass(frozen=True, slots=True)
class References:
    """The publications from which the figures of exercises come, by the name that files use."""

    __pydantic_config__: ClassVar = strict

    sources: Mapping[str, Reference]
    """Each by its name."""
    file: str = field(default="", kw_only=True, metadata=UNWRITTEN)

    def knows(self, source: str) -> bool:
        """Whether a source is one of these, or needs no publication."""
        return source in UNPUBLISHED or source in self.sources
