"""A plan in a few kilobytes: what a session is, kept or sent without its sound.

It names every entry of the store that its bytes are read from, by key and by the digest of what
lies there: what another machine spoke in other bits under the same key is not this session's.

    magic · SHA-256 of the rest · number of entries · length of the stream · keys of the entries,
    their digests · what the stream is, deflated · what the record says, deflated

The record is read when it is asked for, which serving never does. Its rows stand in columns, and
texts by their numbers: with keys and digests that takes a fifth of the record's JSON.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from voicecoach.audio.mp3.bed import Bed
from voicecoach.audio.mp3.frames import Bitrate, Extent, Portion
from voicecoach.audio.mp3.info import frame_count
from voicecoach.audio.mp3.loop import Loop
from voicecoach.audio.mp3.splice import Layout, Placed
from voicecoach.audio.tags import SessionTags, id3_before
from voicecoach.base.errors import OutputError
from voicecoach.base.stored import as_shape
from voicecoach.session.columns import WrittenContent, numbered, steps, summed, told_again
from voicecoach.session.cover import Cover, picture_key
from voicecoach.session.plan import SessionPlan, Shelf, Told
from voicecoach.session.record import SessionContent
from voicecoach.session.under import bed_key, looped
from voicecoach.store.fragments import Fragments, MissingFragment
from voicecoach.store.protocol import FragmentStore, Got, digest_of

MOST_PACKED_BYTES = 2_000_000
"""Of a packed plan: many times that of the longest session."""

_MAGIC = b"VCS1"
_OTHERS = b"VCS"  # of other versions
_DIGEST_BYTES = 32
_HEAD = struct.Struct(f"<4s{_DIGEST_BYTES}sHI")  # magic, digest of all behind it, counts
_COUNTS = struct.Struct("<HI")  # entries, bytes of the stream
_BEGINS = 4 + _DIGEST_BYTES  # what the digest is of
_MOST_TOLD_BYTES = 64_000_000
_LEVEL = 6  # 9 takes a half more time for one byte in a thousand
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_UNREADABLE = (zlib.error, LookupError, TypeError, ValueError, struct.error)


class NoPlan(OutputError):
    """What was stored is no packed plan, or not a whole one."""


class Entry(NamedTuple):
    """What a plan names in the store.

    Attributes:
        key: of the entry.
        digest: SHA-256 of its payload.
    """

    key: str
    digest: bytes


def pack(plan: SessionPlan) -> bytes:
    """Pack a plan; the same bytes for equal plans over the same store.

    Raises:
        MissingFragment: the store has lost something of it, or holds it in other bits.
    """
    named = {each.key: each.extent for each in plan.layout.placed}
    fragments = plan.shelf.fragments
    entries = [Entry(key, fragments.digest(key, extent)) for key, extent in named.items()]
    entries += [Entry(key, fragments.digest(key)) for key in _beside(plan)]
    record = plan.told.written
    stream = _encode(_stream(plan, [*named], record.texts)).encode()
    deflated = _deflated(stream)
    body = b"".join(
        [
            _COUNTS.pack(len(entries), len(deflated)),
            *(bytes.fromhex(each.key) for each in entries),
            *(each.digest for each in entries),
            deflated,
            _deflated(record.told, stream),
        ]
    )
    return _MAGIC + digest_of(body) + body


def unpack(data: bytes, store: FragmentStore) -> SessionPlan:
    """Give the plan that was packed: equal to it, and the same bytes.

    Args:
        data: as `pack` gave it.
        store: has its fragments, its cover, and the loop of its bed.

    Raises:
        NoPlan: the data are damaged, or of another version.
        MissingFragment: the bed is not in the store, or is damaged.
    """

    def shelf(entries: Collection[Entry]) -> Shelf:
        exact = Exact(store, entries)
        return Shelf(exact, Fragments(exact, held=False))

    return unpack_onto(data, shelf)


def unpack_onto(data: bytes, shelf: Callable[[Collection[Entry]], Shelf]) -> SessionPlan:
    """Give the plan that was packed, which reads from a shelf of one's own.

    Args:
        data: as `pack` gave it.
        shelf: makes that of the entries that the plan names; it gives none with another digest.

    Raises:
        NoPlan: as in `unpack`.
        MissingFragment: as in `unpack`.
    """
    parted = _parted(data)
    try:
        return _plan(parted, shelf(parted.entries))
    except _UNREADABLE as error:
        raise NoPlan("packed-plan/damaged") from error


def entries_of(data: bytes) -> tuple[Entry, ...]:
    """Give what a packed plan names in the store, without unpacking it.

    Raises:
        NoPlan: the data are damaged, or of another version.
    """
    return _parted(data).entries


class Exact:
    """A store that gives what a plan names, and nothing that has another digest.

    Attributes:
        named: digests by their keys.
    """

    def __init__(self, store: FragmentStore, entries: Iterable[tuple[str, bytes]]) -> None:
        self.named = dict(entries)
        self._store = store

    def get(self, key: str) -> Got:
        """Read an entry; in other bits than the plan names it is not there.

        Raises:
            OutputError: the store cannot be used.
        """
        found = self._store.get(key)
        if found.payload is None or found.digest == self.named.get(key):
            return found
        return Got(damaged=found.damaged, remarks=found.remarks)

    def put(self, key: str, payload: bytes) -> bool:
        """Store an entry if it is absent."""
        return self._store.put(key, payload)

    def has(self, keys: Collection[str]) -> set[str]:
        """Return those keys that have an entry, in whatever bits."""
        return self._store.has(keys)

    def __iter__(self) -> Iterator[str]:
        """Iterate over the keys of all entries that the plan names."""
        return iter(self.named)


def _beside(plan: SessionPlan) -> Iterator[str]:
    """Keys of what a plan reads beside fragments."""
    yield picture_key(plan.cover)
    if plan.layout.beds:
        yield _bed_key(plan.content.under, plan.layout)


def _bed_key(under: str, layout: Layout) -> str:
    return bed_key(under, layout.bitrate_kbps, layout.silence)


class _Parted(NamedTuple):
    """A packed plan, whose parts are deflated yet."""

    entries: tuple[Entry, ...]
    stream: bytes
    record: bytes


def _parted(data: bytes) -> _Parted:
    """Part a packed plan.

    Raises:
        NoPlan: the data are damaged, or of another version.
    """
    if data[:3] == _OTHERS and data[:4] != _MAGIC:
        raise NoPlan("packed-plan/version")
    if not _HEAD.size <= len(data) <= MOST_PACKED_BYTES or data[:4] != _MAGIC:
        raise NoPlan("packed-plan/damaged")
    _, digest, count, length = _HEAD.unpack_from(data)
    if digest_of(data[_BEGINS:]) != digest:
        raise NoPlan("packed-plan/damaged")
    digests = _HEAD.size + count * _DIGEST_BYTES
    rest = digests + count * _DIGEST_BYTES
    record = rest + length
    keys = (data[at : at + _DIGEST_BYTES].hex() for at in range(_HEAD.size, digests, 32))
    found = (data[at : at + _DIGEST_BYTES] for at in range(digests, rest, 32))
    return _Parted(tuple(map(Entry, keys, found)), data[rest:record], data[record:])


def _deflated(told: bytes, known: bytes = b"") -> bytes:
    """Deflate something; what is known before takes no room in it again."""
    writing = zlib.compressobj(_LEVEL, zdict=known)
    return writing.compress(told) + writing.flush()


def _inflated(deflated: bytes, known: bytes = b"") -> bytes:
    """Give what was deflated, and no more than any session takes.

    Raises:
        ValueError: it is cut off, or there is more of it.
        zlib.error: it is not what was deflated.
    """
    reading = zlib.decompressobj(zdict=known)
    told = reading.decompress(deflated, _MOST_TOLD_BYTES)
    if not reading.eof or reading.unused_data:
        raise ValueError("not all of a packed plan, or more")
    return told


def _stream(plan: SessionPlan, keys: Sequence[str], texts: Sequence[str]) -> dict[str, Any]:
    """What the bytes of a session are made from."""
    numbers = {text: number for number, text in enumerate(texts)}
    tags, layout = plan.tags, plan.layout
    return {
        "texts": texts,
        "lyrics": [numbers.get(line, line) for line in tags.lyrics.split("\n")],
        "tags": {name: getattr(tags, name) for name in _TAGS} | {"chapters": [*tags.chapters]},
        "cover": [*plan.cover],
        "stream": [layout.bitrate_kbps, layout.samples, layout.silence, layout.info.hex()],
        "extents": [_flat(extent) for extent in _extents(layout, keys)],
        "frames": steps([each.frame for each in layout.placed]),
        "which": numbered([each.key for each in layout.placed], keys),
        "beds": [[each.frame, each.end] for each in layout.beds],
        "under": plan.content.under,
    }


_TAGS = ("title", "artist", "album", "genre", "language", "comment", "duration_ms")


def _plan(parted: _Parted, shelf: Shelf) -> SessionPlan:
    """Make the plan of its parts."""
    known = _inflated(parted.stream)
    told, keys = json.loads(known), [each.key for each in parted.entries]
    bitrate, samples, silence, info = told["stream"]
    extents = [*map(_extent, told["extents"])]
    frames = summed(told["frames"])
    placed = [
        Placed(frame, extents[n], keys[n]) for frame, n in zip(frames, told["which"], strict=True)
    ]
    cover, beds = Cover(*told["cover"]), []
    if told["beds"]:
        loop = _loop(bed_key(told["under"], bitrate, silence), bitrate, shelf)
        beds = [Bed(frame, end, loop) for frame, end in told["beds"]]
    tags = _tags(told)
    return SessionPlan(
        told=Told(lambda: _content(parted.record, known, told["texts"])),
        tags=tags,
        cover=cover,
        layout=Layout(
            info=bytes.fromhex(info),
            placed=tuple(placed),
            beds=tuple(beds),
            frames=frame_count(samples),
            samples=samples,
            bitrate_kbps=bitrate,
            silence=silence,
        ),
        before=id3_before(tags, cover.size_bytes),
        shelf=shelf,
    )


def _tags(told: Mapping[str, Any]) -> SessionTags:
    texts = told["texts"]
    lines = (texts[line] if isinstance(line, int) else line for line in told["lyrics"])
    tags = dict(told["tags"])
    tags["chapters"] = tuple((title, start, end) for title, start, end in tags["chapters"])
    return SessionTags(**tags, lyrics="\n".join(lines), cover_png=b"")


def _loop(key: str, bitrate: Bitrate, shelf: Shelf) -> Loop:
    payload = shelf.cache.get(key).payload
    if payload is None:
        raise MissingFragment
    return looped(payload, bitrate)


def _content(deflated: bytes, known: bytes, texts: Sequence[str]) -> SessionContent:
    """Make the content of a record.

    Raises:
        NoPlan: it is damaged.
    """
    try:
        written = WrittenContent(tuple(texts), _inflated(deflated, known))
        return as_shape(SessionContent, told_again(written))
    except _UNREADABLE as error:
        raise NoPlan("packed-plan/damaged") from error


def _extents(layout: Layout, keys: Sequence[str]) -> list[Extent]:
    known = {each.key: each.extent for each in layout.placed}
    return [known[key] for key in keys]


def _flat(extent: Extent) -> list[int]:
    parts = [number for part in extent.parts for number in part]
    return [extent.frames, extent.samples, extent.run_in, *parts]


def _extent(flat: Sequence[int]) -> Extent:
    frames, samples, run_in, *parts = flat
    each = [iter(parts)] * 3
    return Extent(frames, samples, run_in, tuple(map(Portion, *each)))
