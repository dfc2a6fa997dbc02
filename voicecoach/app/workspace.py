"""A project as somebody works on it: its files, and texts that were not saved yet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from voicecoach.app.checks import CheckReport, check_scripts
from voicecoach.app.sessions import Sessions
from voicecoach.base.errors import ScriptError
from voicecoach.base.files import write_file
from voicecoach.formats.document import locate_all
from voicecoach.formats.problems import Located, Problem
from voicecoach.project import Project, find_project
from voicecoach.session.order import Order


class Workspace:
    """A project that is open; a context manager, so that no worker outlives it.

    What is checked or planned is read as it is now: a text that was not saved comes before its
    file, and a file that something else has changed is read again.

    Attributes:
        project: has settings, cache and scripts.
        library: reads the scripts.
        sessions: resolves, plans and builds by that library.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.library = project.library()
        self.sessions = Sessions(project, self.library)
        self._edited: dict[Path, str] = {}  # digests of the files from which texts were taken

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the project that a folder lies in.

        Raises:
            ScriptError: its settings are at fault.
        """
        return cls(find_project(folder))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.sessions.__exit__(kind, error, at)

    @property
    def unsaved(self) -> Mapping[Path, str]:
        """The texts that were not saved yet, by their files."""
        return self.library.reader.source.unsaved

    def edit(self, file: Path, text: str) -> None:
        """Put a text in the place of a file, which stays as it is; there need be none yet."""
        file = file.resolve()
        self._edited.setdefault(file, _digest(file))
        reader = self.library.reader
        reader.source = reader.source.with_text(file, text)

    def discard(self, file: Path) -> None:
        """Take a file as it is on the disk again."""
        self._edited.pop(file.resolve(), None)
        reader = self.library.reader
        reader.source = reader.source.without_text(file)

    def changed_meanwhile(self, file: Path) -> bool:
        """Whether something else has changed a file since its text was taken from it."""
        file = file.resolve()
        return file in self._edited and self._edited[file] != _digest(file)

    def save(self, file: Path) -> None:
        """Write the text of a file, whole or not at all.

        Raises:
            ScriptError: there is none that was not saved, or something else has changed the file.
            OutputError: it cannot be written; it is as it was.
        """
        file = file.resolve()
        if file not in self.unsaved:
            raise ScriptError("no-file/unsaved", file=file)
        if self.changed_meanwhile(file):
            raise ScriptError("changed-meanwhile", file=file)
        write_file(file, self.unsaved[file])
        self.discard(file)

    def check(self, names: Iterable[str] = (), order: Order | None = None) -> CheckReport:
        """Check scripts as they are now; see `check_scripts`.

        Raises:
            ScriptError: there is no such profile; or `Faulty`, it has errors.
        """
        return check_scripts(self.project, tuple(names), order or Order(), self.library)

    def located(self, problems: Iterable[Problem]) -> list[Located]:
        """Problems with their lines and columns in the texts as they are now."""
        return locate_all(problems, self.library.reader.source)


def _digest(file: Path) -> str:
    """Return the SHA-256 of a file; an empty text without one."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""
