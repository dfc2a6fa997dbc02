"""A project as somebody works on it: its files, and texts that were not saved yet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from voicecoach.app.checks import CheckReport, check_scripts
from voicecoach.app.sessions import Sessions
from voicecoach.base.errors import ScriptError
from voicecoach.base.files import write_file
from voicecoach.base.intake import read_bounded
from voicecoach.formats.document import locate_all
from voicecoach.formats.problems import Located, Problem
from voicecoach.formats.source import MAX_BYTES
from voicecoach.library.begun import BegunNames
from voicecoach.library.naming import Names
from voicecoach.prescriptions.typed import StepTyping
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
        self._typing: dict[str, tuple[Names, Names, StepTyping]] = {}

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

    def edit(self, file: Path, text: str, digest: str | None = None) -> None:
        """Put a text in the place of a file, which stays as it is; there need be none yet.

        Args:
            file: the file.
            text: what stands in its place.
            digest: of the file as it was when the text was taken from it, in an earlier run too; as
                it was at the first edit unless given.
        """
        file = file.resolve()
        if digest is not None:
            self._edited[file] = digest
        self._edited.setdefault(file, script_digest(file))
        reader = self.library.reader
        reader.source = reader.source.with_text(file, text)

    def discard(self, file: Path) -> None:
        """Take a file as it is on the disk again."""
        self._edited.pop(file.resolve(), None)
        reader = self.library.reader
        reader.source = reader.source.without_text(file)

    @contextmanager
    def with_texts(self, texts: Mapping[Path, str]) -> Iterator[None]:
        """Have texts in the place of their files for a while."""
        for file, text in texts.items():
            self.edit(file, text)
        try:
            yield
        finally:
            for file in texts:
                self.discard(file)

    def changed_meanwhile(self, file: Path) -> bool:
        """Whether something else has changed a file since its text was taken from it."""
        file = file.resolve()
        return file in self._edited and self._edited[file] != script_digest(file)

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
        write_file(file, self.unsaved[file], private=_is_private(file))
        self.discard(file)

    def check(self, names: Iterable[str] = (), order: Order | None = None) -> CheckReport:
        """Check scripts as they are now; see `check_scripts`.

        Raises:
            ScriptError: there is no such profile; or `Faulty`, it has errors.
        """
        return check_scripts(self.project, tuple(names), order or Order(), self.library)

    def typing(self, language: str) -> StepTyping:
        """Give what reads typed steps: the same as before as long as no exercise has changed.

        Args:
            language: whose names of exercises come first.
        """
        library = self.library
        names, own = (
            library.exercise_names(codes) for codes in (library.names("languages"), (language,))
        )
        known = self._typing.get(language)
        if known is None or known[0] is not names or known[1] is not own:
            titles = {name: each.title for name, (each, _) in library.exercises(language).items()}
            typing = StepTyping(BegunNames(names, own, titles), library.dose_words())
            known = self._typing[language] = names, own, typing
        return known[2]

    def located(self, problems: Iterable[Problem]) -> list[Located]:
        """Problems with their lines and columns in the texts as they are now."""
        return locate_all(problems, self.library.reader.source)


def script_digest(file: Path) -> str:
    """Return the SHA-256 of a file; an empty text without one."""
    try:
        return hashlib.sha256(read_bounded(file, MAX_BYTES)).hexdigest()
    except OSError:
        return ""


def _is_private(file: Path) -> bool:
    """Whether nobody but its owner may read a file: that stays so when it is written again."""
    try:
        return not file.stat().st_mode & 0o077
    except OSError:
        return False
