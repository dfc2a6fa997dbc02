"""Scripts of a project that are being written: nothing of them is lost, and all can be undone.

Whoever checks or plans reads them as they are being written, by way of the workspace.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from voicecoach.app.editing import EditedText, Splice, StepEdit, edit_routine
from voicecoach.app.journalled import Draft, Journalled
from voicecoach.app.journals import Journal
from voicecoach.app.workspace import Workspace
from voicecoach.base.errors import ScriptError
from voicecoach.base.names import is_name
from voicecoach.base.values import replace
from voicecoach.formats.problems import Checked
from voicecoach.formats.source import MAX_BYTES
from voicecoach.library.library import Folder

__all__ = ["Draft", "Drafts", "check_letters"]

_FOLDERS = get_args(Folder)


class Drafts(Journalled[Path]):
    """The scripts of a project that are being written, by their files below `scripts/`.

    The workspace plans and checks them.
    """

    def __init__(self, workspace: Workspace) -> None:
        """Prepare; `restore` brings back what an earlier run has left.

        Args:
            workspace: the project.
        """
        super().__init__(workspace.project)
        self.workspace = workspace
        root = workspace.project.root or workspace.project.output
        self._scripts = (root / "scripts").resolve()

    def restore(self) -> tuple[Draft, ...]:
        """Put all texts that were not saved in the place of their files again, by their names."""
        with self._journals.alone():
            names = [each.file for each in self._journals.all()]
            files = [self._scripts / name for name in names if name.partition("/")[0] in _FOLDERS]
            journals = [(file, self._journal(file)) for file in files]
            return tuple(self._draft(file, each) for file, each in journals if each.is_unsaved)

    def change(
        self,
        file: Path,
        change: str | StepEdit | Sequence[StepEdit],
        revision: int | None = None,
        *,
        start: str = "",
        joins: bool = False,
    ) -> Checked[Draft]:
        """Change a text.

        Args:
            file: a script below `scripts/` of the project; there need be none yet.
            change: the new text; or a change to it, or several that are undone together, each to
                what those before it have left.
            revision: the one that is known; the last one unless given.
            start: the text of one that is not there.
            joins: it is more of the last change, as in typing, and is undone with it.

        Returns:
            The text as it is now; or None, and why a change cannot be made: then none of them is.

        Raises:
            ScriptError: another revision has come meanwhile; or the text is too large; or there are
                too many; or as in `open`.
            OutputError: the journal cannot be written; the text is as it was.
        """
        if isinstance(change, str):
            return Checked(self.write(file, change, revision, start=start, joins=joins), [])
        with self._journals.alone():
            journal = self._known(file, revision, start)
            edited, problems = self._edited(file, journal.text, change)
            if edited is None:
                return Checked(None, problems)
            journal = self._changed(file, journal, edited.text, joins)
            return Checked(replace(self._draft(file, journal), path=edited.path), [])

    def _edited(
        self, file: Path, text: str, change: StepEdit | Sequence[StepEdit]
    ) -> Checked[EditedText]:
        edited = EditedText(text, (), Splice(0, "", ""))
        for edit in change if isinstance(change, Sequence) else (change,):
            made, problems = edit_routine(self.workspace, file, edited.text, edit)
            if made is None:
                return Checked(None, problems)
            edited = made
        return Checked(edited, [])

    def _draft(self, at: Path, journal: Journal) -> Draft:
        """A text as the workspace now has it."""
        place = self._file(at)
        if journal.is_unsaved:
            self.workspace.edit(place, journal.text, journal.digest)
        else:
            self.workspace.discard(place)
        return super()._draft(at, journal)

    def _on_disk(self, at: Path) -> str | None:
        """What a file holds, with its byte order mark."""
        place = self._file(at)
        try:
            return self.workspace.library.reader.source.without_text(place).read(place).decode()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ScriptError("draft/unreadable", file=place, reason=error) from error
        except UnicodeDecodeError:
            raise ScriptError("draft/encoding", file=place) from None

    def _write(self, at: Path, text: str) -> None:
        self.workspace.save(self._file(at))  # it has the text since it was shown

    def _check(self, at: Path, text: str) -> None:
        if check_letters(text) > MAX_BYTES:
            raise ScriptError("draft/large", most_kib=MAX_BYTES // 1024)

    def _name(self, at: Path) -> str:
        return self._file(at).relative_to(self._scripts).as_posix()

    def _file(self, at: Path) -> Path:
        """The file of a script of the project."""
        place = at.resolve()
        with contextlib.suppress(ValueError):
            folder, *names = place.relative_to(self._scripts).parts
            stems = names[0].removesuffix(".yaml").split(".") if len(names) == 1 else ()
            fits = place.suffix == ".yaml" and 1 <= len(stems) <= 2
            if folder in _FOLDERS and fits and all(is_name(stem.lower()) for stem in stems):
                return place
        raise ScriptError("draft/place", file=at)


def check_letters(text: str) -> int:
    """See that a text has whole letters; give its bytes.

    Raises:
        ScriptError: half a letter is in it.
    """
    try:
        return len(text.encode())
    except UnicodeEncodeError:
        raise ScriptError("draft/letters") from None
