"""Who gives out the sessions: the table `[clinic]` of `voicecoach.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import ClassVar

from voicecoach.base.values import dataclass
from voicecoach.formats.colour import DarkColour
from voicecoach.formats.fields import LanguageCode, Words


@dataclass(frozen=True, slots=True)
class Clinic:
    """Who gives out the sessions, as pages, feed and handout name them.

    Attributes:
        name: the clinic's.
        email: where a feed's owner is reached.
        url: the clinic's own page.
        emergency_number: whom to call; a session's own plan comes before it.
        logo: a PNG, JPEG or SVG, by its path from the project folder.
        contact: how a patient reaches the clinic, in its own words: a number, hours, an address.
        colour: of the pages and sheets, as `#17414d`; white can be read on it. Empty for ours.
        greeting: what is said before anything else, by the language of the session.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    name: str = ""
    email: str = ""
    url: str = ""
    emergency_number: str = ""
    logo: str = ""
    contact: str = ""
    colour: DarkColour = ""
    greeting: Mapping[LanguageCode, Words] = field(default_factory=dict)
