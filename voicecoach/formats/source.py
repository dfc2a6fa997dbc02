"""What scripts are read from: files, and texts that somebody has not saved yet."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path

from voicecoach.base.intake import TooLarge, read_bounded
from voicecoach.base.values import dataclass

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
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            names += [entry.name for entry in entries]  # of hundreds no path is made
        return {name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING)}

    def with_text(self, file: Path, text: str) -> ScriptSource:
        """The source with a text in the place of a file."""
        return replace(self, unsaved={**self.unsaved, file.resolve(): text})

    def without_text(self, file: Path) -> ScriptSource:
        """The source with a file as it is on the disk."""
        path = file.resolve()
        return replace(self, unsaved={p: text for p, text in self.unsaved.items() if p != path})


DISK = ScriptSource()
"""Nothing but files."""
