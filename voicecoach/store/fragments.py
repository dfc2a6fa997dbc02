"""Fragments in a store: whole, or only what planning a session takes.

An entry tells besides which versions of packages it was made with. They are no part of its key:
they say what became of it, not what was asked for.
"""

from __future__ import annotations

import contextlib
import json
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from voicecoach.audio.mp3.frames import Extent, Fragment
from voicecoach.base.errors import OutputError
from voicecoach.base.messages import Phrase
from voicecoach.store.protocol import FragmentStore, Got, key_of, withhold

FORM = 3
"""Of an entry: a part of fragments' keys."""

_HEAD = struct.Struct("<4sI")  # magic, length of the provenance in JSON, which follows; a fragment
_MAGIC = b"VCP1"


class MissingFragment(OutputError):
    """A fragment that was there when a session was planned is gone, or damaged."""

    def __init__(self) -> None:
        super().__init__("cache/missing")


@dataclass(slots=True, eq=False, repr=False)
class Findings:
    """What a call found in the store beside what it asked for.

    Attributes:
        damaged: keys of entries that were damaged, and are to be made anew.
        remarks: what a person should know, each once.
    """

    damaged: set[str] = field(default_factory=set)
    remarks: dict[Phrase, None] = field(default_factory=dict)

    def payload(self, key: str, got: Got) -> bytes | None:
        """Note what came of asking for an entry, and give what it holds."""
        if got.damaged:
            self.damaged.add(key)
        self.remarks.update(dict.fromkeys(got.remarks))
        return got.payload


class Sealed(NamedTuple):
    """What lies in the store under a key: the SHA-256, and the extent where it is a fragment."""

    digest: bytes
    extent: Extent | None


class Fragments:
    """Fragments by their keys; what was read once is held, for sessions of one run share most."""

    def __init__(self, store: FragmentStore, *, held: bool = True) -> None:
        """Prepare.

        Args:
            store: has them.
            held: whether to hold what was read; a store may do that itself.
        """
        self._store = store
        self._holds = held
        self._digests: dict[str, Sealed] = {}
        self._held: dict[str, Fragment] = {}
        self._extents: dict[str, Extent] = {}

    def get(self, key: str, findings: Findings | None = None) -> Fragment | None:
        """Read a fragment.

        Args:
            key: see `keys.fragment_key`.
            findings: what else was found is noted in it.
        """
        if key in self._held:
            return self._held[key]
        stored = (findings or Findings()).payload(key, self._store.get(key))
        with contextlib.suppress(ValueError):
            if stored:
                fragment = Fragment.from_bytes(_parted(stored)[1])
                return self._held.setdefault(key, fragment) if self._holds else fragment
        return None

    def extent(self, key: str, findings: Findings | None = None) -> Extent | None:
        """Read what is known of a fragment, without its frames: they have an entry of their own.

        Args:
            key: of the fragment.
            findings: as in `get`.
        """
        if key in self._held:
            return self._held[key].extent
        if key in self._extents:
            return self._extents[key]
        own = _extent_key(key)
        stored = (findings or Findings()).payload(own, self._store.get(own))
        with contextlib.suppress(ValueError):
            if stored and self._store.has([key]):
                return self._extents.setdefault(key, Extent.from_bytes(stored))
        fragment = self.get(key, findings)
        if fragment is None:
            return None
        with contextlib.suppress(OutputError):  # read faster the next time, where that can be
            self._store.put(own, fragment.extent.to_bytes())
        return fragment.extent

    def put(self, key: str, stored: bytes, versions: Mapping[str, str]) -> Fragment:
        """Store a fragment and what is known of it; where another stands already, that counts.

        Two machines may speak a line in other bits: sessions are planned with those of the first.

        Args:
            key: see `keys.fragment_key`.
            stored: in the form of `Fragment.to_bytes`.
            versions: of the packages that it was made with, by their names.
        """
        fragment = Fragment.from_bytes(stored)
        told = json.dumps(versions, sort_keys=True).encode()
        if not self._store.put(key, _HEAD.pack(_MAGIC, len(told)) + told + stored):
            fragment = self.get(key) or fragment
        self._store.put(_extent_key(key), fragment.extent.to_bytes())
        self._held[key] = fragment
        return fragment

    def withhold(self, keys: Iterable[str]) -> None:
        """Have fragments and what is known of them stay on this machine; see the protocol's."""
        withhold(self._store, {each for key in keys for each in (key, _extent_key(key))})

    def provenance(self, key: str) -> dict[str, str]:
        """Return the versions of the packages that a fragment was made with.

        Raises:
            MissingFragment: it is not there, or is damaged.
        """
        stored = self._store.get(key).payload
        if stored is None:
            raise MissingFragment
        versions: dict[str, str] = json.loads(_parted(stored)[0])
        return versions

    def digest(self, key: str, extent: Extent | None = None) -> bytes:
        """Return the SHA-256 of what lies in the store under a key.

        Args:
            key: of a fragment, or of any other entry.
            extent: of the fragment that should lie there.

        Raises:
            MissingFragment: it is not there, is damaged, or another fragment lies there.
        """
        known = self._digests.get(key)
        if known is None:
            found, lies = self._store.get(key), None
            if found.payload is None:
                raise MissingFragment
            with contextlib.suppress(ValueError):
                lies = extent and Fragment.from_bytes(_parted(found.payload)[1]).extent
            known = self._digests[key] = Sealed(found.digest, lies)
        if known.extent != extent:
            raise MissingFragment
        return known.digest

    def frames(self, key: str) -> bytes:
        """Read the frames of a fragment.

        Raises:
            MissingFragment: it is not there, or is damaged.
        """
        fragment = self.get(key)
        if fragment is None:
            raise MissingFragment
        return fragment.data


def _parted(stored: bytes) -> tuple[bytes, bytes]:
    """Part an entry into its provenance and its fragment.

    Raises:
        ValueError: it is no such entry.
    """
    if len(stored) < _HEAD.size:
        raise ValueError("too short for the entry of a fragment")
    magic, length = _HEAD.unpack_from(stored)
    if magic != _MAGIC:
        raise ValueError("not the entry of a fragment, of this format version")
    begins = _HEAD.size + length
    return stored[_HEAD.size : begins], stored[begins:]


def _extent_key(key: str) -> str:
    return key_of(kind="extent", of=key)
