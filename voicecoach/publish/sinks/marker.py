"""The marker of a site: what in its folder is ours. While a run writes, a journal stands beside it.

Neither goes to the host: they lie in a folder of their own beside the site's (`state_of`), with the
lock and the sessions' records.

The marker is written whole, but only where a run begins on a new folder and where it ends. Between
them each batch of sessions is a line of the journal: what is written next, and what came of the
batch before. A run that was stopped leaves marker and journal, and whoever reads them together
knows as much as that run did. A journal belongs to the marker whose digest it begins with; beside
any other it is what a run left that was stopped at its very end, and says nothing.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, ClassVar, TypeVar

from voicecoach.base.errors import OutputError
from voicecoach.base.files import cannot_write, write_file
from voicecoach.base.intake import read_bounded
from voicecoach.base.stored import as_shape
from voicecoach.base.values import dataclass

if TYPE_CHECKING:
    pass

MARKER = "site.json"
JOURNAL = "site.journal"
PRIVATE = re.compile("[0-9a-f]{32}")  # the path of a private site: 128 bits
_VERSION = 1
_MOST_BYTES = 256_000_000  # of marker and journal: a thousand sessions have less than one
_LAST_S = 250_000_000_000  # of the times that a date can be made of; in the year 9892
# Names that a site has: nothing hidden, nothing that climbs up, no drives or backslashes.
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")

Stamp = tuple[int, str]  # bytes and SHA-256
_Kind = TypeVar("_Kind")


@dataclass(frozen=True, slots=True)
class EpisodeState:
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
        listed: whether index and feed lead to it.
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
    listed: bool = True


@dataclasses.dataclass(slots=True)
class Manifest:
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
        private: whether it lies under such a path.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    base_url: str = ""
    identity: str = ""
    files: dict[str, Stamp] = field(default_factory=dict)
    pending: set[str] = field(default_factory=set)
    sessions: dict[str, EpisodeState] = field(default_factory=dict)
    shared: list[str] = field(default_factory=list)
    inputs: str = ""
    revoked: list[str] = field(default_factory=list)
    private: bool = False

    def to_json(self) -> str:
        """Write the marker's text."""
        told = asdict(self) | {"pending": sorted(self.pending)}
        return json.dumps({"voicecoach_site": _VERSION} | told, indent=1) + "\n"


@dataclass(frozen=True, slots=True)
class JournalLine:
    """A line of the journal, written before the files that it names.

    Attributes:
        base_url: where the site is.
        identity: that of its feed.
        written: files of earlier lines that are there.
        sessions: those that are whole with them, by id.
        planned: what is written next.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    base_url: str
    identity: str
    written: list[str]
    sessions: dict[str, EpisodeState]
    planned: dict[str, Stamp]

    def apply(self, state: Manifest) -> None:
        """Bring a state up to what is known with this line."""
        state.base_url, state.identity = self.base_url, self.identity
        state.pending -= {*self.written}
        state.sessions |= self.sessions
        state.files |= self.planned
        state.pending |= self.planned.keys()


@dataclasses.dataclass(slots=True)
class Marker:
    """The marker of a site, while it is changed.

    Attributes:
        folder: in which it lies (see `state_of`).
        state: what is known now.
    """

    folder: Path
    state: Manifest
    _text: str = ""  # of the marker's file
    _has_journal: bool = False  # one that was read: of a run that was stopped
    _journals: bool = False  # this run has begun its own
    _written: list[str] = field(default_factory=list)  # since the journal's last line
    _sessions: dict[str, EpisodeState] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """Whether there is no marker yet."""
        return not self._text

    @property
    def was_stopped(self) -> bool:
        """Whether the run before did not come to its end."""
        return self._has_journal or bool(self.state.pending)

    def plan(self, files: Mapping[str, Stamp]) -> None:
        """Note that files are written next: a reader of the folder knows that they are ours.

        Raises:
            OutputError: the note cannot be written.
        """
        state = self.state
        entry = JournalLine(
            state.base_url, state.identity, self._written, self._sessions, dict(files)
        )
        entry.apply(state)
        self._written, self._sessions = [], {}
        if self.is_new or self._has_journal:
            self.save()
        else:
            self._append(json.dumps(asdict(entry)))

    def wrote(self, paths: Iterable[str]) -> None:
        """Note that files which were planned are there."""
        self._written += paths
        self.state.pending.difference_update(self._written)

    def keep(self, identity: str, session: EpisodeState) -> None:
        """Note that a session is whole."""
        self._sessions[identity] = self.state.sessions[identity] = session

    def finish(self) -> None:
        """Write the marker if anything has changed; the journal has said what it had to.

        Raises:
            OutputError: it cannot be written.
        """
        self.state.pending.clear()
        self.save()

    def save(self) -> None:
        """Write the marker whole if it says another thing now, and end the journal.

        Raises:
            OutputError: it cannot be written.
        """
        text = self.state.to_json()
        if text != self._text:
            write_file(self.folder / MARKER, text, private=True)
        try:
            (self.folder / JOURNAL).unlink(missing_ok=True)
        except OSError as error:
            raise cannot_write(self.folder / JOURNAL, error) from error
        self._text, self._has_journal, self._journals = text, False, False

    def _append(self, line: str) -> None:
        lines = [line] if self._journals else [json.dumps(_digest(self._text)), line]
        append(self.folder / JOURNAL, lines, again=not self._journals)
        self._journals = True


def append(file: Path, lines: Iterable[str], again: bool) -> None:
    """Add lines to a file.

    Args:
        file: the file; where a link leads is not written to.
        lines: without their ends.
        again: begin the file anew.

    Raises:
        OutputError: it cannot be written.
    """
    if file.is_symlink():
        raise led_out(file)
    try:
        with file.open("wb" if again else "ab") as stream:
            stream.writelines(f"{line}\n".encode() for line in lines)
    except OSError as error:
        raise cannot_write(file, error) from error


def state_of(root: Path) -> Path:
    """The folder of what is known of a site: beside its folder, for what lies in that is published.

    That of a private site lies beside the folder that holds its path, and is the same when the path
    changes.
    """
    place = Path(os.path.abspath(root))  # noqa: PTH100 (links stay as they are named)
    place = place.parent if PRIVATE.fullmatch(place.name) else place
    return place.parent / f"{place.name}.voicecoach"


def read_marker(folder: Path) -> Marker | None:
    """Read marker and journal in a folder; None where there is no marker.

    Raises:
        OutputError: one of them cannot be read, or is damaged.
    """
    try:
        text = read_bounded(folder / MARKER, _MOST_BYTES).decode()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise OutputError("cannot-read/to", file=folder / MARKER, reason=error) from error
    try:
        state = _state_of(json.loads(text))
        entries = [*_lines_of(folder / JOURNAL, text)]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise OutputError("damaged/site", file=folder / MARKER) from error
    for entry in entries:
        entry.apply(state)
    return Marker(folder, state, text, _has_journal=bool(entries))


def _lines_of(file: Path, marker: str) -> Iterator[JournalLine]:
    """The lines of a marker's journal; one that was cut short when its run was stopped is none."""
    try:
        lines = read_bounded(file, _MOST_BYTES).split(b"\n")[:-1]
    except FileNotFoundError:
        return
    except OSError as error:
        raise OutputError("cannot-read/to", file=file, reason=error) from error
    if not lines or json.loads(lines[0]) != _digest(marker):
        return
    for line in lines[1:]:
        entry = as_shape(JournalLine, json.loads(line))
        for path in (*entry.written, *entry.planned):
            check_site_path(path)
        for kept in entry.sessions.values():
            _check_kept(kept)
        yield entry


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _state_of(data: dict[str, object]) -> Manifest:
    if data.pop("voicecoach_site") != _VERSION:
        raise ValueError("another version")
    state = as_shape(Manifest, data)
    if state.base_url and not state.base_url.startswith(("https://", "http://")):
        raise ValueError(f"{state.base_url!r} is no address")
    for path in (*state.files, *state.pending, *state.shared):
        check_site_path(path)
    for kept in state.sessions.values():
        _check_kept(kept)
    return state


def _check_kept(kept: EpisodeState) -> None:
    if not NAME.fullmatch(kept.slug):
        raise ValueError(f"{kept.slug!r} is no folder of a session")
    if not all(0 <= time < _LAST_S for time in (kept.published, kept.changed)):
        raise ValueError(f"{kept.slug} came at no time")
    for path in kept.files:
        check_site_path(path)


def check_site_path(path: str) -> None:
    """See that a path is one of a site.

    Raises:
        ValueError: it is none.
    """
    parts = PurePosixPath(path).parts
    if not parts or path != "/".join(parts) or not all(map(NAME.fullmatch, parts)):
        raise ValueError(f"{path!r} is no path of a site")


def led_out(place: Path) -> OutputError:
    """Make the error for a link where there should be none."""
    return OutputError("not-ours/link", file=place)
