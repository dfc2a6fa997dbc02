"""Sessions that browsers lay together: a small plan for each, and sounds that all patients share.

A plan as a browser reads it is deflated, so that it is checked as it is read. Behind its length
(4 bytes, little-endian) stands what it says, as JSON, then the bytes that are its own:

    files    [address, bytes, CRC-32] of the files that it is made of; the first is itself, without
             an address: its own bytes
    sources  [file, first byte, bytes] of what is read from them
    runs     sources by their numbers, first bytes and lengths; see `session.runs`
    size     of the MP3, bytes

What is personal is in no plan that is published, and so in none of these files.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from voicecoach.base.files import write_file
from voicecoach.base.intake import read_bounded
from voicecoach.base.stored import as_shape
from voicecoach.publish.assets import named
from voicecoach.publish.recording import Spliced
from voicecoach.publish.sinks.common import CommonFiles
from voicecoach.session.cover import picture_of
from voicecoach.session.packed import Exact
from voicecoach.session.plan import SessionPlan
from voicecoach.session.runs import RunSource, runs_of
from voicecoach.store.fragments import MissingFragment

CHUNK_BYTES = 131_072
"""Of a file of sounds, about: one is fetched in a moment, and a session needs few."""

_INDEX = "sounds.json"
_MOST_BYTES = 64_000_000


class SoundPlace(NamedTuple):
    """Where something lies.

    Attributes:
        path: of the file.
        size_bytes, crc: of that file.
        offset: the first byte in it.
        length: how many bytes.
    """

    path: str
    size_bytes: int
    crc: int
    offset: int
    length: int


class SharedSounds:
    """The sounds of all patients' sessions, in files of the place that are never written again.

    Which sound lies where is remembered on this machine. Where that is lost, sounds are put there
    anew; what was published before stays as it is.
    """

    def __init__(self, common: CommonFiles, state: Path) -> None:
        """Prepare.

        Args:
            common: takes the files.
            state: folder of what is known of the place here.
        """
        self._common = common
        self._index = state / _INDEX
        self._known = {name: part for name, part in self._read().items() if common.has([part.path])}

    def add(self, plans: Iterable[SessionPlan]) -> None:
        """See that the sounds of sessions are there; what many of them share lies close together.

        What the store has lost is left out: whoever needs it is told by `spliced`.

        Args:
            plans: as `unpack` gave them.

        Raises:
            OutputError: a file cannot be written.
        """
        counts: Counter[str] = Counter()
        reads: dict[str, Callable[[], bytes]] = {}
        pictures: set[str] = set()
        for plan in plans:
            for source in dict.fromkeys(each.source for each in runs_of(plan) if each.source.key):
                name = _name(plan, source)
                counts[name] += 1
                reads.setdefault(name, partial(_data, plan, source))
                if source.is_picture:
                    pictures.add(name)
        lot: dict[str, bytes] = {}
        for name, _ in counts.most_common():
            if name in self._known:
                continue
            try:
                data = reads[name]()
            except MissingFragment:
                continue
            if name in pictures:
                self._put("cover.png", {name: data})  # the same file as pages show
                continue
            lot[name] = data
            if sum(map(len, lot.values())) >= CHUNK_BYTES:
                self._put("sounds.bin", lot)
                lot = {}
        if lot:
            self._put("sounds.bin", lot)

    def spliced(self, plan: SessionPlan, above: str) -> Spliced:
        """Give a session as browsers get it.

        Args:
            plan: as `unpack` gave it, whose sounds were added.
            above: leads from the plan's folder to the place.

        Raises:
            MissingFragment: a sound of it is not there.
        """
        own, paths, sources = bytearray(), {"": 0}, dict[RunSource, int]()
        files: list[list[str | int]] = [["", 0, 0]]
        parts: list[tuple[int, int, int]] = []
        runs: list[tuple[int, int, int]] = []
        for run in runs_of(plan):
            source = run.source
            if source not in sources:
                sources[source] = len(parts)
                if source.key:
                    part = self._known.get(_name(plan, source))
                    if part is None:
                        raise MissingFragment
                    if part.path not in paths:
                        paths[part.path] = len(files)
                        files.append([above + part.path, part.size_bytes, part.crc])
                    parts.append((paths[part.path], part.offset, part.length))
                else:
                    parts.append((0, len(own), len(source.data)))
                    own += source.data
            runs.append((sources[source], run.offset, run.length))
        files[0][1:] = [len(own), zlib.crc32(own)]
        told = {
            "size": plan.size,
            "files": files,
            "sources": parts,
            "runs": [*zip(*runs, strict=True)],
        }
        said = json.dumps(told, separators=(",", ":")).encode()
        packed = zlib.compress(len(said).to_bytes(4, "little") + said + own, 9)
        digest = hashlib.sha256(packed).hexdigest()[:12]
        shared = (*filter(None, paths),)
        size = len(packed) + sum(int(size_bytes) for _, size_bytes, _ in files[1:])
        return Spliced(packed, f"{plan.etag[:16]}.{digest}", shared, size)

    def _put(self, name: str, lot: Mapping[str, bytes]) -> None:
        """Write what lies in a file of that kind."""
        data = b"".join(lot.values())
        file, crc, offset = named(name, data), zlib.crc32(data), 0
        self._common.write([file])
        for own, each in lot.items():
            self._known[own] = SoundPlace(file.path, len(data), crc, offset, len(each))
            offset += len(each)
        write_file(self._index, json.dumps(self._known), private=True)

    def _read(self) -> dict[str, SoundPlace]:
        with contextlib.suppress(OSError, ValueError, RecursionError):
            told = json.loads(read_bounded(self._index, _MOST_BYTES))
            shape = dict[str, tuple[str, int, int, int, int]]
            return {name: SoundPlace(*part) for name, part in as_shape(shape, told).items()}
        return {}


def _name(plan: SessionPlan, source: RunSource) -> str:
    """What tells an entry of the store from others, in the bits that the plan names."""
    store = plan.shelf.cache
    assert isinstance(store, Exact), "a plan that was unpacked"
    return store.named[source.key].hex()


def _data(plan: SessionPlan, source: RunSource) -> bytes:
    """What a session reads of an entry."""
    if source.is_picture:
        return picture_of(plan.cover, plan.shelf.cache)
    return source.data or plan.shelf.fragments.frames(source.key)
