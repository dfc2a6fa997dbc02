"""A place: everything that a clinic's web side needs, in a folder or in an object store.

    PLACE/fragments/ab/<key>   entries that plans name, shared by all patients
    PLACE/plans/ab/<etag>      packed plans
    PLACE/p/<secret>/...       the files of one patient, among them place.json
    PLACE/assets/...           what all patients' pages share, named by content

Who writes (batch) and who serves open it by its address, and hold no more than three things:

    place = open_place("s3://clinic/site")      # or a folder; `near` for who asks often
    place.fragments.get(key), place.plans.put(etag, packed), place.files.read("p/x/index.html")

`fragments` and `plans` are `KeptStore`s: what is put there stands, and is verified whenever it
is read. A put that loses (it returns False) may have been beaten by other bits of the same line:
read what stands there before naming its digest. `files` are of names, and are replaced whole.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from voicecoach.base.errors import OutputError
from voicecoach.base.files import Staging, cannot_write
from voicecoach.base.intake import read_bounded
from voicecoach.base.litter import sweep
from voicecoach.store.local import LocalStore
from voicecoach.store.protocol import Kept, KeptStore

MOST_FILE_BYTES = 256_000_000
"""Of a file: a whole session of hours is smaller."""

_CLOUD = re.compile(r"[a-z][a-z0-9+.-]+://")
_PART = re.compile(r"[^./\\\0][^/\\\0]*")


class Files(Protocol):
    """Files by their paths, as a web host has them: parts with `/` between, none with a dot first.

    Each raises OutputError where the place cannot be used, or the path is none.
    """

    def read(self, path: str) -> bytes | None:
        """Read a file; None where there is none."""

    def write(self, path: str, content: bytes) -> bool:
        """Write a file, whole or not at all.

        Returns:
            Whether it is new; one that has the same bytes is not touched.
        """

    def remove(self, path: str) -> None:
        """Remove a file, if it is there."""

    def list(self, folder: str = "") -> Iterator[str]:
        """Iterate over the paths of all files in a folder and below it, in no order."""

    def entries(self, folder: str) -> Iterator[Kept]:
        """Iterate over the same, with their sizes and times; the paths are the keys."""


class Place(NamedTuple):
    """What a clinic's web side needs.

    Attributes:
        address: as it was given.
        fragments: entries that plans name.
        plans: packed plans by their ETags.
        files: of the patients.
        folder: that which it is; None in an object store.
    """

    address: str
    fragments: KeptStore
    plans: KeptStore
    files: Files
    folder: Path | None = None

    def put_plan(self, etag: str, packed: bytes) -> bool:
        """Store a plan; one of the same session that names other bits is replaced.

        The fragments that it named were removed, and spoken anew by another machine.

        Returns:
            Whether it is new.

        Raises:
            OutputError: the place cannot be used.
        """
        if self.plans.put(etag, packed):
            return True
        if self.plans.get(etag).payload == packed:
            return False
        self.plans.discard([etag])
        self.plans.put(etag, packed)
        return True


def open_place(address: str, near: Path | None = None) -> Place:
    """Open a place; nothing is asked of it, and nothing made, before it is used.

    Args:
        address: a folder, or `s3://bucket/prefix`, `gs://…`, `az://…`.
        near: folder that keeps what was fetched over the network; a place of its own each.

    Raises:
        OutputError: there is no such kind of place, or the extra `cloud` is not installed.
    """
    if is_cloud(address):
        from voicecoach.store.object_store import open_objects

        return open_objects(address, near)
    root = Path(address).expanduser()
    fragments, plans = LocalStore(root / "fragments"), LocalStore(root / "plans")
    return Place(address, fragments, plans, FolderFiles(root), root)


def is_cloud(address: str) -> bool:
    """Whether an address is of an object store, rather than of a folder."""
    return _CLOUD.match(address) is not None


def check_path(path: str) -> str:
    """See that a path names a file below a place, and nothing else.

    Returns:
        The path as it is.

    Raises:
        OutputError: it does not.
    """
    if not all(map(_PART.fullmatch, path.split("/"))):
        raise OutputError("place/path", path=path)
    return path


def _refuse_unlisted(error: OSError) -> None:
    """Refuse a folder that cannot be listed: what it holds would be taken for nothing.

    Raises:
        OutputError: it is there.
    """
    if not isinstance(error, FileNotFoundError):
        raise OutputError("cannot-read", file=error.filename, reason=error) from error


class FolderFiles:
    """The files of a place that is a folder.

    Attributes:
        root: the folder; it is made when the first file is written.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, path: str) -> bytes | None:
        """Read a file; None where there is none."""
        file = self.root / check_path(path)
        try:
            return read_bounded(file, MOST_FILE_BYTES)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise OutputError("cannot-read", file=file, reason=error) from error

    def write(self, path: str, content: bytes) -> bool:
        """Write a file, whole or not at all; whether it is new."""
        file = self.root / check_path(path)
        self._open(file.parent)
        with Staging(file.parent, public=True) as staging:
            return staging.write(file.name, [content]).is_new

    def _open(self, folder: Path) -> None:
        """Make a folder below this one that everybody may look into."""
        try:
            for each in reversed((folder, *folder.parents)):
                if each.is_relative_to(self.root) and not each.exists():
                    each.mkdir(parents=True, exist_ok=True)
                    each.chmod(0o755)
        except OSError as error:
            raise cannot_write(folder, error) from error

    def remove(self, path: str) -> None:
        """Remove a file, if it is there, and the folders that it leaves empty."""
        file = self.root / check_path(path)
        try:
            file.unlink(missing_ok=True)
            sweep(file.parent)  # or what a killed run left keeps the folder
            for folder in file.parents:
                if folder == self.root or any(folder.iterdir()):
                    break
                folder.rmdir()
        except FileNotFoundError:
            return
        except OSError as error:
            raise OutputError("cannot-delete", file=file, reason=error) from error

    def list(self, folder: str = "") -> Iterator[str]:
        """Iterate over the paths of all files in a folder and below it.

        Raises:
            OutputError: one of the folders cannot be listed.
        """
        below = self.root / (check_path(folder) if folder else "")
        for path, folders, names in os.walk(below, onerror=_refuse_unlisted):
            at = Path(path).relative_to(self.root)
            folders[:] = [name for name in folders if not name.startswith(".")]
            yield from ((at / name).as_posix() for name in names if not name.startswith("."))

    def entries(self, folder: str) -> Iterator[Kept]:
        """Iterate over the same, with their sizes and times."""
        for path in self.list(folder):
            with contextlib.suppress(FileNotFoundError):
                status = (self.root / path).stat()
                yield Kept(path, status.st_size, status.st_mtime)
