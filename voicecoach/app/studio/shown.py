"""Sites of the project, shown on this machine while the studio is open."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from markupsafe import Markup

from voicecoach.app.ondemand import ServedPlace, serve_place
from voicecoach.app.serving import Serving, serve
from voicecoach.publish.qr import qr_svg

_LOOPBACK = "127.0.0.1"


class ShownSites:
    """Sites that are shown on this machine, each on a port of its own.

    They are no part of the studio: what runs in their pages gets at nothing of it.
    """

    def __init__(self, framed_by: tuple[str, ...] = ()) -> None:
        """Prepare.

        Args:
            framed_by: origins of the studio's own pages, which may show them in a frame.
        """
        self._open = ExitStack()
        self._urls: dict[Path, str] = {}
        self._framed_by = framed_by

    def close(self) -> None:
        """Free the ports."""
        self._open.close()

    def url(self, folder: Path) -> str:
        """The address of a site on this machine; it is served from now on.

        Raises:
            OutputError: it is no site.
        """
        return self._served(folder, lambda: serve(folder, port=0, framed_by=self._framed_by))

    def place(self, place: str) -> str:
        """The address of a place with patients' pages on this machine; it is served from now on.

        Raises:
            OutputError: it is no place.
        """
        return self._served(
            Path(place),
            lambda: serve_place(place, host=_LOOPBACK, port=0, framed_by=self._framed_by),
        )

    def forget(self, folder: Path) -> None:
        """Serve a site anew when it is next asked for: its path may be another by then."""
        self._urls.pop(folder, None)

    def _served(
        self, folder: Path, begin: Callable[[], AbstractContextManager[Serving | ServedPlace]]
    ) -> str:
        if folder not in self._urls:
            serving = self._open.enter_context(begin())
            threading.Thread(target=serving.run, daemon=True).start()
            self._urls[folder] = serving.url
        return self._urls[folder]


def qr_code(address: str) -> Markup | str:
    """The code that leads to an address; nothing where that is empty."""
    return Markup(qr_svg(address).decode()) if address else ""
