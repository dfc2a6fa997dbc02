"""What the sites of a place share: styles, scripts, pictures, once for all patients.

Each is named by its content, so that none is ever written twice or replaced, whoever writes it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property

from voicecoach.publish.episode import ASSETS, File
from voicecoach.publish.pages import render_page
from voicecoach.store.place import Files

_FOLDER = ASSETS.rstrip("/")
SHARED_FOLDERS = (_FOLDER,)
"""Folders of a place that hold nothing but such files."""


class CommonFiles:
    """The shared files of a place."""

    def __init__(self, files: Files) -> None:
        """Prepare; nothing is asked of the place before something is.

        Args:
            files: of the place.
        """
        self._files = files

    @cached_property
    def _there(self) -> set[str]:
        """The paths of all that the place had at first, and of what was written since."""
        return {*self._files.list(_FOLDER)}

    def has(self, paths: Collection[str]) -> bool:
        """Whether all these files are there.

        Raises:
            OutputError: the place cannot be used.
        """
        return self._there.issuperset(paths)

    def write(self, files: Iterable[File]) -> int:
        """Write what is not there yet.

        Returns:
            How many files that were.

        Raises:
            OutputError: the place cannot be used, or a file cannot be written.
        """
        new = {file.path: file for file in files if file.path not in self._there}
        if new and not self._there:
            self._close()
        for path, file in new.items():
            self._files.write(path, b"".join(file.chunks()))
            self._there.add(path)
        return len(new)

    def _close(self) -> None:
        """Keep the folder from being listed by a web server."""
        self._files.write(f"{ASSETS}index.html", render_page("closed.html"))
