"""A content-addressed store: atomic, verified when read, shared by builds that run at once.

An entry lies at `root/ab/abcd…`, named by the hash of all that shaped it, so nothing spoken shows
in a file name and an entry never changes. It begins with the SHA-256 of what follows.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from voicecoach.errors import OutputError

_DIGEST_BYTES = 32
_DAY_S = 86_400
_TEMPORARY = ".part"
_STALE_S = 3_600  # no write takes an hour: what is older was left by a build that was killed


@dataclass(frozen=True, slots=True)
class Entry:
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
    """What `Cache.verify` found: sound entries, and damaged ones that it removed."""

    sound: int
    damaged: int


def key_of(**parts: object) -> str:
    """Hash everything that shapes an entry.

    Args:
        parts: JSON values; the order in which they are given does not matter.

    Returns:
        SHA-256 of their canonical JSON, in hexadecimal.
    """
    canonical = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


class Cache:
    """The store under one folder, which is made when the first entry is put.

    Attributes:
        root: the folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def get(self, key: str, damaged: list[str] | None = None) -> bytes | None:
        """Read an entry and verify it.

        Args:
            key: its hash.
            damaged: the key is added where the entry was found damaged, and was removed.

        Returns:
            What was put, or None when there is no entry or it was damaged.

        Raises:
            OutputError: the entry is there and cannot be read.
        """
        payload, used_s = self._read(key)
        if payload is None and used_s and damaged is not None:
            damaged.append(key)
        if payload is not None and time.time() - used_s > _DAY_S:  # seldom: a warm build is cheap
            with contextlib.suppress(OSError):
                os.utime(self._path(key))
        return payload

    def has(self, key: str) -> bool:
        """Whether there is an entry, sound or not: nothing of it is read."""
        return self._path(key).is_file()

    def put(self, key: str, payload: bytes) -> None:
        """Store an entry, whole or not at all.

        Raises:
            OutputError: no space, or the folder cannot be written.
        """
        path = self._path(key)
        temporary = path.with_name(f"{key}-{os.urandom(8).hex()}{_TEMPORARY}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with temporary.open("xb") as file:
                    file.write(hashlib.sha256(payload).digest() + payload)
                temporary.replace(path)
            except BaseException:
                _remove(temporary)
                raise
        except OSError as error:
            # Windows refuses to replace a file that another build is reading: it has put the same.
            if not (isinstance(error, PermissionError) and path.exists()):
                raise _unusable(self.root, error) from error

    def info(self) -> Tally:
        """Count entries and bytes."""
        entries = [*self._entries()]
        return Tally(len(entries), sum(entry.size_bytes for entry in entries))

    def verify(self) -> Verified:
        """Read every entry and remove the damaged ones, which the next build makes anew."""
        sound = damaged = 0
        for entry in self._entries():
            payload, used_s = self._read(entry.path.name)
            sound += payload is not None
            damaged += payload is None and bool(used_s)
        return Verified(sound, damaged)

    def prune(self, *, older_than_days: float | None = None, max_bytes: int | None = None) -> Tally:
        """Remove what was not used for long, and what killed builds left behind.

        Args:
            older_than_days: remove entries not used for so many days.
            max_bytes: then remove the least recently used ones until the rest is no larger.

        Returns:
            What was removed, not counting leftovers.
        """
        now_s = time.time()
        for leftover in self._files(_TEMPORARY):
            if now_s - leftover.used_s > _STALE_S:
                _remove(leftover.path)
        entries = sorted(self._entries(), key=lambda entry: entry.used_s)
        left_bytes = sum(entry.size_bytes for entry in entries)
        removed: list[Entry] = []
        for entry in entries:
            old = older_than_days is not None and now_s - entry.used_s > older_than_days * _DAY_S
            if old or (max_bytes is not None and left_bytes > max_bytes):
                _remove(entry.path)
                removed.append(entry)
                left_bytes -= entry.size_bytes
        return Tally(len(removed), sum(entry.size_bytes for entry in removed))

    def _read(self, key: str) -> tuple[bytes | None, float]:
        """Read an entry, verify it, and say when it was last used, in seconds since the epoch.

        Nothing with a time was damaged, and was removed; nothing without one was not there.
        """
        path = self._path(key)
        try:
            with path.open("rb", buffering=0) as file:
                stored = file.read()
                used_s = os.fstat(file.fileno()).st_mtime
        except FileNotFoundError:
            return None, 0
        except OSError as error:
            raise _unusable(self.root, error) from error
        payload = stored[_DIGEST_BYTES:]
        if hashlib.sha256(payload).digest() == stored[:_DIGEST_BYTES]:
            return payload, used_s
        _remove(path)
        return None, used_s

    def _path(self, key: str) -> Path:
        return Path(self.root, key[:2], key)

    def _entries(self) -> Iterator[Entry]:
        return self._files("")

    def _files(self, suffix: str) -> Iterator[Entry]:
        """Yield the files with a suffix; another build may remove them meanwhile."""
        for path in self.root.glob("??/*"):
            if path.suffix == suffix:
                with contextlib.suppress(OSError):
                    status = path.stat()
                    yield Entry(path, status.st_size, status.st_mtime)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _unusable(root: Path, error: OSError) -> OutputError:
    return OutputError("cache/unusable", folder=root, reason=error)
