"""Texts that are being written, whatever they are of: kept, undone, saved, and never written over.

A text has a journal in `.voicecoach/drafts/` of its project: the text as it is now, what was
changed, and the digest of what it was taken from. It is written whole or not at all at every
change, and for nobody but its owner: whatever ends the program, and however, the text is there when
it starts again.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Generic, TypeVar

from voicecoach.app.journals import JOURNAL_VERSION, Journal, JournalFolder, text_digest
from voicecoach.base.errors import ScriptError
from voicecoach.base.values import dataclass, replace
from voicecoach.formats.problems import KeyPath
from voicecoach.project import Project

At = TypeVar("At")
"""What tells one text from another: a file, or a form."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that is being written.

    Attributes:
        file: where it is saved.
        text: as it is now.
        digest: SHA-256 of the file from which it was taken; empty where there was none.
        revision: goes up with every change; 0 before the first.
        is_unsaved: it differs from the file from which it was taken.
        is_overtaken: something else has changed the file since, so that it cannot be saved.
        undoes, redoes: how many changes can be taken back, and made again.
        path: where that is now which was changed last; empty for a part of the text.
    """

    file: Path
    text: str
    digest: str
    revision: int = 0
    is_unsaved: bool = False
    is_overtaken: bool = False
    undoes: int = 0
    redoes: int = 0
    path: KeyPath = ()


class Journalled(ABC, Generic[At]):
    """Texts of a project that are being written, all of one kind.

    What two threads or two programs do comes one after the other; whoever changes a text may say
    which revision it knows, and is refused where that is not the last one.

    A kind of text says where one is saved (`_file`), what its journal is called (`_name`), what is
    on the disk (`_on_disk`), how it is written there (`_write`), and what it must be (`_check`).
    """

    def __init__(self, project: Project) -> None:
        """Prepare.

        Args:
            project: has the journals.
        """
        root = project.root or project.output
        self._journals = JournalFolder(root / ".voicecoach" / "drafts")

    def open(self, at: At, start: str = "") -> Draft:
        """Give a text as it is being written, or else as it is on the disk.

        Args:
            at: which one; there need be no file of it yet.
            start: the text of one that is not there.

        Raises:
            ScriptError: there can be none, or the file is not UTF-8 text.
        """
        with self._journals.alone():
            return self._draft(at, self._journal(at, start))

    def write(
        self,
        at: At,
        text: str,
        revision: int | None = None,
        *,
        start: str = "",
        joins: bool = False,
    ) -> Draft:
        """Change a text.

        Args:
            at: as in `open`.
            text: the new one.
            revision: the one that is known; the last one unless given.
            start: as in `open`.
            joins: it is more of the last change, as in typing, and is undone with it.

        Raises:
            ScriptError: another revision has come meanwhile; or the text is too large; or there are
                too many; or as in `open`.
            OutputError: the journal cannot be written; the text is as it was.
        """
        with self._journals.alone():
            return self._draft(at, self._changed(at, self._known(at, revision, start), text, joins))

    def _changed(self, at: At, journal: Journal, text: str, joins: bool) -> Journal:
        self._check(at, text)
        if text != journal.text:
            journal = journal.changed(text, joins)
            self._journals.keep(journal)
        return journal

    def undo(self, at: At, revision: int | None = None) -> Draft:
        """Take the last change back; without one all stays.

        Raises:
            ScriptError: as in `write`.
            OutputError: as in `write`.
        """
        return self._turn(at, revision, back=True)

    def redo(self, at: At, revision: int | None = None) -> Draft:
        """Make the change again that was taken back last; without one all stays.

        Raises:
            ScriptError: as in `write`.
            OutputError: as in `write`.
        """
        return self._turn(at, revision, back=False)

    def _turn(self, at: At, revision: int | None, back: bool) -> Draft:
        with self._journals.alone():
            journal = self._known(at, revision)
            turned = journal.undo() if back else journal.redo()
            if turned is not journal:
                self._journals.keep(turned)
            return self._draft(at, turned)

    def save(self, at: At, revision: int | None = None) -> Draft:
        """Write the text to its place, whole or not at all. What was changed can be undone after.

        Raises:
            ScriptError: something else has changed the file meanwhile, and it stays as it is; or as
                in `write`.
            OutputError: it cannot be written; it is as it was.
        """
        with self._journals.alone():
            journal = self._known(at, revision)
            draft = self._draft(at, journal)
            if draft.is_overtaken:
                raise ScriptError("changed-meanwhile", file=draft.file)
            if not draft.is_unsaved:
                return draft
            self._write(at, journal.text)
            saved = replace(journal, digest=text_digest(journal.text))
            self._journals.keep(saved)
            journal = self._journal(at)  # what is read again may be said in another way
            if journal != saved:
                self._journals.keep(journal)
            return self._draft(at, journal)

    def settle(self, at: At, digest: str) -> Draft:
        """Say that somebody has seen what something else has made of a file, and keeps the text.

        Args:
            at: as in `open`.
            digest: SHA-256 of what was seen (`digest_on_disk`); empty where there was no file.

        Raises:
            ScriptError: it is another one by now; or as in `open`.
        """
        with self._journals.alone():
            journal = self._journal(at)
            if self.digest_on_disk(at) != digest:
                raise ScriptError("changed-meanwhile", file=self._file(at))
            journal = replace(journal, digest=digest)
            self._journals.keep(journal)
            return self._draft(at, journal)

    def discard(self, at: At) -> Draft:
        """Forget the text and what was changed in it; what is on the disk is worked on again.

        Raises:
            ScriptError: as in `open`.
        """
        with self._journals.alone():
            self._journals.remove(self._name(at))
            return self._draft(at, self._journal(at))

    def digest_on_disk(self, at: At) -> str:
        """SHA-256 of what is on the disk now; empty where nothing is.

        Raises:
            ScriptError: as in `open`.
        """
        on_disk = self._on_disk(at)
        return "" if on_disk is None else text_digest(on_disk)

    def _known(self, at: At, revision: int | None, start: str = "") -> Journal:
        journal = self._journal(at, start)
        if revision is not None and revision != journal.revision:
            raise ScriptError("draft/elsewhere", file=self._file(at))
        return journal

    def _draft(self, at: At, journal: Journal) -> Draft:
        """A text as it is now."""
        return Draft(
            self._file(at),
            journal.text,
            journal.digest,
            journal.revision,
            journal.is_unsaved,
            journal.digest != self.digest_on_disk(at),
            len(journal.done),
            len(journal.undone),
        )

    def _journal(self, at: At, start: str = "") -> Journal:
        """The journal of a text as the disk now is, or a new one.

        What somebody else has written to the file is one more change where nothing is unsaved.
        """
        name = self._name(at)
        kept, on_disk = self._journals.read(name), self._on_disk(at)
        if on_disk is None:
            return kept or Journal(JOURNAL_VERSION, name, "", start)
        digest = text_digest(on_disk)
        if kept is None:
            return Journal(JOURNAL_VERSION, name, digest, on_disk)
        if kept.text == on_disk:
            return replace(kept, digest=digest)  # it may have been killed as it saved
        return kept if kept.is_unsaved else replace(kept.changed(on_disk, False), digest=digest)

    @abstractmethod
    def _file(self, at: At) -> Path:
        """Where a text is saved.

        Raises:
            ScriptError: there can be none.
        """

    @abstractmethod
    def _name(self, at: At) -> str:
        """What the journal of a text is called."""

    @abstractmethod
    def _on_disk(self, at: At) -> str | None:
        """What is saved of it; None where nothing is.

        Raises:
            ScriptError: it cannot be read, or is not UTF-8 text.
        """

    @abstractmethod
    def _write(self, at: At, text: str) -> None:
        """Write it to its place.

        Raises:
            OutputError: it cannot be written; it is as it was.
        """

    def _check(self, at: At, text: str) -> None:
        """See that a text can be one of its kind.

        Raises:
            ScriptError: it cannot.
        """
