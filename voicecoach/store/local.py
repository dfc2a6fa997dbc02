"""The store in a folder: atomic, verified when read, shared by builds that run at once.

An entry lies at `root/ab/abcd…`, named by the hash of all that shaped it, so nothing spoken shows
in a file name and an entry never changes. It begins with the SHA-256 of what follows. What is being
written lies in `root` itself: one look there finds what killed runs have left, whatever they wrote.
"""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from voicecoach.base.errors import OutputError
from voicecoach.base.intake import NoRegularFile, TooLarge, open_regular
from voicecoach.base.litter import held, part_name, sweep
from voicecoach.base.values import dataclass
from voicecoach.store.protocol import Got, Kept, digest_of

_DIGEST_BYTES = 32
_DAY_S = 86_400
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL)
_MOST_BYTES = 64_000_000  # of an entry: the longest line has a fortieth
_TEMPORARY = ".part"
_STALE_S = 3_600  # no write takes an hour: what is older was left by a build that was killed


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """One file of the cache.

    Attributes:
        path: where it lies.
        size_bytes: its length on disk.
        used_s: when it was last read or written, in seconds since the epoch, to within a day.
    """

    path: Path
    size_bytes: int
    used_s: float


@dataclass(frozen=True, slots=True)
class Tally:
    """A number of entries and their bytes on disk."""

    entries: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Verified:
    """What `LocalStore.verify` found: sound entries, and damaged ones that it removed."""

    sound: int
    damaged: int


class LocalStore:
    """The store under one folder.

    Attributes:
        root: the folder; it is made when the first entry is put, unless it is `shared`.
        shared: by machines: where it is not there, a disk is not connected, and no folder of that
            name on another disk may take its place.
    """

    def __init__(self, root: Path, *, shared: bool = False) -> None:
        self.root = root
        self.shared = shared
        self._folder = f"{root}{os.sep}"
        self._is_swept = False

    def get(self, key: str) -> Got:
        """Read an entry and verify it; a damaged one is removed.

        Raises:
            OutputError: the entry is there and cannot be read, or the shared folder is not there.
        """
        found, used_s = self._read(key)
        if found.payload is not None and time.time() - used_s > _DAY_S:  # a warm build is cheap
            with contextlib.suppress(OSError):
                os.utime(self._path(key))
        return found

    def has(self, keys: Collection[str]) -> set[str]:
        """Return those keys that have an entry, sound or not: nothing of it is read."""
        return {key for key in keys if os.path.exists(self._place(key))}  # noqa: PTH110

    def __iter__(self) -> Iterator[str]:
        """Iterate over the keys of all entries, in no order."""
        return (entry.path.name for entry in self._entries())

    def put(self, key: str, payload: bytes) -> bool:
        """Store an entry if it is absent, whole or not at all.

        Returns:
            Whether it is new.

        Raises:
            OutputError: no space, or the folder cannot be written, or the shared one is not there.
        """
        self._see_shared()
        path = self._path(key)
        if path.exists():
            return False
        self._sweep()
        temporary = self.root / part_name()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with temporary.open("xb") as file, held(temporary):
                    file.write(digest_of(payload) + payload)
                    file.flush()  # whoever finds it in its place finds it whole
                    if os.name == "posix":  # held until it is in its place
                        return _placed(temporary, path)
                return _placed(temporary, path)
            except BaseException:
                _remove(temporary)
                raise
        except OSError as error:
            raise _unusable(self.root, error) from error

    def remove(self, key: str) -> None:
        """Remove an entry that its owner cannot use, such as one of an earlier version."""
        _remove(self._path(key))

    def entries(self) -> Iterator[Kept]:
        """Iterate over all entries, in no order."""
        return (Kept(each.path.name, each.size_bytes, each.used_s) for each in self._entries())

    def discard(self, keys: Collection[str]) -> None:
        """Remove entries; those that are not there are gone.

        Raises:
            OutputError: one cannot be removed.
        """
        for key in keys:
            self._take_away(self._path(key))

    def info(self) -> Tally:
        """Count entries and bytes."""
        entries = [*self._entries()]
        return Tally(len(entries), sum(entry.size_bytes for entry in entries))

    def verify(self) -> Verified:
        """Read every entry and remove the damaged ones, which the next build makes anew."""
        sound = damaged = 0
        for entry in self._entries():
            found, _ = self._read(entry.path.name)
            sound += found.payload is not None
            damaged += found.damaged
        return Verified(sound, damaged)

    def prune(self, *, older_than_days: float | None = None, max_bytes: int | None = None) -> Tally:
        """Remove what was not used for long, and what killed builds left behind.

        Args:
            older_than_days: remove entries not used for so many days.
            max_bytes: then remove the least recently used ones until the rest is no larger.

        Returns:
            What was removed, not counting leftovers.

        Raises:
            OutputError: an entry cannot be removed.
        """
        now_s = time.time()
        for leftover in self.root.rglob(f"*{_TEMPORARY}"):
            with contextlib.suppress(OSError):
                if now_s - leftover.stat().st_mtime > _STALE_S:
                    leftover.unlink()
        entries = sorted(self._entries(), key=lambda entry: entry.used_s)
        left_bytes = sum(entry.size_bytes for entry in entries)
        removed: list[StoredEntry] = []
        for entry in entries:
            old = older_than_days is not None and now_s - entry.used_s > older_than_days * _DAY_S
            if old or (max_bytes is not None and left_bytes > max_bytes):
                self._take_away(entry.path)
                removed.append(entry)
                left_bytes -= entry.size_bytes
        return Tally(len(removed), sum(entry.size_bytes for entry in removed))

    def _take_away(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except NotADirectoryError:
            return
        except OSError as error:
            raise _unusable(self.root, error) from error

    def _read(self, key: str) -> tuple[Got, float]:
        """Read an entry, verify it, and say when it was last used, in seconds since the epoch."""
        self._sweep()
        try:
            with open_regular(self._place(key), _MOST_BYTES) as file:
                stored = file.readall()
                used_s = os.fstat(file.fileno()).st_mtime
        except (TooLarge, NoRegularFile):
            _remove(self._path(key))
            return Got(damaged=True), 0
        except FileNotFoundError:
            self._see_shared()
            return Got(), 0
        except OSError as error:
            raise _unusable(self.root, error) from error
        digest, payload = stored[:_DIGEST_BYTES], stored[_DIGEST_BYTES:]
        if digest_of(payload) == digest:
            return Got(payload, digest), used_s
        _remove(self._path(key))
        return Got(damaged=True), used_s

    def _sweep(self) -> None:
        """Remove what killed runs left, the first time that the store is used."""
        if not self._is_swept:
            self._is_swept = True
            sweep(self.root)

    def _see_shared(self) -> None:
        if self.shared and not self.root.is_dir():
            raise OutputError("cache/not-there", folder=self.root)

    def _place(self, key: str) -> str:
        """Where an entry lies, as a text: a warm build reads hundreds."""
        return f"{self._folder}{key[:2]}{os.sep}{key}"

    def _path(self, key: str) -> Path:
        return Path(self._place(key))

    def _entries(self) -> Iterator[StoredEntry]:
        """Yield the files of all entries; another build may remove them meanwhile.

        Raises:
            OutputError: a folder cannot be listed: what it holds would be taken for nothing.
        """
        for folder in self._listed(self.root):
            for entry in self._listed(folder.path) if len(folder.name) == 2 else ():
                if "." not in entry.name:
                    with contextlib.suppress(OSError):
                        status = entry.stat()
                        yield StoredEntry(Path(entry.path), status.st_size, status.st_mtime)

    def _listed(self, folder: Path | str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                return [*entries]
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise _unusable(self.root, error) from error


def _placed(temporary: Path, path: Path) -> bool:
    """Move a file to its place if that is free; of many who do so at once, one is first."""
    try:
        if os.name != "posix":
            temporary.rename(path)  # Windows replaces nothing
            return True
        try:
            path.hardlink_to(temporary)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            temporary.replace(path)  # a file system without links: the last one's stands
            return True
    except (FileExistsError, PermissionError):
        if not path.exists():
            raise
        _remove(temporary)
        return False
    _remove(temporary)
    return True


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _unusable(root: Path, error: OSError) -> OutputError:
    return OutputError("cache/unusable", folder=root, reason=error)
