"""Who gives out the sessions: the table `[clinic]` of `voicecoach.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, ClassVar

from voicecoach.base.controls import clipped
from voicecoach.base.messages import Fault
from voicecoach.base.values import dataclass
from voicecoach.formats.colour import DarkColour
from voicecoach.formats.fields import CheckedField, LanguageCode, Words, ZoneName

_LONGEST = 500  # characters, of what is shown
_LONGEST_PATH = 4096
_EMAIL = r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+"
_ON_THE_WEB = r"(?i:https?)://[^\s/?#<>\"'\\]+[^\s<>\"'\\]*"


@dataclass(frozen=True, slots=True)
class _LineText(CheckedField):
    """A text that is shown, on one line; nothing but spaces is none."""

    def check(self, value: object) -> str:
        """Return the text with single spaces.

        Raises:
            Fault: it is none, too long, or has a control character.
        """
        if not isinstance(value, str):
            raise Fault("text/other", value=_short(value))
        text = " ".join(value.split())
        if len(text) > _LONGEST:
            raise Fault("text/long", characters=len(text), most=_LONGEST)
        if not text.isprintable():
            raise Fault("text/control")
        return text


@dataclass(frozen=True, slots=True)
class _LinkText(CheckedField):
    """An address of a kind, or nothing."""

    pattern: str
    kind: str

    def check(self, value: object) -> str:
        """Return the address.

        Raises:
            Fault: it is none.
        """
        text = _LineText().check(value)
        if text and not re.fullmatch(self.pattern, text):
            raise Fault(f"settings/{self.kind}", value=_short(text))
        return text


@dataclass(frozen=True, slots=True)
class AsWritten(CheckedField):
    """A path, or what a program gets: as it is written, whatever sign that is with."""

    def check(self, value: object) -> str:
        """Return the text.

        Raises:
            Fault: it is none, or no system takes it.
        """
        if not isinstance(value, str):
            raise Fault("text/other", value=_short(value))
        if len(value) > _LONGEST_PATH:
            raise Fault("text/long", characters=len(value), most=_LONGEST_PATH)
        if "\0" in value:
            raise Fault("text/control")
        return value


def _short(value: object) -> str:
    return clipped(str(value), 60)


OneLine = Annotated[str, _LineText()]
"""A text that is shown: one line, which may be empty."""
_Address = Annotated[str, _LinkText(_ON_THE_WEB, "address")]
_Email = Annotated[str, _LinkText(_EMAIL, "email")]


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
        time_zone: in which days begin where sessions are served, as `Europe/Berlin`.
        greeting: what is said before anything else, by the language of the session.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    name: OneLine = ""
    email: _Email = ""
    url: _Address = ""
    emergency_number: OneLine = ""
    logo: Annotated[str, AsWritten()] = ""
    contact: OneLine = ""
    colour: DarkColour = ""
    time_zone: ZoneName = "UTC"
    greeting: Mapping[LanguageCode, Words] = field(default_factory=dict)
