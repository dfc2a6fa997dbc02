"""The choice among projects, where the studio is started outside any."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from voicecoach.app.beginnings import begin_clinic
from voicecoach.app.studio.asking import asked_title, text_of
from voicecoach.app.studio.recent import recent_projects
from voicecoach.base.errors import OutputError
from voicecoach.base.names import slug_of
from voicecoach.web.studio.desk import PageValues, Query, StudioPage, StudioSound


class Opened(Protocol):
    """A studio that was opened."""

    @property
    def url(self) -> str:
        """The address that lets its owner in."""

    @property
    def run(self) -> Callable[[], None] | None:
        """Serve it; None where another process does."""


Open = Callable[[Path | None], AbstractContextManager[Opened]]
"""Opens the studio of a project, or that of the example clinic."""


class ChoosingDesk:
    """Lets one choose a project; each studio that is opened runs beside it until it is left."""

    def __init__(self, own: Path, begins: Path, language: str, open_studio: Open) -> None:
        """Prepare.

        Args:
            own: the user's own folder.
            begins: the folder in which new projects are made.
            language: of the page.
            open_studio: opens one.
        """
        self._own = own
        self._begins = begins
        self._language = language
        self._open = open_studio
        self._opened = ExitStack()
        self._at_work = threading.Lock()
        self._urls: dict[Path | None, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._opened.__exit__(kind, error, at)

    @property
    def language(self) -> str:
        """Of the page: this machine's."""
        return self._language

    @property
    def clinic(self) -> str:
        """No clinic's name yet."""
        return ""

    def page(self, view: str, name: str, _query: Query) -> StudioPage | None:
        """Give the choice; there is no other page."""
        if view != "home" or name:
            return None
        projects = [
            {"key": each.key, "name": each.name, "folder": str(each.folder)}
            for each in recent_projects(self._own)
        ]
        return StudioPage("choose.html", {"projects": projects, "begins": str(self._begins)})

    def deed(self, deed: str, _name: str, asked: PageValues) -> PageValues | None:
        """Open a project, the example, or a new one.

        Raises:
            VoicecoachError: it cannot be opened or made.
            ValueError: what was asked makes no sense.
        """
        with self._at_work:
            if deed == "open-project":
                return self._go(self._chosen(text_of(asked, "project")))
            if deed == "open-example":
                return self._go(None)
            if deed == "begin-project":
                return self._go(self._begun(asked_title(asked)))
        return None

    def take(self, _query: Query, _sound: bytes) -> PageValues | None:
        """Nothing is recorded here."""
        return None

    def sound(self, _name: str) -> StudioSound | None:
        """Nothing is heard here."""
        return None

    def _chosen(self, key: str) -> Path:
        found = [each.folder for each in recent_projects(self._own) if each.key == key]
        if not found:
            raise ValueError("project")
        return found[0]

    def _begun(self, name: str) -> Path:
        folder = self._begins / (slug_of(name) or "clinic")
        if folder.exists():
            raise OutputError("exists/script", file=folder)
        return begin_clinic(folder, name, self._language)

    def _go(self, folder: Path | None) -> dict[str, Any]:
        if folder not in self._urls:
            studio = self._opened.enter_context(self._open(folder))
            if studio.run is None:
                return {"go": studio.url}  # of another process, which may end
            threading.Thread(target=studio.run, daemon=True).start()
            self._urls[folder] = studio.url
        return {"go": self._urls[folder]}
