"""Who gives out the sessions: the table `[clinic]` of `voicecoach.toml`."""

from __future__ import annotations

from typing import ClassVar

from voicecoach.base.values import dataclass


@dataclass(frozen=True, slots=True)
class Clinic:
    """Who gives out the sessions, as pages, feed and handout name them.

    Attributes:
        name: the clinic's.
        email: where a feed's owner is reached.
        url: the clinic's own page.
        emergency_number: whom to call; a session's own plan comes before it.
        logo: a PNG, JPEG or SVG, by its path from the project folder.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    name: str = ""
    email: str = ""
    url: str = ""
    emergency_number: str = ""
    logo: str = ""
