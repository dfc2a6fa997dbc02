"""What pages are made of, and what they can ask for: given by whoever has a project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Protocol

PageValues = dict[str, Any]
"""What a template is filled with, or what a page is told as JSON."""
Query = Mapping[str, list[str]]
"""What an address asks for behind its `?`."""


class StudioSound(Protocol):
    """A session that can be heard."""

    @property
    def size(self) -> int | None:
        """Of it, in bytes; None while more of it is being made."""

    def pieces(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Give the bytes from one place up to another; all of them where the size is not known."""


class StudioPage(NamedTuple):
    """A page.

    Attributes:
        template: its file's name.
        values: what it is filled with.
        frames: addresses that it shows in frames.
        listens: it may ask for the microphone.
    """

    template: str
    values: PageValues
    frames: tuple[str, ...] = ()
    listens: bool = False


class StudioPaper(NamedTuple):
    """A page to be printed, whole: it needs nothing besides itself, and runs nothing."""

    content: str


class Desk(Protocol):
    """Whoever has the project; called from several threads at once."""

    @property
    def language(self) -> str:
        """Of the pages: the clinic's."""

    @property
    def clinic(self) -> str:
        """The clinic's name; may be empty."""

    def page(self, view: str, name: str, query: Query) -> StudioPage | StudioPaper | None:
        """Give a page, or None where there is none.

        Raises:
            VoicecoachError: it cannot be shown.
        """

    def deed(self, deed: str, name: str, asked: PageValues) -> PageValues | None:
        """Do what a page asks for, and say what came of it; None where there is no such thing.

        Raises:
            VoicecoachError: it cannot be done.
            ValueError: what was asked makes no sense.
        """

    def take(self, query: Query, sound: bytes) -> PageValues | None:
        """Judge a recorded line, and say what is to be said of it; None where there is no such.

        Args:
            query: which line of which voice.
            sound: a file of sound.

        Raises:
            VoicecoachError: it cannot be judged.
        """

    def sound(self, name: str) -> StudioSound | None:
        """Give a session by the name that it was prepared under."""
