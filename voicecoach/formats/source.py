"""What scripts are read from: files, and texts that somebody has not saved yet."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from voicecoach.base.intake import TooLarge, read_bounded
from voicecoach.base.values import dataclass, replace

_ENDING = ".yaml"
MAX_BYTES = 96 * 1024
"""Of a script."""


@dataclass(frozen=True, slots=True)
class ScriptSource:
    """The files of the disk, some of them as they are being written.

    Attributes:
        unsaved: the text that stands in the place of a file, by the file's resolved path.
    """

    unsaved: Mapping[Path, str] = field(default_factory=dict)

    @property
    def stays(self) -> bool:
        """Whether whoever reads it again finds the same."""
        return False

    def read(self, file: Path) -> bytes:
        """Return what a script's file holds.

        Raises:
            TooLarge: it has more bytes than a script may have.
            OSError: it cannot be read.
        """
        if file not in self.unsaved:
            return read_bounded(file, MAX_BYTES)
        text = self.unsaved[file].encode(errors="surrogatepass")
        if len(text) > MAX_BYTES:
            raise TooLarge(file, len(text), MAX_BYTES)
        return text

    def is_there(self, file: Path) -> bool:
        """Whether there is a file, even one that cannot be read."""
        return file in self.unsaved or os.path.lexists(file)

    def is_file(self, file: Path) -> bool:
        """Whether there is a file that is no folder and no broken link."""
        return file in self.unsaved or file.is_file()

    def scripts(self, folder: Path) -> set[str]:
        """Return the names of the scripts in a folder, without their ending."""
        names = [file.name for file in self.unsaved if file.parent == folder]
        with contextlib.suppress(OSError):
            names += os.listdir(folder)  # noqa: PTH208  # of hundreds no path is made
        return {name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING)}

    def times(self, folder: Path) -> frozenset[tuple[str, int, int]]:
        """Return the name, the time (ns) and the size (bytes) of each file in a folder."""
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            found = ((entry.name, entry.stat()) for entry in entries)
            return frozenset((name, each.st_mtime_ns, each.st_size) for name, each in found)
        return frozenset()

    def with_text(self, file: Path, text: str) -> ScriptSource:
        """The source with a text in the place of a file."""
        return replace(self, unsaved={**self.unsaved, file.resolve(): text})

    def without_text(self, file: Path) -> ScriptSource:
        """The source with a file as it is on the disk."""
        path = file.resolve()
        return replace(self, unsaved={p: text for p, text in self.unsaved.items() if p != path})


DISK = ScriptSource()
"""Nothing but files."""


@dataclass(frozen=True, slots=True)
class AsItWas(ScriptSource):
    """The files of the disk as they are when each is first asked for, whatever becomes of them.

    A run over thousands of patients has one state of the scripts, and reads each file once.
    """

    _content: dict[Path, bytes | OSError] = field(default_factory=dict)
    _there: dict[Path, tuple[bool, bool]] = field(default_factory=dict)
    _names: dict[Path, set[str]] = field(default_factory=dict)

    @property
    def stays(self) -> bool:
        """Yes: whoever reads it again finds the same."""
        return True

    def read(self, file: Path) -> bytes:
        """Return what a script's file held.

        Raises:
            OSError: it could not be read.
        """
        if file not in self._content:
            try:
                self._content[file] = DISK.read(file)
            except OSError as error:
                self._content[file] = error
        content = self._content[file]
        if isinstance(content, OSError):
            raise content
        return content

    def is_there(self, file: Path) -> bool:
        """Whether there was a file, even one that cannot be read."""
        return self._looked_up(file)[0]

    def is_file(self, file: Path) -> bool:
        """Whether there was a file that is no folder and no broken link."""
        return self._looked_up(file)[1]

    def _looked_up(self, file: Path) -> tuple[bool, bool]:
        if file not in self._there:
            self._there[file] = DISK.is_there(file), DISK.is_file(file)
        return self._there[file]

    def scripts(self, folder: Path) -> set[str]:
        """Return the names of the scripts that were in a folder, without their ending."""
        if folder not in self._names:
            self._names[folder] = DISK.scripts(folder)
        return self._names[folder]
