"""Journals of texts that are being written: one for each file, for nobody but its owner."""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path

from voicecoach.base.errors import ScriptError
from voicecoach.base.files import write_file
from voicecoach.base.intake import read_bounded
from voicecoach.base.lock import exclusive_lock
from voicecoach.base.stored import Misshapen, as_shape
from voicecoach.base.values import dataclass, replace
from voicecoach.formats.edits import Splice
from voicecoach.session.record import members

MOST_DRAFTS = 100
"""Of a project; those without unsaved changes make room for others."""
MOST_CHANGES = 500
"""That can be undone in a file."""
MOST_CHANGED = 512 * 1024
"""Characters of all these changes together."""
JOURNAL_VERSION = 1
_MOST_BYTES = 16_000_000  # a text, and the changes of it that are kept
_TRIES, _PAUSE_S = 200, 0.01  # at a lock that another program holds


def text_digest(text: str) -> str:
    """Return the SHA-256 of a text as a file holds it."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Journal:
    """A text with its changes, as it is kept.

    Attributes:
        version: of this shape.
        file: below `scripts/`, with slashes.
        digest: of the file from which it was taken.
        text: as it is now.
        revision: how often it was changed.
        done: the changes that led to it, the last one last.
        undone: the changes that were taken back, the last one last.
    """

    version: int
    file: str
    digest: str
    text: str
    revision: int = 0
    done: tuple[Splice, ...] = field(default_factory=tuple)
    undone: tuple[Splice, ...] = field(default_factory=tuple)

    @property
    def is_unsaved(self) -> bool:
        """Whether it differs from the file from which it was taken."""
        nothing = not self.text and not self.digest
        return not nothing and text_digest(self.text) != self.digest

    def changed(self, text: str, joins: bool) -> Journal:
        """The journal with another text, as one more change or as more of the last one."""
        splice = Splice.between(self.text, text)
        done = self.done
        if joins and done and not self.undone:
            splice = Splice.between(done[-1].inverse.apply(self.text), text)
            done = done[:-1]
        done = _bounded((*done, splice))
        return replace(self, text=text, revision=self.revision + 1, done=done, undone=())

    def undo(self) -> Journal:
        """The journal with its last change taken back; the same without one."""
        if not self.done:
            return self
        *done, last = self.done
        text, undone = last.inverse.apply(self.text), (*self.undone, last)
        return self._turned(text, tuple(done), undone)

    def redo(self) -> Journal:
        """The journal with the change made again that was taken back last."""
        if not self.undone:
            return self
        *undone, last = self.undone
        return self._turned(last.apply(self.text), (*self.done, last), tuple(undone))

    def _turned(self, text: str, done: tuple[Splice, ...], undone: tuple[Splice, ...]) -> Journal:
        return replace(self, text=text, revision=self.revision + 1, done=done, undone=undone)


def _bounded(done: tuple[Splice, ...]) -> tuple[Splice, ...]:
    """The last changes, as many as are kept; the newest always is."""
    kept, characters = 0, 0
    for splice in reversed(done):
        characters += len(splice.old) + len(splice.new)
        if kept and (kept >= MOST_CHANGES or characters > MOST_CHANGED):
            break
        kept += 1
    return done[len(done) - kept :]


_encode = json.JSONEncoder(ensure_ascii=False, default=members).encode


class JournalFolder:
    """The journals of a project, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        """Prepare; the folder is made when there is something to keep.

        Args:
            folder: for nothing else.
        """
        self.folder = folder
        self._one_by_one = threading.RLock()
        self._last: dict[Path, tuple[bytes, Journal]] = {}  # as it was read or written last

    def _file(self, name: str) -> Path:
        return self.folder / f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.json"

    def read(self, name: str) -> Journal | None:
        """Give the journal of a file, by its name; None without one."""
        return self._read(self._file(name))

    def _read(self, file: Path) -> Journal | None:
        """A journal; one that something else has spoilt is put aside, and there is none."""
        try:
            told = read_bounded(file, _MOST_BYTES)
            before, known = self._last.get(file, (b"", None))
            if known and told == before:
                return known
            journal = as_shape(Journal, json.loads(told))
            if journal.version == JOURNAL_VERSION and self._file(journal.file) == file:
                self._last[file] = told, journal
                return journal
        except FileNotFoundError:
            return None
        except (OSError, ValueError, RecursionError, Misshapen):
            pass
        with contextlib.suppress(OSError):
            file.replace(file.with_suffix(".spoilt"))
        return None

    def all(self) -> list[Journal]:
        """Give all journals that can be read, by the names of their files."""
        found = (self._read(file) for file in self.folder.glob("*.json"))
        return sorted(filter(None, found), key=lambda each: each.file)

    def keep(self, journal: Journal) -> None:
        """Write a journal, whole or not at all.

        Raises:
            ScriptError: there are too many of texts that were not saved.
            OutputError: it cannot be written; that of before is as it was.
        """
        file = self._file(journal.file)
        if not file.exists():
            self._make_room()
        told = _encode(journal)
        write_file(file, told, private=True)
        self._last[file] = told.encode(), journal

    def remove(self, name: str) -> None:
        """Forget the journal of a file."""
        file = self._file(name)
        file.unlink(missing_ok=True)
        self._last.pop(file, None)

    def _make_room(self) -> None:
        """Forget what was saved longest ago where there is no room for another.

        Raises:
            ScriptError: nothing of it was saved.
        """
        ignore = self.folder / ".gitignore"
        if not ignore.exists():
            write_file(ignore, "*\n", private=True)  # a text may name a person
        files = sorted(self.folder.glob("*.json"), key=lambda file: file.stat().st_mtime_ns)
        excess = len(files) - MOST_DRAFTS + 1
        for file in files:
            if excess <= 0:
                return
            journal = self._read(file)
            if journal is None or not journal.is_unsaved:
                file.unlink(missing_ok=True)
                excess -= 1
        if excess > 0:
            raise ScriptError("draft/many", most=MOST_DRAFTS)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Let one thread and one program at a time at the journals.

        Raises:
            ScriptError: another program holds them for long.
            OutputError: no permission.
        """
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._one_by_one, contextlib.ExitStack() as stack:
            for tries in range(_TRIES):
                busy = ScriptError("draft/busy")
                try:
                    stack.enter_context(exclusive_lock(self.folder / ".lock", busy))
                    break
                except ScriptError:
                    if tries + 1 == _TRIES:
                        raise
                    time.sleep(_PAUSE_S)
            yield
