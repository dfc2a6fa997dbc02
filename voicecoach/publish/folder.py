"""The site's folder: what is in it of ours, and how it changes without a reader noticing.

What is of ours stands in a file of its own, the marker. A file is written only when it differs, and
whole; files that others lead to come first; what is no longer wanted goes at the end. A run that
was stopped leaves its plans in the marker, and the next one carries on.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, field
from pathlib import Path, PurePosixPath
from typing import ClassVar

from voicecoach.errors import OutputError
from voicecoach.files import Staging, cannot_write
from voicecoach.lock import alone
from voicecoach.publish.offer import STAGES, File
from voicecoach.values import dataclass

MARKER = "voicecoach-site.json"
LOCK = ".voicecoach.lock"
_VERSION = 1
_LAST_S = 250_000_000_000  # of the times that a date can be made of; in the year 9892
# Names that a site has: nothing hidden, nothing that climbs up, no drives or backslashes.
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
PRIVATE = re.compile("[0-9a-f]{32}")  # the path of a private site: 128 bits
_PART = re.compile(r"\.[0-9a-f]{12}\.part")

Stamp = tuple[int, str]  # bytes and SHA-256
ChunksOf = Callable[[File], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A session of the site.

    Attributes:
        slug: the name of its folder.
        language: of its page.
        published: when it came, seconds since 1970, UTC.
        changed: when it last changed.
        record: hash of its record.
        inputs: hash of all that its files are made of.
        files: their paths.
        withdrawn: whether its clinic has taken it back.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    slug: str
    language: str
    published: int
    changed: int
    record: str
    inputs: str
    files: tuple[str, ...]
    withdrawn: bool = False


@dataclasses.dataclass(slots=True)
class State:
    """What the marker says.

    Attributes:
        base_url: where the site is.
        identity: that of its feed: of the first address that the site had, and kept for ever.
        files: every file of ours.
        pending: those of them that a run which was stopped may not have written.
        sessions: by id.
        shared: the files that are no session's,
        inputs: and the hash of what they are made of.
        revoked: hashes of the private paths under which the site is never to be again.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    base_url: str = ""
    identity: str = ""
    files: dict[str, Stamp] = field(default_factory=dict)
    pending: list[str] = field(default_factory=list)
    sessions: dict[str, Kept] = field(default_factory=dict)
    shared: list[str] = field(default_factory=list)
    inputs: str = ""
    revoked: list[str] = field(default_factory=list)

    def to_json(self) -> str:
        """The marker's text."""
        return json.dumps({"voicecoach_site": _VERSION} | asdict(self), indent=1) + "\n"


@dataclasses.dataclass(slots=True)
class Changes:
    """How many files a run wrote and removed."""

    written: int = 0
    removed: int = 0


@dataclasses.dataclass(slots=True)
class Folder:
    """A site's folder, while it is changed."""

    root: Path
    state: State
    _before: str = ""
    changes: Changes = field(default_factory=Changes)

    @classmethod
    def open(cls, root: Path) -> Folder:
        """Read what is there.

        Raises:
            OutputError: the folder is somebody else's, or its marker is damaged.
        """
        return cls(root, *_read_state(root))

    def sweep(self) -> None:
        """Remove what a run that was stopped has left: for him alone who holds the lock."""
        if self.state.pending or not self._before:
            _sweep(self.root)

    def has(self, paths: Iterable[str]) -> bool:
        """Whether files of ours are as they were written, as far as their size tells."""
        pending = {*self.state.pending}
        return all(path not in pending and self._is_there(path) for path in paths)

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
            self.state.files[file.path] = stamps[file.path]
        paths = [file.path for file in changed]
        self.state.pending = [*dict.fromkeys([*self.state.pending, *paths])]
        self._save()
        for file in changed:
            _write(self.root / file.path, chunks_of(file))
            self.changes.written += 1
        self.state.pending = [path for path in self.state.pending if path not in paths]

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
        self.state.pending = []
        self._save()

    def _save(self) -> None:
        text = self.state.to_json()
        if text != self._before:
            _write(self.root / MARKER, [text.encode()])
            self._before = text


def revoke_path(root: Path) -> None:
    """Note in a private site that the path under which it is has been revoked.

    Raises:
        OutputError: it is being published to, or cannot be written.
    """
    with alone(root / LOCK, busy(root)):
        state, _ = _read_state(root)
        state.revoked = [*dict.fromkeys([*state.revoked, _hash(root.name)])]
        _write(root / MARKER, [state.to_json().encode()])


def is_revoked(root: Path, name: str) -> bool:
    """Whether a private site was under that path once, and is not to be there again."""
    return _hash(name) in _read_state(root)[0].revoked


def busy(root: Path) -> OutputError:
    """The error for a site that another process is publishing to."""
    return OutputError(f"{root} is being published to at this moment", "Try again in a minute.")


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _read_state(root: Path) -> tuple[State, str]:
    if (root / LOCK).is_symlink():
        raise _led_out(root / LOCK)
    try:
        text = (root / MARKER).read_text(encoding="utf-8")
    except FileNotFoundError:
        _refuse_foreign(root)
        return State(), ""
    except (OSError, UnicodeDecodeError) as error:
        raise OutputError(
            f"cannot read {root / MARKER}: {error}",
            "Give yourself the right to read it, or another place with --to.",
        ) from error
    try:
        return _state_of(json.loads(text)), text
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise OutputError(
            f"{root / MARKER} is damaged, so nobody knows what in this folder is ours",
            "Bring it back from a copy, or publish to a new folder.",
        ) from error


def _state_of(data: dict[str, object]) -> State:
    from pydantic import TypeAdapter

    if data.pop("voicecoach_site") != _VERSION:
        raise ValueError("another version")
    state = TypeAdapter(State).validate_python(data)
    if state.base_url and not state.base_url.startswith(("https://", "http://")):
        raise ValueError(f"{state.base_url!r} is no address")
    for path in (*state.files, *state.pending, *state.shared):
        _check_name(path)
    for kept in state.sessions.values():
        _check_kept(kept)
    return state


def _check_kept(kept: Kept) -> None:
    if not NAME.fullmatch(kept.slug):
        raise ValueError(f"{kept.slug!r} is no folder of a session")
    if not all(0 <= time < _LAST_S for time in (kept.published, kept.changed)):
        raise ValueError(f"{kept.slug} came at no time")
    for path in kept.files:
        _check_name(path)


def _refuse_foreign(root: Path) -> None:
    """A folder that holds anything that is not ours is not written to."""
    if root.exists() and not root.is_dir():
        raise OutputError(f"{root} is a file, not a folder", "Give another place with --to.")
    there = [path for path in _entries(root) if PRIVATE.fullmatch(path.name)]
    if any((path / MARKER).is_file() for path in there):
        raise OutputError(
            f"the site in {root} is a private one, under a path of its own",
            "Add --private; nothing was changed.",
        )
    foreign = sorted(path.name for path in _entries(root) if not _is_ours(path.name))
    if foreign:
        raise OutputError(
            f"{root} holds other things, such as {foreign[0]!r}, and no site of voicecoach",
            "Give a new or an empty folder with --to; nothing was changed.",
        )


def _is_ours(name: str) -> bool:
    """Whether a file is one that a run which was stopped leaves before there is a marker."""
    return name == LOCK or _PART.fullmatch(name) is not None


def _entries(root: Path) -> Iterator[Path]:
    try:
        yield from root.iterdir() if root.exists() else ()
    except OSError as error:
        raise OutputError(
            f"cannot read {root}: {error.strerror or error}",
            "Give yourself the right to read it, or another place with --to.",
        ) from error


def _stamp(file: File) -> Stamp:
    if isinstance(file.content, bytes):
        return len(file.content), hashlib.sha256(file.content).hexdigest()
    return file.content.stat().st_size, file.path  # named by its content


def _check_name(path: str) -> None:
    parts = PurePosixPath(path).parts
    if not parts or path != "/".join(parts) or not all(map(NAME.fullmatch, parts)):
        raise ValueError(f"{path!r} is no path of a site")


def _check_path(root: Path, path: str) -> None:
    """See that a path stays inside the folder, whatever links lie on the way."""
    _check_name(path)
    place = root / path
    if place.parent.resolve() != (root.resolve() / path).parent or place.is_symlink():
        raise _led_out(place)


def _led_out(place: Path) -> OutputError:
    return OutputError(
        f"{place} is reached by a link out of the folder", "Remove that link and try again."
    )


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
    for folder, _, names in os.walk(root):
        for name in names:
            if _PART.fullmatch(name):
                with contextlib.suppress(OSError):  # it is in nobody's way
                    (Path(folder) / name).unlink()
