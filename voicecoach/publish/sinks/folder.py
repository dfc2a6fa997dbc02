"""The site's folder: what is in it of ours, and how it changes without a reader noticing.

What is of ours stands in the marker. A file is written only when it differs, and whole; files that
others lead to come first; what is no longer wanted goes at the end. A run that was stopped leaves
its plans, and the next one carries on.

What is in the folder is for everybody to read. The marker, the lock and the sessions' records are
not: they lie beside it (`state_of`), and nobody copies them to the host.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from voicecoach.base.errors import OutputError
from voicecoach.base.files import Staging, cannot_write
from voicecoach.base.litter import is_part, sweep
from voicecoach.base.lock import exclusive_lock
from voicecoach.publish.episode import ASSETS, STAGES, File
from voicecoach.publish.recording import size_bytes
from voicecoach.publish.sinks.common import CommonFiles
from voicecoach.publish.sinks.marker import (
    PRIVATE,
    Manifest,
    Marker,
    Stamp,
    check_site_path,
    led_out,
    read_marker,
    state_of,
)

LOCK = "lock"  # in the folder of what is known of the site
RECORDS = "records/"  # paths of ours that begin so lie there too


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
        common: takes the assets, where the site shares them with others; None where they are its
            own.
        changes: what was done.
    """

    root: Path
    marker: Marker
    common: CommonFiles | None = None
    changes: Changes = field(default_factory=Changes)

    @classmethod
    def open(
        cls, root: Path, state: Path | None = None, common: CommonFiles | None = None
    ) -> SiteFolder:
        """Read what is there.

        Args:
            root: the folder.
            state: where what is known of it lies, if not beside it.
            common: takes the assets, where they are shared.

        Raises:
            OutputError: the folder is somebody else's, or its marker is damaged.
        """
        return cls(root, _read_marker(root, state or state_of(root)), common)

    def place(self, path: str) -> Path:
        """Where a file of ours is."""
        return self._base(path) / path

    def _base(self, path: str) -> Path:
        return self.marker.folder if path.startswith(RECORDS) else self.root

    @property
    def state(self) -> Manifest:
        """What is known of the site."""
        return self.marker.state

    def sweep(self) -> None:
        """Remove what a run that was stopped has left: for him alone who holds the lock."""
        if self.marker.was_stopped or self.marker.is_new:
            _sweep(self.root)
            _sweep(self.marker.folder)

    def has(self, paths: Iterable[str]) -> bool:
        """Whether files of ours are as they were written, as far as their size tells."""
        common, own = self._parted(paths)
        if self.common and not self.common.has(common):
            return False
        return all(path not in self.state.pending and self._is_there(path) for path in own)

    def _is_there(self, path: str) -> bool:
        known = self.state.files.get(path)
        try:
            return known is not None and self.place(path).stat().st_size == known[0]
        except OSError:
            return False

    def write(self, files: Iterable[File]) -> None:
        """Write the files that differ, in the order of their stages.

        Args:
            files: what is to be there; an error at the end of one keeps it from being written.
        """
        once = {file.path: file for file in files}  # sessions share some
        common, own = self._parted(once)
        if self.common:
            self.changes.written += self.common.write(once[path] for path in common)
        wanted = sorted((once[path] for path in own), key=lambda file: STAGES.index(file.stage))
        stamps = {file.path: _stamp(file) for file in wanted}
        changed = [f for f in wanted if not self._is_same(f.path, stamps[f.path])]
        if not changed:
            return
        for file in changed:
            _check_path(self._base(file.path), file.path)
        self.marker.plan({file.path: stamps[file.path] for file in changed})
        for file in changed:
            public = None if file.path.startswith(RECORDS) else self.root
            _write(self.place(file.path), file.chunks(), public)
            self.changes.written += 1
        self.marker.wrote(file.path for file in changed)

    def _is_same(self, path: str, stamp: Stamp) -> bool:
        return self.state.files.get(path) == stamp and self.has([path])

    def finish(self) -> None:
        """Remove what is no longer wanted, and write the marker if anything has changed."""
        _, wanted = self._parted(self._wanted())
        for path in sorted({*self.state.files} - {*wanted}):
            _remove(self._base(path), path)
            del self.state.files[path]
            self.changes.removed += 1
        self.marker.finish()

    @property
    def shared(self) -> tuple[str, ...]:
        """The paths of what the site has in common with others."""
        return tuple(sorted({*self._parted(self._wanted())[0]}))

    def _wanted(self) -> Iterator[str]:
        """The paths of all that the site is made of, its own and what it shares."""
        yield from self.state.shared
        yield from (path for kept in self.state.sessions.values() for path in kept.files)

    def _parted(self, paths: Iterable[str]) -> tuple[list[str], list[str]]:
        """Part paths into those that are shared with other sites, and the site's own."""
        parted: tuple[list[str], list[str]] = [], []
        for path in paths:
            parted[self.common is None or not path.startswith(ASSETS)].append(path)
        return parted


def revoke_path(root: Path) -> None:
    """Note in a private site that the path under which it is has been revoked.

    Raises:
        OutputError: it is being published to, or cannot be written.
    """
    with lock_site(root):
        marker = _read_marker(root, state_of(root))
        known = marker.state.revoked
        marker.state.revoked = [*dict.fromkeys([*known, _hash(root.name)])]
        marker.save()


def is_revoked(root: Path, name: str) -> bool:
    """Whether a private site was under that path once, and is not to be there again."""
    return _hash(name) in _read_marker(root, state_of(root)).state.revoked


def lock_site(root: Path, state: Path | None = None) -> AbstractContextManager[None]:
    """Keep other processes from the site, and others from what is known of it.

    Args:
        root: the site's folder.
        state: where what is known of it lies, if not beside it.

    Raises:
        OutputError: another one is publishing to it, or the folder cannot be made.
    """
    folder = state or state_of(root)
    make_private(folder)
    return exclusive_lock(folder / LOCK, OutputError("busy/site", folder=root))


def make_private(folder: Path) -> None:
    """Make a folder that nobody but its owner looks into; one that is there stays as it is.

    Raises:
        OutputError: it cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _read_marker(root: Path, folder: Path) -> Marker:
    if (folder / LOCK).is_symlink() or folder.is_symlink():
        raise led_out(folder / LOCK)
    marker = read_marker(folder) or _begun_meanwhile(root, folder)
    if marker is None:
        return Marker(folder, Manifest(private=is_private_path(root)))
    if marker.state.private != is_private_path(root):
        raise OutputError(f"private-site/{'is' if marker.state.private else 'not'}", folder=root)
    return marker


def _begun_meanwhile(root: Path, folder: Path) -> Marker | None:
    """The marker of a site that had none a moment ago; None where the folder is free for one.

    A marker comes before the files that it names: what looks foreign may be what another process
    has put there since.
    """
    try:
        refuse_foreign(root)
    except OutputError:
        marker = read_marker(folder)
        if marker is None:
            raise
        return marker
    return None


def is_private_path(root: Path) -> bool:
    """Whether a folder has the name of one that holds a private site."""
    return PRIVATE.fullmatch(root.name) is not None


def refuse_foreign(root: Path, ours: Callable[[str], bool] = is_part) -> None:
    """Refuse a folder that holds what is not ours: it is not written to.

    Args:
        root: the folder.
        ours: tells by its name whether a file is ours; one that a stopped run left is.

    Raises:
        OutputError: it holds such a thing, is a file, or cannot be read.
    """
    if root.exists() and not root.is_dir():
        raise OutputError("not-ours/file", folder=root)
    foreign = sorted(path.name for path in _entries(root) if not ours(path.name))
    if foreign:
        raise OutputError("not-ours/foreign", folder=root, name=foreign[0])


def _entries(root: Path) -> Iterator[Path]:
    try:
        yield from root.iterdir() if root.exists() else ()
    except OSError as error:
        raise OutputError("cannot-read/to", file=root, reason=error) from error


def _stamp(file: File) -> Stamp:
    if isinstance(file.content, bytes):
        return len(file.content), hashlib.sha256(file.content).hexdigest()
    return size_bytes(file.content), file.path  # named by its content


def _check_path(base: Path, path: str) -> None:
    """See that a path stays inside the folder, whatever links lie on the way."""
    check_site_path(path)
    place = base / path
    if place.parent.resolve() != (base.resolve() / path).parent or place.is_symlink():
        raise led_out(place)


def _write(target: Path, chunks: Iterable[bytes], site: Path | None) -> None:
    """Write a file: for everybody in a site's folder, for its owner alone where there is none."""
    if site:
        _open_folders(site, target.parent)
    with Staging(target.parent, private=site is None, public=site is not None) as staging:
        staging.write(target.name, chunks)


def _remove(base: Path, path: str) -> None:
    _check_path(base, path)
    try:
        (base / path).unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(base / path, error) from error
    for parent in PurePosixPath(path).parents[:-1]:
        try:
            (base / parent).rmdir()
        except OSError:
            return  # something is still in it


def _open_folders(root: Path, folder: Path) -> None:
    """Make what is missing of a folder of the site; everybody may look into it."""
    missing = [folder, *folder.parents][: len(folder.relative_to(root).parts) + 1]
    for each in reversed([each for each in missing if not each.is_dir()]):
        try:
            each.mkdir(parents=True, exist_ok=True)
            each.chmod(0o755)
        except OSError as error:
            raise cannot_write(each, error) from error


def _sweep(root: Path) -> None:
    """Remove what a run that was stopped in the middle of a file has left."""
    for folder, _, _names in os.walk(root):
        sweep(Path(folder))
