"""The site's folder: what is in it of ours, and how it changes without a reader noticing.

What is of ours stands in the marker. A file is written only when it differs, and whole; files that
others lead to come first; what is no longer wanted goes at the end. A run that was stopped leaves
its plans, and the next one carries on.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from voicecoach.base.errors import OutputError
from voicecoach.base.files import Staging, cannot_write
from voicecoach.base.litter import is_part, sweep
from voicecoach.base.lock import exclusive_lock
from voicecoach.publish.episode import STAGES, File
from voicecoach.publish.sinks.marker import (
    JOURNAL,
    MARKER,
    Manifest,
    Marker,
    Stamp,
    check_path,
    led_out,
    read_marker,
)

LOCK = ".voicecoach.base.lock"
PRIVATE = re.compile("[0-9a-f]{32}")  # the path of a private site: 128 bits

ChunksOf = Callable[[File], Iterable[bytes]]


@dataclass(slots=True)
class Changes:
    """How many files a run wrote and removed."""

    written: int = 0
    removed: int = 0


@dataclass(slots=True)
class SiteFolder:
    """A site's folder, while it is changed.

    Attributes:
        root: the folder.
        marker: what in it is ours.
        changes: what was done.
    """

    root: Path
    marker: Marker
    changes: Changes = field(default_factory=Changes)

    @classmethod
    def open(cls, root: Path) -> SiteFolder:
        """Read what is there.

        Raises:
            OutputError: the folder is somebody else's, or its marker is damaged.
        """
        return cls(root, _read_marker(root))

    @property
    def state(self) -> Manifest:
        """What is known of the site."""
        return self.marker.state

    def sweep(self) -> None:
        """Remove what a run that was stopped has left: for him alone who holds the lock."""
        if self.marker.was_stopped or self.marker.is_new:
            _sweep(self.root)

    def has(self, paths: Iterable[str]) -> bool:
        """Whether files of ours are as they were written, as far as their size tells."""
        return all(path not in self.state.pending and self._is_there(path) for path in paths)

    def _is_there(self, path: str) -> bool:
        known = self.state.files.get(path)
        try:
            return known is not None and (self.root / path).stat().st_size == known[0]
        except OSError:
            return False

    def write(self, files: Iterable[File], chunks_of: ChunksOf) -> None:
        """Write the files that differ, in the order of their stages.

        Args:
            files: what is to be there.
            chunks_of: gives the content of one; an error at its end keeps it from being written.
        """
        once = {file.path: file for file in files}.values()  # sessions share some
        wanted = sorted(once, key=lambda file: STAGES.index(file.stage))
        stamps = {file.path: _stamp(file) for file in wanted}
        changed = [f for f in wanted if not self._is_same(f.path, stamps[f.path])]
        if not changed:
            return
        for file in changed:
            _check_path(self.root, file.path)
        self.marker.plan({file.path: stamps[file.path] for file in changed})
        for file in changed:
            _write(self.root / file.path, chunks_of(file))
            self.changes.written += 1
        self.marker.wrote(file.path for file in changed)

    def _is_same(self, path: str, stamp: Stamp) -> bool:
        return self.state.files.get(path) == stamp and self.has([path])

    def finish(self) -> None:
        """Remove what is no longer wanted, and write the marker if anything has changed."""
        wanted = {*self.state.shared}
        wanted.update(path for kept in self.state.sessions.values() for path in kept.files)
        for path in [*self.state.files]:
            if path not in wanted:
                _remove(self.root, path)
                del self.state.files[path]
                self.changes.removed += 1
        self.marker.finish()


def revoke_path(root: Path) -> None:
    """Note in a private site that the path under which it is has been revoked.

    Raises:
        OutputError: it is being published to, or cannot be written.
    """
    with exclusive_lock(root / LOCK, busy(root)):
        marker = _read_marker(root)
        known = marker.state.revoked
        marker.state.revoked = [*dict.fromkeys([*known, _hash(root.name)])]
        marker.save()


def is_revoked(root: Path, name: str) -> bool:
    """Whether a private site was under that path once, and is not to be there again."""
    return _hash(name) in _read_marker(root).state.revoked


def busy(root: Path) -> OutputError:
    """The error for a site that another process is publishing to."""
    return OutputError("busy/site", folder=root)


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _read_marker(root: Path) -> Marker:
    if (root / LOCK).is_symlink():
        raise led_out(root / LOCK)
    marker = read_marker(root)
    if marker is None:
        _refuse_foreign(root)
        return Marker(root, Manifest())
    return marker


def _refuse_foreign(root: Path) -> None:
    """A folder that holds anything that is not ours is not written to."""
    if root.exists() and not root.is_dir():
        raise OutputError("not-ours/file", folder=root)
    there = [path for path in _entries(root) if PRIVATE.fullmatch(path.name)]
    if any((path / MARKER).is_file() for path in there):
        raise OutputError("private-site/is", folder=root)
    foreign = sorted(path.name for path in _entries(root) if not _is_ours(path.name))
    if foreign:
        raise OutputError("not-ours/foreign", folder=root, name=foreign[0])


def _is_ours(name: str) -> bool:
    """Whether a file is one that a run which was stopped leaves before there is a marker."""
    return name in (LOCK, JOURNAL) or is_part(name)


def _entries(root: Path) -> Iterator[Path]:
    try:
        yield from root.iterdir() if root.exists() else ()
    except OSError as error:
        raise OutputError("cannot-read/to", file=root, reason=error) from error


def _stamp(file: File) -> Stamp:
    if isinstance(file.content, bytes):
        return len(file.content), hashlib.sha256(file.content).hexdigest()
    return file.content.stat().st_size, file.path  # named by its content


def _check_path(root: Path, path: str) -> None:
    """See that a path stays inside the folder, whatever links lie on the way."""
    check_path(path)
    place = root / path
    if place.parent.resolve() != (root.resolve() / path).parent or place.is_symlink():
        raise led_out(place)


def _write(target: Path, chunks: Iterable[bytes]) -> None:
    with Staging(target.parent) as staging:
        staging.write(target.name, chunks)


def _remove(root: Path, path: str) -> None:
    _check_path(root, path)
    try:
        (root / path).unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(root / path, error) from error
    for parent in PurePosixPath(path).parents[:-1]:
        try:
            (root / parent).rmdir()
        except OSError:
            return  # something is still in it


def _sweep(root: Path) -> None:
    """Remove what a run that was stopped in the middle of a file has left."""
    for folder, _, _names in os.walk(root):
        sweep(Path(folder))
