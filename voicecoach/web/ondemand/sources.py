"""What can be sent: a session that is only a plan, a file of a folder, or bytes."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path
from typing import NamedTuple, Protocol

from voicecoach.base.errors import OutputError
from voicecoach.base.intake import TooLarge, read_bounded
from voicecoach.base.values import dataclass
from voicecoach.publish.sinks.marker import NAME
from voicecoach.session.plan import SessionPlan
from voicecoach.store.fragments import MissingFragment
from voicecoach.store.protocol import digest_of
from voicecoach.web.ondemand.conditions import ByteRange, Validators
from voicecoach.web.ondemand.held import HeldStore, Recent
from voicecoach.web.preview import type_of

ALWAYS_S = 946_684_800  # 2000-01-01: what an address names that never changes has this date
REVALIDATED = "no-cache"
KEPT = "private, max-age=31536000, immutable, no-transform"
"""Of what an address names by its content; private, for addresses are, and caches would outlive
what is withdrawn."""
SHARED = "public, max-age=31536000, immutable"
"""Of what all patients' pages have in common, which tells of nobody."""

_READ_BYTES = 131_072
_REMOTE_BYTES = 64_000_000
_REMOTE_S = 30  # for which pages of an object store are held: as long, what is withdrawn is there


class Unready(Exception):
    """What is asked for cannot be given now, and was not begun."""

    def __init__(self, reason: str) -> None:
        """Say why, in a word that metrics have, and that names nobody."""
        super().__init__(reason)
        self.reason = reason


class Sendable(Protocol):
    """Something that can be sent, whole or in parts."""

    @property
    def told(self) -> Validators:
        """What tells this version of it from another."""

    @property
    def size(self) -> int:
        """Its length in bytes."""

    @property
    def type(self) -> str:
        """Its media type."""

    @property
    def caching(self) -> str:
        """How long it may be kept, as Cache-Control has it."""

    def pieces(self, spans: tuple[ByteRange, ...]) -> Iterator[Iterator[bytes]]:
        """Prepare to give parts of it, so that nothing but a lost disk can stop them.

        Raises:
            Unready: at once, not while it is read: something of it is not there.
        """


@dataclass(frozen=True, slots=True)
class PlannedRecording:
    """A session that is computed while it is sent.

    Attributes:
        plan: its bytes.
        held: what it reads from.
        told: the plan's ETag, and a date where the address names the plan.
        caching: as in `Source`.
    """

    plan: SessionPlan
    held: HeldStore
    told: Validators
    caching: str

    @property
    def size(self) -> int:
        """Its length in bytes."""
        return self.plan.size

    @property
    def type(self) -> str:
        """That of MP3."""
        return "audio/mpeg"

    def pieces(self, spans: tuple[ByteRange, ...]) -> Iterator[Iterator[bytes]]:
        """See that each fragment of these parts is there and sound, then give them.

        What was read is held by the store as far as that has room: the rest is read again.

        Raises:
            Unready: one is not.
        """
        try:
            for span in spans:
                self.held.see(self.plan, *span)
        except MissingFragment as error:
            raise Unready("fragment") from error
        except OutputError as error:
            raise Unready("store") from error
        return (self.plan.pieces(*span) for span in spans)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a folder.

    Attributes:
        caching: it may be another tomorrow, unless its name says otherwise.
    """

    path: Path
    status: os.stat_result
    caching: str = REVALIDATED

    @property
    def told(self) -> Validators:
        """By its size and the nanosecond of its last change."""
        tag = f"{self.status.st_mtime_ns:x}-{self.status.st_size:x}"
        return Validators(tag, int(self.status.st_mtime))

    @property
    def size(self) -> int:
        """Its length in bytes."""
        return self.status.st_size

    @property
    def type(self) -> str:
        """By its name."""
        return type_of(self.path.name)

    def pieces(self, spans: tuple[ByteRange, ...]) -> Iterator[Iterator[bytes]]:
        """Open it, and give parts of it.

        Raises:
            Unready: it is another by now, or cannot be read.
        """
        reading = _reading(self, spans)
        next(reading)
        return reading


def _reading(file: StoredFile, spans: tuple[ByteRange, ...]) -> Iterator[Iterator[bytes]]:
    """Give nothing when the file is open, then its parts."""
    try:
        stream = file.path.open("rb", buffering=0)
    except OSError as error:
        raise Unready("file") from error
    with stream:
        now = os.fstat(stream.fileno())
        if (now.st_mtime_ns, now.st_size) != (file.status.st_mtime_ns, file.status.st_size):
            raise Unready("file")
        yield iter(())
        for span in spans:
            stream.seek(span.start)
            yield _read(stream, span.stop - span.start)


def _read(stream: FileIO, left: int) -> Iterator[bytes]:
    while left:
        piece = stream.read(min(left, _READ_BYTES))
        if not piece:
            raise MissingFragment
        left -= len(piece)
        yield piece


@dataclass(frozen=True, slots=True)
class InMemory:
    """A file of an object store, which was read whole; small ones are.

    Attributes:
        caching: as in `StoredFile`.
    """

    name: str
    content: bytes
    etag: str
    caching: str = REVALIDATED

    @property
    def told(self) -> Validators:
        """By its content."""
        return Validators(self.etag, None)

    @property
    def size(self) -> int:
        """Its length in bytes."""
        return len(self.content)

    @property
    def type(self) -> str:
        """By its name."""
        return type_of(self.name)

    def pieces(self, spans: tuple[ByteRange, ...]) -> Iterator[Iterator[bytes]]:
        """Give parts of it."""
        return (iter([self.content[start:stop]]) for start, stop in spans)


class PatientFiles(Protocol):
    """The files of patients or of a site."""

    def find(self, parts: tuple[str, ...]) -> InMemory | StoredFile | None:
        """Find a file by the parts of its path; None where there is none.

        Raises:
            Unready: the place cannot be used.
        """

    def holds(self, parts: tuple[str, ...]) -> bool:
        """Whether a page of a folder stands there."""

    def read(self, parts: tuple[str, ...], most_bytes: int) -> tuple[str, bytes] | None:
        """Read a small file: what tells this version of it, and what it says.

        Raises:
            TooLarge: it has more bytes than it may have.
            Unready: the place cannot be used.
        """


class Remote:
    """The files of an object store: what was read is held for a while, and asked for again."""

    def __init__(
        self, read: Callable[[str], bytes | None], now_s: Callable[[], float] = time.monotonic
    ) -> None:
        """Prepare.

        Args:
            read: gives what lies under a path, if there is anything.
            now_s: a clock, seconds.
        """
        self._read = read
        self._now_s = now_s
        self._held: Recent[str, _Fetched] = Recent(_REMOTE_BYTES, lambda each: len(each.content))

    def find(self, parts: tuple[str, ...]) -> InMemory | None:
        """Find a file."""
        found = self._fetch(parts)
        return InMemory(parts[-1], found.content, found.etag) if found else None

    def holds(self, parts: tuple[str, ...]) -> bool:
        """Whether there is a page of that folder."""
        return self._fetch((*parts, "index.html")) is not None

    def read(self, parts: tuple[str, ...], most_bytes: int) -> tuple[str, bytes] | None:
        """Read a small file."""
        found = self._fetch(parts)
        if found and len(found.content) > most_bytes:
            raise TooLarge(Path(*parts), len(found.content), most_bytes)
        return (found.etag, found.content) if found else None

    def _fetch(self, parts: tuple[str, ...]) -> _Fetched | None:
        if not parts or not all(map(NAME.fullmatch, parts)):
            return None
        path = "/".join(parts)
        held = self._held.get(path)
        if held is None or held.until_s <= self._now_s():
            try:
                content = self._read(path)
            except OutputError as error:
                raise Unready("store") from error
            if content is None:
                return None
            etag = digest_of(content).hex()[:32]
            held = _Fetched(content, etag, self._now_s() + _REMOTE_S)
            self._held.put(path, held)
        return held


class _Fetched(NamedTuple):
    content: bytes
    etag: str
    until_s: float


class LocalFolder:
    """The files of a folder: nothing hidden, and no links, which could lead anywhere."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def find(self, parts: tuple[str, ...]) -> StoredFile | None:
        """Find a file."""
        found = self._look_up(parts)
        return found if found and stat.S_ISREG(found.status.st_mode) else None

    def holds(self, parts: tuple[str, ...]) -> bool:
        """Whether it is a folder."""
        found = self._look_up(parts)
        return bool(found and stat.S_ISDIR(found.status.st_mode))

    def read(self, parts: tuple[str, ...], most_bytes: int) -> tuple[str, bytes] | None:
        """Read a small file."""
        found = self.find(parts)
        if found is None:
            return None
        try:
            return found.told.etag, read_bounded(found.path, most_bytes)
        except TooLarge:
            raise
        except OSError as error:
            raise Unready("file") from error

    def _look_up(self, parts: tuple[str, ...]) -> StoredFile | None:
        if not parts or not all(map(NAME.fullmatch, parts)):
            return None
        path = self.root.joinpath(*parts)
        try:
            inside = path.resolve() == path
            return StoredFile(path, path.stat()) if inside else None
        except (OSError, RuntimeError):  # links that lead in a circle
            return None
